internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension Decoder {
    /// Lists by their offsets, of 32 or 64 bits.
    func lists(
        _ rows: Rows, isLarge: Bool, _ validity: Bitmap?, _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        isLarge
            ? try lists(rows, of: Int64.self, validity, &facts)
            : try lists(rows, of: Int32.self, validity, &facts)
    }

    private func lists<Offset: FixedWidthInteger & BitwiseCopyable & Sendable>(
        _ rows: Rows, of: Offset.Type, _ validity: Bitmap?, _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        let offsets = try windows(rows, 1, width: MemoryLayout<Offset>.size, more: 1)
        // Which elements each segment has in its batch.
        let ranges = try work.map(rows.segments.count) { (index) throws(Diagnostic) -> Range<Int> in
            let segment = rows.segments[index]
            let (lower, upper) = (segment.rows.lowerBound, segment.rows.upperBound)
            let first = Int(try offsets[index].values(lower..<lower + 1, of: Offset.self)[0])
            let last = Int(try offsets[index].values(upper..<upper + 1, of: Offset.self)[0])
            guard first >= 0, last >= first,
                last <= segment.batch.header.nodes[layout.children[0].node].length
            else { throw damaged("an offset") }
            return first..<last
        }
        let elements = try elements(rows, ranges, &facts)
        var starts = [0]
        for range in ranges { starts.append(starts[starts.count - 1] + range.count) }
        var ends = try BufferBuilder<Int64>(
            uninitialized: rows.count + 1, for: "column `\(name)`", work: work)
        ends[0] = 0
        let cells = ends.shared
        try work.pieces(rows.pieces.count) { [starts] (index) throws(Diagnostic) in
            let piece = rows.pieces[index]
            let source = try offsets[piece.segment].values(
                piece.rows.lowerBound..<piece.rows.upperBound + 1, of: Offset.self)
            let values = source.span
            let range = ranges[piece.segment]
            let shift = Int64(starts[piece.segment] - range.lowerBound)
            // SAFETY: pieces have rows of their own, which the builder has room for.
            var out = unsafe cells.mutableSpan(piece.start + 1..<piece.start + piece.rows.count + 1)
            var last = values[0]
            var isAscending = Int(last) >= range.lowerBound
            for row in out.indices {
                let next = values[row + 1]
                isAscending = isAscending && next >= last
                out[row] = Int64(next) &+ shift
                last = next
            }
            guard isAscending, Int(last) <= range.upperBound else { throw damaged("an offset") }
        }
        return try column(ListColumn(offsets: ends.freeze(), elements: elements, validity: validity))
    }

    /// Lists that all have as many elements.
    func lists(
        _ rows: Rows, ofSize size: Int, _ validity: Bitmap?, _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        if size == 0 { try checkBare(rows.count) }
        let ranges = rows.segments.map { $0.rows.lowerBound * size..<$0.rows.upperBound * size }
        let elements = try elements(rows, ranges, &facts)
        let ends: Buffer<Int64> = try work.fill(rows.count + 1, for: "column `\(name)`") { rows, out in
            for index in out.indices { out[index] = Int64((rows.lowerBound + index) * size) }
        }
        return try column(ListColumn(offsets: ends, elements: elements, validity: validity))
    }

    private func elements(
        _ rows: Rows, _ ranges: [Range<Int>], _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        guard let element = type.element else { throw .internalError("a list of no type") }
        let decoder = Decoder(
            name: name, layout: layout.children[0], type: element, ancestors: [], dictionaries: dictionaries,
            work: work)
        var own = ArrowFacts()
        let column = try decoder.column(
            zip(rows.segments, ranges).map { Segment(batch: $0.batch, rows: $1) }, &own)
        // Missing elements are no missing rows.
        own.missing = 0
        facts.add(own)
        return column
    }

    /// Missing rows of a column have no elements, those of a file may, and those of lists of one size do.
    private func column(_ list: ListColumn) throws(Diagnostic) -> Column {
        let type = ColumnType.list(of: list.elements.type)
        guard let validity = list.validity,
            (0..<list.count).contains(where: { !validity[$0] && !list.places(of: $0).isEmpty })
        else { return Column(type, .list(list)) }
        var places: [Int32] = []
        var ends: [Int64] = [0]
        for row in 0..<list.count {
            if validity[row] { for place in list.places(of: row) { places.append(Int32(place)) } }
            ends.append(Int64(places.count))
        }
        let elements = try list.elements.gathered(at: Buffer(places), work: work)
        return Column(
            type, .list(ListColumn(offsets: Buffer(ends), elements: elements, validity: validity)))
    }
}
