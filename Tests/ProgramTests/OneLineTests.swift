import Foundation
import Testing

extension ProgramTests {
    /// `rapport -c`: the table on standard output and nothing else there, and what the exit code says.
    @Suite struct OneLineTests {
        private let sandbox: Sandbox
        private static let line = #"[{a: 1, b: "x,y"}, {a: 2, b: missing}]"#

        init() throws { sandbox = try Sandbox() }

        private static let formats: [(format: String, expected: String)] = [
            ("table", "  a  b\nint  text\n─────────\n  1  x,y\n  2  ·\n"),
            ("csv", "a,b\n1,\"x,y\"\n2,\n"),
            ("json", "[\n  {\"a\": 1, \"b\": \"x,y\"},\n  {\"a\": 2, \"b\": null}\n]\n"),
            ("md", "|   a | b   |\n| --: | --- |\n|   1 | x,y |\n|   2 |     |\n"),
        ]

        @Test(arguments: formats)
        func `a format is exact`(format: String, expected: String) async throws {
            let ended = try await sandbox.run("-c", Self.line, "--format", format)
            #expect(ended.status == 0)
            #expect(ended.output == expected)
            #expect(ended.errors == "")
        }

        @Test func `nothing that ran leaves nothing behind`() async throws {
            #expect(try await sandbox.run("-c", Self.line).status == 0)
            #expect(try await sandbox.run("-c", Self.line + " | where c > 1").status == 1)
            #expect(try await sandbox.run("-c", "").status == 0)
            #expect(sandbox.names == [])
        }

        @Test func `json on standard output, what is said of the load beside it`() async throws {
            try sandbox.write("id,n\n007,1\n008,2\n", to: "a.csv")
            let ended = try await sandbox.run(
                "-c", #"load "a.csv" as f | summarize n=count(), s=sum(n) by id"#, "--format", "json")
            #expect(ended.status == 0)
            let rows = try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [[String: Any]]
            #expect(rows?.map { $0["id"] as? String } == ["007", "008"])
            #expect(rows?.map { $0["s"] as? Int } == [1, 2])
        }

        @Test func `only the column that is used is parsed`() async throws {
            // A NUL far behind the beginning is a counted problem of its column, for whoever reads that column.
            let rows = (0..<40_000).map { "abc,k\($0 % 3)\n" }.joined()
            try sandbox.write("a,b\n" + rows + "x\u{0}y,k1\n", to: "a.csv")
            let script = """
                load "a.csv" as f | summarize n=count() by b
                problems | count
                load "a.csv" | summarize n=count_distinct(a)
                problems | count
                """
            let ended = try await sandbox.run(
                "--format", "csv", "--workspace", ":memory:",
                input: script)
            #expect(
                ended.output == "b,n\nk0,13334\nk1,13334\nk2,13333\ncount\n0\nn\n2\ncount\n1\n",
                "\(ended.errors)")
        }

        private static let calls: [(arguments: [String], status: Int32)] = [
            (["-c", "[{a: 1}] | where b > 1"], 1), (["-c", "[{a: 1}] | expect all(a > 1)"], 1),
            (["-c", "[{a: 1}"], 1), (["-c", "[{a: 1}] | expect all(a == 1)"], 0),
            (["--nonsense"], 2), (["-c"], 2), (["-c", "runs", "--format", "yaml"], 2),
            (["--threads", "0", "-c", "verbs"], 2), (["run"], 2), (["run", "missing.md"], 1),
            (["run", "a.md", "-p", "months"], 2), (["nonsense"], 2), (["--help"], 0), (["--version"], 0),
            (["--workspace", "", "-c", "verbs"], 2),
        ]

        @Test(arguments: calls)
        func `the exit code says how it went`(arguments: [String], status: Int32) async throws {
            try sandbox.write("text\n", to: "a.md")
            let ended = try await sandbox.start(arguments).end()
            #expect(ended.status == status, "\(ended.output)\(ended.errors)")
            guard status != 0 else { return }
            #expect(!ended.errors.isEmpty && ended.output.isEmpty, "\(ended.output)")
        }

        @Test func `an error says where, and what to do`() async throws {
            let ended = try await sandbox.run("-c", "[{amount: 1}] | sort -amuont")
            #expect(ended.status == 1)
            #expect(ended.output == "")
            let lines = ended.errors.split(separator: "\n").map(String.init)
            #expect(lines.first == "error[table.unknown-column]: no column named `amuont`")
            #expect(lines.count == 4)
            let line = try #require(lines.dropFirst().first)
            let caret = try #require(lines.dropFirst(2).first)
            let place = try #require(line.range(of: "amuont")?.lowerBound)
            #expect(
                line.distance(from: line.startIndex, to: place)
                    == caret.distance(from: caret.startIndex, to: caret.firstIndex(of: "^") ?? caret.endIndex)
            )
            #expect(lines.last?.contains("`amount`") == true)
        }

        @Test func `a caret stands under its word behind a tab and behind Chinese`() async throws {
            for before in ["\t", "`金额`, "] {
                let ended = try await sandbox.run("-c", "[{`金额`: 1, amount: 1}] | select \(before)amuont")
                let lines = ended.errors.split(separator: "\n").map(String.init)
                try #require(lines.count >= 3, "\(ended.errors)")
                let place = try #require(lines[1].range(of: "amuont")?.lowerBound)
                let width = lines[1][..<place].unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 2 : 1) }
                let caret = lines[2].prefix { $0 != "^" }.count
                #expect(width == caret, "\(ended.errors)")
                #expect(lines[2].filter { $0 == "^" }.count == "amuont".count)
            }
        }

        @Test func `errors as JSON`() async throws {
            let line = "[{amount: 1}] | sort -amuont"
            let ended = try await sandbox.run("-c", line, "--errors", "json")
            #expect(ended.status == 1)
            #expect(ended.output == "")
            let object = try JSONSerialization.jsonObject(with: Data(ended.errors.utf8)) as? [String: Any]
            #expect(object?["code"] as? String == "table.unknown-column")
            #expect(object?["line"] as? String == line)
            let label = (object?["labels"] as? [[String: Any]])?.first
            #expect(label?["start"] as? Int == 22)
            #expect(label?["end"] as? Int == 28)
        }

        @Test func `a script on standard input, until the first line that fails`() async throws {
            let script = """
                t = [{a: 1}, {a: 2}]
                t | summarize s=sum(a)
                t | where b > 1
                t | take 1
                """
            let ended = try await sandbox.run("--format", "csv", "--workspace", ":memory:", input: script)
            #expect(ended.status == 1)
            #expect(ended.output == "s\n3\n")
            #expect(ended.errors.contains("no column named `b`"))
        }

        @Test func `a script that is not UTF-8 is refused`() async throws {
            try sandbox.write([0x74, 0xFF, 0x0A], to: "script")
            let line = "'\(try Program.path())' < script"
            let ended = try await sandbox.start(["-c", line], program: "/bin/sh").end()
            #expect(ended.status == 1)
            #expect(ended.errors.contains("file.encoding"))
        }

        @Test func `a reader that goes away ends nothing badly`() async throws {
            let line =
                "'\(try Program.path())' -c 'functions' | head -n 1; echo ${PIPESTATUS[0]}"
            let ended = try await sandbox.start(["-c", line], program: "/bin/bash").end()
            let status = ended.output.split(separator: "\n").last.map(String.init)
            #expect(status == "0" || status == "1", "\(ended.output)\(ended.errors)")
        }

        @Test func `the workspace is the one that is named, or the environment's`() async throws {
            let line =
                "[{customer: \"a\", date: 2026-01-01, amount: 1}, {customer: \"b\", date: 2026-01-02, amount: 2}]"
            let analysis = line + " | segmentation.rfm n_bins=2"
            try FileManager.default.createDirectory(
                atPath: sandbox.path("x"), withIntermediateDirectories: false)
            #expect(try await sandbox.run("-c", analysis, "--workspace", "x/named.db").status == 0)
            #expect(
                try await sandbox.run("-c", analysis, environment: ["RAPPORT_WORKSPACE": "x/env.db"]).status
                    == 0)
            #expect(try await sandbox.run("-c", analysis, "--workspace", ":memory:").status == 0)
            #expect(sandbox.names == ["x"])
            for name in ["x/named.db", "x/env.db"] {
                let ended = try await sandbox.run(
                    "-c", "runs | select id, analysis, status", "--format", "csv", "--workspace", name)
                #expect(ended.output == "id,analysis,status\n1,segmentation.rfm,ok\n")
            }
            let mode = try FileManager.default.attributesOfItem(atPath: sandbox.path("x/named.db"))[
                .posixPermissions]
            #expect(mode as? Int == 0o600)
        }

        @Test func `a program that ended leaves its workspace in one file`() async throws {
            let ended = try await sandbox.run("--workspace", "w.db", input: "[{a: 1}]\n")
            #expect(ended.status == 0)
            #expect(sandbox.names == ["w.db"])
        }

        @Test func `an interrupt ends with 130 and what was bound before is said`() async throws {
            try sandbox.write(LongWork.text, to: "long.csv")
            let running = try sandbox.start(["-c", LongWork.line, "--workspace", "w.db"])
            // Long enough to be at work, whatever the machine does beside.
            try await Task.sleep(for: .milliseconds(700))
            try #require(running.isRunning, "the statement was not long enough to be interrupted")
            let start = ContinuousClock.now
            kill(running.id, SIGINT)
            let ended = try await running.end(limit: 20)
            #expect(ended.status == 130, "\(ended.output)\(ended.errors)")
            #expect(ended.errors.contains("run.cancelled"))
            #expect(ended.output == "")
            #expect(start.duration(to: .now) < .seconds(5))
            let kept = try await sandbox.run(
                "-c", "runs | where status == \"ok\" | count", "--workspace", "w.db", "--format", "csv")
            #expect(kept.output == "count\n0\n", "\(kept.errors)")
        }
    }
}

/// Work that takes seconds, whatever the machine.
enum LongWork {
    static let line = #"load "long.csv" | segmentation.rfm customer=customer time=date amount=amount"#

    /// Enough of it to be met while it runs; made once.
    static let text = csv(customers: 100_000)

    /// Some purchases a customer, in an order that no sort finds done.
    static func csv(customers: Int) -> String {
        var text = "customer,date,amount\n"
        var state: UInt64 = 42
        for _ in 0..<customers * 3 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let random = Int(state >> 33)
            let day = random / 7 % 28 + 1
            text +=
                "c\(random % customers),2026-0\(random % 9 + 1)-\(day < 10 ? "0" : "")\(day),\(random % 9_973).25\n"
        }
        return text
    }
}
