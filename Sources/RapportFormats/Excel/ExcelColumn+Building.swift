internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension ExcelColumn {
    /// The column's values, a row of the table each.
    func build(_ data: SheetData, _ ranks: RowRanks, _ reading: Reading, work: Work) throws(Diagnostic)
        -> Column
    {
        switch type {
        case .duration:
            let cells = try fixed(ranks, filler: 0 as Int64, work) { index in
                store.kind(index) == .duration ? SheetData.microseconds(store.number(index)) : nil
            }
            return Column(.duration, .int64(cells))
        case .cell(.bool):
            let cells = try fixed(ranks, filler: 0 as UInt8, work) { index in
                store.kind(index) == .bool
                    ? UInt8(store.payloads[index]) : parse(index, data, reading, BoolParser())
            }
            let values = Bitmap((0..<ranks.count).map { cells.values[$0] == 1 })
            return Column(.bool, .bits(values: values, validity: cells.validity))
        case .cell(.int(let form)):
            let cells = try fixed(ranks, filler: 0 as Int64, work) { index in
                store.kind(index) == .number
                    ? Int64(exactly: store.number(index))
                    : parse(index, data, reading, IntParser(decimal: form.decimal))
            }
            return Column(.int, .int64(cells))
        case .cell(.float(let form)) where form.isPercent:
            let cells = try fixed(ranks, filler: 0.0, work) { index in
                parse(index, data, reading, PercentParser(decimal: form.decimal))
            }
            return Column(.float, .float64(cells))
        case .cell(.float(let form)):
            let cells = try fixed(ranks, filler: 0.0, work) { index in
                store.kind(index) == .number
                    ? store.number(index) : parse(index, data, reading, FloatParser(decimal: form.decimal))
            }
            return Column(.float, .float64(cells))
        case .cell(.date(let order)):
            let cells = try fixed(ranks, filler: 0 as Int32, work) { index in
                store.kind(index) == .date
                    ? data.dates.moment(store.number(index))?.days
                    : parse(index, data, reading, DateParser(order))
            }
            return Column(.date, .int32(cells))
        case .cell(.datetime(let order, let zone)):
            let cells = try fixed(ranks, filler: 0 as Int64, work) { index in
                switch store.kind(index) {
                case .date, .datetime: SheetData.microseconds(store.number(index), data.dates)
                default: parse(index, data, reading, DateTimeParser(order, zone: zone))
                }
            }
            return Column(type.type, .int64(cells))
        case .cell(.text): return try text(data, ranks, reading, work)
        }
    }

    private func fixed<Value: BitwiseCopyable & Sendable>(
        _ ranks: RowRanks, filler: Value, _ work: Work, _ value: (Int) -> Value?
    ) throws(Diagnostic) -> FixedColumn<Value> {
        var values = try BufferBuilder<Value>(
            uninitialized: ranks.count, for: "the column `\(name)`", work: work)
        var marks = [UInt64](repeating: 0, count: (ranks.count + 63) / 64)
        var present = 0
        do {
            var cells = values.mutableSpan
            for row in cells.indices { cells[row] = filler }
            for index in start..<store.count {
                guard let value = value(index) else { continue }
                let row = ranks.rank(store.row(index))
                cells[row] = value
                marks[row >> 6] |= 1 << UInt64(row & 63)
                present += 1
            }
        }
        try work.check()
        let validity = present == ranks.count ? nil : Bitmap(words: Buffer(marks), count: ranks.count)
        return FixedColumn(values: values.freeze(), validity: validity)
    }

    /// Of a cell of text, as a column of the type reads it; nil for all others.
    private func parse<Parser: CellParser>(
        _ index: Int, _ data: SheetData, _ reading: Reading, _ parser: Parser
    ) -> Parser.Value? {
        guard store.kind(index) == .text || store.kind(index) == .plainText else { return nil }
        let cell = data.pool[Int(store.payloads[index])].trimmed
        if reading.codes.areNamed, reading.codes.index(of: cell) != nil { return nil }
        return reading.read(cell, with: parser)
    }

    // MARK: - Text

    private func text(_ data: SheetData, _ ranks: RowRanks, _ reading: Reading, _ work: Work)
        throws(Diagnostic) -> Column
    {
        if counts.texts == store.count - start, let codes = try category(data, ranks, reading, work) {
            return codes
        }
        var lengths = [Int32](repeating: 0, count: ranks.count)
        var bytes: [UInt8] = []
        var marks = [UInt64](repeating: 0, count: (ranks.count + 63) / 64)
        var present = 0
        for index in start..<store.count {
            if index & 0xFFFF == 0 { try work.check() }
            let before = bytes.count
            switch store.kind(index) {
            case .error: continue
            case .text, .plainText:
                let cell = data.pool[Int(store.payloads[index])]
                if reading.codes.areNamed, reading.codes.index(of: cell.trimmed) != nil { continue }
                unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: cell.base, count: cell.count))
            default: bytes += Array((data.text(store, index) ?? "").utf8)
            }
            let row = ranks.rank(store.row(index))
            lengths[row] = Int32(truncatingIfNeeded: bytes.count - before)
            marks[row >> 6] |= 1 << UInt64(row & 63)
            present += 1
        }
        try work.memory.reserve(bytes.count + ranks.count * 8, for: "the column `\(name)`")
        defer { work.memory.release(bytes.count + ranks.count * 8) }
        var offsets = BufferBuilder<Int64>(uninitialized: ranks.count + 1)
        var end: Int64 = 0
        offsets[0] = 0
        for row in 0..<ranks.count {
            end += Int64(lengths[row])
            offsets[row + 1] = end
        }
        let validity = present == ranks.count ? nil : Bitmap(words: Buffer(marks), count: ranks.count)
        let column = Column(
            .text, .text(TextColumn(offsets: offsets.freeze(), bytes: Buffer(bytes), validity: validity)))
        return try column.encoded(limit: min(65_536, max(ranks.count / 4, 64)), work: work)
    }

    /// Codes into a dictionary, where few texts repeat: their numbers in the pool tell.
    private func category(_ data: SheetData, _ ranks: RowRanks, _ reading: Reading, _ work: Work)
        throws(Diagnostic) -> Column?
    {
        let limit = min(65_536, max(ranks.count / 4, 64))
        var codes: [Int: Int32] = [:]
        var words: [String] = []
        // Two numbers may have one text.
        var byWord: [String: Int32] = [:]
        for index in start..<store.count {
            let number = Int(store.payloads[index])
            guard codes[number] == nil else { continue }
            let cell = data.pool[number]
            if cell.count > 1024 || codes.count > limit { return nil }
            if reading.codes.areNamed, reading.codes.index(of: cell.trimmed) != nil {
                codes[number] = -1
                continue
            }
            let word = cell.text
            let code = byWord[word] ?? Int32(words.count)
            if code == Int32(words.count) {
                words.append(word)
                byWord[word] = code
            }
            codes[number] = code
        }
        let known = codes
        let cells = try fixed(ranks, filler: 0 as Int32, work) { index in
            known[Int(store.payloads[index])].flatMap { $0 < 0 ? nil : $0 }
        }
        return Column(.text, .codes(CategoryColumn(codes: cells, dictionary: TextColumn(words))))
    }

    // MARK: - Kind

    /// What the column is for, and what its values tell beside.
    func learn(from column: Column) -> (kind: Kind?, isUnique: Bool, distinct: Int?) {
        guard case .cell(let cellType) = type else { return (.measure, false, nil) }
        var stats = stats(rows: column.count)
        if case .codes(let codes) = column.layout {
            stats.distinct = codes.dictionary.count
            if codes.dictionary.count <= 2 {
                stats.isFlag = KindGuess.isFlag(
                    (0..<codes.dictionary.count).compactMap { codes.dictionary[$0] })
            }
        }
        let kind = KindGuess.kind(
            name: name, type: cellType, stats: stats, hasLeadingZeros: decision.hasLeadingZeros)
        if KindGuess.isIDByContent(name: name, column, stats) { return (.id, true, stats.distinct) }
        return (kind, kind == .id && KindGuess.isUnique(column, stats), stats.distinct)
    }

    /// What is guessed before the column is built.
    var kind: Kind? {
        guard case .cell(let cellType) = type else { return .measure }
        return KindGuess.kind(
            name: name, type: cellType, stats: cellType.isText ? nil : stats(rows: tally.present),
            hasLeadingZeros: decision.hasLeadingZeros)
    }

    private func stats(rows: Int) -> ColumnStats {
        var stats = ColumnStats()
        stats.rows = rows
        stats.blank = rows - tally.present
        (stats.smallest, stats.largest, stats.isIncreasing) = (smallest, largest, isIncreasing)
        return stats
    }
}

extension Reading {
    /// A cell as a column of the parser's type reads it: plain, or a number with more than digits.
    func read<Parser: CellParser>(_ cell: CellBytes, with parser: Parser) -> Parser.Value? {
        var parser = parser
        if let value = parser.parse(cell) { return value }
        guard Parser.isNumber, let text = NumberText(cell),
            let number = text.number(decimal: parser.decimal, thousands: thousands)
        else { return nil }
        return parser.parse(text, number)
    }
}
