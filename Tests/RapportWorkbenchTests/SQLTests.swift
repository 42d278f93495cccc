import Foundation
import RapportContract
import RapportDiagnostics
import RapportQuery
import RapportTable
import RapportWorkbench
import Testing

/// `sql "…"` as a line of a session.
@Suite struct SQLTests {
    static let files = [
        "orders.csv": orders, "客户.csv": "客户号,城市\n00a,上海\n00b,北京\n00c,上海\n",
        "shops.csv": "id,opened,city\n1,2020-05-01,a\n2,2021-06-01,b\n",
    ]

    private func bench() async -> Bench {
        let bench = Bench(files: Self.files)
        await bench.run("load \"orders.csv\"\n客户 = load \"客户.csv\"\nshops = load \"shops.csv\"")
        return bench
    }

    private func csv(_ response: Response) -> String {
        guard let table = response.table else { return response.message ?? "" }
        let rows = (0..<table.count).map { row in
            zip(table.schema.fields, table.columns).map { $1.text(at: row, grain: $0.grain) }.joined(
                separator: ",")
        }
        return ([table.schema.names.joined(separator: ",")] + rows).joined(separator: "\n")
    }

    @Test func `tables join under the names they are bound by, Chinese ones too`() async {
        let bench = await bench()
        let response = await bench.run(
            """
            sql \"\"\"
            select "客户"."城市" as city, count(*) as n, sum(amount) as revenue
              from orders join 客户 on 客户.客户号 = orders.customer_id
             group by 1 order by revenue desc
            \"\"\" | where n > 1
            """)
        #expect(csv(response) == "city,n,revenue\n上海,3,100.0\n北京,2,15.5")
    }

    @Test func `stages behind are bound with the types that came`() async {
        let bench = await bench()
        let response = await bench.run(
            #"x = sql "select ordered_at, amount * 2 as double from orders order by 1" | summarize s=sum(double) by month(ordered_at) | take 2"#
        )
        #expect(response.failure == nil, "\(response.message ?? "")")
        let shown = await bench.run("x")
        #expect(csv(shown).hasPrefix("month,s\n2025-01,20.0"), "\(csv(shown))")
        let wrong = await bench.run(#"sql "select amount * 2 as double from orders" | where doubl > 1"#)
        #expect(wrong.message?.contains("`double`") == true, "\(wrong.message ?? "")")
    }

    @Test func `check gives names and known types without running`() async {
        let bench = await bench()
        let closed = await bench.run(
            #"check sql "select id, opened as day from shops" | where day > 2020-12-31"#)
        #expect(closed.failure == nil && csv(closed).contains("day,date"), "\(csv(closed))")
        let open = await bench.run(#"check sql "select id, count(*) as n from shops group by 1" | take 1"#)
        #expect(open.shown.contains("id") && open.failure == nil)
        let late = await bench.run(#"check sql "select custmer_id from orders""#)
        #expect(late.message?.contains("`customer_id`") == true)
    }

    @Test func `values from outside are bound, and the recipe holds them`() async {
        let bench = await bench()
        await bench.run("let least=40")
        let response = await bench.run(
            #"big = sql "select order_id, amount from orders where amount >= $least order by 1""#)
        #expect(response.failure == nil, "\(response.message ?? "")")
        #expect(csv(await bench.run("big | take 1")) == "order_id,amount\n4,40.0")
        let unknown = await bench.run(#"sql "select 1 as one where $lest > 1""#)
        #expect(unknown.message?.contains("`$least`") == true, "\(unknown.message ?? "")")
        let fixed = await bench.run("fix")
        #expect(fixed.failure == nil && fixed.table?.count == 1, "\(fixed.message ?? "")")
        await bench.run("set as_of=2025-03-01")
        let dated = await bench.run(#"sql "select count(*) as n from orders where ordered_at < $as_of""#)
        #expect(csv(dated) == "n\n2")
        let given = await bench.run(#"sql "select $a as a, $b as b" a="x" b=2025-01-31"#)
        #expect(csv(given) == "a,b\nx,2025-01-31")
    }

    @Test func `the recipe of a run through SQL gives its result again`() async throws {
        let bench = Bench(workspace: "r.db", files: Self.files)
        await bench.run("load \"orders.csv\"\nlet least=0")
        let first = await bench.run(
            """
            rfm = sql "select customer_id, ordered_at, amount, order_id from orders where amount > $least order by order_id" \
            | segmentation.rfm customer=customer_id time=ordered_at amount=amount as_of=2025-12-31
            """)
        #expect(first.failure == nil, "\(first.message ?? "")")
        // The terminal marks lines of code.
        let recipe = await bench.run("lineage rfm").shown.split(separator: "\n")
            .map { $0.hasPrefix("> ") ? String($0.dropFirst(2)) : String($0) }.joined(separator: "\n")
        #expect(recipe.contains("least=0") && recipe.contains("load \"orders.csv\""), "\(recipe)")
        let again = Bench(files: Self.files)
        let second = await again.run(recipe)
        #expect(second.failure == nil, "\(recipe)\n\(second.message ?? "")")
        let (one, other) = (await bench.run("rfm").table, second.table)
        #expect(one != nil && other.map { one?.isIdentical(to: $0) ?? false } == true)
    }

    @Test func `an unordered result says so, and failures point into the text`() async {
        let bench = await bench()
        let unordered = await bench.run(#"sql "select order_id from orders""#)
        #expect(unordered.noteTexts.contains { $0.contains("`order by`") })
        let wrong = await bench.run(#"sql "select amont from orders""#)
        #expect(wrong.failure?.labels.first?.span == SourceSpan(12..<17), "\(wrong.message ?? "")")
        #expect(wrong.failure?.help.first?.edit == .init(SourceSpan(12..<17), "amount"))
        let escaped = await bench.run(#"sql "select \"amont\" from orders""#)
        #expect(escaped.failure?.labels.first?.span == SourceSpan(12..<21), "\(escaped.message ?? "")")
        let table = await bench.run(#"sql "select 1 from ordrs""#)
        #expect(
            table.failure?.code == "table.unknown" && table.failure?.help.first?.edit?.replacement == "orders"
        )
        let write = await bench.run(#"sql "delete from orders""#)
        #expect(write.failure?.code == "sql.read-only")
    }

    @Test func `nouns and outputs of results are tables too`() async {
        let bench = await bench()
        let nouns = await bench.run(#"sql "select name, columns from tables order by name" | take 1"#)
        #expect(csv(nouns) == "name,columns\norders,4")
        await bench.run("orders | segmentation.rfm customer=customer_id as_of=2025-12-31 | as r")
        let outputs = await bench.run(#"sql "select count(*) as n from \"r.segments\"""#)
        #expect(outputs.failure == nil && outputs.table?.count == 1, "\(outputs.message ?? "")")
    }

    @Test func `raw SQL at the prompt is an error whose fix is sql`() async {
        let bench = await bench()
        let raw = await bench.run("select order_id from orders")
        #expect(raw.message?.contains("sql \"") == true, "\(raw.message ?? "")")
    }

    @Test(arguments: sqlDescription.examples.indices)
    func `the examples of help hold`(index: Int) async {
        let example = sqlDescription.examples[index]
        let bench = Bench(files: ["given.csv": example.given])
        await bench.run("load \"given.csv\"")
        let response = await bench.run(example.line)
        #expect(csv(response) == example.gives, "\(response.message ?? "")")
    }
}
