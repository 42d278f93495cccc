public import RapportDiagnostics
public import RapportWork

/// A number that the calendar or the clock gives a time.
public enum DatePart: String, Sendable, Hashable, CaseIterable {
    case year, quarterNumber, monthNumber
    /// Of ISO 8601: 1…53; the year it counts in may be the one before or after.
    case weekNumber
    case dayOfMonth, dayOfYear
    /// Of ISO 8601: Monday 1 … Sunday 7.
    case weekday
    /// Of the clock; 0 of a date.
    case hour, minute, second
}

/// A part of each time, in the column's zone, as ints.
///
/// - Throws: `type.operands` for a column without time, `zone.unknown`.
public func datePart(_ part: DatePart, of column: Column, work: Work) throws(Diagnostic) -> Column {
    guard column.type.isTime else { throw .operand("`\(part.rawValue)`", column.type) }
    return try DateParts.fast(part, of: column, work: work)
}

/// The first day of the period each time is in, as dates; weeks begin on Monday.
///
/// - Throws: `type.operands` for a column without time, `zone.unknown`.
public func startOf(_ grain: Grain, of column: Column, work: Work) throws(Diagnostic) -> Column {
    guard column.type.isTime else { throw .operand("`start_of`", column.type) }
    return try DateParts.bound(grain, of: column, isEnd: false, work: work)
}

/// The last day of the period each time is in, as dates.
///
/// - Throws: `type.operands` for a column without time, `zone.unknown`.
public func endOf(_ grain: Grain, of column: Column, work: Work) throws(Diagnostic) -> Column {
    guard column.type.isTime else { throw .operand("`end_of`", column.type) }
    return try DateParts.bound(grain, of: column, isEnd: true, work: work)
}

extension Grain {
    /// The first day of the period that a day is in.
    ///
    /// Outside the years -9999 to 9999 it means nothing, but never traps: such a day may stand under a missing
    /// cell.
    @inline(__always) public func start(of day: Int32) -> Int32 {
        switch self {
        case .day: return day
        case .week: return day &- (weekday(of: day) - 1)
        case .month, .quarter, .year:
            let (year, month, dayOfMonth) = civilFromDays(Int(day))
            switch self {
            case .month: return day &- Int32(dayOfMonth - 1)
            case .quarter: return daysFromCivil(year, (month - 1) / 3 * 3 + 1, 1) ?? day
            default: return daysFromCivil(year, 1, 1) ?? day
            }
        }
    }

    /// The last day of the period that a day is in.
    @inline(__always) public func end(of day: Int32) -> Int32 {
        let start = start(of: day)
        switch self {
        case .day: return day
        case .week: return start &+ 6
        case .month, .quarter, .year:
            let (year, month, _) = civilFromDays(Int(start))
            let last = self == .month ? month : self == .quarter ? month + 2 : 12
            return daysFromCivil(year, last, daysInMonth(year, last)) ?? day
        }
    }
}

/// Of ISO 8601: Monday 1 … Sunday 7; 1970-01-01 was a Thursday.
@inline(__always) func weekday(of day: Int32) -> Int32 { (day &+ 3).flooredRemainder(by: 7) + 1 }

package enum DateParts {
    /// Defines what is correct.
    package static func reference(_ part: DatePart, of column: Column) throws(Diagnostic) -> Column {
        let zone = try Zone(of: column.type)
        return .ints(
            (0..<column.count).map { row in
                guard let (day, time) = wall(column[row], zone) else { return nil }
                return Int(number(part, day, time))
            })
    }

    /// Defines what is correct for ``startOf(_:of:work:)`` and ``endOf(_:of:work:)``.
    package static func reference(
        of column: Column, _ day: (Int32) -> Int32
    ) throws(Diagnostic) -> Column {
        let zone = try Zone(of: column.type)
        return .dates((0..<column.count).map { wall(column[$0], zone).map { day($0.day) } })
    }

    /// The day, and the microseconds since its midnight.
    private static func wall(_ cell: Scalar, _ zone: Zone) -> (day: Int32, time: Int64)? {
        switch cell {
        case .date(let day): return (day, 0)
        case .datetime(let instant):
            guard let wall = zone.wall(at: instant) else { return nil }
            let day = wall.flooredQuotient(by: microsecondsPerDay)
            return (Int32(truncatingIfNeeded: day), wall &- day &* microsecondsPerDay)
        default: return nil
        }
    }

    @inline(__always) static func number(_ part: DatePart, _ day: Int32, _ time: Int64) -> Int64 {
        switch part {
        case .year: return Int64(civilFromDays(Int(day)).year)
        case .quarterNumber: return Int64((civilFromDays(Int(day)).month + 2) / 3)
        case .monthNumber: return Int64(civilFromDays(Int(day)).month)
        case .dayOfMonth: return Int64(civilFromDays(Int(day)).day)
        case .dayOfYear: return Int64(day) - Int64(Grain.year.start(of: day)) + 1
        case .weekday: return Int64(RapportTable.weekday(of: day))
        case .weekNumber:
            // The week belongs to the year of its Thursday.
            let thursday = Grain.week.start(of: day) &+ 3
            return (Int64(thursday) - Int64(Grain.year.start(of: thursday))) / 7 + 1
        case .hour: return time / 3_600_000_000
        case .minute: return time / 60_000_000 % 60
        case .second: return time / 1_000_000 % 60
        }
    }
}
