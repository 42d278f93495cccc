import RapportDiagnostics
import RapportTable
import RapportText

extension Function {
    static let texts: [Function] = [
        cased("lower", "small", .init("lower(\"ÄB\")", gives: "\"äb\"")),
        cased("upper", "capital", .init("upper(\"äb\")", gives: "\"ÄB\"")),
        mapping(
            "trim", "trim(text)", "The text without blanks at either end.",
            .init("trim(\"  a b \")", gives: "\"a b\""), TextKernels.trimmed),
        Function(
            "length", "length(text)", "How many Unicode scalars the text has, or values the list.",
            takes: 1...1,
            examples: [
                .init("length(\"北京\")", gives: "2"), .init("length([\"a\", \"b\", \"c\"])", gives: "3"),
            ],
            rule: { site throws(Diagnostic) in
                site.result(
                    .int, [try site.argument(0, "text or a list") { $0 == .text || $0.element != nil }])
            },
            kernel: { call throws(Diagnostic) in
                let column = call.column(0)
                return column.type == .text
                    ? try TextKernels.lengths(column, work: call.work)
                    : try ListKernels.lengths(column, work: call.work)
            }),
        Function(
            "contains", "contains(text, part)",
            "Whether the part stands somewhere in the text, as it is; or the value in the list.",
            takes: 2...2,
            examples: [
                .init("contains(\"refund\", \"fun\")", gives: "true"),
                .init("contains([\"a\", \"bc\"], \"b\")", gives: "false"),
            ],
            rule: { site throws(Diagnostic) in
                if case .list = site.arguments[0].value {
                    return site.result(.bool, try site.listAndElement())
                }
                if site.arguments[0].type?.element != nil {
                    return site.result(.bool, try site.listAndElement())
                }
                return site.result(.bool, [try site.text(0), try site.text(1)])
            },
            kernel: { call throws(Diagnostic) in
                if call.operands[0].type.element != nil {
                    return try ListKernels.contains(call.column(0), call.operands[1], work: call.work)
                }
                return try TextKernels.found(
                    .anywhere, call.operands[0], call.operands[1], rows: call.rows, work: call.work)
            }),
        search(
            "starts_with", "starts_with(text, part)", "Whether the text begins with the part.",
            .init("starts_with(\"refund\", \"re\")", gives: "true"), .start),
        search(
            "ends_with", "ends_with(text, part)", "Whether the text ends with the part.",
            .init("ends_with(\"refund\", \"re\")", gives: "false"), .end),
        Function(
            "replace", "replace(text, old, new)", "The text with every `old` in it replaced, as it is.",
            takes: 3...3, examples: [.init("replace(\"a-b-c\", \"-\", \"\")", gives: "\"abc\"")],
            rule: { site throws(Diagnostic) in
                site.result(.text, [try site.text(0), try site.text(1), try site.text(2)])
            },
            kernel: { call throws(Diagnostic) in
                try TextKernels.replaced(call.operands, rows: call.rows, work: call.work)
            }),
        slice("left", "first", .init("left(\"北京市\", 2)", gives: "\"北京\"")),
        slice("right", "last", .init("right(\"A-0042\", 4)", gives: "\"0042\"")),
        Function(
            "concat", "concat(a, b, …)", "The texts one after another; missing where one is.", takes: 2...64,
            examples: [.init("concat(\"a\", \"-\", \"b\")", gives: "\"a-b\"")],
            rule: { site throws(Diagnostic) in
                var arguments: [BoundExpression] = []
                for place in site.arguments.indices { arguments.append(try site.text(place)) }
                return site.result(.text, arguments)
            },
            kernel: { call throws(Diagnostic) in
                try TextKernels.joined(call.operands, rows: call.rows, work: call.work)
            }),
        Function(
            "same", "same(a, b)",
            "Whether two texts are the same but for case and for the width of their signs.", takes: 2...2,
            examples: [
                .init("same(\"ＡＢＣ－１２\", \"abc-12\")", gives: "true"),
                .init("same(\"abc\", \"abd\")", gives: "false"),
            ],
            rule: { site throws(Diagnostic) in site.result(.bool, [try site.text(0), try site.text(1)]) },
            kernel: { call throws(Diagnostic) in
                try TextFolding.same(
                    call.operands[0], call.operands[1], rows: call.rows, work: call.work)
            }),
        mapping(
            "strip_html", "strip_html(text)",
            "The text of a web page or mail without its tags: blocks on lines of their own, entities as signs.",
            .init("strip_html(\"<p>Fish &amp; <b>chips</b></p>\")", gives: "\"Fish & chips\""),
            HTMLText.plain),
        mapping(
            "strip_quotes", "strip_quotes(text)",
            "The text of a mail without what it quotes or forwards, and without its signature.",
            .init("strip_quotes(\"Thanks!\\n> when does it come?\")", gives: "\"Thanks!\""),
            { text, out in QuotedMail.appendOwnText(of: text, to: &out) }),
    ]

    private static func cased(_ name: String, _ word: String, _ example: FunctionExample) -> Function {
        Function(
            name, "\(name)(text)", "The text in \(word) letters.", takes: 1...1, examples: [example],
            rule: { site throws(Diagnostic) in site.result(.text, [try site.text(0)]) },
            kernel: { call throws(Diagnostic) in
                try TextKernels.cased(call.column(0), toUpper: name == "upper", work: call.work)
            })
    }

    static func mapping(
        _ name: String, _ signature: String, _ summary: String, _ example: FunctionExample,
        _ transform: @escaping TextKernels.Transform
    ) -> Function {
        Function(
            name, signature, summary, takes: 1...1, examples: [example],
            rule: { site throws(Diagnostic) in site.result(.text, [try site.text(0)]) },
            kernel: { call throws(Diagnostic) in
                try TextKernels.mapped(call.column(0), work: call.work, transform)
            })
    }

    private static func search(
        _ name: String, _ signature: String, _ summary: String, _ example: FunctionExample,
        _ place: TextKernels.Place
    ) -> Function {
        Function(
            name, signature, summary, takes: 2...2, examples: [example],
            rule: { site throws(Diagnostic) in site.result(.bool, [try site.text(0), try site.text(1)]) },
            kernel: { call throws(Diagnostic) in
                try TextKernels.found(
                    place, call.operands[0], call.operands[1], rows: call.rows, work: call.work)
            })
    }

    private static func slice(_ name: String, _ word: String, _ example: FunctionExample) -> Function {
        Function(
            name, "\(name)(text, count)", "The \(word) so many Unicode scalars of the text.", takes: 2...2,
            examples: [example],
            rule: { site throws(Diagnostic) in
                site.result(.text, [try site.text(0), try site.constantInt(1, in: 0...1_000_000_000)])
            },
            kernel: { call throws(Diagnostic) in
                let count = call.int(1) ?? 0
                return try TextKernels.mapped(
                    call.column(0), work: call.work,
                    name == "left" ? TextKernels.prefix(count) : TextKernels.suffix(count))
            })
    }
}
