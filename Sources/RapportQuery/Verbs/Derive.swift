internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Adds computed columns; a later one sees an earlier one.
enum Derive: Verb {
    static let description = VerbDescription(
        "derive", "Add computed columns; a later one sees an earlier one.",
        signature: "derive NAME = EXPRESSION, …",
        examples: [
            Example(
                "From left to right.",
                run: "given | derive margin = revenue - cost, share = margin / revenue",
                given: "revenue,cost\n10,4", gives: "revenue,cost,margin,share\n10,4,6,0.6"),
            Example(
                "A name that is there already takes its place.", run: "given | derive n = n + 1",
                given: "n,id\n1,a", gives: "n,id\n2,a"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        guard !call.items.isEmpty else { throw call.missing("`name = value`") }
        var schema = call.input
        var columns: [NamedExpression] = []
        for item in call.items {
            let name = try newName(of: item, call)
            guard !columns.contains(where: { $0.name == name.text }) else {
                throw .duplicateColumn(name.text, at: name.span)
            }
            let value = try RapportQuery.bind(item.value, in: call.scope(over: schema))
            columns.append(NamedExpression(name.text, value))
            schema = schema.adding(field(name.text, value, schema))
        }
        return call.bound(Derivation(columns: columns), schema)
    }

    /// A column that is computed anew keeps what the analyst said of it, where its type stays.
    private static func field(_ name: String, _ value: BoundExpression, _ schema: Schema) -> Field {
        var field = value.field(named: name, in: schema)
        if let old = schema[name], old.type == field.type {
            field.role = old.role
            field.isPrivate = old.isPrivate || field.isPrivate
        } else {
            field.role = nil
        }
        return field
    }

    private static func newName(of item: Item, _ call: VerbCall) throws(Diagnostic) -> Name {
        guard let name = item.name else { throw unnamed(item, call) }
        guard case .binary(.assign, let left, let right, let sign) = item.value.form else { return name }
        let compared = "\(left.printed) == \(right.printed)"
        throw Diagnostic(
            "verb.name-expected", "`\(call.name.text)` needs `name = value`, found a second `=`", at: sign,
            help: [
                .init(
                    "`\(name.printed) = \(compared)`", edit: .init(item.value.span, compared))
            ])
    }

    private static func unnamed(_ item: Item, _ call: VerbCall) -> Diagnostic {
        let verb = call.name.text
        guard case .binary(let op, let left, let right, let sign) = item.value.form, op == .equal,
            case .name(let name) = left.form
        else {
            return Diagnostic(
                "verb.name-expected",
                "`\(verb)` needs `name = value`, found `\(item.value.printed)`", at: item.span,
                help: [
                    .init(
                        "`\(verb) x = \(item.value.printed)`",
                        edit: .init(SourceSpan(item.span.lower..<item.span.lower), "x = "))
                ])
        }
        return Diagnostic(
            "verb.name-expected", "`\(verb)` needs `name = value`, found a comparison", at: sign,
            help: [.init("`\(name.printed) = \(right.printed)`", edit: .init(sign, "="))])
    }
}

/// `name = expression`.
struct NamedExpression: Sendable, Hashable {
    var name: String
    var value: BoundExpression

    init(_ name: String, _ value: BoundExpression) { (self.name, self.value) = (name, value) }
    var printed: String { "\(LanguageText.name(name)) = \(value.printed)" }
    func pinned(to values: LateValues) -> Self { Self(name, value.pinned(to: values)) }
}

struct Derivation: Operation {
    var columns: [NamedExpression]

    var printed: String { "derive " + columns.map(\.printed).joined(separator: ", ") }
    var late: LateUse { columns.reduce(LateUse()) { $0.union($1.value.late) } }
    func pinned(to values: LateValues) -> Self {
        Derivation(columns: columns.map { $0.pinned(to: values) })
    }
    /// All of its columns are computed, wanted or not, so that what fails or is said does not depend on
    /// what comes later.
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> {
        var needed = wanted
        for column in columns.reversed() {
            needed.remove(column.name)
            needed.formUnion(column.value.usedColumns)
        }
        return needed
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        var table = inputs[0]
        var counts = EvaluationCounts()
        for column in columns {
            let found = try evaluate(column.value, over: table, context: context.late)
            counts += found.counts
            let field = column.value.field(named: column.name, in: table.schema)
            table = table.adding(field, found.column)
        }
        context.notes += counts.notes
        context.repeated = table.repeatedColumns
        let described = zip(table.schema.names, table.columns).map { ($0, $1) }
        return context.described(described, count: table.count)
    }
}
