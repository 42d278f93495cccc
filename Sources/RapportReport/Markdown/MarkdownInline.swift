/// Reads emphasis, code spans and links within a line.
enum MarkdownInline {
    static func parse(_ text: String) -> [MarkdownText.Inline] {
        var parser = Parser(characters: Array(text))
        return parser.inlines(until: nil, depth: 0)
    }

    private struct Parser {
        let characters: [Character]
        var place = 0

        func peek(_ offset: Int = 0) -> Character? {
            characters.indices.contains(place + offset) ? characters[place + offset] : nil
        }

        func has(_ text: String) -> Bool { characters[place...].starts(with: text) }

        mutating func inlines(until end: String?, depth: Int) -> [MarkdownText.Inline] {
            var (made, plain) = ([MarkdownText.Inline](), "")
            func flushed() -> [MarkdownText.Inline] { plain.isEmpty ? made : made + [.text(plain)] }
            while let character = peek() {
                if let end, has(end) { return flushed() }
                if character == "\\", let next = peek(1), next.isPunctuation || next.isSymbol {
                    plain.append(next)
                    place += 2
                } else if let inline = special(character, depth: depth) {
                    made = flushed() + [inline]
                    plain = ""
                } else {
                    plain.append(character)
                    place += 1
                }
            }
            return flushed()
        }

        /// An inline element that begins here; nil, and nothing read, where there is none.
        mutating func special(_ character: Character, depth: Int) -> MarkdownText.Inline? {
            guard depth < 8 else { return nil }
            switch character {
            case "`": return code()
            case "*", "_": return emphasis(character, depth: depth)
            case "!" where peek(1) == "[":
                let start = place
                place += 1
                if let link = link(depth: depth), case .link(let text, _) = link { return .emphasis(text) }
                place = start
                return nil
            case "[": return link(depth: depth)
            default: return nil
            }
        }

        mutating func code() -> MarkdownText.Inline? {
            let fence = characters[place...].prefix { $0 == "`" }.count
            var end = place + fence
            while end < characters.count {
                let run = characters[end...].prefix { $0 == "`" }.count
                if run == fence {
                    var text = String(characters[(place + fence)..<end])
                    if text.count > 2, text.first == " ", text.last == " " {
                        text = String(text.dropFirst().dropLast())
                    }
                    place = end + fence
                    return .code(text)
                }
                end += max(run, 1)
            }
            return nil
        }

        mutating func emphasis(_ sign: Character, depth: Int) -> MarkdownText.Inline? {
            let isDouble = peek(1) == sign
            let mark = String(repeating: sign, count: isDouble ? 2 : 1)
            let before = place > 0 ? characters[place - 1] : " "
            // `snake_case` is a word.
            if sign == "_", before.isLetter || before.isNumber { return nil }
            guard let next = peek(mark.count), !next.isWhitespace, next != sign else { return nil }
            let start = place
            place += mark.count
            let inner = inlines(until: mark, depth: depth + 1)
            guard has(mark), !inner.isEmpty, place > 0, !characters[place - 1].isWhitespace else {
                place = start
                return nil
            }
            place += mark.count
            return isDouble ? .strong(inner) : .emphasis(inner)
        }

        mutating func link(depth: Int) -> MarkdownText.Inline? {
            let start = place
            place += 1
            let text = inlines(until: "]", depth: depth + 1)
            guard has("]("), let close = characters[place...].firstIndex(of: ")") else {
                place = start
                return nil
            }
            let address = String(characters[(place + 2)..<close])
            place = close + 1
            return .link(text, address: address)
        }
    }
}
