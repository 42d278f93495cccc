/// One value of the language.
public enum Scalar: Sendable, Hashable {
    case missing
    case bool(Bool)
    case int(Int64)
    case float(Double)
    case text(String)
    /// Days since 1970-01-01.
    case date(Int32)
    /// Microseconds since 1970-01-01T00:00, in UTC where the column has a zone, else of the wall clock.
    case datetime(Int64)
    /// Microseconds.
    case duration(Int64)
    case list([Scalar])

    public var isMissing: Bool { self == .missing }

    /// The value as a float where it is an int or a float.
    public var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }
}

/// A stretch of the calendar: `3mo`, `2w`, `90d`, `1h`.
///
/// Months and days are steps of the calendar, microseconds are exact; a duration (from a subtraction) has
/// microseconds only.
public struct Period: Sendable, Hashable, Codable {
    public var months: Int
    public var days: Int
    public var microseconds: Int64

    public init(months: Int = 0, days: Int = 0, microseconds: Int64 = 0) {
        (self.months, self.days, self.microseconds) = (months, days, microseconds)
    }

    public var negated: Period { Period(months: -months, days: -days, microseconds: -microseconds) }
}
