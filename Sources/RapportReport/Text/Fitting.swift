import RapportDiagnostics

/// Where a cell's text stands in its column.
enum Alignment: Sendable, Hashable { case left, right }

extension String {
    /// The text in at most `width` screen columns; what does not fit is cut and marked by `ellipsis`.
    func cut(to width: Int, ellipsis: String = "…") -> String {
        if displayWidth <= width { return self }
        let room = width - ellipsis.displayWidth
        guard room >= 0 else { return String(repeating: ".", count: max(width, 0)) }
        var (out, used) = ("", 0)
        for character in self {
            let step = String(character).displayWidth
            if used + step > room { break }
            out.append(character)
            used += step
        }
        return out + ellipsis
    }

    /// The text with blanks to exactly `width` screen columns; longer text stays as it is.
    func padded(to width: Int, _ alignment: Alignment = .left) -> String {
        let blanks = String(repeating: " ", count: max(width - displayWidth, 0))
        return alignment == .left ? self + blanks : blanks + self
    }

    /// Lines of at most `width` screen columns, broken at blanks, or between Chinese characters, or where
    /// a word is longer than a line.
    ///
    /// Lines after the first begin with `indent`.
    func wrapped(to width: Int, indent: String = "") -> [String] {
        var lines: [String] = []
        var (line, used) = ("", 0)
        let margin = indent.displayWidth
        func close() {
            while line.last == " " { line.removeLast() }
            lines.append(line)
            (line, used) = (indent, margin)
        }
        for word in wordsForWrapping() {
            let step = word.displayWidth
            let isBlank = word == " "
            if used + step > width, used > (lines.isEmpty ? 0 : margin) {
                close()
            }
            if isBlank, used == (lines.isEmpty ? 0 : margin) { continue }
            if used + step <= width {
                line += word
                used += step
            } else {
                for character in word {
                    let each = String(character).displayWidth
                    if used + each > width { close() }
                    line.append(character)
                    used += each
                }
            }
        }
        if used > (lines.isEmpty ? 0 : margin) || lines.isEmpty { close() }
        return lines
    }

    /// Words, blanks and single wide characters, in order.
    private func wordsForWrapping() -> [String] {
        var words: [String] = []
        var word = ""
        for character in self {
            let isWide = String(character).displayWidth == 2
            if character == " " || isWide {
                if !word.isEmpty { words.append(word) }
                word = ""
                // Chinese punctuation that closes does not begin a line.
                if isWide, "，。；：！？、）》」』".contains(character), let last = words.popLast() {
                    words.append(last + String(character))
                } else {
                    words.append(String(character))
                }
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
