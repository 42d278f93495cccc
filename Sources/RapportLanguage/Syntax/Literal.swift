/// A value as it was written.
///
/// Nothing is converted here that could lose what was typed.
public enum Literal: Sendable, Hashable {
    case int(Int64)
    case float(Double)
    /// `10%` holds 0.1.
    case percent(Double)
    case text(String)
    case bool(Bool)
    case missing
    /// `2025-01-31`.
    case date(year: Int, month: Int, day: Int)
    case datetime(DatetimeLiteral)
    /// `90d`, `1.5h`, `8GB`: a number that touches its unit.
    case quantity(Double, Unit)

    public enum Unit: String, Sendable, Hashable, CaseIterable {
        case ms, s, min, h, d, w, mo, q, y
        case kilobyte = "KB", megabyte = "MB", gigabyte = "GB", terabyte = "TB"
    }
}

/// `2025-01-31T09:30:00.5+08:00`; the offset is nil where none was written.
public struct DatetimeLiteral: Sendable, Hashable {
    public var year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
    /// 0 to 999,999.
    public var microsecond: Int
    /// Minutes east of UTC; `Z` is 0.
    public var offsetMinutes: Int?

    public init(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0,
        offsetMinutes: Int? = nil
    ) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second, self.microsecond) = (hour, minute, second, microsecond)
        self.offsetMinutes = offsetMinutes
    }
}
