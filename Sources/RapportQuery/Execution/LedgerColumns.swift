internal import RapportContract
internal import RapportTable

/// The columns that the ledger follows through a plan: the customer's and the measure, under the name that
/// each step has for them.
///
/// What `roles` states holds for the stages before it too; else a source's exact, unique aliases do.
struct LedgerColumns {
    struct Names: Hashable {
        var customer: String?
        var measure: String?
    }
    /// Steps from the source to the result, each the first input of the next.
    let chain: [Int]
    private var byStep: [Int: Names] = [:]

    /// Begins at the last step whose rows a bound name holds: the ledger of that name tells what was before.
    init(_ plan: Plan, optimised: Bool = true) {
        var chain: [Int] = []
        var next = plan.steps.indices.last
        while let index = next {
            chain.append(index)
            let step = plan.steps[index]
            next = step.holder.value == nil ? step.inputs.first : nil
        }
        self.chain = chain.reversed()
        follow(\.customer, "customer", plan) { _ in true }
        follow(\.measure, "amount", plan, \.isNumber)
    }

    subscript(step: Int) -> Names { byStep[step] ?? Names() }

    private mutating func follow(
        _ path: WritableKeyPath<Names, String?>, _ role: Role, _ plan: Plan,
        _ fits: (ColumnType) -> Bool
    ) {
        func has(_ name: String, _ index: Int) -> Bool {
            plan.steps[index].schema[name].map { fits($0.type) } ?? false
        }
        for index in chain {
            let stated = plan.steps[index].schema.fields.filter { $0.role == role && fits($0.type) }
            if stated.count == 1 { byStep[index, default: Names()][keyPath: path] = stated[0].name }
        }
        for (index, later) in zip(chain, chain.dropFirst()).reversed()
        where self[index][keyPath: path] == nil {
            guard let name = self[later][keyPath: path],
                let old = plan.steps[later].operation.ledgerSource(of: name), has(old, index)
            else { continue }
            byStep[index, default: Names()][keyPath: path] = old
        }
        if let first = chain.first, self[first][keyPath: path] == nil {
            let requirement = ColumnRequirement(roles: [role])
            if case .found(let name, _) = RoleMatching(schema: plan.steps[first].schema).match(requirement),
                has(name, first)
            {
                byStep[first, default: Names()][keyPath: path] = name
            }
        }
        for (index, later) in zip(chain, chain.dropFirst()) where self[later][keyPath: path] == nil {
            guard let name = self[index][keyPath: path],
                let new = plan.steps[later].operation.ledgerResult(of: name, isMeasure: role == "amount"),
                has(new, later)
            else { continue }
            byStep[later, default: Names()][keyPath: path] = new
        }
    }
}

extension Operation {
    /// What the column `name` of the result was called before, where it is the same column.
    fileprivate func ledgerSource(of name: String) -> String? {
        switch self {
        case let renaming as Renaming: renaming.pairs.first { $0.name == name }?.source ?? name
        case let projection as Projection: projection.columns.first { $0.name == name }?.source
        case let aggregation as Aggregation: aggregation.source(of: name)
        case is OutputTable: nil
        default: name
        }
    }

    /// What the result calls the column `name` of the input.
    fileprivate func ledgerResult(of name: String, isMeasure: Bool) -> String? {
        switch self {
        case let renaming as Renaming: renaming.pairs.first { $0.source == name }?.name ?? name
        case let projection as Projection: projection.columns.first { $0.source == name }?.name
        case let aggregation as Aggregation: aggregation.result(of: name)
        // An analysis may give another number under an old name.
        case is AnalysisCall, is OutputTable: isMeasure ? nil : name
        default: name
        }
    }

    /// Whether the cells of the column and their number are those of the input.
    func ledgerKeeps(_ column: String) -> Bool {
        switch self {
        case is Renaming, is Projection, is ColumnRemoval, is RoleStatement, is Sorting: true
        case let derivation as Derivation: !derivation.columns.contains { $0.name == column }
        case let windowing as Windowing: !windowing.columns.contains { $0.name == column }
        default: passesRowsOn
        }
    }
}

extension Aggregation {
    /// A key, or the sum, of a plain column.
    private static func plain(_ each: NamedExpression) -> String? {
        switch each.value.form {
        case .column(let name): name
        case .aggregate(let call) where call.name == "sum":
            if case .column(let name)? = call.argument?.form { name } else { nil }
        default: nil
        }
    }
    fileprivate func source(of name: String) -> String? {
        (keys + values).first { $0.name == name }.flatMap(Self.plain)
    }
    fileprivate func result(of name: String) -> String? {
        (keys + values).first { Self.plain($0) == name }?.name
    }
}
