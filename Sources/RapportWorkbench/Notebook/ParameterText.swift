internal import RapportTable

/// Values of notebook parameters as they are typed in front matter and after `-p`: without quotes.
enum ParameterText {
    /// The type that the text shows by itself; text where it shows none.
    static func type(of text: String) -> ColumnType {
        let candidates: [ColumnType] = [.bool, .int, .float, .date, .datetime(zone: nil)]
        return candidates.first { scalar(text, as: $0) != nil } ?? .text
    }

    static func scalar(_ text: String, as type: ColumnType) -> Scalar? {
        if type == .int { return Int64(text.replacing("_", with: "")).map { .int($0) } }
        return Scalar(text: text, type: type)
    }

    static func word(_ type: ColumnType) -> String {
        switch type {
        case .bool: "`true` or `false`"
        case .int: "an int"
        case .float: "a number"
        case .text: "a text"
        case .date: "a date such as 2025-01-31"
        case .datetime: "a datetime such as 2025-01-31T09:30"
        case .duration: "a duration"
        case .list: "a list"
        }
    }
}
