import Foundation
import GRDB
import RapportContract
import RapportDiagnostics
import RapportStore
import RapportTable
import RapportWork
import RapportWorkbench
import Testing

/// Long tables are written while the analyst goes on: what is read of them later is whole, and what fails is told.
@Suite struct WrittenBehindTests {
    /// More rows than the prompt waits for.
    private static let customers = 26_000

    private func bench() async -> Bench {
        var text = "customer_id,ordered_at,amount\n"
        for row in 0..<Self.customers { text += "c\(row),2025-0\(row % 9 + 1)-01,\(row % 97).5\n" }
        let bench = Bench(workspace: "r.db", files: ["o.csv": text])
        await bench.run("load \"o.csv\"")
        return bench
    }

    private func sqlite(_ bench: Bench, _ sql: String) throws {
        try DatabaseQueue(path: bench.folder + "/r.db").write { try $0.execute(sql: sql) }
    }

    @Test func `the next statements read a long result whole, under the number that was told`() async throws {
        let bench = await bench()
        let told = await bench.run("a = o | rfm n_bins=3")
        #expect(told.failure == nil && told.notes.allSatisfy { !$0.isWarning }, "\(told.noteTexts)")
        await bench.run("b = a | rfm.assign_nothing")
        let bound = try #require(await bench.run("a").table)
        #expect(await bench.run("run 1 | count").table?.columns[0][0] == .int(Int64(Self.customers)))
        #expect(await bench.run("run 1 | take 5").table?.isIdentical(to: bound.prefix(5)) == true)
        await bench.run("c = o | rfm n_bins=4")
        #expect(await bench.workbench.close() == nil)

        let workspace = try Workspace(
            path: bench.folder + "/r.db", origin: .init(mode: .once, appVersion: "test"))
        #expect(try workspace.check() == [])
        let lines = try await DatabaseQueue(path: bench.folder + "/r.db").read {
            try String.fetchAll($0, sql: "SELECT line FROM statement ORDER BY id")
        }
        #expect(lines.map { $0.prefix(3) } == ["loa", "a =", "b =", "a", "run", "run", "c ="])
        let work = Work()
        for number in [1, 2] {
            let table = try workspace.output(ofRun: number)
            let kept = try await DatabaseQueue(path: bench.folder + "/r.db").read {
                try String.fetchOne(
                    $0, sql: "SELECT content_digest FROM output WHERE run_id = ? AND name = 'output'",
                    arguments: [number])
            }
            #expect(kept == (try ContentDigest(of: table, work: work).hex))
        }
    }

    @Test func `a failure behind the prompt is told before the next statement, and tried again`() async throws
    {
        let bench = await bench()
        await bench.run("small = o | take 20 | rfm n_bins=2")
        try sqlite(
            bench, "CREATE TRIGGER broken BEFORE INSERT ON output BEGIN SELECT RAISE(ABORT, 'no'); END")
        await bench.run("a = o | rfm n_bins=3")
        // Whoever reads the workspace waits for the record, which is not there.
        #expect(await bench.run("runs | count").table?.columns[0][0] == .int(1))
        let next = await bench.run("a | count")
        #expect(next.table?.columns[0][0] == .int(Int64(Self.customers)), "the result stays bound")
        #expect(next.notes.contains { $0.isWarning && $0.text.contains("wait") }, "\(next.noteTexts)")

        try sqlite(bench, "DROP TRIGGER broken")
        let mended = await bench.run("a | count")
        #expect(mended.notes.isEmpty, "\(mended.noteTexts)")
        #expect(await bench.run("run 2 | count").table?.columns[0][0] == .int(Int64(Self.customers)))
    }

    @Test func `a number that another process took in between is told again`() async throws {
        let bench = await bench()
        await bench.run("small = o | take 20 | rfm n_bins=2")
        try sqlite(
            bench, "CREATE TRIGGER broken BEFORE INSERT ON output BEGIN SELECT RAISE(ABORT, 'no'); END")
        await bench.run("a = o | rfm n_bins=3")
        await bench.run("runs | count")
        try sqlite(
            bench,
            """
            DROP TRIGGER broken;
            INSERT INTO run (id, statement_id, analysis, analysis_version, plugin, plugin_version, recipe, language, seed,
                             started_at, duration_ms, status, rows_in)
            SELECT 2, statement_id, analysis, analysis_version, plugin, plugin_version, recipe, language, seed, started_at,
                   duration_ms, 'failed', rows_in FROM run WHERE id = 1
            """)
        let next = await bench.run("a | count")
        #expect(next.noteTexts == ["run 2 is kept as run 3: another process wrote in between"])
        #expect(await bench.run("run 3 | count").table?.columns[0][0] == .int(Int64(Self.customers)))
    }

    @Test func `what could not be kept at the end is told at the end`() async throws {
        let bench = await bench()
        await bench.run("small = o | take 20 | rfm n_bins=2")
        try sqlite(
            bench, "CREATE TRIGGER broken BEFORE INSERT ON output BEGIN SELECT RAISE(ABORT, 'no'); END")
        let long = await bench.run("a = o | rfm n_bins=3")
        #expect(long.notes.allSatisfy { !$0.isWarning }, "nothing is known yet: \(long.noteTexts)")
        let warning = await bench.workbench.close()
        #expect(warning?.isWarning == true && warning?.code == "workspace.failed")
    }
}
