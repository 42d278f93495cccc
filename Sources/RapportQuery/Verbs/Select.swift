internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Keeps columns, in the order named, under new names where they have one.
enum Select: Verb {
    static let description = VerbDescription(
        "select", "Keep the named columns, in this order.", signature: "select COLUMN, NEW=COLUMN, …",
        examples: [
            Example(
                "A column may get a new name.", run: "given | select rev=revenue, id",
                given: "id,revenue,notes\na,5,x", gives: "rev,id\n5,a")
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard !call.items.isEmpty else { throw call.missing("columns") }
        var columns: [Select.Pair] = []
        for item in call.items {
            let source = try call.column(item.value).text
            let name = item.name?.text ?? source
            guard !columns.contains(where: { $0.name == name }) else {
                throw .duplicateColumn(name, at: item.span)
            }
            columns.append(Pair(name: name, source: source))
        }
        let operation = Projection(columns: columns)
        return call.bound(operation, operation.schema(of: call.input))
    }

    struct Pair: Sendable, Hashable {
        var name: String
        var source: String
        var printed: String {
            name == source
                ? LanguageText.name(name) : "\(LanguageText.name(name))=\(LanguageText.name(source))"
        }
    }
}

struct Projection: Operation {
    var columns: [Select.Pair]

    var printed: String { "select " + columns.map(\.printed).joined(separator: ", ") }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        Set(columns.filter { wanted.contains($0.name) }.map(\.source))
    }
    func schema(of input: Schema) -> Schema {
        let fields = columns.compactMap { pair in input[pair.source]?.renamed(pair.name) }
        let renamed = Dictionary(
            columns.map { ($0.source, $0.name) }, uniquingKeysWith: { first, _ in first })
        let grain = input.rowGrain.compactMap { renamed[$0] }
        return Schema(fields, rowGrain: grain.count == input.rowGrain.count ? grain : [])
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        context.renameRepeated { old in columns.filter { $0.source == old }.map(\.name) }
        let present = columns.compactMap { pair in table[pair.source].map { (pair.name, $0) } }
        return context.described(present, count: table.count)
    }
}

extension Diagnostic {
    static func duplicateColumn(_ name: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "table.duplicate-column", "two columns named `\(name)`", at: span,
            help: ["give one another name: `\(LanguageText.name(name + "_2"))=…`"])
    }
}
