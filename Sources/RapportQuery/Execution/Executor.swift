internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// One run of a plan.
struct Executor {
    static let rounds = 3

    private(set) var plan: Plan
    let catalog: StatementCatalog
    let settings: QuerySettings
    let work: Work
    let now: @Sendable () -> Int64
    let needs: Needs
    var execution: Execution
    /// A source that holds other columns than were planned: everything is bound again.
    private(set) var learnt: (source: LearntSource, schema: Schema)?

    private var tables: [Table?]
    private var left: [Int]
    private var outputs: [Int: [Outcome.NamedTable]] = [:]
    private var notes: [[Note]]
    private var late = EvaluationContext()
    private var clockNotes: [Note] = []
    private var keeper: LedgerKeeper

    init(
        plan: Plan, catalog: StatementCatalog, settings: QuerySettings, work: Work, optimised: Bool,
        now: @escaping @Sendable () -> Int64
    ) {
        (self.plan, self.catalog, self.settings, self.work) = (plan, catalog, settings, work)
        self.now = now
        keeper = LedgerKeeper(plan)
        needs = Needs(plan, optimised: optimised, ledger: keeper.columns)
        execution = Execution(plan: plan)
        tables = Array(repeating: nil, count: plan.steps.count)
        notes = Array(repeating: [], count: plan.steps.count)
        left = needs.readers
    }

    mutating func run() async throws(Diagnostic) {
        defer { execution.notes = plan.notes.value + clockNotes + notes.flatMap(\.self) }
        try work.check()
        late = EvaluationContext(settings.lateValues, work: work)
        let catalog = self.catalog
        late.hash = { (texts, work) throws(Diagnostic) in try catalog.hashed(texts, work: work) }
        try settleClock()
        // Files first: what they prove may change every later step.
        for index in plan.steps.indices where plan.steps[index].operation is Scan { try await step(index) }
        if learnt != nil { return }
        for index in plan.steps.indices where !(plan.steps[index].operation is Scan) {
            try await step(index)
            if learnt != nil { return }
        }
        guard let last = plan.steps.indices.last else { return }
        execution.table = tables[last]
        execution.ledger = keeper.ledger(through: last)
        execution.outputs = finalOutputs(of: last)
        execution.bindings = plan.aliases.value.map(binding)
    }

    private mutating func step(_ index: Int) async throws(Diagnostic) {
        let step = plan.steps[index]
        guard let wanted = needs.columns[index], tables[index] == nil else { return }
        if let held = held(step) {
            tables[index] = held.table
            return try keeper.take(over: held.bound, output: held.output, held.table, at: index, work)
        }
        if needs.absorbed.contains(index), let input = step.inputs.first {
            tables[index] = tables[input].map { described($0, by: step.schema) }
            return release(input)
        }
        var context = StepContext(
            catalog: catalog, late: late, work: work, plan: plan, step: index, now: now,
            pushed: needs.pushdowns[index] ?? Pushdown())
        work.begin(step.operation.printed.split(separator: " ").first.map(String.init) ?? "")
        var inputs: [Table] = []
        for input in step.inputs {
            guard let table = tables[input] else { throw .internalError("a step without its input") }
            inputs.append(table)
        }
        if let output = step.operation as? OutputTable { inputs = [try picked(output, from: step)] }
        context.repeated = inputs.first?.repeatedColumns ?? []
        context.repetitions = inputs.first?.repetitions ?? [:]
        defer { collect(context, index) }
        do throws(Diagnostic) {
            let table = try await step.operation.run(inputs, in: &context)
            if let found = context.found.learnt {
                learnt = learnt ?? found
                tables[index] = table
                return
            }
            try verify(table, of: step, wanted: needs.pushdowns[index]?.columns ?? wanted)
            tables[index] = table
            try account(index, table, context, before: inputs.first?.count)
        } catch {
            guard step.places.value.stage != nil else {
                // Of an earlier line: its places are not those of this one.
                var elsewhere = error
                elsewhere.labels = []
                throw elsewhere
            }
            throw error.placed(step.places.value)
        }
        for input in step.inputs { release(input) }
    }

    private mutating func collect(_ context: StepContext, _ index: Int) {
        let isOfThisLine = plan.steps[index].places.value.stage != nil
        notes[index] = context.notes.map { note in
            var copy = note
            if !isOfThisLine { copy.span = nil }
            return copy
        }
        execution.runs += context.found.runs
        execution.charts += context.found.charts
        for var scan in context.found.scans {
            scan.ledgerEntry = keeper.place(of: index)
            execution.scans.append(scan)
        }
        outputs[index] = context.found.outputs
        if let (operation, schema) = context.found.settled {
            (plan.steps[index].operation, plan.steps[index].schema) = (operation, schema)
            execution.plan = plan
        }
    }

    /// For the ledger: what the step did, and the filters that a reading took over.
    private mutating func account(
        _ index: Int, _ table: Table, _ context: StepContext, before: Int?
    ) throws(Diagnostic) {
        let reading = context.found.reading
        try keeper.add(
            index, plan, table, reading: reading, reasons: context.reasons, before: before, work)
        guard let reading else { return }
        let absorbed = plan.steps.indices.dropFirst(index + 1).prefix { needs.absorbed.contains($0) }
        try keeper.add(absorbed: Array(absorbed), by: index, plan, table, reading, work)
    }

    /// Rows that a bound name already holds.
    private func held(_ step: Plan.Step) -> (table: Table, bound: BoundTable, output: String?)? {
        guard let holder = step.holder.value else { return nil }
        if let bound = catalog.bound(holder) { return bound.table.map { ($0, bound, nil) } }
        guard let dot = holder.firstIndex(of: "."),
            let bound = catalog.bound(String(holder[..<dot]))
        else { return nil }
        let name = String(holder[holder.index(after: dot)...])
        return bound.outputs.first { $0.name == name }.map { ($0.table, bound, name) }
    }

    private func picked(_ output: OutputTable, from step: Plan.Step) throws(Diagnostic) -> Table {
        guard let analysis = step.inputs.first,
            let table = outputs[analysis]?.first(where: { $0.name == output.name })?.table
        else { throw .internalError("no output `\(output.name)`") }
        return table
    }

    /// A table that no later step reads is let go.
    private mutating func release(_ input: Int) {
        left[input] -= 1
        if left[input] <= 0 { tables[input] = nil }
    }

    private func described(_ table: Table, by schema: Schema) -> Table {
        let names = Set(table.schema.names)
        let fields = schema.fields.filter { names.contains($0.name) }
        return table.described(by: Schema(fields, isOpen: schema.isOpen, rowGrain: schema.rowGrain))
    }

    /// The columns are those of the plan, in its order; unused ones may be absent.
    private func verify(
        _ table: Table, of step: Plan.Step, wanted: Set<String>
    ) throws(Diagnostic) {
        guard !step.schema.isOpen else { return }
        let found = table.schema.fields.map { "\($0.name) \($0.type.name)" }
        let names = Set(table.schema.names)
        let promised = step.schema.fields.filter { names.contains($0.name) || wanted.contains($0.name) }
            .map { "\($0.name) \($0.type.name)" }
        guard found == promised else {
            throw .internalError(
                "`\(step.operation.printed)` promised \(promised.joined(separator: ", ")) and gave "
                    + found.joined(separator: ", "))
        }
    }

    // MARK: - The end

    /// Outputs of the analysis that gave the last table, through verbs that pass it on.
    private func finalOutputs(of last: Int) -> [Outcome.NamedTable] {
        var index = last
        while plan.steps[index].operation.passesRowsOn, let first = plan.steps[index].inputs.first {
            index = first
        }
        if let name = plan.steps[index].holder.value { return catalog.bound(name)?.outputs ?? [] }
        return outputs[index] ?? []
    }

    private func binding(_ alias: Plan.Alias) -> BoundTable {
        let table = tables[alias.step]
        let isWhole = table.map { $0.schema.names == plan.steps[alias.step].schema.names } ?? false
        let unfiltered = needs.pushdowns[alias.step]?.isEmpty ?? true
        return BoundTable(
            name: alias.name, table: isWhole && unfiltered ? table : nil,
            plan: plan.prefix(through: alias.step),
            outputs: finalOutputs(of: alias.step), ledger: keeper.ledger(through: alias.step))
    }

    // MARK: - as_of

    /// Finds the default `as_of` where something needs it.
    private mutating func settleClock() throws(Diagnostic) {
        let use = plan.late
        guard use.asOf else { return }
        if let asOf = settings.asOf {
            execution.asOf = asOf
            return
        }
        guard let latest = try LatestMoment(of: plan, catalog: catalog, work: work) else {
            guard plan.expressionsUseAsOf else { return }
            throw Diagnostic(
                "as_of.missing", "`$as_of` is not set, and the tables at hand have no dates",
                help: ["`set as_of=2025-01-31`"])
        }
        (execution.latest, execution.asOf, late.values.asOf) = (latest, latest.moment, latest.moment)
        clockNotes = latest.notes(inNotebook: settings.isNotebook)
    }
}
