import RapportDiagnostics
import RapportTable

extension Function {
    static let operators: [Function] =
        arithmeticOperators + comparisonOperators + [
            Function(
                "in", "x in [a, b]", "Whether the value is one of the list, or of a column of lists.",
                kind: .operator, takes: 2...2,
                examples: [
                    .init("2 in [1, 2]", gives: "true"),
                    .init("x in [\"a\"]", gives: "missing", x: [.text("a"), .missing]),
                ],
                rule: ComparisonRule.membership,
                kernel: { call throws(Diagnostic) in
                    try isIn(call.column(0), call.list, work: call.work)
                }),
            Function(
                "and", "a and b", "Whether both hold; false beside missing is false.",
                kind: .operator, takes: 2...2, examples: [.init("1 < 2 and 2 < 1", gives: "false")],
                rule: ConditionRule.logic,
                kernel: { call throws(Diagnostic) in
                    try RapportTable.and(call.column(0), call.column(1), work: call.work)
                }),
            Function(
                "or", "a or b", "Whether one holds; true beside missing is true.",
                kind: .operator, takes: 2...2, examples: [.init("1 < 2 or 2 < 1", gives: "true")],
                rule: ConditionRule.logic,
                kernel: { call throws(Diagnostic) in
                    try RapportTable.or(call.column(0), call.column(1), work: call.work)
                }),
            Function(
                "not", "not a", "The opposite; of missing, missing.", kind: .operator, takes: 1...1,
                examples: [.init("not 1 > 2", gives: "true")], rule: ConditionRule.logic,
                kernel: { call throws(Diagnostic) in
                    try RapportTable.not(call.column(0), work: call.work)
                }),
        ]

    private static let arithmeticOperators: [Function] = [
        arithmetic(
            .add, "The sum; a date or datetime and a period; two durations.",
            [
                .init("1 + 2", gives: "3"), .init("2025-01-31 + 1mo", gives: "2025-02-28"),
                .init("0.1 + 0.2", gives: "0.30000000000000004"),
            ]),
        arithmetic(
            .subtract, "The difference; of two dates a duration; with one value its negative.",
            [.init("1 - 2", gives: "-1"), .init("2025-03-01 - 2025-02-01", gives: "28d")]),
        arithmetic(
            .multiply, "The product; of a duration and a number a duration.",
            [.init("3 * 0.5", gives: "1.5"), .init("2 * 3", gives: "6")]),
        arithmetic(
            .divide, "The quotient, always a float; by zero missing, and counted.",
            [.init("7 / 2", gives: "3.5"), .init("1 / 0", gives: "missing"), .init("36h / 1d", gives: "1.5")]),
        arithmetic(
            .remainder, "The remainder, with the sign of the divisor.",
            [.init("7 % 3", gives: "1"), .init("-7 % 3", gives: "2")]),
    ]

    private static func arithmetic(
        _ op: ArithmeticOperator, _ summary: String, _ examples: [FunctionExample]
    ) -> Function {
        Function(
            op.rawValue, "a \(op.rawValue) b", summary, kind: .operator,
            takes: op == .subtract ? 1...2 : 2...2,
            examples: examples,
            rule: { site throws(Diagnostic) in
                site.arguments.count == 1
                    ? try ArithmeticRule.negation(site) : try ArithmeticRule.binary(site)
            },
            kernel: { call throws(Diagnostic) in
                if let period = call.period {
                    return try shifted(
                        call.column(0), by: op == .subtract ? period.negated : period, work: call.work)
                }
                if call.operands.count == 1 {
                    let type = call.operands[0].type
                    let zero: Scalar =
                        type == .int ? .int(0) : type == .float ? .float(0) : .duration(0)
                    return call.count(
                        try RapportTable.arithmetic(
                            .subtract, .scalar(zero, type), call.operands[0], work: call.work))
                }
                return call.count(
                    try RapportTable.arithmetic(op, call.operands[0], call.operands[1], work: call.work))
            })
    }

    private static let comparisonOperators: [Function] = [
        comparison(.equal, "Whether both are the same; text to the letter, floats exactly."),
        comparison(.notEqual, "Whether they differ."),
        comparison(.less, "Whether the first is smaller; text by Unicode scalars."),
        comparison(.lessOrEqual, "Whether the first is smaller or the same."),
        comparison(.greater, "Whether the first is larger."),
        comparison(.greaterOrEqual, "Whether the first is larger or the same."),
    ]

    private static func comparison(_ op: ComparisonOperator, _ summary: String) -> Function {
        let outcomes: [ComparisonOperator] = [.notEqual, .less, .lessOrEqual]
        return Function(
            op.rawValue, "a \(op.rawValue) b", summary, kind: .operator, takes: 2...2,
            examples: [.init("1 \(op.rawValue) 2", gives: outcomes.contains(op) ? "true" : "false")],
            rule: ComparisonRule.binary,
            kernel: { call throws(Diagnostic) in
                try compare(op, call.operands[0], call.operands[1], work: call.work)
            })
    }
}
