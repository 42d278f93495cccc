public import RapportDiagnostics
public import RapportWork

extension Column {
    /// The cells whose bit is set, in row order.
    public func filtered(by keep: Bitmap, work: Work) throws(Diagnostic) -> Column {
        precondition(keep.count == count)
        if keep.setCount == count { return self }
        return try gathered(at: Gather.Rows(rows: keep.setRows(work: work)), work: work)
    }
}

extension Table {
    /// The rows whose bit is set, in row order.
    public func filtered(by keep: Bitmap, work: Work) throws(Diagnostic) -> Table {
        precondition(keep.count == count)
        if keep.setCount == count { return self }
        let rows = Gather.Rows(rows: try keep.setRows(work: work))
        var kept: [Column] = []
        for column in columns { kept.append(try column.gathered(at: rows, work: work)) }
        return Table(schema, kept, count: rows.places.count)
    }
}

extension Bitmap {
    /// The rows whose bit is set, ascending.
    ///
    /// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
    public func setRows(work: Work) throws(Diagnostic) -> Buffer<Int32> {
        try Diagnostic.checkRows(count)
        let bits = self
        let morsels = (count + Work.morsel - 1) / Work.morsel
        let counts = try work.map(morsels) { index in
            bits[index * Work.morsel..<min(bits.count, (index + 1) * Work.morsel)].setCount
        }
        var starts = [0]
        for count in counts { starts.append(starts[starts.count - 1] + count) }
        let rows = try BufferBuilder<Int32>(uninitialized: starts[morsels], for: "the filter", work: work)
        let cells = rows.shared
        try work.morsels(of: count) { [starts] index, range in
            // SAFETY: the counts gave each morsel its own places.
            var out = unsafe cells.mutableSpan(starts[index]..<starts[index + 1])
            let words = bits.words.span
            var place = 0
            for slot in range.lowerBound / 64..<(range.upperBound + 63) / 64 {
                var word = bits.word(slot, in: words)
                while word != 0 {
                    out[place] = Int32(truncatingIfNeeded: slot &* 64 &+ word.trailingZeroBitCount)
                    place &+= 1
                    word &= word &- 1
                }
            }
        }
        return rows.freeze()
    }
}

package enum Filter {
    /// Defines what is correct.
    package static func reference(_ keep: Bitmap) -> Buffer<Int32> {
        Buffer((0..<keep.count).filter { keep[$0] }.map(Int32.init))
    }
}
