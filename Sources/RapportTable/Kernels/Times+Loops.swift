internal import RapportDiagnostics
internal import RapportWork

private struct DatePartOfDate: Conversion {
    let part: DatePart
    let filler: Int64 = 0
    @inline(__always) func convert(_ day: Int32) -> Int64? { DateParts.number(part, day, 0) }
}
private struct DatePartOfInstant: Conversion {
    let part: DatePart
    let zone: Int64
    let filler: Int64 = 0
    @inline(__always) func convert(_ instant: Int64) -> Int64? {
        let wall = instant &+ zone
        let day = wall.flooredQuotient(by: microsecondsPerDay)
        return DateParts.number(part, Int32(truncatingIfNeeded: day), wall - day * microsecondsPerDay)
    }
}
private struct BoundOfDate: Conversion {
    let grain: Grain
    let isEnd: Bool
    let filler: Int32 = 0
    @inline(__always) func convert(_ day: Int32) -> Int32? {
        isEnd ? grain.end(of: day) : grain.start(of: day)
    }
}
private struct BoundOfInstant: Conversion {
    let grain: Grain
    let isEnd: Bool
    let zone: Int64
    let filler: Int32 = 0
    @inline(__always) func convert(_ instant: Int64) -> Int32? {
        let day = Int32(truncatingIfNeeded: (instant &+ zone).flooredQuotient(by: microsecondsPerDay))
        return isEnd ? grain.end(of: day) : grain.start(of: day)
    }
}
private struct MovedDay: Conversion {
    let period: Period
    let filler: Int32 = 0
    @inline(__always) func convert(_ day: Int32) -> Int32? { day.moved(by: period) }
}
private struct MovedInstant: Conversion {
    let period: Period
    let zone: Int64
    let filler: Int64 = 0
    @inline(__always) func convert(_ instant: Int64) -> Int64? { instant.moved(by: period, zone: zone) }
}

extension DateParts {
    static func fast(_ part: DatePart, of column: Column, work: Work) throws(Diagnostic) -> Column {
        let zone = try ZoneOffset(of: column.type).microseconds
        switch column.layout {
        case .int32(let dates):
            let conversion = DatePartOfDate(part: part)
            return Column(
                .int, .int64(try converted(dates, conversion, for: "`\(part.rawValue)`", work: work).column))
        case .int64(let instants):
            let conversion = DatePartOfInstant(part: part, zone: zone)
            return Column(
                .int,
                .int64(try converted(instants, conversion, for: "`\(part.rawValue)`", work: work).column))
        default: throw .operand("`\(part.rawValue)`", column.type)
        }
    }

    /// The first or the last day of each time's period.
    static func bound(
        _ grain: Grain, of column: Column, isEnd: Bool, work: Work
    ) throws(Diagnostic) -> Column {
        let zone = try ZoneOffset(of: column.type).microseconds
        let purpose = "the period's \(isEnd ? "end" : "start")"
        switch column.layout {
        case .int32(let dates):
            let conversion = BoundOfDate(grain: grain, isEnd: isEnd)
            return Column(.date, .int32(try converted(dates, conversion, for: purpose, work: work).column))
        case .int64(let instants):
            let conversion = BoundOfInstant(grain: grain, isEnd: isEnd, zone: zone)
            return Column(.date, .int32(try converted(instants, conversion, for: purpose, work: work).column))
        default: throw .operand(purpose, column.type)
        }
    }
}

extension Shift {
    static func fast(_ column: Column, by period: Period, work: Work) throws(Diagnostic) -> Column {
        let zone = try ZoneOffset(of: column.type).microseconds
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
            let (moved, _, first) = try converted(
                instants, MovedInstant(period: period, zone: zone), for: "the shift", work: work)
            if let first { throw .outOfRange(row: first) }
            return Column(column.type, .int64(moved))
        default: throw .operand("a shift along the calendar", column.type)
        }
    }
}
