extension MarkdownText {
    /// The text as Markdown again, with all that the subset does not know escaped.
    var markdown: String { Self.lines(pieces).joined(separator: "\n") + "\n" }

    private static func lines(_ pieces: [Piece]) -> [String] {
        var lines: [String] = []
        for piece in pieces {
            if !lines.isEmpty { lines.append("") }
            switch piece {
            case .heading(let level, let inlines):
                lines.append(String(repeating: "#", count: level + 1) + " " + text(inlines))
            case .paragraph(let inlines): lines.append(text(inlines).escapingLineStart)
            case .code(let source):
                lines += source.markdownFenced("").dropLast().split(
                    separator: "\n", omittingEmptySubsequences: false
                ).map(String.init)
            case .rule: lines.append("---")
            case .quote(let inner): lines += Self.lines(inner).map { "> " + $0 }
            case .list(let isOrdered, let items):
                for (index, item) in items.enumerated() {
                    let mark = isOrdered ? "\(index + 1). " : "- "
                    let indent = String(repeating: " ", count: mark.count)
                    // An item's own lists follow its text without a blank line, as they were written.
                    let body = Self.lines(item).filter { !$0.isEmpty }
                    lines.append(mark + (body.first ?? ""))
                    lines += body.dropFirst().map { indent + $0 }
                }
            }
        }
        return lines
    }

    private static func text(_ inlines: [Inline]) -> String {
        inlines.map { inline in
            switch inline {
            case .text(let text): text.markdownEscaped
            case .code(let text): text.markdownCode
            case .strong(let inner): "**\(text(inner))**"
            case .emphasis(let inner): "*\(text(inner))*"
            case .link(let inner, let address): "\(text(inner)) (\(address.markdownEscaped))"
            }
        }.joined()
    }
}

extension String {
    /// Markdown whose first sign could begin a heading, list or rule, with that sign escaped.
    var escapingLineStart: String {
        guard let first else { return self }
        if "#+-=".contains(first) { return "\\" + self }
        let digits = prefix { $0.isASCII && $0.isNumber }
        if !digits.isEmpty, let mark = dropFirst(digits.count).first, ".)".contains(mark) {
            return digits + "\\" + dropFirst(digits.count)
        }
        return self
    }
}
