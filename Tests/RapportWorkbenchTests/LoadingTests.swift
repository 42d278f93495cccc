import BundledPlugins
import RapportContract
import RapportDiagnostics
import RapportTable
import RapportWorkbench
import Testing

/// Files by their names, at the prompt.
struct LoadingTests {
    @Test func jsonIsLoaded() async throws {
        let bench = Bench(files: [
            "shop.json": #"{"data": {"items": [{"id": 1, "user": {"name": "A"}}, {"id": 2, "id": 3}]}}"#,
            "log.jsonl": "{\"id\": 1, \"at\": \"2025-01-31\"}\n{\"id\": 2}\n",
        ])
        let shop = await bench.run("load \"shop.json\" records=\"data.items\"")
        #expect(shop.failure == nil && shop.shown.contains("user.name"), "\(shop.message ?? "")")
        #expect(await bench.run("shop | where user.name == \"A\" | select id").table?["id"]?[0] == .int(1))
        #expect(
            await bench.run("problems").table?["expected"]?[0]
                == .text("each key once in a record: the first counts"))
        #expect(await bench.run("load \"log.jsonl\" as l | where at == 2025-01-31").table?.count == 1)
        #expect(await bench.run("load \"log.jsonl\" skip=2").failure?.code == "load.option")
    }

    @Test func jsonLinesAndExcelAreWritten() async throws {
        let bench = Bench(files: ["a.csv": "id,text\n007,=1+1\n008,\"a, b\"\n"])
        await bench.run("load \"a.csv\"")
        #expect(await bench.run("a | save \"b.jsonl\"").failure == nil)
        #expect(
            bench.text(of: "b.jsonl")
                == "{\"id\":\"007\",\"text\":\"=1+1\"}\n{\"id\":\"008\",\"text\":\"a, b\"}\n")
        // Reading a file as text leaves its byte order mark out.
        let saved = await bench.run("a | save \"c.csv\" for=excel")
        #expect(saved.noteTexts.contains { $0.contains("1 text would run as formulas") })
        #expect(
            bench.text(of: "c.csv") == "id,text\n\"=\"\"007\"\"\",'=1+1\n\"=\"\"008\"\"\",\"a, b\"\n")
        #expect(await bench.run("a | save \"c.xyz.gz\"").failure?.code == "save.format")
        #expect(await bench.run("a | save \"c.jsonl\" for=excel").failure?.code == "save.option")
    }

    @Test func filesAreWrittenPackedAndUnderOtherNames() async throws {
        let bench = Bench(files: ["a.csv": "id,n\n007,1\n008,\n"])
        await bench.run("load \"a.csv\"")
        for name in ["b.csv.gz", "b.csv.zst", "b.tsv", "b.tsv.gz", "b.json", "b.jsonl.zst"] {
            #expect(await bench.run("a | save \"\(name)\"").failure == nil)
            let back = await bench.run("load \"\(name)\" as b")
            #expect(back.failure == nil, "\(name): \(back.message ?? "")")
            let table = await bench.run("b | take 9").table
            #expect(table?["id"]?[0] == .text("007"), "\(name)")
            #expect(table?["n"]?[0] == .int(1) && table?["n"]?[1] == .missing, "\(name)")
        }
        #expect(await bench.run("a | save \"b.out\" format=tsv").failure == nil)
        #expect(bench.text(of: "b.out") == "id\tn\n007\t1\n008\t\n")
        #expect(await bench.run("a | save \"b\"").failure?.code == "save.format")
        #expect(await bench.run("a | save \"nowhere/b.csv\"").failure?.code == "file.write")
    }

    @Test func excelIsWrittenReadAndExported() async throws {
        let bench = Bench(files: ["a.csv": "id,name,n\n007,=A1,1\n008,x,2\n"])
        await bench.run("load \"a.csv\"")
        #expect(await bench.run("a | save \"b.xlsx\" sheet=\"People\"").failure == nil)
        let loaded = await bench.run("load \"b.xlsx\"")
        #expect(
            loaded.failure == nil && loaded.shown.contains("sheet `People`"),
            "\(loaded.message ?? loaded.shown)")
        #expect(await bench.run("b | where n == 1 | select id, name").table?["name"]?[0] == .text("=A1"))
        #expect(await bench.run("a | save \"b.xlsx.gz\"").failure?.code == "save.format")
        #expect(await bench.run("a | save \"b.xlsx\" sheet=\"a/b\"").failure?.code == "excel.sheet-name")
        #expect(await bench.run("load \"b.xlsx\" sheet=2").failure?.code == "excel.sheet")
        #expect(await bench.run("load \"b.xlsx\" delimiter=\",\"").failure?.code == "load.option")

        await bench.run("big = a | where n > 1 | roles private=[name]")
        let exported = await bench.run("export \"All\" sheets={\"Big\": big, \"All\": a} to \"c.xlsx\"")
        #expect(exported.failure == nil, "\(exported.message ?? "")")
        #expect(exported.noteTexts.first?.contains("private columns masked: name") == true)
        #expect(
            await bench.run("load \"c.xlsx\" sheet=\"Big\" as c | take 9").table?["name"]?[0] != .text("x"))
        #expect(await bench.run("load \"c.xlsx\" sheet=2 as c | take 9").table?.count == 2)
        #expect(
            await bench.run("export \"All\" sheets={\"X\": nothing} to \"c.xlsx\"").failure?.code
                == "table.unknown")
        #expect(
            await bench.run("export \"All\" sheets={\"X\": a} to \"c.csv\"").failure?.code == "export.format")
        #expect(await bench.run("export a to \"d.xlsx\"").failure == nil)
    }

    @Test func aSchemaIsWrittenAndHeldTo() async throws {
        let bench = Bench(files: [
            "a.csv": "id;joined;nps;note\n101;31/01/2025;1;x\n102;01/02/2025;;y\n",
            "same.csv": "id;joined;nps;note\n103;01/02/2025;7;12\n", "empty.csv": "id;joined;nps;note\n",
            "gone.csv": "id;joined;score\n101;01/02/2025;1\n",
            "bad.csv": "id;joined;nps;note\n101;01/02/2025;1;\n102;01/02/2025;many;\n",
        ])
        await bench.run("load \"a.csv\" as a")
        let saved = await bench.run("a | roles customer=id private=[note] | save schema=\"a.schema.yml\"")
        #expect(saved.failure == nil, "\(saved.message ?? "")")
        let text = bench.text(of: "a.schema.yml") ?? ""
        #expect(text.contains("delimiter: \";\"") && text.contains("dates: \"day_first\""), "\(text)")
        #expect(text.contains("role: \"customer\"") && text.contains("private: true"), "\(text)")
        let same = await bench.run("load \"same.csv\" schema=\"a.schema.yml\" as s | select note, joined")
        #expect(same.failure == nil, "\(same.message ?? "")")
        #expect(same.table?["note"]?[0] == .text("12") && same.table?["joined"]?[0] == .date(20_120))
        #expect(same.table?.schema["note"]?.isPrivate == true)
        let empty = await bench.run("load \"empty.csv\" schema=\"a.schema.yml\" as e | take 1")
        #expect(empty.table?.schema["nps"]?.type == .int, "\(empty.message ?? "")")
        let gone = await bench.run("load \"gone.csv\" schema=\"a.schema.yml\" as g").failure
        #expect(gone?.code == "schema.columns" && gone?.message.contains("new column `score`") == true)
        #expect(gone?.message.contains("columns `nps`, `note` are gone") == true, "\(gone?.message ?? "")")
        let bad = await bench.run("load \"bad.csv\" schema=\"a.schema.yml\" as b | where nps > 0").failure
        #expect(
            bad?.code == "schema.type" && bad?.message.contains("row 2, column `nps`") == true,
            "\(bad?.message ?? "")")
        #expect(bad?.message.contains("many") == false, "no value of the data in an error")
        // What was read under the schema gives it again.
        await bench.run("load \"a.csv\" schema=\"a.schema.yml\" as a")
        #expect(await bench.run("a | save schema=\"b.schema.yml\"").failure == nil)
        #expect(bench.text(of: "b.schema.yml") == text)
        #expect(await bench.run("a | drop nps | save schema=\"c.yml\"").failure?.code == "schema.source")
        #expect(await bench.run("load \"a.csv\" schema=\"a.csv\"").failure?.code == "schema.syntax")
    }

    @Test func manyFilesAreOneTable() async throws {
        let bench = Bench(files: [
            "b.csv": "id,x\n3,4\n", "a.csv": "id,x\n1,2\n", "c.csv": "id,y\n3,4\n", "d.md": "no",
        ])
        let both = await bench.run("load \"[ab].csv\" as t")
        #expect(both.failure == nil, "\(both.message ?? "")")
        #expect(await bench.run("t | where file == \"b.csv\" | select id").table?["id"]?[0] == .int(3))
        #expect(
            await bench.run("load \"*.csv\" as t").failure?.message.contains("`c.csv` has no column `x`")
                == true)
        #expect(await bench.run("load \"e*.csv\" as t").failure?.code == "load.no-files")
    }
}
