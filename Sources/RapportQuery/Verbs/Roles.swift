internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// States what columns are for.
enum Roles: Verb {
    static let description = VerbDescription(
        "roles", "State what columns are for, so that analyses find them; data do not change.",
        signature: #"roles customer=COLUMN time=COLUMN … private=[COLUMN, …] unit="CNY" grain=[COLUMN, …]"#,
        options: [
            Signature.Parameter(
                "private", help: "Columns that are masked where they leave the workspace.",
                kind: .columns(ColumnRequirement()), standard: .missing),
            Signature.Parameter("unit", help: "Of the amount.", kind: .text, standard: .missing),
            Signature.Parameter(
                "grain", help: "Columns that make a row unique.", kind: .columns(ColumnRequirement()),
                standard: .missing),
        ], namedItems: .open,
        examples: [
            Example(
                "The rows stay as they are.", run: "given | roles customer=who amount=paid",
                given: "who,paid\na,5", gives: "who,paid\na,5")
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        let known = call.names.roles
        if let word = call.items.first(where: { $0.name == nil }) {
            throw Diagnostic(
                "verb.name-expected", "`roles` needs `role=column`, found `\(word.value.printed)`",
                at: word.span, help: ["`customer=\(word.value.printed)`"])
        }
        var statement = RoleStatement()
        let admission = Admission(call.input, call.names)
        for (name, value) in call.typedOptions {
            if let option = description.options.first(where: { $0.name == name.text }) {
                try statement.take(try admission.admit(value, as: option), for: option.name, call)
            } else {
                guard known.contains(name.text) else { throw unknownRole(name, known) }
                let column = try call.column(value).text
                if let other = statement.roles.first(where: {
                    $0.column == column || $0.role.name == name.text
                }) {
                    throw Diagnostic(
                        "role.twice",
                        other.column == column
                            ? "`\(column)` cannot be `\(other.role)` and `\(name.text)`"
                            : "`\(name.text)` is given twice", at: name.span)
                }
                statement.roles.append(RoleStatement.Pair(role: Role(name.text), column: column))
            }
        }
        if statement.unit != nil, statement.amount(in: call.input) == nil {
            throw Diagnostic(
                "role.missing", "`unit` is of the amount, which no column is", at: call.optionPlaces["unit"],
                help: ["`roles amount=… unit=…`"])
        }
        guard !statement.isEmpty else { throw call.missing("`role=column`") }
        var bound = call.bound(statement, statement.schema(of: call.input))
        if call.isLast, let table = call.names.table {
            let line = "\(LanguageText.name(table)) = \(LanguageText.name(table)) | \(call.stage.printed)"
            bound.notes = [
                Note(
                    "roles.unchanged", "`\(table)` itself is unchanged: `\(line)` changes it",
                    at: call.name.span)
            ]
        }
        return bound
    }

    private static func unknownRole(_ name: Name, _ known: [String]) -> Diagnostic {
        let near = name.text.nearest(in: known + description.options.map(\.name))
        return Diagnostic(
            "role.unknown", "no role named `\(name.text)`", at: name.span,
            help: [
                near.map { .init("`\($0)`", edit: .init(name.span, $0)) }
                    ?? .init("roles: " + known.map { "`\($0)`" }.joined(separator: ", "))
            ])
    }
}

struct RoleStatement: Operation {
    struct Pair: Sendable, Hashable {
        var role: Role
        var column: String
    }

    var roles: [Pair] = []
    var privateColumns: [String] = []
    var unit: String?
    var grain: [String] = []

    var isEmpty: Bool { roles.isEmpty && privateColumns.isEmpty && unit == nil && grain.isEmpty }

    mutating func take(_ value: Value, for option: String, _ call: VerbCall) throws(Diagnostic) {
        switch (option, value) {
        case ("private", .columns(let columns)): privateColumns = columns
        case ("grain", .columns(let columns)): grain = columns
        case ("unit", .text(let text)): unit = text
        default: break
        }
    }

    /// The column that is the amount after this.
    func amount(in input: Schema) -> String? {
        roles.first { $0.role == "amount" }?.column ?? input.fields.first { $0.role == "amount" }?.name
    }

    var printed: String {
        var words = ["roles"] + roles.map { "\($0.role)=\(LanguageText.name($0.column))" }
        if !privateColumns.isEmpty { words.append("private=[\(LanguageText.names(privateColumns))]") }
        if let unit { words.append("unit=\(LanguageText.text(unit))") }
        if !grain.isEmpty { words.append("grain=[\(LanguageText.names(grain))]") }
        return words.joined(separator: " ")
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { wanted }

    func schema(of input: Schema) -> Schema {
        var schema = input
        let stated = Set(roles.map(\.role))
        let amount = amount(in: input)
        for index in schema.fields.indices {
            let name = schema.fields[index].name
            if let old = schema.fields[index].role, stated.contains(old) { schema.fields[index].role = nil }
            if let pair = roles.first(where: { $0.column == name }) { schema.fields[index].role = pair.role }
            if privateColumns.contains(name) { schema.fields[index].isPrivate = true }
            if let unit, name == amount { schema.fields[index].unit = unit }
        }
        if !grain.isEmpty { schema.rowGrain = grain }
        return schema
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let described = zip(inputs[0].schema.names, inputs[0].columns).map { ($0, $1) }
        return context.described(described, count: inputs[0].count)
    }
}
