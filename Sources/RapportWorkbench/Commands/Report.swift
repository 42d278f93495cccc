internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportReport
internal import RapportTable
internal import RapportStore
internal import RapportQuery
internal import RapportWork

struct ReportCommand: Command {
    let name = "report"
    let usage = "report \"TITLE\" language=en|zh from NAME, run N to \"FILE.html\""
    let summary =
        "Writes a report of results: what became of the rows, findings, caveats, charts, tables, and how they were made."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        let title = try call.text(call.arguments.items.first, "a title")
        guard let sources = call.clause("from"), !sources.isEmpty else {
            throw Diagnostic(
                "command.missing", "`report` needs `from` and what to report on", at: call.span,
                help: ["usage: `\(usage)`"])
        }
        let path = try call.text(call.clause("to")?.first, "the file to write")
        var document = Document(title: title, language: try language(call))
        for item in sources { document.blocks += try bench.ledgerBlocks(of: item, call.work) }
        for item in sources { document.blocks += try bench.reportBlocks(item, call) }
        try writeDocument(document, to: path, on: bench, call)
        return call.response(notes: [Note("report.done", "wrote `\(path)`")])
    }

    private func language(_ call: CommandCall) throws(Diagnostic) -> Document.Language {
        for (name, value) in call.arguments.settings {
            guard name.text == "language" else {
                throw Diagnostic(
                    "command.unknown-argument", "`report` has no option `\(name.text)`", at: name.span,
                    help: ["usage: `\(usage)`"])
            }
            let word: String
            switch value.form {
            case .name(let typed): word = typed.text
            case .literal(.text(let text)): word = text
            default: word = value.printed
            }
            guard let language = Document.Language(rawValue: word) else {
                let known = Document.Language.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
                throw Diagnostic(
                    "parameter.choice", "no report is written in `\(word)`", at: value.span,
                    help: ["one of \(known)"])
            }
            return language
        }
        return .english
    }

    private func writeDocument(
        _ document: Document, to path: String, on bench: isolated Workbench, _ call: CommandCall
    ) throws(Diagnostic) {
        let text: String
        if path.hasSuffix(".html") || path.hasSuffix(".htm") {
            text = HTMLRenderer().render(document)
        } else if path.hasSuffix(".md") {
            text = MarkdownRenderer().render(document)
        } else {
            throw Diagnostic(
                "report.format", "a report is written as `.html` or `.md`",
                at: call.clause("to")?.first?.span ?? call.span)
        }
        try writeFile(Array(text.utf8), to: bench.configuration.writePath(path), typed: path)
        bench.noteWritten([bench.configuration.writePath(path)])
    }
}

extension Workbench {
    /// What a report says of one source: all of a result, or a plain table with the line that made it.
    func reportBlocks(_ item: Item, _ call: CommandCall) throws(Diagnostic) -> [Block] {
        switch item.value.form {
        case .run(let reference):
            let workspace = try recorder.workspace()
            return try resultBlocks(
                Result(try workspace.run(reference.number), from: workspace),
                heading: "run \(reference.number)", name: "run \(reference.number)")
        case .name(let name):
            if let binding = state[name.text] {
                if let result = binding.result {
                    return try resultBlocks(result, heading: name.text, name: name.text)
                }
                if let table = binding.table.table {
                    return [.heading(level: 2, name.text)]
                        + (try tableBlocks(table, caption: "", source: name.text))
                        + [.code(binding.table.plan.printed)]
                }
            }
            let table = try exported(item)
            return [.heading(level: 2, name.text)] + (try tableBlocks(table, caption: "", source: name.text))
        default:
            throw Diagnostic(
                "command.missing", "expected a result's name or `run N`", at: item.span,
                help: ["usage: `\(call.command.usage)`"])
        }
    }

    /// The ledger of a bound table: the first that a report says of it.
    func ledgerBlocks(of item: Item, _ work: Work) throws(Diagnostic) -> [Block] {
        guard case .name(let name) = item.value.form else { return [] }
        // Of `rfm.segments` the ledger of `rfm`.
        let root = name.text.split(separator: ".").first.map(String.init) ?? name.text
        guard let binding = state[name.text] ?? state[root] else { return [] }
        return try ledgerBlock(of: binding, work).map { [$0] } ?? []
    }

    func ledgerBlock(of binding: SessionState.Binding, _ work: Work) throws(Diagnostic) -> Block? {
        let entries = binding.table.ledger.entries
        guard !entries.isEmpty else { return nil }
        var stages: [LedgerBlock.Stage] = []
        for entry in entries {
            stages.append(
                LedgerBlock.Stage(
                    table: entry.table, entry.stage, rows: entry.rows,
                    customers: try entry.customers?.value(work: work), amount: entry.amount,
                    unit: entry.unit, reasons: entry.reasons))
        }
        return .ledger(LedgerBlock(name: Name.built(binding.name).printed, stages))
    }

    /// The ledger that a notebook's report begins with: of the last result, else of the last table.
    func closingLedger() throws(Diagnostic) -> Block? {
        let named = state.bindings.filter { $0.name != "it" }
        guard let last = named.last(where: { $0.result != nil }) ?? named.last else { return nil }
        return try ledgerBlock(of: last, newWork())
    }

    private func tableBlocks(_ table: Table, caption: String, source: String) throws(Diagnostic) -> [Block] {
        try masked([.table(TableBlock(table, caption: caption, source: source))])
    }

    func resultBlocks(_ result: Result, heading: String?, name: String) throws(Diagnostic) -> [Block] {
        var blocks: [Block] = heading.map { [.heading(level: 2, $0)] } ?? []
        if !result.findings.isEmpty { blocks.append(.findings(result.findings)) }
        if !result.caveats.isEmpty { blocks.append(.caveats(result.caveats)) }
        for chart in result.charts {
            guard let table = result.table(chart.table) else { continue }
            blocks += try masked([.chart(ChartBlock(chart, table))])
        }
        let whole = result.metrics.filter { $0.group.isEmpty }
        if !whole.isEmpty { blocks.append(.metrics(whole)) }
        let output = result.tables.filter { $0.name == "output" }
        for named in result.tables.filter({ $0.name != "output" }) + output {
            let source = named.name == "output" ? name : "\(name).\(named.name)"
            blocks += try tableBlocks(named.table, caption: named.name, source: source)
        }
        blocks.append(.provenance(result.provenance(run: configuration.isNotebook ? nil : result.run)))
        return blocks
    }
}

extension Result {
    /// Numbers of runs are left out where a replay must give the same bytes.
    func provenance(run: Int?) -> Provenance {
        Provenance(
            analysis: analysis, version: version, run: run, recipe: recipe, asOf: asOf, seed: seed,
            inputs: inputs.map { Provenance.Input($0.name, rows: $0.rows, digest: $0.digest) },
            parameters: parameters.map { Provenance.Parameter($0.name, $0.value, isDefault: $0.isDefault) },
            rows: rows)
    }
}
