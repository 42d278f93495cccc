extension Literal {
    var isNegative: Bool {
        switch self {
        case .int(let value): value < 0
        case .float(let value), .percent(let value), .quantity(let value, _): value.sign == .minus
        default: false
        }
    }

    /// The literal as it is typed; what no literal can say, such as an infinity, is `missing`.
    var text: String {
        switch self {
        case .int(let value): String(value)
        case .float(let value): value.isFinite ? value.description : "missing"
        case .percent(let value): value.isFinite ? Self.decimal(value, movedBy: 2) + "%" : "missing"
        case .quantity(let value, let unit): value.isFinite ? Self.decimal(value) + unit.rawValue : "missing"
        case .text(let text): Self.quoted(text)
        case .bool(let value): value ? "true" : "false"
        case .missing: "missing"
        case .date(let year, let month, let day): Self.day(year, month, day)
        case .datetime(let value): value.text
        }
    }

    fileprivate static func day(_ year: Int, _ month: Int, _ day: Int) -> String {
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    fileprivate static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// The shortest decimal that reads back to the value, without an exponent, its point moved to the right.
    private static func decimal(_ value: Double, movedBy shift: Int = 0) -> String {
        let parts = value.magnitude.description.split(separator: "e")
        let mantissa = (parts.first ?? "0").split(separator: ".")
        let whole = mantissa.first ?? "0"
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        var digits = Array((whole + fraction).utf8)
        var point = whole.utf8.count + shift + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        if point > digits.count { digits += Array(repeating: 0x30, count: point - digits.count) }
        if point < 1 {
            digits = Array(repeating: 0x30, count: 1 - point) + digits
            point = 1
        }
        var left = digits[..<point].drop { $0 == 0x30 }
        if left.isEmpty { left = [0x30] }
        var right = digits[point...]
        while right.last == 0x30 { right.removeLast() }
        let text = String(decoding: left, as: UTF8.self)
        let sign = value.sign == .minus ? "-" : ""
        return sign + (right.isEmpty ? text : text + "." + String(decoding: right, as: UTF8.self))
    }

    /// Text in double quotes; what a terminal would hide or act on is escaped.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case "\r": out += "\\r"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator:
                    out += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
                default: out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }
}

extension DatetimeLiteral {
    /// `2025-01-31T09:30`, with seconds and an offset where there are any.
    fileprivate var text: String {
        func two(_ value: Int) -> String { Literal.padded(value, 2) }
        var text = Literal.day(year, month, day) + "T\(two(hour)):\(two(minute))"
        if second != 0 || microsecond != 0 { text += ":" + two(second) }
        if microsecond != 0 {
            var digits = Literal.padded(microsecond, 6)
            while digits.hasSuffix("0") { digits.removeLast() }
            text += "." + digits
        }
        guard let offsetMinutes else { return text }
        if offsetMinutes == 0 { return text + "Z" }
        let minutes = abs(offsetMinutes)
        return text + (offsetMinutes < 0 ? "-" : "+") + "\(two(minutes / 60)):\(two(minutes % 60))"
    }
}
