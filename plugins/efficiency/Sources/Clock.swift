import RapportPluginKit

/// Moments as instants, whatever the columns are: in a zone, of a wall clock without one, or whole days.
///
/// A wall clock without a zone is that of the calendar, else that of the column of times, else UTC's, which never is set.
struct Clock {
    /// Of columns without one.
    let local: Zone
    /// Of the column of times; nil where it has none.
    let zoneName: String?
    let calendar: BusinessCalendar?
    /// Whether times are whole days.
    let isDaily: Bool

    init(times type: ColumnType, calendar: BusinessCalendar?) throws(Diagnostic) {
        (zoneName, self.calendar, isDaily) = (type.zone, calendar, type == .date)
        if type.zone != nil {
            local = try Zone(of: type)
        } else {
            local = calendar?.zone ?? .utc
        }
    }

    /// One a row; ``Records/never`` where missing.
    ///
    /// - Throws: `column.range` for a time so far from now that differences of two would not fit.
    func instants(of column: Column) throws(Diagnostic) -> [Int64] {
        let validity = column.validity
        var found: [Int64] = []
        found.reserveCapacity(column.count)
        switch column.layout {
        case .int32(let cells):
            let span = cells.values.span
            for row in span.indices { found.append(Int64(span[row]) &* Day.microseconds) }
        case .int64(let cells):
            let span = cells.values.span
            for row in span.indices { found.append(span[row]) }
        default: return Array(repeating: Records.never, count: column.count)
        }
        for row in found.indices where found[row].magnitude > Self.farthest && validity?[row] ?? true {
            throw Diagnostic(
                "column.range", "the time in row \(row + 1) is more than 12,000 years from 1970",
                subject: .row(row + 1),
                help: ["`… | where` before it leaves such rows out"])
        }
        if column.type.zone == nil, zoneName != nil || calendar != nil {
            for row in found.indices { found[row] = local.instant(ofWall: found[row]) ?? found[row] }
        }
        if let validity {
            for row in found.indices where !validity[row] { found[row] = Records.never }
        }
        return found
    }

    private static let farthest: UInt64 = 400_000_000_000_000_000

    /// Of a moment of the settings: it takes the zone of the column it meets.
    func instant(ofSetting moment: Int64) -> Int64 { local.instant(ofWall: moment) ?? moment }

    /// The type of moments that come out.
    var type: ColumnType { .datetime(zone: zoneName) }

    func column(_ instants: [Int64]) -> Column {
        let isWall = zoneName == nil && calendar != nil
        return .int64s(instants, as: type, missing: Records.never) { isWall ? local.wall(at: $0) ?? $0 : $0 }
    }
}
