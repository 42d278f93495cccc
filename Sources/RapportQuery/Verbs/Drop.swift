internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable

/// Leaves columns out.
enum Drop: Verb {
    static let description = VerbDescription(
        "drop", "Leave the named columns out.", signature: "drop COLUMN, …",
        examples: [
            Example(
                "The other columns stay.", run: "given | drop notes", given: "id,notes,n\na,x,1",
                gives: "id,n\na,1")
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard !call.items.isEmpty else { throw call.missing("columns") }
        let operation = ColumnRemoval(columns: try call.columns(call.items))
        return call.bound(operation, operation.schema(of: call.input))
    }
}

struct ColumnRemoval: Operation {
    var columns: [String]

    var printed: String { "drop " + LanguageText.names(columns) }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { wanted }
    func schema(of input: Schema) -> Schema {
        let gone = Set(columns)
        return Schema(
            input.fields.filter { !gone.contains($0.name) }, isOpen: input.isOpen,
            rowGrain: gone.isDisjoint(with: input.rowGrain) ? input.rowGrain : [])
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let gone = Set(columns)
        let kept = zip(inputs[0].schema.names, inputs[0].columns).filter { !gone.contains($0.0) }
        return context.described(kept, count: inputs[0].count)
    }
}
