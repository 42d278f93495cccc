public import RapportDiagnostics
public import RapportWork

/// A column of another type, and how many cells would not fit it.
public struct Cast: Sendable {
    public var column: Column
    /// Present cells that became missing.
    public var misfits: Int
    /// The first of them, from 0.
    public var firstMisfit: Int?
}

/// Whether the language has a cast between the types.
public func canCast(from: ColumnType, to: ColumnType) -> Bool {
    switch (from, to) {
    case _ where from == to: true
    case (.list(let from), .list(let to)): canCast(from: from, to: to)
    case (_, .text): true
    case (.text, _): to.element == nil
    case (.int, .float), (.float, .int), (.bool, .int), (.int, .bool), (.bool, .float): true
    case (.date, .datetime), (.datetime, .date), (.datetime, .datetime): true
    default: false
    }
}

/// The same cells as another type; cells that do not fit become missing and are counted.
///
/// Text is read in the form that ``Scalar/text(grain:zone:)`` writes, blanks around it ignored; dates and
/// datetimes are ISO 8601. A float fits an int where it is whole, an int a bool where it is 0 or 1. A
/// datetime without a zone is read as the wall clock of the new zone (``Zone`` says how where clocks are set);
/// one with a zone keeps its instant in a new zone, and its wall clock in none. A list becomes a list of another type
/// by its elements: one that does not fit is missing in it, and is what is counted. As text it is JSON.
/// - Throws: `type.cast` where there is no such cast, `zone.unknown`, `memory.limit`, `run.cancelled`.
public func cast(_ column: Column, to type: ColumnType, work: Work) throws(Diagnostic) -> Cast {
    guard canCast(from: column.type, to: type) else {
        throw Diagnostic("type.cast", "no cast from `\(column.type.name)` to `\(type.name)`")
    }
    if column.type == type { return Cast(column: column, misfits: 0, firstMisfit: nil) }
    return try Casting.fast(column, to: type, work: work)
}

package enum Casting {
    /// Defines what is correct.
    package static func reference(_ column: Column, to type: ColumnType) throws(Diagnostic) -> Cast {
        let zones = (try Zone(of: column.type), try Zone(of: type))
        var cast = Cast(column: column, misfits: 0, firstMisfit: nil)
        var cells: [Scalar] = []
        for row in 0..<column.count {
            let cell = column[row]
            if case (.list(let elements), .list(let from), .list(let to)) = (cell, column.type, type) {
                let inner = try reference(Column(from, scalars: elements), to: to)
                if inner.misfits > 0 { cast.firstMisfit = cast.firstMisfit ?? row }
                cast.misfits += inner.misfits
                cells.append(.list((0..<elements.count).map { inner.column[$0] }))
                continue
            }
            let value = cell.isMissing ? .missing : convert(cell, column.type, type, zones)
            if !cell.isMissing && value.isMissing {
                cast.misfits += 1
                cast.firstMisfit = cast.firstMisfit ?? row
            }
            cells.append(value)
        }
        cast.column = Column(type, scalars: cells)
        return cast
    }

    static func convert(
        _ cell: Scalar, _ from: ColumnType, _ type: ColumnType, _ zones: (Zone, Zone)
    ) -> Scalar {
        switch (cell, type) {
        case _ where from == type: return cell
        case (.text(let text), _): return Scalar(text: text, type: type) ?? .missing
        case (_, .text):
            return .text(cell.text(zone: from.zone))
        case (.int(let value), .float): return .float(Double(value))
        case (.int(let value), .bool): return value == 0 || value == 1 ? .bool(value == 1) : .missing
        case (.float(let value), .int): return Int64(exactly: value).map { .int($0) } ?? .missing
        case (.bool(let value), .int): return .int(value ? 1 : 0)
        case (.bool(let value), .float): return .float(value ? 1 : 0)
        case (.date(let days), .datetime):
            let (midnight, overflow) = Int64(days).multipliedReportingOverflow(by: microsecondsPerDay)
            return overflow ? .missing : zones.1.instant(ofWall: midnight).map { .datetime($0) } ?? .missing
        case (.datetime(let instant), .date):
            guard let wall = zones.0.wall(at: instant) else { return .missing }
            return .date(Int32(truncatingIfNeeded: wall.flooredQuotient(by: microsecondsPerDay)))
        case (.datetime(let instant), .datetime(let zone)):
            var hadZone = false
            if case .datetime(_?) = from { hadZone = true }
            if hadZone == (zone != nil) { return cell }
            let moved = hadZone ? zones.0.wall(at: instant) : zones.1.instant(ofWall: instant)
            return moved.map { .datetime($0) } ?? .missing
        default: return .missing
        }
    }
}
