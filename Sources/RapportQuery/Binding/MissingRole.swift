internal import RapportTable
internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage

/// A role that no column fills for certain: a wrong guess is a wrong number, so the line is offered.
struct MissingRole {
    var parameter: Signature.Parameter
    /// Columns whose names hold an alias.
    var weak: [String]

    /// Several columns are as good.
    static func ambiguous(
        _ parameter: Signature.Parameter, _ columns: [String], _ signature: Signature,
        _ stage: RapportLanguage.Stage
    ) -> Diagnostic {
        let end = SourceSpan(stage.span.upper..<stage.span.upper)
        let helps = columns.map { column -> Diagnostic.Help in
            let option = "\(parameter.name)=\(LanguageText.name(column))"
            return .init("`\(stage.name.text) \(option)`", edit: .init(end, " " + option))
        }
        return Diagnostic(
            "role.ambiguous",
            "`\(parameter.name)` could be \(alternatives(columns.map { "`\($0)`" }))", at: stage.name.span,
            subject: .parameter(parameter.name), help: helps)
    }

    /// What `roles` states does not fit; another column is not taken behind the analyst's back.
    static func wrongType(
        _ parameter: Signature.Parameter, _ field: Field?, _ requirement: ColumnRequirement,
        _ stage: RapportLanguage.Stage
    ) -> Diagnostic {
        Diagnostic(
            "column.type",
            "`\(parameter.name)` takes \(requirement.typeWord), `\(field?.name ?? "")` is \(field?.type.phrase ?? "")",
            at: stage.name.span, subject: .parameter(parameter.name),
            help: [
                .init(
                    field.flatMap { requirement.moments(of: $0) }
                        ?? "`roles` states it; `\(parameter.name)=…` takes another column")
            ])
    }

    /// All that is missing in one error, with the ready line where there is one column for each.
    static func diagnostic(
        _ missing: [MissingRole], _ signature: Signature, _ stage: RapportLanguage.Stage,
        _ matching: RoleMatching
    ) -> Diagnostic {
        if missing.count == 1, let misfit = missing[0].misfit(matching) {
            return misfit.located(at: stage.name.span)
        }
        let roles = missing.map { "`\($0.parameter.name)`" }
        let listed =
            roles.count > 1
            ? roles.dropLast().joined(separator: ", ") + " and " + (roles.last ?? "") : roles[0]
        var helps: [Diagnostic.Help] = []
        let certain = missing.compactMap { $0.option(matching) }
        if !certain.isEmpty {
            let options = certain.joined(separator: " ")
            let end = SourceSpan(stage.span.upper..<stage.span.upper)
            helps.append(
                .init(
                    "`\(stage.name.text) \(options)`",
                    edit: certain.count == missing.count ? .init(end, " " + options) : nil))
        }
        for role in missing where role.option(matching) == nil {
            helps.append(help(for: role, stage, matching))
        }
        return Diagnostic(
            "role.missing", "no column is known to be \(listed)", at: stage.name.span,
            subject: .parameter(missing[0].parameter.name), help: helps)
    }

    /// An analysis that finds only when it looks at all parameters that a column is missing, with the columns that may
    /// be meant in front of what it says itself.
    static func completed(
        _ diagnostic: Diagnostic, _ signature: Signature, _ stage: RapportLanguage.Stage,
        _ matching: RoleMatching
    ) -> Diagnostic {
        guard diagnostic.code == "role.missing", case .parameter(let name) = diagnostic.subject,
            let parameter = signature.parameters.first(where: { $0.name == name }),
            let requirement = parameter.kind.columnRequirement, !requirement.roles.isEmpty,
            case .none(let weak) = matching.match(requirement)
        else { return diagnostic }
        let role = MissingRole(parameter: parameter, weak: weak)
        if var misfit = role.misfit(matching) {
            misfit.help += diagnostic.help
            return misfit
        }
        let isMade = requirement.roles.contains("amount") && matching.amountExpression != nil
        var completed = diagnostic
        let end = SourceSpan(stage.span.upper..<stage.span.upper)
        if let option = ends(name, signature, matching) ?? role.option(matching) {
            completed.help.insert(
                .init("`\(stage.name.text) \(option)`", edit: .init(end, " " + option)), at: 0)
        } else if isMade || !role.candidates(matching).isEmpty || role.countedMoments(matching) != nil {
            // What the analysis knows to be meant comes before a list of what may be.
            let isKnown = diagnostic.help.first?.text.hasPrefix("`\(signature.name) ") ?? false
            completed.help.insert(help(for: role, stage, matching), at: isKnown ? 1 : 0)
        }
        return completed
    }

    /// Both ends of a network at once, where nothing but two columns can be them: in lists of edges, with or without a
    /// weight behind, the source stands in front.
    private static func ends(
        _ name: String, _ signature: Signature, _ matching: RoleMatching
    ) -> String? {
        guard name == "source", let source = signature[parameter: "source"],
            let target = signature[parameter: "target"]
        else { return nil }
        let given = [source, target].map { parameter -> String? in
            guard let requirement = parameter.kind.columnRequirement else { return nil }
            switch matching.match(requirement) {
            case .found(let name, _): return name
            case .none(let weak) where weak.count == 1: return weak[0]
            default: return nil
            }
        }
        if let from = given[0], let to = given[1], from != to {
            return "source=\(LanguageText.name(from)) target=\(LanguageText.name(to))"
        }
        guard given == [nil, nil] else { return nil }
        let columns = matching.schema.fields.filter { RoleMatching.isPlausible($0, "source") }
        let isUnnamed = columns.enumerated().allSatisfy { $1.name == "column_\($0 + 1)" }
        guard columns.count == 2 || isUnnamed && columns.count > 2, columns[0].type == columns[1].type else {
            return nil
        }
        return "source=\(LanguageText.name(columns[0].name)) target=\(LanguageText.name(columns[1].name))"
    }

    /// `text=body`, where one column can be meant; all of them where the parameter takes several.
    private func option(_ matching: RoleMatching) -> String? {
        if case .columns = parameter.kind, weak.count > 1 {
            return "\(parameter.name)=[\(weak.map(LanguageText.name).joined(separator: ", "))]"
        }
        return onlyColumn(matching).map { "\(parameter.name)=\(LanguageText.name($0))" }
    }

    /// A number where a time is wanted, whose name speaks of one: `created`, `sent_time`.
    private func countedMoments(_ matching: RoleMatching) -> Field? {
        guard let requirement = parameter.kind.columnRequirement, requirement.types == [.time] else {
            return nil
        }
        return matching.schema.fields.first { field in
            field.role == nil && field.kind != .id && field.type.isNumber
                && RoleMatching.speaksOfTime(field.name)
        }
    }

    /// The column is there by name, and its type will not do.
    ///
    /// A number where a time is wanted may be another thing.
    private func misfit(_ matching: RoleMatching) -> Diagnostic? {
        guard weak.isEmpty, let requirement = parameter.kind.columnRequirement,
            let field = matching.misfit(requirement), requirement.moments(of: field) == nil
        else { return nil }
        return Diagnostic(
            "column.type",
            "`\(parameter.name)` takes \(requirement.typeWord), `\(field.name)` is \(field.type.phrase)",
            subject: .parameter(parameter.name),
            help: [.init(requirement.cast(of: field) ?? "`\(parameter.name)=…` takes another column")])
    }

    private static func help(
        for role: MissingRole, _ stage: RapportLanguage.Stage, _ matching: RoleMatching
    ) -> Diagnostic.Help {
        let name = role.parameter.name
        if !role.weak.isEmpty {
            return .init("`\(name)=…`: \(alternatives(role.weak.map { "`\($0)`" }))")
        }
        let requirement = role.parameter.kind.columnRequirement
        if requirement?.roles.contains("amount") ?? false, let product = matching.amountExpression {
            let derive = "derive amount = \(product)"
            let before = SourceSpan(stage.span.lower..<stage.span.lower)
            return .init("`\(derive) | \(stage.printed)`", edit: .init(before, derive + " | "))
        }
        // A column of that name and another type: numbers that were read as text, for the most part.
        if let requirement, let field = matching.misfit(requirement) ?? role.countedMoments(matching),
            let cast = requirement.cast(of: field)
        {
            return .init(
                "`\(name)` takes \(requirement.typeWord), `\(field.name)` is \(field.type.phrase): \(cast)")
        }
        let fitting = role.candidates(matching)
        if fitting.isEmpty {
            return .init("`\(name)` takes \(requirement?.typeWord ?? "a column"), and no column is one")
        }
        return .init(
            "`\(name)=…`, one of " + fitting.prefix(12).map { "`\($0.name)`" }.joined(separator: ", "))
    }

    /// The one column that can be meant, to be written out in a ready line.
    private func onlyColumn(_ matching: RoleMatching) -> String? {
        if weak.count == 1 { return weak[0] }
        let isMade =
            parameter.kind.columnRequirement?.roles.contains("amount") ?? false
            && matching.amountExpression != nil
        guard weak.isEmpty, !isMade else { return nil }
        let fitting = candidates(matching)
        return fitting.count == 1 ? fitting[0].name : nil
    }

    /// Columns whose type will do, the likelier ones first: no id is a measure, and no list is offered where any
    /// type will do.
    private func candidates(_ matching: RoleMatching) -> [Field] {
        let requirement = parameter.kind.columnRequirement
        let isAmount = requirement?.roles.contains("amount") ?? false
        let fitting = matching.schema.fields.filter { field in
            if case .list = field.type { return false }
            if isAmount, RoleMatching.isNeverTaken(field, "amount") { return false }
            if let role = requirement?.roles.first, !RoleMatching.isPlausible(field, role) { return false }
            return requirement?.accepts(field.type) ?? true
        }
        let types = requirement?.types ?? []
        guard !types.isEmpty, !types.contains(.any) else {
            return fitting.filter { $0.kind == .id } + fitting.filter { $0.kind != .id }
        }
        let free = fitting.filter { !types.contains(.number) && !types.contains(.text) || $0.kind != .id }
        if types == [.text] { return free.filter { $0.kind == .text } + free.filter { $0.kind != .text } }
        return free.filter { $0.kind == .measure } + free.filter { $0.kind != .measure }
    }
}

extension ColumnRequirement {
    /// The line that makes times of a number.
    func moments(of field: Field) -> String? {
        guard types.contains(.time), field.type.isNumber else { return nil }
        let name = LanguageText.name(field.name)
        return
            "where it counts seconds since 1970: `… | derive \(name) = from_epoch(\(name), \"s\")` before it; "
            + "`\"ms\"` of milliseconds"
    }

    /// The line that makes numbers or times of a column; nil where that is not what is missing.
    func cast(of field: Field) -> String? {
        if let moments = moments(of: field) { return moments }
        guard field.type == .text else { return nil }
        let wanted: String
        switch types.first {
        case .number?: wanted = "float"
        case .time?: wanted = "datetime"
        case .bool?: wanted = "bool"
        default: return nil
        }
        return
            "`… | cast \(LanguageText.name(field.name))=\(wanted) on_error=missing` before it reads those that fit, "
            + "and counts the others"
    }
}
