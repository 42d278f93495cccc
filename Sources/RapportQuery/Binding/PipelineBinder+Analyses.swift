internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

extension PipelineBinder {
    /// Binds what was typed to the signature: aliases, bounds, defaults, columns by role.
    mutating func bind(
        _ analysis: any RapportContract.Stage, _ stage: RapportLanguage.Stage
    ) async throws(Diagnostic) {
        let signature = analysis.signature
        let piped = current
        let typed = try TypedArguments(stage, signature)
        let admission = Admission(schema, names)
        var arguments: [String: Value] = [:]
        var places = Plan.Places(stage: stage.span, name: stage.name.span)
        var sides: [(parameter: String, step: Int)] = []
        for (parameter, value) in typed.parameters {
            places.parameters[parameter.name] = value.span
            if parameter.kind.isTable(value) {
                let (step, words) = try side(value, output: parameter.kind.modelOutput, parameter)
                sides.append((parameter.name, step))
                arguments[parameter.name] = .table(words)
            } else {
                let bound = try admission.admit(value, as: parameter)
                arguments[parameter.name] = bound
                for column in bound.columnNames { places.columns[column] = value.span }
            }
        }
        current = piped
        let matching = RoleMatching(schema: schema)
        var filling = RoleFilling(arguments)
        try filling.fill(signature, matching, stage)
        let named = Dictionary(uniqueKeysWithValues: sides.map { ($0.parameter, steps[$0.step].schema) })
        var outline: Outline
        do throws(Diagnostic) {
            outline = try await analysis.check(Call(Inputs(schema, named: named), filling.arguments))
            // What comes out is made, and is private, without them.
            if try filling.leaveOut(outline.unused, matching) {
                outline = try await analysis.check(Call(Inputs(schema, named: named), filling.arguments))
            }
        } catch {
            let completed = filling.completed(MissingRole.completed(error, signature, stage, matching))
            throw tellingOfNoRows(completed, in: signature.name, piped: piped, sides: sides).placed(places)
        }
        notes += outline.warnings
        if let taken = filling.takenByName { notes.append(taken) }
        table = nil
        let call = AnalysisCall(
            name: signature.name, version: signature.version, arguments: filling.arguments,
            sides: sides.map(\.parameter),
            seed: try typed.seed(admission), asOf: try typed.asOf(admission), tables: outline.tables,
            signature: Incidental(signature), given: Incidental(Set(typed.parameters.map(\.0.name))),
            mapping: Incidental(filling.mapping), caveats: Incidental(filling.caveats))
        append(
            Plan.Step(
                call, inputs: [piped] + sides.map(\.step), schema: outline.output, places: places))
    }

    /// The step of a table that a parameter names, and the words for it.
    mutating func side(
        _ syntax: Expression, output: String?, _ parameter: Signature.Parameter
    ) throws(Diagnostic) -> (step: Int, words: String) {
        switch syntax.form {
        case .run(let reference):
            let wanted = reference.output ?? output
            let schema = try located(syntax.span) { () throws(Diagnostic) in
                try catalog.run(reference.number, output: wanted).schema
            }
            let kept = KeptRun(number: reference.number, output: wanted)
            append(Plan.Step(kept, inputs: [], schema: schema))
            return (current, kept.printed)
        case .name(let name):
            if let output, let bound = catalog.bound(name.text),
                bound.outputSchemas.contains(where: { $0.name == output })
            {
                return (try outputStep(output, of: bound, at: name), "\(bound.name).\(output)")
            }
            if let step = try namedTable(name) { return (step, name.printed) }
            if let noun = try catalog.noun(name.text) {
                append(Plan.Step(NounTable(name: name.text), inputs: [], schema: noun.schema))
                return (current, name.printed)
            }
            var unknown = UnknownTable(
                catalog: catalog, stage: RapportLanguage.Stage(name, span: syntax.span)
            ).diagnostic
            unknown.message =
                "`\(parameter.name)` takes \(parameter.kind.word); no table named `\(name.text)`"
            throw unknown
        case .group(let inner): return try side(inner, output: output, parameter)
        default:
            throw Diagnostic(
                "parameter.type",
                "`\(parameter.name)` takes \(parameter.kind.word), found `\(syntax.printed)`",
                at: syntax.span, subject: .parameter(parameter.name))
        }
    }
}

extension Value {
    var columnNames: [String] {
        switch self {
        case .column(let name): [name]
        case .columns(let names): names
        default: []
        }
    }
}

extension Signature.Parameter {
    var isOptionalColumn: Bool { kind.columnRequirement?.isOptional ?? false }
}

extension Signature.ParameterKind {
    /// Whether it takes this as the name of another table: one that also takes what is written out, such as a list,
    /// only of a name or a run.
    func isTable(_ value: Expression) -> Bool {
        switch (self, value.form) {
        case (.table, _), (.model, _): true
        case (.either(let first, let second), .name), (.either(let first, let second), .run):
            first.isTable(value) || second.isTable(value)
        default: false
        }
    }
    /// The output that a kept model is taken from.
    var modelOutput: String? {
        if case .model(let output) = self { output } else { nil }
    }
}
