internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Keeps the first rows.
enum Take: Verb {
    static let description = VerbDescription(
        "take", "Keep the first rows.", signature: "take COUNT",
        examples: [
            Example("The first two.", run: "given | take 2", given: "n\n1\n2\n3", gives: "n\n1\n2"),
            Example(
                "Asking for more than there are is fine.", run: "given | take 5", given: "n\n1", gives: "n\n1"
            ),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard let first = call.items.first else { throw call.missing("a number of rows") }
        if call.items.count > 1 {
            throw Diagnostic(
                "verb.too-many", "`take` takes one number", at: call.items[1].span,
                help: ["a comma inside a number is written `_`: `1_000`"])
        }
        if let name = first.name {
            throw Diagnostic("verb.unknown-option", "`take` has no option `\(name.text)`", at: name.span)
        }
        return call.bound(Taking(count: try count(first.value, call)), call.input)
    }

    private static func count(_ syntax: Expression, _ call: VerbCall) throws(Diagnostic) -> Int {
        if case .literal(.percent) = syntax.form {
            let line = "sample \(syntax.printed)"
            throw Diagnostic(
                "parameter.type", "expected an int, found \(syntax.printed)", at: syntax.span,
                help: [.init("`\(line)`")])
        }
        let parameter = Signature.Parameter(
            "take", help: "", kind: .int(Bounds(0...)), standard: nil)
        if case .unary(.minus, let inner) = syntax.form, case .literal(.int(let rows)) = inner.form {
            throw Diagnostic(
                "parameter.range", "`take` must be 0 or more, found -\(rows)", at: syntax.span,
                help: ["the last rows: `sort -x | take \(rows)`"])
        }
        guard case .int(let rows) = try Admission(call.input, call.names).admit(syntax, as: parameter) else {
            throw .internalError("`take` was admitted no int")
        }
        return Int(rows)
    }
}

struct Taking: Operation {
    var count: Int

    var printed: String { "take \(count)" }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { wanted }
    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        context.account(.beyond, inputs[0].count - count)
        return inputs[0].prefix(count)
    }
}
