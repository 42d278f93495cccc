import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@testable import RapportQuery

/// What is pushed into a file must not change what comes out.
@Suite struct PushdownTests {
    /// Small numbers from a seed, the same on every machine.
    struct Random {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    static func table(_ random: inout Random) -> Table {
        let rows = random.next(20)
        func cells<Value>(_ make: (Int) -> Value) -> [Value?] {
            (0..<rows).map { _ in
                let value = random.next(6)
                return value == 5 ? nil : make(value)
            }
        }
        return Table(
            Schema([
                Field("a", .int), Field("b", .int), Field("c", .float), Field("t", .text), Field("d", .date),
            ]),
            [
                .ints(cells { $0 }), .ints(cells { $0 - 2 }), .floats(cells { Double($0) / 2 }),
                .texts(cells { "v\($0)" }), .dates(cells { Int32($0) }),
            ], count: rows)
    }

    static let stages = [
        "where a > 1", "where b < a or missing(c)", "where t == \"v1\"", "where 10 / b > c", "take 3",
        "take 0",
        "select a, b, c, t, d", "derive c = a + b", "sort -b, t",
        "summarize a=sum(a), b=max(b), c=mean(c) by t, d",
        "distinct a, b", "count | derive a=count, b=count, c=1.5, t=\"x\", d=1970-01-02", "roles amount=c",
        "expect count() >= 0", "rename c=c", "chart bar x=t y=a",
    ]

    @Test(arguments: 0..<150) func `equals a run that pushes nothing`(_ seed: Int) async throws {
        var random = Random(state: UInt64(seed) &* 2_654_435_761 &+ 17)
        let catalog = MemoryCatalog()
        catalog.file("f.csv", MemorySource(Self.table(&random)))
        let chosen = (0..<(1 + random.next(5))).map { _ in Self.stages[random.next(Self.stages.count)] }
        let line = (["load \"f.csv\""] + chosen).joined(separator: " | ")
        let fast = try await catalog.run(line)
        let slow = try await catalog.run(line, optimised: false)
        #expect(fast.failure == slow.failure, "seed \(seed): \(line)")
        #expect(fast.table?.csv == slow.table?.csv, "seed \(seed): \(line)")
        #expect(fast.table?.schema == slow.table?.schema, "seed \(seed): \(line)")
        if !line.contains("take") {
            #expect(fast.notes.map(\.text) == slow.notes.map(\.text), "seed \(seed): \(line)")
        }
    }

    private func requests(_ line: String) async throws -> [ScanRequest] {
        let catalog = MemoryCatalog()
        let source = MemorySource(
            Table(["a": .ints([1, 2]), "b": .ints([3, 4]), "t": .texts(["x", "y"])]))
        catalog.file("f.csv", source)
        let execution = try await catalog.run(line)
        #expect(execution.failure == nil)
        return source.requests
    }

    @Test func `only used columns are read`() async throws {
        let asked = try await requests("load \"f.csv\" as f | summarize n=count() by t")
        #expect(asked.count == 1)
        #expect(asked[0].columns == ["t"])
        #expect(try await requests("load \"f.csv\" | count")[0].columns == [])
        #expect(try await requests("load \"f.csv\"")[0].columns == ["a", "b", "t"])
    }

    @Test func `filters and take go into the scan`() async throws {
        let asked = try await requests("load \"f.csv\" | where a > 1 | take 1 | select t")
        #expect(asked[0].columns == ["t"] && asked[0].filterColumns == ["a"])
        #expect(asked[0].filter != nil && asked[0].limit == 1)
        let sorted = try await requests("load \"f.csv\" | sort a | take 1")
        #expect(sorted[0].limit == nil)
    }

    @Test func `a named table on the way is whole`() async throws {
        let catalog = MemoryCatalog()
        catalog.file("f.csv", MemorySource(Table(["a": .ints([1, 2]), "b": .ints([3, 4])])))
        try await catalog.run("load \"f.csv\" | where a > 1 | as big | count")
        #expect(catalog.bound("big")?.table?.csv == "a,b\n2,4")
        // A bare file under a name is not read for it alone, and is read when it is used.
        try await catalog.run("load \"f.csv\" as all | count")
        #expect(catalog.bound("all")?.table == nil)
        #expect(try await catalog.table("all | sort -a").csv == "a,b\n2,4\n1,3")
    }
}
