import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct RecodeTests {
    static let catalog = MemoryCatalog([
        "t": Table(csv: "csat,n,b\n满意,1,true\n一般,2,\n,,false\n差,1,true")
    ])

    @Test func `each type of keys and values`() async throws {
        let found = try await Self.catalog.table(
            "t | recode csat = {\"满意\": 5, 一般: 3.5, \"差\": missing}, n = {1: \"one\"}, b = {true: 2025-01-31} other=missing"
        )
        #expect(found.csv == "csat,n,b\n5.0,one,2025-01-31\n3.5,,\n,,\n,one,2025-01-31")
        #expect(found.schema["csat"]?.kind == .measure && found.schema["n"]?.kind == .category)
    }

    @Test func `what the map does not list is listed, or counted where it is private`() async {
        #expect(
            await Self.catalog.rendered("t | recode csat = {\"满意\": 5}") == """
                error[recode.not-listed]: the map of `csat` does not list 2 values, in 2 rows
                  | t | recode csat = {"满意": 5}
                  |            ^^^^^^^^^^^^^^^^^^
                  = help: not listed: "一般": …, "差": …; or `other=…`
                """)
        let refused = await Self.catalog.refusal("t | roles private=[csat] | recode csat = {\"满意\": 5}")
        #expect(refused?.help.map(\.text) == ["`other=…` takes the rest"])
    }

    @Test func `other is counted`() async throws {
        let run = try await Self.catalog.run("t | recode n = {1: 10} other=0 | select n")
        #expect(run.table?.csv == "n\n10\n0\n\n10")
        #expect(run.notes.map(\.text) == ["`n`: 1 value that the map does not list took `other`"])
    }

    @Test(arguments: [
        ("t | recode csat = {\"a\": 1, \"b\": \"x\"}", "the map gives a number and text"),
        ("t | recode n = {one: 1}", "`n` is a number, the map has text"),
        ("t | recode csat = {1: 1}", "`csat` is text, the map has a number"),
        ("t | recode csat = {\"a\": 1, a: 2}", "the map lists `\"a\"` twice"),
        ("t | recode csat = 5", "`recode` needs `column = {…}`, found `5`"),
        ("t | recode csta = {\"a\": 1}", "no column named `csta`"),
        ("t | recode", "`recode` needs `column = {…}`"),
        ("t | recode csat = {\"a\": 1} othr=2", "`recode` has no option `othr`"),
    ])
    func refuses(_ line: String, _ message: String) async {
        #expect(await Self.catalog.refusal(line)?.message == message)
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `gives what a dictionary gives`(_ seed: UInt64) async throws {
        var random = SeededNumbers(seed)
        let values = (0..<random.int(0...60)).map { _ in
            random.chance(0.2) ? nil : random.pick(["a", "b", "c", "d"])
        }
        let map = ["a": 1, "b": 2, "c": 3].filter { _ in random.chance(0.7) }
        let catalog = MemoryCatalog(["t": Table(["v": .texts(values)])])
        let pairs = (map.isEmpty ? ["z": 0] : map).sorted { $0.key < $1.key }
            .map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
        let found = try await catalog.table("t | recode v = {\(pairs)} other=-1")
        for (row, value) in values.enumerated() {
            let expected = value.map { map[$0] ?? -1 }
            #expect(found["v"]?[row] == (expected.map { .int(Int64($0)) } ?? .missing), "seed \(seed)")
        }
    }
}
