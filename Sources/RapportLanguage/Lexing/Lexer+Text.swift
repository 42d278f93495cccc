import RapportDiagnostics

extension Lexer {
    /// `"…"` with escapes, `'…'` as it is, `"""…"""` as it is over several lines.
    ///
    /// A text opened by a curly quote ends at the next quote of its kind, curly or straight; one opened by a
    /// straight quote holds curly ones.
    mutating func lexText(_ quote: UInt8, openedBy length: Int) {
        let start = position
        position += length
        if quote == UInt8(ascii: "\""), length == 1, byte() == quote, byte(1) == quote {
            return lexLongText(from: start)
        }
        let isCurly = length > 1
        let isEscaped = quote == UInt8(ascii: "\"")
        var value: [UInt8] = []
        var badEscape: (span: Range<Int>, message: String)?
        while let next = byte(), next != UInt8(ascii: "\n") {
            let closing = closes(quote, isCurly: isCurly)
            if closing > 0 {
                if !isEscaped, !isCurly, byte(1) == quote {
                    value.append(quote)
                    position += 2
                    continue
                }
                position += closing
                return finishText(value, from: start, openedBy: length, badEscape)
            }
            if next == UInt8(ascii: "\\"), isEscaped {
                let escape = readEscape(into: &value)
                badEscape = badEscape ?? escape
            } else {
                value.append(next)
                position += 1
            }
        }
        let sign = String(UnicodeScalar(quote))
        refuse(
            "syntax.string", "text is not closed on its line", at: start..<start + length, from: start,
            help: ["close it with `\(sign)`; text over several lines stands between \"\"\""])
    }

    /// How many bytes the closing quote at the position takes; 0 where there is none.
    private func closes(_ quote: UInt8, isCurly: Bool) -> Int {
        guard let next = byte() else { return 0 }
        if next == quote { return 1 }
        guard isCurly, next >= 0x80, let (scalar, length) = scalar(at: position),
            Characters.twin(of: scalar) == quote
        else { return 0 }
        return length
    }

    private mutating func finishText(
        _ value: [UInt8], from start: Int, openedBy length: Int,
        _ badEscape: (span: Range<Int>, message: String)?
    ) {
        guard let badEscape else {
            texts.append(String(decoding: value, as: UTF8.self))
            return append(.string, from: start, text: texts.count - 1)
        }
        let raw = source(start + length..<max(start + length, position - 1))
        if badEscape.message.hasSuffix("is no character") {
            return refuse(
                "syntax.escape", badEscape.message, at: badEscape.span, from: start,
                help: ["a character's number, as in \\u{4E2D}"])
        }
        var help = Diagnostic.Help("single quotes take text as it is: '\(source(badEscape.span))'")
        if length == 1, !raw.contains("\\\\"), !raw.contains("\\\"") {
            let replacement = "'\(raw.replacing("'", with: "''"))'"
            help.edit = Diagnostic.Edit(SourceSpan(start..<position), replacement)
        }
        refuse("syntax.escape", badEscape.message, at: badEscape.span, from: start, help: [help])
    }

    /// Reads `\n`, `\u{4E2D}`; gives what is wrong with it, if anything is.
    private mutating func readEscape(into value: inout [UInt8]) -> (span: Range<Int>, message: String)? {
        let start = position
        position += 1
        guard let (scalar, length) = scalar(at: position), scalar != "\n" else { return nil }
        position += length
        switch scalar {
        case "\"", "\\": value.append(UInt8(scalar.value))
        case "n": value.append(UInt8(ascii: "\n"))
        case "t": value.append(UInt8(ascii: "\t"))
        case "r": value.append(UInt8(ascii: "\r"))
        case "u":
            guard byte() == UInt8(ascii: "{") else { break }
            var end = position + 1
            while let next = byte(at: end), Unicode.Scalar(next).properties.isASCIIHexDigit { end += 1 }
            guard byte(at: end) == UInt8(ascii: "}"), (1...6).contains(end - position - 1) else { break }
            let digits = source(position + 1..<end)
            position = end + 1
            guard let number = UInt32(digits, radix: 16), let meant = Unicode.Scalar(number) else {
                return (start..<position, "`\(source(start..<position))` is no character")
            }
            value += Array(String(meant).utf8)
            return nil
        default: break
        }
        let isKnown = "\"\\ntr".unicodeScalars.contains(scalar)
        return isKnown ? nil : (start..<position, "`\(source(start..<position))` is no escape")
    }

    private mutating func lexLongText(from start: Int) {
        position = start + 3
        let quote = UInt8(ascii: "\"")
        while let next = byte() {
            if next == quote, byte(1) == quote, byte(2) == quote {
                texts.append(source(start + 3..<position))
                position += 3
                return append(.string, from: start, text: texts.count - 1)
            }
            position += 1
        }
        refuse(
            "syntax.string", "text that begins with \"\"\" is not closed", at: start..<start + 3, from: start,
            help: ["close it with \"\"\""], isAtEnd: true)
    }
}
