import RapportDiagnostics

extension Lexer {
    /// Reads whatever begins with a digit: the longest of a date, a number, a percentage and a quantity.
    mutating func lexNumber() {
        if lexDate() { return }
        let start = position
        let first = endOfDigits(from: start)
        if bytes[start] == UInt8(ascii: "0"), first > start + 1 { return refuseLeadingZero(digitsEnd: first) }
        position = first
        var hasUnderscore = false
        if bytes[start] != UInt8(ascii: "0") {
            while byte() == UInt8(ascii: "_"), byte(1).map(Characters.isDigit) ?? false {
                position = endOfDigits(from: position + 1)
                hasUnderscore = true
            }
        }
        var kind = Token.Kind.integer
        if byte() == UInt8(ascii: "."), byte(1).map(Characters.isDigit) ?? false {
            position = endOfDigits(from: position + 1)
            kind = .float
        }
        if let end = endOfExponent() {
            position = end
            return finishNumber(.float, from: start, canHaveUnit: false)
        }
        if !hasUnderscore, let sign = percentSign() {
            if sign.isTwin { noteTwin(at: position, length: sign.length) }
            position += sign.length
            return append(.percent, from: start)
        }
        finishNumber(kind, from: start, canHaveUnit: true)
    }

    /// The end of `e5` or `E-3` at the position; nil where no digits follow.
    private func endOfExponent() -> Int? {
        guard let letter = byte(), letter | 0x20 == UInt8(ascii: "e") else { return nil }
        let isSigned = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
        let digits = position + (isSigned ? 2 : 1)
        let end = endOfDigits(from: digits)
        return end > digits ? end : nil
    }

    /// The `%` of `10%`: one that no operand touches, or it is a remainder (`10%n`).
    private func percentSign() -> (length: Int, isTwin: Bool)? {
        guard let (sign, length) = scalar(at: position), sign == "%" || sign == "％" else { return nil }
        if let (next, _) = scalar(at: position + length) {
            if Characters.continuesName(next) || "($`\"'[-".unicodeScalars.contains(next) { return nil }
            if let twin = Characters.twin(of: next), "(\"'[-".utf8.contains(twin) { return nil }
        }
        return (length, length > 1)
    }

    private mutating func finishNumber(_ kind: Token.Kind, from start: Int, canHaveUnit: Bool) {
        let end = endOfWord(from: position)
        if end == position { return append(kind, from: start) }
        let unit = source(position..<end)
        let number = source(start..<position)
        if canHaveUnit, Literal.Unit(rawValue: unit) != nil {
            position = end
            return append(.quantity, from: start)
        }
        let span = position..<end
        position = end
        let advice = UnitAdvice(unit: unit, number: number)
        let edit = advice.replacement.map { Diagnostic.Edit(SourceSpan(start..<end), $0) }
        let text = advice.text + "; a column that begins with a digit goes in backticks"
        refuse(
            "syntax.unit", "`\(unit)` is no unit", at: span, from: start, help: [.init(text, edit: edit)])
    }

    private mutating func refuseLeadingZero(digitsEnd: Int) {
        if let grouped = commaGroup(digitsEnd: digitsEnd) { return refuseGroupedNumber(grouped) }
        let start = position
        let digits = source(start..<digitsEnd)
        position = endOfWord(from: digitsEnd)
        while byte() == UInt8(ascii: "."), continuesName(at: position + 1) {
            position = endOfWord(from: position + 1)
        }
        let significant = digits.drop { $0 == "0" }
        refuse(
            "syntax.number", "a number does not begin with 0", at: start..<digitsEnd, from: start,
            help: ["`\(significant.isEmpty ? "0" : significant)`; an id is text: `\"\(digits)\"`"])
    }
}

// MARK: - 1,000

extension Lexer {
    /// The place of the comma, where the digits at the position are the thousands of a number before it.
    private func commaGroup(digitsEnd: Int) -> Int? {
        guard digitsEnd - position == 3, !continuesName(at: digitsEnd), tokens.count >= 2 else { return nil }
        let (number, comma) = (tokens[tokens.count - 2], tokens[tokens.count - 1])
        guard comma.kind == .comma, comma.upper == position, number.kind == .integer,
            number.upper == comma.lower
        else { return nil }
        return comma.lower
    }

    private mutating func refuseGroupedNumber(_ comma: Int) {
        tokens.removeLast()
        while byte() != nil {
            position = endOfDigits(from: position)
            guard byte() == UInt8(ascii: ","), endOfDigits(from: position + 1) == position + 4,
                !continuesName(at: position + 4)
            else { break }
            position += 1
        }
        var start = comma
        for token in tokens.reversed() {
            guard token.upper == start, token.kind == .integer || token.kind == .comma else { break }
            start = token.lower
        }
        let groups = source(start..<position).split(separator: ",")
        let underscored = groups.joined(separator: "_")
        let edit = Diagnostic.Edit(SourceSpan(start..<position), underscored)
        refuse(
            "syntax.number", "a comma inside a number", at: comma..<position, from: comma,
            help: [.init("`\(underscored)` or `\(groups.joined())`", edit: edit)])
    }
}

/// What to write instead of letters that touch a number and are no unit of ours.
private struct UnitAdvice {
    var text: String
    /// The whole number with its unit as it should be, where that is certain.
    var replacement: String?

    init(unit: String, number: String) {
        func power(_ zeros: Int) -> String? {
            let parts = number.replacing("_", with: "").split(separator: ".")
            let fraction = parts.count > 1 ? parts[1] : ""
            guard let whole = parts.first, fraction.count <= zeros else { return nil }
            let digits = whole + fraction + String(repeating: "0", count: zeros - fraction.count)
            return Int64(digits).map(Self.grouped)
        }
        switch unit {
        case "m": text = "`min` for minutes, `mo` for months"
        case "k", "K": (text, replacement) = ("a thousand is 1_000", power(3))
        case "M": (text, replacement) = ("a million is 1_000_000", power(6))
        case "万", "萬": (text, replacement) = ("`\(power(4) ?? "10_000")`", power(4))
        case "亿", "億": (text, replacement) = ("`\(power(8) ?? "100_000_000")`", power(8))
        default:
            if let ours = Self.words[unit] {
                (text, replacement) = ("`\(ours)`", number + ours)
            } else {
                text = "units: ms s min h d w mo q y KB MB GB TB"
            }
        }
    }

    private static func grouped(_ number: Int64) -> String {
        var digits = Array(String(number))
        var at = digits.count - 3
        while at > 0 {
            digits.insert("_", at: at)
            at -= 3
        }
        return String(digits)
    }

    private static let words = [
        "天": "d", "日": "d", "周": "w", "月": "mo", "个月": "mo", "年": "y", "季度": "q", "小时": "h", "时": "h",
        "分钟": "min", "分": "min", "秒": "s", "毫秒": "ms", "day": "d", "days": "d", "week": "w", "weeks": "w",
        "month": "mo", "months": "mo", "year": "y", "years": "y", "hour": "h", "hours": "h", "hr": "h",
        "minute": "min", "minutes": "min", "mins": "min", "sec": "s", "secs": "s", "second": "s",
        "seconds": "s", "quarter": "q", "quarters": "q", "kb": "KB", "mb": "MB", "gb": "GB", "tb": "TB",
        "D": "d", "H": "h", "W": "w", "Y": "y",
    ]
}
