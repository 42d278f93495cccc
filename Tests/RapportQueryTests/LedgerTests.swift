import RapportContract
import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@testable import RapportQuery

/// What became of the rows, stage by stage: figures against rows that are counted by hand, and against a
/// plan of which nothing was pushed into the reading.
@Suite struct LedgerTests {
    static let orders = Table(
        csv: """
            order_id,customer_id,status,amount
            1,a,paid,10
            2,b,paid,20
            2,b,paid,20
            3,c,open,30
            4,,paid,40
            5,a,,50
            6,d,paid,-5
            """)
    static let customers = Table(csv: "customer_id,name\na,Ann\nb,Bob")
    let catalog = MemoryCatalog(["orders": Self.orders, "customers": Self.customers])

    func ledger(_ name: String) async throws -> String {
        try await catalog.table("ledger \(name) | select stage, rows, customers, amount, why").csv
    }

    @Test func `a binding is followed to the load, with what each stage lost and why`() async throws {
        try await catalog.run("raw = load \"orders.csv\"")
        try await catalog.run(#"paid = raw | where status == "paid" | distinct order_id"#)
        try await catalog.run("named = paid | join customers on customer_id kind=inner")
        #expect(
            try await ledger("named") == """
                stage,rows,customers,amount,why
                load "orders.csv",7,4,165.0,
                where status == "paid",5,3,85.0,1 row: the condition is false; 1 row: a value of the condition is missing
                distinct order_id,4,3,65.0,1 row: equal to a row that stayed
                join customers on customer_id kind=inner,2,2,30.0,2 rows: no partner in the other table
                """)
        #expect(
            try await catalog.table("ledger named | select table, rows_change, amount_change").csv == """
                table,rows_change,amount_change
                raw,,
                paid,-2,-80.0
                paid,-1,-20.0
                named,-2,-35.0
                """)
    }

    @Test func `filters that a reading takes over are told apart with right figures`() async throws {
        let line = #"x = load "orders.csv" | where amount > 0 | where status != "open""#
        try await catalog.run(line)
        #expect(
            try await ledger("x") == """
                stage,rows,customers,amount,why
                load "orders.csv",7,,165.0,
                where amount > 0,6,,170.0,1 row: the condition is false
                where status != "open",4,2,90.0,1 row: the condition is false; 1 row: a value of the condition is missing
                """)
        try await catalog.run(line, optimised: false)
        let whole = try await catalog.table("ledger x | select rows, amount, why").csv
        try await catalog.run(line)
        #expect(try await catalog.table("ledger x | select rows, amount, why").csv == whole)
    }

    @Test func `roles stated later hold for the stages before, under their old names`() async throws {
        catalog.bind("plain", Table(csv: "who,paid,n\na,1,1\nb,2,1\na,3,2"))
        try await catalog.run(
            "x = plain | where n < 2 | rename client=who, net=paid | roles customer=client amount=net unit=\"CNY\""
        )
        let table = try await catalog.table("ledger x")
        #expect(
            table.selecting(["stage", "rows", "customers", "amount"]).csv
                == """
                stage,rows,customers,amount
                load "plain.csv",3,2,6.0
                where n < 2,2,2,3.0
                rename client = who, net = paid,2,2,3.0
                roles customer=client amount=net unit="CNY",2,2,3.0
                """.replacing(" = ", with: "="))
        #expect(table.schema["amount"]?.unit == "CNY")
    }

    @Test func `the sum of the measure is followed through a summarize`() async throws {
        let last = try await catalog.run(
            "x = orders | summarize revenue=sum(amount) by customer_id | sort -revenue | take 2")
        let entries = last.ledger.entries
        #expect(entries.map(\.rows) == [7, 5, 5, 2])
        #expect(entries.map(\.amount) == [165, 165, 165, 100])
        #expect(try entries.map { try $0.customers?.value(work: Work()) } == [4, 4, 4, 2])
        #expect(entries[1].reasons == [Ledger.Reason(.grouped, 7)])
        #expect(entries[3].reasons == [Ledger.Reason(.beyond, 3)])
    }

    @Test func `the ledger is the same at widths 1 and 2, and of long columns as of short`() async throws {
        let count = 70_000
        let table = Table([
            "customer": .ints((0..<count).map { $0 % 1000 == 7 ? nil : ($0 * 7919) % 12_345 }),
            "amount": .floats((0..<count).map { Double($0 % 977) / 3 }),
        ])
        catalog.bind("big", table)
        var seen: [[String]] = []
        for width in [1, 2] {
            let plan = try await catalog.plan("load \"big.csv\" | where amount > 100")
            let run = await execute(
                plan, catalog: catalog, settings: QuerySettings(), work: Work(width: width))
            let ledger = try run.ledger.table(work: Work(width: width))
            seen.append([ledger.csv, "\(run.ledger.entries.map(\.amount))"])
        }
        #expect(seen[0] == seen[1])
        let whole = try await catalog.run("big | take 70000").ledger.entries
        let expected = Set((0..<count).compactMap { $0 % 1000 == 7 ? nil : ($0 * 7919) % 12_345 }).count
        #expect(try whole.last?.customers?.value(work: Work()) == expected)
        let column = try #require(table["customer"])
        let late = try Tally(distinct: column, eagerRows: 10, work: Work())
        #expect(try late.value(work: Work()) == expected)
        #expect(try late.value(work: Work()) == expected)
    }

    @Test func `a column of customers without any is no figure, and 0 is one of those who fell`() async throws
    {
        catalog.bind(
            "bare",
            Table([
                "customer_id": .texts([nil, nil, nil]), "n": .ints([1, 2, 3]),
                "amount": .floats([nil, nil, nil]),
            ]))
        try await catalog.run("x = bare | where n > 1")
        #expect(
            try await ledger("x") == """
                stage,rows,customers,amount,why
                load "bare.csv",3,,,
                where n > 1,2,,,1 row: the condition is false
                """)
        try await catalog.run("y = orders | where missing(customer_id)")
        #expect(
            try await catalog.table("ledger y | select rows, customers, amount").csv == """
                rows,customers,amount
                7,4,165.0
                1,0,40.0
                """)
    }

    @Test func `ledger without a name says what it takes`() async {
        #expect(
            await catalog.rendered("ledger").hasPrefix("error[ledger.name]: `ledger` takes a table's name"))
        #expect(await catalog.refusal("ledger ordrs")?.code == "table.unknown")
    }
}

@Suite struct ControlTotalTests {
    let catalog = MemoryCatalog(["orders": LedgerTests.orders])

    @Test func `a total that is near passes, and says how near`() async throws {
        let run = try await catalog.run("orders | expect sum(amount) within 0.5% of 165.5")
        #expect(run.failure == nil)
        #expect(
            run.notes.last?.text
                == "sum(amount) is 165, expected 165.50 within 0.5%: -0.50 (-0.302%)")
    }

    @Test func `a total that is far stops with found, expected and the difference`() async {
        let line = "orders | expect sum(amount) within 0.5% of 8_300_066"
        #expect(
            await catalog.rendered(line) == """
                error[expect.total]: sum(amount) is 165, expected 8,300,066 within 0.5%: -8,299,901 (-99.998%)
                  | orders | expect sum(amount) within 0.5% of 8_300_066
                  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  = help: the noun `ledger` shows which stage gained or lost the difference
                """)
    }

    @Test(arguments: [
        ("within 0.5 of 165.5", true), ("within 0.4 of 165.5", false), ("within 0 of 165", true),
        ("within 10% of 150", true), ("within 9% of 150", false), ("within 1% of count() * 23.6", true),
    ])
    func bounds(_ rest: String, _ holds: Bool) async throws {
        let line = "orders | expect sum(amount) \(rest)"
        let refused = await catalog.refusal(line)
        #expect((refused == nil) == holds, "\(refused.map(\.message) ?? "")")
        // It reads back as itself.
        let plan = try await catalog.plan(line)
        #expect(
            try await catalog.plan(plan.printed.replacing("load \"orders.csv\"", with: "orders")).printed
                == plan.printed)
    }

    @Test func `half of a pair, rows and words are refused`() async {
        #expect(await catalog.refusal("orders | expect sum(amount) within 1%")?.code == "verb.missing")
        #expect(
            await catalog.refusal("orders | expect amount within 1% of 5")?.fixed(
                "orders | expect amount within 1% of 5") == "orders | expect sum(amount) within 1% of 5")
        #expect(
            await catalog.refusal("orders | expect sum(amount) within status of 5")?.code == "type.operands")
        #expect(await catalog.refusal("orders | sort amount within 1% of 5")?.code == "verb.clause")
    }
}
