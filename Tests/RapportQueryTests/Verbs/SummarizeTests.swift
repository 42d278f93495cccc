import RapportContract
import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct SummarizeTests {
    static let sales = Table(
        csv: "shop,day,n\nA,2025-01-10,1\nA,2025-01-11,2\nB,2025-03-01,3\nA,2025-03-02,4\nB,,9")
    let catalog = MemoryCatalog(["sales": Self.sales])

    @Test func `gaps are completed for each combination of the other keys`() async throws {
        let line = "sales | summarize n=count(), s=sum(n), m=mean(n) by shop, month(day) gaps=zero"
        #expect(
            try await catalog.table(line).csv == """
                shop,month,n,s,m
                A,2025-01-01,2,3,1.5
                A,2025-02-01,0,0,
                A,2025-03-01,1,4,4.0
                B,2025-01-01,0,0,
                B,2025-02-01,0,0,
                B,2025-03-01,1,3,3.0
                B,,1,9,9.0
                """)
        let missing = line.replacing("gaps=zero", with: "gaps=missing")
        let run = try await catalog.run(missing)
        #expect(run.table?["n"].map { column in (0..<column.count).map { column[$0] } }?[1] == .missing)
        #expect(run.notes.contains { $0.text == "3 periods without rows completed" })
    }

    @Test(arguments: [
        ("year(day)", "year,count\n2025,4\n,1"), ("day", "day,count"),
        ("week(day)", "week,count\n2025-01-06,2\n2025-01-13,0\n2025-01-20,0"),
    ])
    func periods(_ key: String, _ begins: String) async throws {
        let csv = try await catalog.table("sales | summarize count() by \(key) gaps=zero").csv
        #expect(csv.hasPrefix(begins))
        if key == "day" { #expect(csv.split(separator: "\n").count == 1 + 52 + 1) }
    }

    @Test func `gaps of an empty table, and without a period`() async throws {
        let empty = try await catalog.table(
            "sales | where n > 99 | summarize count() by month(day) gaps=zero")
        #expect(empty.count == 0)
        let refused = await catalog.refusal("sales | summarize count() by shop gaps=zero")
        #expect(refused?.code == "summarize.gaps")
        let far = MemoryCatalog(["t": Table(csv: "day\n0001-01-01\n9999-01-01")])
        #expect(await far.refusal("t | summarize count() by day gaps=zero")?.code == "summarize.gaps")
    }

    @Test func `the first and the last period say where the data cover them in part`() async throws {
        let days = Table(["day": .dates((20_100..<20_190).map { Int32($0) })])  // 2025-01-12 to 2025-04-11
        let catalog = MemoryCatalog(["days": days])
        let run = try await catalog.run("days | summarize count() by month(day)")
        #expect(
            run.notes.map(\.text) == [
                "the first month, 2025-01, is covered in part: `day` begins 2025-01-12",
                "the last month, 2025-04, is covered in part: `day` ends 2025-04-11",
            ])
        // Rows that come now and then say nothing of where the data begin.
        let rare = MemoryCatalog(["t": Table(csv: "day\n2025-01-05\n2025-02-09\n2025-03-20\n2025-04-22")])
        #expect(try await rare.run("t | summarize count() by month(day)").notes.isEmpty)
    }

    @Test func `an aggregate says how many values it used`() async throws {
        let catalog = MemoryCatalog(["t": Table(csv: "nps\n1\n\n3")])
        let run = try await catalog.run("t | summarize mean(nps)")
        #expect(run.notes.map(\.text) == ["mean(nps): 2 of 3 values used"])
    }
}

@Suite struct GrainTests {
    /// Nine tickets of one message that were closed by it, and one of many messages that was not.
    static let messages: Table = {
        let tickets = (0..<60).map { $0 < 28 ? "a" : $0 < 56 ? "b" : "\($0)" }
        return Table([
            "ticket": .texts(tickets), "message": .ints(Array(0..<60)),
            "closed": .bools(tickets.map { $0 == "a" || $0 == "b" }), "size": .ints((0..<60).map { $0 % 7 }),
        ])
    }()
    let catalog = MemoryCatalog(["messages": Self.messages])

    @Test func `an aggregate over what repeats in the grain says what it is over the coarser thing`()
        async throws
    {
        let run = try await catalog.run(
            "messages | roles grain=[ticket, message] | summarize mean(closed), mean(size)")
        #expect(
            run.notes.map(\.text) == [
                "mean(closed) counts each `ticket` once a row: 93.3% of rows, 33.3% of `ticket`"
            ])
        #expect(try await catalog.run("messages | summarize mean(closed)").notes.isEmpty)
    }

    @Test func `a grain that does not make rows unique is refused`() async {
        let refused = await catalog.refusal("messages | roles grain=ticket")
        #expect(
            refused?.message == "`ticket` does not make a row unique: 54 of 60 rows repeat one")
        #expect(await catalog.refusal("messages | roles grain=message") == nil)
    }

    @Test func `a zone places the clock of datetimes`() async throws {
        let catalog = MemoryCatalog(["t": Table(["ts": .datetimes([0, nil]), "n": .ints([1, 2])])])
        let table = try await catalog.table("t | roles zone=\"+08:00\"")
        #expect(table.schema["ts"]?.type == .datetime(zone: "+08:00"))
        #expect(table["ts"]?[0] == .datetime(-28_800_000_000))
        #expect(
            try await catalog.table("t | roles zone=\"+08:00\" | derive h = hour(ts) | select h").csv
                == "h\n0\n")
        #expect(await catalog.refusal("t | roles zone=\"Mars/Base\"") != nil)
    }
}
