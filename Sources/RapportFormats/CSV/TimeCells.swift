internal import RapportTable

/// What a column of dates was seen to hold: the proof of its order.
struct DateEvidence: Sendable, Equatable {
    /// Cells by ``Temporal/Shape``.
    var shapes = [Int](repeating: 0, count: Temporal.Shape.allCases.count)
    /// Cells whose day or month comes first and whose day is above 12.
    var proofs = 0
    /// Cells with a time of the day.
    var timed = 0
    /// Cells of another zone than the column's, which were turned to it.
    var turned = 0

    var open: Int { Temporal.Shape.allCases.filter(\.isOpen).reduce(0) { $0 + shapes[$1.rawValue] } }

    mutating func note(_ temporal: Temporal) {
        shapes[temporal.shape.rawValue] += 1
        if temporal.hasTime { timed += 1 }
        if temporal.shape.isOpen, max(temporal.first, temporal.second) > 12 { proofs += 1 }
    }

    mutating func add(_ other: DateEvidence) {
        for index in shapes.indices { shapes[index] += other.shapes[index] }
        proofs += other.proofs
        timed += other.timed
        turned += other.turned
    }
}

/// Dates without a time of the day, in one order.
struct DateParser: CellParser {
    static var filler: Int32 { 0 }
    static var isNumber: Bool { false }
    let order: DateOrder
    var evidence = DateEvidence()
    /// Kept apart from the evidence, for it is counted on the fast way.
    var plain = 0
    private let calendar = MonthTable.shared

    init(_ order: DateOrder) { self.order = order }

    @inline(__always) mutating func parse(_ cell: CellBytes) -> Int32? {
        if cell.count == 10, let days = calendar.days(cell) {
            plain &+= 1
            return days
        }
        return parseAny(cell)
    }

    @inline(never) private mutating func parseAny(_ cell: CellBytes) -> Int32? {
        guard let temporal = Temporal(cell), !temporal.hasTime, let days = temporal.days(order) else {
            return nil
        }
        evidence.note(temporal)
        return days
    }
}

/// Points in time, and dates as their midnight, in one order and one zone (or none).
struct DateTimeParser: CellParser {
    static var filler: Int64 { 0 }
    static var isNumber: Bool { false }
    let order: DateOrder
    let zone: Int?
    var evidence = DateEvidence()
    var plain = 0
    private let calendar = MonthTable.shared

    init(_ order: DateOrder, zone: Int?) { (self.order, self.zone) = (order, zone) }

    @inline(__always) mutating func parse(_ cell: CellBytes) -> Int64? {
        if cell.count == 19, zone == nil, let days = calendar.days(cell), let time = Self.time(cell) {
            plain &+= 1
            return Int64(days) &* 86_400_000_000 &+ time
        }
        return parseAny(cell)
    }

    /// Of `2025-01-31 09:30:15`, the part behind the day, in microseconds.
    @inline(__always) private static func time(_ cell: CellBytes) -> Int64? {
        // "·09:30:1" and "9:30:15": the same eleven bytes, taken as two words that overlap.
        let mark = cell[10]
        let word = cell.word(at: 11) ^ 0x3030_3A30_303A_3030
        guard mark == 32 || mark == UInt8(ascii: "T"),
            ((word &+ 0x7676_7F76_767F_7676) | word) & Word.highs == 0
        else { return nil }
        let pairs = (word &* 10) &+ (word &>> 8)
        let (hour, minute, second) = (pairs & 0xFF, (pairs &>> 24) & 0xFF, (pairs &>> 48) & 0xFF)
        guard hour < 24, minute < 60, second < 60 else { return nil }
        return Int64(bitPattern: (hour &* 60 &+ minute) &* 60 &+ second) &* 1_000_000
    }

    @inline(never) private mutating func parseAny(_ cell: CellBytes) -> Int64? {
        guard let temporal = Temporal(cell), let days = temporal.days(order) else { return nil }
        let written = temporal.zoneMinutes
        if written != zone {
            // Mails come from everywhere: each names its own offset, and a column of UTC holds them all.
            guard zone == 0, written != nil, temporal.shape == .written else { return nil }
            evidence.turned += 1
        }
        evidence.note(temporal)
        let wall = Int64(days) * 86_400_000_000 + temporal.microseconds
        return wall - Int64(written ?? 0) * 60_000_000
    }
}

/// The first day of each month of 400 years, so that a date costs a load and not a chain of divisions.
final class MonthTable: Sendable {
    static let shared = MonthTable()
    private static let firstYear = 1800
    private static let lastYear = 2199
    /// Days since 1970-01-01, and one month more.
    private let starts: [Int32]

    private init() {
        starts = (0...(Self.lastYear - Self.firstYear + 1) * 12).map { month in
            daysFromCivil(Self.firstYear + month / 12, month % 12 + 1, 1) ?? 0
        }
    }

    /// Of a cell that begins with `2025-01-31`; nil where it does not, or is of another age.
    @inline(__always) func days(_ cell: CellBytes) -> Int32? {
        let word = cell.word(at: 0) ^ 0x2D30_302D_3030_3030
        guard ((word &+ 0x7F76_767F_7676_7676) | word) & Word.highs == 0 else { return nil }
        let (tens, ones) = (cell[8] &- 48, cell[9] &- 48)
        guard tens < 10, ones < 10 else { return nil }
        let pairs = (word &* 10) &+ (word &>> 8)
        let year = Int(truncatingIfNeeded: (pairs & 0xFF) &* 100 &+ ((pairs &>> 16) & 0xFF))
        let month = Int(truncatingIfNeeded: (pairs &>> 40) & 0xFF)
        let day = Int32(tens) &* 10 &+ Int32(ones)
        guard year >= Self.firstYear, year <= Self.lastYear, month >= 1, month <= 12, day >= 1 else {
            return nil
        }
        let index = (year &- Self.firstYear) &* 12 &+ month &- 1
        let start = starts[index]
        return day <= starts[index &+ 1] &- start ? start &+ day &- 1 : nil
    }
}
