internal import RapportTable

/// Values of notebook parameters as they are typed in front matter and after `-p`: without quotes.
enum ParameterText {
    /// The type that the text shows by itself; text where it shows none.
    static func type(of text: String) -> ColumnType {
        let candidates: [ColumnType] = [.bool, .int, .float, .date, .datetime(zone: nil)]
        return candidates.first { scalar(text, as: $0) != nil } ?? .text
    }

    static func scalar(_ text: String, as type: ColumnType) -> Scalar? {
        switch type {
        case .bool: text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
        case .int: Int64(text.replacing("_", with: "")).map { .int($0) }
        case .float: Double(text.replacing("_", with: "")).flatMap { $0.isFinite ? .float($0) : nil }
        case .text: .text(text)
        case .date: days(text[...]).map { .date($0) }
        case .datetime: moment(text).map { .datetime($0) }
        case .duration: nil
        }
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
        }
    }

    private static func days(_ text: Substring) -> Int32? {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)),
            let day = Int(text.suffix(2))
        else { return nil }
        return daysFromCivil(year, month, day)
    }

    private static func moment(_ text: String) -> Int64? {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let days = days(parts[0]) else { return nil }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard clock.count == 2 || clock.count == 3, let hour = clock[0], let minute = clock[1],
            let second = clock.count == 3 ? clock[2] : 0, (0..<24).contains(hour), (0..<60).contains(minute),
            (0..<60).contains(second)
        else { return nil }
        return (((Int64(days) * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000
    }
}
