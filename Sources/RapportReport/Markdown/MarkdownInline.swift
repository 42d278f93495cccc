/// Reads emphasis, code spans and links within a line.
///
/// An opening sign looks for its closing one before anything between is read, so that signs that never close
/// cost no more than one look each kind.
enum MarkdownInline {
    /// Emphasis within emphasis deeper than this is text.
    private static let depthLimit = 8

    static func parse(_ text: String) -> [MarkdownText.Inline] {
        let characters = Array(text)
        return inlines(characters[...], depth: 0)
    }

    private static func inlines(_ text: ArraySlice<Character>, depth: Int) -> [MarkdownText.Inline] {
        var reader = Reader(text: text, depth: depth)
        return reader.read()
    }

    private struct Reader {
        let text: ArraySlice<Character>
        let depth: Int
        var place: Int
        /// Signs that have no closing one from here to the end.
        var unclosed: Set<String> = []

        init(text: ArraySlice<Character>, depth: Int) {
            (self.text, self.depth, place) = (text, depth, text.startIndex)
        }

        func peek(_ offset: Int = 0) -> Character? {
            text.indices.contains(place + offset) ? text[place + offset] : nil
        }

        mutating func read() -> [MarkdownText.Inline] {
            var (made, plain) = ([MarkdownText.Inline](), "")
            func flush() {
                if !plain.isEmpty { made.append(.text(plain)) }
                plain = ""
            }
            while let character = peek() {
                if character == "\\", let next = peek(1), next.isPunctuation || next.isSymbol {
                    plain.append(next)
                    place += 2
                } else if let inline = special(character) {
                    flush()
                    made.append(inline)
                } else {
                    plain.append(character)
                    place += 1
                }
            }
            flush()
            return made
        }

        /// An inline element that begins here; nil, and nothing read, where there is none.
        private mutating func special(_ character: Character) -> MarkdownText.Inline? {
            guard depth < MarkdownInline.depthLimit else { return nil }
            switch character {
            case "`": return code()
            case "*", "_": return emphasis(character)
            case "[": return link(at: place)
            case "!" where peek(1) == "[":
                guard case .link(let name, _)? = link(at: place + 1) else { return nil }
                return .emphasis(name)
            default: return nil
            }
        }

        private mutating func code() -> MarkdownText.Inline? {
            let fence = text[place...].prefix { $0 == "`" }
            let sign = String(fence)
            guard !unclosed.contains(sign) else { return nil }
            var end = fence.endIndex
            while end < text.endIndex {
                let run = text[end...].prefix { $0 == "`" }.count
                if run == fence.count {
                    var inner = String(text[fence.endIndex..<end])
                    if inner.count > 2, inner.first == " ", inner.last == " " {
                        inner = String(inner.dropFirst().dropLast())
                    }
                    place = end + run
                    return .code(inner)
                }
                end += max(run, 1)
            }
            unclosed.insert(sign)
            return nil
        }

        private mutating func emphasis(_ sign: Character) -> MarkdownText.Inline? {
            let count = peek(1) == sign ? 2 : 1
            let mark = String(repeating: sign, count: count)
            // `snake_case` is a word.
            if sign == "_", place > text.startIndex, text[place - 1].isLetter || text[place - 1].isNumber {
                return nil
            }
            guard !unclosed.contains(mark), let next = peek(count), !next.isWhitespace, next != sign else {
                return nil
            }
            let start = place + count
            var end = start + 1
            while end + count <= text.endIndex {
                let isMark = text[end..<(end + count)].allSatisfy { $0 == sign }
                let isLonger = end + count < text.endIndex && text[end + count] == sign
                if isMark, !isLonger, !text[end - 1].isWhitespace, text[end - 1] != sign {
                    place = end + count
                    let inner = MarkdownInline.inlines(text[start..<end], depth: depth + 1)
                    return count == 2 ? .strong(inner) : .emphasis(inner)
                }
                end += 1
            }
            unclosed.insert(mark)
            return nil
        }

        private mutating func link(at start: Int) -> MarkdownText.Inline? {
            guard !unclosed.contains("[") else { return nil }
            var middle = start + 1
            while middle + 1 < text.endIndex, !(text[middle] == "]" && text[middle + 1] == "(") {
                middle += 1
            }
            guard middle + 1 < text.endIndex, let end = text[(middle + 2)...].firstIndex(of: ")") else {
                unclosed.insert("[")
                return nil
            }
            place = end + 1
            let name = MarkdownInline.inlines(text[(start + 1)..<middle], depth: depth + 1)
            return .link(name, address: String(text[(middle + 2)..<end]))
        }
    }
}
