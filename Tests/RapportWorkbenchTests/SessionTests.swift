import RapportDiagnostics
import RapportTable
import RapportWorkbench
import Testing

@Suite struct SessionTests {
    @Test func `a bare load binds the stem, and the report says what each column is`() async {
        let bench = Bench(files: ["my orders-2025.csv": orders])
        let response = await bench.run(#"load "my orders-2025.csv""#)
        #expect(response.failure == nil && response.table == nil)
        #expect(response.noteTexts == ["bound as `my_orders_2025`"])
        #expect(response.shown.contains("my_orders_2025: 8 rows × 4 columns from my orders-2025.csv"))
        #expect(await bench.run("my_orders_2025 | count").table?.columns[0][0] == .int(8))
    }

    @Test func `a leading digit of a file's name gets a letter before it`() async {
        let bench = Bench(files: ["2025.csv": orders])
        #expect(await bench.run(#"load "2025.csv""#).noteTexts == ["bound as `t_2025`"])
    }

    @Test func `what a line shows is it, and what it binds is not shown`() async {
        let bench = Bench(files: ["o.csv": orders])
        let bound = await bench.run(#"o = load "o.csv" | where amount > 0"#)
        #expect(bound.table == nil && bound.noteTexts.last == "`o`: 7 rows × 4 columns")
        #expect(await bench.run("o | take 2").table?.count == 2)
        #expect(await bench.run("it | count").table?.columns[0][0] == .int(2))
        #expect(await bench.run("it = o").failure?.code == "bind.it")
    }

    @Test func `undo takes back bindings and settings, showing is no step, and redo brings them back`() async
    {
        let bench = Bench(files: ["o.csv": orders])
        await bench.run(#"o = load "o.csv""#)
        await bench.run("o = o | take 3")
        await bench.run("o | count")
        #expect(await bench.run("undo").noteTexts == ["took back `o = o | take 3`; files and kept runs stay"])
        #expect(await bench.run("o | count").table?.columns[0][0] == .int(8))
        await bench.run("redo")
        #expect(await bench.run("o | count").table?.columns[0][0] == .int(3))
        await bench.run("set seed=7")
        await bench.run("undo")
        let settings = await bench.run("settings").table
        #expect(settings?["value"]?[1] == .text("42"))
        await bench.run("undo")
        await bench.run("undo")
        #expect(await bench.run("o").failure?.code == "table.unknown")
        #expect(await bench.run("undo").noteTexts == ["nothing to undo"])
    }

    @Test func `help of a plugin lists its analyses`() async {
        let shown = await Bench().run("help segmentation").shown
        #expect(shown.contains("segmentation.rfm") && shown.contains("segmentation.kmeans"))
        #expect(!shown.contains("centrality.nodes"))
        #expect(await Bench().run("help segmentatoin").failure?.code == "help.unknown")
    }

    @Test func `the tour takes every step, one of which shows an error, and begins again`() async {
        let bench = Bench(files: [:])
        var codes: [String] = []
        for step in 1...8 {
            let response = await bench.run("tour")
            #expect(response.failure == nil)
            #expect(response.shown.contains(step == 8 ? "Step 1 of 7." : "Step \(step) of 7."))
            if response.shown.contains("error[") { codes.append("\(step)") }
        }
        #expect(codes == ["4"])
    }

    @Test func `more goes on behind the rows that were shown`() async {
        let bench = Bench(files: ["n.csv": "n\n" + (1...2_500).map { "\($0)\n" }.joined()])
        #expect(await bench.run("more").failure?.code == "more.nothing")
        await bench.run(#"t = load "n.csv""#)
        await bench.run("t")
        #expect(await bench.run("more").noteTexts == ["rows 1001 to 2000 of 2,500 rows"])
        #expect(await bench.run("more").noteTexts == ["rows 2001 to 2500 of 2,500 rows"])
        #expect(await bench.run("more").failure?.code == "more.nothing")
    }

    @Test func `a failed line changes nothing, is kept in the history, and fix mends it`() async {
        let bench = Bench(files: ["o.csv": orders])
        await bench.run(#"load "o.csv""#)
        let failed = await bench.run("big = o | sort -amuont")
        #expect(
            failed.message == """
                error[table.unknown-column]: no column named `amuont`
                  | big = o | sort -amuont
                  |                 ^^^^^^ not in o
                  = help: `amount`; run `fix` to run the line with it
                """)
        #expect(await bench.run("big").failure?.code == "table.unknown")
        await bench.run("big = o | sort -amuont")
        let mended = await bench.run("fix")
        #expect(mended.failure == nil && mended.noteTexts.first == "big = o | sort -amount")
        #expect(await bench.run("big | take 1").table?["amount"]?[0] == .float(60))
        let history = await bench.run("history | where not ok").table
        #expect(history?.count == 3)
    }

    @Test func `fix after fix mends the next mistake, and is offered once`() async {
        let bench = Bench(files: ["o.csv": orders])
        await bench.run(#"load "o.csv""#)
        await bench.run("o | sotr -amuont")
        let next = await bench.run("fix")
        #expect(next.noteTexts.first == "o | sort -amuont")
        #expect(next.failure?.help.map(\.text) == ["`amount`; run `fix` to run the line with it"])
        let mended = await bench.run("fix")
        #expect(mended.failure == nil && mended.noteTexts.first == "o | sort -amount")
        #expect(await bench.run("fix").failure?.code == "fix.nothing")
    }

    @Test func `of several statements the first that fails stops the rest`() async {
        let bench = Bench(files: ["o.csv": orders])
        let responses = await bench.workbench.run("a = load \"o.csv\"; b = nope; c = a")
        #expect(responses.count == 2 && responses[1].failure?.code == "table.unknown")
        #expect(await bench.run("c").failure != nil)
        #expect(await bench.run("a | count").table?.columns[0][0] == .int(8))
    }

    @Test func `a statement that cannot be read does not keep those before it from running`() async {
        let bench = Bench(files: ["o.csv": orders])
        let responses = await bench.workbench.run("a = load \"o.csv\"\na | where (amount > 1 | take 5\n")
        #expect(responses.count == 2 && responses[0].failure == nil)
        #expect(responses[1].failure?.code == "syntax.bracket")
    }

    @Test func `scalars and settings reach expressions, and a wrong one is told`() async {
        let bench = Bench(files: ["o.csv": orders])
        await bench.run(#"load "o.csv""#)
        await bench.run("let cutoff=2025-04-01, least=20")
        #expect(
            await bench.run("o | where ordered_at > $cutoff and amount > $least | count").table?.columns[0][0]
                == .int(3))
        await bench.run("set as_of=2025-07-10")
        #expect(await bench.run("o | where ordered_at > ago(60d) | count").table?.columns[0][0] == .int(3))
        #expect(await bench.run("set sede=4").failure?.help.first?.text.hasPrefix("`seed`") == true)
        #expect(await bench.run("set seed=-1").failure?.code == "parameter.type")
        #expect(await bench.run("set memory=5").failure?.code == "parameter.type")
        #expect(await bench.run("let seed=5").failure?.code == "setting.let")
    }

    @Test func `a command's word with a bar behind it is a table, and in backticks it always is`() async {
        let bench = Bench(files: ["undo.csv": orders])
        await bench.run(#"load "undo.csv""#)
        #expect(await bench.run("undo | count").table?.columns[0][0] == .int(8))
        #expect(await bench.run("`undo`").table?.count == 8)
        #expect(await bench.run("undo").noteTexts.first?.hasPrefix("took back") == true)
    }

    @Test func `check gives the schema and touches no data`() async {
        let bench = Bench(files: ["o.csv": orders])
        await bench.run(#"load "o.csv""#)
        let response = await bench.run("check o | summarize n=count() by month(ordered_at)")
        #expect(
            response.table?["column"]?[0] == .text("month") && response.table?["type"]?[1] == .text("int"))
        #expect(await bench.run("runs").table?.count == 0)
    }

    @Test func `include runs a script once, not in a circle`() async {
        let bench = Bench(files: [
            "o.csv": orders, "a.rap": "x = load \"o.csv\"\ninclude \"b.rap\"", "b.rap": "include \"a.rap\"",
        ])
        let response = await bench.run(#"include "a.rap""#)
        #expect(response.failure?.code == "include.circle")
    }

    @Test func `a cell is text, whatever it holds: it reaches no terminal raw`() async {
        let bench = Bench(files: ["evil.csv": "name,x\n\u{1B}[31mred\u{1B}]0;title\u{7},1\n"])
        let response = await bench.run(#"load "evil.csv" | take 1"#)
        #expect(response.table?.count == 1)
        #expect(!response.shown.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test(arguments: ["quit", "exit"])
    func `both words end the session`(word: String) async {
        #expect(await Bench().run(word).asksToQuit)
    }
}
