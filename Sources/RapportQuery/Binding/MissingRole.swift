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
            help: [.init("`roles` states it; `\(parameter.name)=…` takes another column")])
    }

    /// All that is missing in one error, with the ready line where there is one column for each.
    static func diagnostic(
        _ missing: [MissingRole], _ signature: Signature, _ stage: RapportLanguage.Stage,
        _ matching: RoleMatching
    ) -> Diagnostic {
        let roles = missing.map { "`\($0.parameter.name)`" }
        let listed =
            roles.count > 1
            ? roles.dropLast().joined(separator: ", ") + " and " + (roles.last ?? "") : roles[0]
        var helps: [Diagnostic.Help] = []
        let certain = missing.filter { $0.weak.count == 1 }
        if !certain.isEmpty {
            let options = certain.map { "\($0.parameter.name)=\(LanguageText.name($0.weak[0]))" }
                .joined(separator: " ")
            let end = SourceSpan(stage.span.upper..<stage.span.upper)
            helps.append(
                .init(
                    "`\(stage.name.text) \(options)`",
                    edit: certain.count == missing.count ? .init(end, " " + options) : nil))
        }
        for role in missing where role.weak.count != 1 {
            helps.append(help(for: role, stage, matching))
        }
        return Diagnostic(
            "role.missing", "no column is known to be \(listed)", at: stage.name.span,
            subject: .parameter(missing[0].parameter.name), help: helps)
    }

    /// What an analysis itself misses, with the columns that may be it: an analysis knows no names of columns.
    static func offering(
        _ error: Diagnostic, _ signature: Signature, _ stage: RapportLanguage.Stage, _ matching: RoleMatching
    ) -> Diagnostic {
        guard error.code.name == "role.missing", case .parameter(let name)? = error.subject,
            let parameter = signature.parameters.first(where: { $0.name == name }),
            let requirement = parameter.kind.columnRequirement,
            case .none(let weak) = matching.match(requirement)
        else { return error }
        var offering = error
        if weak.count == 1 {
            let option = "\(name)=\(LanguageText.name(weak[0]))"
            let end = SourceSpan(stage.span.upper..<stage.span.upper)
            offering.help.insert(
                .init("`\(stage.name.text) \(option)`", edit: .init(end, " " + option)), at: 0)
        } else if !weak.isEmpty || requirement.types.contains(where: { $0 != .any }) {
            offering.help.insert(
                help(for: MissingRole(parameter: parameter, weak: weak), stage, matching), at: 0)
        }
        return offering
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
        let fitting = matching.schema.fields.filter { requirement?.accepts($0.type) ?? true }
        if fitting.isEmpty {
            return .init("`\(name)` takes \(requirement?.typeWord ?? "a column"), and no column is one")
        }
        return .init(
            "`\(name)=…`, one of " + fitting.prefix(12).map { "`\($0.name)`" }.joined(separator: ", "))
    }
}
