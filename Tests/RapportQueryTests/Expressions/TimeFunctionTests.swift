import RapportDiagnostics
@testable import RapportQuery
import RapportTable
import RapportWork
import Testing

@Suite struct TimeFunctionTests {
    private func evaluated(_ text: String, _ x: Column) throws -> Evaluated {
        let table = Table(Schema([Field("x", x.type)]), [x])
        let bound = try Reading.bound(text, in: Scope(table.schema, verb: "derive"))
        return try evaluate(bound, over: table, context: EvaluationContext())
    }
    private func shown(_ text: String, _ x: Column) throws -> String {
        try evaluated(text, x).column.text(at: 0)
    }

    @Test(arguments: [
        "2025-01-31", "2025年1月31日", "2025年01月31日", "2025 年 1 月 31 日", "２０２５年１月３１日", "二〇二五年一月三十一日",
        "2025年1月31号（周五）",
        "31 January 2025", "31 Jan 2025", "31-Jan-2025", "31st of January, 2025", "January 31, 2025",
        "Jan. 31st 2025",
        "Friday, 31 January 2025", "Fri Jan 31 2025", "2025 January 31", "2025-Jan-31", "  31 JANUARY 2025 ",
    ])
    func `written-out dates are read`(text: String) throws {
        #expect(try shown("parse_date(x)", .texts([text])) == "2025-01-31")
    }

    @Test(arguments: [
        ("Jan 31, 2025 3:04 PM", "2025-01-31 15:04:00"),
        ("31 January 2025 at 3:04:05 p.m.", "2025-01-31 15:04:05"),
        ("2025年1月31日 下午3:04", "2025-01-31 15:04:00"), ("2025年1月31日 星期五 15时04分05秒", "2025-01-31 15:04:05"),
        ("2025-01-31T09:30:00.25", "2025-01-31 09:30:00.25"),
        ("Jan 31, 2025, 12:00 AM", "2025-01-31 00:00:00"), ("Jan 31, 2025 12 PM", "2025-01-31 12:00:00"),
        ("2025年1月31日上午9点", "2025-01-31 09:00:00"),
        ("31 Jan 2025", "2025-01-31 00:00:00"),
    ])
    func `written-out times are read`(text: String, expected: String) throws {
        #expect(try shown("parse_date(x, time=true)", .texts([text])) == expected)
    }

    @Test(arguments: [
        "31/01/2025", "01.02.2025", "31 Foo 2025", "30 February 2025", "January 2025", "2025", "", "soon",
        "31 Jan 25",
        "2025年13月1日", "Jan 31, 2025 25:00", "Jan 31, 2025 13:00 PM", "31 January 2025 x",
        "2025-01-31 09:30+08:00",
    ])
    func `what could be taken for another date is no date`(text: String) throws {
        #expect(
            try evaluated("parse_date(x, on_error=missing, time=true)", .texts([text])).column[0].isMissing)
        let error = #expect(throws: Diagnostic.self) {
            try evaluated("parse_date(x, time=true)", .texts(["31 Jan 2025", text]))
        }
        #expect(error?.code == "value.date" && error?.subject == .row(2))
        // Never a customer's value.
        if !text.isEmpty { #expect(error?.message.contains(text) == false) }
    }

    @Test(arguments: [
        ("%d.%m.%Y", "31.1.2025", "2025-01-31"),
        ("%m/%d/%Y %H:%M", "01/31/2025 15:04", "2025-01-31 15:04:00"),
        ("%Y%m%d", "20250131", "2025-01-31"), ("%d %b %y", "31 Jan 69", "1969-01-31"),
        ("%d %b %y", "31 Jan 68", "2068-01-31"),
        ("%Y-%m", "2025-02", "2025-02-01"), ("%Y-%j", "2024-366", "2024-12-31"),
        ("%A, %B %d, %Y", "Friday, January 31, 2025", "2025-01-31"),
        ("%Y年%m月%d日", "2025年1月31日", "2025-01-31"), ("%Y年%B%d日", "2025年十二月1日", "2025-12-01"),
        ("%I:%M %p %d/%m/%Y", "12:30 am 31/01/2025", "2025-01-31 00:30:00"),
        ("%FT%T.%f%z", "2025-01-31T09:30:00.5+0800", "2025-01-31 01:30:00.5Z"),
        ("%Y-%m-%d %H:%M:%S", "2025-01-31   09:30:00", "2025-01-31 09:30:00"),
    ])
    func `formats are read`(format: String, text: String, expected: String) throws {
        #expect(try shown("parse_date(x, \"\(format)\")", .texts([text])) == expected)
    }

    @Test(arguments: [
        "Mon, 14 May 2001 16:39:00 -0700 (PDT)", "Mon, 14 May 2001 16:39:00 -0700",
        "Tue, 15 May 2001 07:39:00 +0800 ( Beijing ) ",
    ])
    func `what a mail says in brackets behind the offset is for people`(text: String) throws {
        #expect(
            try shown("parse_date(x, \"%a, %d %b %Y %H:%M:%S %z\")", .texts([text])) == "2001-05-14 23:39:00Z"
        )
    }

    @Test func `the first format that fits decides, and misfits are counted`() throws {
        let x = Column.texts(["31.01.2025", "2025-02-01", "x", nil, "N/A"])
        let found = try evaluated(
            "parse_date(x, \"%d.%m.%Y\", \"%Y-%m-%d\", missing=[\"N/A\"], on_error=missing)", x)
        #expect((0..<5).map { found.column.text(at: $0) } == ["2025-01-31", "2025-02-01", "", "", ""])
        #expect(found.counts.unread == 1)
        #expect(found.counts.notes.map(\.text) == ["1 text that is no date gave missing"])
        let coded = try x.encoded(limit: .max, work: Work(width: 1))
        let again = try evaluated(
            "parse_date(x, \"%d.%m.%Y\", \"%Y-%m-%d\", missing=[\"N/A\"], on_error=missing)", coded)
        #expect(again.column.isIdentical(to: found.column) && again.counts.unread == 1)
        let error = #expect(throws: Diagnostic.self) {
            try evaluated("parse_date(x)", .texts(["1 May 2025", "1 May 2025 09:30"]))
        }
        #expect(error?.message == "the text in row 2 has a time of day")
    }

    @Test(arguments: [
        ("parse_date(region, \"%d.%m\")", "a date needs a year"),
        ("parse_date(region, \"%Y %Q\")", "`%Q` is no part of a time"),
        ("parse_date(region, \"%Y-%m-%d %I:%M\")", "`%I` and `%p` stand together"),
        ("parse_date(joined)", "takes text"),
        ("parse_date(region, region)", "the same in every row"),
        ("parse_date(region, on_error=0)", "takes `missing`"),
        ("parse_date(region, \"%d.%m.%Y\", time=true)", "the format says whether"),
        ("from_epoch(quantity)", "the unit is not guessed"),
        ("from_epoch(quantity, \"m\")", "no unit `m`"),
        ("format(joined, \"%H:%M\")", "is a date, the format shows a clock"),
        ("format(ts, \"%z\")", "has no time zone"), ("format(amount, \"abc\")", "no `0` or `#`"),
        ("format(amount, \"0 0\")", "digits stand in two places"),
        ("format(region, \"0\")", "takes a number, a date or a datetime"),
        ("format(amount, \"0.0#0\")", "no place behind the point"),
    ])
    func `what cannot be meant is refused`(call: String, message: String) throws {
        let refusal = try Reading.refusal("orders | derive y = \(call)", in: rows("derive"))
        #expect(refusal.contains(message), "\(refusal)")
    }

    @Test func `an epoch is a moment of its unit`() throws {
        #expect(try shown("from_epoch(x, \"s\")", .ints([-1])) == "1969-12-31 23:59:59Z")
        #expect(
            try shown("from_epoch(x, \"s\")", Column.floats([1_738_287_000.25])) == "2025-01-31 01:30:00.25Z")
        #expect(
            try shown("from_epoch(x, \"us\")", .ints([1_738_287_000_000_001]))
                == "2025-01-31 01:30:00.000001Z")
        #expect(try shown("from_epoch(x, \"d\")", .ints([20_000])) == "2024-10-04 00:00:00Z")
        let error = #expect(throws: Diagnostic.self) {
            try evaluated("from_epoch(x, \"s\")", .ints([1, 1_738_287_000_000]))
        }
        #expect(error?.code == "time.out-of-range" && error?.subject == .row(2))
    }

    @Test(arguments: [
        ("#,##0.00", 1_234_567.891, "1,234,567.89"), ("#,##0.00", -0.001, "0.00"), ("0", 2.5, "3"),
        ("0", -2.5, "-3"), ("0.00", 2.675, "2.68"),
        ("0.0%", 0.12345, "12.3%"), ("0%", 1, "100%"), ("¥#,##0", 1999.5, "¥2,000"), ("#.##", 0.5, ".5"),
        ("#.##", 12, "12"), ("0.##", 0.5, "0.5"),
        ("#", 0, "0"), ("000", 7, "007"), ("#,##0 元", 1e15, "1,000,000,000,000,000 元"),
        ("0.000", 1e-7, "0.000"), ("0.0", 0.05, "0.1"),
        ("0", 1e22, "10000000000000000000000"), ("#,##0.0#", 999.999, "1,000.0"), ("-0-", 5, "-5-"),
    ])
    func `numbers are written`(format: String, number: Double, expected: String) throws {
        #expect(try shown("format(x, \"\(format)\")", Column.floats([number])) == expected)
    }

    @Test func `two digits are those of round`() throws {
        for seed in 1...200 {
            var random = SeededNumbers(UInt64(seed))
            let value =
                Double(random.int(-10_000_000...10_000_000)) / Double(random.pick([1, 7, 100, 1000, 3]))
            let text = try shown("format(x, \"0.00\")", Column.floats([value]))
            #expect(Double(text) == Rounding.rounded(value, digits: 2), "seed \(seed): \(value)")
        }
        #expect(try shown("format(x, \"#,##0\")", .ints([Int(Int64.min)])) == "-9,223,372,036,854,775,808")
    }

    @Test func `what is written is read again`() throws {
        for seed in 1...300 {
            var random = SeededNumbers(UInt64(seed))
            let instant =
                Int64(random.int(-62_000_000_000...200_000_000_000)) * 1_000_000
                + Int64(random.int(0...999_999))
            let column = Column(.datetime(zone: nil), scalars: [.datetime(instant)])
            for form in [
                "%Y-%m-%dT%H:%M:%S.%f", "%d %B %Y %I:%M:%S.%f %p", "%a %b %d %H:%M:%S.%f %Y", "%j/%Y %T.%f",
            ] {
                let text = try evaluated("format(x, \"\(form)\")", column).column
                let back = try evaluated("parse_date(x, \"\(form)\")", text).column
                #expect(back[0] == .datetime(instant), "seed \(seed) \(form): \(text[0])")
            }
            let days = Int32(clamping: instant / 86_400_000_000)
            let date = Column(.date, scalars: [.date(days)])
            let written = try evaluated("format(x, \"%-d %B %Y\")", date).column
            #expect(try evaluated("parse_date(x)", written).column[0] == .date(days), "seed \(seed)")
        }
    }

    @Test func `a time shows the clock of its column's zone`() throws {
        let x = Column.datetimes([1_738_287_000_000_000], zone: "America/New_York")
        #expect(try shown("format(x, \"%Y-%m-%d %H:%M %z\")", x) == "2025-01-30 20:30 -05:00")
        #expect(try shown("hour(x)", x) == "20")
        #expect(try shown("day(x)", x) == "2025-01-30")
        #expect(try shown("x == 2025-01-30T20:30", x) == "true")
        #expect(try shown("x == 2025-01-31T01:30Z", x) == "true")
        // The night that is an hour short: a day later the clock shows the same, 24 hours later it does not.
        let eve = Column.datetimes([1_741_456_800_000_000], zone: "America/New_York")
        #expect(try shown("x", eve) == "2025-03-08 13:00:00-05:00")
        #expect(try shown("x + 1d", eve) == "2025-03-09 13:00:00-04:00")
        #expect(try shown("x + 24h", eve) == "2025-03-09 14:00:00-04:00")
    }
}
