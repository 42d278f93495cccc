/// What a number is, by the format it is shown in.
struct NumberFormat: Sendable, Equatable {
    enum Meaning: UInt8, Sendable { case number, date, datetime, duration, text }

    var meaning = Meaning.number
    /// `%`, or a currency: its code where it is sure (`CNY`), else its sign (`$`).
    var unit: String?

    init(_ meaning: Meaning = .number, unit: String? = nil) { (self.meaning, self.unit) = (meaning, unit) }

    /// One of the formats that a file need not spell out.
    ///
    /// 27 to 36 and 50 to 58 are dates and times in Chinese, Japanese and Korean Excel, and nothing elsewhere.
    ///
    /// Source: ECMA-376, part 1, 18.8.30.
    init(builtIn id: Int) {
        switch id {
        case 9, 10: self.init(unit: "%")
        case 14...17, 27...31, 36, 50...54, 57, 58: self.init(.date)
        case 22: self.init(.datetime)
        case 18...21, 32...35, 45...47, 55, 56: self.init(.duration)
        case 49: self.init(.text)
        default: self.init()
        }
    }

    /// A format code, such as `yyyy"年"m"月"d"日"` or `[$€-407] #,##0.00`; its first section is that of positive
    /// numbers.
    init(code: String) {
        self.init()
        if code == "@" {
            meaning = .text
            return
        }
        let section = Array(code.unicodeScalars)
        var (hasDay, hasMonth, hasTime, isElapsed, isPercent) = (false, false, false, false, false)
        var literal = ""
        var index = 0
        func next(_ word: String) -> Bool {
            let end = index + word.unicodeScalars.count
            return end <= section.count
                && String(String.UnicodeScalarView(section[index..<end])).lowercased() == word
        }
        scan: while index < section.count {
            let sign = section[index]
            index += 1
            switch sign {
            case ";": break scan
            case "\"":
                while index < section.count, section[index] != "\"" {
                    literal.unicodeScalars.append(section[index])
                    index += 1
                }
                index += 1
            case "\\":
                if index < section.count { literal.unicodeScalars.append(section[index]) }
                index += 1
            // A blank as wide as the next sign, and the next sign as often as there is room.
            case "_", "*": index += 1
            case "[":
                var inner = ""
                while index < section.count, section[index] != "]" {
                    inner.unicodeScalars.append(section[index])
                    index += 1
                }
                index += 1
                if inner.hasPrefix("$") {
                    unit = unit ?? Self.currency(String(inner.dropFirst()))
                } else if let first = inner.lowercased().first, "hms".contains(first),
                    Set(inner.lowercased()).count == 1
                {
                    (isElapsed, hasTime) = (true, true)
                }
            case "y", "Y", "d", "D", "b", "B": hasDay = true
            case "g", "G":
                index -= 1
                if next("general") { index += 7 } else { (hasDay, index) = (true, index + 1) }
            case "e", "E":
                // `0.00E+00` is a number; `e` alone the year of an era.
                if index < section.count, section[index] == "+" || section[index] == "-" {
                    index += 1
                } else {
                    hasDay = true
                }
            case "m", "M": hasMonth = true
            case "h", "H", "s", "S": hasTime = true
            case "%": isPercent = true
            case "a", "A":
                index -= 1
                if next("am/pm") {
                    (hasTime, index) = (true, index + 5)
                } else if next("a/p") {
                    (hasTime, index) = (true, index + 3)
                } else if next("aaaa") || next("aaa") {
                    (hasDay, index) = (true, index + 3)
                } else {
                    index += 1
                }
            default: if !"0#?.,/ ()+-".unicodeScalars.contains(sign) { literal.unicodeScalars.append(sign) }
            }
        }
        if isElapsed || (hasTime && !hasDay) {
            self.init(.duration)
        } else if hasDay || hasMonth {
            self.init(hasTime ? .datetime : .date)
        } else if isPercent {
            unit = "%"
        } else {
            unit = unit ?? Self.currency(literal)
        }
    }

    /// `€-407`, `¥-804`, `CNY`, `$`, `元`; nil where it names no currency.
    private static func currency(_ text: String) -> String? {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let sign = parts[0].trimmingBlanks
        let locale = parts.count > 1 ? parts[1].lowercased() : ""
        switch sign {
        case "": return nil
        case "€": return "EUR"
        case "£": return "GBP"
        case "₹": return "INR"
        case "₩": return "KRW"
        case "₽": return "RUB"
        case "元", "人民币", "RMB": return "CNY"
        case "円": return "JPY"
        case "¥", "￥":
            if locale.hasSuffix("804") { return "CNY" }
            return locale.hasSuffix("411") ? "JPY" : "¥"
        case "$": return locale.hasSuffix("409") ? "USD" : "$"
        case "US$": return "USD"
        case "HK$": return "HKD"
        case "NT$": return "TWD"
        default:
            let isCode = sign.count == 3 && sign.allSatisfy { $0.isASCII && $0.isUppercase }
            return isCode ? sign : nil
        }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        String(self.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
