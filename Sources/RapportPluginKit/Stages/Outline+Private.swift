extension Outline {
    /// Marks what an analysis takes from private columns, so that it is masked behind it as before it.
    ///
    /// A declared column is private where the column is whose role it plays, or whose name or parameter's name it
    /// has. An id that plays the role of no input (the node of a network) is private where any column is that says
    /// who somebody is: too much is masked rather than too little.
    func keepingPrivate(
        _ arguments: [String: Value], of signature: Signature, over inputs: Inputs<Schema>
    ) -> Outline {
        let sources = PrivateSources(arguments, of: signature, over: inputs)
        guard !sources.isEmpty else { return self }
        var copy = self
        copy.output = sources.marking(output)
        for index in tables.indices { copy.tables[index].schema = sources.marking(tables[index].schema) }
        return copy
    }
}

/// What columns that an analysis reads as private are known by.
private struct PrivateSources {
    private var names: Set<String> = []
    private var roles: Set<Role> = []
    /// Roles of columns that were read and are not private.
    private var openRoles: Set<Role> = []
    private var haveIdentity = false
    /// Texts that the signature declares as ids; numbers declared so count the analysis' own rows.
    private let declaredIDs: Set<String>
    private let piped: Schema

    var isEmpty: Bool { names.isEmpty }

    init(_ arguments: [String: Value], of signature: Signature, over inputs: Inputs<Schema>) {
        piped = inputs.piped
        var ids: Set<String> = []
        for output in signature.outputs {
            for field in output.fields where field.kind == .id {
                if field.type == .text || field.type == .list(of: .text) { ids.insert(field.name) }
            }
        }
        declaredIDs = ids
        for parameter in signature.parameters {
            let (columns, requirement): ([String], ColumnRequirement)
            switch (parameter.kind, arguments[parameter.name]) {
            case (.column(let asked), .column(let name)): (columns, requirement) = ([name], asked)
            case (.columns(let asked), .columns(let all)): (columns, requirement) = (all, asked)
            default: continue
            }
            let hidden = columns.filter { inputs.piped[$0]?.isPrivate == true }
            guard !hidden.isEmpty else {
                if !columns.isEmpty { openRoles.formUnion(requirement.roles) }
                continue
            }
            names.formUnion(hidden + [parameter.name])
            roles.formUnion(requirement.roles)
            // Amounts, times and comments say nothing of which row is whose.
            if requirement.types.isEmpty || requirement.types.contains(.any) { haveIdentity = true }
        }
        for schema in inputs.named.values {
            for field in schema.fields where field.isPrivate {
                names.insert(field.name)
                if let role = field.role { roles.insert(role) }
                if field.kind == .id || field.role == "customer" { haveIdentity = true }
            }
        }
    }

    func marking(_ schema: Schema) -> Schema {
        var copy = schema
        for index in copy.fields.indices where isPrivate(copy.fields[index]) {
            copy.fields[index].isPrivate = true
        }
        return copy
    }

    private func isPrivate(_ field: Field) -> Bool {
        if names.contains(field.name) { return true }
        if let role = field.role, roles.contains(role) { return true }
        // What flows through is what it was.
        if piped[field.name] != nil { return false }
        if let role = field.role, openRoles.contains(role) { return false }
        return haveIdentity && declaredIDs.contains(field.name)
    }
}
