import RapportPluginKit
import RapportTestKit
import Testing

/// The edge cases of the method, and what is said of them.
@Suite struct EdgeCaseTests {
    @Test func `fewer customers than scores is an error that says how many will do`() async {
        let error = await rfm.refusal(of: ladder(4))
        #expect(error?.code == "table.too-few-rows")
        #expect(error?.message == "4 customers with a purchase; 5 scores need at least 5")
        #expect(error?.help.first?.text == "`n_bins=4` or fewer")
    }

    @Test func `no rows is an error`() async {
        #expect(await rfm.refusal(of: ladder(5).prefix(0))?.code == "table.empty")
    }

    @Test func `where everyone bought once, F tells nobody apart`() async throws {
        let outcome = try await rfm.outcome(
            of: purchases((1...8).map { ("c\($0)", $0, Double($0 * $0)) }))
        #expect(outcome.output.ints("f") == Array(repeating: 1, count: 8))
        let caveat = try #require(outcome.caveat("column.constant"))
        #expect(
            caveat.text
                == "frequency is the same for all customers: F tells nobody apart, segments rest on R alone"
        )
        // The eight cells are named by all three, the map of R and F by two.
        let cells = try await rfm.outcome(
            of: purchases((1...8).map { ("c\($0)", $0, Double($0 * $0)) }), ["scheme": .text("cn8")])
        #expect(cells.caveat("column.constant")?.text.hasSuffix("segments rest on R and M alone") == true)
        let equal = try await rfm.outcome(
            of: purchases(
                (1...8).flatMap { n in (1...(n % 3 + 1)).map { ("c\(n)", n * $0, 6 / Double(n % 3 + 1)) } }))
        #expect(
            equal.caveat("column.constant")?.text
                == "monetary is the same for all customers: M tells nobody apart")
    }

    @Test func `where nobody paid, M is 1`() async throws {
        let outcome = try await rfm.outcome(of: purchases((1...6).map { ("c\($0)", $0, 0) }))
        #expect(outcome.output.ints("m") == Array(repeating: 1, count: 6))
        #expect(outcome.caveats.count { $0.code == "column.constant" } == 2)
        #expect(try outcome.table("segments").floats("revenue_share").allSatisfy { $0 == nil })
        #expect(outcome.metrics.contains { $0.name == "revenue_share" && $0.value != nil } == false)
    }

    @Test func `a snapshot before the last row is an error, or drops what is later`() async throws {
        let table = ladder(6)
        let snapshot: [String: Value] = ["snapshot_date": .date(day(2026, 6, 15)), "n_bins": .int(2)]
        let error = await rfm.refusal(of: table, snapshot)
        #expect(error?.code == "parameter.range")
        #expect(error?.message.contains("1 of 21 rows are later than the snapshot, 2026-06-15") == true)
        let outcome = try await rfm.outcome(of: table, snapshot.merging(["future": .text("drop")]) { $1 })
        #expect(outcome.caveat("rows.future")?.count == 1)
        #expect(outcome.rows == .init(input: 21, used: 20))
        #expect(outcome.output.ints("recency") == [4, 3, 2, 1, 0, 0])
    }

    @Test func `who got back more than they paid keeps a negative value and the lowest score`() async throws {
        let outcome = try await rfm.outcome(
            of: purchases((1...9).map { ("c\($0)", $0, Double($0)) } + [("c9", 9, -50)]))
        #expect(outcome.output.floats("monetary").last == -41)
        #expect(outcome.output.ints("m").last == 1)
        #expect(outcome.caveat("monetary.negative")?.count == 1)
    }

    @Test func `missing cells are an error with the line that leaves them out`() async {
        let error = await rfm.refusal(
            of: purchases([("a", 1, 1), (nil, 2, 2), ("b", 3, nil), (nil, 4, 4), ("c", 5, 5)]))
        #expect(error?.code == "column.missing-values")
        #expect(
            error?.message
                == "`customer` is missing in 2 and `amount` is missing in 1 of 5 rows, the first is row 2; "
                + "expected a value in each")
        #expect(
            error?.help.first?.text
                == "`… | where present(customer) and present(amount)` before it leaves them out")
        let none = await rfm.refusal(of: purchases([(nil, 1, 1), (nil, 2, 2)]))
        #expect(none?.code == "column.all-missing")
    }

    @Test func `a table without money or time says which column it needs`() async {
        let table = ladder(6)
        let noTime = await rfm.refusal(of: table.selecting(["customer", "amount"]))
        #expect(noTime?.code == "role.missing")
        #expect(noTime?.message == "`segmentation.rfm` needs a column for `time`: when they bought")
        let noMoney = await rfm.refusal(of: table.selecting(["customer", "date"]))
        #expect(noMoney?.message == "`segmentation.rfm` needs a column for `amount`: what they paid")
    }

    @Test func `amounts that are texts are refused with the cast`() async {
        let table = Table(["customer": .texts(["a"]), "date": .dates([1]), "paid": .texts(["12"])])
        let error = await rfm.refusal(of: table, ["amount": .column("paid")])
        #expect(error?.code == "column.type")
        #expect(error?.help.first?.text == "`… | cast paid=float on_error=missing` before it")
    }

    /// Shops give each order an id of its own for who ordered.
    @Test func `where nobody came back another column of customers is named`() async throws {
        let count = 30
        let shop = Table(
            Schema([
                Field("customer_id", .text, kind: .id), Field("customer_unique_id", .text, kind: .id),
                Field("date", .date), Field("amount", .float),
            ]),
            [
                .texts((0..<count).map { "o\($0)" }), .texts((0..<count).map { "c\($0 / 3)" }),
                .dates((0..<count).map { Int32(20_000 + $0) }), .floats((0..<count).map { Double($0 + 1) }),
            ])
        let once = try await rfm.outcome(of: shop, ["customer": .column("customer_id")])
        #expect(
            once.caveats.first { $0.code == "customer.once" }?.text.contains(
                "`customer=customer_unique_id`") == true)
        let again = try await rfm.outcome(of: shop, ["customer": .column("customer_unique_id")])
        #expect(!again.caveats.contains { $0.code == "customer.once" })
    }

    @Test func `a customer table with a customer twice is refused`() async {
        let table = Table([
            "customer": .texts(["a", "b", "a"]), "recency": .ints([1, 2, 3]), "frequency": .ints([1, 2, 3]),
            "monetary": .floats([1, 2, 3]),
        ])
        #expect(await rfm.refusal(of: table, ["n_bins": .int(2)])?.code == "table.duplicate-key")
        let negative = table.prefix(2).adding(Field("recency", .int), .ints([1, -2]))
        #expect(await rfm.refusal(of: negative, ["n_bins": .int(2)])?.code == "column.range")
    }

    @Test(
        "limits that do not fit are refused",
        arguments: [
            ([("recency", [1.0])], "parameter.missing"), ([("recensy", [1.0])], "parameter.range"),
            ([("recency", [1, 2]), ("frequency", [1]), ("monetary", [1])], "parameter.range"),
            ([("recency", [1]), ("frequency", [1]), ("monetary", [1, 2])], "parameter.range"),
        ] as [([(String, [Double])], String)])
    func thresholds(_ given: [(String, [Double])], code: String) async {
        let map = Value.map(
            given.map { .init(.text($0.0), .list($0.1.map { .float($0) })) })
        let error = await rfm.refusal(
            of: ladder(6), ["scoring": .text("custom"), "n_bins": .int(2), "thresholds": map])
        #expect(error?.code.name == code)
        #expect(
            await rfm.refusal(of: ladder(6), ["thresholds": map])?.code == "parameter.conflict",
            "limits without scoring=custom")
    }

    @Test func `falling limits are refused`() async {
        let map = Value.map(
            ["recency", "frequency", "monetary"].map { .init(.text($0), .list([.int(2), .int(2)])) })
        let error = await rfm.refusal(
            of: ladder(6), ["scoring": .text("custom"), "n_bins": .int(3), "thresholds": map])
        #expect(error?.message == "`thresholds` of `recency` must ascend, each above the one before")
    }

    @Test func `split ties are told`() async throws {
        let table = purchases((1...10).map { ("c\($0)", $0, 5) })
        let outcome = try await rfm.outcome(of: table, ["scoring": .text("ntile")])
        #expect(outcome.output.ints("f").compactMap(\.self).sorted() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
        #expect(outcome.caveats.count { $0.code == "column.constant" } == 2)
        let uneven = try await rfm.outcome(of: ladder(9), ["scoring": .text("ntile")])
        #expect(uneven.caveat("scores.split-ties") == nil)
    }
}
