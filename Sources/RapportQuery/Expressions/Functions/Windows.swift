import RapportTable

/// What a function over neighbouring rows gives.
enum WindowRule: Sendable {
    /// A value of another row.
    case neighbour
    /// The row's number in its order, one way or another.
    case place
    case sum
    case count
}

extension Function {
    /// Their examples are of the last row, of rows in the order of `x`.
    static let windows: [Function] = [
        Function(
            window: "lag", "lag(x, rows)",
            "The value of the row before; with a number, of the row so far back.",
            takes: 1...2,
            examples: [.init("lag(x)", gives: "3", x: sample), .init("lag(x, 2)", gives: "3", x: sample)],
            rule: .neighbour),
        Function(
            window: "lead", "lead(x, rows)",
            "The value of the row behind; with a number, of the row so far on.",
            takes: 1...2, examples: [.init("lead(x)", gives: "missing", x: sample)], rule: .neighbour),
        Function(
            window: "rank", "rank()", "The number of the row in its order; rows that tie have the smallest.",
            takes: 0...0, examples: [.init("rank()", gives: "4", x: sample)], rule: .place),
        Function(
            window: "dense_rank", "dense_rank()", "As `rank`, without gaps after rows that tie.",
            takes: 0...0,
            examples: [.init("dense_rank()", gives: "3", x: sample)], rule: .place),
        Function(
            window: "row_number", "row_number()", "1, 2, … in the order; rows that tie keep the table's.",
            takes: 0...0, examples: [.init("row_number()", gives: "4", x: sample)], rule: .place),
        Function(
            window: "cum_sum", "cum_sum(x)", "The sum up to the row; missing adds nothing.", takes: 1...1,
            examples: [.init("cum_sum(x)", gives: "13", x: sample)], rule: .sum),
        Function(
            window: "cum_count", "cum_count(x)", "How many values up to the row; without a column, rows.",
            takes: 0...1,
            examples: [
                .init("cum_count(x)", gives: "4", x: sample), .init("cum_count()", gives: "4", x: sample),
            ],
            rule: .count),
    ]

    private static let sample: [Scalar] = [.int(2), .int(3), .int(3), .int(5)]
}
