internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Gives columns new names.
enum Rename: Verb {
    static let description = VerbDescription(
        "rename", "Give columns new names.", signature: "rename NEW=OLD, …",
        examples: [
            Example(
                "The new name stands first.", run: "given | rename customer=customer_id",
                given: "customer_id,n\na,1", gives: "customer,n\na,1")
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard !call.items.isEmpty else { throw call.missing("`new=old`") }
        var pairs: [Select.Pair] = []
        for item in call.items {
            guard let name = item.name else {
                throw Diagnostic(
                    "verb.name-expected", "`rename` needs `new=old`, found `\(item.value.printed)`",
                    at: item.span)
            }
            if case .name(let old) = item.value.form, call.input[old.text] == nil,
                call.input[name.text] != nil
            {
                let swapped = "\(old.printed)=\(name.printed)"
                throw Diagnostic(
                    "table.unknown-column", "no column named `\(old.text)`", at: old.span,
                    label: "not in \(call.names.table ?? "the table")",
                    help: [
                        .init(
                            "the new name first: `rename \(swapped)`", edit: .init(item.span, swapped))
                    ])
            }
            pairs.append(Select.Pair(name: name.text, source: try call.column(item.value).text))
        }
        let operation = Renaming(pairs: pairs)
        let schema = operation.schema(of: call.input)
        for item in call.items {
            guard let name = item.name else { continue }
            if schema.names.count(where: { $0 == name.text }) > 1 {
                throw .duplicateColumn(name.text, at: name.span)
            }
        }
        return call.bound(operation, schema)
    }
}

struct Renaming: Operation {
    var pairs: [Select.Pair]

    var printed: String { "rename " + pairs.map(\.printed).joined(separator: ", ") }
    private func newName(of old: String) -> String { pairs.first { $0.source == old }?.name ?? old }

    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        Set(input.names.filter { wanted.contains(newName(of: $0)) })
    }
    func schema(of input: Schema) -> Schema {
        Schema(
            input.fields.map { $0.renamed(newName(of: $0.name)) }, isOpen: input.isOpen,
            rowGrain: input.rowGrain.map(newName))
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        context.renameRepeated { [newName(of: $0)] }
        let renamed = zip(inputs[0].schema.names.map(newName), inputs[0].columns).map { ($0, $1) }
        return context.described(renamed, count: inputs[0].count)
    }
}
