import RapportDiagnostics
import RapportTable
import RapportWork

/// Functions of text: bytes in, bytes out, without a `String` where the text is ASCII.
enum TextKernels {
    /// Appends what becomes of a text.
    typealias Transform = @Sendable (_ text: Span<UInt8>, _ out: inout [UInt8]) -> Void
    /// Where in the text a part must stand.
    enum Place: Sendable { case anywhere, start, end }

    // MARK: - Once an entry

    /// A result over a dictionary's entries where there are fewer of them than rows, else over the rows.
    static func perEntry(
        _ column: Column, work: Work, _ body: (Column) throws(Diagnostic) -> Column
    ) throws(Diagnostic) -> Column {
        guard case .codes(let category) = column.layout, category.dictionary.count <= category.count else {
            return try body(column)
        }
        let entries = try body(Column(.text, .text(category.dictionary)))
        let codes = category.codes
        if case .text(let texts) = entries.layout, texts.validity == nil {
            return try merged(texts, codes, work: work)
        }
        return try entries.gathered(at: present(codes, work: work), work: work)
    }

    /// Codes with -1 where the row is missing.
    private static func present(
        _ codes: FixedColumn<Int32>, work: Work
    ) throws(Diagnostic) -> Buffer<Int32> {
        guard let validity = codes.validity else { return codes.values }
        let values = codes.values
        return try work.fill(codes.count, for: "codes") { (rows, out) in
            let span = values.span
            for row in rows { out[row - rows.lowerBound] = validity[row] ? span[row] : -1 }
        }
    }

    /// A dictionary whose entries may have become equal, with codes that agree.
    private static func merged(
        _ entries: TextColumn, _ codes: FixedColumn<Int32>, work: Work
    ) throws(Diagnostic) -> Column {
        var places: [[UInt8]: Int32] = [:]
        var renumbered: [Int32] = []
        var bytes: [UInt8] = []
        var offsets: [Int64] = [0]
        for entry in 0..<entries.count {
            let text = (Int(entries.offsets[entry])..<Int(entries.offsets[entry + 1])).map {
                entries.bytes[$0]
            }
            if let known = places[text] {
                renumbered.append(known)
                continue
            }
            let code = Int32(places.count)
            places[text] = code
            renumbered.append(code)
            bytes += text
            offsets.append(Int64(bytes.count))
        }
        let dictionary = TextColumn(offsets: Buffer(offsets), bytes: Buffer(bytes))
        if places.count == entries.count {
            return Column(.text, .codes(CategoryColumn(codes: codes, dictionary: dictionary)))
        }
        let (values, table) = (codes.values, renumbered)
        let new: Buffer<Int32> = try work.fill(codes.count, for: "codes") { (rows, out) in
            let span = values.span
            for row in rows {
                let code = Int(span[row])
                out[row - rows.lowerBound] = table.indices.contains(code) ? table[code] : 0
            }
        }
        let column = FixedColumn(values: new, validity: codes.validity)
        return Column(.text, .codes(CategoryColumn(codes: column, dictionary: dictionary)))
    }

    // MARK: - Text from text

    static func mapped(
        _ column: Column, work: Work, _ transform: @escaping Transform
    ) throws(Diagnostic) -> Column {
        try perEntry(column, work: work) { (column) throws(Diagnostic) in
            let view = try TextView(.column(column))
            return try build(column.count, view.validity, work: work) { row, out in
                transform(view.bytes.span.extracting(view.range(row)), &out)
            }
        }
    }

    /// Every text with the others after it; missing where one is.
    static func joined(_ operands: [Operand], rows: Int, work: Work) throws(Diagnostic) -> Column {
        guard let (views, validity) = try views(operands) else {
            return .repeating(.missing, type: .text, count: rows)
        }
        return try build(rows, validity, work: work) { row, out in
            for view in views { append(view.bytes.span.extracting(view.range(row)), to: &out) }
        }
    }

    static func replaced(_ operands: [Operand], rows: Int, work: Work) throws(Diagnostic) -> Column {
        guard let (views, validity) = try views(operands) else {
            return .repeating(.missing, type: .text, count: rows)
        }
        if case .column(let column) = operands[0], operands[1].count == nil, operands[2].count == nil {
            let (old, new) = (views[1], views[2])
            return try mapped(column, work: work) { text, out in
                replace(
                    old.bytes.span.extracting(old.range(0)), new.bytes.span.extracting(new.range(0)),
                    in: text,
                    &out)
            }
        }
        let (text, old, new) = (views[0], views[1], views[2])
        return try build(rows, validity, work: work) { row, out in
            replace(
                old.bytes.span.extracting(old.range(row)), new.bytes.span.extracting(new.range(row)),
                in: text.bytes.span.extracting(text.range(row)), &out)
        }
    }

    // MARK: - Numbers and truth from text

    static func lengths(_ column: Column, work: Work) throws(Diagnostic) -> Column {
        try perEntry(column, work: work) { (column) throws(Diagnostic) in
            let view = try TextView(.column(column))
            let out: Buffer<Int64> = try work.fill(column.count, for: "lengths") { (rows, out) in
                // A missing row has no bytes.
                counts(of: view, rows: rows, to: &out)
            }
            return Column(.int, .int64(FixedColumn(values: out, validity: view.validity)))
        }
    }

    static func found(
        _ place: Place, _ text: Operand, _ part: Operand, rows: Int, work: Work
    ) throws(Diagnostic) -> Column {
        if case .column(let column) = text, part.count == nil {
            return try perEntry(column, work: work) { (column) throws(Diagnostic) in
                try search(place, .column(column), part, rows: column.count, work: work)
            }
        }
        return try search(place, text, part, rows: rows, work: work)
    }

    private static func search(
        _ place: Place, _ text: Operand, _ part: Operand, rows: Int, work: Work
    ) throws(Diagnostic) -> Column {
        guard let (views, validity) = try views([text, part]) else {
            return .repeating(.missing, type: .bool, count: rows)
        }
        let (haystacks, needles) = (views[0], views[1])
        if place == .anywhere, part.count == nil, case .column(let column) = text,
            case .text(let texts) = column.layout, !needles.range(0).isEmpty
        {
            let needle = needles.bytes.span.extracting(needles.range(0))
            return Column(
                .bool, .bits(values: try found(needle, in: texts, work: work), validity: validity))
        }
        let bits = try work.bits(rows, for: "a search") { (range, out) in
            for slot in 0..<out.count {
                var word: UInt64 = 0
                let start = range.lowerBound + slot * 64
                for bit in 0..<min(64, range.upperBound - start) {
                    let row = start + bit
                    guard validity.map({ $0[row] }) ?? true else { continue }
                    let haystack = haystacks.bytes.span.extracting(haystacks.range(row))
                    let needle = needles.bytes.span.extracting(needles.range(row))
                    if holds(needle, place, haystack) { word |= 1 << UInt64(bit) }
                }
                out[slot] = word
            }
        }
        return Column(.bool, .bits(values: bits, validity: validity))
    }

    // MARK: - Building

    /// Views of the operands and the rows where all are present; nil where one is missing in every row.
    static func views(_ operands: [Operand]) throws(Diagnostic) -> ([TextView], Bitmap?)? {
        var views: [TextView] = []
        var validity: Bitmap?
        for operand in operands {
            if case .scalar(.missing, _) = operand { return nil }
            let view = try TextView(operand)
            if let more = view.validity { validity = validity.map { $0.intersected(with: more) } ?? more }
            views.append(view)
        }
        return (views, validity)
    }

    /// A text a row where the row is present.
    static func build(
        _ rows: Int, _ validity: Bitmap?, work: Work,
        _ body: @Sendable (_ row: Int, _ out: inout [UInt8]) -> Void
    ) throws(Diagnostic) -> Column {
        try MorselTexts.column(rows, work: work) { range, part in
            for row in range {
                if validity.map({ $0[row] }) ?? true {
                    body(row, &part.bytes)
                    part.end()
                } else {
                    part.endMissing()
                }
            }
        }
    }

    @inline(__always) static func append(_ text: Span<UInt8>, to out: inout [UInt8]) {
        // SAFETY: the pointer is used only inside the call.
        unsafe text.withUnsafeBufferPointer { unsafe out.append(contentsOf: $0) }
    }
}
