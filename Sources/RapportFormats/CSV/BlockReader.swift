internal import RapportTable

/// Reads the columns of one scanned block.
struct BlockReader {
    let block: BlockBuffer
    let reading: Reading
    let columns: Int
    /// Rows to read: all, or fewer where a limit ends in this block.
    let rows: Int

    /// Reads column `index` into `memory`, which has room for `rows`; where it is nil, into memory of the
    /// block's own.
    func read(_ index: Int, as type: CellType, into memory: UnsafeMutableRawPointer?) -> BlockColumn {
        switch type {
        case .bool: return readBools(index)
        case .int(let form):
            var parser = IntParser(decimal: form.decimal)
            var column = unsafe readFixed(index, &parser, memory) { .int64($0) }
            unsafe noteOrder(&column, memory)
            return column
        case .float(let form) where form.isPercent:
            var parser = PercentParser(decimal: form.decimal)
            return unsafe readFixed(index, &parser, memory) { .float64($0) }
        case .float(let form):
            var parser = FloatParser(decimal: form.decimal)
            var column = unsafe readFixed(index, &parser, memory) { .float64($0) }
            unsafe noteRange(&column, memory)
            return column
        case .date(let order):
            var parser = DateParser(order)
            var column = unsafe readFixed(index, &parser, memory) { .int32($0) }
            column.stats.dates = parser.evidence
            column.stats.dates.shapes[Temporal.Shape.dashed.rawValue] += parser.plain
            return column
        case .datetime(let order, let zone):
            var parser = DateTimeParser(order, zone: zone)
            var column = unsafe readFixed(index, &parser, memory) { .int64($0) }
            column.stats.dates = parser.evidence
            column.stats.dates.shapes[Temporal.Shape.dashed.rawValue] += parser.plain
            column.stats.dates.timed += parser.plain
            return column
        case .text(let mayRepeat): return unsafe readText(index, mayRepeat: mayRepeat, memory)
        }
    }

    private func readFixed<Parser: CellParser>(
        _ index: Int, _ parser: inout Parser, _ memory: UnsafeMutableRawPointer?,
        _ wrap: (Buffer<Parser.Value>) -> BlockColumn.Cells
    ) -> BlockColumn {
        var column = BlockColumn()
        if let memory = unsafe memory {
            let values = unsafe memory.assumingMemoryBound(to: Parser.Value.self)
            unsafe readCells(index, &parser, values, &column)
            column.cells = .inPlace
        } else {
            let builder = BufferBuilder<Parser.Value>(uninitialized: rows)
            unsafe readCells(index, &parser, builder.shared.pointer, &column)
            column.cells = wrap(builder.freeze())
        }
        return column
    }

    /// The loop that nearly all of a load's time is spent in: one specialised copy a type.
    @inline(__always) private func readCells<Parser: CellParser>(
        _ index: Int, _ parser: inout Parser, _ values: UnsafeMutablePointer<Parser.Value>,
        _ column: inout BlockColumn
    ) {
        var marks = ValidityMarks(rows: rows)
        let isLast = index == columns - 1
        for row in 0..<rows {
            let cell = block.cell(row: row, column: index, isLast: isLast)
            // SAFETY: the caller made room for `rows` values.
            if let value = parser.parse(cell) {
                unsafe values[row] = value
            } else if let value = odd(cell, &parser, &column.stats) {
                unsafe values[row] = value
            } else {
                unsafe values[row] = Parser.filler
                marks.clear(row)
            }
        }
        column.stats.rows = rows
        column.validity = marks.words
    }

    /// A cell that is no plain value: quoted, between blanks, missing, or of another type.
    @inline(never) private func odd<Parser: CellParser>(
        _ cell: CellBytes, _ parser: inout Parser, _ stats: inout ColumnStats
    ) -> Parser.Value? {
        if cell.count <= 0 {
            stats.blank += 1
            return nil
        }
        var content = cell.hasMark ? cell.from(3) : cell
        if let quote = reading.quote, content.count > 0, content[0] == quote {
            content = block.unquoted(content, quote)
            if content.count == 0 {
                stats.emptyQuoted += 1
                return nil
            }
        }
        content = content.trimmed
        if content.count == 0 {
            stats.blank += 1
            return nil
        }
        if reading.codes.areNamed, let code = reading.codes.index(of: content) {
            stats.codes[code, default: 0] += 1
            return nil
        }
        if let value = parser.parse(content) { return value }
        if let code = reading.codes.index(of: content) {
            stats.codes[code, default: 0] += 1
            return nil
        }
        if Parser.isNumber, let text = NumberText(content),
            let number = text.number(decimal: parser.decimal, thousands: reading.thousands),
            let value = parser.parse(text, number)
        {
            stats.numbers.note(text, number)
            return value
        }
        stats.misfits += 1
        return nil
    }

    private func readBools(_ index: Int) -> BlockColumn {
        var column = BlockColumn()
        var parser = BoolParser()
        let bytes = BufferBuilder<UInt8>(uninitialized: rows)
        unsafe readCells(index, &parser, bytes.shared.pointer, &column)
        var words = [UInt64](repeating: 0, count: (rows + 63) / 64)
        for row in 0..<rows where bytes[row] == 1 { words[row / 64] |= 1 << UInt64(row % 64) }
        column.cells = .bits(words)
        return column
    }

    /// The smallest and largest int, and whether they rise: an id that rises is unique.
    private func noteOrder(_ column: inout BlockColumn, _ memory: UnsafeMutableRawPointer?) {
        func note(_ values: UnsafePointer<Int64>) {
            var (smallest, largest, isIncreasing) = (Int64.max, Int64.min, true)
            var last = Int64.min
            if column.validity == nil {
                for row in 0..<rows {
                    let value = unsafe values[row]
                    smallest = min(smallest, value)
                    largest = max(largest, value)
                    isIncreasing = isIncreasing && (value > last || row == 0)
                    last = value
                }
            } else if let validity = column.validity {
                isIncreasing = false
                for row in 0..<rows where validity[row / 64] >> UInt64(row % 64) & 1 == 1 {
                    let value = unsafe values[row]
                    smallest = min(smallest, value)
                    largest = max(largest, value)
                }
            }
            column.stats.smallest = smallest
            column.stats.largest = largest
            column.stats.isIncreasing = isIncreasing
        }
        if let memory = unsafe memory {
            unsafe note(UnsafePointer(memory.assumingMemoryBound(to: Int64.self)))
        } else if case .int64(let buffer) = column.cells {
            unsafe buffer.withUnsafeElements { elements in
                if let base = elements.baseAddress { unsafe note(base) }
            }
        }
    }

    /// The lowest and the highest float: those that count seconds since 1970 are told.
    private func noteRange(_ column: inout BlockColumn, _ memory: UnsafeMutableRawPointer?) {
        func note(_ values: UnsafePointer<Double>) {
            var (lowest, highest) = (Double.infinity, -Double.infinity)
            if let validity = column.validity {
                for row in 0..<rows where validity[row / 64] >> UInt64(row % 64) & 1 == 1 {
                    let value = unsafe values[row]
                    lowest = value < lowest ? value : lowest
                    highest = value > highest ? value : highest
                }
            } else {
                for row in 0..<rows {
                    let value = unsafe values[row]
                    lowest = value < lowest ? value : lowest
                    highest = value > highest ? value : highest
                }
            }
            (column.stats.lowest, column.stats.highest) = (lowest, highest)
        }
        if let memory = unsafe memory {
            unsafe note(UnsafePointer(memory.assumingMemoryBound(to: Double.self)))
        } else if case .float64(let buffer) = column.cells {
            unsafe buffer.withUnsafeElements { elements in
                if let base = elements.baseAddress { unsafe note(base) }
            }
        }
    }

    /// Counts which types the cells of a column would fit.
    func tally(_ index: Int, firstRow: Int, line: (Int) -> Int) -> Tally {
        var tally = Tally()
        let isLast = index == columns - 1
        for row in 0..<rows {
            var cell = block.cell(row: row, column: index, isLast: isLast)
            if cell.hasMark { cell = cell.from(3) }
            if cell.count > 0, let quote = reading.quote, cell[0] == quote {
                cell = block.unquoted(cell, quote)
            }
            cell = cell.trimmed
            if cell.count <= 0 || reading.codes.index(of: cell) != nil {
                tally.missing += 1
                continue
            }
            tally.count(cell, reading) {
                Tally.Misfits.Cell(
                    row: firstRow + row, line: line(row), text: cell.excerpt)
            }
        }
        return tally
    }
}
