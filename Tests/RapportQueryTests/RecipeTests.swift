import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

/// A plan prints as the language, and the text binds to the same plan.
@Suite struct RecipeTests {
    static let sales = Table([
        "customer_id": .texts(["a", "b"]), "date": .dates([20_000, 20_001]), "amount": .floats([1, 2]),
        "by": .texts(["x", "y"]), "地区": .texts(["北", "南"]), "n": .ints([1, 2]),
    ])

    static let lines = [
        "sales | where amount > 1 and not (n in [1, 2]) or missing(`by`)",
        "sales | derive margin = amount - 1, share = margin / amount",
        "sales | derive x = (amount - 1) - (2 - n), y = -(n + 1) * 2, t = \"it's \\\"q\\\"\"",
        "sales | select rev=amount, 地区, `by` | rename r=rev | drop `by`",
        "sales | sort -amount, (n + 1), 地区 | take 3",
        "sales | summarize n=count(), mean(amount), basket=sum(amount)/count_distinct(customer_id) by 地区, m=month(date)",
        "sales | summarize count() by month(date) | chart line x=month y=count title=\"a b\"",
        "sales | roles customer=customer_id amount=amount private=[customer_id] unit=\"CNY\" grain=[n, date]",
        "sales | distinct customer_id keep=last sort -date",
        "sales | sample 2 seed=7 | sample 0.5",
        "sales | unpivot amount, n to name, value | where value > 1",
        "sales | pivot rows=[customer_id, date] columns=地区 values=sum(amount) / count() keys=[\"北\", missing]",
        "sales | window by customer_id, (month(date)) sort date: gap=date - lag(date), m=mean(amount) over last 3, u=sum(n) over last 30d, t=max(n) / count()",
        "sales | window sort -date, n complete=true: r=rank(), lag_n=lag(n, 2), q=quantile(amount, 0.9) over last 2",
        "sales | fill amount=n + 1, 地区=\"?\" | fill n method=backward by 地区 sort -date, `by`",
        "sales | recode 地区 = {\"北\": 1, \"南\": missing}, n = {1: 2.5, 2: -1} other=0",
        "sales | cast n=float, date=text on_error=missing | cast amount=text",
        "sales | expect count() > 0 and all(present(customer_id))",
        "sales | save \"o'ut.csv\" for=excel | save table=vip | describe",
        "sales | where date > 2024-10-05 - 3mo and date < $as_of | count",
        "[{a: 1, b: \"x\"}, {a: 2.5, `c d`: missing, b: \"\"}, {e: 2025-01-31T09:30, f: 2h}]",
        "load \"sales.csv\" missing=[\"N/A\"] dates=day_first skip=2 | take 1",
        "sales | spend k=7 method=mean clusters=3 window=90d as_of=2024-10-05T12:30 seed=7",
    ]

    private func catalog() -> MemoryCatalog {
        let catalog = MemoryCatalog(["sales": Self.sales], stages: [SpendStage()])
        return catalog
    }

    @Test(arguments: lines) func `reads back as the same plan`(_ line: String) async throws {
        let catalog = catalog()
        let plan = try await catalog.plan(line)
        let again = try await catalog.plan(plan.printed)
        #expect(again == plan, "\(plan.printed)\n\(again.printed)")
        #expect(again.printed == plan.printed)
    }

    @Test func `bindings are inlined`() async throws {
        let catalog = catalog()
        try await catalog.run("big = sales | where amount > 1")
        let plan = try await catalog.plan("big | sort -amount")
        #expect(plan.printed == "load \"sales.csv\" | where amount > 1 | sort -amount")
        let inlined = try await catalog.plan(plan.printed)
        #expect(inlined == plan)
    }

    @Test func `a recipe pins as_of, seed and parameters, and names analyses and columns whole`() async throws
    {
        let catalog = catalog()
        let settings = QuerySettings(seed: 9, parameters: ["least": .float(1.5)])
        let run = try await catalog.run("sales | where amount > $least and date <= $as_of | spend", settings)
        #expect(run.failure == nil)
        #expect(
            run.runs.first?.recipe == """
                load "sales.csv" | where amount > 1.5 and date <= 2024-10-05T00:00 \
                | money.spend customer=customer_id time=date amount=amount as_of=2024-10-05T00:00 seed=9
                """)
        let again = try await catalog.run(try #require(run.runs.first?.recipe))
        #expect(again.table?.csv == run.table?.csv)
        #expect(again.runs.first?.recipe == run.runs.first?.recipe)
    }

    @Test func `an output stands on a line of its own`() async throws {
        let catalog = catalog()
        try await catalog.run("rfm = sales | spend")
        let plan = try await catalog.plan("rfm.cuts | sort -bin")
        #expect(
            plan.printed == """
                rfm = load "sales.csv" | money.spend customer=customer_id time=date amount=amount
                rfm.cuts | sort -bin
                """)
        let fresh = catalog
        let lines = plan.printed.split(separator: "\n").map(String.init)
        try await fresh.run(lines[0])
        #expect(try await fresh.plan(lines[1]) == plan)
    }

    /// Further tables are defined once each, by the names that their columns take.
    @Test(arguments: [
        (
            "a | join b on k kind=inner expect=many_to_one | join b on k | take 1",
            """
            b = load "b.csv" | where n > 1
            load "a.csv" | join b on k kind=inner expect=many_to_one | join b on k suffix="_b2" | take 1
            """
        ),
        (
            "a | union b, a source=origin",
            """
            b = load "b.csv" | where n > 1
            a = load "a.csv"
            load "a.csv" | union b, a source=origin labels=["a", "b", "a"]
            """
        ),
    ]) func `a recipe defines its further tables`(_ line: String, _ recipe: String) async throws {
        let catalog = MemoryCatalog([
            "a": Table(csv: "k,n\nx,1\ny,2"), "b": Table(csv: "k,n\nx,3\ny,4"),
        ])
        try await catalog.run("b = b | where n > 1")
        let line = line.replacing("join b on k |", with: "join b on k suffix=\"_b2\" |")
        let plan = try await catalog.plan(line)
        #expect(plan.printed == recipe)
        let lines = recipe.split(separator: "\n").map(String.init)
        for definition in lines.dropLast() { try await catalog.run(definition) }
        let again = try await catalog.plan(lines[lines.count - 1])
        #expect(again.printed == recipe)
        let (first, second) = (try await catalog.table(line), try await catalog.table(lines[lines.count - 1]))
        #expect(first.csv == second.csv)
    }

    @Test func `a recipe draws and writes nothing`() async throws {
        let catalog = catalog()
        try await catalog.run("big = sales | where amount > 1 | save \"big.csv\" | chart bar x=by y=amount")
        #expect(
            try await catalog.plan("big | count").printed == "load \"sales.csv\" | where amount > 1 | count")
        let run = try await catalog.run("sales | save \"all.csv\" | spend | chart bar x=customer y=spend")
        #expect(run.runs.first?.recipe.contains("save") == false)
        #expect(run.runs.first?.recipe.hasPrefix("load \"sales.csv\" | money.spend") == true)
    }
}
