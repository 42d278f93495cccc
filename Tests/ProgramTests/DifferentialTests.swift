import Foundation
import Testing

extension ProgramTests {
    /// Generated pipelines give the same table here and in DuckDB.
    ///
    /// The generator and the comparison are `Differential/*.py`; a difference prints both texts and its seed.
    @Suite struct DifferentialTests {
        @Test(.timeLimit(.minutes(10)))
        func `generated pipelines give what DuckDB gives`() async throws {
            guard let python = try await Program.python(with: "duckdb"), let root = Program.root else {
                return
            }
            let sandbox = try Sandbox()
            let count = Program.testsAll ? 2_000 : 200
            let named = ProcessInfo.processInfo.environment["RAPPORT_SEED"]
            let seed = named ?? "\(UInt16.random(in: 1 ... .max))"
            let ended = try await sandbox.start(
                [
                    root + "/Tests/ProgramTests/Differential/differential.py", "--rapport",
                    try Program.path(),
                    "--count", "\(count)", "--seed", seed, "--folder", sandbox.folder,
                ], program: python, environment: ["PYTHONDONTWRITEBYTECODE": "1"]
            ).end(limit: 540)
            print(ended.output.split(separator: "\n").last.map(String.init) ?? "nothing printed")
            #expect(ended.status == 0, "\(ended.output.prefix(4_000))\n\(ended.errors.prefix(2_000))")
        }
    }
}
