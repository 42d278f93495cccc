/// A Markdown document whose `rapport` cells are lines of the language.
///
/// Everything else of the document is prose and stays as it is, other code fences too.
public struct Notebook: Sendable {
    public var path: String
    public var frontMatter: FrontMatter
    public var pieces: [Piece]

    public enum Piece: Sendable, Hashable {
        case prose(String)
        case cell(Cell)
        /// What the cell before it printed when the document was last accepted; README and manuals have them.
        case output(String)
    }

    public struct Cell: Sendable, Hashable {
        /// The word after `rapport` on the fence, else the cell's number from 1.
        public var key: String
        public var source: String
        /// The line of the document on which the source begins, from 1.
        public var line: Int
    }

    public var cells: [Cell] {
        pieces.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
    }

    /// Splits the text of a notebook; a fence that is not closed runs to the end, as Markdown has it.
    static func pieces(of lines: ArraySlice<Substring>) -> [Piece] {
        var pieces: [Piece] = []
        var prose: [Substring] = []
        var cells = 0
        var index = lines.startIndex
        func flush() {
            let text = prose.joined(separator: "\n")
            if !text.allSatisfy(\.isWhitespace) { pieces.append(.prose(text)) }
            prose = []
        }
        while index < lines.endIndex {
            guard let fence = Fence(opening: lines[index]) else {
                prose.append(lines[index])
                index += 1
                continue
            }
            let close = lines[(index + 1)...].firstIndex { fence.isClosed(by: $0) } ?? lines.endIndex
            let body = lines[(index + 1)..<close].joined(separator: "\n")
            switch fence.language {
            case "rapport":
                flush()
                cells += 1
                pieces.append(.cell(Cell(key: fence.word ?? "\(cells)", source: body, line: index + 2)))
            case "output":
                flush()
                pieces.append(.output(body))
            default:
                prose += lines[index..<min(close + 1, lines.endIndex)]
            }
            index = close + 1
        }
        flush()
        return pieces
    }

    /// The opening line of a code block: three or more backticks or tildes, then an info string.
    private struct Fence {
        var sign: Character
        var length: Int
        var language: String
        var word: String?

        init?(opening line: Substring) {
            let text = line.drop { $0 == " " }
            guard line.count - text.count <= 3, let sign = text.first, sign == "`" || sign == "~" else {
                return nil
            }
            let length = text.prefix { $0 == sign }.count
            let info = text.dropFirst(length)
            guard length >= 3, !(sign == "`" && info.contains("`")) else { return nil }
            let words = info.split(separator: " ")
            (self.sign, self.length) = (sign, length)
            language = words.first.map(String.init) ?? ""
            word = words.dropFirst().first.map(String.init)
        }

        func isClosed(by line: Substring) -> Bool {
            let text = line.drop { $0 == " " }
            guard line.count - text.count <= 3 else { return false }
            let signs = text.prefix { $0 == sign }
            return signs.count >= length && text.dropFirst(signs.count).allSatisfy(\.isWhitespace)
        }
    }
}
