import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import SharedFiles
import Testing

/// Delimiters, headers, line ends and the public suites.
struct FormTests {
    @Test(arguments: [
        ("a;b\n1,5;2\n3,5;4\n", "semicolon"), ("a\tb\n1\tx, y\n", "tab"), ("a|b\n1|2\n", "pipe"),
        ("a,b\n1;2,3\n", "comma"),
    ]) func delimiters(_ text: String, _ word: String) throws {
        let loaded = try Loaded(text)
        #expect(loaded.report.delimiter == word)
        #expect(loaded.table.schema.names == ["a", "b"])
    }

    @Test func lineEnds() throws {
        for end in ["\n", "\r\n", "\r"] {
            let loaded = try Loaded("a,b\(end)1,x\(end)2,y\(end)")
            #expect(loaded.cells("a") == [.int(1), .int(2)])
            #expect(loaded.cells("b") == [.text("x"), .text("y")])
        }
    }

    @Test func headers() throws {
        #expect(try Loaded("1,2\n3,4\n").table.schema.names == ["column_1", "column_2"])
        #expect(try Loaded("name,2024,2025\nx,1,2\n").table.schema.names == ["name", "2024", "2025"])
        #expect(try Loaded("a,b\nx,y\n", CSVOptions(header: false)).table.count == 2)
        #expect(try Loaded("1,2\n", CSVOptions(columns: ["p", "q"])).table.schema.names == ["p", "q"])
        #expect(try Loaded("made by x\n\na,b\n1,2\n", CSVOptions(skip: 2)).cells("a") == [.int(1)])
        #expect(try Loaded("# c\na,b\n# d\n1,2\n", CSVOptions(comment: "#")).cells("a") == [.int(1)])
        #expect(try Loaded("a;b\n1,5;2\n", CSVOptions(decimal: ",")).cells("a") == [.float(1.5)])
    }

    @Test func oneColumnKeepsBlankLines() throws {
        #expect(try Loaded("a\n1\n\n3\n").cells("a") == [.int(1), .missing, .int(3)])
        let prose = try Loaded("text\nwell, yes\nno\nperhaps, or not, who knows\n")
        #expect(prose.table.count == 3 && prose.table.columns.count == 1)
    }

    @Test(arguments: [
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
        "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ]) func csvSpectrum(_ name: String) throws {
        guard let path = SharedFiles.path("data/csv_spectrum/csvs/\(name).csv"),
            let json = SharedFiles.path("data/csv_spectrum/json/\(name).json")
        else { return }
        let data = try Data(contentsOf: URL(fileURLWithPath: json))
        let expected = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: String]])
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        // Copies by git may have lost the carriage returns that these files are about.
        if name.hasSuffix("_crlf"), !bytes.contains(13) {
            bytes = bytes.flatMap { $0 == 10 ? [13, 10] : [$0] }
        }
        let loaded = try Loaded(bytes)
        #expect(loaded.table.count == expected.count)
        for (row, record) in expected.enumerated() where row < loaded.table.count {
            #expect(Set(loaded.table.schema.names) == Set(record.keys))
            for (column, text) in record { #expect(loaded.table[column]?.text(at: row) == text) }
        }
    }

    @Test func france() throws {
        guard let path = SharedFiles.path("data/online_retail/france.csv") else { return }
        let loaded = try Loaded(path: path)
        #expect(loaded.table.count == 8557)
        #expect(loaded.cells("InvoiceDate").first == .datetime(1_291_193_100_000_000))
        #expect(
            loaded.lines[5]
                == "  InvoiceDate  datetime  time      8,557 × 1/31/2025 08:45 (month first: 4,513 values prove it)"
        )
    }

    @Test func writing() throws {
        let table = Table([
            "a, b": .texts(["x", "", nil, "=1+1", "say \"hi\"", " ", "two\nlines"]),
            "n": .floats([1, 0.1, -2.5, nil, 1e300, 123456.789, 3]),
        ])
        let text = String(decoding: CSVWriter.text(of: table), as: UTF8.self)
        #expect(
            text == """
                "a, b",n
                x,1.0
                "",0.1
                ,-2.5
                =1+1,
                "say ""hi\""",1.0e300
                " ",123456.789
                "two
                lines",3.0

                """)
        let file = try TemporaryFile("old")
        let replacement = try FileReplacement(file.path)
        try CSVWriter.write(table, to: replacement, work: Work())
        try replacement.commit()
        let loaded = try Loaded(path: file.path)
        #expect(loaded.table.columns.map(\.cells) == table.columns.map(\.cells))
        do throws(Diagnostic) {
            _ = try FileReplacement("/nowhere/out.csv")
            Issue.record("expected an error")
        } catch {
            #expect(error.code == "file.write")
        }
    }
}
