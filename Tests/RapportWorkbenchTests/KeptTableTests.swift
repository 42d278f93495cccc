import RapportDiagnostics
import RapportStore
import RapportTable
import RapportWorkbench
import Testing

/// `save table=…` and what is there by it, and runs side by side.
@Suite struct KeptTableTests {
    static let january = "id,day,n\na,2025-01-05,1\nb,2025-01-20,2\n"
    static let february = "id,day,n\nb,2025-02-01,3\nc,2025-02-02,4\n"

    private func bench() -> Bench {
        Bench(
            workspace: "r.db", files: ["jan.csv": Self.january, "feb.csv": Self.february, "o.csv": orders])
    }

    @Test func `rows are appended, changed and replaced by period, and each says what it did`() async {
        let bench = bench()
        #expect(
            await bench.run(#"load "jan.csv" as j | save table=sales"#).noteTexts.contains(
                "kept `sales`: 2 rows"))
        let appended = await bench.run(#"load "feb.csv" as f | save table=sales mode=append"#)
        #expect(
            appended.noteTexts.contains("kept `sales` as version 2: 2 rows added, 2 rows left as they were"),
            "\(appended.noteTexts) \(appended.message ?? "")")
        let again = await bench.run(#"load "feb.csv" as f | save table=sales mode=append"#)
        #expect(again.failure?.code == "save.again" && again.failure?.help.count == 1)
        let upserted = await bench.run(
            #"[{id: "c", day: 2025-02-02, n: 9}] | save table=sales mode=upsert key=[id, day]"#)
        #expect(
            upserted.noteTexts.contains(
                "kept `sales` as version 3: 0 rows added, 1 row changed, 3 rows left as they were"),
            "\(upserted.noteTexts) \(upserted.message ?? "")")
        let replaced = await bench.run(
            #"[{id: "x", day: 2025-02-01, n: 1}, {id: "x", day: 2025-02-28, n: 1}] | save table=sales mode=replace_period period=day"#
        )
        #expect(
            replaced.noteTexts.contains(
                "kept `sales` as version 4: 2 rows added, 2 rows taken out, 2 rows left as they were"),
            "\(replaced.noteTexts) \(replaced.message ?? "")")
        #expect(await bench.run("datasets").table?["version"]?[3] == .int(4))
        #expect(await bench.run("sales | summarize n=sum(n)").table?.columns[0][0] == .int(5))
        #expect(await bench.run("`sales@2` | count").table?.columns[0][0] == .int(4))
        let counted = await bench.run(#"sql "select count(*) as n from \"sales@2\" where n > 0""#)
        #expect(counted.table?.columns[0][0] == .int(4), "\(counted.message ?? "")")
    }

    @Test func `kept tables are names at the prompt, in sql and in tables, until they are dropped`() async {
        let bench = bench()
        await bench.run(#"load "jan.csv" as j | save table=销售"#)
        let later = Bench(workspace: "../" + bench.folder.split(separator: "/").last! + "/r.db", files: [:])
        let counted = await later.run(#"sql "select count(*) as n, max(day) as last from 销售""#)
        #expect(counted.table?["n"]?[0] == .int(2) && counted.table?["last"]?[0] == .text("2025-01-20"))
        let typed = await later.run(#"sql "select day from 销售 order by day" | where day > 2025-01-10"#)
        #expect(typed.table?["day"]?[0] == .date(20_108), "\(typed.message ?? "")")
        let tables = await later.run(#"tables | where name == "销售""#)
        #expect(tables.table?["rows"]?[0] == .int(2))
        #expect(await later.workbench.completions().contains("销售"))
        let kept = await later.run("drop 销售")
        #expect(kept.failure?.code == "drop.kept" && kept.failure?.help.first?.edit != nil)
        let fixed = await later.run("fix")
        #expect(fixed.failure == nil, "\(fixed.message ?? "")")
        #expect(await later.run("销售").failure?.code == "table.unknown")
    }

    @Test(arguments: [
        ("save table=t mode=upsert", "parameter.missing"), ("save table=t key=[id]", "parameter.unexpected"),
        ("save table=t mode=replace_period", "parameter.missing"),
        ("save table=t mode=add", "parameter.choice"),
        ("save table=t mode=upsert key=[idd]", "table.unknown-column"),
        ("save \"x.csv\" mode=append", "parameter.unexpected"),
        ("save table=t for=excel", "parameter.unexpected"),
    ])
    func `options that do not fit are refused before anything is read`(stage: String, code: String) async {
        let bench = bench()
        await bench.run(#"load "jan.csv""#)
        let response = await bench.run("jan | " + stage)
        #expect(response.failure?.code.name == code, "\(response.message ?? "")")
    }

    @Test func `two runs are compared in what differs, as a table and as words`() async {
        let bench = bench()
        await bench.run(
            """
            load "o.csv"
            a = o | segmentation.rfm customer=customer_id as_of=2025-12-31
            b = o | segmentation.rfm customer=customer_id as_of=2025-12-31 n_bins=3
            """)
        let compared = await bench.run("compare run 1, b")
        #expect(compared.failure == nil, "\(compared.message ?? "")")
        let table = compared.table
        let row = (0..<(table?.count ?? 0)).first { table?["name"]?[$0] == .text("n_bins") }
        #expect(
            row.map { table?["differs"]?[$0] } == .bool(true)
                && row.map { table?["second"]?[$0] } == .text("3"))
        #expect(
            compared.shown.contains("they differ in") && compared.shown.contains("parameter"),
            "\(compared.shown)")
        #expect(await bench.run("compare a, a").shown.contains("nothing differs"))
        let habit = await bench.run("compare 1, 2")
        #expect(habit.failure?.help.first?.edit?.replacement == "run 1")
        #expect(await bench.run("compare a").failure?.code == "command.missing")
        #expect(await bench.run("compare run 1, run 9").failure?.code == "run.unknown")
        #expect(await bench.run("version").noteTexts == ["rapport test"])
    }
}
