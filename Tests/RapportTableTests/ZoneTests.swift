import RapportDiagnostics
@testable import RapportTable
import RapportWork
import Testing

@Suite struct ZoneTests {
    private let work = Work()

    private func instant(_ text: String) throws -> Int64 {
        guard case .datetime(let value)? = Scalar(text: text, type: .datetime(zone: "UTC")) else {
            throw Diagnostic("test.instant", text)
        }
        return value
    }
    private func wall(_ text: String) throws -> Int64 {
        guard case .datetime(let value)? = Scalar(text: text, type: .datetime(zone: nil)) else {
            throw Diagnostic("test.wall", text)
        }
        return value
    }

    @Test(arguments: [
        ("Asia/Shanghai", "2025-01-31T09:30Z", "2025-01-31 17:30:00+08:00"),
        ("America/New_York", "2025-01-31T09:30Z", "2025-01-31 04:30:00-05:00"),
        ("America/New_York", "2025-07-31T09:30Z", "2025-07-31 05:30:00-04:00"),
        ("Europe/Berlin", "2025-03-30T00:59:59Z", "2025-03-30 01:59:59+01:00"),
        ("Europe/Berlin", "2025-03-30T01:00Z", "2025-03-30 03:00:00+02:00"),
        // Summer time of 30 minutes; a day that Samoa never had; the mean time of Shanghai.
        ("Australia/Lord_Howe", "2025-01-01T00:00Z", "2025-01-01 11:00:00+11:00"),
        ("Australia/Lord_Howe", "2025-07-01T00:00Z", "2025-07-01 10:30:00+10:30"),
        ("Pacific/Apia", "2011-12-30T09:59Z", "2011-12-29 23:59:00-10:00"),
        ("Pacific/Apia", "2011-12-30T10:00Z", "2011-12-31 00:00:00+14:00"),
        ("Asia/Shanghai", "1890-01-01T00:00Z", "1890-01-01 08:05:43+08:05:43"),
        // The rules of today hold for ever.
        ("Europe/Berlin", "2480-07-01T12:00Z", "2480-07-01 14:00:00+02:00"),
        ("Europe/Berlin", "9999-07-01T12:00Z", "9999-07-01 14:00:00+02:00"),
        ("Europe/Berlin", "9999-01-01T12:00Z", "9999-01-01 13:00:00+01:00"),
    ])
    func `a zone shows its wall clock`(zone: String, moment: String, shown: String) throws {
        let cell = Scalar.datetime(try instant(moment))
        #expect(cell.text(zone: zone) == shown)
        #expect(Scalar(text: shown, type: .datetime(zone: zone)) == cell)
    }

    @Test(arguments: [
        // Set forward: as if the clock had not been set. Set back: the first of the two.
        ("America/New_York", "2025-03-09 02:30", "2025-03-09T07:30Z"),
        ("America/New_York", "2025-03-09 03:00", "2025-03-09T07:00Z"),
        ("America/New_York", "2025-11-02 01:30", "2025-11-02T05:30Z"),
        ("America/New_York", "2025-11-02 02:00", "2025-11-02T07:00Z"),
        ("Europe/Berlin", "2600-03-29 02:30", "2600-03-29T01:30Z"),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30T22:00Z"),
        // Midnight is skipped where the day begins at 01:00.
        ("America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04T03:00Z"),
    ])
    func `a time that a clock skips or shows twice is ruled`(zone: String, shown: String, moment: String)
        throws
    {
        #expect(try Zone(zone).instant(ofWall: wall(shown)) == (try instant(moment)))
    }

    @Test func `look-ups agree with a search from the start`() throws {
        for (index, name) in [
            "America/New_York", "Asia/Shanghai", "Africa/Casablanca", "Pacific/Apia", "Europe/Dublin",
            "Antarctica/Troll", "Asia/Kathmandu", "America/Anchorage",
        ].enumerated() {
            var random = SeededRandom(seed: UInt64(900 + index))
            let calendar = try ZoneCalendar.named(name)
            let changes = (0..<calendar.changes.count).map { calendar.changes[$0] }
            #expect(changes == changes.sorted(), "\(name)")
            func obvious(_ instant: Int64) -> Int64 { calendar.offsets[changes.count { $0 <= instant }] }
            let near = (0..<200).compactMap { _ in changes.randomElement(using: &random) }
                .map { $0 + Int64.random(in: -8_000_000_000...8_000_000_000, using: &random) }
            let far = (0..<200).map { _ in
                Int64.random(in: -6_000_000_000_000_000...16_000_000_000_000_000, using: &random)
            }
            for moment in near + far + [.min, .max - 1_000_000_000_000] {
                let message = "\(name) \(moment), seed \(900 + index)"
                let offset = calendar.offset(at: moment)
                if moment < 16_000_000_000_000_000 { #expect(offset == obvious(moment), "\(message)") }
                guard moment > -7_000_000_000_000_000, moment < 16_000_000_000_000_000 else { continue }
                let shown = moment + offset
                let found = try #require(calendar.instant(ofWall: shown), "\(message)")
                // The same time of the clock, and never the later of two.
                #expect(found + calendar.offset(at: found) == shown && found <= moment, "\(message)")
                let again = moment + 146_097 * microsecondsPerDay
                if moment > 4_200_000_000_000_000 {
                    #expect(calendar.offset(at: again) == offset, "\(message)")
                }
            }
        }
    }

    @Test func `kernels agree with their oracles in a zone`() throws {
        for trial in 0..<40 {
            var random = SeededRandom(seed: UInt64(7000 + trial))
            let zone = ["America/New_York", "Europe/Berlin", "Asia/Shanghai"][trial % 3]
            let count = [0, 1, 63, 65, 1000, 65_535, 65_537][trial % 7]
            let cells: [Scalar] = (0..<count).map { row in
                row % 11 == 3
                    ? .missing
                    : .datetime(.random(in: -2_000_000_000_000_000...4_000_000_000_000_000, using: &random))
            }
            var column = Column(.datetime(zone: zone), scalars: cells)
            if trial % 2 == 1, count > 2 { column = column[1..<count - 1] }
            let message = "seed \(7000 + trial)"
            for part in DatePart.allCases {
                let found = try datePart(part, of: column, work: work)
                #expect(
                    found.isIdentical(to: try DateParts.reference(part, of: column)), "\(message) \(part)")
            }
            for grain in [Grain.day, .week, .month] {
                let found = try startOf(grain, of: column, work: work)
                let expected = try DateParts.reference(of: column) { grain.start(of: $0) }
                #expect(found.isIdentical(to: expected), "\(message) \(grain)")
            }
            for period in [
                Period(months: 1), Period(days: -3), Period(microseconds: 5),
                Period(days: 1, microseconds: 7),
            ] {
                let found = try shifted(column, by: period, work: work)
                #expect(
                    found.isIdentical(to: try Shift.reference(column, by: period)), "\(message) \(period)")
            }
            for type in [ColumnType.date, .datetime(zone: nil), .datetime(zone: "+08:00"), .text] {
                let (found, expected) = (
                    try cast(column, to: type, work: work), try Casting.reference(column, to: type)
                )
                #expect(found.column.isIdentical(to: expected.column), "\(message) \(type)")
            }
            let walls = try cast(column, to: .datetime(zone: nil), work: work).column
            let back = try cast(walls, to: column.type, work: work)
            #expect(
                back.column.isIdentical(to: try Casting.reference(walls, to: column.type).column),
                "\(message)")
            let day = Operand.scalar(.date(.random(in: -10_000...40_000, using: &random)), .date)
            #expect(
                try compare(.less, .column(column), day, work: work)
                    .isIdentical(to: Comparison.reference(.less, .column(column), day)), "\(message)")
            let since = try arithmetic(.subtract, .column(column), day, work: work).column
            #expect(
                since.isIdentical(
                    to: try Arithmetic.reference(.subtract, .column(column), day, giving: .duration).column),
                "\(message)")
        }
    }

    @Test(arguments: [
        ("Asia/Shangai", "`Asia/Shanghai`"), ("asia/shanghai", "`Asia/Shanghai`"),
        ("Shanghai", "`Asia/Shanghai`"), ("new york", "`America/New_York`"), ("Beijing", "`Asia/Shanghai`"),
        (
            "CST",
            "short names mean several zones: a city such as `Asia/Shanghai`, or an offset such as `+08:00`"
        ),
        ("GMT+8", "`+08:00`"), ("UTC-11", "`-11:00`"),
        ("xxxxxxxxxxxxxx", "a city such as `Asia/Shanghai`, an offset such as `+08:00`, or `UTC`"),
    ])
    func `an unknown zone is helped`(name: String, help: String) {
        let error = #expect(throws: Diagnostic.self) { try Zone(name) }
        #expect(error?.code == "zone.unknown")
        #expect(error?.help.first?.text == help)
    }
}
