import RapportDiagnostics
import Testing

@testable import RapportReport

@Suite struct TextTests {
    @Test(arguments: [
        ("plain 重要", "plain 重要"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"), ("\u{1B}[2J", "\\u{1B}[2J"),
        ("x\u{202E}gnp", "x\\u{202E}gnp"), ("\u{9B}31m", "\\u{9B}31m"), ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("zero\u{200B}width", "zero\\u{200B}width"),
    ])
    func `control characters are written out`(text: String, expected: String) {
        #expect(text.visible == expected)
    }

    @Test func `line ends stay where lines are wanted`() {
        #expect("a\r\n\tb\u{7}".visibleLines == "a\n    b\\u{7}")
    }

    @Test(
        arguments: [
            (2.675, 2, "2.68"), (0.285, 2, "0.29"), (1234567.891, 1, "1,234,567.9"), (-0.004, 2, "0.00"),
            (999.999, 2, "1,000.00"), (0.5, 0, "1"), (0.04, 0, "0"),
            (1e21, 0, "1,000,000,000,000,000,000,000"),
            (-12.5, 1, "-12.5"), (0, 2, "0.00"), (0.095, 2, "0.10"), (9.5, 0, "10"), (1e-7, 3, "0.000"),
        ] as [(Double, Int, String)])
    func `decimals round as a person rounds what is printed`(value: Double, places: Int, expected: String) {
        #expect(DecimalText(value).fixed(places) == expected)
    }

    @Test func `rounding agrees with exact arithmetic on random decimals`() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<5000 {
            // A decimal of up to four places, held as an int: its rounding to two is known exactly.
            let units = Int.random(in: 0...99_999_999, using: &random)
            let places = TextTests.digits(units % 10_000, 4)
            let value = Double("\(units / 10_000).\(places)") ?? 0
            let rounded = (units + 50) / 100
            let expected = grouped(rounded / 100) + "." + TextTests.digits(rounded % 100, 2)
            #expect(DecimalText(value).fixed(2) == expected, "seed 7, \(units)")
        }
    }

    private static func digits(_ value: Int, _ width: Int) -> String {
        String(String(value + 1_000_000_000).suffix(width))
    }

    @Test(
        arguments: [
            ([4804.512, 2100, 120.333], ["4,804.51", "2,100.00", "120.33"]),
            ([0.123456, 0.5], ["0.1235", "0.5000"]), ([1, 2, 3], ["1", "2", "3"]),
            ([1.5, 20], ["1.5", "20.0"]), ([0.00001, 500.25], ["1e-5", "500.25"]),
            ([3.2e-9, 1.23456e-8], ["3.2e-9", "1.235e-8"]), ([0.00123456], ["0.001235"]),
            ([1e300, 1], ["1e300", "1e0"]), ([], []), ([0], ["0"]), ([0.5, 0.004], ["0.500", "0.004"]),
            ([10.5, 0.004], ["10.50", "4e-3"]), ([10.5, 0.006], ["10.50", "0.01"]),
        ] as [([Double], [String])])
    func `a column of floats has one number of places, and nothing but zero shows as zero`(
        values: [Double], expected: [String]
    ) {
        let style = NumberStyle(for: values)
        #expect(values.map { style.text($0) } == expected)
    }

    @Test func `text is cut by screen columns`() {
        #expect("重要价值客户".cut(to: 7) == "重要价…")
        #expect("重要价值客户".cut(to: 12) == "重要价值客户")
        #expect("abcdef".cut(to: 4, ellipsis: "...") == "a...")
        #expect("abc".cut(to: 0) == "")
        #expect("👨‍👩‍👧x".cut(to: 2) == "…")
    }

    @Test func `lines break at blanks and between Chinese characters`() {
        #expect("one two three".wrapped(to: 8) == ["one two", "three"])
        #expect("重要价值客户，很重要".wrapped(to: 8) == ["重要价值", "客户，很", "重要"])
        #expect("重要价，值".wrapped(to: 6) == ["重要", "价，值"])
        #expect("abcdefghij".wrapped(to: 4) == ["abcd", "efgh", "ij"])
        #expect("".wrapped(to: 4) == [""])
        #expect("note: long words here".wrapped(to: 12, indent: "  ") == ["note: long", "  words here"])
    }

    @Test func `wrapping keeps every letter and the width`() {
        var random = SeededRandom(seed: 11)
        for round in 0..<300 {
            let text = RandomTables.text(&random, upTo: 30).visible
            let width = Int.random(in: 4...30, using: &random)
            let lines = text.wrapped(to: width)
            #expect(lines.allSatisfy { $0.displayWidth <= width }, "seed 11, round \(round), width \(width)")
            let kept = lines.joined().filter { $0 != " " }
            #expect(kept == text.filter { $0 != " " }, "seed 11, round \(round)")
        }
    }
}
