import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@testable import RapportFormats

struct WriterTests {
    @Test func jsonLinesReadBack() throws {
        let table = Table([
            "id": .ints([1, .max, nil]), "x": .floats([0.1, 1e300, -2]), "ok": .bools([true, nil, false]),
            "user.name": .texts(["a\"b\\c\n\u{1}\t", nil, "王芳😀"]), "day": .dates([20_119, nil, 0]),
            "at": .datetimes([1_738_284_330_250_000, nil, 0]),
            "zoned": .datetimes([1_738_284_330_000_000, nil, 0], zone: "+08:00"),
            "tags": .lists([[.text("a,\"b"), .missing], nil, []], of: .text),
            "days": .lists([[], [.date(20_119)], [.missing, .date(0)]], of: .date),
        ])
        let text = JSONWriter.lines(of: table)
        #expect(String(decoding: text, as: UTF8.self).split(separator: "\n").count == 3)
        let loaded = try LoadedJSON(text, named: "data.jsonl")
        #expect(loaded.table.schema.names == table.schema.names)
        #expect(loaded.table.schema.fields.map(\.type) == table.schema.fields.map(\.type))
        for (found, expected) in zip(loaded.table.columns, table.columns) {
            #expect(found.cells == expected.cells)
        }
    }

    @Test func listsAreOneCell() throws {
        let table = Table([
            "id": .ints([1, 2, 3, 4]),
            "waits": .lists([[.float(1.5), .float(2)], [], nil, [.float(3)]], of: .float),
            "who": .lists([[.text("Mei"), .text("a,\"b")], [], nil, [.text("Tom")]], of: .text),
            "n": .ints([7, 8, 9, 0]),
        ])
        let text = CSVWriter.text(of: table)
        #expect(
            String(decoding: text, as: UTF8.self) == """
                id,waits,who,n
                1,"[1.5, 2.0]","[""Mei"", ""a,\\""b""]",7
                2,[],[],8
                3,,,9
                4,[3.0],"[""Tom""]",0

                """)
        let loaded = try Loaded(text, blockSize: 512 << 10, width: 1)
        #expect(loaded.table.schema.names == ["id", "waits", "who", "n"])
        #expect(loaded.table.columns[3].cells == [.int(7), .int(8), .int(9), .int(0)])
        #expect(loaded.source.problems.count == 0)
    }

    @Test func timesAreOneCellWhateverPartsCells() {
        let table = Table(["at": .datetimes([1_738_284_330_000_000, nil]), "n": .ints([1, 2])])
        let text = CSVWriter.text(of: table, options: .init(delimiter: " "))
        #expect(String(decoding: text, as: UTF8.self) == "at n\n\"2025-01-31 00:45:30\" 1\n 2\n")
    }

    @Test(arguments: 0..<10) func randomTextsReadBack(_ seed: Int) throws {
        var random = ScanPropertyTests.Seeded(state: UInt64(seed))
        let texts: [String?] = (0..<50).map { row in
            row == 0 ? "x" : Bool.random(using: &random) ? nil : ScanPropertyTests.text(&random)
        }
        let loaded = try LoadedJSON(JSONWriter.lines(of: Table(["t": .texts(texts)])), named: "d.jsonl")
        #expect(loaded.cells("t") == texts.map { $0.map { .text($0) } ?? .missing }, "seed \(seed)")
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("@SUM(1)", "'@SUM(1)"),
        ("-x", "'-x"),
        ("+8613812345678", "=\"+8613812345678\""), ("007", "=\"007\""), ("1E5", "=\"1E5\""),
        ("3-4", "=\"3-4\""),
        ("\t=1", "'\t=1"), ("＝1", "'＝1"), ("12 rue", "12 rue"), ("plain", "plain"), ("", ""), ("a=1", "a=1"),
        ("--", "'--"), ("-5", "=\"-5\""), ("1,5=x", "1,5=x"),
    ]) func spreadsheetsRunNothing(_ text: String, _ safe: String) {
        #expect(SpreadsheetText.safe(text).text == safe)
    }

    @Test func aTableForExcel() throws {
        let encoded = try Column.texts(["=a", "b", "=a", "007"]).encoded(limit: 9, work: Work())
        let table = Table([
            "=id": .ints([1, 2, 3, 4]), "text": .texts(["=x", nil, "", "y"]), "code": encoded,
            "big": .ints([1, nil, -1_234_567_890_123_456, 5]), "n": .floats([-1, 2, 3, 4]),
        ])
        let safe = try SpreadsheetText.safe(table, work: Work())
        #expect(safe.formulas == 3)
        let written = CSVWriter.text(of: safe.table, options: .init(hasByteOrderMark: true))
        let lines = [
            "\u{FEFF}'=id,text,code,big,n", #"1,'=x,'=a,"=""1""",-1.0"#, "2,,b,,2.0",
            #"3,"",'=a,"=""-1234567890123456""",3.0"#, #"4,y,"=""007""","=""5""",4.0"#, "",
        ]
        #expect(String(decoding: written, as: UTF8.self) == lines.joined(separator: "\n"))
    }
}
