import RapportDiagnostics
import RapportTable

/// What an aggregate takes and which kernel computes it.
struct AggregateRule: Sendable {
    /// What to write in its brackets, for messages.
    var expected = "a column"
    /// `first` and `last` have no meaning in rows of no order.
    var needsOrder = false
    /// A second value, the quantile's level.
    var takesLevel = false
    /// Its own part of all groups' sum.
    var isShare = false
    /// Skips missing values by its meaning, and so says nothing of it.
    var countsPresent = false
    var make: @Sendable (AggregateCall) -> Aggregate
}

extension Function {
    static let aggregates: [Function] = [
        Function(
            aggregate: "count", "count()", "How many rows; with a column, how many values.", takes: 0...1,
            examples: [.init("count()", gives: "3", x: sample), .init("count(x)", gives: "2", x: sample)],
            rule: AggregateRule(countsPresent: true) { $0.argument == nil ? .count : .countPresent }),
        aggregate(
            "count_distinct", "How many different values; missing is none.",
            .init("count_distinct(x)", gives: "2", x: sample), .countDistinct),
        aggregate(
            "sum", "The sum; true counts 1, of nothing it is 0.", .init("sum(x)", gives: "5", x: sample),
            .sum,
            expected: "a number, a duration or a condition"),
        aggregate(
            "mean", "The mean; of conditions the part that holds.", .init("mean(x)", gives: "2.5", x: sample),
            .mean, expected: "a number, a duration or a condition"),
        aggregate(
            "median", "The value in the middle.", .init("median(x)", gives: "2.5", x: sample), .median,
            expected: "a number or a duration"),
        Function(
            aggregate: "quantile", "quantile(x, level)",
            "The value below which a part of the values lies (type 7, as in R and numpy).", takes: 2...2,
            examples: [.init("quantile(x, 0.75)", gives: "2.75", x: sample)],
            rule: AggregateRule(expected: "a number or a duration", takesLevel: true) {
                .quantile($0.level ?? 0.5)
            }),
        aggregate(
            "std", "The standard deviation, with n - 1.",
            .init("std(x)", gives: "0.7071067811865476", x: sample),
            .std, expected: "a number"),
        aggregate(
            "var", "The variance, with n - 1.", .init("var(x)", gives: "0.5", x: sample), .variance,
            expected: "a number"),
        aggregate(
            "min", "The smallest value.", .init("min(x)", gives: "2", x: sample), .min,
            expected: "a number, text or a time"),
        aggregate(
            "max", "The largest value.", .init("max(x)", gives: "3", x: sample), .max,
            expected: "a number, text or a time"),
        aggregate(
            "first", "The first value, in the order of `sort`.", .init("first(x)", gives: "2", x: sample),
            .first, needsOrder: true),
        aggregate(
            "last", "The last value, in the order of `sort`.", .init("last(x)", gives: "3", x: sample), .last,
            needsOrder: true),
        aggregate(
            "mode", "The most frequent value; of a tie the smallest.",
            .init("mode(x)", gives: "2", x: sample),
            .mode),
        aggregate(
            "list", "The values as a list, in the order of rows; of nothing an empty one.",
            .init("list(x)", gives: "[2, 3]", x: sample), .list, expected: "a column of single values"),
        aggregate(
            "any", "Whether the condition holds in some row; of nothing false.",
            .init("any(x > 2)", gives: "true", x: sample), .any, expected: "a condition"),
        aggregate(
            "all", "Whether the condition holds in every row; of nothing true.",
            .init("all(x > 2)", gives: "false", x: sample), .all, expected: "a condition"),
        Function(
            aggregate: "share", "share(x)",
            "The group's part of the sum over all groups; without a column, of the rows.", takes: 0...1,
            examples: [.init("share(x)", gives: "1.0", x: sample)],
            rule: AggregateRule(expected: "a number or a duration", isShare: true) {
                $0.argument == nil ? .count : .sum
            }),
    ]

    private static let sample: [Scalar] = [.int(2), .missing, .int(3)]

    private static func aggregate(
        _ name: String, _ summary: String, _ example: FunctionExample, _ kernel: Aggregate,
        expected: String = "a column", needsOrder: Bool = false
    ) -> Function {
        Function(
            aggregate: name, "\(name)(x)", summary, takes: 1...1, examples: [example],
            rule: AggregateRule(expected: expected, needsOrder: needsOrder) { _ in kernel })
    }
}

extension AggregateCall {
    /// The kernel that computes it, and how; nil for a name that is no aggregate.
    var rule: AggregateRule? {
        if case .aggregate(let rule)? = Function.named(name)?.body { rule } else { nil }
    }
}
