internal import RapportDiagnostics
internal import RapportWork

extension Gather.Rows {
    /// The lists at the places; empty where there is no row, or a missing one.
    ///
    /// The places of their elements are found first, and the elements are gathered as any column is.
    func gather(_ column: ListColumn, validity: Bitmap?, work: Work) throws(Diagnostic) -> ListColumn {
        let places = places
        let morsels = (places.count + Work.morsel - 1) / Work.morsel
        let sizes = try work.map(morsels) { index in
            let range = index * Work.morsel..<min(places.count, (index + 1) * Work.morsel)
            let (places, offsets) = (places.span.extracting(range), column.offsets.span)
            var total = 0
            for index in places.indices where places[index] >= 0 {
                let row = Int(places[index])
                total += Int(offsets[row + 1] - offsets[row])
            }
            return total
        }
        var starts = [0]
        for size in sizes { starts.append(starts[starts.count - 1] + size) }
        let total = starts[morsels]
        try Diagnostic.checkRows(max(total, column.elements.count))

        var ends = try BufferBuilder<Int64>(
            uninitialized: places.count + 1, for: "gathered lists", work: work)
        let elements = try BufferBuilder<Int32>(uninitialized: total, for: "gathered lists", work: work)
        ends[0] = 0
        let (endCells, elementCells) = (ends.shared, elements.shared)
        try work.morsels(of: places.count) { [starts] index, range in
            // SAFETY: each morsel writes the ends of its own rows, and the places that the sizes gave it.
            var ends = unsafe endCells.mutableSpan(range.lowerBound + 1..<range.upperBound + 1)
            var out = unsafe elementCells.mutableSpan(starts[index]..<starts[index + 1])
            let (places, offsets) = (places.span.extracting(range), column.offsets.span)
            var next = 0
            for place in places.indices {
                if places[place] >= 0 {
                    let row = Int(places[place])
                    for element in offsets[row]..<offsets[row + 1] {
                        out[next] = Int32(truncatingIfNeeded: element)
                        next &+= 1
                    }
                }
                ends[place] = Int64(starts[index] &+ next)
            }
        }
        let rows = Gather.Rows(rows: elements.freeze())
        return ListColumn(
            offsets: ends.freeze(), elements: try column.elements.gathered(at: rows, work: work),
            validity: validity)
    }
}
