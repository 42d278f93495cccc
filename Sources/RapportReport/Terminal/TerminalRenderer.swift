import RapportContract
import RapportDiagnostics

/// A document as text on a terminal, or in a plain text file.
///
/// No line is wider than the style's width, but for code, errors and other text that is set as it is.
public struct TerminalRenderer: Sendable {
    public var style: TerminalStyle

    public init(_ style: TerminalStyle = .plain) { self.style = style }

    public func render(_ document: Document) -> String {
        var parts = [heading(document.title, rule: true)]
        if !document.subtitle.isEmpty { parts.append(paragraph(document.subtitle)) }
        if !document.date.isEmpty { parts.append(paragraph(document.date)) }
        parts += document.blocks.map { render($0, language: document.language) }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    /// One block, without a line end.
    public func render(_ block: Block, language: Document.Language = .english) -> String {
        let words = Vocabulary.of(language)
        switch block {
        case .heading(let level, let text): return heading(text, rule: level <= 1)
        case .paragraph(let text): return paragraph(text)
        case .markdown(let source):
            return TerminalMarkdown(style).lines(MarkdownText(source).pieces, width: style.width)
                .joined(separator: "\n")
        case .code(let source): return quoted(source)
        case .preformatted(let text): return text.visibleLines
        case .notes(let notes): return notes.map { note($0, words) }.joined(separator: "\n")
        case .findings(let findings): return section(words.findings, findings.map(\.text), .cyan)
        case .caveats(let caveats): return section(words.caveats, caveats.map(\.text), .yellow)
        case .metrics(let metrics): return pairs(words.metrics, metrics.map { metric($0, words) })
        case .error(let diagnostic, let source):
            return style.paint(diagnostic.rendered(source: source).visibleLines, .red)
        case .facts(let block): return pairs(block.caption, block.facts)
        case .ledger(let block): return table(block.tableBlock(words), language, words)
        case .table(let block): return table(block, language, words)
        case .chart(let block):
            let scene = Scene(
                block.specification, block.table, language: language, orientation: .horizontal)
            return TerminalChart(scene).render(style)
        case .provenance(let provenance): return self.provenance(provenance, words)
        }
    }

    private func heading(_ text: String, rule: Bool) -> String {
        var lines = text.visible.wrapped(to: style.width)
        let width = lines.reduce(0) { max($0, $1.displayWidth) }
        lines = lines.map { style.paint($0, .bold) }
        if rule { lines.append(style.paint(String(repeating: style.rule, count: width), .dim)) }
        return lines.joined(separator: "\n")
    }

    private func paragraph(_ text: String) -> String {
        text.visible.wrapped(to: style.width).joined(separator: "\n")
    }

    private func quoted(_ source: String) -> String {
        source.visibleLines.split(separator: "\n", omittingEmptySubsequences: false)
            .map { style.paint("> ", .dim) + $0 }.joined(separator: "\n")
    }

    private func note(_ note: Note, _ words: Vocabulary) -> String {
        let mark = note.isWarning ? "\(words.warning): " : ""
        let lines = (mark + note.text.visible).wrapped(to: style.width, indent: "  ")
        return lines.map { style.paint($0, note.isWarning ? .yellow : .dim) }.joined(separator: "\n")
    }

    private func section(_ label: String, _ items: [String], _ color: TerminalStyle.Attribute) -> String {
        var lines = [style.paint(label, .bold)]
        for item in items {
            for (index, line) in item.visible.wrapped(to: style.width - 4).enumerated() {
                lines.append("  \(index == 0 ? style.paint(style.bullet, color) : " ") \(line)")
            }
        }
        return lines.joined(separator: "\n")
    }

    /// Names in one column, values wrapped in the next.
    private func pairs(_ caption: String, _ facts: [FactsBlock.Fact]) -> String {
        var lines =
            caption.isEmpty ? [] : caption.visible.wrapped(to: style.width).map { style.paint($0, .bold) }
        let names = facts.map { $0.name.visible.cut(to: style.width / 3, ellipsis: style.ellipsis) }
        let width = names.reduce(0) { max($0, $1.displayWidth) }
        for (name, fact) in zip(names, facts) {
            let room = style.width - width - 4
            let values = fact.value.visibleLines.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in values.flatMap({ String($0).wrapped(to: room) }).enumerated() {
                let head = (index == 0 ? name : "").padded(to: width)
                lines.append("  \(style.paint(head, .dim))  \(line)")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func metric(_ metric: Outcome.Metric, _ words: Vocabulary) -> FactsBlock.Fact {
        let text = MetricText(metric, words)
        let name = [text.name, text.group].filter { !$0.isEmpty }.joined(separator: ", ")
        let amount = [text.value ?? style.missing, text.unit].filter { !$0.isEmpty }.joined(separator: " ")
        let small = [text.interval, text.count].filter { !$0.isEmpty }.joined(separator: "; ")
        return .init(name, amount + (small.isEmpty ? "" : "  (\(small))"))
    }

    private func table(_ block: TableBlock, _ language: Document.Language, _ words: Vocabulary) -> String {
        let table = TerminalTable(block.shown, totalRows: block.totalRows, language: language).render(style)
        return block.caption.isEmpty ? table : heading(block.caption, rule: false) + "\n" + table
    }

    private func provenance(_ provenance: Provenance, _ words: Vocabulary) -> String {
        var facts = provenance.facts(words)
        facts += provenance.inputs.map {
            let parts = [$0.name, words[rows: $0.rows], $0.digest].filter { !$0.isEmpty }
            return .init(words.inputs, parts.joined(separator: words.comma))
        }
        if !provenance.parameters.isEmpty {
            let list = provenance.parameters.map {
                "\($0.name)=\($0.value)" + ($0.isDefault ? words.inBrackets(words.standard) : "")
            }
            facts.append(.init(words.parameters, list.joined(separator: words.comma)))
        }
        facts.append(.init(words.recipe, provenance.recipe))
        return pairs(words.provenance, facts)
    }
}
