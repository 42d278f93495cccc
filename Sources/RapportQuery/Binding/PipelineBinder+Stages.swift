internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

extension PipelineBinder {
    /// Verbs first, then analyses.
    mutating func bindStage(
        _ stage: RapportLanguage.Stage, isLast: Bool
    ) async throws(Diagnostic) {
        let word = stage.name
        if let verb = VerbCatalog.verb(named: word.text) {
            let piped = current
            do throws(Diagnostic) {
                return try bind(verb, stage, isLast: isLast)
            } catch {
                throw tellingOfNoRows(error, inVerbOver: piped)
            }
        }
        switch Analyses(catalog.stages).find(word.text) {
        case .one(let analysis):
            let piped = current
            do throws(Diagnostic) {
                try await bind(analysis, stage)
            } catch {
                let name = analysis.signature.name
                throw tellingOfNoRows(error, in: name, piped: piped).located(at: word.span)
            }
        case .several(let names):
            throw Diagnostic(
                "analysis.ambiguous", "`\(word.text)` is the name of \(names.count) analyses", at: word.span,
                help: [
                    .init(names.map { "`\($0)`" }.joined(separator: ", "), edit: .init(word.span, names[0]))
                ])
        case .none: throw unknownVerb(stage, catalog: catalog)
        }
    }

    private mutating func bind(
        _ verb: any Verb.Type, _ stage: RapportLanguage.Stage, isLast: Bool
    ) throws(Diagnostic) {
        var call = VerbCall(
            stage: stage, description: verb.description, input: schema, order: steps[current].order,
            names: names, isLast: isLast)
        try call.checkModifiers()
        let piped = current
        var inputs = [piped]
        if verb.description.takesTables {
            let parameter = Signature.Parameter(stage.name.text, help: "", kind: .table, standard: nil)
            for item in stage.arguments.items where item.name == nil {
                let (step, words) = try side(item.value, output: nil, parameter)
                var name = words.replacing(" ", with: "_")
                if case .name(let typed) = item.value.form { name = typed.text }
                if let part = name.split(separator: ".").last { name = String(part) }
                call.sides.append(
                    VerbCall.Side(name: name, schema: steps[step].schema, span: item.span))
                inputs.append(step)
            }
            current = piped
        }
        let bound = try verb.bind(call)
        notes += bound.notes
        if let alias = bound.alias {
            aliases.append(Plan.Alias(alias.text, step: current, span: alias.span))
            table = alias.text
        }
        guard let operation = bound.operation else { return }
        if !bound.isSameTable { table = nil }
        append(
            Plan.Step(
                operation, inputs: inputs, schema: bound.schema, order: bound.order,
                places: .init(stage: stage.span, name: stage.name.span, parameters: bound.places)))
    }
}
