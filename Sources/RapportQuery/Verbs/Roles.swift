internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
internal import RapportWork

/// States what columns are for.
enum Roles: Verb {
    static let description = VerbDescription(
        "roles", "State what columns are for, so that analyses find them; data do not change.",
        signature:
            #"roles customer=COLUMN time=COLUMN … private=[COLUMN, …] unit="CNY" zone="Asia/Shanghai" grain=[COLUMN, …]"#,
        options: [
            Signature.Parameter(
                "private", help: "Columns that are masked where they leave the workspace.",
                kind: .columns(ColumnRequirement()), standard: .missing),
            Signature.Parameter("unit", help: "Of the amount.", kind: .text, standard: .missing),
            Signature.Parameter(
                "zone",
                help:
                    "Where the clock of the time's column hangs, or of all datetimes that have no zone: `Asia/Shanghai`, `+08:00`.",
                kind: .text, standard: .missing),
            Signature.Parameter(
                "grain",
                help:
                    "Columns that make a row unique, which is checked; aggregates over what repeats in it say so.",
                kind: .columns(ColumnRequirement()),
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
        if let zone = statement.zone {
            let columns = statement.zoned(in: call.input)
            guard !columns.isEmpty else {
                throw Diagnostic(
                    "role.zone", "no datetime without a zone to which `zone` could belong",
                    at: call.optionPlaces["zone"])
            }
            do throws(Diagnostic) {
                _ = try Zone(zone)
            } catch { throw error.located(at: call.optionPlaces["zone"]) }
        }
        var bound = call.bound(statement, statement.schema(of: call.input))
        if let place = call.optionPlaces["grain"] { bound.places["grain"] = place }
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
    var zone: String?
    var grain: [String] = []

    var isEmpty: Bool {
        roles.isEmpty && privateColumns.isEmpty && unit == nil && zone == nil && grain.isEmpty
    }

    mutating func take(_ value: Value, for option: String, _ call: VerbCall) throws(Diagnostic) {
        switch (option, value) {
        case ("private", .columns(let columns)): privateColumns = columns
        case ("grain", .columns(let columns)): grain = columns
        case ("unit", .text(let text)): unit = text
        case ("zone", .text(let text)): zone = text
        default: break
        }
    }

    /// The column that is the amount after this.
    func amount(in input: Schema) -> String? {
        roles.first { $0.role == "amount" }?.column ?? input.fields.first { $0.role == "amount" }?.name
    }

    /// The columns whose clock `zone` places: the time's, else every datetime without a zone.
    func zoned(in input: Schema) -> [String] {
        let open = input.fields.filter { $0.type == .datetime(zone: nil) }.map(\.name)
        let time = roles.first { $0.role == "time" }?.column ?? input.fields.first { $0.role == "time" }?.name
        guard let time, open.contains(time) else { return open }
        return [time]
    }

    var printed: String {
        var words = ["roles"] + roles.map { "\($0.role)=\(LanguageText.name($0.column))" }
        if !privateColumns.isEmpty { words.append("private=[\(LanguageText.names(privateColumns))]") }
        if let unit { words.append("unit=\(LanguageText.text(unit))") }
        if let zone { words.append("zone=\(LanguageText.text(zone))") }
        if !grain.isEmpty { words.append("grain=[\(LanguageText.names(grain))]") }
        return words.joined(separator: " ")
    }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { wanted.union(grain) }

    func schema(of input: Schema) -> Schema {
        var schema = input
        let zoned = zone == nil ? [] : zoned(in: input)
        let stated = Set(roles.map(\.role))
        let amount = amount(in: input)
        for index in schema.fields.indices {
            let name = schema.fields[index].name
            if let old = schema.fields[index].role, stated.contains(old) { schema.fields[index].role = nil }
            if let pair = roles.first(where: { $0.column == name }) { schema.fields[index].role = pair.role }
            if privateColumns.contains(name) { schema.fields[index].isPrivate = true }
            if zoned.contains(name) { schema.fields[index].type = .datetime(zone: zone) }
            if let unit, name == amount { schema.fields[index].unit = unit }
        }
        if !grain.isEmpty { schema.rowGrain = grain }
        return schema
    }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let table = inputs[0]
        try checkGrain(table, in: context)
        let zoned = zone == nil ? [] : zoned(in: table.schema)
        var described: [(String, Column)] = []
        for (name, column) in zip(table.schema.names, table.columns) {
            described.append((name, zoned.contains(name) ? try placed(column, work: context.work) : column))
        }
        return context.described(described, count: table.count)
    }

    /// The wall clock of the zone as moments.
    private func placed(_ column: Column, work: Work) throws(Diagnostic) -> Column {
        let type = ColumnType.datetime(zone: zone)
        let place = try Zone(of: type)
        guard case .int64(let wall) = column.layout else {
            throw .internalError("a datetime of another layout")
        }
        let (clock, validity) = (wall.values, wall.validity)
        let moments: Buffer<Int64> = try work.fill(wall.count, for: "the zone") { rows, out in
            let clock = clock.span.extracting(rows)
            // Past 64 bits stands only what lies under a missing cell, or no file can hold.
            for index in out.indices { out[index] = place.instant(ofWall: clock[index]) ?? clock[index] }
        }
        return Column(type, .int64(FixedColumn(values: moments, validity: validity)))
    }

    /// What is said to make a row unique does.
    private func checkGrain(_ table: Table, in context: StepContext) throws(Diagnostic) {
        guard !grain.isEmpty else { return }
        let columns = grain.compactMap { table[$0] }
        guard columns.count == grain.count else { return }
        let rows = try Grouping(by: columns, count: table.count, work: context.work).groupCount
        guard rows < table.count else { return }
        let names = LanguageText.names(grain)
        let extra = table.count - rows
        throw Diagnostic(
            "role.grain",
            "`\(names)` does not make a row unique: \(grouped(extra)) of \(grouped(table.count)) rows repeat one",
            subject: .parameter("grain"),
            help: [.init("`distinct \(names)` before it, or the column that tells those rows apart")])
    }
}
