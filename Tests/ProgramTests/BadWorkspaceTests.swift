import Foundation
import Testing

extension ProgramTests {
    /// A workspace that cannot be written costs a warning, never the work.
    @Suite struct BadWorkspaceTests {
        private let sandbox: Sandbox
        private static let analysis =
            "[{customer: \"a\", date: 2026-01-01, amount: 1}, {customer: \"b\", date: 2026-01-02, amount: 2}] "
            + "| segmentation.rfm n_bins=2"

        init() throws { sandbox = try Sandbox() }

        /// The result is there, and is bound; a word says what is wrong with the workspace.
        private func works(on workspace: String, says words: String) async throws {
            let typist = try Typist(in: sandbox, ["--workspace", workspace])
            let greeting = try await typist.begin()
            let said = greeting + (try await typist.enter("r = " + Self.analysis))
            #expect(said.contains("`r`: 2 rows"), "\(said)")
            #expect(said.contains(words), "\(said)")
            let next = try await typist.enter("r | count")
            #expect(next.contains("    2"), "\(next)")
            #expect(try await typist.quit() == 0)
        }

        @Test func `no database`() async throws {
            let text = String(repeating: "this is no database, but a letter to a customer\n", count: 100)
            try sandbox.write(text, to: "w.db")
            try await works(on: "w.db", says: "is no workspace")
            #expect(try sandbox.text("w.db") == text)
        }

        @Test func `a folder`() async throws {
            try FileManager.default.createDirectory(
                atPath: sandbox.path("w.db"), withIntermediateDirectories: false)
            try await works(on: "w.db", says: "is no file")
        }

        @Test func `a folder that is not there`() async throws {
            try await works(on: "no/such/w.db", says: "cannot make the workspace")
        }

        @Test func `a newer version`() async throws {
            #expect(try await sandbox.run("-c", Self.analysis, "--workspace", "w.db").status == 0)
            // The number of the schema's version lies at byte 60 of the file's header (SQLite's user_version).
            #expect(try await sandbox.run("workspace", "vacuum", "--workspace", "w.db").status == 0)
            try await checkpointed()
            var bytes = try sandbox.bytes("w.db")
            try #require(bytes.count > 100)
            bytes[60] = 99
            try sandbox.write(bytes, to: "w.db")
            try await works(on: "w.db", says: "was made by a newer version")
            #expect(try sandbox.bytes("w.db")[60] == 99)
        }

        /// A copy through SQLite's own backup holds all, whatever lies beside the file.
        private func checkpointed() async throws {
            #expect(
                try await sandbox.run("workspace", "backup", "copy.db", "--workspace", "w.db").status == 0)
            for name in sandbox.names where name.hasPrefix("w.db") {
                try FileManager.default.removeItem(atPath: sandbox.path(name))
            }
            try FileManager.default.moveItem(atPath: sandbox.path("copy.db"), toPath: sandbox.path("w.db"))
        }

        @Test func `read-only`() async throws {
            #expect(try await sandbox.run("-c", Self.analysis, "--workspace", "w.db").status == 0)
            try await checkpointed()
            _ = unsafe chmod(sandbox.path("w.db"), 0o444)
            let before = try sandbox.bytes("w.db")
            try await works(on: "w.db", says: "read-only")
            #expect(try sandbox.bytes("w.db") == before)
            let runs = try await sandbox.run("-c", "runs | count", "--format", "csv", "--workspace", "w.db")
            #expect(runs.output == "count\n1\n", "what it holds can be read: \(runs.errors)")
        }

        @Test(.timeLimit(.minutes(2)))
        func `locked by another, then free again`() async throws {
            guard let python = Program.tool("python3") else { return }
            #expect(try await sandbox.run("-c", Self.analysis, "--workspace", "w.db").status == 0)
            let script = """
                import sqlite3, sys, time, os
                c = sqlite3.connect("w.db", isolation_level=None)
                c.execute("begin immediate")
                open("is-locked", "w").close()
                for _ in range(600):
                    if os.path.exists("let-go"): break
                    time.sleep(0.05)
                c.execute("rollback")
                c.close()
                open("is-free", "w").close()
                """
            let holder = try sandbox.start(["-c", script], program: python)
            try await waitFor("is-locked")
            let typist = try Typist(in: sandbox, ["--workspace", "w.db"])
            try await typist.begin()
            let said = try await typist.enter("r = " + Self.analysis)
            #expect(said.contains("`r`: 2 rows") && said.contains("locked"), "\(said)")
            try sandbox.write("", to: "let-go")
            try await waitFor("is-free")
            // The record has waited, and is written before the next statement.
            try await typist.enter("r | count")
            #expect(try await typist.quit() == 0)
            _ = try await holder.end(limit: 40)
            let runs = try await sandbox.run(
                "-c", "runs | summarize n=count() by status", "--format", "csv", "--workspace", "w.db")
            #expect(runs.output == "status,n\nok,2\n", "\(runs.errors)")
        }

        private func waitFor(_ name: String) async throws {
            for _ in 0..<1_000 where !sandbox.names.contains(name) {
                try await Task.sleep(for: .milliseconds(20))
            }
            try #require(sandbox.names.contains(name))
        }
    }
}
