internal import RapportDiagnostics
internal import RapportWork

private struct DayPart: Conversion {
    let part: DatePart
    let filler: Int64 = 0
    @inline(__always) func convert(_ day: Int32) -> Int64? { DateParts.number(part, day, 0) }
}
private struct ClockPart<Clock: WallClock>: Conversion {
    let part: DatePart
    let clock: Clock
    let filler: Int64 = 0
    @inline(__always) func convert(_ instant: Int64) -> Int64? {
        guard let wall = clock.wall(at: instant) else { return nil }
        let day = wall.flooredQuotient(by: microsecondsPerDay)
        return DateParts.number(part, Int32(truncatingIfNeeded: day), wall &- day &* microsecondsPerDay)
    }
}
private struct Bound: Conversion {
    let grain: Grain
    let isEnd: Bool
    let filler: Int32 = 0
    @inline(__always) func convert(_ day: Int32) -> Int32? {
        isEnd ? grain.end(of: day) : grain.start(of: day)
    }
}
private struct MovedDay: Conversion {
    let period: Period
    let filler: Int32 = 0
    @inline(__always) func convert(_ day: Int32) -> Int32? { day.moved(by: period) }
}
private struct MovedInstant<Clock: WallClock>: Conversion {
    let period: Period
    let clock: Clock
    let filler: Int64 = 0
    @inline(__always) func convert(_ instant: Int64) -> Int64? { instant.moved(by: period, clock) }
}

/// A result for each day between the first and the last: a calendar's divisions cost more than a look-up
/// where days repeat.
private struct DayTable<Result: BitwiseCopyable & Sendable>: Conversion {
    let first: Int32
    let results: Buffer<Result>
    let filler: Result
    @inline(__always) func convert(_ day: Int32) -> Result? {
        let place = Int(day) &- Int(first)
        // Under a missing cell there may be any day.
        return place >= 0 && place < results.count ? results.span[place] : filler
    }
}

/// Applies a function of the day to all dates, through a table where there are more dates than days.
private func convertedDays<Each: Conversion>(
    _ dates: FixedColumn<Int32>, _ conversion: Each, for purpose: String, work: Work
) throws(Diagnostic) -> FixedColumn<Each.Result> where Each.Source == Int32 {
    if let days = try dates.presentDays(work: work), days.count <= dates.count / 2 {
        let all = FixedColumn(values: Buffer(days))
        let results = try converted(all, conversion, for: purpose, work: work).column.values
        let table = DayTable(first: days.lowerBound, results: results, filler: conversion.filler)
        return try converted(dates, table, for: purpose, work: work).column
    }
    return try converted(dates, conversion, for: purpose, work: work).column
}

extension FixedColumn<Int32> {
    /// From the smallest to the largest present value; nil of nothing.
    fileprivate func presentDays(work: Work) throws(Diagnostic) -> ClosedRange<Int32>? {
        let one = try Grouping(by: [] as [Column], count: count, work: work)
        let low = try one.folded(ExtremeFold<Smallest, Int32>.self, values, validity: validity, work: work)[0]
        let high = try one.folded(ExtremeFold<Largest, Int32>.self, values, validity: validity, work: work)[0]
        return low.row < 0 ? nil : low.value...high.value
    }
}

extension Column {
    /// The days of a column of time, in its zone.
    fileprivate func days(work: Work) throws(Diagnostic) -> FixedColumn<Int32> {
        guard case .int32(let days) = try cast(self, to: .date, work: work).column.layout else {
            throw .operand("a day", type)
        }
        return days
    }
}

extension DateParts {
    static func fast(_ part: DatePart, of column: Column, work: Work) throws(Diagnostic) -> Column {
        let purpose = "`\(part.rawValue)`"
        switch (column.layout, part) {
        case (.int64(let instants), .hour), (.int64(let instants), .minute), (.int64(let instants), .second):
            let found =
                switch try Zone(of: column.type).rule {
                case .fixed(let ahead):
                    try converted(
                        instants, ClockPart(part: part, clock: FixedClock(ahead: ahead)), for: purpose,
                        work: work)
                case .calendar(let calendar):
                    try converted(
                        instants, ClockPart(part: part, clock: ZonedClock(calendar: calendar)), for: purpose,
                        work: work)
                }
            return Column(.int, .int64(found.column))
        default:
            let days = try column.days(work: work)
            let conversion = DayPart(part: part)
            return Column(.int, .int64(try convertedDays(days, conversion, for: purpose, work: work)))
        }
    }

    /// The first or the last day of each time's period.
    static func bound(
        _ grain: Grain, of column: Column, isEnd: Bool, work: Work
    ) throws(Diagnostic) -> Column {
        let days = try column.days(work: work)
        let conversion = Bound(grain: grain, isEnd: isEnd)
        let purpose = "the period's \(isEnd ? "end" : "start")"
        return Column(.date, .int32(try convertedDays(days, conversion, for: purpose, work: work)))
    }
}

extension Shift {
    static func fast(_ column: Column, by period: Period, work: Work) throws(Diagnostic) -> Column {
        switch column.layout {
        case .int32(let dates) where period.microseconds == 0:
            let (moved, _, first) = try converted(
                dates, MovedDay(period: period), for: "the shift", work: work)
            if let first { throw .outOfRange(row: first) }
            return Column(.date, .int32(moved))
        case .int32:
            let midnights = try cast(column, to: .datetime(zone: nil), work: work).column
            return try fast(midnights, by: period, work: work)
        case .int64(let instants):
            let (moved, _, first) =
                switch try Zone(of: column.type).rule {
                case .fixed(let ahead):
                    try converted(
                        instants, MovedInstant(period: period, clock: FixedClock(ahead: ahead)),
                        for: "the shift", work: work)
                case .calendar(let calendar):
                    try converted(
                        instants, MovedInstant(period: period, clock: ZonedClock(calendar: calendar)),
                        for: "the shift", work: work)
                }
            if let first { throw .outOfRange(row: first) }
            return Column(column.type, .int64(moved))
        default: throw .operand("a shift along the calendar", column.type)
        }
    }
}
