import Foundation
import RapportDiagnostics
import RapportTable
import SharedFiles
import Testing

@testable import RapportPluginKit

@Suite struct BusinessCalendarTests {
    private struct Recorded: Decodable {
        struct Input: Decodable {
            var start: String
            var end: String
        }
        struct Parameters: Decodable {
            var timezone: String
            var holidays: [String]
            var weekly_hours_monday0: [String: [[String]]]
            var `case`: String
        }
        struct Expected: Decodable { var business_seconds: Double }
        var input: Input
        var params: Parameters
        var expected: Expected
    }

    private func instant(_ text: String) throws -> Int64 {
        guard case .datetime(let moment)? = Scalar(text: text, type: .datetime(zone: "UTC")) else {
            throw Diagnostic("test.time", "no time: \(text)")
        }
        return moment
    }

    private func minutes(_ text: String) -> Int64 {
        let parts = text.split(separator: ":").compactMap { Int64($0) }
        return (parts[0] * 60 + parts[1]) * 60_000_000
    }

    @Test func `business seconds agree with zoneinfo's instants`() throws {
        for each in try GoldenCase.all("com_business_hours", as: Recorded.self, count: 11) {
            let week = (0..<7).map { day in
                (each.params.weekly_hours_monday0["\(day)"] ?? []).map { minutes($0[0])..<minutes($0[1]) }
            }
            var exceptions: [Int32: [BusinessCalendar.Hours]] = [:]
            for holiday in each.params.holidays {
                guard case .date(let day)? = Scalar(text: holiday, type: .date) else { continue }
                exceptions[day] = []
            }
            let calendar = try BusinessCalendar(
                zone: each.params.timezone, week: week, exceptions: exceptions)
            let (start, end) = (try instant(each.input.start), try instant(each.input.end))
            let timeline = try BusinessTimeline(calendar, covering: start...end)
            let seconds = try timeline.seconds(from: start, to: end)
            #expect(abs(seconds - each.expected.business_seconds) <= 1e-6, "\(each.params.case)")
        }
    }

    /// Marks every open minute of every day, and counts those between two instants.
    private func reference(_ calendar: BusinessCalendar, _ start: Int64, _ end: Int64) throws -> Int64 {
        let (minute, day): (Int64, Int64) = (60_000_000, 86_400_000_000)
        var open: Set<Int64> = []
        for date in start / day - 3...end / day + 3 {
            for hours in calendar.hours(of: Int32(date)) {
                let from = try #require(calendar.zone.instant(ofWall: date * day + hours.lowerBound))
                let to = try #require(calendar.zone.instant(ofWall: date * day + hours.upperBound))
                var place = from
                while place < to {
                    open.insert(place)
                    place += minute
                }
            }
        }
        return Int64(open.count { $0 >= start && $0 < end }) * minute
    }

    @Test("look-ups agree with marking every minute", arguments: 1...24)
    func property(seed: Int) throws {
        print("business hours: seed \(seed)")
        var random = SplitMix(state: UInt64(seed))
        let zones = [
            "UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Havana", "Asia/Kolkata",
            "Australia/Lord_Howe", "Asia/Beirut",
        ]
        let hour: Int64 = 3_600_000_000
        func hours() -> [BusinessCalendar.Hours] {
            let open = Int64.random(in: 0..<20, using: &random) * hour
            let close = open + Int64.random(in: 1...12, using: &random) * hour / 2
            return Int.random(in: 0..<4, using: &random) == 0
                ? [] : [open..<close, close + hour..<close + 2 * hour]
        }
        var week = (0..<7).map { _ in hours() }
        week[0] = [9 * hour..<17 * hour]
        // Around the days on which many zones set their clocks.
        let (year, month) =
            [(2026, 3), (2026, 10), (2025, 11), (2026, 4)].randomElement(using: &random) ?? (2026, 3)
        let first = Int64(try #require(daysFromCivil(year, month, 1)))
        var exceptions: [Int32: [BusinessCalendar.Hours]] = [:]
        for day in first..<first + 40 where Int.random(in: 0..<6, using: &random) == 0 {
            exceptions[Int32(day)] = hours()
        }
        let calendar = try BusinessCalendar(
            zone: zones[seed % zones.count], week: week, exceptions: exceptions)
        let (lower, upper) = (first * 24 * hour, (first + 40) * 24 * hour)
        let timeline = try BusinessTimeline(calendar, covering: lower...upper)
        for _ in 0..<12 {
            let minute: Int64 = 60_000_000
            let a = lower + Int64.random(in: 0..<40 * 1440, using: &random) * minute
            let b = min(a + Int64.random(in: 0..<5 * 1440, using: &random) * minute, upper)
            #expect(
                timeline.open(from: a, to: b) == (try reference(calendar, a, b)), "seed \(seed), \(a) to \(b)"
            )
        }
    }

    @Test func `an interval that ends before it begins is an error`() throws {
        let calendar = try BusinessCalendar(zone: "UTC", week: Array(repeating: [0..<1], count: 7))
        let timeline = try BusinessTimeline(calendar, covering: 0...1)
        let error = #expect(throws: Diagnostic.self) { try timeline.seconds(from: 1, to: 0) }
        #expect(error?.code == "interval.reversed")
        #expect(try timeline.seconds(from: 5, to: 5) == 0)
    }
}

@Suite struct CalendarFileTests {
    private func calendar(_ text: String) throws -> BusinessCalendar {
        try BusinessCalendar(csv: try CSVText(text), named: "hours.csv")
    }
    private func day(_ year: Int, _ month: Int, _ day: Int) -> Int32 { daysFromCivil(year, month, day) ?? 0 }
    private let hour: Int64 = 3_600_000_000

    @Test func `weekdays, holidays and make-up workdays are read`() throws {
        let calendar = try calendar(
            """
            day,hours,note
            zone,Asia/Shanghai,
            mon-thu,09:00-12:00 13:00-18:00,
            周五,9:00-12:00、13：00－17：00,
            2026-10-01..2026-10-07,放假,国庆
            2026-10-10,workday,调休
            2026-09-27,friday,调休
            2026-12-31,09:00-13:00,
            """)
        #expect(calendar.zoneName == "Asia/Shanghai")
        #expect(calendar.week[3] == [9 * hour..<12 * hour, 13 * hour..<18 * hour])
        #expect(calendar.week[4].last == 13 * hour..<17 * hour)
        #expect(calendar.week[5].isEmpty)
        #expect(calendar.hours(of: day(2026, 10, 5)).isEmpty)
        #expect(calendar.hours(of: day(2026, 10, 8)) == calendar.week[3])
        #expect(calendar.hours(of: day(2026, 10, 10)) == calendar.week[0])
        #expect(calendar.hours(of: day(2026, 9, 27)) == calendar.week[4])
        #expect(calendar.hours(of: day(2026, 12, 31)) == [9 * hour..<13 * hour])
    }

    @Test func `a night belongs to the day on which it begins`() throws {
        let calendar = try calendar("day,hours\nzone,UTC\nmon,22:00-06:00\n2026-06-02,closed\n")
        #expect(calendar.week[0] == [22 * hour..<30 * hour])
        let monday = Int64(day(2026, 6, 1)) * 24 * hour
        let timeline = try BusinessTimeline(calendar, covering: monday...monday + 48 * hour)
        #expect(timeline.open(from: monday, to: monday + 48 * hour) == 8 * hour)
        #expect(timeline.open(from: monday + 25 * hour, to: monday + 26 * hour) == hour)
    }

    @Test func `whole days and daily hours are read`() throws {
        let always = try calendar("day,hours\nzone,UTC\ndaily,24h\n")
        #expect(always.week.allSatisfy { $0 == [0..<24 * hour] })
        let weekend = try calendar("day,hours\nzone,UTC\nsat..mon,00:00-24:00\n")
        #expect(weekend.week.map(\.isEmpty) == [false, true, true, true, true, false, false])
    }

    @Test(
        "a file that says no hours is refused",
        arguments: [
            ("when,hours\nmon,09:00-17:00\n", "calendar.columns"),
            ("day,hours\nmon,09:00-17:00\n", "calendar.zone"),
            ("day,hours\nzone,UTC\nmon,closed\n", "parameter.range"),
            ("day,hours\nzone,Asia/Peking2\nmon,09:00-17:00\n", "zone.unknown"),
            ("day,hours\nzone,UTC\nmonn,09:00-17:00\n", "calendar.row"),
            ("day,hours\nzone,UTC\nmon,9-17\n", "calendar.row"),
            ("day,hours\nzone,UTC\nmon,25:00-26:00\n", "calendar.row"),
            ("day,hours\nzone,UTC\nmon,workday\n", "calendar.row"),
            ("day,hours\nzone,UTC\n2026-02-30,closed\n", "calendar.row"),
            ("day,hours\nzone,UTC\n2026-02-10..2026-02-01,closed\n", "calendar.row"),
        ])
    func refuses(_ text: String, code: String) {
        do {
            _ = try calendar(text)
            Issue.record("not refused")
        } catch {
            let error = error as? Diagnostic
            #expect(error?.code.name == code)
            #expect(error?.help.isEmpty == false)
        }
    }
}

/// SplitMix64, so that a printed seed gives the same run again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
