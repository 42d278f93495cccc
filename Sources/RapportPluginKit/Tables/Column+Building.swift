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
        Column(.int, .int64(FixedColumn(values: Buffer(cells.lazy.map(Int64.init)))))
    }
}
