internal import RapportContract
internal import RapportTable

extension Value {
    /// The value as a number, for the column that compares.
    var number: Double? {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .int(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }

    /// The value as a person reads it.
    var printed: String? {
        switch self {
        case .missing: nil
        case .bool(let value): value ? "true" : "false"
        case .int(let value): "\(value)"
        case .float(let value): "\(value)"
        case .text(let value), .column(let value), .file(let value), .table(let value): value
        case .date(let value): Scalar.date(value).text()
        case .datetime(let value): Scalar.datetime(value).text()
        case .duration(let value):
            [
                value.months == 0 ? nil : "\(value.months)mo", value.days == 0 ? nil : "\(value.days)d",
                value.microseconds == 0 ? nil : Scalar.duration(value.microseconds).text(),
            ]
            .compactMap(\.self).joined(separator: " ")
        case .columns(let names): names.joined(separator: ", ")
        case .list(let values): "[" + values.map { $0.printed ?? "missing" }.joined(separator: ", ") + "]"
        case .map(let entries):
            "{" + entries.map { "\($0.key.text()): \($0.value.printed ?? "missing")" }.joined(separator: ", ")
                + "}"
        }
    }
}
