import RapportDiagnostics

extension Lexer {
    /// Reads a sign, of one or two bytes or their full-width twins, or a sign of another language.
    mutating func lexSign() {
        let start = position
        let first = sign(at: start)
        let second = sign(at: first.end)
        let third = sign(at: second.end)
        if let foreign = ForeignSign.find(first.byte, second.byte, third.byte) {
            let end = foreign.length == 1 ? first.end : foreign.length == 2 ? second.end : third.end
            return refuseForeign(foreign, from: start, to: end)
        }
        if first.byte == UInt8(ascii: ".") { return lexPoint() }
        let (kind, length) = Self.sign(first.byte, second.byte)
        guard let kind else {
            guard let (scalar, length) = scalar(at: start) else { return }
            return refuseCharacter(scalar, length)
        }
        position = length == 1 ? first.end : second.end
        if first.end - start > 1 { noteTwin(at: start, length: first.end - start) }
        if length == 2, second.end - first.end > 1 { noteTwin(at: first.end, length: second.end - first.end) }
        append(kind, from: start)
    }

    /// The ASCII sign that stands at an index, itself or by its twin; 0 where there is none.
    private func sign(at index: Int) -> (byte: UInt8, end: Int) {
        guard let (scalar, length) = scalar(at: index) else { return (0, index) }
        if length == 1 { return (UInt8(scalar.value), index + 1) }
        return (Characters.twin(of: scalar) ?? 0, index + length)
    }

    private static func sign(_ first: UInt8, _ second: UInt8) -> (kind: Token.Kind?, length: Int) {
        let isEqual = second == UInt8(ascii: "=")
        switch first {
        case UInt8(ascii: "="): return isEqual ? (.equal, 2) : (.assign, 1)
        case UInt8(ascii: "!"): return isEqual ? (.notEqual, 2) : (nil, 1)
        case UInt8(ascii: "<"): return isEqual ? (.lessOrEqual, 2) : (.less, 1)
        case UInt8(ascii: ">"): return isEqual ? (.greaterOrEqual, 2) : (.greater, 1)
        case UInt8(ascii: "|"): return (.bar, 1)
        case UInt8(ascii: "+"): return (.plus, 1)
        case UInt8(ascii: "-"): return (.minus, 1)
        case UInt8(ascii: "*"): return (.star, 1)
        case UInt8(ascii: "/"): return (.slash, 1)
        case UInt8(ascii: "%"): return (.remainder, 1)
        case UInt8(ascii: "("): return (.leftParenthesis, 1)
        case UInt8(ascii: ")"): return (.rightParenthesis, 1)
        case UInt8(ascii: "["): return (.leftBracket, 1)
        case UInt8(ascii: "]"): return (.rightBracket, 1)
        case UInt8(ascii: "{"): return (.leftBrace, 1)
        case UInt8(ascii: "}"): return (.rightBrace, 1)
        case UInt8(ascii: ","): return (.comma, 1)
        case UInt8(ascii: ":"): return (.colon, 1)
        case UInt8(ascii: "?"): return (.question, 1)
        case UInt8(ascii: ";"): return (.semicolon, 1)
        default: return (nil, 1)
        }
    }

    private mutating func refuseForeign(_ foreign: ForeignSign, from start: Int, to end: Int) {
        var help = Diagnostic.Help(foreign.help)
        if let replacement = foreign.replacement {
            help.edit = Diagnostic.Edit(SourceSpan(start..<end), replacement)
        }
        let text = source(start..<end)
        position = end
        if foreign.beginsComment(beforeBlank: byte().map { $0 <= 0x20 } ?? true) {
            position = endOfLine(from: end)
        }
        refuse("syntax.sign", "`\(text)` is not used here", at: start..<end, from: start, help: [help])
    }

    /// `.centers` after a run, `.5`, `1..5`, or a point that means nothing.
    private mutating func lexPoint() {
        let start = position
        position += 1
        if let next = scalar(at: position), Characters.startsName(next.scalar) {
            position = endOfWord(from: position)
            return append(.output, from: start)
        }
        let digits = endOfDigits(from: position)
        if digits > position {
            position = digits
            let number = "0" + source(start..<digits)
            return refuse(
                "syntax.number", "a number needs a digit before the point", at: start..<digits, from: start,
                help: [.init("`\(number)`", edit: .init(SourceSpan(start..<digits), number))])
        }
        if byte() == UInt8(ascii: ".") {
            position += 1
            return refuseRange(from: start)
        }
        refuse(
            "syntax.sign", "`.` is not used here", at: start..<position, from: start,
            help: ["functions come first: `lower(name)`; stages after `|`"])
    }

    private mutating func refuseRange(from start: Int) {
        let end = endOfDigits(from: position)
        var bounds = (lower: "1", upper: "5")
        if let number = tokens.last, number.kind == .integer, number.upper == start, end > position {
            bounds = (source(number.lower..<number.upper), source(position..<end))
        }
        let span = start..<position
        position = end
        refuse(
            "syntax.sign", "`..` is not used here", at: span, from: start,
            help: ["`x >= \(bounds.lower) and x <= \(bounds.upper)`"])
    }

    /// A scalar that begins no token.
    mutating func refuseCharacter(_ scalar: Unicode.Scalar, _ length: Int) {
        let start = position
        position += length
        let span = start..<position
        let name = Characters.codePoint(scalar)
        if let meant = Characters.lookalike(of: scalar) {
            return refuse(
                "syntax.full-width", "`\(scalar)` (\(name)) is not the sign `\(meant)`", at: span,
                from: start,
                help: [
                    .init(
                        "`\(meant)`, or the whole column name in backticks",
                        edit: meant == "?" ? nil : .init(SourceSpan(span), meant))
                ])
        }
        switch scalar.properties.generalCategory {
        case .format, .control, .lineSeparator, .paragraphSeparator:
            refuse(
                "syntax.character", "an invisible character, \(name)", at: span, from: start,
                help: [.init("delete it", edit: .init(SourceSpan(span), ""))])
        default:
            refuse(
                "syntax.character", "`\(scalar)` (\(name)) is no letter, digit or sign", at: span,
                from: start,
                help: ["the whole column name in backticks"])
        }
    }
}
