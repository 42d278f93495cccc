internal import RapportDiagnostics

/// The words of an SQL text, as far as they must be known here: where they stand, and how deep in parentheses.
struct SQLText {
    struct Token {
        var text: Substring
        /// Bytes of the whole text.
        var span: Range<Int>
        var depth: Int
    }

    private(set) var tokens: [Token] = []

    /// Words, numbers, quoted names and texts, and single signs; comments and blanks fall.
    init(_ text: String) {
        let bytes = Array(text.utf8)
        let source = text.utf8
        var (place, depth) = (0, 0)
        func isWord(_ byte: UInt8) -> Bool {
            byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
                || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        func at(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
        while place < bytes.count {
            let start = place
            switch bytes[place] {
            case 9...13, 32:
                place += 1
                continue
            case UInt8(ascii: "-") where at(place + 1) == UInt8(ascii: "-"):
                while place < bytes.count, bytes[place] != 10 { place += 1 }
                continue
            case UInt8(ascii: "/") where at(place + 1) == UInt8(ascii: "*"):
                place += 2
                while place < bytes.count,
                    !(at(place) == UInt8(ascii: "*") && at(place + 1) == UInt8(ascii: "/"))
                {
                    place += 1
                }
                place = min(place + 2, bytes.count)
                continue
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "["):
                let quote = bytes[place] == UInt8(ascii: "[") ? UInt8(ascii: "]") : bytes[place]
                place += 1
                while place < bytes.count {
                    if bytes[place] == quote {
                        // A doubled sign stands for itself.
                        if quote != UInt8(ascii: "]"), at(place + 1) == quote {
                            place += 2
                            continue
                        }
                        break
                    }
                    place += 1
                }
                place = min(place + 1, bytes.count)
            case let byte where isWord(byte):
                while place < bytes.count, isWord(bytes[place]) { place += 1 }
            case UInt8(ascii: ")"):
                depth -= 1
                place += 1
            default: place += 1
            }
            let (from, to) = (
                source.index(source.startIndex, offsetBy: start),
                source.index(source.startIndex, offsetBy: place)
            )
            tokens.append(Token(text: text[from..<to], span: start..<place, depth: depth))
            if bytes[start] == UInt8(ascii: "(") { depth += 1 }
        }
    }

    private func has(_ words: [String], _ isFitting: (Token) -> Bool) -> Bool {
        tokens.contains { isFitting($0) && words.contains($0.text.lowercased()) }
    }

    /// Whether the rows have a promised order: `order by` outside of every parenthesis.
    var isOrdered: Bool { has(["order"]) { $0.depth == 0 } }

    /// The word of a statement that changes a table.
    var change: String? {
        tokens.map { $0.text.lowercased() }.first { ["insert", "update", "delete", "replace"].contains($0) }
    }

    /// Whether texts are compared otherwise than byte by byte.
    var hasCollation: Bool { has(["collate"]) { _ in true } }

    /// Whether several selects are put together, anywhere.
    var isCompound: Bool { has(["union", "intersect", "except"]) { _ in true } }

    /// The word at a byte, for a caret.
    func token(at offset: Int) -> Token? { tokens.first { $0.span.contains(offset) } ?? tokens.last }

    /// The first word that is that name, bare or quoted.
    func mention(of name: String) -> Token? {
        tokens.first { Self.unquoted($0.text).lowercased() == name.lowercased() }
    }

    /// A name without its quotes.
    static func unquoted(_ text: Substring) -> String {
        guard let first = text.first, "\"`[".contains(first), text.count >= 2 else { return String(text) }
        let sign = String(first)
        return String(text.dropFirst().dropLast()).replacing(sign + sign, with: sign)
    }

    /// A name as SQL takes it: quoted where it is no plain word.
    static func name(_ name: String) -> String {
        let isPlain = name.utf8.enumerated().allSatisfy { index, byte in
            byte >= 0x80 || byte == UInt8(ascii: "_") || (65...90).contains(byte) || (97...122).contains(byte)
                || (index > 0 && (48...57).contains(byte))
        }
        return isPlain && !name.isEmpty ? name : ResultTable.quoted(name)
    }
}
