internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension Column {
    /// Text of few values as codes, as every other format gives it; any other column is itself.
    ///
    /// Each morsel looks its texts up in a dictionary of its own, and a column of many values shows it in its first
    /// rows, so that it costs next to nothing to ask.
    func codedWhereFew(work: Work) throws(Diagnostic) -> Column {
        guard case .text(let text) = layout, count > 0 else { return self }
        let morsels = (count + Work.morsel - 1) / Work.morsel
        @Sendable func rows(_ index: Int) -> Range<Int> {
            index * Work.morsel..<Swift.min(count, (index + 1) * Work.morsel)
        }
        guard let first = text[rows(0)].codedMorsel() else { return self }
        let rest = try work.map(morsels - 1) { index in text[rows(index + 1)].codedMorsel() }
        var parts = [Column(.text, .codes(first))]
        for part in rest {
            guard let part else { return self }
            parts.append(Column(.text, .codes(part)))
        }
        let coded = try Column.concatenated(parts, work: work)
        guard case .codes(let codes) = coded.layout,
            codes.dictionary.count <= Swift.max(Swift.min(65_536, count / 4), 64)
        else { return self }
        return coded
    }
}

extension TextColumn {
    /// At most a morsel as codes; nil where few texts repeat, or long ones.
    fileprivate func codedMorsel() -> CategoryColumn? {
        let (first, last) = (Int(offsets[0]), Int(offsets[count]))
        // A cell is compared in words, which may pass the end of the last one.
        let copy = BufferBuilder<UInt8>(uninitialized: last - first + CellBytes.overread)
        let base = unsafe copy.shared.pointer
        unsafe bytes[first..<last].withUnsafeElements { source in
            // SAFETY: the copy has room for as many bytes.
            if let start = source.baseAddress { unsafe base.update(from: start, count: source.count) }
        }
        var codes = BufferBuilder<Int32>(uninitialized: count)
        var out = codes.mutableSpan
        var dictionary = BlockDictionary()
        var empty = Int32(-1)
        let limit = max(count / 16, 64)
        let ends = offsets.span
        for row in out.indices {
            let (lower, upper) = (Int(ends[row]) - first, Int(ends[row + 1]) - first)
            if upper - lower > 1024 { return nil }
            // SAFETY: offsets ascend and lie inside the bytes, behind whose copy there is room to read.
            let cell = unsafe CellBytes(base + lower, count: upper - lower)
            if let found = dictionary.find(cell) {
                out[row] = found >= 0 ? found : dictionary.insert(cell, writtenAs: cell)
            } else if let validity, !validity[row] {
                out[row] = 0
            } else {
                if empty < 0 { empty = dictionary.insert(cell, writtenAs: cell) }
                out[row] = empty
            }
            if dictionary.count > limit { return nil }
        }
        let written = codes.freeze()
        withExtendedLifetime(copy) {}
        return CategoryColumn(
            codes: FixedColumn(values: written, validity: validity), dictionary: dictionary.column)
    }
}
