import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import SharedFiles
import Testing

/// What is too large or too particular for the corpus.
struct LoadingFormsTests {
    @Test func cdnowIsReadByItself() throws {
        guard let path = SharedFiles.path("data/cdnow/CDNOW_master.txt") else { return }
        let loaded = try Loaded(path: path)
        #expect(loaded.table.count == 69_659)
        #expect(loaded.types == ["customer_id text", "date int", "number_of_cds int", "dollar_value float"])
        #expect(loaded.cells("customer_id").first == .text("00001"))
        let value = loaded.cells("dollar_value").reduce(0) { $0 + ($1.number ?? 0) }
        #expect(abs(value - 2_500_315.63) < 0.01)
        #expect(loaded.report.delimiter == "padded with blanks")
        #expect(loaded.source.problems.count == 0)
    }

    /// Rewritten files are read in stretches of a megabyte: a cell, a quote, a line end on each seam.
    @Test func rewritingDoesNotMindItsStretches() throws {
        var file = "id||text||n\n"
        for row in 0..<60_000 {
            file += "\(row)||\"a||b \(row % 7)\n\"\"c\"\"\"||\(row)\n"
        }
        let loaded = try Loaded(file)
        #expect(loaded.table.count == 60_000)
        #expect(loaded.cells("n") == (0..<60_000).map { .int($0) })
        #expect(loaded.table["text"]?[59_999] == .text("a||b \(59_999 % 7)\n\"c\""))
        #expect(loaded.report.delimiter == "delimiter `||`")
    }

    @Test func problemsKeepTheLinesOfTheFile() throws {
        var file = "id||text\n"
        for row in 0..<50 { file += "\(row)||\"a\nb\"\n" }
        file += "x||y||z\n"
        let loaded = try Loaded(file)
        #expect(loaded.source.problems.kept.map(\.line) == [102])
        #expect(loaded.source.problems.kept.map(\.found) == ["3 cells: x||y||z"])
    }

    /// A guess from samples that the whole file contradicts: far behind them a cell of the other currency.
    @Test func aSecondCurrencyFarBehind() throws {
        var file = "id,price\n"
        for row in 0..<200_000 { file += "\(row),\(row == 17_003 ? "€" : "$")5\n" }
        for width in [1, 2] {
            do {
                _ = try Loaded(file, width: width)
                Issue.record("expected an error")
            } catch let failure as Diagnostic {
                #expect(failure.code == "csv.two-currencies")
                #expect(failure.message.contains("$ first in row 1, EUR first in row 17,004"))
            }
        }
    }

    /// American programs write the year in two digits; which part is the day must be proved, as with four.
    @Test(arguments: [
        ("3/21/17,03/02/98", "date", "2017-03-21 1998-03-02"),
        ("21/03/99,02/12/98", "date", "1999-03-21 1998-12-02"),
        // Year, month, day, or the other way round.
        ("21/03/17,22/12/05", "text", ""),
        ("01/02/03,04/05/06", "text", ""),
    ])
    func yearsOfTwoDigits(_ cells: String, _ type: String, _ days: String) throws {
        let loaded = try Loaded("id,on\n" + cells.split(separator: ",").map { "1,\($0)\n" }.joined())
        #expect(loaded.types == ["id int", "on \(type)"])
        let expected = days.split(separator: " ").map { day -> Scalar in
            let parts = day.split(separator: "-").compactMap { Int($0) }
            return .date(daysFromCivil(parts[0], parts[1], parts[2]) ?? 0)
        }
        if type == "date" {
            #expect(loaded.cells("on") == expected)
        } else {
            #expect(loaded.lines.contains { $0.contains("cannot be told") })
        }
    }

    @Test func marksOfASurveyProgramAreNoRows() throws {
        let file = """
            Q1,Q2
            "How likely are you to recommend us?","Anything else?"
            "{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"
            9,fine
            3,"{no mark}"

            """
        let loaded = try Loaded(file)
        #expect(loaded.types == ["Q1 int", "Q2 text"])
        #expect(loaded.table.count == 2)
        #expect(loaded.lines.contains { $0.contains("lines 2 to 3") && $0.contains("`load … header=2`") })
        var options = CSVOptions()
        options.header = .rows([2])
        let asked = try Loaded(file, options)
        #expect(asked.types.first == "How likely are you to recommend us? int")
        #expect(asked.table.count == 2)
    }

    @Test func momentsOfColumnsWithoutANameAreTold() throws {
        let loaded = try Loaded("1,2,1082040961\n3,4,1082155839\n5,6,1082414391\n")
        #expect(loaded.lines.contains { $0.contains("from_epoch(column_3, \"s\")") })
    }

    @Test func aDecimalCommaFarBehind() throws {
        var file = "id;price\n"
        for row in 0..<200_000 { file += "\(row);\(row == 17_003 ? "2,5" : "5")\n" }
        let loaded = try Loaded(file)
        #expect(loaded.types == ["id int", "price float"])
        #expect(loaded.table["price"]?[17_003] == .float(2.5))
        #expect(loaded.lines[2].contains("decimal comma: 1 value proves it"))
    }

    @Test func columnsOfManyThousandAreNotQuadratic() throws {
        let names = (0..<10_000).map { "c\($0)" }.joined(separator: ",")
        let row = (0..<10_000).map(String.init).joined(separator: ",")
        let loaded = try Loaded("\(names)\n\(row)\n\(row)\n")
        #expect(loaded.table["c9999"]?.cells == [.int(9999), .int(9999)])
    }

    @Test func theUnitIsInTheSchema() throws {
        let loaded = try Loaded("id,price,share\n1,¥5,10%\n2,¥6,20%\n")
        #expect(loaded.source.schema["price"]?.unit == "¥")
        #expect(loaded.source.schema["share"]?.unit == "%")
        #expect(loaded.table.schema["price"]?.unit == "¥")
    }

    @Test func leftOutMeasuresAreSummed() throws {
        var file = "id,amount\n"
        for row in 0..<300 { file += row % 3 == 0 ? "\(row),1.25,x\n" : "\(row),2\n" }
        for blockSize in [1, 64, 512 << 10] {
            let loaded = try Loaded(file, blockSize: blockSize)
            #expect(
                loaded.lines.contains {
                    $0.contains("100 rows with more cells") && $0.contains("by place: `amount` 125")
                }, "\(loaded.lines)")
        }
    }

    @Test func aFileThatIsSkippedByItsName() throws {
        let files = try ["id,g\n1,a\n2,b\n", "id,g\n3,a\n"].map { try TemporaryFile($0, named: "x.csv") }
        let sources = try files.enumerated().map {
            FolderSource.File(
                name: "f\($0)", source: try CSVSource.open(path: $1.path, work: Work()) as any ReportingSource
            )
        }
        let source = try FolderSource(sources, folder: "shop/")
        let request = ScanRequest(
            columns: ["id", "file"], filterColumns: ["file"],
            filter: { (table) throws(Diagnostic) in
                FilterDecision(
                    keep: Bitmap((0..<table.count).map { table["file"]?[$0] == .text("f1") }), undecided: 0)
            })
        let result = try source.scan(request, work: Work())
        #expect(result.table["id"]?.cells == [.int(3)])
        #expect(result.rowsRead == 1)
        withExtendedLifetime(files) {}
    }

    @Test func aPackedFileThatEndsTooEarlySaysWhere() throws {
        // `printf 'a,b\n1,2\n' | gzip`, without its last bytes.
        let file = try TemporaryFile(
            [
                0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31, 0xE2, 2, 0,
            ], named: "x.csv.gz")
        do {
            _ = try Loaded(path: file.path)
            Issue.record("expected an error")
        } catch let failure as Diagnostic {
            #expect(
                failure.code == "file.cut-short" && failure.message.contains("in line "), "\(failure.message)"
            )
        }
    }
}
