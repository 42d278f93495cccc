import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// Excel files read with options, and written and read again.
struct ExcelTests {
    private func open(_ file: String, _ options: ExcelOptions = ExcelOptions()) throws -> ExcelSource {
        try ExcelSource.open(
            path: ExcelCorpusTests.folder + "/" + file, options: options, work: Work(width: 2))
    }

    private func failure(_ file: String, _ options: ExcelOptions) -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try ExcelSource.open(
                path: ExcelCorpusTests.folder + "/" + file, options: options, work: Work(width: 1))
            return nil
        } catch {
            return error
        }
    }

    @Test func aSheetIsNamedOrCounted() throws {
        #expect(try open("sheets.xlsx", .init(sheet: .name("More"))).schema.names == ["id", "m"])
        #expect(try open("sheets.xlsx", .init(sheet: .number(3))).schema.names == ["id", "n"])
        #expect(
            try open("sheets.xlsx", .init(sheet: .name("Old"))).loadReport.notes.map(\.code) == [
                "excel.hidden-sheet"
            ])
        let unknown = failure("sheets.xlsx", .init(sheet: .name("data")))
        #expect(unknown?.code == "excel.sheet" && unknown?.help.first?.text.contains("`More`") == true)
        #expect(failure("sheets.xlsx", .init(sheet: .number(9)))?.code == "excel.sheet")
        #expect(failure("sheets.xlsx", .init(sheet: .name("Chart")))?.code == "excel.sheet")
        #expect(try open("sheets.xlsx", .init(sheet: .name("Empty"))).schema.names.isEmpty)
    }

    @Test func rowsAreSkippedAndNamed() throws {
        #expect(try open("preamble.xlsx", .init(skip: 3)).schema.names == ["region", "n", "share"])
        #expect(try open("preamble.xlsx", .init(skip: 0)).schema.names.first == "Sales report 2025")
        #expect(try open("plain.xlsx", .init(header: false)).schema.names.first == "column_1")
        #expect(try open("no_header.xlsx", .init(columns: ["a", "b", "c"])).schema.names == ["a", "b", "c"])
        #expect(failure("no_header.xlsx", .init(columns: ["a"]))?.code == "excel.columns")
        #expect(failure("plain.xlsx", .init(skip: 99))?.code == "excel.skip")
    }

    @Test func twoRowsNameColumnsTogether() throws {
        #expect(try open("choices_below.xlsx").loadReport.notes.map(\.code).contains("excel.second-header"))
        var options = ExcelOptions()
        options.headerRows = [1, 2]
        let joined = try open("choices_below.xlsx", options)
        #expect(
            joined.schema.names == [
                "Respondent", "Which do you use?_Web", "Which do you use?_App", "How was it?",
            ])
        #expect(try joined.scan(ScanRequest(), work: Work()).table.count == 3)
        #expect(joined.schema["Respondent"]?.type == .int)
        options.headerRows = [1, 20]
        #expect(failure("choices_below.xlsx", options)?.code == "excel.header")
    }

    @Test func codesAreMissingWhereTheyAreNamed() throws {
        let table = try open("plain.xlsx", .init(missing: ["N/A", "x"])).scan(ScanRequest(), work: Work())
            .table
        #expect(table["note"]?.cells == [.missing, .missing, .missing])
        #expect(failure("near_miss.xlsx", .init(strict: true))?.code == "excel.value-does-not-fit")
        #expect(
            failure("days_that_are_none.xlsx", .init(strict: true))?.message.contains("row 3, column `day`")
                == true)
    }

    @Test func columnsFiltersAndLimitsAreThoseOfTheWhole() throws {
        let source = try open("plain.xlsx")
        let whole = try source.scan(ScanRequest(), work: Work()).table
        let one = try source.scan(ScanRequest(columns: ["amount"]), work: Work()).table
        #expect(
            one["amount"]?.isIdentical(to: try #require(whole["amount"])) == true && one.columns.count == 1)
        let first = try source.scan(ScanRequest(limit: 2), work: Work())
        #expect(first.table.isIdentical(to: whole.prefix(2)) && !first.isComplete)
        let kept = try source.scan(
            ScanRequest(columns: ["order_id"], filterColumns: ["paid"]) { table in
                FilterDecision(
                    keep: Bitmap(table["paid"]?.cells.map { $0 == .bool(true) } ?? []), undecided: 0)
            }, work: Work())
        #expect(kept.table["order_id"]?.cells == [.int(1), .int(3)] && kept.isComplete)
        #expect(throws: Diagnostic.self) { try source.scan(ScanRequest(columns: ["amuont"]), work: Work()) }
    }

    /// A sheet of 320 MB of blanks in 320 KB.
    @Test func aBombIsRefused() throws {
        let path = ExcelCorpusTests.folder + "/../ExcelBomb.py"
        let file = try TemporaryFile("", named: "bomb.xlsx")
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = ["python3", path, file.path]
        try python.run()
        python.waitUntilExit()
        try #require(python.terminationStatus == 0)
        do throws(Diagnostic) {
            _ = try ExcelSource.open(path: file.path, work: Work())
            Issue.record("expected an error")
        } catch {
            #expect(error.code == "excel.too-large", "\(error.message)")
        }
    }

    @Test func memoryIsAnnounced() throws {
        let memory = MemoryBudget(limit: 1000)
        do throws(Diagnostic) {
            let source = try ExcelSource.open(
                path: ExcelCorpusTests.folder + "/sparse.xlsx", work: Work(width: 1, memory: memory))
            _ = try source.scan(ScanRequest(), work: Work(width: 1, memory: memory))
            // Three rows are left: blank ones are not read.
            #expect(source.loadReport.rows == 3)
        } catch {
            #expect(error.code == "memory.limit")
        }
    }

    // MARK: - Written

    private static func roundTrip(_ table: Table, _ name: String = "S") throws -> (Table, [String], [UInt8]) {
        let target = try TemporaryFile("", named: "out.xlsx")
        let file = try FileReplacement(target.path)
        let remarks = try ExcelWriter.write([.init(name, table)], to: file, work: Work())
        try file.commit()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: target.path)))
        let source = try ExcelSource.open(path: target.path, work: Work())
        return (try source.scan(ScanRequest(), work: Work()).table, remarks, bytes)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let table = Table([
            "id": .texts(["007", "12", nil, "1E5"]),
            "text": .texts(["=1+1", "a\nb \u{1}", "_x000D_ 中文 <&>", "@x"]),
            "n": .ints([1, nil, -9_007_199_254_740_992, 3]),
            "huge": .ints([Int(Int64.max), 2, nil, Int(Int64.min)]),
            "x": .floats([0.1, -2.5e-300, nil, 1e300]),
            "flag": .bools([true, nil, false, true]),
            "day": .dates([20_119, -25_567, nil, 0]),
            "at": .datetimes([1_738_312_200_000_000, 1_738_312_200_123_000, nil, -1_000]),
            "gap": .durations([95_400_000_000, 1_000_000, nil, -3_600_000_000]),
        ])
        let (back, remarks, bytes) = try Self.roundTrip(table)
        #expect(back.schema.names == table.schema.names)
        for (name, column) in zip(table.schema.names, table.columns) {
            #expect(back[name]?.type == column.type && back[name]?.cells == column.cells, "\(name)")
        }
        #expect(remarks == ["2 whole numbers above 2^53 as text"])
        #expect(try Self.roundTrip(table).2 == bytes, "the same table gives the same bytes")
    }

    @Test func lossesAreTold() throws {
        let table = Table([
            "x": .floats([0.1 + 0.2, 1]), "t": .texts(["", "a"]), "early": .dates([-40_000, 0]),
            "at": .datetimes([1_738_312_200_000_000, 0], zone: "+08:00"),
        ])
        let (back, remarks, _) = try Self.roundTrip(table)
        #expect(
            remarks == [
                "1 float with 16 of 17 digits", "1 empty text as blank cells", "1 day before 1900 as text",
                "times without their zone: `at` in `+08:00`",
            ])
        #expect(back["x"]?.cells == [.float(0.3), .float(1)])
        #expect(back["at"]?[0] == .datetime(1_738_312_200_000_000 + 8 * 3_600_000_000))
        // A day that Excel does not know is the text of that day, and read as one.
        #expect(back["early"]?.cells == table["early"]?.cells)
    }

    @Test func unitsAndManyRowsComeBack() throws {
        let schema = Schema([Field("price", .float, kind: .measure, unit: "CNY"), Field("city", .text)])
        let count = 70_000
        let table = Table(
            schema,
            [
                .floats((0..<count).map { Double($0) / 8 }),
                .texts((0..<count).map { ["Paris", "北京", "Köln"][$0 % 3] }),
            ])
        let (back, remarks, _) = try Self.roundTrip(table)
        #expect(remarks.isEmpty && back.schema["price"]?.unit == "CNY")
        #expect(back["price"]?.isIdentical(to: table.columns[0]) == true)
        #expect(back["city"]?.cells == table.columns[1].cells)
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let many = Table([
            "n": Column(
                .int, .int64(FixedColumn(values: BufferBuilder(repeating: 1, count: 1_048_576).freeze())))
        ])
        let wide = Table(
            Schema((0..<16_385).map { Field("c\($0)", .int) }), (0..<16_385).map { _ in .ints([1]) })
        let long = Table(["t": .texts(["a", String(repeating: "x", count: 32_768)])])
        for (table, code) in [
            (many, "excel.too-many-rows"), (wide, "excel.too-many-columns"), (long, "excel.text-too-long"),
        ] {
            let target = try TemporaryFile("old", named: "out.xlsx")
            do throws(Diagnostic) {
                let file = try FileReplacement(target.path)
                _ = try ExcelWriter.write([.init("S", table)], to: file, work: Work())
                Issue.record("expected \(code)")
            } catch {
                #expect(error.code.name == code)
            }
            #expect(try String(contentsOfFile: target.path, encoding: .utf8) == "old", "the old file stays")
        }
        for name in ["", "a/b", String(repeating: "x", count: 32), "History", "'a"] {
            #expect(throws: Diagnostic.self, "\(name)") { try ExcelWriter.checkNames([name]) }
        }
        #expect(throws: Diagnostic.self) { try ExcelWriter.checkNames(["a", "A"]) }
        #expect(throws: Never.self) { try ExcelWriter.checkNames(["Segments 2025", "客户"]) }
    }
}
