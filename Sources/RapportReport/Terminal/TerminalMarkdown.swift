/// Sets the Markdown of an author in lines of a terminal.
struct TerminalMarkdown {
    let style: TerminalStyle

    init(_ style: TerminalStyle) { self.style = style }

    func lines(_ pieces: [MarkdownText.Piece], width: Int) -> [String] {
        var lines: [String] = []
        let width = max(width, 8)
        for piece in pieces {
            if !lines.isEmpty { lines.append("") }
            switch piece {
            case .heading(_, let inlines):
                lines += text(inlines).wrapped(to: width).map { style.paint($0, .bold) }
            case .paragraph(let inlines): lines += text(inlines).wrapped(to: width)
            case .code(let source):
                lines += source.visibleLines.split(separator: "\n", omittingEmptySubsequences: false).map {
                    "    " + $0
                }
            case .rule: lines.append(style.paint(String(repeating: style.rule, count: min(width, 20)), .dim))
            case .quote(let inner): lines += self.lines(inner, width: width - 2).map { "| " + $0 }
            case .list(let isOrdered, let items):
                for (index, item) in items.enumerated() {
                    let mark = isOrdered ? "\(index + 1). " : "\(style.bullet) "
                    let indent = String(repeating: " ", count: mark.count)
                    let body = self.lines(item, width: width - mark.count).filter { !$0.isEmpty }
                    lines.append(mark + (body.first ?? ""))
                    lines += body.dropFirst().map { indent + $0 }
                }
            }
        }
        return lines
    }

    private func text(_ inlines: [MarkdownText.Inline]) -> String {
        inlines.map { inline in
            switch inline {
            case .text(let text): text.visible
            case .code(let code): "`\(code.visible)`"
            case .strong(let inner), .emphasis(let inner): text(inner)
            case .link(let inner, let address): "\(text(inner)) (\(address.visible))"
            }
        }.joined()
    }
}
