import RapportPluginKit
import Testing

@Suite struct CSVTextTests {
    @Test func `quotes hold commas, quotes and newlines`() throws {
        let csv = try CSVText("\u{FEFF}a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n,\r\n\n")
        #expect(csv.header == ["a", "b"])
        #expect(csv.rows == [["x, \"y\"", "two\nlines"], ["", ""]])
        #expect(csv.column("b") == ["two\nlines", ""])
        #expect(csv.column("c") == nil)
    }

    @Test(
        "broken texts are refused",
        arguments: [
            ("", "csv.empty"), ("a,b\n1", "csv.row"), ("a\n\"x", "csv.quote"),
        ])
    func refuses(text: String, code: String) {
        let error = #expect(throws: Diagnostic.self) { try CSVText(text) }
        #expect(error?.code.name == code)
    }

    @Test func `a file that is not there is named`() {
        let error = #expect(throws: Diagnostic.self) { try CSVText(file: FilePath("/nowhere/x.csv")) }
        #expect(error?.message == "cannot read `/nowhere/x.csv`")
    }
}

@Suite struct WordingTests {
    @Test func `numbers are grouped and rounded`() {
        #expect(Wording.count(1_234_567) == "1,234,567")
        #expect(Wording.count(-123) == "-123")
        #expect(Wording.count(1, "customer") == "1 customer")
        #expect(Wording.percent(0.1666) == "17%")
        #expect(Wording.percent(0.0342) == "3.4%")
        #expect(Wording.number(1_234.5) == "1,235")
        #expect(Wording.number(3.14159) == "3.14")
        #expect(Wording.number(-0.5) == "-0.50")
        #expect(Wording.number(7) == "7")
        #expect(Wording.list(["a", "b", "c"]) == "a, b and c")
    }
}
