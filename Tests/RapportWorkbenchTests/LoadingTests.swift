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
