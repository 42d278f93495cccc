import RapportDiagnostics
import RapportQuery
import RapportTable
import Testing

/// The whole message, caret included, of what an analyst types out of another habit.
@Suite struct RefusalTests {
    @Test func `text without quotes`() throws {
        #expect(
            try Reading.refusal("orders | where region == EMEA", in: rows()) == """
                error[table.unknown-column]: no column named `EMEA`
                  | orders | where region == EMEA
                  |                          ^^^^ not in orders
                  = help: `"EMEA"` if it is a text
                """)
        #expect(
            try Reading.fixed("orders | where region == EMEA", in: rows())
                == "orders | where region == \"EMEA\"")
    }

    @Test func `a column in other letters`() throws {
        #expect(
            try Reading.refusal("orders | where Region == \"EMEA\"", in: rows()) == """
                error[table.unknown-column]: no column named `Region`
                  | orders | where Region == "EMEA"
                  |                ^^^^^^ not in orders
                  = help: `region`
                """)
    }

    @Test func `a column misspelt inside a function`() throws {
        #expect(
            try Reading.refusal("orders | derive y = round(amuont * 2)", in: rows("derive")) == """
                error[table.unknown-column]: no column named `amuont`
                  | orders | derive y = round(amuont * 2)
                  |                           ^^^^^^ not in orders
                  = help: `amount`
                """)
    }

    @Test func `nothing near: what exists is listed`() throws {
        #expect(
            try Reading.refusal("orders | derive y = round(elephant)", in: rows("derive")) == """
                error[table.unknown-column]: no column named `elephant`
                  | orders | derive y = round(elephant)
                  |                           ^^^^^^^^ not in orders
                  = help: columns: `id`, `region`, `amount`, `quantity`, `joined`, `ts`, `paid`, `gap`, \
                `month`, `stamp`, `e-mail`, `First Name`
                """)
    }

    @Test(arguments: ["null", "NULL", "NA", "None", "nil"])
    func `the null of another language`(word: String) throws {
        let caret = String(repeating: "^", count: word.count)
        #expect(
            try Reading.refusal("orders | where region = \(word)", in: rows()) == """
                error[table.unknown-column]: no column named `\(word)`
                  | orders | where region = \(word)
                  |                         \(caret) not in orders
                  = help: `missing(region)`
                """)
    }

    @Test func `equal to missing`() throws {
        #expect(
            try Reading.refusal("orders | where region == missing", in: rows()) == """
                error[type.compare-missing]: nothing equals missing, so no row would stay
                  | orders | where region == missing
                  |                       ^^^^^^^^^^
                  = help: `missing(region)`
                """)
        #expect(
            try Reading.fixed("orders | where region != missing", in: rows())
                == "orders | where present(region)")
    }

    @Test func `missing in a list`() throws {
        #expect(
            try Reading.refusal("orders | where quantity in [1, missing]", in: rows()) == """
                error[type.compare-missing]: nothing equals missing, so no row would stay
                  | orders | where quantity in [1, missing]
                  |                                ^^^^^^^
                  = help: `missing(quantity) or quantity in […]`
                """)
    }

    @Test func `a column in quotes`() throws {
        #expect(
            try Reading.refusal("orders | where \"region\" == \"EMEA\"", in: rows()) == """
                error[type.constant]: two texts are compared, no column
                  | orders | where "region" == "EMEA"
                  |                ^^^^^^^^^^^^^^^^^^
                  = help: `region == "EMEA"`
                """)
        #expect(
            try Reading.fixed("orders | where \"First Name\" == \"Li\"", in: rows())
                == "orders | where `First Name` == \"Li\"")
    }

    @Test func `a column whose name holds a hyphen`() throws {
        #expect(
            try Reading.refusal("orders | derive y = e-mail", in: rows("derive")) == """
                error[table.unknown-column]: no column named `e`
                  | orders | derive y = e-mail
                  |                     ^^^^^^
                  = help: `` `e-mail` `` is one column
                """)
    }

    @Test func `text against a number`() throws {
        #expect(
            try Reading.refusal("orders | where id == 123", in: rows()) == """
                error[type.compare]: `id` is text, `123` is a number
                  | orders | where id == 123
                  |                      ^^^
                  = help: `"123"`; ids keep their zeros
                """)
        #expect(try Reading.fixed("orders | where id == 123", in: rows()) == "orders | where id == \"123\"")
        #expect(
            try Reading.refusal("orders | where amount > \"12.50\"", in: rows()) == """
                error[type.compare]: `amount` is a number, found text
                  | orders | where amount > "12.50"
                  |                         ^^^^^^^
                  = help: `12.5`
                """)
        #expect(
            try Reading.refusal("orders | where region == quantity", in: rows()) == """
                error[type.compare]: `region` is text, `quantity` is a number
                  | orders | where region == quantity
                  |                          ^^^^^^^^
                  = help: `number(region)`
                """)
    }

    @Test func `a date in quotes`() throws {
        #expect(
            try Reading.refusal("orders | where joined > \"2025-01-31\"", in: rows()) == """
                error[type.compare]: `joined` is a date, found text
                  | orders | where joined > "2025-01-31"
                  |                         ^^^^^^^^^^^^
                  = help: `2025-01-31`
                """)
        #expect(
            try Reading.fixed("orders | where joined > \"2025-01-31\"", in: rows())
                == "orders | where joined > 2025-01-31")
        #expect(
            try Reading.refusal("orders | where joined > \"soon\"", in: rows()) == """
                error[type.compare]: `joined` is a date, found text
                  | orders | where joined > "soon"
                  |                         ^^^^^^
                  = help: a date such as `2025-01-31`
                """)
    }

    @Test func `a time of day against a whole day`() throws {
        #expect(
            try Reading.refusal("orders | where ts == 2025-01-31", in: rows()) == """
                error[type.compare]: `ts` has a time of day, `2025-01-31` is a whole day
                  | orders | where ts == 2025-01-31
                  |                      ^^^^^^^^^^
                  = help: `date(ts) == 2025-01-31`
                """)
        #expect(
            try Reading.fixed("orders | where ts in [2025-01-31]", in: rows())
                == "orders | where date(ts) in [2025-01-31]")
    }

    @Test func `a month against 12`() throws {
        #expect(
            try Reading.refusal("orders | where month(ts) == 12", in: rows()) == """
                error[type.compare]: `month(ts)` is a month such as 2010-12, found a number
                  | orders | where month(ts) == 12
                  |                             ^^
                  = help: `month_number(ts) == 12`
                """)
        #expect(
            try Reading.fixed("orders | where month(ts) == 12", in: rows())
                == "orders | where month_number(ts) == 12")
        #expect(
            try Reading.refusal("orders | where month == 12", in: rows()) == """
                error[type.compare]: `month` is a month such as 2010-12, found a number
                  | orders | where month == 12
                  |                         ^^
                  = help: `month_number(month) == 12`
                """)
    }

    @Test func `a comparison that reads as a named argument`() throws {
        #expect(
            try Reading.refusal("orders | derive y = if(region = \"EMEA\", 1, 2)", in: rows("derive")) == """
                error[function.unknown-argument]: `if` has no argument `region`
                  | orders | derive y = if(region = "EMEA", 1, 2)
                  |                        ^^^^^^^^
                  = help: `region == "EMEA"`
                """)
        #expect(
            try Reading.fixed("orders | derive y = if(region = \"EMEA\", 1, 2)", in: rows("derive"))
                == "orders | derive y = if(region == \"EMEA\", 1, 2)")
    }

    @Test func `an aggregate where a row is seen`() throws {
        #expect(
            try Reading.refusal("orders | where amount > mean(amount)", in: rows()) == """
                error[verb.aggregate]: `mean` needs all rows, `where` sees one
                  | orders | where amount > mean(amount)
                  |                         ^^^^^^^^^^^^
                  = help: `window: m=mean(amount) | where amount > m`
                """)
    }

    @Test func `an aggregate in an aggregate`() throws {
        #expect(
            try Reading.refusal("orders | summarize y = mean(sum(amount))", in: groups()) == """
                error[function.nested-aggregate]: `sum` stands in `mean`: aggregates do not nest
                  | orders | summarize y = mean(sum(amount))
                  |                             ^^^^^^^^^^^
                  = help: two steps: `summarize x=sum(…) by … | summarize mean(x)`
                """)
    }

    @Test func `a column that is no key`() throws {
        #expect(
            try Reading.refusal("orders | summarize sum(amount), region", in: groups()) == """
                error[verb.not-aggregated]: `region` has many values in a group
                  | orders | summarize sum(amount), region
                  |                                 ^^^^^^
                  = help: `by region`, or one of them: `max(region)`
                """)
        #expect(
            try Reading.refusal("orders | expect amount > 0", in: groups(verb: "expect")) == """
                error[verb.not-aggregated]: `amount` has many values, `expect` needs one
                  | orders | expect amount > 0
                  |                 ^^^^^^
                  = help: `all(amount > 0)`
                """)
    }

    @Test func `counting where a condition holds`() throws {
        #expect(
            try Reading.refusal("orders | summarize y = count(quantity > 3)", in: groups()) == """
                error[function.condition]: `count` would count where it is known
                  | orders | summarize y = count(quantity > 3)
                  |                              ^^^^^^^^^^^^
                  = help: `sum(quantity > 3)`
                """)
        #expect(try Reading.refusal("orders | summarize y = count(paid)", in: groups()) == "bound")
    }

    @Test func `the first of rows in no order`() throws {
        #expect(
            try Reading.refusal("orders | summarize y = first(amount)", in: groups()) == """
                error[verb.missing]: `first` needs an order
                  | orders | summarize y = first(amount)
                  |                        ^^^^^^^^^^^^^
                  = help: `sort ts | summarize …`
                """)
        #expect(
            try Reading.refusal("orders | summarize y = first(amount)", in: groups(isSorted: true)) == "bound"
        )
    }

    @Test(arguments: [
        ("n()", "n", "`count()`"), ("avg(amount)", "avg", "`mean`"),
        ("dcount(id)", "dcount", "`count_distinct`"),
        ("nunique(id)", "nunique", "`count_distinct`"), ("countif(paid)", "countif", "`sum`"),
        ("iif(paid, 1, 2)", "iif", "`if`"), ("ifelse(paid, 1, 2)", "ifelse", "`if`"),
        ("case_when(paid, 1)", "case_when", "`case`"), ("isnull(id)", "isnull", "`missing`"),
        ("substr(id, 1, 2)", "substr", "`left(text, n)`, `right(text, n)`"),
        ("bin(ts, 1d)", "bin", "`day(ts)`, `month(ts)`, `start_of(ts, \"week\")`"),
        ("date_trunc(ts)", "date_trunc", "`day(ts)`, `month(ts)`, `start_of(ts, \"week\")`"),
        ("now()", "now", "`$as_of`"), ("SUM(amount)", "SUM", "`sum`"),
        ("medain(amount)", "medain", "`median`"),
        ("elephant(amount)", "elephant", "`functions` lists them"),
    ])
    func `a function of another tool`(call: String, name: String, help: String) throws {
        let caret = String(repeating: "^", count: name.count)
        #expect(
            try Reading.refusal("orders | summarize y = \(call)", in: groups()) == """
                error[function.unknown]: no function named `\(name)`
                  | orders | summarize y = \(call)
                  |                        \(caret)
                  = help: \(help)
                """)
    }

    @Test func `a table where a list should be`() throws {
        #expect(
            try Reading.refusal("orders | where id in customers", in: rows()) == """
                error[type.table]: `customers` is a table
                  | orders | where id in customers
                  |                      ^^^^^^^^^
                  = help: `join customers on id kind=semi`
                """)
    }

    @Test func `arithmetic without meaning`() throws {
        #expect(
            try Reading.refusal("orders | derive y = id + region", in: rows("derive")) == """
                error[type.operands]: `+` has no meaning here: `id` is text, `region` is text
                  | orders | derive y = id + region
                  |                     ^^^^^^^^^^^
                  = help: `concat(id, region)`
                """)
        #expect(
            try Reading.refusal("orders | derive y = joined + 1", in: rows("derive")) == """
                error[type.operands]: `+` has no meaning here: `joined` is a date, `1` is a number
                  | orders | derive y = joined + 1
                  |                     ^^^^^^^^^^
                  = help: `1d` for days
                """)
        #expect(
            try Reading.refusal("orders | derive y = paid * 2", in: rows("derive")) == """
                error[type.operands]: `*` has no meaning here: `paid` is true or false, `2` is a number
                  | orders | derive y = paid * 2
                  |                     ^^^^^^^^
                  = help: `if(paid, 1, 0)`
                """)
    }

    @Test func `months have no length`() throws {
        #expect(
            try Reading.refusal("orders | where gap > 3mo", in: rows()) == """
                error[type.period]: `3mo` has no fixed length: months differ
                  | orders | where gap > 3mo
                  |                      ^^^
                  = help: `d`, `h`, `min`, `s` are exact: `90d`
                """)
        #expect(try Reading.refusal("orders | where gap > 90d", in: rows()) == "bound")
    }

    @Test func `branches of two types`() throws {
        #expect(
            try Reading.refusal("orders | derive y = if(paid, region, 0)", in: rows("derive")) == """
                error[type.operands]: `if` gives one type: `region` is text, `0` is a number
                  | orders | derive y = if(paid, region, 0)
                  |                                      ^
                """)
    }

    @Test func `the wrong number of values`() throws {
        #expect(
            try Reading.refusal("orders | derive y = left(region)", in: rows("derive")) == """
                error[function.arguments]: `left` takes 2 values, found 1
                  | orders | derive y = left(region)
                  |                     ^^^^^^^^^^^^
                  = help: `left(text, count)`
                """)
    }

    @Test func `a value of the wrong type`() throws {
        #expect(
            try Reading.refusal("orders | derive y = year(region)", in: rows("derive")) == """
                error[type.argument]: `year` takes a date or a datetime, `region` is text
                  | orders | derive y = year(region)
                  |                          ^^^^^^
                  = help: `cast region=date` before it
                """)
        #expect(
            try Reading.refusal("orders | where not quantity", in: rows()) == """
                error[type.condition]: `not` takes a condition, `quantity` is a number
                  | orders | where not quantity
                  |                    ^^^^^^^^
                  = help: `quantity != 0`
                """)
    }

    @Test func `an unknown parameter`() throws {
        #expect(
            try Reading.refusal("orders | where joined > $cutof", in: rows()) == """
                error[parameter.unknown]: no parameter named `$cutof`
                  | orders | where joined > $cutof
                  |                         ^^^^^^
                  = help: `$cutoff`
                """)
        #expect(
            try Reading.refusal("orders | derive y = as_of - ts", in: rows("derive")) == """
                error[table.unknown-column]: no column named `as_of`
                  | orders | derive y = as_of - ts
                  |                     ^^^^^ not in orders
                  = help: `$as_of`
                """)
    }

    @Test func `one sign for two things`() throws {
        #expect(
            try Reading.refusal("orders | derive y = (region = id)", in: rows("derive")) == """
                error[syntax.assign]: `=` does not compare
                  | orders | derive y = (region = id)
                  |                             ^
                  = help: `==`
                """)
    }
}
