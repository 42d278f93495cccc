import RapportDiagnostics
import RapportLanguage
import RapportTable
import Testing

@testable import RapportQuery

/// The words of language-details 3B that are about verbs, tables and options: each whole, and each fix
/// binds.
@Suite struct HabitMessageTests {
    static let catalog = MemoryCatalog([
        "orders": Table([
            "id": .texts(["a"]), "region": .texts(["EMEA"]), "amount": .floats([1]), "x": .ints([1]),
            "a": .ints([1]), "b": .ints([2]), "mrr": .ints([1]), "name": .texts(["n"]),
            "revenue": .floats([2]), "customer_id": .texts(["c"]), "First Name": .texts(["f"]),
            "cost": .floats([1]),
        ]), "customers": Table(["id": .texts(["a"])]),
    ])

    struct Case: Sendable, CustomTestStringConvertible {
        var line: String
        var message: String
        /// The line after `fix`; nil: there is none to run.
        var fixed: String?
        init(_ line: String, _ message: String, fixed: String? = nil) {
            (self.line, self.message, self.fixed) = (line, message, fixed)
        }
        var testDescription: String { line }
    }

    static let cases: [Case] = [
        Case(
            "orders | union_all customers",
            """
            error[verb.unknown]: no verb named `union_all`
              | orders | union_all customers
              |          ^^^^^^^^^
              = help: `union customers`
            """, fixed: "orders | union customers"),
        Case(
            "orders | anti_join customers on id",
            """
            error[verb.unknown]: no verb named `anti_join`
              | orders | anti_join customers on id
              |          ^^^^^^^^^
              = help: `join customers on id kind=anti`
            """, fixed: "orders | join customers on id kind=anti"),
        Case(
            "orders | join customers",
            """
            error[verb.missing]: `join` needs `on`
              | orders | join customers
              |               ^^^^^^^^^
              = help: `on id` (both tables have it)
            """, fixed: "orders | join customers on id"),
        Case(
            "orders | join customers on orders.id == customers.id",
            """
            error[verb.column-expected]: `on` takes columns, found a comparison
              | orders | join customers on orders.id == customers.id
              |                            ^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: `on id`
            """, fixed: "orders | join customers on id"),
        Case(
            "orders | window by region sort x y=lag(a)",
            """
            error[verb.unknown-option]: `window` has no option `y`
              | orders | window by region sort x y=lag(a)
              |                                  ^
              = help: `: y=lag(a)`
            """, fixed: "orders | window by region sort x : y=lag(a)"),
        Case(
            "orders | window by region: y=lag(a)",
            """
            error[verb.missing]: `lag` needs an order
              | orders | window by region: y=lag(a)
              |                              ^^^^^^
              = help: `window by a sort ts: …`
            """),
        Case(
            "orders | window sort x: y=cumsum(a)",
            """
            error[function.unknown]: no function named `cumsum`
              | orders | window sort x: y=cumsum(a)
              |                           ^^^^^^
              = help: `cum_sum`
            """, fixed: "orders | window sort x: y=cum_sum(a)"),
        Case(
            "orders | filter(a > 1)",
            """
            error[verb.unknown]: no verb named `filter`
              | orders | filter(a > 1)
              |          ^^^^^^
              = help: `where a > 1`
            """, fixed: "orders | where a > 1"),
        Case(
            "orders | group by region",
            """
            error[verb.unknown]: no verb named `group`
              | orders | group by region
              |          ^^^^^
              = help: `summarize n=count() by region`
            """, fixed: "orders | summarize n=count() by region"),
        Case(
            "orders | groupby(region)",
            """
            error[verb.unknown]: no verb named `groupby`
              | orders | groupby(region)
              |          ^^^^^^^
              = help: `summarize n=count() by region`
            """, fixed: "orders | summarize n=count() by region"),
        Case(
            "orders | arrange(desc(x))",
            """
            error[verb.unknown]: no verb named `arrange`
              | orders | arrange(desc(x))
              |          ^^^^^^^
              = help: `sort -x`
            """, fixed: "orders | sort -x"),
        Case(
            "orders | limit 10",
            """
            error[verb.unknown]: no verb named `limit`
              | orders | limit 10
              |          ^^^^^
              = help: `take 10`
            """, fixed: "orders | take 10"),
        Case(
            "orders | head(10)",
            """
            error[verb.unknown]: no verb named `head`
              | orders | head(10)
              |          ^^^^
              = help: `take 10`
            """, fixed: "orders | take 10"),
        Case(
            "orders | top 5 by x",
            """
            error[verb.unknown]: no verb named `top`
              | orders | top 5 by x
              |          ^^^
              = help: `sort -x | take 5`
            """, fixed: "orders | sort -x | take 5"),
        Case(
            "orders | extend y = 1",
            """
            error[verb.unknown]: no verb named `extend`
              | orders | extend y = 1
              |          ^^^^^^
              = help: `derive y=1`
            """, fixed: "orders | derive y=1"),
        Case(
            "orders | project a, b",
            """
            error[verb.unknown]: no verb named `project`
              | orders | project a, b
              |          ^^^^^^^
              = help: `select a, b`
            """, fixed: "orders | select a, b"),
        Case(
            "orders | unique",
            """
            error[verb.unknown]: no verb named `unique`
              | orders | unique
              |          ^^^^^^
              = help: `distinct`
            """, fixed: "orders | distinct"),
        Case(
            "orders | dropna a, b",
            """
            error[verb.unknown]: no verb named `dropna`
              | orders | dropna a, b
              |          ^^^^^^
              = help: `where present(a) and present(b)`
            """, fixed: "orders | where present(a) and present(b)"),
        Case(
            "orders | pivot_longer",
            """
            error[verb.unknown]: no verb named `pivot_longer`
              | orders | pivot_longer
              |          ^^^^^^^^^^^^
              = help: `unpivot … to name, value`
            """),
        Case(
            "orders | summarise n=count() | wher n > 1",
            """
            error[verb.unknown]: no verb named `wher`
              | orders | summarise n=count() | wher n > 1
              |                                ^^^^
              = help: `where`
            """, fixed: "orders | summarise n=count() | where n > 1"),
        Case(
            "orders | count region",
            """
            error[verb.too-many]: `count` takes nothing
              | orders | count region
              |                ^^^^^^
              = help: `summarize n=count() by region`
            """, fixed: "orders | summarize n=count() by region"),
        Case(
            "orders | count by region",
            """
            error[verb.too-many]: `count` takes nothing
              | orders | count by region
              |                   ^^^^^^
              = help: `summarize n=count() by region`
            """, fixed: "orders | summarize n=count() by region"),
        Case(
            "select region from orders",
            """
            error[table.unknown]: no table named `select`
              | select region from orders
              | ^^^^^^
              = help: `sql "select region from orders"`
            """, fixed: "sql \"select region from orders\""),
        Case(
            "from customers | take 5",
            """
            error[table.unknown]: no table named `from`
              | from customers | take 5
              | ^^^^
              = help: `customers`
            """, fixed: "customers | take 5"),
        Case(
            #"orders["a"]"#,
            """
            error[table.arguments]: nothing stands after a table's name
              | orders["a"]
              |       ^^^^^
              = help: `orders | select a`
            """, fixed: "orders | select a"),
        Case(
            "orders x",
            """
            error[table.arguments]: nothing stands after a table's name
              | orders x
              |        ^
              = help: `orders | …`: stages are joined by `|`
            """),
        Case(
            "load customers.csv",
            """
            error[command.path]: a file's name stands in quotes
              | load customers.csv
              |      ^^^^^^^^^^^^^
              = help: `load "customers.csv"`
            """, fixed: #"load "customers.csv""#),
        Case(
            "show tables",
            """
            error[table.unknown]: no table named `show`
              | show tables
              | ^^^^
              = help: `tables`
            """, fixed: "tables"),
        Case(
            "ordres | take 5",
            """
            error[table.unknown]: no table named `ordres`
              | ordres | take 5
              | ^^^^^^
              = help: `orders`
            """, fixed: "orders | take 5"),
        Case(
            #"orders | select "First Name""#,
            """
            error[verb.column-expected]: expected a column, found text
              | orders | select "First Name"
              |                 ^^^^^^^^^^^^
              = help: `` `First Name` ``
            """, fixed: "orders | select `First Name`"),
        Case(
            "orders | select revenue as rev",
            """
            error[verb.clause]: `as` does not name a column
              | orders | select revenue as rev
              |                         ^^^^^^
              = help: `select rev=revenue`
              = help: a table: `rev = …` at the begin of the line, or the stage `| as rev`
            """, fixed: "orders | select rev=revenue"),
        Case(
            "orders | derive y = a as int",
            """
            error[verb.clause]: `as` does not change a type
              | orders | derive y = a as int
              |                       ^^^^^^
              = help: a stage of its own: `cast y=int`
            """),
        Case(
            "orders | where a = 1, b = 2",
            """
            error[verb.too-many]: `where` takes one condition
              | orders | where a = 1, b = 2
              |                     ^^^^^^^
              = help: `where a == 1 and b == 2`
            """, fixed: "orders | where a == 1 and b == 2"),
        Case(
            "orders | derive y == 1",
            """
            error[verb.name-expected]: `derive` needs `name = value`, found a comparison
              | orders | derive y == 1
              |                   ^^
              = help: `y = 1`
            """, fixed: "orders | derive y = 1"),
        Case(
            "orders | derive y = a = b",
            """
            error[verb.name-expected]: `derive` needs `name = value`, found a second `=`
              | orders | derive y = a = b
              |                       ^
              = help: `y = a == b`
            """, fixed: "orders | derive y = a == b"),
        Case(
            "orders | derive y=1 z=2",
            """
            error[verb.unknown-option]: `derive` has no option `z`
              | orders | derive y=1 z=2
              |                     ^
              = help: `, z=2`
            """, fixed: "orders | derive y=1, z=2"),
        Case(
            "orders | summarize y=sum(a) z=sum(b)",
            """
            error[verb.unknown-option]: `summarize` has no option `z`
              | orders | summarize y=sum(a) z=sum(b)
              |                             ^
              = help: `, z=sum(b)`
            """, fixed: "orders | summarize y=sum(a), z=sum(b)"),
        Case(
            "orders | sort -mrr -name",
            """
            error[verb.arithmetic]: one value, `-mrr` minus `name`
              | orders | sort -mrr -name
              |               ^^^^^^^^^^
              = help: `sort -mrr, -name`; arithmetic in brackets
            """, fixed: "orders | sort -mrr, -name"),
        Case(
            "orders | sort by mrr",
            """
            error[verb.clause]: `sort` takes no `by`
              | orders | sort by mrr
              |               ^^
              = help: `sort mrr`
            """, fixed: "orders | sort mrr"),
        Case(
            "orders | sort amuont",
            """
            error[table.unknown-column]: no column named `amuont`
              | orders | sort amuont
              |               ^^^^^^ not in orders
              = help: `amount`
            """, fixed: "orders | sort amount"),
        Case(
            "orders | rename customer_id=customer",
            """
            error[table.unknown-column]: no column named `customer`
              | orders | rename customer_id=customer
              |                             ^^^^^^^^ not in orders
              = help: the new name first: `rename customer=customer_id`
            """, fixed: "orders | rename customer=customer_id"),
        Case(
            "orders | summarize sum(a), region",
            """
            error[verb.not-aggregated]: `region` has many values in a group
              | orders | summarize sum(a), region
              |                            ^^^^^^
              = help: `summarize sum(a) by region`
            """, fixed: "orders | summarize sum(a) by region"),
        Case(
            "orders | expect mrr > 0",
            """
            error[verb.not-aggregated]: `mrr > 0` is a condition of each row
              | orders | expect mrr > 0
              |                 ^^^^^^^
              = help: `expect all(mrr > 0)`
            """, fixed: "orders | expect all(mrr > 0)"),
        Case(
            "orders | take -5",
            """
            error[parameter.range]: `take` must be 0 or more, found -5
              | orders | take -5
              |               ^^
              = help: the last rows: `sort -x | take 5`
            """),
        Case(
            "orders | take 10%",
            """
            error[parameter.type]: expected an int, found 10%
              | orders | take 10%
              |               ^^^
              = help: `sample 10%`
            """),
        Case(
            "orders | chart pie x=region y=amount",
            """
            error[parameter.choice]: no chart named `pie`
              | orders | chart pie x=region y=amount
              |                ^^^
              = help: charts: `bar`, `line`, `heatmap`, `scatter`, `network`
            """),
        Case(
            "orders | chart line x=amount y=region",
            """
            error[column.type]: `y` takes a number, `region` is text
              | orders | chart line x=amount y=region
              |                                ^^^^^^
              = help: numbers here: `amount`, `x`, `a`, `b`, `mrr`, `revenue`, `cost`
            """),
        Case(
            "orders | distinct id keep=lst",
            """
            error[parameter.choice]: `keep` is one of `first`, `last`, found `lst`
              | orders | distinct id keep=lst
              |                           ^^^
              = help: `last`
            """, fixed: "orders | distinct id keep=last"),
        Case(
            "orders | roles custmer=id",
            """
            error[role.unknown]: no role named `custmer`
              | orders | roles custmer=id
              |                ^^^^^^^
              = help: `customer`
            """, fixed: "orders | roles customer=id"),
        Case(
            "orders | summarize sum(a), sum(a)",
            """
            error[table.duplicate-column]: two columns named `sum_a`
              | orders | summarize sum(a), sum(a)
              |                            ^^^^^^
              = help: `sum_a_2 = sum(a)`
            """, fixed: "orders | summarize sum(a), sum_a_2 = sum(a)"),
        Case(
            "orders | summarize sum(a) + 1",
            """
            error[verb.name-expected]: `sum(a) + 1` needs a name
              | orders | summarize sum(a) + 1
              |                    ^^^^^^^^^^
              = help: `x = sum(a) + 1`
            """, fixed: "orders | summarize x = sum(a) + 1"),
    ]

    @Test(arguments: cases)
    func `says what our form is`(_ each: Case) async throws {
        let failure = try #require(await Self.catalog.refusal(each.line))
        #expect(failure.rendered(source: each.line) == each.message)
        #expect(failure.fixed(each.line) == each.fixed)
        // Neither the file nor SQL is there in a catalog of the memory.
        guard let fixed = each.fixed, !fixed.contains(".csv"), !fixed.hasPrefix("sql ") else { return }
        let after = await Self.catalog.refusal(fixed)
        #expect(after == nil, "\(fixed)")
    }

    /// Lines that the parser cannot read: what is said in place of its error, and the line after `fix`.
    static let broken: [(line: String, message: String, fixed: String?)] = [
        ("orders | order by x desc limit 10", "no verb named `order`", "orders | sort -x | take 10"),
        ("orders | order by region, amount desc", "no verb named `order`", "orders | sort region, -amount"),
        (
            "orders | left join customers on id", "no verb named `left`",
            "orders | join customers on id kind=left"
        ),
        (
            "orders | left outer join customers using (id)", "no verb named `left`",
            "orders | join customers on id kind=left"
        ),
        (
            "select region, count(*) from orders group by region", "no table named `select`",
            "sql \"select region, count(*) from orders group by region\""
        ),
        (
            "SELECT \"a b\", count(*) FROM orders", "no table named `select`",
            "sql \"\"\"SELECT \"a b\", count(*) FROM orders\"\"\""
        ),
        (
            "with t as (select 1) select * from t", "no table named `with`",
            "sql \"with t as (select 1) select * from t\""
        ), ("drop table orders", "`drop` takes a table's name", "drop orders"),
        ("print(orders)", "no table named `print`", "orders"),
        ("head(orders)", "no table named `head`", "orders | take 5"),
        ("len(orders)", "no table named `len`", "orders | count"),
        ("insert into orders values (1)", "no table named `insert`", nil),
    ]

    @Test(arguments: broken)
    func `a statement of another language outranks the syntax error in it`(
        _ line: String, _ message: String, _ fixed: String?
    ) throws {
        let broken = try #require(parse(line).broken.first)
        let habit = try #require(unknownHabit(in: broken, of: line, catalog: Self.catalog))
        #expect(habit.message == message)
        #expect(habit.fixed(line) == fixed)
    }

    @Test func `a known verb leaves the syntax error alone`() throws {
        let line = "orders | sort amount desc"
        let broken = try #require(parse(line).broken.first)
        #expect(unknownHabit(in: broken, of: line, catalog: Self.catalog) == nil)
    }

    @Test(arguments: [
        ("orders | avg(amount)", "orders | summarize mean(amount)"),
        ("orders | sum(amount)", "orders | summarize sum(amount)"),
        ("orders | upper(name)", "orders | derive x=upper(name)"),
        ("orders | n()", "orders | summarize count()"),
        ("orders | mutate(y = 1)", "orders | derive y=1"),
    ])
    func `a function in a verb's place becomes the stage that computes it`(_ line: String, _ fixed: String?)
        async throws
    {
        var failure = parse(line).broken.first.flatMap {
            unknownHabit(in: $0, of: line, catalog: Self.catalog)
        }
        if failure == nil { failure = await Self.catalog.refusal(line) }
        #expect(failure?.fixed(line) == fixed)
    }
}
