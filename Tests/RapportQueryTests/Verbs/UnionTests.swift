import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct UnionTests {
    let catalog = MemoryCatalog([
        "mail": Table(csv: "id,n,phone\na,1,x\nb,,y"), "chat": Table(csv: "n,id\n2.5,a\n3,c"),
        "other": Table(csv: "id,n\n7,x"), "more": Table(csv: "id,n\nz,9"),
    ])

    @Test func `by name, numbers meet, and what a table has not is missing and said`() async throws {
        let run = try await catalog.run("mail | union chat source=channel")
        #expect(
            run.table?.csv
                == "id,n,phone,channel\na,1.0,x,mail\nb,,y,mail\na,2.5,,chat\nc,3.0,,chat")
        #expect(run.notes.map(\.text) == ["`chat` has no `phone`: missing in its rows"])
        let back = try await catalog.run("chat | union mail, more")
        #expect(back.table?.csv == "n,id,phone\n2.5,a,\n3.0,c,\n1.0,a,x\n,b,y\n9.0,z,")
    }

    @Test func `a table without rows leaves the others as they are`() async throws {
        #expect(try await catalog.table("mail | take 0 | union more").csv == "id,n,phone\nz,9,")
        #expect(try await catalog.table("mail | take 0 | union more source=s | count").csv == "count\n1")
    }

    @Test func `only the columns that are used are read`() async throws {
        let catalog = MemoryCatalog()
        let source = MemorySource(Table(csv: "id,n,phone\na,1,x"))
        catalog.file("m.csv", source)
        catalog.bind(BoundTable(name: "m", table: nil, plan: try await catalog.plan("load \"m.csv\"")))
        #expect(try await catalog.table("load \"m.csv\" | union m | select n").csv == "n\n1\n1")
        #expect(source.requests.allSatisfy { $0.columns == ["n"] })
    }

    @Test(arguments: [
        (
            "mail | union other", "`id` is text, in `other` a number",
            "`other = other | cast id=text` before it"
        ),
        ("mail | union chat source=phone", "two columns named `phone`", "give one another name: `phone_2=…`"),
        ("mail | union chatt", "`union` takes a table; no table named `chatt`", "`chat`"),
        ("mail | union", "`union` needs a table", "`union TABLE, … source=NAME`"),
        (
            "mail | union chat source=1", "`source` takes a new column's name, found `1`", "`source=channel`"
        ), ("mail | union chat src=x", "`union` has no option `src`", "options: `source`, `labels`"),
    ])
    func refuses(_ line: String, _ message: String, _ help: String) async {
        let refusal = await catalog.refusal(line)
        #expect(refusal?.message == message)
        #expect(refusal?.help.first?.text == help)
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `rows are those of one table and then of the other`(_ seed: UInt64) async throws {
        var random = SeededNumbers(seed)
        func table() -> Table {
            let rows = random.int(0...9)
            let ints = Column.ints((0..<rows).map { _ in random.chance(0.3) ? nil : random.int(0...9) })
            let texts = Column.texts(
                (0..<rows).map { _ in random.chance(0.3) ? nil : random.pick(["x", ""]) })
            return switch random.int(0...2) {
            case 0: Table(["i": ints, "t": texts])
            case 1: Table(["t": texts])
            default: Table(["t": texts, "u": ints])
            }
        }
        let (a, b) = (table(), table())
        let catalog = MemoryCatalog(["a": a, "b": b])
        let found = try await catalog.table("a | union b")
        #expect(found.schema.names == a.schema.names + b.schema.names.filter { a[$0] == nil }, "seed \(seed)")
        for name in found.schema.names {
            let expected = [a, b].flatMap { table in
                (0..<table.count).map { table[name]?[$0] ?? .missing }
            }
            #expect((0..<found.count).map { found[name]?[$0] } == expected, "seed \(seed) \(name)")
        }
    }
}
