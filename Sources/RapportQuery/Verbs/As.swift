internal import RapportLanguage
internal import RapportContract
internal import RapportDiagnostics

/// Names the table on the way.
enum As: Verb {
    static let description = VerbDescription(
        "as", "Name the table on the way, for later lines.", signature: "as NAME",
        examples: [
            Example("The rows pass on.", run: "given | as all | take 1", given: "n\n1\n2", gives: "n\n1")
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard call.items.count == 1, call.items[0].name == nil,
            case .name(let name) = call.items[0].value.form
        else { throw call.missing("one name") }
        guard !name.text.contains("."), name.text != "it" else {
            throw Diagnostic(
                "table.name",
                name.text == "it"
                    ? "`it` is the last result and cannot be bound" : "a table's name holds no dot",
                at: name.span)
        }
        return BoundVerb(operation: nil, schema: call.input, order: call.order, alias: name)
    }
}
