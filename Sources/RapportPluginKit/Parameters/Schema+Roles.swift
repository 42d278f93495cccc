extension Schema {
    /// The column of a further table that plays a role: what `given` names, else what `roles` states, else the
    /// one column that has an exact alias and a type that fits.
    ///
    /// Columns of the piped table are found before an analysis is called; those of a table that a parameter
    /// names are its own matter, by the same rule: a wrong guess is a wrong number. `parameter` is the name of
    /// the table's parameter.
    /// - Returns: Nil where nothing fits and the column is optional.
    /// - Throws: `table.unknown-column`, `column.type`, `role.ambiguous`, `role.missing`.
    public func column(
        for role: Role, types: [ColumnRequirement.TypeClass] = [], given: String? = nil, of parameter: String,
        option: String? = nil, isOptional: Bool = false
    ) throws(Diagnostic) -> String? {
        let requirement = ColumnRequirement(roles: [role], types: types)
        func taken(_ field: Field) throws(Diagnostic) -> String {
            if requirement.accepts(field.type) { return field.name }
            throw Diagnostic(
                "column.type",
                "`\(role)` of the table of `\(parameter)` takes \(requirement.typeWord); column "
                    + "`\(field.name)` is of type \(field.type.name)",
                subject: .parameter(parameter),
                help: ["`… | roles \(role)=…` states another column where that table is made"])
        }
        if let given {
            guard let field = self[given] else {
                throw Diagnostic(
                    "table.unknown-column",
                    "no column named `\(given)` for `\(role)` in the table of `\(parameter)`",
                    subject: .parameter(parameter),
                    help: [given.nearest(in: names).map { "`\($0)`?" } ?? "columns there: \(listed)"])
            }
            return try taken(field)
        }
        let stated = fields.filter { $0.role == role }
        if stated.count == 1 { return try taken(stated[0]) }
        let free = fields.filter { $0.role == nil && requirement.accepts($0.type) }
        let alike = RoleAliases.closest(free, to: role)?.fields ?? []
        let found = stated.isEmpty ? alike : stated
        if found.count == 1 { return found[0].name }
        if found.count > 1 {
            throw Diagnostic(
                "role.ambiguous",
                "`\(role)` of the table of `\(parameter)` could be "
                    + Wording.list(found.map { "`\($0.name)`" }),
                subject: .parameter(parameter),
                help: found.map { field in
                    let name = field.name.asColumnName
                    return .init(
                        option.map { "`\($0)=\(name)`" }
                            ?? "`… | roles \(role)=\(name)` where that table is made")
                })
        }
        if isOptional { return nil }
        throw Diagnostic(
            "role.missing", "no column of the table of `\(parameter)` is known to be `\(role)`",
            subject: .parameter(parameter),
            help: [
                .init(
                    (option.map { "`\($0)=…` names it; " } ?? "")
                        + "`… | roles \(role)=…` states it where that table is made; columns there: \(listed)"
                )
            ])
    }

    private var listed: String {
        names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    }
}
