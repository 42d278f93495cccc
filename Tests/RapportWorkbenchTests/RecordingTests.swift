import Foundation
import RapportDiagnostics
import RapportStore
import RapportTable
import RapportWorkbench
import Testing

@Suite struct RecordingTests {
    static let script = """
        load "o.csv"
        sales = o | roles customer=customer_id time=ordered_at amount=amount order=order_id
        rfm = sales | segmentation.rfm n_bins=2
        """

    private func reopened(_ bench: Bench) throws -> Workspace {
        try Workspace(path: bench.folder + "/r.db", origin: .init(mode: .once, appVersion: "test"))
    }

    @Test func `a run is kept with what made it, and its recipe gives it again`() async throws {
        let bench = Bench(workspace: "r.db", files: ["o.csv": orders])
        await bench.run(Self.script)
        let workspace = try reopened(bench)
        let run = try workspace.run(1)
        #expect(run.analysis == "segmentation.rfm" && run.status == "ok" && run.rowsIn == 8)
        #expect(run.line == "rfm = sales | segmentation.rfm n_bins=2")
        #expect(run.parameters.contains { $0.name == "n_bins" && $0.value == "2" && !$0.isDefault })
        #expect(run.parameters.contains { $0.name == "refunds" && $0.isDefault })
        let file = try #require(try? Data(contentsOf: URL(fileURLWithPath: bench.folder + "/o.csv")))
        #expect(run.inputs.first?.sha256 == SHA256Digest.text(of: Array(file)))
        #expect(!run.findings.isEmpty && !run.caveats.isEmpty && !run.charts.isEmpty)

        let kept = try workspace.output(ofRun: 1)
        let again = await bench.run(run.recipe)
        #expect(again.failure == nil, "\(run.recipe)")
        #expect(again.table?.isIdentical(to: kept) == true)
        #expect(try workspace.check() == [])
    }

    @Test func `an output of a kept run flows on, and unknown ones are told`() async {
        let bench = Bench(workspace: "r.db", files: ["o.csv": orders])
        await bench.run(Self.script)
        let segments = await bench.run("rfm.segments").table
        #expect(await bench.run("run 1.segments").table?.count == segments?.count)
        #expect(await bench.run("run 1 | count").table?.columns[0][0] == .int(5))
        #expect(await bench.run("run 9").failure?.code == "run.unknown")
        #expect(await bench.run("run 1.nope").failure?.code == "run.unknown-output")
        #expect(await bench.run("sales | rfm n_bins=2 cuts=run 1").failure == nil)
    }

    @Test func `what customers wrote stays out of the workspace, unless that is allowed`() async throws {
        let notes =
            "who,note\n"
            + (0..<6).map { "c\($0),\($0 % 2 == 0 ? "refund card" : "late parcel") zanzibar\($0)" }.joined(
                separator: "\n")
        let bench = Bench(workspace: "r.db", files: ["n.csv": notes])
        let shown = await bench.run(
            """
            load "n.csv"
            g = n | demand.cluster text=note n_clusters=2
            g.clusters
            """
        ).table
        #expect(shown?["example"] != nil)
        let workspace = try reopened(bench)
        #expect(try workspace.output(ofRun: 1)["note"] == nil)
        #expect(try workspace.output(ofRun: 1, named: "clusters")["example"] == nil)
        #expect(try workspace.output(ofRun: 1, named: "clusters")["example_row"] != nil)
        await bench.run(
            "set include_private=\"checked by the data officer\"\nn | demand.cluster text=note n_clusters=2")
        #expect(try workspace.output(ofRun: 2, named: "clusters")["example"] != nil)
    }

    @Test func `a failing analysis is kept as failed, without outputs, and the finished one before it as ok`()
        async throws
    {
        let bench = Bench(workspace: "r.db", files: ["o.csv": orders])
        await bench.run(Self.script)
        let response = await bench.run("sales | rfm n_bins=9")
        #expect(response.failure != nil)
        let runs = await bench.run("runs").table
        #expect(runs?.count == 2 && runs?["status"]?[1] == .text("failed"))
        #expect(try reopened(bench).run(2).tables == [])
    }

    @Test func `a workspace that is read-only costs no work, and the record is told`() async throws {
        let bench = Bench(workspace: "r.db", files: ["o.csv": orders])
        _ = try reopened(bench)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o400], ofItemAtPath: bench.folder + "/r.db")
        let responses = await bench.workbench.run(Self.script)
        #expect(responses.count == 3 && responses.allSatisfy { $0.failure == nil })
        #expect(responses[2].notes.contains { $0.isWarning && $0.code == "workspace.read-only" })
        #expect(await bench.run("rfm | count").table?.columns[0][0] == .int(5))
    }

    @Test func `save keeps a table under a name that later sessions know`() async {
        let bench = Bench(workspace: "r.db", files: ["o.csv": orders])
        let saved = await bench.run(#"load "o.csv" | where amount > 20 | save table=vip"#)
        #expect(saved.noteTexts.contains("kept `vip`: 5 rows"))
        let later = Workbench(Bench.configuration(bench.folder, workspace: "r.db"), stages: [])
        #expect(await later.run("vip | count").last?.table?.columns[0][0] == .int(5))
    }

    @Test
    func
        `private columns are masked where they leave, stay equal where equal, and may be included for a reason`()
        async
    {
        unsafe setenv("RAPPORT_KEY_FILE", NSTemporaryDirectory() + "rapport-test-key", 1)
        let bench = Bench(workspace: "r.db", files: ["c.csv": "id,phone\na,555-1\nb,555-2\nc,555-1\n"])
        let saved = await bench.run(#"load "c.csv" | roles private=[phone] | save "out.csv""#)
        #expect(saved.noteTexts.contains { $0.hasSuffix("private columns masked: phone") })
        let lines = (bench.text(of: "out.csv") ?? "").split(separator: "\n").map {
            $0.split(separator: ",").last ?? ""
        }
        #expect(lines.count == 4 && lines[1] == lines[3] && lines[1] != lines[2] && !lines.contains("555-1"))
        await bench.run(#"set include_private="the courier needs them""#)
        await bench.run(#"load "c.csv" | roles private=[phone] | save "all.csv""#)
        #expect(bench.text(of: "all.csv")?.contains("555-1") == true)
    }

    @Test func `private customers are masked behind an analysis too, in a file and in a report`() async throws
    {
        unsafe setenv("RAPPORT_KEY_FILE", NSTemporaryDirectory() + "rapport-test-key", 1)
        let bench = Bench(files: ["o.csv": orders.replacing(",00", with: ",buyer-00")])
        await bench.run(#"o = load "o.csv" | where amount > 0 | roles private=[customer_id]"#)
        await bench.run("r = o | rfm")
        let saved = await bench.run(#"r | save "rfm.csv""#)
        #expect(saved.noteTexts.contains { $0.hasSuffix("private columns masked: customer") })
        #expect(await bench.run(#"report "Shop" from r to "shop.html""#).failure == nil)
        for file in ["rfm.csv", "shop.html"] {
            let text = try #require(bench.text(of: file))
            #expect(!text.contains("buyer-"), "\(file)")
        }
    }

    @Test func `a report says what was found, and a line of a session replays as a notebook`() async throws {
        let bench = Bench(files: ["o.csv": orders])
        await bench.run(Self.script)
        #expect(await bench.run(#"report "Shop" from rfm to "shop.html""#).failure == nil)
        let html = try #require(bench.text(of: "shop.html"))
        #expect(
            html.contains("<h1") && html.contains("Shop") && html.contains("segmentation.rfm")
                && !html.contains("<script"))
        await bench.run(#"record "session.md""#)
        let notebook = try Notebook(text: try #require(bench.text(of: "session.md")), path: "session.md")
        #expect(notebook.cells.count == 3)
        #expect(await bench.run(#"report "x" from nope to "x.html""#).failure?.code == "table.unknown")
        #expect(await bench.run(#"report "x" from rfm to "x.docx""#).failure?.code == "report.format")
    }
}
