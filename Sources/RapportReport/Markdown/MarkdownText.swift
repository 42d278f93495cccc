/// Text that an author wrote in Markdown, read in a small subset that cannot do harm: headings, paragraphs,
/// lists, quotes, rules, fenced code, emphasis, code spans and links.
///
/// HTML in it is text. A link shows its text and its address and leads nowhere by itself; an image is its
/// alternative text.
struct MarkdownText: Sendable, Hashable {
    var pieces: [Piece]

    indirect enum Piece: Sendable, Hashable {
        case heading(level: Int, [Inline])
        case paragraph([Inline])
        case list(isOrdered: Bool, [[Piece]])
        case quote([Piece])
        case code(String)
        case rule
    }

    indirect enum Inline: Sendable, Hashable {
        case text(String)
        case code(String)
        case strong([Inline])
        case emphasis([Inline])
        case link([Inline], address: String)
    }

    /// Lists and quotes within each other deeper than this are text.
    private static let depthLimit = 8

    init(_ source: String) {
        let lines = source.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        pieces = Self.pieces(lines[...], depth: 0)
    }

    private static func pieces(_ lines: ArraySlice<String>, depth: Int) -> [Piece] {
        var pieces: [Piece] = []
        var paragraph: [String] = []
        func close() {
            if !paragraph.isEmpty {
                pieces.append(.paragraph(MarkdownInline.parse(paragraph.joined(separator: " "))))
            }
            paragraph = []
        }
        var rest = lines
        while let line = rest.first {
            let trimmed = unindented(line)
            if trimmed.isEmpty {
                close()
                rest.removeFirst()
            } else if let fence = fence(of: trimmed) {
                close()
                rest.removeFirst()
                let end = rest.firstIndex { unindented($0).hasPrefix(fence) } ?? rest.endIndex
                pieces.append(.code(rest[..<end].joined(separator: "\n")))
                rest = rest[min(end + 1, rest.endIndex)...]
            } else if let heading = heading(trimmed) {
                close()
                pieces.append(heading)
                rest.removeFirst()
            } else if isRule(trimmed) {
                close()
                pieces.append(.rule)
                rest.removeFirst()
            } else if trimmed.hasPrefix("|") {
                close()
                let end = rest.firstIndex { !unindented($0).hasPrefix("|") } ?? rest.endIndex
                pieces.append(.code(rest[..<end].joined(separator: "\n")))
                rest = rest[end...]
            } else if depth < depthLimit, trimmed.hasPrefix(">") {
                close()
                let end = rest.firstIndex { !unindented($0).hasPrefix(">") } ?? rest.endIndex
                let inner = rest[..<end].map { line in
                    let body = unindented(line).dropFirst()
                    return String(body.first == " " ? body.dropFirst() : body)
                }
                pieces.append(.quote(Self.pieces(inner[...], depth: depth + 1)))
                rest = rest[end...]
            } else if depth < depthLimit, let marker = ListMarker(line) {
                close()
                pieces.append(list(&rest, marker, depth: depth))
            } else {
                paragraph.append(trimmed)
                rest.removeFirst()
            }
        }
        close()
        return pieces
    }

    private static func list(_ rest: inout ArraySlice<String>, _ first: ListMarker, depth: Int) -> Piece {
        var items: [[String]] = []
        while let line = rest.first {
            if let marker = ListMarker(line), marker.indent <= first.indent + 1 {
                guard marker.isOrdered == first.isOrdered, marker.indent + 1 >= first.indent else { break }
                items.append([marker.text])
            } else if line.allSatisfy(\.isWhitespace) {
                let next = rest.dropFirst().first { !$0.allSatisfy(\.isWhitespace) }
                let goesOn = next.map { ListMarker($0) != nil || $0.hasPrefix("  ") } ?? false
                guard goesOn else { break }
                items[items.count - 1].append("")
            } else {
                let indent = line.prefix { $0 == " " }.count
                guard indent > first.indent else { break }
                items[items.count - 1].append(String(line.dropFirst(min(indent, first.contentIndent))))
            }
            rest.removeFirst()
        }
        return .list(isOrdered: first.isOrdered, items.map { pieces($0[...], depth: depth + 1) })
    }

    private struct ListMarker {
        var indent: Int
        var contentIndent: Int
        var isOrdered: Bool
        var text: String

        init?(_ line: String) {
            indent = line.prefix { $0 == " " }.count
            let body = line.dropFirst(indent)
            let digits = body.prefix { $0.isASCII && $0.isNumber }
            let mark: Int
            if let first = body.first, "-*+".contains(first) {
                (mark, isOrdered) = (1, false)
            } else if !digits.isEmpty, digits.count < 10, let sign = body.dropFirst(digits.count).first,
                sign == "." || sign == ")"
            {
                (mark, isOrdered) = (digits.count + 1, true)
            } else {
                return nil
            }
            guard body.dropFirst(mark).first == " " else { return nil }
            contentIndent = indent + mark + 1
            text = String(body.dropFirst(mark + 1))
        }
    }

    private static func unindented(_ line: String) -> String {
        String(line.drop { $0 == " " || $0 == "\t" })
    }

    private static func fence(of line: String) -> String? {
        for sign: Character in ["`", "~"] {
            let run = line.prefix { $0 == sign }
            if run.count >= 3 { return String(run) }
        }
        return nil
    }

    private static func heading(_ line: String) -> Piece? {
        let level = line.prefix { $0 == "#" }.count
        guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
        var text = line.dropFirst(level + 1)
        while text.last == "#" || text.last == " " { text.removeLast() }
        return .heading(level: min(level, 4), MarkdownInline.parse(String(text)))
    }

    private static func isRule(_ line: String) -> Bool {
        guard let sign = line.first, "-*_".contains(sign) else { return false }
        return line.count { $0 == sign } >= 3 && line.allSatisfy { $0 == sign || $0 == " " }
    }
}
