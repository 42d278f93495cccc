import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct LiteralTableTests {
    let catalog = MemoryCatalog()

    @Test func `columns stand in the order of their first mention, int and float meet`() async throws {
        let table = try await catalog.table(#"[{a: 1, b: "x"}, {a: 2.5, c: true}, {b: missing, `d e`: -3}]"#)
        #expect(table.csv == "a,b,c,d e\n1.0,x,,\n2.5,,true,\n,,,-3")
        #expect(table.schema.fields.map(\.type) == [.float, .text, .bool, .int])
    }

    @Test func `a cell may be a parameter, a date, a duration`() async throws {
        let table = try await catalog.table(
            "[{p: $n, d: 2025-01-31, t: 2025-01-31T09:30, w: 2h}]", QuerySettings(parameters: ["n": .int(4)]))
        #expect(table.csv == "p,d,t,w\n4,2025-01-31,2025-01-31T09:30,2h")
    }

    @Test(arguments: [
        (#"[{a: 1}, {a: "x"}]"#, "type.mixed", 13..<16), ("[{a: 1, a: 2}]", "table.duplicate-column", 8..<9),
        (#"[{a: [1, "x"]}]"#, "type.mixed", 9..<12), ("[{a: 3mo}]", "type.period", 5..<8),
    ])
    func `what does not fit is refused at its place`(
        _ line: String, _ code: String, _ place: Range<Int>
    ) async throws {
        let failure = try #require(await catalog.refusal(line))
        #expect(failure.code.name == code && failure.labels.first?.span.range == place, "\(failure)")
    }

    @Test func `as names it`() async throws {
        try await catalog.run("[{a: 2}, {a: 1}] as t | sort a")
        #expect(try await catalog.table("t | take 1").csv == "a\n2")
    }
}
