internal import RapportContract
internal import RapportDiagnostics
internal import RapportWork
internal import RapportTable

/// An analysis with a value for each of its parameters.
struct AnalysisCall: Operation {
    var name: String
    var version: Int
    /// By the parameter's name: a value for each.
    var arguments: [String: Value]
    /// Parameters whose tables are the step's second and later inputs, in their order.
    var sides: [String]
    /// Where the line gives them; else the settings do.
    var seed: UInt64?
    var asOf: Int64?
    /// What will come out beside the table that flows on.
    var tables: [Outline.NamedSchema]

    var signature: Incidental<Signature>
    /// Parameters that the line gives.
    var given: Incidental<Set<String>>
    /// How the columns were found.
    var mapping: Incidental<[StageRun.Mapping]>
    /// What binding found amiss and the result must say: columns that would have been taken if they were numbers.
    var caveats: Incidental<[Outcome.Caveat]> = Incidental([])

    var usesSeed: Bool { signature.value.determinism == .seeded }
    var usesAsOf: Bool { signature.value.usesTime }

    var printed: String { printed(tables: [:]) }

    /// With the words that name the tables of parameters in this text; of parameters that the line gives alone,
    /// where `isBrief`: for readers, to whom columns found by their roles say nothing.
    func printed(tables words: [String: String], isBrief: Bool = false) -> String {
        var parts = [LanguageText.name(name)]
        for parameter in signature.value.parameters {
            if isBrief, !given.value.contains(parameter.name) { continue }
            let value = arguments[parameter.name] ?? .missing
            if let table = words[parameter.name] {
                parts.append("\(parameter.name)=\(table)")
            } else if value != parameter.standard, value != .missing {
                parts.append("\(parameter.name)=\(LanguageText.value(value, of: parameter.kind))")
            }
        }
        if let asOf, signature.value[parameter: "as_of"] == nil {
            parts.append("as_of=\(LanguageText.scalar(.datetime(asOf)))")
        }
        if let seed, usesSeed, signature.value[parameter: "seed"] == nil { parts.append("seed=\(seed)") }
        return parts.joined(separator: " ")
    }

    var late: LateUse { LateUse(asOf: usesAsOf && asOf == nil, seed: usesSeed && seed == nil) }

    func pinned(to values: LateValues) -> Self {
        var copy = self
        if usesSeed, seed == nil { copy.seed = values.seed }
        if usesAsOf, asOf == nil { copy.asOf = values.asOf }
        return copy
    }

    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { Set(input.names) }

    func run(_ inputs: [Table], in context: inout StepContext) async throws(Diagnostic) -> Table {
        guard let stage = context.catalog.stages.first(where: { $0.signature.name == name }) else {
            throw .internalError("the analysis `\(name)` is gone")
        }
        var run = StageRun(self, inputs: inputs, in: context)
        let clock = ContinuousClock()
        let start = clock.now
        do throws(Diagnostic) {
            try context.work.check()
            let named = Dictionary(uniqueKeysWithValues: zip(sides, inputs.dropFirst()))
            var outcome = try await stage.run(
                Call(Inputs(inputs[0], named: named), arguments),
                in: Context(seed: run.seed, asOf: run.asOf, work: context.work))
            if inputs[0].count > 0 { outcome.caveats.insert(contentsOf: caveats.value, at: 0) }
            try context.work.check()
            try verify(outcome, promised: context.schema)
            run.seconds = (clock.now - start).inSeconds
            run.outcome = outcome
            context.found.runs.append(run)
            context.found.outputs = outcome.tables
            context.account(.unused, outcome.rows.dropped)
            // Fewer rows than were used: one a customer, a group, a conversation.
            if outcome.output.count < outcome.rows.used { context.account(.grouped, outcome.rows.used) }
            context.found.charts += outcome.charts.compactMap { chart in
                let table =
                    chart.table.flatMap { name in outcome.tables.first { $0.name == name }?.table }
                    ?? (chart.table == nil || chart.table == "output" ? outcome.output : nil)
                return table.map { Execution.Chart(chart, $0, ofRun: true) }
            }
            return outcome.output.described(by: context.schema)
        } catch {
            run.seconds = (clock.now - start).inSeconds
            let failure = toldOfTheFile(error, inputs, context)
            run.failure = failure.placed(context.places)
            context.found.runs.append(run)
            throw failure
        }
    }

    /// A table without rows because its file has none says so.
    private func toldOfTheFile(
        _ error: Diagnostic, _ inputs: [Table], _ context: StepContext
    ) -> Diagnostic {
        let steps = context.plan.steps
        guard error.code == "table.empty", inputs.first?.count == 0,
            let piped = steps[context.step].inputs.first,
            let help = EmptySource(steps: steps, catalog: context.catalog).cause(at: piped)?.help
        else { return error }
        var told = error
        told.help = [help]
        return told
    }

    /// What comes out has the names and types that `check` promised.
    private func verify(_ outcome: Outcome, promised: Schema) throws(Diagnostic) {
        func agree(_ found: Schema, _ promised: Schema, _ what: String) throws(Diagnostic) {
            guard !promised.isOpen else { return }
            func words(_ schema: Schema) -> [String] {
                schema.fields.map { "\($0.name) \($0.type.name)" }
            }
            guard words(found) == words(promised) else {
                throw .internalError(
                    "`\(name)` promised \(what) with \(words(promised).joined(separator: ", ")) and gave "
                        + words(found).joined(separator: ", "))
            }
        }
        try agree(outcome.output.schema, promised, "a table")
        guard outcome.tables.map(\.name) == tables.map(\.name) else {
            throw .internalError("`\(name)` promised other outputs than it gave")
        }
        for (found, promised) in zip(outcome.tables, tables) {
            try agree(found.table.schema, promised.schema, "`\(found.name)`")
        }
    }
}

extension Signature {
    /// Whether `as_of` can change what comes out: it reads times, or takes the moment itself.
    var usesTime: Bool {
        parameters.contains { parameter in
            if parameter.matches("as_of") { return true }
            switch parameter.kind {
            case .column(let requirement), .columns(let requirement):
                return requirement.types == [.time] || requirement.roles.contains("time")
            default: return false
            }
        }
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

extension Diagnostic {
    /// The failure with a place in the line: at the word of the parameter it is about, else at the stage.
    func placed(_ places: Plan.Places) -> Diagnostic {
        switch subject {
        case .parameter(let name): located(at: places.parameters[name] ?? places.name)
        case .column(let column):
            located(at: places.parameters[column] ?? places.columns[column] ?? places.name)
        case .row, nil: located(at: places.name)
        }
    }
}

extension StageRun {
    /// What is known before it runs.
    init(_ call: AnalysisCall, inputs tables: [Table], in context: StepContext) {
        let (plan, step) = (context.plan, context.step)
        let late = context.late
        signature = call.signature.value
        seed = call.seed ?? late.values.seed
        asOf = call.usesAsOf ? call.asOf ?? late.values.asOf : call.asOf
        let given = call.given.value
        arguments = signature.parameters.map { parameter in
            Argument(
                name: parameter.name, value: call.arguments[parameter.name] ?? .missing,
                isDefault: !given.contains(parameter.name))
        }
        if call.usesSeed, signature[parameter: "seed"] == nil {
            arguments.append(
                Argument(name: "seed", value: .int(Int64(clamping: seed)), isDefault: call.seed == nil))
        }
        if let asOf, signature[parameter: "as_of"] == nil {
            arguments.append(Argument(name: "as_of", value: .datetime(asOf), isDefault: call.asOf == nil))
        }
        mapping = call.mapping.value
        inputs = zip([""] + call.sides, zip(plan.steps[step].inputs, tables)).map { parameter, each in
            let source = plan.prefix(through: each.0)
            return Input(
                parameter: parameter, name: source.rootName,
                source: source.withoutEffects().pinned(to: late.values).printed,
                table: each.1, run: source.rootRun(context.catalog))
        }
        recipe = plan.prefix(through: step).withoutEffects().pinned(to: late.values).printed
        span = context.places.stage
        startedAt = context.now()
        seconds = 0
    }
}

extension Plan {
    /// The last step on the way back from the result that has a name or reads nothing.
    private var root: Step? {
        var index = steps.count - 1
        while steps.indices.contains(index) {
            let step = steps[index]
            if step.holder.value != nil || step.label.value != nil { return step }
            guard let first = step.inputs.first else { return step }
            index = first
        }
        return nil
    }

    /// A short name of where the rows come from: a bound name, a file's path, `run 12`.
    var rootName: String {
        guard let root else { return "" }
        if let name = root.holder.value ?? root.label.value { return name }
        return switch root.operation {
        case let scan as Scan: scan.file.path
        case let run as KeptRun: run.printed
        case let noun as NounTable: noun.name
        default: ""
        }
    }

    /// The kept run that the rows come from.
    func rootRun(_ catalog: any Catalog) -> Int? {
        guard let root else { return nil }
        if let run = root.operation as? KeptRun { return run.number }
        let name = (root.holder.value ?? root.label.value)?.split(separator: ".").first
        return name.flatMap { catalog.bound(String($0))?.run }
    }
}
