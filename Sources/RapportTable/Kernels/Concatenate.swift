public import RapportDiagnostics
public import RapportWork

extension Column {
    /// The cells of all parts, one part behind the other.
    ///
    /// Text of few values stays so where every part is: their dictionaries become one.
    /// Traps where there is no part, or where types differ.
    public static func concatenated(_ parts: [Column], work: Work) throws(Diagnostic) -> Column {
        precondition(!parts.isEmpty && parts.allSatisfy { $0.type == parts[0].type })
        if parts.count == 1 { return parts[0] }
        let type = parts[0].type
        let counts = parts.map(\.count)
        let validity =
            parts.contains { $0.validity != nil }
            ? Concatenate.bits(zip(parts, counts).map { ($0.validity, $1) })?.ifAnyClear : nil
        switch parts[0].layout {
        case .bits:
            let bits = Concatenate.bits(
                parts.map { part in
                    if case .bits(let values, _) = part.layout {
                        (values, part.count)
                    } else {
                        (nil, part.count)
                    }
                })
            return Column(.bool, .bits(values: bits ?? Bitmap([]), validity: validity))
        case .int32:
            let values = parts.compactMap {
                if case .int32(let each) = $0.layout { each.values } else { nil }
            }
            let joined = try Concatenate.values(values, work: work)
            return Column(type, .int32(FixedColumn(values: joined, validity: validity)))
        case .int64:
            let values = parts.compactMap {
                if case .int64(let each) = $0.layout { each.values } else { nil }
            }
            let joined = try Concatenate.values(values, work: work)
            return Column(type, .int64(FixedColumn(values: joined, validity: validity)))
        case .float64:
            let values = parts.compactMap {
                if case .float64(let each) = $0.layout { each.values } else { nil }
            }
            let joined = try Concatenate.values(values, work: work)
            return Column(type, .float64(FixedColumn(values: joined, validity: validity)))
        case .text, .codes:
            let codes = parts.compactMap { if case .codes(let each) = $0.layout { each } else { nil } }
            if codes.count == parts.count {
                return Column(type, .codes(try Concatenate.codes(codes, validity: validity, work: work)))
            }
            var texts: [TextColumn] = []
            for part in parts {
                if case .text(let text) = try part.decoded(work: work).layout { texts.append(text) }
            }
            return Column(type, .text(try Concatenate.texts(texts, validity: validity, work: work)))
        case .list:
            let lists = parts.compactMap { if case .list(let each) = $0.layout { each } else { nil } }
            let offsets = try Concatenate.offsets(lists.map(\.offsets), work: work)
            let elements = try Column.concatenated(lists.map(\.flat), work: work)
            return Column(
                type, .list(ListColumn(offsets: offsets, elements: elements, validity: validity)))
        }
    }

    /// `count` cells of one value; a value that is not of the type counts as missing.
    ///
    /// Text is one entry of a dictionary.
    public static func repeating(_ value: Scalar, type: ColumnType, count: Int) -> Column {
        let one = Column(type, scalars: [value])
        let validity = one.missingCount == 0 ? nil : Bitmap(repeating: false, count: count)
        switch one.layout {
        case .bits(let values, _):
            return Column(
                type, .bits(values: Bitmap(repeating: values[0], count: count), validity: validity))
        case .int32(let column): return Column(type, .int32(column.repeated(count, validity)))
        case .int64(let column): return Column(type, .int64(column.repeated(count, validity)))
        case .float64(let column): return Column(type, .float64(column.repeated(count, validity)))
        case .text(let column):
            let codes = FixedColumn(
                values: BufferBuilder<Int32>(repeating: 0, count: count).freeze(), validity: validity)
            let dictionary = validity == nil ? column : TextColumn([])
            return Column(type, .codes(CategoryColumn(codes: codes, dictionary: dictionary)))
        case .codes: return one
        case .list(let column):
            let elements = column[0] ?? []
            let all = repeatElement(elements, count: count).flatMap(\.self)
            var offsets = BufferBuilder<Int64>(uninitialized: count + 1)
            var places = offsets.mutableSpan
            for row in places.indices { places[row] = Int64(row * elements.count) }
            return Column(
                type,
                .list(
                    ListColumn(
                        offsets: offsets.freeze(), elements: Column(column.elements.type, scalars: all),
                        validity: validity)))
        }
    }
}

extension FixedColumn {
    fileprivate func repeated(_ count: Int, _ validity: Bitmap?) -> FixedColumn {
        FixedColumn(
            values: BufferBuilder(repeating: values[0], count: count).freeze(), validity: validity)
    }
}

extension Table {
    /// The rows of all parts, one part behind the other, described by the first one's schema.
    ///
    /// Traps where names or types differ.
    public static func concatenated(_ parts: [Table], work: Work) throws(Diagnostic) -> Table {
        guard let first = parts.first else { return .empty }
        precondition(
            parts.allSatisfy {
                $0.schema.names == first.schema.names
                    && $0.schema.fields.map(\.type) == first.schema.fields.map(\.type)
            })
        var columns: [Column] = []
        for index in first.columns.indices {
            columns.append(try .concatenated(parts.map { $0.columns[index] }, work: work))
        }
        return Table(first.schema, columns, count: parts.reduce(0) { $0 + $1.count })
    }
}

package enum Concatenate {
    /// Defines what is correct.
    package static func reference(_ parts: [Column]) -> Column {
        Column(parts[0].type, scalars: parts.flatMap { part in (0..<part.count).map { part[$0] } })
    }

    /// Bits of all parts; a part without bits (nil) counts as all set.
    ///
    /// One thread: 64 rows a step. Nil where no part has bits.
    package static func bits(_ parts: [(bits: Bitmap?, count: Int)]) -> Bitmap? {
        if parts.allSatisfy({ $0.bits == nil }) { return nil }
        let total = parts.reduce(0) { $0 + $1.count }
        var out = BufferBuilder<UInt64>(repeating: 0, count: (total + 63) / 64)
        var place = 0
        for (bits, count) in parts {
            for slot in 0..<(count + 63) / 64 {
                let width = min(64, count - slot * 64)
                let mask: UInt64 = width == 64 ? .max : (1 << UInt64(width)) - 1
                let word = bits.map { $0.word(slot, in: $0.words.span) } ?? mask
                let (index, shift) = (place / 64, UInt64(place % 64))
                out[index] |= word << shift
                if shift != 0, Int(shift) + width > 64 { out[index + 1] |= word >> (64 - shift) }
                place += width
            }
        }
        return Bitmap(words: out.freeze(), count: total)
    }

    static func values<Value>(_ parts: [Buffer<Value>], work: Work) throws(Diagnostic) -> Buffer<Value> {
        var starts = [0]
        for part in parts { starts.append(starts[starts.count - 1] + part.count) }
        let builder = try BufferBuilder<Value>(
            uninitialized: starts[parts.count], for: "the union", work: work)
        let cells = builder.shared
        try work.pieces(parts.count) { [starts] (index) throws(Diagnostic) in
            // SAFETY: each part has its own places.
            let target = unsafe cells.pointer + starts[index]
            unsafe parts[index].withUnsafeElements { source in
                if let base = source.baseAddress { unsafe target.update(from: base, count: source.count) }
            }
            // Last, because a body must not end in a copy: see `Work.pieces`.
            try work.check()
        }
        return builder.freeze()
    }

    static func texts(
        _ parts: [TextColumn], validity: Bitmap?, work: Work
    ) throws(Diagnostic) -> TextColumn {
        let bytes = try values(
            parts.map { $0.bytes[Int($0.offsets[0])..<Int($0.offsets[$0.count])] }, work: work)
        let offsets = try offsets(parts.map(\.offsets), work: work)
        return TextColumn(offsets: offsets, bytes: bytes, validity: validity)
    }

    /// The offsets of all parts, as if what they point to lay one behind the other.
    fileprivate static func offsets(_ parts: [Buffer<Int64>], work: Work) throws(Diagnostic) -> Buffer<Int64>
    {
        var (rows, starts) = ([0], [0])
        for part in parts {
            rows.append(rows[rows.count - 1] + part.count - 1)
            starts.append(starts[starts.count - 1] + Int(part[part.count - 1] - part[0]))
        }
        var ends = try BufferBuilder<Int64>(
            uninitialized: rows[parts.count] + 1, for: "the union", work: work)
        ends[0] = 0
        let cells = ends.shared
        try work.pieces(parts.count) { [rows, starts] index in
            // SAFETY: each part writes the ends of its own rows.
            var out = unsafe cells.mutableSpan(rows[index] + 1..<rows[index + 1] + 1)
            let source = parts[index]
            let offsets = source.span
            let shift = Int64(starts[index]) - offsets[0]
            for row in out.indices { out[row] = offsets[row + 1] + shift }
        }
        return ends.freeze()
    }

    static func codes(
        _ parts: [CategoryColumn], validity: Bitmap?, work: Work
    ) throws(Diagnostic) -> CategoryColumn {
        let codes = try values(parts.map(\.codes.values), work: work)
        if parts.dropFirst().allSatisfy({ $0.dictionary.isSameMemory(as: parts[0].dictionary) }) {
            return CategoryColumn(
                codes: FixedColumn(values: codes, validity: validity), dictionary: parts[0].dictionary)
        }
        let entries = try texts(parts.map(\.dictionary), validity: nil, work: work)
        let grouping = try Grouping(by: [Column(.text, .text(entries))], count: entries.count, work: work)
        let rows = Gather.Rows(rows: grouping.firstRows)
        let dictionary = try rows.gather(entries, validity: nil, work: work)
        // Where each part's codes begin among the entries, and its rows among the rows.
        var (firstCodes, ends) = ([Int32](), [Int]())
        var (entry, row) = (0, 0)
        for part in parts {
            firstCodes.append(Int32(entry))
            entry += part.dictionary.count
            row += part.count
            ends.append(row)
        }
        let numbers = grouping.groups
        let unified: Buffer<Int32> = try work.fill(codes.count, for: "the union") {
            [firstCodes, ends] rows, out in
            let (codes, numbers) = (codes.span.extracting(rows), numbers.span)
            var part = ends.firstIndex { $0 > rows.lowerBound } ?? 0
            for index in out.indices {
                while rows.lowerBound + index >= ends[part] { part += 1 }
                let entry = Int(firstCodes[part] &+ codes[index])
                // Under a missing cell there may be a code of no entry.
                out[index] = numbers.indices.contains(entry) ? numbers[entry] : 0
            }
        }
        return CategoryColumn(
            codes: FixedColumn(values: unified, validity: validity), dictionary: dictionary)
    }
}

extension TextColumn {
    /// Whether both are the same window on the same bytes, so that their texts need no comparison.
    func isSameMemory(as other: TextColumn) -> Bool {
        offsets.isSameMemory(as: other.offsets) && bytes.isSameMemory(as: other.bytes)
    }
}
extension Buffer {
    func isSameMemory(as other: Buffer) -> Bool {
        storage === other.storage && start == other.start && count == other.count
    }
}
