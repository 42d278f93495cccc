internal import RapportContract
internal import RapportDiagnostics
internal import RapportFormats
internal import RapportLanguage
internal import RapportQuery
internal import RapportReport
internal import RapportStore
internal import RapportTable
internal import RapportWork

extension Workbench {
    /// Rows that a shown table hands to the terminal; the rest is counted.
    static let shownRows = 1_000
    /// In a document.
    static let documentRows = 20

    func querySettings() -> QuerySettings {
        QuerySettings(
            asOf: state.settings.asOf, seed: state.settings.seed,
            parameters: Dictionary(uniqueKeysWithValues: state.parameters.map { ($0.name, $0.value) }),
            isNotebook: configuration.isNotebook, collation: state.settings.collation,
            timezone: state.settings.timezone)
    }

    /// Runs a pipeline: binds or shows its table, and records what ran.
    func query(
        _ table: Name?, _ pipeline: Pipeline, text: String, source: String, cell: CellRecord?, work: Work
    ) async -> Response {
        var response = Response(text, in: source)
        let before = state
        if let warning = recorder.retry() { response.notes.append(warning) }
        let catalog = SessionCatalog(self, work: work)
        let plan: Plan
        do throws(Diagnostic) {
            if let table {
                try refuseName(table)
                try refuseCommand(pipeline)
            }
            plan = try await bind(pipeline, catalog: catalog, settings: querySettings(), work: work)
        } catch {
            response.failure = error
            keep(&response, ok: false, cell: cell)
            return response
        }
        let clock = configuration.clock
        let execution = await RapportQuery.execute(
            plan, catalog: catalog, settings: querySettings(), work: work, now: { clock() })
        noteWritten(catalog.writtenPaths)
        response.notes += execution.notes
        response.failure = execution.failure
        keepProblems(of: execution.scans)
        let (runs, warning) = record(
            execution, in: &response, ok: execution.failure == nil, cell: cell, catalog)
        if let warning { response.notes.append(warning) }
        guard let result = execution.table else { return response }

        let view = execution.runs.last.flatMap { Result($0, run: runs.last, charts: execution.charts) }
        for alias in execution.bindings { state.bind(.init(name: alias.name, table: alias, result: nil)) }
        bindOrShow(result, of: execution, as: table, pipeline, run: runs.last, view, in: &response)
        // An analysis has charts of its own: they belong into a document, and would drown the prompt.
        let charts = execution.charts.filter { configuration.isNotebook || !$0.isOfRun }
        response.blocks.insert(
            contentsOf: charts.map { .chart(ChartBlock($0.specification, $0.table)) }, at: 0)
        state.lines.append(text)
        // Showing a table changes `it` alone: nothing to undo.
        let isShown =
            table == nil && execution.bindings.isEmpty && !(pipeline.isLoad && pipeline.stages.isEmpty)
        if !isShown { remember(before, line: text) }
        return response
    }

    private func bindOrShow(
        _ result: Table, of execution: Execution, as name: Name?, _ pipeline: Pipeline, run: Int?,
        _ view: Result?,
        in response: inout Response
    ) {
        let reports = execution.scans.compactMap { ($0.source as? any ReportingSource)?.loadReport }
        func bound(_ name: String) -> SessionState.Binding {
            let endsInAnalysis =
                execution.outputs.isEmpty == false
                || view?.tables.first.map { $0.table.schema == result.schema } ?? false
            return .init(
                name: name,
                table: BoundTable(
                    name: name, table: result, plan: execution.plan, outputs: execution.outputs, run: run,
                    latest: execution.latest, ledger: execution.fullLedger),
                result: endsInAnalysis ? view : nil)
        }
        if let name {
            response.target = name.printed
            let replaced = state.bind(bound(name.text))
            sayHidden(name.text, in: &response)
            let isLoad = pipeline.isLoad && pipeline.stages.isEmpty
            sayOnce(reports, in: &response)
            for report in reports.map({ $0.renamed(name.text) }) {
                response.blocks.append(
                    .preformatted(isLoad ? report.lines.joined(separator: "\n") : report.summary))
            }
            if !isLoad || replaced {
                let size = "\(counted(result.count, "row")) × \(counted(result.columns.count, "column"))"
                response.notes.append(
                    Note(
                        "bind.table",
                        "`\(name.text)`: \(size)" + (replaced ? ", in the place of the old one" : "")))
            }
            response.blocks += sentences(of: view)
        } else if pipeline.stages.isEmpty, pipeline.isLoad {
            let name = pipeline.alias?.text ?? execution.bindings.first?.name ?? pipeline.loadedName
            response.target = Name.built(name).printed
            state.bind(bound(name))
            sayOnce(reports, in: &response)
            for report in reports {
                response.blocks.append(.preformatted(report.renamed(name).lines.joined(separator: "\n")))
            }
            if pipeline.alias == nil { response.notes.append(Note("bind.table", "bound as `\(name)`")) }
            response.table = nil
        } else {
            state.bind(bound("it"))
            response.target = "it"
            response.blocks += sentences(of: view)
            response.table = result
            // The rows of a line that ends in `expect` or `save` only passed through; below a chart in a document
            // they stand already.
            switch pipeline.stages.last?.name.text {
            case "expect": response.notes.append(Note("expect.holds", "the expectation holds"))
            case "save": break
            case "chart" where configuration.isNotebook: break
            default:
                response.blocks.append(.table(page(of: result, from: 0)))
            }
        }
    }

    /// Leaves out notes that a load report below says too.
    private func sayOnce(_ reports: [LoadReport], in response: inout Response) {
        let said = reports.flatMap { $0.notes.map(\.text) }
        response.notes.removeAll { said.contains($0.text) }
    }

    /// Findings and caveats of an analysis that the line ran.
    private func sentences(of view: Result?) -> [Block] {
        guard let view else { return [] }
        return (view.findings.isEmpty ? [] : [.findings(view.findings)])
            + (view.caveats.isEmpty ? [] : [.caveats(view.caveats)])
    }

    /// `x = undo`.
    private func refuseCommand(_ pipeline: Pipeline) throws(Diagnostic) {
        guard case .word(let stage) = pipeline.source, !stage.name.isQuoted, state[stage.name.text] == nil,
            allCommands.contains(where: { $0.name == stage.name.text })
        else { return }
        throw Diagnostic(
            "command.no-table", "`\(stage.name.text)` gives no table", at: stage.span,
            help: ["a command stands alone: `\(stage.printed)`"])
    }

    /// A name that a noun or a command has too.
    private func sayHidden(_ name: String, in response: inout Response) {
        if Noun(rawValue: name) != nil {
            response.notes.append(
                Note(
                    "bind.hides",
                    "`\(name)` is a noun too, which the table hides until `drop \(Name.built(name).printed)`")
            )
        } else if allCommands.contains(where: { $0.name == name }) {
            response.notes.append(
                Note(
                    "bind.hides",
                    "`\(name)` is a command too: the table is `\(name) | …`, or stands in backticks"))
        }
    }

    private func refuseName(_ name: Name) throws(Diagnostic) {
        if name.text == "it" {
            throw Diagnostic(
                "bind.it", "`it` is the last table shown, and cannot be bound", at: name.span,
                help: ["another name, such as `x = …`"])
        }
    }

    /// A dry run: the schema that would come out, without touching data.
    func check(_ statement: Statement, text: String, source: String, work: Work) async throws(Diagnostic)
        -> Response
    {
        var response = Response(text, in: source)
        guard case .pipeline(let table, let pipeline) = statement.form else {
            return try await checkInner(statement, text: text, source: source, work: work)
        }
        if commandCall(table, pipeline, text: text, source: source) != nil {
            response.notes.append(Note("check.command", "a command: nothing to check before it runs"))
            return response
        }
        let plan = try await bind(
            pipeline, catalog: SessionCatalog(self, work: work), settings: querySettings(), work: work)
        let schema = describe(plan)
        response.blocks = [
            .preformatted(plan.printed), .table(TableBlock(schema, shownRows: Self.shownRows)),
        ]
        response.table = schema
        return response
    }

    private func checkInner(_ statement: Statement, text: String, source: String, work: Work)
        async throws(Diagnostic)
        -> Response
    {
        if case .check(let inner) = statement.form {
            return try await check(inner, text: text, source: source, work: work)
        }
        return Response(text, in: source)
    }

    private func keepProblems(of scans: [Execution.Scan]) {
        for scan in scans {
            guard let source = scan.source as? any ReportingSource else { continue }
            for found in source.problemsByFile where found.count > 0 {
                problems.removeAll { $0["file"]?[0] == .text(found.file) }
                problems.append(found.table)
            }
        }
    }
}

extension Execution {
    /// The ledger with the rows of files that did not fit, of which the readers know.
    var fullLedger: Ledger {
        var ledger = self.ledger
        for scan in scans {
            guard let place = scan.ledgerEntry, ledger.entries.indices.contains(place),
                let source = scan.source as? any ReportingSource
            else { continue }
            let rows = source.problemsByFile.reduce(0) { $0 + $1.kept.count { $0.row == nil } }
            if rows > 0 { ledger.entries[place].reasons.insert(.init(.unreadable, rows), at: 0) }
        }
        return ledger
    }
}

/// `1 row`, `1,190 rows`.
func counted(_ count: Int, _ noun: String) -> String {
    var digits = String(count)
    var place = digits.count - 3
    while place > 0 {
        digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
        place -= 3
    }
    return "\(digits) \(noun)\(count == 1 ? "" : "s")"
}

extension Pipeline {
    /// Whether the line begins with `load`.
    var isLoad: Bool {
        if case .word(let stage) = source { stage.name.text == "load" && !stage.name.isQuoted } else { false }
    }

    /// Bare `help` always acts.
    var isBareHelp: Bool {
        if case .word(let stage) = source, stages.isEmpty, alias == nil {
            stage.name.text == "help" && !stage.name.isQuoted && stage.arguments.isEmpty
        } else {
            false
        }
    }

    /// The name that a bare `load` binds: the file's stem, made a word of the language.
    var loadedName: String {
        guard case .word(let stage) = source,
            case .literal(.text(let path))? = stage.arguments.items.first?.value.form
        else { return "table" }
        return tableName(ofFile: path)
    }
}

/// The stem of a file's name as a word: what is no letter, digit or `_` becomes `_`, a leading digit gets `t_`.
func tableName(ofFile path: String) -> String {
    let file = path.split(separator: "/").last ?? Substring(path)
    let stem = file.firstIndex(of: ".").map { file[..<$0] } ?? file
    var name = ""
    for scalar in stem.unicodeScalars {
        name.unicodeScalars.append(scalar.properties.isXIDContinue ? scalar : "_")
    }
    guard let first = name.unicodeScalars.first else { return "table" }
    return first == "_" || first.properties.isXIDStart ? name : "t_" + name
}

extension LoadReport {
    func renamed(_ name: String) -> LoadReport {
        var copy = self
        copy.table = name
        return copy
    }

    /// The first line, and the notes: for a longer line than a bare `load`.
    var summary: String { ([lines.first ?? ""] + notes.map { "  \($0.text)" }).joined(separator: "\n") }
}
