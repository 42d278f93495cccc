import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct UnpivotTests {
    static let catalog = MemoryCatalog([
        "t": Table(csv: "id,q1,q2,note\na,1,2.5,x\nb,,3.5,y")
    ])

    @Test func `numbers meet, rows stay together, missing values keep their rows`() async throws {
        let found = try await Self.catalog.table("t | unpivot q2, q1 to q, value")
        #expect(found.csv == "id,note,q,value\na,x,q2,2.5\na,x,q1,1.0\nb,y,q2,3.5\nb,y,q1,")
        #expect(found.repeatedColumns == ["id", "note"])
        #expect(
            try await Self.catalog.table("t | unpivot q1, q2 to q, value | select q").csv
                == "q\nq1\nq2\nq1\nq2")
    }

    @Test func `a name may be that of an unpivoted column`() async throws {
        #expect(
            try await Self.catalog.table("t | unpivot q1, q2 to name, q1 | select id, q1").csv
                == "id,q1\na,1.0\na,2.5\nb,\nb,3.5")
    }

    @Test func `only what is used is read`() async throws {
        let catalog = MemoryCatalog()
        let source = MemorySource(Table(csv: "id,q1,q2\na,1,2"))
        catalog.file("t.csv", source)
        let line = "load \"t.csv\" | unpivot q1, q2 to q, v | select id, q"
        #expect(try await catalog.table(line).csv == "id,q\na,q1\na,q2")
        #expect(source.requests.last?.columns == ["id"])
    }

    @Test(arguments: [
        (
            "t | unpivot q1, note to q, v", "`q1` is a number, `note` is text",
            "`cast q1=text, note=text` before it"
        ),
        ("t | unpivot q1, q2", "`unpivot` needs `to`", "`unpivot q1, q2 to name, value`"),
        (
            "t | unpivot q1 to x", "`to` takes two new names",
            "`to name, value`: for the column's name, and for what stood in it"
        ),
        ("t | unpivot q1 to id, v", "two columns named `id`", "give one another name: `id_2=…`"),
        ("t | unpivot q3 to n, v", "no column named `q3`", "`q1`"),
    ])
    func refuses(_ line: String, _ message: String, _ help: String) async {
        let refusal = await Self.catalog.refusal(line)
        #expect(refusal?.message == message)
        #expect(refusal?.help.first?.text == help)
    }

    /// Pivoted again it is the same table.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `a pivot takes it back`(_ seed: UInt64) async throws {
        var random = SeededNumbers(seed)
        let rows = random.int(1...30)
        func cells() -> Column {
            .ints((0..<rows).map { _ in random.chance(0.3) ? nil : random.int(0...99) })
        }
        let table = Table(["id": .ints(Array(0..<rows)), "a": cells(), "b": cells(), "c": cells()])
        let catalog = MemoryCatalog(["t": table])
        let back = try await catalog.table(
            "t | unpivot a, b, c to name, value | pivot rows=id columns=name values=max(value)")
        #expect(back.csv == table.csv, "seed \(seed)")
    }
}
