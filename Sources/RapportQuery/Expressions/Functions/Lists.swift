import RapportDiagnostics
import RapportTable

extension Function {
    static let lists: [Function] = [
        Function(
            "split", "split(text, separator)", "The parts of the text between the separators, as a list.",
            takes: 2...2,
            examples: [
                .init("split(\"a,b,,c\", \",\")", gives: "[\"a\", \"b\", \"\", \"c\"]"),
                .init("split(x, \"; \")", gives: "[\"a\", \"b\"]", x: [.text("a; b")]),
            ],
            rule: { site throws(Diagnostic) in
                if site.arguments[1].textLiteral == "" {
                    throw Diagnostic(
                        "function.constant", "`split` takes a separator, found an empty text",
                        at: site.arguments[1].span, help: ["`\(site.function.signature)`"])
                }
                return site.result(ValueType(.list(of: .text)), [try site.text(0), try site.text(1)])
            },
            kernel: { call throws(Diagnostic) in
                try ListKernels.split(call.operands, rows: call.rows, work: call.work)
            }),
        Function(
            "join_text", "join_text(list, separator)",
            "The values of the list as one text, the separator between them; missing ones are left out.",
            takes: 2...2,
            examples: [.init("join_text([\"a\", \"b\", \"c\"], \"-\")", gives: "\"a-b-c\"")],
            rule: { site throws(Diagnostic) in
                site.result(.text, [try site.list(0), try site.text(1)])
            },
            kernel: { call throws(Diagnostic) in
                try ListKernels.joined(call.column(0), call.operands[1], work: call.work)
            }),
    ]
}

extension CallSite {
    func list(_ place: Int) throws(Diagnostic) -> BoundExpression {
        try argument(place, "a list") { $0.element != nil }
    }

    /// A list and a value that its elements can be compared with.
    func listAndElement() throws(Diagnostic) -> [BoundExpression] {
        let list = try list(0)
        let element = list.type.type.element ?? .text
        let value = try argument(1, element.phrase) { $0.element == nil && areComparable($0, element) }
        return [list, value]
    }
}
