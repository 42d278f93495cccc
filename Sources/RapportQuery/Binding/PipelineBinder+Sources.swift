internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

extension PipelineBinder {
    mutating func bindSource(_ pipeline: Pipeline) throws(Diagnostic) {
        switch pipeline.source {
        case .rows(let rows, let span):
            let literal = try LiteralTable(rows, Admission(Schema(), names))
            let fields = zip(literal.names, literal.types).map { Field($0, $1) }
            append(Plan.Step(literal, inputs: [], schema: Schema(fields), places: .init(stage: span)))
        case .run(let reference):
            let schema = try located(reference.span) { () throws(Diagnostic) in
                try catalog.run(reference.number, output: reference.output).schema
            }
            append(
                Plan.Step(
                    KeptRun(number: reference.number, output: reference.output), inputs: [], schema: schema,
                    places: .init(stage: reference.span, name: reference.span)))
        case .word(let stage): try bindWord(stage)
        }
        guard let alias = pipeline.alias else { return }
        aliases.append(Plan.Alias(alias.text, step: current, span: alias.span))
        table = alias.text
    }

    private mutating func bindWord(_ stage: RapportLanguage.Stage) throws(Diagnostic) {
        let name = stage.name
        if let found = try namedTable(name) {
            try refuseArguments(stage)
            current = found
            table = name.text
            return
        }
        if name.text == "load", !name.isQuoted { return try bindLoad(stage) }
        if name.text == "ledger", !name.isQuoted { return try bindLedger(stage) }
        if name.text == "sql", !name.isQuoted { return try bindSQL(stage) }
        let isSessionNoun = catalog.nouns.contains(name.text)
        if !(name.isQuoted && isSessionNoun), let noun = try catalog.noun(name.text) {
            try refuseArguments(stage)
            table = name.text
            return append(
                Plan.Step(
                    NounTable(name: name.text), inputs: [], schema: noun.schema,
                    places: .init(stage: stage.span, name: name.span)))
        }
        throw UnknownTable(catalog: catalog, stage: stage).diagnostic
    }

    /// `ledger rfm`: the one noun that takes a name.
    private mutating func bindLedger(_ stage: RapportLanguage.Stage) throws(Diagnostic) {
        let items = stage.arguments.items
        guard items.count == 1, stage.arguments.modifiers.isEmpty, items[0].name == nil,
            case .name(let name) = items[0].value.form
        else {
            let known = catalog.boundNames.prefix(12).map { "`ledger \(LanguageText.name($0))`" }
            throw Diagnostic(
                "ledger.name", "`ledger` takes a table's name", at: stage.span,
                help: [.init(known.isEmpty ? "`ledger orders`" : known.joined(separator: ", "))])
        }
        guard let bound = catalog.bound(name.text) else {
            throw UnknownTable(
                catalog: catalog, stage: RapportLanguage.Stage(name, Arguments(), span: name.span)
            )
            .diagnostic
        }
        table = nil
        let places = Plan.Places(stage: stage.span, name: stage.name.span)
        append(
            Plan.Step(
                LedgerTable(name: bound.name), inputs: [], schema: Ledger.schema, places: places))
    }

    private mutating func bindLoad(_ stage: RapportLanguage.Stage) throws(Diagnostic) {
        let file = try Load.file(stage, names)
        let path = stage.arguments.items.first { $0.name == nil }?.span ?? stage.span
        let schema = try located(path) { () throws(Diagnostic) in
            do throws(Diagnostic) {
                return try catalog.source(for: file).schema
            } catch {
                throw Load.mending(error, path: path)
            }
        }
        table = file.path
        append(
            Plan.Step(
                Scan(file: file), inputs: [], schema: learnt[.file(file)] ?? schema,
                places: .init(stage: stage.span, name: path)))
    }

    /// The step of a bound table or of an output (`rfm.segments`); nil where there is none of that name.
    mutating func namedTable(_ name: Name) throws(Diagnostic) -> Int? {
        if let bound = catalog.bound(name.text) { return inline(bound) }
        guard !name.isQuoted, let dot = name.text.firstIndex(of: "."),
            let bound = catalog.bound(String(name.text[..<dot]))
        else { return nil }
        let output = String(name.text[name.text.index(after: dot)...])
        return try outputStep(output, of: bound, at: name)
    }

    /// The step that picks a further output of a bound result.
    mutating func outputStep(
        _ output: String, of bound: BoundTable, at name: Name
    ) throws(Diagnostic) -> Int {
        let schemas = bound.outputSchemas
        guard let schema = schemas.first(where: { $0.name == output })?.schema else {
            throw UnknownTable.output(output, of: bound, at: name)
        }
        // The analysis may stand before verbs that pass its table on.
        let last = inline(bound)
        var analysis = last
        while !(steps[analysis].operation is AnalysisCall), let input = steps[analysis].inputs.first {
            analysis = input
        }
        if analysis != last {
            steps[analysis].label = Incidental(bound.name)
            steps.removeLast(last - analysis)
        }
        append(
            Plan.Step(
                OutputTable(name: output), inputs: [analysis], schema: schema,
                holder: bound.outputs.contains { $0.name == output } ? "\(bound.name).\(output)" : nil))
        return current
    }

    private func refuseArguments(_ stage: RapportLanguage.Stage) throws(Diagnostic) {
        let arguments = stage.arguments
        guard !arguments.isEmpty else { return }
        let spans = arguments.items.map(\.span) + arguments.modifiers.map(\.span)
        guard let first = spans.first, let last = spans.last else { return }
        let table = stage.name.printed
        var help: Diagnostic.Help = .init("`\(table) | …`: stages are joined by `|`")
        if arguments.items.count == 1, case .list(let columns) = arguments.items[0].value.form {
            let names = columns.compactMap { column -> String? in
                switch column.form {
                case .literal(.text(let text)): LanguageText.name(text)
                case .name(let name): name.printed
                default: nil
                }
            }
            let line = "\(table) | select \(names.joined(separator: ", "))"
            help = .init("`\(line)`", edit: .init(stage.span, line))
        }
        throw Diagnostic(
            "table.arguments", "nothing stands after a table's name", at: first.union(last), help: [help])
    }

    /// Gives a failure without a place one.
    func located<Result>(
        _ span: SourceSpan, _ body: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        do throws(Diagnostic) { return try body() } catch { throw error.located(at: span) }
    }
}

extension BoundTable {
    /// The further outputs, with their schemas, whether they are at hand or not.
    var outputSchemas: [Outline.NamedSchema] {
        if !outputs.isEmpty { return outputs.map { .init($0.name, $0.table.schema) } }
        var index = plan.steps.count - 1
        while plan.steps.indices.contains(index) {
            if let call = plan.steps[index].operation as? AnalysisCall { return call.tables }
            guard plan.steps[index].operation.passesRowsOn, let first = plan.steps[index].inputs.first else {
                return []
            }
            index = first
        }
        return []
    }
}

extension Operation {
    /// The table that came is the table that goes.
    var passesRowsOn: Bool {
        self is ChartAnnotation || self is Expectation || self is ControlTotal || self is Saving
    }
}
