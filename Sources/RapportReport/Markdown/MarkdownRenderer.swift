import RapportContract
import RapportDiagnostics

/// A document as Markdown (CommonMark with tables), its charts drawn in characters.
public struct MarkdownRenderer: Sendable {
    public init() {}

    public func render(_ document: Document) -> String {
        let words = Vocabulary.of(document.language)
        var parts = ["# \(document.title.markdownEscaped)\n"]
        if !document.subtitle.isEmpty { parts.append(document.subtitle.markdownEscapedLine + "\n") }
        if !document.date.isEmpty { parts.append(document.date.markdownEscapedLine + "\n") }
        parts += document.blocks.map { render($0, words, document.language) }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func render(_ block: Block, _ words: Vocabulary, _ language: Document.Language) -> String {
        switch block {
        case .heading(let level, let text):
            return String(repeating: "#", count: min(max(level, 1), 4) + 1) + " \(spans(text))\n"
        case .paragraph(let text): return spans(text).escapingLineStart + "\n"
        case .markdown(let source): return MarkdownText(source).markdown
        case .code(let source): return source.markdownFenced("rapport")
        case .preformatted(let text): return text.markdownFenced("text")
        case .notes(let notes):
            return list(notes.map { ($0.isWarning ? "**\(words.warning)** " : "") + spans($0.text) })
        case .findings(let findings): return section(words.findings, list(findings.map { spans($0.text) }))
        case .caveats(let caveats): return section(words.caveats, list(caveats.map { spans($0.text) }))
        case .metrics(let metrics): return section(words.metrics, list(metrics.map { metric($0, words) }))
        case .error(let diagnostic, let source):
            return diagnostic.rendered(source: source).markdownFenced("text")
        case .facts(let block): return facts(block)
        case .ledger(let block): return table(block.tableBlock(words), words)
        case .table(let block): return table(block, words)
        case .chart(let block): return chart(block, words, language)
        case .provenance(let provenance): return self.provenance(provenance, words)
        }
    }

    private func section(_ label: String, _ body: String) -> String { "**\(label)**\n\n\(body)" }

    private func list(_ items: [String]) -> String { items.map { "- \($0)\n" }.joined() }

    private func spans(_ text: String) -> String {
        text.codeSpans.map { $0.isCode ? $0.text.markdownCode : $0.text.markdownEscaped }.joined()
    }

    private func metric(_ metric: Outcome.Metric, _ words: Vocabulary) -> String {
        let text = MetricText(metric, words)
        let name = [text.name, text.group].filter { !$0.isEmpty }.joined(separator: ", ").markdownEscaped
        let amount = [text.value ?? "·", text.unit].filter { !$0.isEmpty }.joined(separator: " ")
            .markdownEscaped
        let small = [text.interval, text.count, text.direction].filter { !$0.isEmpty }.joined(separator: "; ")
        return "\(name): **\(amount)**" + (small.isEmpty ? "" : " (\(small))")
    }

    private func facts(_ block: FactsBlock) -> String {
        let lines = list(block.facts.map { "\($0.name.markdownEscaped): \(spans($0.value))" })
        return block.caption.isEmpty ? lines : section(spans(block.caption), lines)
    }

    private func table(_ block: TableBlock, _ words: Vocabulary) -> String {
        var footer: [String] = []
        var text = ""
        if block.totalRows == 0 {
            footer.append(words.noRows(of: block.caption).markdownEscaped)
        } else {
            if !block.caption.isEmpty { text = "**\(block.caption.markdownEscaped)**\n\n" }
            MarkdownTable.write(block.shown, to: &text)
        }
        if block.hiddenRows > 0 { footer.append(words.shown(block.shownRows, of: block.totalRows)) }
        if !block.source.isEmpty { footer.append("\(words.source) \(block.source.markdownCode)") }
        if footer.isEmpty { return text }
        return text + (text.isEmpty ? "" : "\n") + "\(footer.joined(separator: " · "))\n"
    }

    private func chart(_ block: ChartBlock, _ words: Vocabulary, _ language: Document.Language) -> String {
        let scene = Scene(block.specification, block.table, language: language, orientation: .horizontal)
        let drawn = TerminalChart(scene).render().markdownFenced("text")
        return "\(scene.description.markdownEscaped)\n\n\(drawn)\n\(table(block.dataTable, words))"
    }

    private func provenance(_ provenance: Provenance, _ words: Vocabulary) -> String {
        var lines = provenance.facts(words).map { "\($0.name): \($0.value.markdownEscaped)" }
        lines += provenance.inputs.map {
            "\(words.inputs): \($0.name.markdownCode) \(words[rows: $0.rows])"
                + ($0.digest.isEmpty ? "" : words.comma + $0.digest.markdownEscaped)
        }
        if !provenance.parameters.isEmpty {
            let list = provenance.parameters.map {
                "\($0.name)=\($0.value)".markdownCode + ($0.isDefault ? words.inBrackets(words.standard) : "")
            }
            lines.append("\(words.parameters): \(list.joined(separator: words.comma))")
        }
        lines.append("\(words.recipe):")
        return section(words.provenance, list(lines)) + "\n" + provenance.recipe.markdownFenced("rapport")
    }
}
