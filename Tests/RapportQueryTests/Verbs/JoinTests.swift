import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct JoinTests {
    static let orders = Table(csv: "order,customer_id,amount\n1,a,10\n2,b,20\n3,a,30\n4,x,40\n5,,50")
    static let customers = Table(csv: "id,name,amount\na,Ann,1\nb,Bob,2\nc,Cid,3\n,Dan,4")
    static let visits = Table(csv: "customer_id,day\na,1\na,2\nb,3\nb,4")

    let catalog = MemoryCatalog([
        "orders": Self.orders, "customers": Self.customers, "visits": Self.visits,
    ])

    @Test(arguments: [
        (
            "left",
            "order,customer_id,amount,name,amount_customers\n1,a,10,Ann,1\n2,b,20,Bob,2\n3,a,30,Ann,1\n4,x,40,,\n5,,50,,"
        ),
        (
            "inner",
            "order,customer_id,amount,name,amount_customers\n1,a,10,Ann,1\n2,b,20,Bob,2\n3,a,30,Ann,1"
        ),
        (
            "full",
            "order,customer_id,amount,name,amount_customers\n1,a,10,Ann,1\n2,b,20,Bob,2\n3,a,30,Ann,1\n4,x,40,,\n5,,50,,\n,c,,Cid,3\n,,,Dan,4"
        ), ("matched", "order,customer_id,amount\n1,a,10\n2,b,20\n3,a,30"),
        ("semi", "order,customer_id,amount\n1,a,10\n2,b,20\n3,a,30"),
        ("anti", "order,customer_id,amount\n4,x,40\n5,,50"),
    ])
    func kinds(_ kind: String, _ expected: String) async throws {
        let line = "orders | join customers on customer_id=id kind=\(kind)"
        #expect(try await catalog.table(line).csv == expected)
        #expect(try await catalog.run(line, optimised: false).table?.csv == expected)
    }

    @Test func `the line says what matched`() async throws {
        let run = try await catalog.run("orders | join customers on customer_id=id")
        #expect(
            run.notes.map(\.text) == [
                "3 orders matched 2 customers, 2 unmatched (1 without a key), many-to-one; "
                    + "2 customers without a partner"
            ])
    }

    @Test func `many to many is an error that gives the figure`() async {
        #expect(
            await catalog.rendered("orders | roles amount=amount | join visits on customer_id") == """
                error[join.many-to-many]: many-to-many: each row of `orders` would repeat 2.00×; \
                sum(amount) would be 210 instead of 150
                  | orders | roles amount=amount | join visits on customer_id
                  |                                     ^^^^^^
                  = help: `distinct` makes the keys of one side unique; `expect=many_to_many` where it is meant
                """)
    }

    @Test func `an expectation that does not hold names the side`() async throws {
        let refused = await catalog.refusal("customers | join orders on id=customer_id expect=one_to_one")
        #expect(refused?.message == "expected one-to-one, the keys are one-to-many")
        #expect(refused?.help.first?.text.contains("`orders`") == true)
        let kept = try await catalog.table(
            "orders | join visits on customer_id expect=many_to_many | count")
        #expect(kept.csv == "count\n8")
        #expect(await catalog.refusal("customers | join orders on id=customer_id expect=one_to_many") == nil)
    }

    @Test func `a repeated column is marked, and a sum over it warns`() async throws {
        let joined = try await catalog.run("both = orders | join customers on customer_id=id")
        #expect(joined.table?.repeatedColumns == ["name", "amount_customers"])
        let line =
            "both | where order > 0 | derive twice = amount_customers * 2 | summarize s=sum(twice), m=max(amount_customers)"
        let run = try await catalog.run(line)
        #expect(
            run.notes.map(\.text).first
                == "sum(twice) counts values more than once: a join, `explode` or `unpivot` repeats `twice`"
        )
        let clean = try await catalog.run("both | summarize sum(amount)")
        #expect(!clean.notes.contains { $0.code == "join.repeated" })
    }

    @Test func `few rows that would repeat are counted, not averaged to nothing`() async {
        let catalog = MemoryCatalog([
            "sales": Table([
                "sku": .ints(Array(0..<200) + [7]), "amount": .ints((0..<201).map { _ in 10 }),
            ]),
            "prices": Table(["sku": .ints(Array(0..<200) + [3, 7]), "price": .ints(Array(0..<202))]),
        ])
        let refused = await catalog.refusal("sales | join prices on sku")
        #expect(
            refused?.message
                == "many-to-many: 3 of 201 rows of `sales` would repeat, up to 2×; "
                + "sum(amount) would be 2,040 instead of 2,010")
    }

    @Test func `a mark keeps its figure under a new name`() async throws {
        let line =
            "orders | join customers on customer_id=id | rename extra=amount_customers | select extra, who=name "
            + "| summarize sum(extra), count(who)"
        let run = try await catalog.run(line)
        #expect(
            run.notes.filter { $0.code == "join.repeated" }.map(\.text) == [
                "sum(extra) counts values more than once: a join repeats `extra` 1.50×; before it the sum was 3, with it 4",
                "count(who) counts values more than once: a join repeats `who` 1.50×",
            ])
    }

    @Test(arguments: [
        "pivot rows=customer_id columns=name values=sum(amount_customers)",
        "window by customer_id: s=sum(amount_customers)",
        "expect sum(amount_customers) within 100% of 4",
    ])
    func `whatever adds a marked column up warns`(_ stage: String) async throws {
        let run = try await catalog.run("orders | join customers on customer_id=id | \(stage)")
        #expect(run.notes.contains { $0.code == "join.repeated" && $0.isWarning })
    }

    @Test(arguments: [
        ("one_to_one", false), ("many_to_one", true), ("one_to_many", false), ("many_to_many", true),
    ])
    func expectations(_ expected: String, _ holds: Bool) async {
        let line = "orders | join customers on customer_id=id expect=\(expected)"
        #expect((await catalog.refusal(line) == nil) == holds)
    }

    @Test func `keys that match but for their form are pointed out`() async throws {
        let catalog = MemoryCatalog([
            "a": Table(["id": .texts(["007", "8.0", " 9", "10", nil])]),
            "b": Table(["id": .texts(["7", "8", "9", "11"]), "n": .ints([1, 2, 3, 4])]),
        ])
        let run = try await catalog.run("a | join b on id")
        #expect(run.notes.last?.code == "join.near-keys")
        #expect(run.notes.last?.text.hasPrefix("3 unmatched rows would match") == true)
    }

    @Test func `only the columns that are used are read, on both sides`() async throws {
        let catalog = MemoryCatalog()
        let (left, right) = (MemorySource(Self.orders), MemorySource(Self.customers))
        catalog.file("o.csv", left)
        catalog.file("c.csv", right)
        let plan = try await catalog.plan("load \"c.csv\" | where id != \"b\"")
        catalog.bind(BoundTable(name: "c", table: nil, plan: plan))
        let line = "load \"o.csv\" | join c on customer_id=id kind=inner | select order, name"
        #expect(try await catalog.table(line).csv == "order,name\n1,Ann\n3,Ann")
        #expect(left.requests.last.map { Set($0.columns ?? []) } == ["order", "customer_id"])
        #expect(right.requests.last.map { Set($0.columns ?? []) } == ["id", "name"])
    }

    @Test func `numbers meet, and other types are refused`() async throws {
        let catalog = MemoryCatalog([
            "a": Table(["k": .ints([1, 2]), "t": .texts(["1", "2"])]),
            "b": Table(["k": .floats([2, 2.5]), "n": .ints([1, 2])]),
        ])
        #expect(try await catalog.table("a | join b on k").csv == "k,t,n\n1,1,\n2,2,1")
        let full = try await catalog.table("a | join b on k kind=inner")
        #expect(full.csv == "k,t,n\n2,2,1")
        #expect(
            await catalog.refusal("a | join b on t=k")?.message
                == "`t` is text, `k` of `b` is a number")
    }

    @Test(
        arguments: [
            (
                "orders | join visits", "`join` needs `on`", "orders | join visits on customer_id"
            ),
            (
                "orders | join visits on orders.customer_id == visits.customer_id",
                "`on` takes columns, found a comparison", "orders | join visits on customer_id"
            ),
            ("orders | join visit on customer_id", "`join` takes a table; no table named `visit`", nil),
            ("orders | join customers on customer_id", "no column named `customer_id`", nil),
            ("orders | join customers on customer_id=idd", "no column named `idd`", nil),
            (
                "orders | join visits on customer_id expect=many-to-one",
                "expected a choice, found arithmetic",
                "orders | join visits on customer_id expect=many_to_one"
            ),
            (
                "orders | join visits on customer_id kind=lefft",
                "`kind` is one of `left`, `inner`, `full`, `matched`, `unmatched`, `semi`, `anti`, found `lefft`",
                "orders | join visits on customer_id kind=left"
            ), ("orders | join on customer_id", "`join` needs a table", nil),
        ] as [(String, String, String?)])
    func refuses(_ line: String, _ message: String, _ fixed: String?) async {
        let refusal = await catalog.refusal(line)
        #expect(refusal?.message == message)
        if let fixed { #expect(refusal?.fixed(line) == fixed) }
    }

    /// Random tables against nested loops over the rows.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `joins as nested loops do`(_ seed: UInt64) async throws {
        var random = SeededNumbers(seed)
        func table(_ rows: Int, _ value: String) -> Table {
            Table([
                "k": .ints((0..<rows).map { _ in random.chance(0.2) ? nil : random.int(0...4) }),
                "t": .texts((0..<rows).map { _ in random.chance(0.2) ? nil : random.pick(["x", "y"]) }),
                value: .ints(Array(0..<rows)),
            ])
        }
        let (a, b) = (table(random.int(0...12), "u"), table(random.int(0...12), "v"))
        let catalog = MemoryCatalog(["a": a, "b": b])
        for kind in ["left", "inner", "full"] {
            var expected = ["k,t,u,v"]
            func cell(_ table: Table, _ name: String, _ row: Int) -> String {
                table[name].map { $0[row] }.map { $0.isMissing ? "" : "\($0.text(grain: nil))" } ?? ""
            }
            var taken = Set<Int>()
            for row in 0..<a.count {
                let partners = (0..<b.count).filter { other in
                    ["k", "t"].allSatisfy { cell(a, $0, row) != "" && cell(a, $0, row) == cell(b, $0, other) }
                }
                taken.formUnion(partners)
                let own = ["k", "t", "u"].map { cell(a, $0, row) }.joined(separator: ",")
                expected += partners.map { own + "," + cell(b, "v", $0) }
                if partners.isEmpty, kind != "inner" { expected.append(own + ",") }
            }
            if kind == "full" {
                for row in 0..<b.count where !taken.contains(row) {
                    expected.append("\(cell(b, "k", row)),\(cell(b, "t", row)),,\(cell(b, "v", row))")
                }
            }
            let line = "a | join b on k, t kind=\(kind) expect=many_to_many"
            #expect(
                try await catalog.table(line).csv == expected.joined(separator: "\n"), "seed \(seed) \(line)")
        }
    }
}
