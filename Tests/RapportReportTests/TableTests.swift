import Foundation
import RapportDiagnostics
import RapportReport
import RapportTable
import Testing

@Suite struct TerminalTableTests {
    private func text(_ table: Table, total: Int? = nil, width: Int = 80, height: Int? = nil) -> String {
        TerminalTable(table, totalRows: total).render(TerminalStyle(width: width, height: height))
    }

    @Test func `names, types, aligned numbers, Chinese and what is missing`() {
        #expect(
            text(Samples.segments, total: 1196) == """
                segment           n     spend
                text            int     float
                ─────────────────────────────
                重要价值客户     19  4,804.51
                重要发展客户     12  2,100.00
                一般保持客户      7  1,320.75
                Champions         9    990.50
                About to sleep   22         ·
                Lost             18    120.33
                1,190 more rows
                """)
    }

    @Test func `a list shows as JSON, and is one in JSON`() {
        let table = Table([
            "id": .ints([1, 2]), "tags": .lists([[.text("a"), .missing], nil], of: .text),
        ])
        #expect(text(table).contains("list of text") && text(table).contains("[\"a\", null]"))
        var json = ""
        JSONTable.write(table, to: &json)
        #expect(json.contains(#""tags": ["a", null]}"#) && json.contains(#""tags": null}"#))
    }

    @Test func `columns that do not fit are named, and text is cut before a number is`() {
        let table = Table([
            "name": .texts(["a very long name that goes on and on", "重要价值客户重要价值客户"]),
            "customers": .ints([1_234_567, nil]), "b": .ints([1, 2]), "c": .ints([3, 4]),
        ])
        #expect(text(table, total: 40, width: 30) == Expected.narrow)
    }

    @Test func `a month shows as a month, ids without separators`() {
        let table = Table(
            Schema([Field("month", .date, grain: .month), Field("id", .int, kind: .id), Field("ok", .bool)]),
            [.dates([Samples.day(2010, 12)]), .ints([12583]), .bools([true])])
        #expect(
            text(table) == """
                month       id  ok
                month      int  bool
                ────────────────────
                2010-12  12583  true
                """)
    }

    @Test func `rows past the height are counted, not shown`() {
        let table = Table(["n": .ints(Array(1...100))])
        #expect(
            text(table, height: 7) == """
                  n
                int
                ───
                  1
                  2
                  3
                97 more rows
                """)
        #expect(text(table.prefix(4), height: 7).lines.count == 7)
    }

    @Test func `no rows and no columns say so`() {
        #expect(text(Table(["n": .ints([])])) == "  n\nint\n───\nno rows")
        #expect(text(.empty) == "no columns")
    }

    @Test func `an empty text is blank, a missing one is a dot`() {
        #expect(
            text(Table(["t": .texts(["", nil]), "n": .ints([1, 2])])).lines.suffix(2) == [
                "        1", "·       2",
            ])
    }

    @Test func `escape sequences and direction marks of data are written out`() {
        let table = Table(["na\u{1B}[2Jme": .texts(["\u{202E}evil\n"])])
        let plain = text(table)
        #expect(plain.unsafeScalars.isEmpty)
        #expect(plain.contains("na\\u{1B}[2Jme") && plain.contains("\\u{202E}evil\\n"))
        // In colour the only escapes are our own.
        let colored = TerminalTable(table).render(TerminalStyle(color: true))
        let ours = colored.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        #expect(ours == plain)
    }

    @Test func `ASCII has no signs of our own beyond it`() {
        let table = Table(["t": .texts([nil, "a long text that must be cut somewhere"])])
        let text = TerminalTable(table, totalRows: 9).render(TerminalStyle(width: 20, unicode: false))
        #expect(text == "t\ntext\n--------------------\n-\na long text that ...\n7 more rows")
    }

    @Test func `the footer speaks Chinese`() {
        let table = TerminalTable(Samples.segments, totalRows: 1196, language: .chinese)
        #expect(table.render().hasSuffix("\n还有 1,190 行"))
    }
}

@Suite struct TableFormatTests {
    private func json(_ table: Table) -> String {
        var text = ""
        JSONTable.write(table, to: &text)
        return text
    }
    private func markdown(_ table: Table) -> String {
        var text = ""
        MarkdownTable.write(table, to: &text)
        return text
    }

    @Test func `json keeps order, digits and types`() {
        let table = Table(
            Schema([
                Field("z \"q\"", .int), Field("a", .float), Field("t", .text),
                Field("d", .date, grain: .month),
                Field("at", .datetime(zone: "+08:00")), Field("ok", .bool),
            ]),
            [
                .ints([9_007_199_254_740_993, nil]), .floats([0.1, 1e300]), .texts(["a\n\"b\"", nil]),
                .dates([Samples.day(2010, 12), nil]), .datetimes([0, 1_500_000], zone: "+08:00"),
                .bools([true, nil]),
            ])
        #expect(
            json(table) == #"""
                [
                  {"z \"q\"": 9007199254740993, "a": 0.1, "t": "a\n\"b\"", "d": "2010-12-01", "at": "1970-01-01T08:00:00+08:00", "ok": true},
                  {"z \"q\"": null, "a": 1e+300, "t": null, "d": null, "at": "1970-01-01T08:00:01.5+08:00", "ok": null}
                ]

                """#)
        #expect(json(Table(["n": .ints([])])) == "[]\n")
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `json of any table parses, and floats come back exactly`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let table = RandomTables.table(&random)
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(json(table).utf8)) as? [[String: Any]], "seed \(seed)"
        )
        #expect(rows.count == table.count)
        for (field, column) in zip(table.schema.fields, table.columns) where field.type == .float {
            for row in rows.indices {
                // Foundation's parser is off by an ulp or more; the digits themselves read back exactly.
                let read = (rows[row][field.name] as? NSNumber)?.doubleValue
                let wanted = column[row].number
                #expect((read == nil) == (wanted == nil), "seed \(seed)")
                #expect(abs((read ?? 0) - (wanted ?? 0)) <= abs(wanted ?? 0) * 1e-13, "seed \(seed)")
                if let wanted { #expect(json(table).contains(": \(wanted)"), "seed \(seed)") }
            }
        }
    }

    @Test func `markdown escapes what would end a cell or begin markup`() {
        let table = Table([
            "a|b": .texts(["x | y", "<b>`c`</b>", nil, "snake_case _em_ *b*\n"]),
            "n": .ints([1, 20, nil, 4]),
        ])
        #expect(
            markdown(table) == #"""
                | a\|b                       |   n |
                | -------------------------- | --: |
                | x \| y                     |   1 |
                | &lt;b&gt;\`c\`&lt;/b&gt;   |  20 |
                |                            |     |
                | snake_case \_em\_ \*b\*\\n |   4 |

                """#)
    }
}
