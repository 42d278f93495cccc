import RapportDiagnostics
import RapportLanguage
import RapportTable

extension Function {
    static let numbers: [Function] =
        [
            Function(
                "abs", "abs(x)", "The size without the sign.", takes: 1...1,
                examples: [.init("abs(-3)", gives: "3"), .init("abs(-2.5)", gives: "2.5")],
                rule: { site throws(Diagnostic) in
                    let x = try site.argument(0, "a number") { $0.isNumber || $0 == .duration }
                    return site.result(ValueType(x.type.type, unit: x.type.unit), [x])
                },
                kernel: { call throws(Diagnostic) in
                    try NumberKernels.absolute(call.column(0), giving: call.type.type, work: call.work)
                }),
            rounding(
                "round", "round(x, digits)",
                "The nearest number of so many digits; half goes away from zero.",
                1...2, [.init("round(2.5)", gives: "3.0"), .init("round(2.675, 2)", gives: "2.68")]),
            rounding(
                "floor", "floor(x)", "The whole number at or below.", 1...1,
                [.init("floor(-2.5)", gives: "-3.0")]),
            rounding(
                "ceil", "ceil(x)", "The whole number at or above.", 1...1,
                [.init("ceil(-2.5)", gives: "-2.0")]),
            real(
                "sqrt", "sqrt(x)", "The square root; of a negative number missing.", 1...1,
                [.init("sqrt(9)", gives: "3.0"), .init("sqrt(-1)", gives: "missing")]),
            real(
                "log", "log(x, base)", "The natural logarithm, or that of a base; of 0 and below missing.",
                1...2, [.init("log(1)", gives: "0.0"), .init("log(8, 2)", gives: "3.0")]),
            real(
                "exp", "exp(x)", "e to the power of x.", 1...1, [.init("exp(0)", gives: "1.0")]),
            real(
                "pow", "pow(x, y)", "x to the power of y.", 2...2, [.init("pow(2, 10)", gives: "1024.0")]),
            extreme("min_of", .less, "smallest", .init("min_of(3, 1, 2)", gives: "1")),
            extreme("max_of", .greater, "largest", .init("max_of(3, 1, 2)", gives: "3")),
            Function(
                "clip", "clip(x, low, high)", "The number, moved to the nearer bound where it lies outside.",
                takes: 3...3, examples: [.init("clip(12, 0, 10)", gives: "10")],
                rule: { site throws(Diagnostic) in
                    var values: [BoundExpression] = []
                    for place in 0..<3 { values.append(try site.number(place)) }
                    let type: ColumnType = values.allSatisfy { $0.type.type == .int } ? .int : .float
                    return site.result(
                        ValueType(type, unit: values[0].type.unit), values.map { $0.converted(to: type) })
                },
                kernel: { call throws(Diagnostic) in
                    let raised = try NumberKernels.extreme(
                        .greater, Array(call.operands[..<2]), in: call)
                    return try NumberKernels.extreme(.less, [.column(raised), call.operands[2]], in: call)
                }),
            number,
        ]

    private static func rounding(
        _ name: String, _ signature: String, _ summary: String, _ arity: ClosedRange<Int>,
        _ examples: [FunctionExample]
    ) -> Function {
        Function(
            name, signature, summary, takes: arity, examples: examples,
            rule: { site throws(Diagnostic) in
                let x = try site.number(0)
                var arguments = [x]
                if site.arguments.count == 2 {
                    arguments.append(try site.constantInt(1, in: Rounding.digits))
                }
                return site.result(ValueType(x.type.type, unit: x.type.unit), arguments)
            },
            kernel: { call throws(Diagnostic) in
                let (x, digits) = (call.column(0), call.int(1) ?? 0)
                if name == "round" { return try Rounding.rounded(x, digits: digits, work: call.work) }
                return try NumberKernels.whole(x, name == "floor" ? .down : .up, work: call.work)
            })
    }

    /// A function of floats whose result may be no number.
    private static func real(
        _ name: String, _ signature: String, _ summary: String, _ arity: ClosedRange<Int>,
        _ examples: [FunctionExample]
    ) -> Function {
        Function(
            name, signature, summary, takes: arity, examples: examples,
            rule: { site throws(Diagnostic) in
                var arguments: [BoundExpression] = []
                for place in site.arguments.indices { arguments.append(try site.float(place)) }
                return site.result(.float, arguments)
            },
            kernel: { call throws(Diagnostic) in
                let x = call.column(0)
                let computed =
                    if call.operands.count == 2 {
                        try NumberKernels.real(name, x, call.column(1), work: call.work)
                    } else {
                        try NumberKernels.real(name, x, work: call.work)
                    }
                return call.count(computed)
            })
    }

    private static func extreme(
        _ name: String, _ op: ComparisonOperator, _ word: String, _ example: FunctionExample
    ) -> Function {
        Function(
            name, "\(name)(a, b, …)", "The \(word) of the values of a row; missing where one is.",
            takes: 2...64, examples: [example], rule: ConditionRule.extreme,
            kernel: { call throws(Diagnostic) in
                try NumberKernels.extreme(op, call.operands, in: call)
            })
    }

    private static let number = Function(
        "number", "number(text, missing=[\"N/A\"])",
        "The number that a text holds; words of the list are missing, any other text is an error.",
        takes: 1...1, options: ["missing"],
        examples: [
            .init("number(\"2.5\")", gives: "2.5"),
            .init("number(\"N/A\", missing=[\"N/A\"])", gives: "missing"),
        ],
        rule: { site throws(Diagnostic) in
            let value = try site.argument(0, "text") { $0 == .text || $0.isNumber }
            let arguments = [value] + (try site.missingWords())
            if value.type.type.isNumber { return Draft(value, site.syntax) }
            return site.result(.float, arguments)
        },
        kernel: { call throws(Diagnostic) in
            let cast = try cast(call.withoutMissingWords(0), to: .float, work: call.work)
            if let row = cast.firstMisfit {
                let misfits = cast.misfits == 1 ? "1 text does" : "\(grouped(cast.misfits)) texts do"
                throw Diagnostic(
                    "value.number", "the text in row \(row + 1) is no number", subject: .row(row + 1),
                    help: [
                        .init("`number(x, missing=[…])` names what means missing; \(misfits) not fit")
                    ])
            }
            return cast.column
        })
}
