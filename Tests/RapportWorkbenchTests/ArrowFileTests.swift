import BundledPlugins
import RapportContract
import RapportDiagnostics
import RapportTable
import RapportWorkbench
import Testing

/// Arrow files at the prompt.
struct ArrowFileTests {
    @Test(arguments: ["b.arrow", "b.feather", "b.ipc", "b.arrows"])
    func filesAreWrittenAndRead(name: String) async throws {
        let bench = Bench(files: ["a.csv": "customer_id,amount,city\n007,1.5,北京\n008,,上海\n007,2.5,北京\n"])
        await bench.run("load \"a.csv\"")
        #expect(await bench.run("a | save \"\(name)\"").failure == nil)
        let loaded = await bench.run("load \"\(name)\" as b")
        #expect(loaded.failure == nil, "\(loaded.message ?? "")")
        let form = name == "b.arrows" ? "stream" : "file"
        #expect(
            loaded.shown.contains("b: 3 rows × 3 columns from \(name) (Arrow, \(form), 1 batch)"),
            "\(loaded.shown)")
        #expect(loaded.shown.contains("declared dictionary<int32, string>"))
        let table = await bench.run("b | take 9").table
        let original = await bench.run("a | take 9").table
        #expect(table?.schema == original?.schema, "kinds come back")
        #expect(original.map { table?.isIdentical(to: $0) } == true)
        #expect(await bench.run("b | where amount > 2 | select city").table?["city"]?[0] == .text("北京"))
        #expect(
            await bench.run("load \"\(name)\" columns=[\"amount\"] as c | take 1").table?.schema.names == [
                "amount"
            ])
        #expect(
            await bench.run("load \"\(name)\" columns=[\"amuont\"] as c").failure?.code
                == "table.unknown-column")
        #expect(await bench.run("load \"\(name)\" skip=2 as c").failure?.code == "load.option")
    }

    @Test func otherFilesAreRefused() async throws {
        let bench = Bench(files: ["a.csv": "n\n1\n", "b.arrow": "n\n1\n2\n3\n", "c.arrow": ""])
        await bench.run("load \"a.csv\"")
        #expect(await bench.run("load \"b.arrow\"").failure?.code == "arrow.damaged")
        #expect(await bench.run("load \"c.arrow\"").failure?.code == "arrow.damaged")
        #expect(await bench.run("a | save \"a.arrow.gz\"").failure?.code == "save.format")
        #expect(await bench.run("a | save \"b\" format=arrow").failure == nil)
        #expect(await bench.run("load \"b\" format=arrow | count").table?["count"]?[0] == .int(1))
    }
}
