import RapportTable
import Testing

@Suite struct ScalarTextTests {
    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "0.0"), (1, "1.0"), (0.1, "0.1"), (-2.5, "-2.5"), (1e14, "100000000000000.0"),
        (123_456_789_012_345, "123456789012345.0"), (999_999_999_999_999.9, "999999999999999.9"),
        (1e15, "1.0e15"),
        (1.5e300, "1.5e300"), (0.000_001, "0.000001"), (1.25e-7, "1.25e-7"), (3e-300, "3.0e-300"),
        (0.1 + 0.2, "0.30000000000000004"), (1e5, "100000.0"), (12_345.678, "12345.678"),
    ])
    func `floats are the shortest that reads back`(value: Double, text: String) {
        #expect(Scalar.float(value).text() == text)
        #expect(Double(text) == value)
    }

    @Test func `times`() throws {
        let day = try #require(Scalar(text: "2026-10-05", type: .date))
        #expect(day.text() == "2026-10-05" && day.text(grain: .month) == "2026-10")
        #expect(day.text(grain: .quarter) == "2026-Q4" && day.text(grain: .week) == "2026-10-05")
        #expect(day.text(grain: .year) == "2026")
        let half = try #require(Scalar(text: "2025-01-31 09:30", type: .datetime(zone: nil)))
        #expect(half.text() == "2025-01-31 09:30:00")
        #expect(half.text(zone: "UTC") == "2025-01-31 09:30:00Z")
        #expect(half.text(zone: "+08:00") == "2025-01-31 17:30:00+08:00")
        #expect(half.text(zone: "Asia/Shanghai") == "2025-01-31 17:30:00+08:00")
        #expect(half.text(zone: "Asia/Atlantis") == "2025-01-31 09:30:00Z")
        let late = try #require(Scalar(text: "1969-12-31T23:59:59.25", type: .datetime(zone: nil)))
        #expect(late == .datetime(-750_000) && late.text() == "1969-12-31 23:59:59.25")
    }

    @Test(arguments: [
        (0 as Int64, "00:00:00"), (273_906_000_000, "3d 04:05:06"), (-1_500_000, "-00:00:01.5"),
        (86_400_000_000, "1d 00:00:00"), (1, "00:00:00.000001"),
    ])
    func `durations`(value: Int64, text: String) {
        #expect(Scalar.duration(value).text() == text)
        #expect(Scalar(text: text, type: .duration) == .duration(value))
    }

    @Test(arguments: [
        ("2025-01-31T09:30+08:00", ColumnType.datetime(zone: "UTC"), Scalar.datetime(1_738_287_000_000_000)),
        ("2025-01-31 09:30", .datetime(zone: "+08:00"), .datetime(1_738_287_000_000_000)),
        ("2025-01-31", .datetime(zone: nil), .datetime(1_738_281_600_000_000)),
        ("3d", .duration, .duration(259_200_000_000)),
        (" true", .bool, .bool(true)), ("-9223372036854775808", .int, .int(.min)),
    ])
    func `reads`(text: String, type: ColumnType, value: Scalar) {
        #expect(Scalar(text: text, type: type) == value)
    }

    @Test(arguments: [
        ("2025-01-31T09:30+08:00", ColumnType.datetime(zone: nil)),
        ("2025-01-31 24:00", .datetime(zone: nil)),
        ("2025-01-31 09:60", .datetime(zone: nil)), ("2025-01-31 9:30", .datetime(zone: nil)),
        ("2025-01-31x", .date), ("yes", .bool), ("1 2", .int), ("-", .int), ("", .float), ("--1", .float),
        ("-", .duration), ("1d1", .duration), ("2025-01-31T09:30+99:00", .datetime(zone: "UTC")),
    ])
    func `refuses`(text: String, type: ColumnType) {
        #expect(Scalar(text: text, type: type) == nil)
    }

    @Test func `zones of a fixed offset`() {
        #expect(ZoneOffset("+08:00")?.microseconds == 28_800_000_000)
        #expect(ZoneOffset("-0530")?.microseconds == -19_800_000_000)
        for bad in ["", "+", "08:00", "+8", "+08:0", "+08:60", "+19:00", "Asia/Shanghai", "+0:800"] {
            #expect(ZoneOffset(bad) == nil, "\(bad)")
        }
    }
}
