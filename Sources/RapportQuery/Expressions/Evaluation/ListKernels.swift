import RapportDiagnostics
import RapportTable
import RapportWork

/// Functions of lists.
enum ListKernels {
    // MARK: - From text

    static func split(_ operands: [Operand], rows: Int, work: Work) throws(Diagnostic) -> Column {
        if case .column(let column) = operands[0], operands[1].count == nil {
            return try TextKernels.perEntry(column, work: work) { (column) throws(Diagnostic) in
                try split(.column(column), operands[1], rows: column.count, work: work)
            }
        }
        return try split(operands[0], operands[1], rows: rows, work: work)
    }

    private static func split(
        _ text: Operand, _ separator: Operand, rows: Int, work: Work
    ) throws(Diagnostic) -> Column {
        guard let (views, validity) = try TextKernels.views([text, separator]) else {
            return .repeating(.missing, type: .list(of: .text), count: rows)
        }
        let (texts, separators) = (views[0], views[1])
        return try lists(of: rows, validity, work: work) { row, parts in
            parts.split(
                texts.bytes.span.extracting(texts.range(row)),
                at: separators.bytes.span.extracting(separators.range(row)))
        }
    }

    /// Lists of texts, made a morsel at a time and put together in order.
    static func lists(
        of rows: Int, _ validity: Bitmap?, work: Work,
        _ body: @Sendable (_ row: Int, _ parts: inout TextParts) -> Void
    ) throws(Diagnostic) -> Column {
        let morsels = (rows + Work.morsel - 1) / Work.morsel
        let made = try work.map(morsels) { (morsel) -> Column in
            let range = morsel * Work.morsel..<min(rows, (morsel + 1) * Work.morsel)
            var parts = TextParts()
            var offsets: [Int64] = [0]
            offsets.reserveCapacity(range.count + 1)
            for row in range {
                if validity.map({ $0[row] }) ?? true { body(row, &parts) }
                offsets.append(Int64(parts.count))
            }
            return Column(
                .list(of: .text),
                .list(
                    ListColumn(
                        offsets: Buffer(offsets), elements: parts.column, validity: validity?[range])))
        }
        return made.isEmpty ? .lists([], of: .text) : try Column.concatenated(made, work: work)
    }

    // MARK: - To one value

    static func lengths(_ column: Column, work: Work) throws(Diagnostic) -> Column {
        let list = try list(column)
        let offsets = list.offsets
        let lengths: Buffer<Int64> = try work.fill(list.count, for: "lengths") { rows, out in
            let offsets = offsets.span
            for index in out.indices {
                let row = rows.lowerBound + index
                out[index] = offsets[row + 1] - offsets[row]
            }
        }
        return Column(.int, .int64(FixedColumn(values: lengths, validity: list.validity)))
    }

    /// Whether a list holds the value; missing where the list or the value is, missing elements equal nothing.
    static func contains(
        _ column: Column, _ value: Operand, work: Work
    ) throws(Diagnostic) -> Column {
        let list = try list(column)
        if case .scalar(.missing, _) = value {
            return .repeating(.missing, type: .bool, count: list.count)
        }
        let flat = list.flat
        var wanted = value
        if case .column(let values) = value {
            wanted = .column(try values.gathered(at: rows(of: list, work: work), work: work))
        }
        guard
            case .bits(let equal, let known) = try compare(.equal, .column(flat), wanted, work: work).layout
        else { throw .internalError("a comparison of no bits") }
        let offsets = list.offsets
        let found = try work.bits(list.count, for: "a search") { range, out in
            let offsets = offsets.span
            for slot in out.indices {
                var word: UInt64 = 0
                let first = range.lowerBound + slot * 64
                for row in first..<min(first + 64, range.upperBound) {
                    for place in Int(offsets[row] - offsets[0])..<Int(offsets[row + 1] - offsets[0])
                    where equal[place] && known.map({ $0[place] }) ?? true {
                        word |= 1 << UInt64(row & 63)
                        break
                    }
                }
                out[slot] = word
            }
        }
        var validity = list.validity
        if let more = value.column?.validity {
            validity = validity.map { $0.intersected(with: more) } ?? more
        }
        return Column(.bool, .bits(values: found, validity: validity))
    }

    static func joined(
        _ column: Column, _ separator: Operand, work: Work
    ) throws(Diagnostic) -> Column {
        let list = try list(column)
        if case .scalar(.missing, _) = separator {
            return .repeating(.missing, type: .text, count: list.count)
        }
        let texts = try cast(list.flat, to: .text, work: work).column
        let (elements, between) = (try TextView(.column(texts)), try TextView(separator))
        var validity = list.validity
        if let more = between.validity { validity = validity.map { $0.intersected(with: more) } ?? more }
        let base = Int(list.offsets[0])
        return try TextKernels.build(list.count, validity, work: work) { row, out in
            var isFirst = true
            for place in list.places(of: row) where elements.validity.map({ $0[place - base] }) ?? true {
                if !isFirst {
                    TextKernels.append(between.bytes.span.extracting(between.range(row)), to: &out)
                }
                TextKernels.append(elements.bytes.span.extracting(elements.range(place - base)), to: &out)
                isFirst = false
            }
        }
    }

    // MARK: - Parts

    static func list(_ column: Column) throws(Diagnostic) -> ListColumn {
        guard case .list(let list) = column.layout else { throw .internalError("lists of another layout") }
        return list
    }

    /// The row of each element.
    static func rows(of list: ListColumn, work: Work) throws(Diagnostic) -> Buffer<Int32> {
        var rows = try BufferBuilder<Int32>(uninitialized: list.flat.count, for: "the lists", work: work)
        var span = rows.mutableSpan
        let (offsets, buffer) = (list.offsets.span, list.offsets)
        let first = Int(buffer[0])
        for row in 0..<list.count {
            if row % Work.morsel == 0 { try work.check() }
            for place in Int(offsets[row]) - first..<Int(offsets[row + 1]) - first {
                span[place] = Int32(truncatingIfNeeded: row)
            }
        }
        return rows.freeze()
    }
}

extension Operand {
    fileprivate var column: Column? { if case .column(let column) = self { column } else { nil } }
}

/// Texts one behind the other, on their way to a column.
struct TextParts {
    private var bytes: [UInt8] = []
    private var offsets: [Int64] = [0]

    var count: Int { offsets.count - 1 }

    mutating func append(_ text: Span<UInt8>) {
        TextKernels.append(text, to: &bytes)
        offsets.append(Int64(bytes.count))
    }

    /// The stretches between the separators; the whole text where the separator is empty.
    mutating func split(_ text: Span<UInt8>, at separator: Span<UInt8>) {
        var (start, place) = (0, 0)
        // UTF-8 finds itself: a separator's bytes begin at no other place than a character's first byte.
        while separator.count > 0, place + separator.count <= text.count {
            var length = 0
            while length < separator.count, text[place + length] == separator[length] { length += 1 }
            if length == separator.count {
                append(text.extracting(start..<place))
                place += separator.count
                start = place
            } else {
                place += 1
            }
        }
        append(text.extracting(start..<text.count))
    }

    var column: Column {
        Column(.text, .text(TextColumn(offsets: Buffer(offsets), bytes: Buffer(bytes))))
    }
}
