internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// The number of rows.
enum Count: Verb {
    static let description = VerbDescription(
        "count", "Give the number of rows.", signature: "count", clauses: ["by"],
        examples: [
            Example("Missing values count too.", run: "given | count", given: "n\n1\n2", gives: "count\n2")
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        let keys = call.items + (call.clause("by") ?? [])
        if let first = keys.first, let last = keys.last {
            let line = "summarize n=count() by " + keys.map(\.printed).joined(separator: ", ")
            throw Diagnostic(
                "verb.too-many", "`count` takes nothing", at: first.span.union(last.span),
                help: [.init("`\(line)`", edit: .init(call.stage.span, line))])
        }
        var bound = call.bound(RowCounting(), Schema([Field("count", .int, kind: .measure)]), order: .source)
        bound.isSameTable = false
        return bound
    }
}

struct RowCounting: Operation {
    var printed: String { "count" }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { [] }
    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        context.described([("count", .ints([inputs[0].count]))], count: 1)
    }
}
