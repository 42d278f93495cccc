import RapportTable

/// How messages speak of types and values.
extension ValueType {
    /// `a number`, `text`, `a month such as 2010-12`.
    var phrase: String {
        if let grain, grain != .day {
            return "a \(grain.rawValue) such as \(Scalar.date(14_945).text(grain: grain))"
        }
        return type.phrase
    }
}

extension ColumnType {
    var phrase: String {
        switch self {
        case .bool: "true or false"
        case .int, .float: "a number"
        case .text: "text"
        case .date: "a date"
        case .datetime: "a datetime"
        case .duration: "a duration"
        case .list: "a list"
        }
    }
}

extension Draft {
    /// What was found: `a number`, `text`, `a list`.
    var phrase: String {
        switch value {
        case .typed(let bound): bound.type.phrase
        case .missing: "missing"
        case .period(let period): period.exactMicroseconds == nil ? "a number of months" : "a duration"
        case .list: "a list"
        }
    }

    /// `` `id` is text ``: the value as typed with what it is; a text literal is not repeated.
    var statement: String { textLiteral == nil ? "`\(text)` is \(phrase)" : "found text" }
}

/// Words joined as a person lists them: `a, b or c`.
func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
