import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct PivotTests {
    let catalog = MemoryCatalog([
        "m": Table(
            csv:
                "agent,channel,day,n\nBob,mail,2025-01-31,1\nAnn,chat,2025-02-01,2\nBob,,2025-01-01,3\n,mail,2025-02-02,4\nAnn,chat,2025-03-03,"
        )
    ])

    @Test func `rows and columns are sorted, missing last`() async throws {
        let found = try await catalog.table("m | pivot rows=agent columns=channel values=sum(n)")
        #expect(found.csv == "agent,chat,mail,missing\nAnn,2,,\nBob,,1,3\n,,4,")
        let counts = try await catalog.table("m | pivot rows=agent columns=channel values=count(n)")
        #expect(counts.csv == "agent,chat,mail,missing\nAnn,1,0,0\nBob,0,1,1\n,0,1,0")
    }

    @Test func `several rows, dates of a period as columns`() async throws {
        let found = try await catalog.table(
            "m | derive mo=month(day) | pivot rows=[channel, agent] columns=mo values=count()")
        #expect(
            found.csv
                == "channel,agent,2025-01,2025-02,2025-03\nchat,Ann,0,1,1\nmail,Bob,1,0,0\nmail,,0,1,0\n,Bob,1,0,0"
        )
    }

    @Test func `keys choose, and say what they leave out`() async throws {
        let run = try await catalog.run(
            "m | pivot rows=agent columns=channel values=max(n) keys=[\"sms\", \"mail\", missing] | select agent, sms, mail"
        )
        #expect(run.table?.csv == "agent,sms,mail\nAnn,,\nBob,,1\n,,4")
        #expect(run.notes.map(\.text).last == "2 rows left out: `keys` does not name their `channel`")
    }

    @Test func `later stages take columns that the data named along, and the recipe names them`() async throws
    {
        let line =
            "p = m | pivot rows=agent columns=channel values=count() | where present(agent) | derive x = 1 | sort -agent"
        let run = try await catalog.run(line)
        #expect(run.table?.csv == "agent,chat,mail,missing,x\nBob,0,1,1,1\nAnn,2,0,0,1")
        #expect(
            run.plan.printed
                == "load \"m.csv\" | pivot rows=agent columns=channel values=count() keys=[\"chat\", \"mail\", missing] | where present(agent) | derive x = 1 | sort -agent"
        )
        #expect(try await catalog.table("p | select mail, x").csv == "mail,x\n1,1\n0,1")
        let inlined = try await catalog.plan("p | select mail, x").printed
        #expect(try await catalog.table(inlined).csv == "mail,x\n1,1\n0,1")
    }

    @Test(arguments: [
        ("m | pivot columns=channel values=count()", "`pivot` needs `rows`"),
        ("m | pivot rows=agent columns=channel", "`pivot` needs `values`"),
        ("m | pivot rows=agent columns=agent values=count()", "`agent` cannot make rows and columns"),
        ("m | pivot rows=agent columns=chanel values=count()", "no column named `chanel`"),
        ("m | pivot rows=agent columns=channel values=n", "`n` has many values in a group"),
        ("m | pivot rows=agent columns=channel values=count() keys=[1]", "`channel` is text, found 1"),
        ("m | pivot rows=agent columns=channel values=count() keys=[\"a\", \"a\"]", "two columns named `a`"),
        ("m | pivot agent", "`pivot` takes `name=value`, found `agent`"),
        ("m | pivot rows=agent columns=channel values=count() key=[\"a\"]", "`pivot` has no option `key`"),
        ("m | pivot rows=agent columns=channel values=count() | select mail", "no column named `mail`"),
    ])
    func refuses(_ line: String, _ message: String) async {
        #expect(await catalog.refusal(line)?.message == message)
    }

    @Test func `more than a thousand columns are refused`() async {
        let many = MemoryCatalog(["t": Table(["a": .ints(Array(0..<1001)), "b": .ints(Array(0..<1001))])])
        #expect(
            await many.refusal("t | pivot rows=a columns=b values=count()")?.message
                == "`b` has 1,001 values; expected at most 1,000")
    }

    /// A pivot holds what a `summarize` by both gives.
    @Test(arguments: 0..<30 as Range<UInt64>)
    func `agrees with summarize`(_ seed: UInt64) async throws {
        var random = SeededNumbers(seed)
        let rows = random.int(0...40)
        func column() -> Column {
            .texts((0..<rows).map { _ in random.chance(0.1) ? nil : random.pick(["a", "b", "c"]) })
        }
        let catalog = MemoryCatalog([
            "t": Table([
                "r": column(), "c": column(),
                "n": .ints((0..<rows).map { _ in random.chance(0.2) ? nil : random.int(0...9) }),
            ])
        ])
        let pivot = try await catalog.table("t | pivot rows=r columns=c values=sum(n)")
        let grouped = try await catalog.table("t | summarize s=sum(n) by r, c")
        var cells: [String: Scalar] = [:]
        for row in 0..<grouped.count {
            let key = grouped["c"]?[row] ?? .missing
            cells["\(grouped.columns[0][row]) \(key.isMissing ? "missing" : key.text(grain: nil))"] =
                grouped["s"]?[row]
        }
        for row in 0..<pivot.count {
            for name in pivot.schema.names.dropFirst() {
                let expected = cells.removeValue(forKey: "\(pivot.columns[0][row]) \(name)") ?? .missing
                #expect(pivot[name]?[row] == expected, "seed \(seed)")
            }
        }
        #expect(cells.isEmpty, "seed \(seed)")
    }
}
