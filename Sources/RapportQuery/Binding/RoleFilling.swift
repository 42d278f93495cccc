internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Gives each parameter of an analysis a value: what was typed, a column by its role, or the default.
struct RoleFilling {
    private(set) var arguments: [String: Value]
    private(set) var mapping: [StageRun.Mapping] = []

    /// An optional column that could be one of several: asked for only where the analysis would use it.
    struct Ambiguous {
        var parameter: String
        var diagnostic: Diagnostic
    }
    private(set) var ambiguous: [Ambiguous] = []

    /// An optional column that is there by name, and of a type that will not do.
    fileprivate struct Misfit {
        var parameter: Signature.Parameter
        var field: Field
    }
    fileprivate var misfits: [Misfit] = []
    /// What the result must say of columns that are not read.
    private(set) var caveats: [Outcome.Caveat] = []

    /// - Parameter typed: what the line gives.
    init(_ typed: [String: Value]) { arguments = typed }

    /// All roles that find nothing are named in one error.
    /// - Throws: `role.missing`, `role.ambiguous`, `column.type`, `parameter.missing`.
    mutating func fill(
        _ signature: Signature, _ matching: RoleMatching, _ stage: RapportLanguage.Stage
    ) throws(Diagnostic) {
        var missing: [MissingRole] = []
        for parameter in signature.parameters {
            if let value = arguments[parameter.name] {
                for column in value.columnNames {
                    mapping.append(.init(parameter: parameter.name, column: column, origin: .given))
                }
                continue
            }
            guard let requirement = parameter.kind.columnRequirement, !requirement.roles.isEmpty else {
                guard let standard = parameter.standard ?? (parameter.isOptionalColumn ? .missing : nil)
                else {
                    throw Diagnostic(
                        "parameter.missing", "`\(signature.name)` needs `\(parameter.name)`",
                        at: stage.name.span, subject: .parameter(parameter.name),
                        help: [.init("`\(parameter.name)=…`: \(parameter.kind.word)")])
                }
                arguments[parameter.name] = standard
                continue
            }
            let isOptional = requirement.isOptional || parameter.standard != nil
            switch matching.match(requirement) {
            case .found(let column, let origin):
                mapping.append(.init(parameter: parameter.name, column: column, origin: origin))
                if case .columns = parameter.kind {
                    arguments[parameter.name] = .columns([column])
                } else {
                    arguments[parameter.name] = .column(column)
                }
            case .wrongType(let column):
                throw MissingRole.wrongType(parameter, matching.schema[column], requirement, stage)
            case .ambiguous(let columns):
                let diagnostic = MissingRole.ambiguous(parameter, columns, signature, stage)
                guard isOptional else { throw diagnostic }
                ambiguous.append(Ambiguous(parameter: parameter.name, diagnostic: diagnostic))
                arguments[parameter.name] = parameter.standard ?? .missing
            case .none(let weak):
                guard isOptional else {
                    missing.append(MissingRole(parameter: parameter, weak: weak))
                    continue
                }
                if let field = matching.misfit(requirement) {
                    misfits.append(Misfit(parameter: parameter, field: field))
                }
                arguments[parameter.name] = parameter.standard ?? .missing
            }
        }
        guard missing.isEmpty else {
            throw MissingRole.diagnostic(missing, signature, stage, matching)
        }
    }

    /// What an analysis lacks may be a column that could be one of several: then they are what to choose from.
    func completed(_ error: Diagnostic) -> Diagnostic {
        guard error.code == "role.missing", !ambiguous.isEmpty else { return error }
        if case .parameter(let name) = error.subject,
            let open = ambiguous.first(where: { $0.parameter == name })
        {
            return open.diagnostic
        }
        var completed = error
        completed.help += ambiguous.map { .init($0.diagnostic.message) }
        return completed
    }

    /// Takes back the columns that the call makes no use of, asks for those that could be several, and notes those
    /// whose type keeps them out.
    /// - Returns: whether any was taken back.
    /// - Throws: `role.ambiguous`.
    mutating func leaveOut(_ unused: Set<String>, _ matching: RoleMatching) throws(Diagnostic) -> Bool {
        if let open = ambiguous.first(where: { !unused.contains($0.parameter) }) { throw open.diagnostic }
        let before = mapping.count
        for place in mapping.indices.reversed() where unused.contains(mapping[place].parameter) {
            guard mapping[place].origin != .given else { continue }
            arguments[mapping[place].parameter] = .missing
            mapping.remove(at: place)
        }
        let taken = Set(mapping.map(\.column))
        for misfit in misfits
        where !unused.contains(misfit.parameter.name) && !taken.contains(misfit.field.name) {
            caveats.append(misfit.caveat)
        }
        return mapping.count < before
    }
}

extension RoleFilling {
    /// Which columns were taken by words that are no alias: a wrong guess would be a wrong number.
    var takenByName: Note? {
        let taken = mapping.filter { $0.origin == .name }
        guard !taken.isEmpty else { return nil }
        let pairs = taken.map { "`\($0.parameter)=\(LanguageText.name($0.column))`" }
        return Note("role.named", "taken by their names: \(pairs.joined(separator: ", "))")
    }
}

extension RoleFilling.Misfit {
    fileprivate var caveat: Outcome.Caveat {
        let requirement = parameter.kind.columnRequirement ?? ColumnRequirement()
        let mend =
            requirement.cast(of: field).map { ": \($0)" }
            ?? "; `\(parameter.name)=…` takes another column"
        return .init(
            "role.misfit",
            "`\(field.name)` is \(field.type.phrase) and is not taken for `\(parameter.name)`, which takes "
                + "\(requirement.typeWord)\(mend)")
    }
}

extension RoleMatching {
    /// The one column that has the name and another type than the role takes, and no role of its own.
    func misfit(_ requirement: ColumnRequirement) -> Field? {
        let found = schema.fields.filter { field in
            field.role == nil && !requirement.accepts(field.type)
                && requirement.roles.contains {
                    RoleAliases.isAlias(field.name, of: $0) && !Self.isNeverTaken(field, $0)
                }
        }
        if found.count == 1 { return found[0] }
        // Another program's word is a weaker sign: `Resolved` with yes and no is no time that was misread.
        let others = schema.fields.filter { field in
            field.role == nil && !requirement.accepts(field.type) && field.kind != .flag
                && field.kind != .category
                && requirement.roles.contains {
                    RoleAliases.isName(field.name, of: $0) && !Self.isNeverTaken(field, $0)
                }
        }
        return found.isEmpty && others.count == 1 ? others[0] : nil
    }
}
