import RapportDiagnostics
import RapportLanguage
import Testing

@Suite struct LiteralTests {
    private func literal(_ typed: String) -> Literal? {
        let script = parse("t | derive x = \(typed)")
        guard case .pipeline(_, let pipeline) = script.statements.first?.form,
            case .literal(let literal) = pipeline.stages.first?.arguments.items.first?.value.form
        else { return nil }
        return literal
    }

    @Test(
        arguments: [
            ("0", .int(0)), ("12_000", .int(12_000)), ("9223372036854775807", .int(.max)),
            ("-9223372036854775808", .int(.min)), ("1e5", .float(1e5)), ("1.5E-3", .float(0.0015)),
            ("12_000.25", .float(12_000.25)), ("10%", .percent(0.1)), ("0.07%", .percent(0.0007)),
            ("110%", .percent(1.1)), ("90d", .quantity(90, .d)), ("1.5h", .quantity(1.5, .h)),
            ("1_000ms", .quantity(1000, .ms)), ("8GB", .quantity(8, .gigabyte)), ("3mo", .quantity(3, .mo)),
            ("true", .bool(true)), ("false", .bool(false)), ("missing", .missing),
            ("2024-02-29", .date(year: 2024, month: 2, day: 29)),
            (
                "2025-01-31T09:30",
                .datetime(DatetimeLiteral(year: 2025, month: 1, day: 31, hour: 9, minute: 30))
            ),
            (
                "2025-01-31T23:59:58.000120-09:30",
                .datetime(
                    DatetimeLiteral(
                        year: 2025, month: 1, day: 31, hour: 23, minute: 59, second: 58, microsecond: 120,
                        offsetMinutes: -570))
            ),
            (
                "2025-01-31T00:00Z",
                .datetime(
                    DatetimeLiteral(year: 2025, month: 1, day: 31, hour: 0, minute: 0, offsetMinutes: 0))
            ),
            (#""a\"\\\n\t\r\u{4E2D}\u{1F44D}""#, .text("a\"\\\n\t\r中👍")),
            (#"'it''s \d'"#, .text(#"it's \d"#)),
            ("\"\"\"a \"quoted\"\n\\n\"\"\"", .text("a \"quoted\"\n\\n")), ("\"\"", .text("")),
            ("“中‘文”", .text("中‘文")),
            ("\"“，”\"", .text("“，”")), ("''", .text("")),
        ] as [(String, Literal)])
    func `means`(typed: String, value: Literal) {
        #expect(literal(typed) == value)
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "1_", "1__0", "01", "1.", ".5", "1e", "0x10", "3m",
        "1e999",
        "2025-02-29", "1900-02-29", "2025-04-31", "0000-01-01", "2025-01-31T24:00", "2025-01-31T09:60",
        "2025-01-31T9:30", "2025-01-31T09:30:60", "2025-01-31T09:30+24:00", "2025-1-5", "2025/01/31",
        "31/01/2025",
        "2025-01", #""\d""#, #""\u{110000}""#, #""\u{}""#, "'open", "\"open", "“open", "\"\"\"open", "10%%",
    ])
    func `is refused`(typed: String) {
        let script = parse("t | derive x = \(typed)")
        #expect(script.statements.isEmpty && !script.diagnostics.isEmpty)
    }

    /// The ends of every month of two centuries of leap years and some others.
    @Test func `the calendar has exactly its days`() {
        for year in stride(from: 1896, through: 2104, by: 4) + [1900, 2000, 2023, 2025, 2100] {
            for month in 1...12 {
                let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
                let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
                for day in 0...32 where day < 2 || day > 27 {
                    let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
                    #expect((literal(text) != nil) == (1...days).contains(day), "\(text)")
                }
            }
        }
    }
}
