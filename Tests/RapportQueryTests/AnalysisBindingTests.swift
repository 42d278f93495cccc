import RapportContract
import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct AnalysisBindingTests {
    static let sales = Table([
        "customer_id": .texts(["a", "b", "a"]), "date": .dates([20_000, 20_001, 20_002]),
        "amount": .floats([1, 2, 3]), "InvoiceBatch": .texts(["x", "y", "z"]),
        "city": .texts(["p", "q", "r"]),
    ])
    let catalog = MemoryCatalog(["sales": sales], stages: [SpendStage(), SpendStage(name: "other.spend")])
    let alone = MemoryCatalog(["sales": sales], stages: [SpendStage()])

    private func call(_ line: String) async throws -> AnalysisCall {
        try #require(try await alone.plan(line).steps.last?.operation as? AnalysisCall)
    }

    // MARK: - Names

    @Test func `an analysis is found by its full name, its alias and its last part`() async throws {
        for word in ["money.spend", "spending.people", "spend"] {
            #expect(try await call("sales | \(word)").name == "money.spend")
        }
    }

    @Test func `a last part that two analyses share is refused`() async {
        #expect(
            await catalog.rendered("sales | spend") == """
                error[analysis.ambiguous]: `spend` is the name of 2 analyses
                  | sales | spend
                  |         ^^^^^
                  = help: `money.spend`, `other.spend`
                """)
    }

    @Test func `an unknown dotted name gets the near miss`() async {
        #expect(
            await alone.rendered("sales | money.spent") == """
                error[analysis.unknown]: no analysis named `money.spent`
                  | sales | money.spent
                  |         ^^^^^^^^^^^
                  = help: `money.spend`
                """)
    }

    // MARK: - Parameters

    @Test func `values are admitted to their kinds`() async throws {
        let call = try await call("sales | spend k=7, method=mean clusters=3 window=90d by city, date")
        #expect(call.arguments["bins"] == .int(7))
        #expect(call.arguments["method"] == .text("mean"))
        #expect(call.arguments["clusters"] == .int(3))
        #expect(call.arguments["window"] == .duration(Period(days: 90)))
        #expect(call.arguments["by"] == .columns(["city", "date"]))
        #expect(call.given.value == ["bins", "method", "clusters", "window", "by"])
    }

    @Test(arguments: [
        (
            "sales | spend bins=1",
            """
            error[parameter.range]: `bins` must be from 2 to 100, found 1
              | sales | spend bins=1
              |                    ^
            """
        ),
        (
            "sales | spend bins=many",
            """
            error[parameter.type]: `bins` takes an int from 2 to 100, found the name `many`
              | sales | spend bins=many
              |                    ^^^^
            """
        ),
        (
            "sales | spend bins=2.5",
            """
            error[parameter.type]: `bins` takes an int from 2 to 100, found 2.5
              | sales | spend bins=2.5
              |                    ^^^
            """
        ),
        (
            "sales | spend clusters=12",
            """
            error[parameter.range]: `clusters` must be from 1 to 9, found 12
              | sales | spend clusters=12
              |                        ^^
            """
        ),
        (
            "sales | spend method=meen",
            """
            error[parameter.choice]: `method` is one of `mean`, `sum`, `by_rank`, found `meen`
              | sales | spend method=meen
              |                      ^^^^
              = help: `mean`
            """
        ),
        (
            "sales | spend method=by-rank",
            """
            error[parameter.choice]: expected a choice, found arithmetic
              | sales | spend method=by-rank
              |                      ^^^^^^^
              = help: `method=by_rank`
            """
        ),
        (
            "sales | spend bin=3",
            """
            error[parameter.unknown]: `money.spend` has no parameter `bin`
              | sales | spend bin=3
              |               ^^^
              = help: `bins`
            """
        ),
        (
            "sales | spend 5",
            """
            error[verb.named-only]: an analysis takes `name=value`, found `5`
              | sales | spend 5
              |               ^
              = help: `bins=5`
            """
        ),
        (
            "sales | spend bins=3 k=4",
            """
            error[parameter.twice]: `k` is given twice
              | sales | spend bins=3 k=4
              |                      ^
            """
        ),
        (
            "sales | spend amount=city",
            """
            error[column.type]: `amount` takes a number, `city` is text
              | sales | spend amount=city
              |                      ^^^^
              = help: `… | cast city=float on_error=missing` before it where it holds numbers; `… | recode city = {"WORD": 1, …}` where it holds words
              = help: columns that fit: `amount`
            """
        ),
        (
            "sales | spend amount=amont",
            """
            error[table.unknown-column]: no column named `amont`
              | sales | spend amount=amont
              |                      ^^^^^ not in sales
              = help: `amount`
            """
        ),
        (
            "sales | spend bins=3 fail=\"check\"",
            """
            error[parameter.range]: `bins` does not suit
              | sales | spend bins=3 fail="check"
              |                    ^
            """
        ),
        (
            "sales | spend amount=amount fail=\"column\"",
            """
            error[column.constant]: one value
              | sales | spend amount=amount fail="column"
              |                      ^^^^^^
            """
        ),
    ])
    func `a value that does not fit is refused at its word`(_ line: String, _ message: String) async {
        #expect(await alone.rendered(line) == message)
    }

    // MARK: - Roles

    @Test func `columns are found by role before alias, and the mapping says how`() async throws {
        let call = try await call("sales | roles customer=city | spend amount=amount")
        #expect(call.arguments["customer"] == .column("city"))
        #expect(
            call.mapping.value == [
                .init(parameter: "customer", column: "city", origin: .role),
                .init(parameter: "time", column: "date", origin: .alias),
                .init(parameter: "amount", column: "amount", origin: .given),
            ])
        // A weak hit for an optional column is not taken.
        #expect(call.arguments["order"] == .missing)
    }

    @Test func `a stated role of the wrong type is refused, not replaced`() async {
        #expect(
            await alone.rendered("sales | roles amount=city | spend") == """
                error[column.type]: `amount` takes a number, `city` is text
                  | sales | roles amount=city | spend
                  |                             ^^^^^
                  = help: `roles` states it; `amount=…` takes another column
                """)
    }

    @Test func `two exact aliases are refused with both lines`() async {
        let two = Table([
            "customer_id": .texts(["a"]), "account": .texts(["b"]), "date": .dates([1]), "amount": .ints([1]),
        ])
        let catalog = MemoryCatalog(["sales": two], stages: [SpendStage()])
        #expect(
            await catalog.rendered("sales | spend") == """
                error[role.ambiguous]: `customer` could be `customer_id` or `account`
                  | sales | spend
                  |         ^^^^^
                  = help: `spend customer=customer_id`
                  = help: `spend customer=account`
                """)
    }

    @Test func `weaker names are offered in one ready line, never taken`() async throws {
        let france = Table([
            "InvoiceNo": .texts(["a"]), "OrderCustomer": .texts(["b"]), "DateOfSale": .datetimes([1]),
            "Quantity": .ints([1]), "UnitPrice": .floats([2]), "net_amount": .floats([2]),
        ])
        let catalog = MemoryCatalog(["france": france], stages: [SpendStage()])
        let line = "france | spend bins=3"
        let failure = try #require(await catalog.refusal(line))
        #expect(
            failure.rendered(source: line) == """
                error[role.missing]: no column is known to be `customer`, `time` and `amount`
                  | france | spend bins=3
                  |          ^^^^^
                  = help: `spend customer=OrderCustomer time=DateOfSale amount=net_amount`
                """)
        let fixed = try #require(failure.fixed(line))
        #expect(await catalog.refusal(fixed) == nil)
    }

    @Test(arguments: ["created", "date", "时间"])
    func `a number that is called as a time may count seconds`(_ name: String) async throws {
        let table = Table([
            "customer_id": .texts(["b"]), name: .floats([1_767_225_600]), "amount": .floats([2]),
        ])
        let catalog = MemoryCatalog(["sales": table], stages: [SpendStage()])
        let failure = try #require(await catalog.refusal("sales | spend"))
        #expect(failure.code == "role.missing")
        #expect(
            failure.help.contains {
                $0.text.contains("`… | derive \(name) = from_epoch(\(name), \"s\")` before it")
            })
        let line = "sales | derive \(name) = from_epoch(\(name), \"s\") | spend time=\(name)"
        #expect(await catalog.refusal(line) == nil)
    }

    @Test func `what an analysis itself misses is offered too`() async throws {
        let named = Table([
            "customer_id": .texts(["b"]), "date": .datetimes([1]), "amount": .floats([2]),
            "web_order_no": .texts(["z"]),
        ])
        let catalog = MemoryCatalog(["sales": named], stages: [SpendStage()])
        let line = "sales | spend fail=\"order\""
        let failure = try #require(await catalog.refusal(line))
        #expect(failure.help.map(\.text) == ["`spend order=web_order_no`", "`order=…` names the column"])
        #expect(await catalog.refusal(try #require(failure.fixed(line))) == nil)
    }

    @Test func `the only column that can be meant is written out, and ids are no amounts`() async throws {
        var schema = Schema([
            Field("order", .int), Field("who", .text), Field("day", .date), Field("paid", .float),
            Field("discount", .float),
        ])
        for (index, kind) in [Kind.id, .id, .time, .measure, .measure].enumerated() {
            schema.fields[index].kind = kind
        }
        let table = Table(
            schema, [.ints([1]), .texts(["a"]), .dates([1]), .floats([2]), .floats([0])])
        let catalog = MemoryCatalog(["shop": table], stages: [SpendStage()])
        let line = "shop | spend customer=who"
        let failure = try #require(await catalog.refusal(line))
        #expect(failure.help.first?.text == "`spend time=day amount=paid`")
        #expect(await catalog.refusal(try #require(failure.fixed(line))) == nil)
        let typed = await catalog.refusal("shop | spend customer=who time=paid amount=paid")
        #expect(typed?.code == "column.type")
        #expect(typed?.help.first?.text.contains("derive paid = from_epoch(paid, \"s\")") == true)
    }

    @Test func `a price beside a quantity gets the product`() async throws {
        let france = Table([
            "CustomerID": .texts(["b"]), "InvoiceDate": .datetimes([1]), "Quantity": .ints([1]),
            "UnitPrice": .floats([2]),
        ])
        let catalog = MemoryCatalog(["france": france], stages: [SpendStage()])
        let line = "france | spend"
        let failure = try #require(await catalog.refusal(line))
        #expect(
            failure.rendered(source: line) == """
                error[role.missing]: no column is known to be `amount`
                  | france | spend
                  |          ^^^^^
                  = help: `derive amount = Quantity * UnitPrice | spend`
                """)
        #expect(await catalog.refusal(try #require(failure.fixed(line))) == nil)
    }

    @Test(arguments: [
        ("InvoiceDate", ["invoice", "date"]), ("net_paid", ["net", "paid"]), ("客户 编号", ["客户", "编号"]),
        ("order2Date", ["order2", "date"]), ("ID", ["id"]),
    ])
    func `names split at signs and capitals`(_ name: String, _ tokens: [String]) {
        #expect(RoleMatching.tokens(of: name) == tokens)
    }

    @Test(arguments: [
        ("order_amount", "amount", true), ("客户编号码", "customer", true), ("amounts", "amount", false),
        ("OrderNo", "order", true), ("border_no", "order", false),
    ])
    func `an alias is a whole token, or a part in Chinese`(_ name: String, _ role: String, _ holds: Bool) {
        #expect(RoleMatching.holdsAlias(name, of: Role(role)) == holds)
    }

    @Test(arguments: ["discount_amount", "退款金额", "tax_total", "unit_price_value"])
    func `discounts, refunds, taxes and prices are never amounts`(_ name: String) {
        let schema = Schema([Field(name, .float)])
        #expect(
            RoleMatching(schema: schema).match(ColumnRequirement(roles: ["amount"])) == .none(weak: []))
    }

    // MARK: - Tables and models

    @Test func `a model comes from a kept run or a bound result`() async throws {
        let cuts = Table(["bin": .ints([1]), "upper": .floats([2])])
        alone.keepRun(12, ["cuts": cuts, "output": Self.sales])
        try await alone.run("first = sales | spend")
        for (words, printed) in [
            ("run 12", "run 12.cuts"), ("first", "first.cuts"), ("first.cuts", "first.cuts"),
        ] {
            let plan = try await alone.plan("sales | spend cuts=\(words)")
            #expect(plan.printed.hasSuffix("cuts=\(printed)"), "\(plan.printed)")
            #expect(plan.steps.last?.inputs.count == 2)
            #expect((plan.steps.last?.operation as? AnalysisCall)?.arguments["cuts"] == .table(printed))
        }
    }

    @Test func `a table that is not there is refused at its word`() async {
        #expect(
            await alone.rendered("sales | spend other=nowhere") == """
                error[table.unknown]: `other` takes a table; no table named `nowhere`
                  | sales | spend other=nowhere
                  |                     ^^^^^^^
                  = help: tables: `sales`
                """)
        #expect(await alone.refusal("sales | spend cuts=run 3")?.labels.first?.span.range == 19..<24)
    }
}
