import RapportDiagnostics
import Testing

@Suite struct RenderingTests {
    @Test func `the caret stands below the word, and the near miss is offered`() {
        let line = "orders | sort -amuont"
        let report = Diagnostic(
            "table.unknown-column", "no column named `amuont`", at: SourceSpan(15..<21),
            label: "not in orders",
            help: ["`amount`"])
        #expect(
            report.rendered(source: line) == """
                error[table.unknown-column]: no column named `amuont`
                  | orders | sort -amuont
                  |                ^^^^^^ not in orders
                  = help: `amount`
                """)
    }

    @Test func `the caret counts screen columns, so it stands right below Chinese`() {
        let line = "客户 | sort 金鹅"
        let start = "客户 | sort ".utf8.count
        let report = Diagnostic("x.y", "m", at: SourceSpan(start..<line.utf8.count))
        #expect(report.rendered(source: line).split(separator: "\n").last == "  |             ^^^^")
    }

    @Test func `of several lines only the one with the fault is shown`() {
        let source = "a\n| bad\n| c"
        let report = Diagnostic("x.y", "m", at: SourceSpan(4..<7))
        #expect(report.rendered(source: source) == "error[x.y]: m\n  | | bad\n  |   ^^^")
    }

    @Test func `a span past the end does not trap`() {
        let report = Diagnostic("x.y", "m", at: SourceSpan(90..<99))
        #expect(report.rendered(source: "ab") == "error[x.y]: m\n  | ab\n  |   ^")
    }

    @Test func `json escapes what a terminal or a parser would act on`() {
        let report = Diagnostic("x.y", "a\u{1B}[2J\"\n", help: ["do"])
        #expect(
            report.json(source: "l")
                == #"{"code":"x.y","message":"a\u001b[2J\"\n","line":"l","labels":[],"help":[{"text":"do"}]}"#
        )
    }

    @Test(
        arguments: [
            ("amuont", ["amount", "customer"], "amount"), ("Region", ["region", "legion"], "region"),
            ("字段", ["金额"], nil), ("xyz", ["amount"], nil), ("EMEA", ["email"], nil), ("id", ["ID"], "ID"),
        ] as [(String, [String], String?)])
    func nearest(word: String, known: [String], expected: String?) {
        #expect(word.nearest(in: known) == expected)
    }
}
