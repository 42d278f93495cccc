public import RapportDiagnostics
public import RapportWork

/// Dates or datetimes moved along the calendar: months first, then days, then microseconds.
///
/// Months clamp to the end of the month: 2025-01-31 and one month is 2025-02-28. Days of a datetime are
/// steps of its wall clock. A date that is moved by microseconds becomes a datetime without a zone.
/// - Throws: `type.operands`; `time.out-of-range`, naming the first row, past the year 9999;
///   `zone.unknown`; `memory.limit`, `run.cancelled`.
public func shifted(_ column: Column, by period: Period, work: Work) throws(Diagnostic) -> Column {
    guard column.type.isTime else { throw .operand("a shift along the calendar", column.type) }
    return try Shift.fast(column, by: period, work: work)
}

extension Diagnostic {
    /// `row` counts from 0.
    static func outOfRange(row: Int) -> Diagnostic {
        Diagnostic(
            "time.out-of-range", "the result in row \(row + 1) is outside the years -9999 to 9999",
            subject: .row(row + 1))
    }
}

package enum Shift {
    /// Defines what is correct.
    package static func reference(_ column: Column, by period: Period) throws(Diagnostic) -> Column {
        let zone = try Zone(of: column.type)
        let becomesDatetime = column.type == .date && period.microseconds != 0
        var cells: [Scalar] = []
        for row in 0..<column.count {
            switch column[row] {
            case .date(let days):
                guard let moved = days.moved(by: period) else { throw .outOfRange(row: row) }
                if becomesDatetime {
                    cells.append(.datetime(Int64(moved) * microsecondsPerDay + period.microseconds))
                } else {
                    cells.append(.date(moved))
                }
            case .datetime(let instant):
                guard let moved = instant.moved(by: period, zone) else { throw .outOfRange(row: row) }
                cells.append(.datetime(moved))
            default: cells.append(.missing)
            }
        }
        return Column(becomesDatetime ? .datetime(zone: nil) : column.type, scalars: cells)
    }
}

extension Int32 {
    /// A day moved by the months and days of a period; nil outside the calendar.
    @inline(__always) func moved(by period: Period) -> Int32? {
        var days = Int(self)
        if period.months != 0 {
            let (year, month, day) = civilFromDays(days)
            let (months, overflow) = (year * 12 + month - 1).addingReportingOverflow(period.months)
            if overflow { return nil }
            let (newYear, newMonth) = (months.flooredQuotient(by: 12), months.flooredRemainder(by: 12) + 1)
            guard
                let moved = daysFromCivil(newYear, newMonth, Swift.min(day, daysInMonth(newYear, newMonth)))
            else { return nil }
            days = Int(moved)
        }
        let (sum, overflow) = days.addingReportingOverflow(period.days)
        return overflow || !calendarDays.contains(sum) ? nil : Int32(truncatingIfNeeded: sum)
    }
}

extension Int64 {
    /// Microseconds moved by a period along the wall clock of a zone; nil outside the calendar.
    @inline(__always) func moved(by period: Period, _ clock: some WallClock) -> Int64? {
        guard period.months != 0 || period.days != 0 else {
            let (sum, past) = addingReportingOverflow(period.microseconds)
            return past || !sum.isInCalendar ? nil : sum
        }
        guard let wall = clock.wall(at: self) else { return nil }
        let day = wall.flooredQuotient(by: microsecondsPerDay)
        guard calendarDays.contains(Int(day)),
            let newDay = Int32(truncatingIfNeeded: day).moved(by: period),
            let moved = clock.instant(
                ofWall: Int64(newDay) * microsecondsPerDay + (wall - day * microsecondsPerDay))
        else { return nil }
        let (result, past) = moved.addingReportingOverflow(period.microseconds)
        return past || !result.isInCalendar ? nil : result
    }

    private var isInCalendar: Bool { calendarDays.contains(Int(flooredQuotient(by: microsecondsPerDay))) }

    /// As above, for a few values.
    func moved(by period: Period, _ zone: Zone) -> Int64? {
        switch zone.rule {
        case .fixed(let ahead): moved(by: period, FixedClock(ahead: ahead))
        case .calendar(let calendar): moved(by: period, ZonedClock(calendar: calendar))
        }
    }
}

/// The days of the years -9999 to 9999.
let calendarDays = -4_371_587...2_932_896

extension FixedWidthInteger where Self: SignedInteger {
    @inline(__always) func flooredQuotient(by divisor: Self) -> Self {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
    @inline(__always) func flooredRemainder(by divisor: Self) -> Self {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
