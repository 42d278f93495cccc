import Foundation
import RapportDiagnostics
import RapportStore
import RapportWorkbench
import Testing

@Suite struct WorkspaceExportTests {
    @Test func `everything that is kept becomes plain files, private columns masked`() async throws {
        unsafe setenv("RAPPORT_KEY_FILE", NSTemporaryDirectory() + "rapport-test-key", 1)
        let bench = Bench(
            workspace: "r.db", files: ["o.csv": orders, "c.csv": "id,phone\na,555-1\nb,555-2\n"])
        await bench.run(
            """
            load "o.csv"
            rfm = o | segmentation.rfm customer=customer_id as_of=2025-12-31
            load "c.csv" as c | roles private=[phone] | save table=客户
            """)
        let workspace = try Workspace(
            path: bench.folder + "/r.db", origin: Workspace.Origin(mode: .once, appVersion: "test"))
        let folder = bench.folder + "/out/all"
        let count = try WorkspaceExport(of: workspace, to: folder).count
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".csv") || $0.hasSuffix(".md") }
        #expect(files.count == count)
        let wanted = [
            "index.md", "runs.csv", "history.csv", "tables/客户.csv", "runs/1/run.md", "runs/1/output.csv",
        ]
        for name in wanted {
            #expect(files.contains(name), "\(name) in \(files)")
        }
        let all = files.compactMap { bench.text(of: "out/all/" + $0) }.joined()
        #expect(!all.contains("555-1") && all.contains("segmentation.rfm"))
        let index = try #require(bench.text(of: "out/all/index.md"))
        #expect(index.contains("`tables/客户.csv`") && index.contains("phone") && index.contains("run 1"))
        let again = #expect(throws: Diagnostic.self) { try WorkspaceExport(of: workspace, to: folder) }
        #expect(again?.code == "export.exists")
    }
}
