import RapportDiagnostics
import RapportTable
import RapportWorkbench
import Testing

/// Settings of the place: the order of texts, and the zone of times.
@Suite struct PlaceSettingTests {
    private let names = "name,at\n王,2025-03-09 01:30\n李,2025-03-09 03:30\n陈,\nZoe,2025-07-01 12:00"

    private func cells(_ table: Table?, _ column: String) -> [String] {
        guard let column = table?[column] else { return [] }
        return (0..<column.count).map { column.text(at: $0) }
    }

    @Test func `rows, groups and windows are in the order of the setting, which the line keeps`() async {
        let bench = Bench(files: ["p.csv": names])
        #expect(cells(await bench.run(#"load "p.csv" | sort name"#).table, "name") == ["Zoe", "李", "王", "陈"])
        await bench.run("set collation=zh")
        #expect(cells(await bench.run(#"load "p.csv" | sort name"#).table, "name") == ["陈", "李", "王", "Zoe"])
        #expect(
            cells(await bench.run(#"load "p.csv" | summarize n=count() by name"#).table, "name") == [
                "陈", "李", "王", "Zoe",
            ])
        let ranked = await bench.run(#"load "p.csv" | window sort name: r=rank()"#).table
        #expect(cells(ranked, "r") == ["3", "2", "1", "4"])
        let scalars = await bench.run(#"load "p.csv" | sort name collation=unicode"#).table
        #expect(cells(scalars, "name") == ["Zoe", "李", "王", "陈"])
        let settings = await bench.run(#"settings | where name == "collation""#).table
        #expect(cells(settings, "value") == ["zh"])
        await bench.run(#"p = load "p.csv" | sort name"#)
        #expect(await bench.run("lineage p").shown.contains(#"sort name collation="zh""#))
        await bench.run("set collation=missing")
        #expect(cells(await bench.run(#"load "p.csv" | sort name"#).table, "name") == ["Zoe", "李", "王", "陈"])
        let refused = await bench.run("set collation=pinyin")
        #expect(refused.failure?.code == "collation.unknown")
        #expect(refused.message?.contains("`zh`") == true)
        #expect(
            await bench.run(#"load "p.csv" | sort name collation="zz""#).failure?.code == "collation.unknown")
    }

    @Test func `times of a file are the clock of the zone that is set, and the report says so`() async {
        let bench = Bench(files: ["p.csv": names])
        await bench.run(#"set timezone="America/New_York""#)
        let loaded = await bench.run(#"load "p.csv""#)
        #expect(loaded.shown.contains("clock of America/New_York"))
        let shown = await bench.run("p | derive h=hour(at), gap=at - lag_at | take 1")
        #expect(shown.failure?.code == "table.unknown-column")
        #expect(
            cells(await bench.run("p | select at").table, "at") == [
                "2025-03-09 01:30:00-05:00", "2025-03-09 03:30:00-04:00", "", "2025-07-01 12:00:00-04:00",
            ])
        #expect(
            cells(await bench.run("p | where at > 2025-03-09T01:59 | select name").table, "name") == [
                "李", "Zoe",
            ])
        #expect(
            cells(await bench.run("p | where at == 2025-07-01T16:00Z | select name").table, "name") == ["Zoe"]
        )
        // The night that is an hour short.
        let gap = await bench.run("p | window sort at: gap=at - lag(at) | where name == \"李\" | select gap")
            .table
        #expect(cells(gap, "gap") == ["01:00:00"])
        #expect(await bench.run("lineage p").shown.contains(#"timezone="America/New_York""#))
        let refused = await bench.run(#"set timezone="Asia/Beijing""#)
        #expect(
            refused.failure?.code == "zone.unknown" && refused.message?.contains("`Asia/Shanghai`") == true)
        #expect(await bench.run(#"load "p.csv" timezone="Mars""#).failure?.code == "zone.unknown")
    }

    @Test func `a saved file says the offset of each time, and reads back in the zone`() async {
        let bench = Bench(files: ["p.csv": names])
        await bench.run(#"load "p.csv" timezone="America/New_York" as p | save "q.csv""#)
        #expect(bench.text(of: "q.csv")?.contains("2025-07-01 12:00:00-04:00") == true)
    }
}
