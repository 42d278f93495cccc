import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// What a column's cells must be for it to have a type, and what the report says.
struct TypeTests {
    private func column(_ cells: [String], _ options: CSVOptions = CSVOptions()) throws -> Loaded {
        try Loaded("k,x\n" + cells.enumerated().map { "\($0),\($1)\n" }.joined(), options)
    }

    @Test(arguments: [
        (["1", "-2", "0"], "int"), (["1", "2.5"], "float"), (["007", "12"], "text"), (["1", "x"], "text"),
        (["+5", "-5"], "int"), (["+8613812345678", "+8613912345678"], "text"),
        (["1e5", ".5", "-5."], "float"),
        (["true", "FALSE"], "bool"), (["yes", "no"], "text"), (["1e999", "1"], "text"),
        (["05.1", "1"], "text"),
        (["2025-01-31", "31/01/2025"], "date"), (["2025-02-30", "2025-01-01"], "text"),
        (["2025-01-31", "2025-01-31T09:30"], "datetime"),
        (["12/1/2010 8:45", "12/13/2010 8:45"], "datetime"),
        (["2025/1/31", "2025年1月31日", "31.01.2025"], "date"), (["3/4/2025", "5/6/2025"], "text"),
        (["13/4/2025", "5/16/2025"], "text"), (["9:30 AM"], "text"), (["2025-01-31 11:30 PM"], "datetime"),
        (["\"2,540\"", "12"], "int"), (["\"2,54\"", "12"], "float"), (["NA", "12"], "int"),
        (["NA", "SA"], "text"),
        ([" 12 ", "\"13\""], "int"), (["", ""], "text"), (["NaN", "1.5", "inf"], "float"),
        (["2025-01-31T09:30+08:00"], "datetime"),
    ]) func typeOf(_ cells: [String], _ type: String) throws {
        #expect(try column(cells).types[1] == "x \(type)", "\(cells)")
    }

    @Test func datesNeedAProof() throws {
        let open = try column(["3/4/2025", "5/6/2025"])
        #expect(open.lines[2].contains("dates=day_first"))
        let told = try column(["3/4/2025", "5/6/2025"], CSVOptions(dates: .dayFirst))
        #expect(told.cells("x") == [.date(20181), .date(20244)])
        #expect(told.lines[2].contains("2 × 31/01/2025 (day first: as `dates=` says)"))
        let proved = try column(["3/4/2025", "25/6/2025", "2025-01-31"])
        #expect(proved.lines[2].contains("1 × 2025-01-31, 2 × 31/01/2025 (day first: 1 value proves it)"))
        let against = try column(["3/4/2025", "5/16/2025"], CSVOptions(dates: .dayFirst))
        #expect(against.types[1] == "x text")
    }

    @Test func `a month as a word is a date of Jira's and Oracle's, and the century is told`() throws {
        let jira = try column(["12/Mar/26 3:04 PM", "5/Jan/99 11:30 AM", "31/三月/26 3:04 下午"])
        #expect(jira.table.schema["x"]?.type == .datetime(zone: nil))
        func moment(_ year: Int, _ month: Int, _ day: Int, _ minutes: Int64) -> Scalar {
            .datetime((Int64(daysFromCivil(year, month, day) ?? 0) * 1_440 + minutes) * 60_000_000)
        }
        #expect(
            jira.cells("x") == [moment(2026, 3, 12, 904), moment(1999, 1, 5, 690), moment(2026, 3, 31, 904)])
        #expect(jira.lines[2].contains("3 × 31/Jan/25 08:45 (years 69 to 99 are taken as 1969 to 1999)"))
        let oracle = try column(["12-MAR-2026", "01-Feb-2026"])
        #expect(oracle.types[1] == "x date" && oracle.lines[2].contains("2 × 31/Jan/2025"))
        #expect(oracle.cells("x")[0] == .date(daysFromCivil(2026, 3, 12) ?? 0))
        for none in ["31/Feb/26", "12/Mar-26", "12/March/26", "12/Mar/126", "0/Mar/26", "12.Mar.26"] {
            #expect(try column(["12/Mar/26", none]).types[1] == "x text", "\(none)")
        }
        let near = try column(Array(repeating: "12/Mar/26 3:04 PM", count: 12) + ["soon"])
        #expect(near.lines[2].contains("parse_date(x, \"%d/%b/%y %I:%M %p\", on_error=missing)"))
    }

    @Test func `floats that count seconds are told too`() throws {
        let seconds = try Loaded("id,created\na,1767225600.0\nb,1767226600.5\nc,\n")
        #expect(
            seconds.lines[2].contains(
                "seems to count s since 1970: `… | derive created = from_epoch(created, \"s\")`"))
        let finer = try Loaded("id,时间\na,1767225600000.25\n")
        #expect(finer.lines[2].contains("from_epoch(时间, \"ms\")"))
        // The language has no smaller unit than the microsecond.
        let finest = try Loaded("id,sent_at\na,1767225600000000000\n")
        #expect(finest.lines[2].contains("from_epoch(sent_at / 1000, \"us\")"))
        #expect(try !Loaded("id,created\na,12.5\n").lines[2].contains("1970"))
        #expect(try !Loaded("id,price\na,1767225600.5\n").lines[2].contains("1970"))
    }

    @Test func zonesAreKept() throws {
        let loaded = try column(["2025-01-31T09:30+08:00", "2025-01-31T10:30+08:00"])
        #expect(loaded.table.schema["x"]?.type == .datetime(zone: "+08:00"))
        #expect(loaded.cells("x").first == .datetime(1_738_287_000_000_000))
    }

    @Test func missingIsCountedApart() throws {
        let loaded = try column(["1", "N/A", "", "\"\"", "N/A", "  ", "null"])
        #expect(
            loaded.cells("x") == [.int(1), .missing, .missing, .missing, .missing, .missing, .missing])
        #expect(
            loaded.lines[2].hasSuffix("2 × \"N/A\", 1 × \"null\", 1 × \"\" and 2 blank read as missing"))
        let text = try column(["a", "N/A", "", "\"\"", "\"  \""])
        #expect(text.cells("x") == [.text("a"), .text("N/A"), .missing, .text(""), .text("  ")])
        #expect(text.lines[2].contains("1 × \"N/A\" kept as text: `missing=[\"N/A\"]` reads them as missing"))
        let named = try column(["a", "N/A", "x"], CSVOptions(missing: ["N/A"]))
        #expect(named.cells("x") == [.text("a"), .missing, .text("x")])
    }

    /// The surprise stands where no sample looks: the guess is wrong, and all cells decide.
    @Test func aGuessThatIsContradicted() throws {
        var file = "id,amount,day\n"
        for row in 0..<200_000 {
            let amount = row == 17_003 || row == 40_122 ? "ask" : row == 33_333 ? "2.5" : "\(row % 100)"
            file += "\(row),\(amount),\(row == 90_001 ? "2025-01-31 10:00" : "2025-01-31")\n"
        }
        var reports: Set<[String]> = []
        for width in [1, 2] {
            let loaded = try Loaded(file, width: width)
            #expect(loaded.types == ["id int", "amount text", "day datetime"])
            #expect(
                loaded.lines[2].contains(
                    "2 of 200,000 are not numbers (rows 17,004, 40,123): … | cast amount=float on_error=missing"
                ))
            #expect(loaded.source.problems.kept.map(\.line) == [17_005, 40_124])
            #expect(loaded.source.problems.kept.map(\.found) == ["ask", "ask"])
            reports.insert(loaded.lines)
        }
        #expect(reports.count == 1)
    }

    @Test func aFilterOfAWrongTypeIsPlannedAgain() throws {
        var file = "id,amount\n"
        for row in 0..<200_000 { file += "\(row),\(row == 17_003 ? "ask" : "5")\n" }
        let data = try TemporaryFile(file)
        let work = Work()
        let source = try CSVSource.open(path: data.path, work: work)
        #expect(source.schema["amount"]?.type == .int)
        let request = ScanRequest(
            columns: ["id"], filterColumns: ["amount"],
            filter: { (table) throws(Diagnostic) in
                FilterDecision(keep: Bitmap(repeating: true, count: table.count), undecided: 0)
            })
        let first = try source.scan(request, work: work)
        #expect(first.schema["amount"]?.type == .text && !first.isComplete && first.table.count == 0)
        let second = try source.scan(request, work: work)
        #expect(second.isComplete && second.table.count == 200_000)
    }

    @Test func kinds() throws {
        let loaded = try Loaded(
            "订单编号,is_new,channel,amount,下单时间,comment\n"
                + (0..<60).map {
                    "\($0),\($0 % 2),\(["web", "shop"][$0 % 2]),\($0).5,2025-01-\(10 + $0 % 20),words and words \($0)\n"
                }.joined())
        #expect(loaded.report.columns.map(\.kind) == [.id, .flag, .category, .measure, .time, .text])
    }

    @Test func unreadColumnsAreSaid() throws {
        let data = try TemporaryFile("a,b\n1,2\n")
        let work = Work()
        let source = try CSVSource.open(path: data.path, work: work)
        let result = try source.scan(ScanRequest(columns: ["b"]), work: work)
        #expect(result.table.schema.names == ["b"])
        #expect(source.loadReport.lines[1] == "  a  int       measure   not read")
        #expect(throws: Diagnostic.self) { try source.scan(ScanRequest(columns: ["c"]), work: work) }
    }
}
