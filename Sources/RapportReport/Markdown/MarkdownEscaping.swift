extension String {
    /// The text as Markdown that shows just it: markup, HTML and pipes escaped, control characters visible.
    ///
    /// Underscores inside a word stay, because CommonMark does not read them as emphasis there, and column
    /// names are full of them.
    var markdownEscaped: String {
        var out = ""
        let scalars = Array(visible.unicodeScalars)
        func isWord(_ index: Int) -> Bool {
            guard scalars.indices.contains(index) else { return false }
            return scalars[index].properties.isAlphabetic || scalars[index].properties.numericType != nil
        }
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "\\", "`", "*", "[", "]", "|", "~", "$":
                out += "\\"
                out.unicodeScalars.append(scalar)
            case "_":
                out += isWord(index - 1) && isWord(index + 1) ? "_" : "\\_"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// As ``markdownEscaped`` for a whole line, whose first sign could begin a heading or a list.
    var markdownEscapedLine: String { markdownEscaped.escapingLineStart }

    /// The text as a code span, with a fence longer than any run of backticks in it.
    var markdownCode: String {
        let text = visible
        let fence = String(repeating: "`", count: text.longestBacktickRun + 1)
        let needsRoom = text.hasPrefix("`") || text.hasSuffix("`") || text.isEmpty
        return fence + (needsRoom ? " \(text) " : text) + fence
    }

    /// The text as a fenced block of `language`.
    func markdownFenced(_ language: String) -> String {
        let fence = String(repeating: "`", count: max(longestBacktickRun + 1, 3))
        return "\(fence)\(language)\n\(visibleLines)\n\(fence)\n"
    }

    private var longestBacktickRun: Int {
        var (longest, current) = (0, 0)
        for scalar in unicodeScalars {
            current = scalar == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}
