extension Column {
    /// A text column of few values: one place in `words` a row, nil where missing.
    ///
    /// `words` has no value twice.
    public static func categories(_ codes: [Int?], of words: [String]) -> Column {
        precondition(codes.allSatisfy { $0.map(words.indices.contains) ?? true }, "a word for each code")
        return Column(
            .text,
            .codes(
                CategoryColumn(
                    codes: FixedColumn(codes.map { $0.map(Int32.init) }, filler: 0),
                    dictionary: TextColumn(words.map(Optional.some)))))
    }

    /// An int column without missing cells.
    public static func ints(present cells: [Int]) -> Column {
        Column(.int, .int64(FixedColumn(values: Buffer(cells.lazy.map { Int64($0) }))))
    }

    /// An int column without missing cells, of numbers that are computed as they are laid down.
    @inlinable public static func ints(present cells: some Collection<Int>) -> Column {
        Column(.int, .int64(FixedColumn(values: Buffer(cells.lazy.map { Int64($0) }))))
    }

    /// A float column in which only NaN and infinities, if any, are missing.
    public static func floats(present cells: [Double]) -> Column {
        let isWhole = cells.allSatisfy(\.isFinite)
        return isWhole ? Column(.float, .float64(FixedColumn(values: Buffer(cells)))) : .floats(cells)
    }
}
