import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct SampleVerbTests {
    static let catalog = MemoryCatalog(["t": Table(["n": .ints(Array(0..<100))])])

    @Test func `keeps order, and the seed decides`() async throws {
        let one = try await Self.catalog.run("t | sample 20")
        let cells = (0..<20).compactMap { one.table?["n"]?[$0] }
        #expect(zip(cells, cells.dropFirst()).allSatisfy { $0.isLess(than: $1) })
        #expect(one.notes.map(\.text) == ["20 of 100 rows, seed 42"])
        #expect(try await Self.catalog.table("t | sample 20 seed=42").csv == one.table?.csv)
        #expect(try await Self.catalog.table("t | sample 20 seed=43").csv != one.table?.csv)
        #expect(try await Self.catalog.table("t | sample 20", QuerySettings(seed: 43)).csv != one.table?.csv)
    }

    @Test(arguments: [("12.4%", 12), ("0", 0), ("1.0", 100), ("1", 1), ("1_000", 100), ("100%", 100)])
    func sizes(_ size: String, _ rows: Int) async throws {
        #expect(try await Self.catalog.table("t | sample \(size)").count == rows)
    }

    @Test func `the recipe states the seed`() async throws {
        let plan = try await Self.catalog.plan("t | sample 10%")
        #expect(plan.pinned(to: LateValues(seed: 9)).printed == "load \"t.csv\" | sample 0.1 seed=9")
    }

    @Test(arguments: [
        ("t | sample", "`sample` needs a number of rows, or a part such as `10%`"),
        ("t | sample -1", "`sample` must be 0 or more, found -1"),
        ("t | sample 150%", "`sample` must be from 0 to 1, found 1.5"),
        ("t | sample \"x\"", "`sample` takes an int of 0 or more or a number from 0 to 1, found text"),
        ("t | sample 1, 2", "`sample` takes one number"),
        ("t | sample 5 sede=1", "`sample` has no option `sede`"),
    ])
    func refuses(_ line: String, _ message: String) async {
        #expect(await Self.catalog.refusal(line)?.message == message)
    }
}
