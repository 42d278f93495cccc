import RapportContract
import RapportDiagnostics
import RapportTable

extension View.Piece {
    init(_ block: Block, _ words: Vocabulary, _ language: Document.Language) {
        switch block {
        case .heading(let level, let text):
            self.init(
                template: "heading",
                content: View.Heading(
                    text: Markup(codeSpansIn: text), isSecond: level <= 1, isThird: level == 2,
                    isFourth: level >= 3))
        case .paragraph(let text):
            self.init(template: "paragraph", content: View.Text(markup: Markup(codeSpansIn: text)))
        case .markdown(let source):
            self.init(template: "prose", content: View.Text(markup: Markup(MarkdownText(source))))
        case .code(let source):
            self.init(template: "code", content: View.Text(markup: Markup(lines: source)))
        case .preformatted(let text):
            self.init(template: "preformatted", content: View.Text(markup: Markup(lines: text)))
        case .notes(let notes):
            let statements = notes.map {
                View.Statement(
                    markup: Markup(codeSpansIn: $0.text), mark: $0.isWarning ? words.warning : nil)
            }
            self.init(
                template: "statements",
                content: View.Statements(label: words.notes, kind: "notes", statements: statements))
        case .findings(let findings):
            let statements = findings.map { View.Statement(markup: Markup(codeSpansIn: $0.text), mark: nil) }
            self.init(
                template: "statements",
                content: View.Statements(label: words.findings, kind: "findings", statements: statements))
        case .caveats(let caveats):
            let statements = caveats.map { View.Statement(markup: Markup(codeSpansIn: $0.text), mark: nil) }
            self.init(
                template: "statements",
                content: View.Statements(label: words.caveats, kind: "caveats", statements: statements))
        case .metrics(let metrics):
            self.init(
                template: "metrics",
                content: View.Metrics(
                    label: words.metrics, metrics: metrics.map { View.Metric(MetricText($0, words)) }))
        case .error(let diagnostic, let source):
            self.init(
                template: "error",
                content: View.Text(markup: Markup(lines: diagnostic.rendered(source: source))))
        case .facts(let block):
            self.init(
                template: "facts",
                content: View.Facts(
                    factsCaption: block.caption.nonEmpty,
                    facts: block.facts.map { View.Fact(name: $0.name, value: $0.value) }))
        case .ledger(let block):
            self.init(template: "table", content: View.Table(block.tableBlock(words), words))
        case .table(let block):
            self.init(template: "table", content: View.Table(block, words))
        case .chart(let block):
            self.init(template: "chart", content: View.Chart(block, words, language))
        case .provenance(let provenance):
            self.init(template: "provenance", content: View.Provenance(provenance, words))
        }
    }
}

extension View.Metric {
    init(_ metric: MetricText) {
        (name, group, unit) = (metric.name, metric.group.nonEmpty, metric.unit.nonEmpty)
        amount = metric.value ?? "—"
        small =
            [metric.interval, metric.count, metric.direction].filter { !$0.isEmpty }
            .joined(separator: " · ").nonEmpty
    }
}

extension View.Table {
    init(_ block: TableBlock, _ words: Vocabulary) {
        tableCaption = block.caption.nonEmpty
        regionName = block.caption.isEmpty ? words.data : block.caption
        let shown = block.shown
        let columns = shown.columnTexts
        heads = zip(shown.schema.fields, columns).map { field, column in
            View.Head(
                columnName: field.name, side: column.alignment == .right ? "n" : "t",
                columnUnit: field.unit?.nonEmpty, columnMeaning: field.meaning.nonEmpty)
        }
        lines = (0..<shown.count).map { row in
            View.Line(
                cells: columns.map { column in
                    View.Cell(
                        side: column.alignment == .right ? "n" : "t", cell: column.cells[row],
                        missingWord: column.cells[row] == nil ? words.missing : nil)
                })
        }
        var footer: [String] = []
        if block.totalRows > block.shownRows {
            footer.append(words.shown(block.shownRows, of: block.totalRows))
        }
        if !block.source.isEmpty { footer.append("\(words.source) \(block.source)") }
        tableFooter = footer.joined(separator: " · ").nonEmpty
        empty = block.totalRows == 0 ? words.noRows(of: block.caption) : nil
    }
}

extension View.Chart {
    init(_ block: ChartBlock, _ words: Vocabulary, _ language: Document.Language) {
        let scene = Scene(block.specification, block.table, language: language)
        figureTitle = scene.title.nonEmpty
        svg = Markup(scene)
        // Where nothing is drawn the picture itself says why.
        figureNotes = scene.notes.dropFirst(scene.isEmpty ? 1 : 0).map {
            View.Text(markup: Markup(codeSpansIn: $0))
        }
        dataLabel = words.data
        data = View.Table(block.dataTable, words)
    }
}

extension ChartBlock {
    /// Rows of the table below a chart; the rest is counted.
    static let dataRowLimit = 200

    /// The columns that the chart draws.
    var dataTable: TableBlock {
        let ends = specification.interval
        let wanted = [
            specification.x, specification.split, specification.y, ends?.low, ends?.high, specification.value,
        ]
        var names: [String] = []
        for name in wanted.compactMap({ $0 }) where table.schema[name] != nil && !names.contains(name) {
            names.append(name)
        }
        return TableBlock(table.selecting(names), shownRows: Self.dataRowLimit)
    }
}

extension View.Provenance {
    init(_ provenance: RapportReport.Provenance, _ words: Vocabulary) {
        label = words.provenance
        of = provenance.analysis
        facts = provenance.facts(words).map { View.Fact(name: $0.name, value: $0.value) }
        recipeLabel = words.recipe
        recipe = Markup(lines: provenance.recipe)
        inputsLabel = provenance.inputs.isEmpty ? nil : words.inputs
        inputs = provenance.inputs.map {
            View.Input(name: $0.name, rows: words[rows: $0.rows], digest: $0.digest)
        }
        parametersLabel = provenance.parameters.isEmpty ? nil : words.parameters
        parameters = provenance.parameters.map {
            View.Parameter(name: $0.name, value: $0.value, standard: $0.isDefault ? words.standard : nil)
        }
    }
}
