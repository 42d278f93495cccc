public import RapportDiagnostics
public import RapportTable

/// When somebody is there to answer: the hours of each weekday of a place, and the days that are otherwise.
///
/// A day's hours are wall-clock times of that day, `[open, close)`; hours that end on the next day belong to the day on
/// which they begin. Their ends become instants by the rules of ``Zone``: a time that the clock skips is read as if it
/// had not been set, of one that it shows twice the first is meant. So a day on which the clock is set has 23 or 25 hours.
public struct BusinessCalendar: Sendable {
    /// Microseconds since the day's midnight on the wall clock; up to 48 hours, where it ends on the next day.
    public typealias Hours = Range<Int64>

    public let zone: Zone
    /// As typed.
    public let zoneName: String
    /// Monday first.
    public let week: [[Hours]]
    /// Days that are not like their weekday, by days since 1970-01-01: closed where there are no hours.
    public let exceptions: [Int32: [Hours]]

    /// - Throws: `zone.unknown`; `parameter.range` where no day is open.
    public init(
        zone: String, week: [[Hours]], exceptions: [Int32: [Hours]] = [:]
    ) throws(Diagnostic) {
        precondition(week.count == 7, "hours for each weekday")
        guard (week + exceptions.values).contains(where: { $0.contains { !$0.isEmpty } }) else {
            throw Diagnostic(
                "parameter.range", "the calendar has no open day; expected at least one",
                help: ["a row such as `mon-fri,09:00-17:00`"])
        }
        self.zone = try Zone(zone)
        (zoneName, self.week, self.exceptions) = (zone, week, exceptions)
    }

    /// The hours of a day, by days since 1970-01-01.
    public func hours(of day: Int32) -> [Hours] {
        // 1970-01-01 was a Thursday.
        exceptions[day] ?? week[Int((Int64(day) + 3) % 7 + 7) % 7]
    }
}

/// The open hours of a calendar between two days, added up, so that the open time between any two instants is two
/// look-ups.
///
/// - Complexity: a look-up is O(hours of two days), whatever the distance.
public struct BusinessTimeline: Sendable {
    private let zone: Zone
    private let firstDay: Int64
    /// Instants, rising; no two overlap.
    private let opens: [Int64]
    private let closes: [Int64]
    /// Open microseconds before each interval.
    private let before: [Int64]
    /// The first interval of the day before each day.
    private let starts: [Int32]

    /// `instants` is what look-ups will lie in: microseconds since 1970-01-01T00:00 UTC.
    ///
    /// - Throws: `calendar.span` for more than 10,000 years.
    public init(_ calendar: BusinessCalendar, covering instants: ClosedRange<Int64>) throws(Diagnostic) {
        let length = Day.microseconds
        // A day beyond the ends on either side: zones are at most 18 hours from UTC.
        let first = Int64(Day.of(instants.lowerBound)) - 2
        let last = Int64(Day.of(instants.upperBound)) + 2
        guard last - first <= 3_660_000, first >= -3_660_000, last <= 3_660_000 else {
            throw Diagnostic(
                "calendar.span", "times lie more than 10,000 years from 1970 or from each other",
                help: ["`… | sort` by the time shows the times that are wrong"])
        }
        var opens: [Int64] = []
        var (closes, before, starts): ([Int64], [Int64], [Int32]) = ([], [], [])
        var (total, previous): (Int64, Int32) = (0, 0)
        for day in first...last {
            let place = Int32(opens.count)
            starts.append(previous)
            previous = place
            for hours in calendar.hours(of: Int32(day)).sorted(by: { $0.lowerBound < $1.lowerBound }) {
                guard let open = calendar.zone.instant(ofWall: day * length + hours.lowerBound),
                    let close = calendar.zone.instant(ofWall: day * length + hours.upperBound)
                else { continue }
                // Hours that a clock set forward pushes into others, or a night into the next day, count once.
                let from = max(open, closes.last ?? open)
                guard close > from else { continue }
                opens.append(from)
                closes.append(close)
                before.append(total)
                total += close - from
            }
        }
        (zone, firstDay) = (calendar.zone, first)
        (self.opens, self.closes, self.before, self.starts) = (opens, closes, before, starts)
    }

    /// Open microseconds from the start of the timeline to an instant.
    public func open(until instant: Int64) -> Int64 {
        let day = Int64(Day.of(zone.wall(at: instant) ?? instant)) - firstDay
        guard day >= 0, !opens.isEmpty else { return 0 }
        var place = Int(starts[Int(min(day, Int64(starts.count - 1)))])
        guard place < opens.count else { return (before.last ?? 0) + (closes.last ?? 0) - (opens.last ?? 0) }
        var total = before[place]
        while place < opens.count, opens[place] < instant {
            total += min(closes[place], instant) - opens[place]
            place += 1
        }
        return total
    }

    /// Open microseconds between two instants; below 0 where the second is earlier.
    public func open(from start: Int64, to end: Int64) -> Int64 { open(until: end) - open(until: start) }

    /// Open seconds between two instants.
    /// - Throws: `interval.reversed` where the second is earlier.
    public func seconds(from start: Int64, to end: Int64) throws(Diagnostic) -> Double {
        guard end >= start else {
            throw Diagnostic(
                "interval.reversed", "the interval ends before it begins",
                help: ["swap the two, or leave such rows out"])
        }
        return Double(open(from: start, to: end)) / 1_000_000
    }
}
