internal import RapportContract
public import RapportDiagnostics
public import RapportLanguage
public import RapportTable
public import RapportWork

/// Binds a pipeline: names, types and the schema of every step, before any data is read.
///
/// Files are opened as far as their columns need; this is what `check` does.
/// - Throws: the first thing that does not fit, at its word in the line.
public func bind(
    _ pipeline: Pipeline, catalog: any Catalog, settings: QuerySettings, work: Work
) async throws(Diagnostic) -> Plan {
    try await bind(pipeline, catalog: catalog, settings: settings, work: work, learnt: [:])
}

/// The same with what files turned out to hold in the place of what their samples said.
func bind(
    _ pipeline: Pipeline, catalog: any Catalog, settings: QuerySettings, work: Work,
    learnt: [LearntSource: Schema]
) async throws(Diagnostic) -> Plan {
    var binder = PipelineBinder(catalog: catalog, settings: settings, learnt: learnt)
    return try await binder.bind(pipeline)
}

/// The schema of a plan as a table: what `check` shows.
public func describe(_ plan: Plan) -> Table {
    let fields = plan.schema.fields
    return Table([
        "column": .texts(fields.map(\.name)), "type": .texts(fields.map(\.type.name)),
        "kind": .texts(fields.map { $0.kind?.rawValue }), "role": .texts(fields.map { $0.role?.name }),
    ])
}

/// Binds the source and the stages of one line, left to right.
struct PipelineBinder {
    let catalog: any Catalog
    let settings: QuerySettings
    let learnt: [LearntSource: Schema]

    var steps: [Plan.Step] = []
    var aliases: [Plan.Alias] = []
    var notes: [Note] = []
    /// The step whose rows the next stage sees.
    var current = 0
    /// Columns of an `sql` source whose type only running it shows.
    var openColumns: [String]?
    /// The table's name for messages, while the rows are still its.
    var table: String?

    init(catalog: any Catalog, settings: QuerySettings, learnt: [LearntSource: Schema]) {
        (self.catalog, self.settings, self.learnt) = (catalog, settings, learnt)
    }

    var schema: Schema { steps[current].schema }

    mutating func bind(_ pipeline: Pipeline) async throws(Diagnostic) -> Plan {
        try bindSource(pipeline)
        if isUnsettled, !pipeline.stages.isEmpty { return unsettled(pipeline) }
        for (number, stage) in pipeline.stages.enumerated() {
            try await bindStage(stage, isLast: number == pipeline.stages.count - 1)
        }
        var plan = Plan(steps, aliases: aliases, syntax: pipeline)
        plan.notes = Incidental(notes)
        return plan
    }

    var names: NameScope {
        NameScope(
            table: table, tables: catalog.boundNames, roles: RoleNames.known(to: catalog), settings: settings)
    }

    /// Adds a step; the next stage sees its rows.
    mutating func append(_ step: Plan.Step) {
        steps.append(step)
        current = steps.count - 1
    }

    /// Takes over the steps of a bound plan, and gives the place of its result.
    mutating func inline(_ bound: BoundTable) -> Int {
        let offset = steps.count
        for var step in bound.plan.inlined() {
            step.inputs = step.inputs.map { $0 + offset }
            steps.append(step)
        }
        let last = steps.count - 1
        steps[last].label = Incidental(bound.name)
        if let table = bound.table {
            steps[last].holder = Incidental(bound.name)
            steps[last].schema = table.schema
        }
        return last
    }
}

/// Role names that `roles` takes.
enum RoleNames {
    static func known(to catalog: any Catalog) -> [String] {
        var names = RoleAliases.table.map(\.role.name)
        for stage in catalog.stages {
            for parameter in stage.signature.parameters {
                guard let requirement = parameter.kind.columnRequirement else { continue }
                for role in requirement.roles where !names.contains(role.name) { names.append(role.name) }
            }
        }
        return names
    }
}

extension Signature.ParameterKind {
    var columnRequirement: ColumnRequirement? {
        switch self {
        case .column(let requirement), .columns(let requirement): requirement
        case .either(let first, let second): first.columnRequirement ?? second.columnRequirement
        default: nil
        }
    }
}
