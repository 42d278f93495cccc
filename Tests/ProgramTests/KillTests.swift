import Foundation
import Testing

extension ProgramTests {
    /// `kill -9` while the second analysis runs or is written: the workspace opens, the first run is whole, the
    /// second is not there, or failed, or whole.
    @Suite struct KillTests {
        private static let analysis = "segmentation.rfm customer=customer time=date amount=amount"

        @Test(.timeLimit(.minutes(Program.testsAll ? 30 : 3)))
        func `a kill loses nothing that was said to be done`() async throws {
            let moments = Program.testsAll ? 200 : 12
            let seed =
                ProcessInfo.processInfo.environment["RAPPORT_SEED"].flatMap(UInt64.init)
                ?? UInt64.random(in: 0..<1_000_000)
            print("kill -9 at \(moments) moments; RAPPORT_SEED=\(seed) gives them again")
            var random = Dice(state: seed)
            let sandbox = try Sandbox()
            try sandbox.write(LongWork.csv(customers: 40), to: "short.csv")
            try sandbox.write(LongWork.csv(customers: Program.testsAll ? 20_000 : 15_000), to: "long.csv")

            // Once to its end: how long the second takes, and what both leave behind.
            let whole = try await session(sandbox, "whole.db")
            let clock = ContinuousClock.now
            try await whole.enter("b = long | \(Self.analysis)", limit: 120)
            let length = clock.duration(to: .now) / .seconds(1)
            #expect(try await whole.quit() == 0)
            let expected = try await kept(sandbox, "whole.db")
            try #require(expected.count == 2 && expected.allSatisfy { $0.status == "ok" })
            print("the second analysis takes \((length * 100).rounded() / 100) s")

            var outcomes: [String: Int] = [:]
            for moment in 0..<moments {
                // Half of them around the end, where the record is written.
                let share = moment % 2 == 0 ? random.unit() : 0.75 + 0.3 * random.unit()
                let name = "w\(moment).db"
                let typist = try await session(sandbox, name)
                typist.type("b = long | \(Self.analysis)\n")
                try await Task.sleep(for: .seconds(length * share))
                typist.child.kill()

                let context = "moment \(moment) of seed \(seed), at \(share) of \(length) s"
                let runs = try await kept(sandbox, name)
                try #require(!runs.isEmpty, "the first run is there; \(context)")
                #expect(runs[0] == expected[0], "the first run is whole; \(context)")
                #expect(runs.count <= 2, "\(context)")
                let second = runs.count < 2 ? "absent" : runs[1].status
                outcomes[second, default: 0] += 1
                if second == "ok" { #expect(runs[1] == expected[1], "the second is whole; \(context)") }
                #expect(["absent", "failed", "ok"].contains(second), "\(second); \(context)")
                let check = try await sandbox.run("workspace", "check", "--workspace", name)
                #expect(check.status == 0, "\(check.output)\(check.errors); \(context)")
                for file in sandbox.names where file.hasPrefix(name) {
                    try FileManager.default.removeItem(atPath: sandbox.path(file))
                }
            }
            print(
                "the second run was \(outcomes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)×" })")
            #expect(
                outcomes["absent", default: 0] + outcomes["failed", default: 0] > 0,
                "no kill met the second run")
        }

        /// A prompt at which the first analysis has run, and said so.
        private func session(_ sandbox: Sandbox, _ workspace: String) async throws -> Typist {
            let typist = try Typist(in: sandbox, ["--workspace", workspace])
            try await typist.begin()
            try await typist.enter("load \"short.csv\"")
            let said = try await typist.enter("a = short | \(Self.analysis)")
            try #require(said.contains("`a`: 39 rows"), "\(said)")
            try await typist.enter("load \"long.csv\"")
            return typist
        }

        /// One kept run, as far as it does not tell the time.
        private struct Kept: Equatable {
            var status: String
            /// Every table with all that it holds.
            var tables: [String]
        }

        private func kept(_ sandbox: Sandbox, _ workspace: String) async throws -> [Kept] {
            let list = try await sandbox.run(
                "-c", "runs | select id, status", "--format", "csv", "--workspace", workspace)
            try #require(list.status == 0, "the workspace opens: \(list.errors)")
            var kept: [Kept] = []
            for line in list.output.split(separator: "\n").dropFirst() {
                let cells = line.split(separator: ",").map(String.init)
                var tables: [String] = []
                if cells[1] == "ok" {
                    let id = cells[0]
                    for stage in [
                        "run \(id)", "run \(id).segments", "metrics | where run == \(id)",
                    ] {
                        let table = try await sandbox.run(
                            "-c", stage, "--format", "csv", "--workspace", workspace)
                        try #require(table.status == 0, "\(stage): \(table.errors)")
                        tables.append(table.output)
                    }
                }
                kept.append(Kept(status: cells[1], tables: tables))
            }
            return kept
        }
    }
}

/// Numbers that a seed gives again.
struct Dice {
    var state: UInt64

    mutating func unit() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / 0x1p53
    }
}
