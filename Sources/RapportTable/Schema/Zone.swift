public import RapportDiagnostics

/// What the wall clocks of a place show at each instant: an IANA zone, a fixed offset, or no zone at all.
///
/// A wall clock that is set forward skips some times: such a time is read as if the clock had not been set, so
/// that 02:30 becomes 03:30. One that is set back shows some times twice: the earlier instant is meant.
/// Source: the calendars of ICU; the rulings are those of `java.time` and of Temporal's `compatible`.
public struct Zone: Sendable {
    enum Rule: Sendable {
        case fixed(Int64)
        case calendar(ZoneCalendar)
    }
    let rule: Rule

    public static let utc = Zone(.fixed(0))

    private init(_ rule: Rule) { self.rule = rule }

    /// `UTC`, `+08:00`, `Asia/Shanghai`.
    ///
    /// - Throws: `zone.unknown`, with the nearest name.
    public init(_ name: String) throws(Diagnostic) {
        if let fixed = ZoneOffset(name) {
            rule = .fixed(fixed.microseconds)
        } else {
            rule = .calendar(try ZoneCalendar.named(name))
        }
    }

    /// Of a column's type; the wall clock of a datetime without a zone is computed as it is.
    ///
    /// - Throws: `zone.unknown`.
    public init(of type: ColumnType) throws(Diagnostic) {
        guard case .datetime(let name?) = type else {
            self = .utc
            return
        }
        try self.init(name)
    }

    /// How many microseconds the wall clock is ahead of UTC.
    public func offset(at instant: Int64) -> Int64 {
        switch rule {
        case .fixed(let ahead): ahead
        case .calendar(let calendar): calendar.offset(at: instant)
        }
    }

    /// What the wall clock shows, in microseconds since 1970-01-01T00:00 of its own; nil past 64 bits.
    public func wall(at instant: Int64) -> Int64? {
        let (wall, past) = instant.addingReportingOverflow(offset(at: instant))
        return past ? nil : wall
    }

    /// When the wall clock shows a time; nil past 64 bits.
    public func instant(ofWall wall: Int64) -> Int64? {
        switch rule {
        case .fixed(let ahead): FixedClock(ahead: ahead).instant(ofWall: wall)
        case .calendar(let calendar): calendar.instant(ofWall: wall)
        }
    }

    /// When a day begins on the wall clock; nil past 64 bits.
    func midnight(of day: Int32) -> Int64? {
        let (midnight, past) = Int64(day).multipliedReportingOverflow(by: microsecondsPerDay)
        return past ? nil : instant(ofWall: midnight)
    }

    /// All that ``init(_:)`` takes beside offsets, in order; for completion.
    public static var names: [String] { ZoneCalendar.names }
}

/// A ``Zone`` inside a loop: one type a kind, so that each loop is compiled for its own.
protocol WallClock: Sendable {
    /// Nil past 64 bits, as of ``Zone/wall(at:)``.
    func wall(at instant: Int64) -> Int64?
    func instant(ofWall wall: Int64) -> Int64?
}

struct FixedClock: WallClock {
    let ahead: Int64

    @inline(__always) func wall(at instant: Int64) -> Int64? {
        let (wall, past) = instant.addingReportingOverflow(ahead)
        return past ? nil : wall
    }
    @inline(__always) func instant(ofWall wall: Int64) -> Int64? {
        let (instant, past) = wall.subtractingReportingOverflow(ahead)
        return past ? nil : instant
    }
}

struct ZonedClock: WallClock {
    let calendar: ZoneCalendar

    @inline(__always) func wall(at instant: Int64) -> Int64? {
        let (wall, past) = instant.addingReportingOverflow(calendar.offset(at: instant))
        return past ? nil : wall
    }
    @inline(__always) func instant(ofWall wall: Int64) -> Int64? { calendar.instant(ofWall: wall) }
}
