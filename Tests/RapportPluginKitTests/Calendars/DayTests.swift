import RapportPluginKit
import Testing

@Suite struct DayTests {
    @Test func `a moment lies on the day that began before it, before 1970 too`() {
        #expect(Day.of(0) == 0 && Day.of(Day.microseconds - 1) == 0 && Day.of(Day.microseconds) == 1)
        #expect(Day.of(-1) == -1 && Day.of(-Day.microseconds) == -1 && Day.of(-Day.microseconds - 1) == -2)
        #expect(Day.of(.max) == 106_751_991 && Day.of(.min) == -106_751_992)
    }

    @Test func `the days of a column are those of its zone`() throws {
        // 23:00 and 01:00 of UTC are one morning eight hours ahead.
        let hour: Int64 = 3_600_000_000
        let table = Table([
            "east": .datetimes([23 * hour, 25 * hour, nil], zone: "+08:00"),
            "wall": .datetimes([23 * hour, 25 * hour, nil]), "date": .dates([5, -5, nil]),
        ])
        #expect(try table.days(in: "east", work: Work()) == [1, 1, nil])
        #expect(try table.days(in: "wall", work: Work()) == [0, 1, nil])
        #expect(try table.days(in: "date", work: Work()) == [5, -5, nil])
    }
}
