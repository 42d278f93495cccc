public import RapportContract
public import RapportDiagnostics
public import RapportTable
internal import RapportWork

extension Stage {
    /// Runs the stage as a line would: columns that no argument names are found by role or by alias.
    ///
    /// For tests of analyses; messages about roles are the binder's and tested there.
    public func outcome(
        of table: Table, _ arguments: [String: Value] = [:], named: [String: Table] = [:], asOf: Int64? = nil,
        seed: UInt64 = 42, width: Int = 1
    ) async throws(Diagnostic) -> Outcome {
        try await run(
            Call(Inputs(table, named: named), filled(arguments, over: table.schema)),
            in: Context(seed: seed, asOf: asOf, work: Work(width: width)))
    }

    /// What a line would promise.
    public func outline(
        of schema: Schema, _ arguments: [String: Value] = [:], named: [String: Schema] = [:]
    ) async throws(Diagnostic) -> Outline {
        try await check(Call(Inputs(schema, named: named), filled(arguments, over: schema)))
    }

    private func filled(_ arguments: [String: Value], over schema: Schema) -> [String: Value] {
        var filled = arguments
        for parameter in signature.parameters where arguments[parameter.name] == nil {
            guard case .column(let requirement) = parameter.kind else { continue }
            let fitting = schema.fields.filter { requirement.accepts($0.type) }
            let stated = fitting.filter { field in field.role.map(requirement.roles.contains) ?? false }
            let alike =
                requirement.roles.lazy.compactMap { RoleAliases.closest(fitting, to: $0)?.fields }.first ?? []
            let found = stated.isEmpty ? alike : stated
            if found.count == 1 { filled[parameter.name] = .column(found[0].name) }
        }
        return filled
    }
}
