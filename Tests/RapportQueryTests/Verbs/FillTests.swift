import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct FillTests {
    static let catalog = MemoryCatalog([
        "t": Table(csv: "id,n,x,text,day\na,1,1.5,x,2025-01-02\nb,,,,2025-01-01\nc,3,,z,2025-01-01")
    ])

    @Test func `values, also computed ones, and what was filled is said`() async throws {
        let run = try await Self.catalog.run("t | fill n=0, x=n, text=\"?\" | select id, n, x, text")
        #expect(run.table?.csv == "id,n,x,text\na,1,1.5,x\nb,0,,?\nc,3,3.0,z")
        #expect(
            run.notes.map(\.text) == [
                "1 of 1 missing value of `n` filled", "1 of 2 missing values of `x` filled",
                "1 of 1 missing value of `text` filled",
            ])
    }

    @Test func `a value that nobody needs is not computed`() async throws {
        let catalog = MemoryCatalog([
            "t": Table(["n": .ints([.max, nil]), "m": .ints([.max, 1])])
        ])
        #expect(try await catalog.table("t | fill n=m + 1").csv == "n,m\n\(Int.max),\(Int.max)\n2,1")
    }

    @Test func `an order by the stage or by the table`() async throws {
        let sorted = try await Self.catalog.table(
            "t | sort day | fill n method=backward | select id, n, n_filled")
        #expect(sorted.csv == "id,n,n_filled\nb,3,true\nc,3,false\na,1,false")
        let ties = try await Self.catalog.run("t | fill text method=forward sort day")
        #expect(ties.notes.first?.text == "1 row ties in the order and keeps the table's")
    }

    @Test(arguments: [
        ("t | fill n method=forward", "`method=forward` needs an order"),
        ("t | fill n", "`fill` needs `column=value`, found `n`"),
        ("t | fill n=1.5", "`n` is a whole number, `1.5` is a number"),
        ("t | fill n=\"x\"", "`n` is a whole number, `\"x\"` is text"),
        ("t | fill m=1", "no column named `m`"),
        ("t | fill n=1 by id", "`fill` takes `by` only with `method`"),
        ("t | fill n=1 method=forward sort day", "with `method` a column stands alone, found `n =`"),
        ("t | fill n method=mean sort day", "`method` is one of `forward`, `backward`, found `mean`"),
        ("t | derive n_filled=1 | fill n method=forward sort day", "two columns named `n_filled`"),
        ("t | fill n=missing", "`missing` has no type here"),
    ])
    func refuses(_ line: String, _ message: String) async {
        #expect(await Self.catalog.refusal(line)?.message == message)
    }

    /// Against a scan of each partition in its order.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `carries as a scan does`(_ seed: UInt64) async throws {
        var random = SeededNumbers(seed)
        let rows = random.int(0...30)
        let by = (0..<rows).map { _ in random.int(0...3) }
        let time = (0..<rows).map { _ in random.int(0...12) }
        let value = (0..<rows).map { _ in random.chance(0.5) ? nil : random.int(0...99) }
        let catalog = MemoryCatalog([
            "t": Table(["g": .ints(by), "s": .ints(time), "v": .ints(value)])
        ])
        for backward in [false, true] {
            let line = "t | fill v method=\(backward ? "backward" : "forward") by g sort s"
            let found = try await catalog.table(line)
            for row in 0..<rows {
                let partition = (0..<rows).filter { by[$0] == by[row] }
                    .sorted { (time[$0], $0) < (time[$1], $1) }
                let place = partition.firstIndex(of: row) ?? 0
                let seen =
                    backward
                    ? partition[place...].first { value[$0] != nil }
                    : partition[...place].last { value[$0] != nil }
                let expected = seen.flatMap { value[$0] }
                #expect(found["v"]?[row] == (expected.map { .int(Int64($0)) } ?? .missing), "seed \(seed)")
                let isFilled = value[row] == nil && expected != nil
                #expect(found["v_filled"]?[row] == .bool(isFilled), "seed \(seed)")
            }
        }
    }
}
