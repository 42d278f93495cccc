import RapportDiagnostics
import RapportTable

extension Function {
    /// What tests for missing, and what chooses between values.
    static let choices: [Function] = [
        Function(
            "missing", "missing(x)", "Whether the value is missing.", takes: 1...1,
            examples: [.init("missing(1 / 0)", gives: "true")], rule: ConditionRule.presence,
            kernel: { call throws(Diagnostic) in try isMissing(call.column(0), work: call.work) }),
        Function(
            "present", "present(x)", "Whether the value is there.", takes: 1...1,
            examples: [.init("present(1 / 0)", gives: "false")], rule: ConditionRule.presence,
            kernel: { call throws(Diagnostic) in try isPresent(call.column(0), work: call.work) }),
        Function(
            "coalesce", "coalesce(a, b, …)", "The first value that is there.", takes: 2...64,
            examples: [.init("coalesce(1 / 0, 5)", gives: "5.0")], rule: ConditionRule.coalesce,
            kernel: { call throws(Diagnostic) in
                try RapportTable.coalesce(call.operands, type: call.type.type, work: call.work)
            }),
        Function(
            "if", "if(condition, a, b)", "The first value where the condition holds, else the second.",
            takes: 3...3,
            examples: [
                .init("if(2 > 1, \"more\", \"less\")", gives: "\"more\""),
                .init("if(1 / 0 > 1, 1, 2)", gives: "2"),
            ],
            rule: ConditionRule.choice,
            kernel: { call throws(Diagnostic) in
                try choose(
                    call.column(0), call.operands[1], call.operands[2], type: call.type.type, work: call.work)
            }),
        Function(
            "case", "case(condition, value, …, otherwise)",
            "The value of the first condition that holds; missing where none does and no otherwise is given.",
            takes: 2...257,
            examples: [.init("case(1 > 2, \"a\", 2 > 1, \"b\", \"c\")", gives: "\"b\"")],
            rule: ConditionRule.cases,
            kernel: { call throws(Diagnostic) in
                let pairs = call.operands.count / 2
                var result: Operand =
                    call.operands.count % 2 == 1
                    ? call.operands[call.operands.count - 1] : .scalar(.missing, call.type.type)
                for pair in (0..<pairs).reversed() {
                    result = .column(
                        try choose(
                            call.column(2 * pair), call.operands[2 * pair + 1], result, type: call.type.type,
                            work: call.work))
                }
                if case .column(let column) = result { return column }
                return .repeating(.missing, type: call.type.type, count: call.rows)
            }),
    ]
}
