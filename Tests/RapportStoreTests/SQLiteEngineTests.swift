import Foundation
import RapportDiagnostics
import RapportStore
import RapportTable
import RapportWork
import Synchronization
import Testing

@Suite struct SQLiteEngineTests {
    let engine = SQLiteEngine()
    let orders = RapportTable.Table(
        Schema([
            Field("id", .int), Field("customer", .text, kind: .id), Field("day", .date, grain: .month),
            Field("at", .datetime(zone: "+08:00")), Field("paid", .bool), Field("wait", .duration),
            Field("amount", .float, unit: "CNY"), Field("phone", .text, isPrivate: true),
            Field("姓名", .text), Field("ID", .int),
        ]),
        [
            .ints([1, 2, nil]), .texts(["a", nil, "b"]), .dates([20_000, nil, 20_001]),
            .datetimes([0, 1_500_000, nil], zone: "+08:00"), .bools([true, false, nil]),
            .durations([1, nil, 3]), .floats([0.5, nil, 2]), .texts(["138", "139", nil]),
            .texts(["张", "李", nil]), .ints([7, 8, 9]),
        ])

    func run(_ text: String, _ parameters: [String: Scalar] = [:], work: Work = Work(width: 1)) throws
        -> SQLResult
    {
        try engine.run(
            text, over: [SQLTable("orders", schema: orders.schema, orders)], parameters: parameters,
            work: work)
    }
    func outline(_ text: String) throws -> SQLOutline {
        try engine.outline(of: text, tables: [("orders", orders.schema)], names: ["orders", "customers"])
    }
    func failure(_ text: String) -> Diagnostic? {
        do {
            _ = try outline(text)
            return nil
        } catch { return error as? Diagnostic }
    }

    @Test func `a column that is plainly named has its type and description again`() throws {
        let table = try run("select *, o.day as d from orders o order by rowid").table
        #expect(table.schema.names.dropLast() == orders.schema.names.dropLast() + ["ID_2"])
        for (column, name) in zip(orders.columns, table.schema.names) {
            #expect(table[name]?.isIdentical(to: column) == true, "\(name)")
        }
        #expect(table.schema["d"]?.grain == .month && table.schema["amount"]?.unit == "CNY")
        #expect(table.schema["phone"]?.isPrivate == true && table.schema["customer"]?.kind == .id)
    }

    @Test func `what is computed takes its type from what came`() throws {
        let table = try run(
            "select count(*) as n, sum(amount) as s, max(at) as late, null as empty, 1e999 as big from orders"
        ).table
        #expect(table.schema.fields.map(\.type) == [.int, .float, .text, .text, .text])
        #expect(table["late"]?[0] == .text("1970-01-01 08:00:01.5") && table["big"]?[0] == .missing)
        let mixed = try run("select case when id = 1 then 'x' else id end as m from orders order by rowid")
        #expect(mixed.table["m"]?[1] == .text("2") && mixed.notes.map(\.code) == ["sql.mixed"])
    }

    @Test func `a list is JSON to SQL, and a list again where it is plainly named`() throws {
        let table = RapportTable.Table(["tags": .lists([[.text("a"), .text("b")], nil, []], of: .text)])
        let tables = [SQLTable("t", schema: table.schema, table)]
        let work = Work(width: 1)
        let back = try engine.run(
            "select tags from t order by rowid", over: tables, parameters: [:], work: work)
        #expect(back.table["tags"]?.isIdentical(to: table.columns[0]) == true)
        let each = try engine.run(
            "select value as tag from t, json_each(t.tags) order by 1", over: tables, parameters: [:],
            work: work)
        #expect(each.table["tag"]?.isIdentical(to: .texts(["a", "b"])) == true)
    }

    @Test func `moments of a zone whose clocks are set are its wall clock, and come back as they were`()
        throws
    {
        // 2025-10-26 02:30 in Berlin: first in summer time, an hour later again in winter time.
        let (first, second): (Int64, Int64) = (1_761_438_600_000_000, 1_761_442_200_000_000)
        let table = RapportTable.Table([
            "at": .datetimes([first, second, nil, 1_750_000_000_000_000], zone: "Europe/Berlin")
        ])
        let result = try engine.run(
            "select at, strftime('%H:%M', substr(at, 1, 19)) as clock, at || '' as text from t order by rowid",
            over: [SQLTable("t", schema: table.schema, table)], parameters: [:], work: Work(width: 1)
        ).table
        #expect(result["at"]?.isIdentical(to: table.columns[0]) == true)
        #expect(result["clock"]?[0] == .text("02:30") && result["clock"]?[1] == .text("02:30"))
        #expect(result["text"]?[0] == .text("2025-10-26 02:30:00"))
        #expect(result["text"]?[1] == .text("2025-10-26 02:30:00+01:00"))
    }

    @Test func `SQLite's own date functions read dates and moments`() throws {
        let table = try run(
            "select strftime('%Y-%m', day) as m, strftime('%H', at) as h from orders where day is not null order by day"
        ).table
        #expect(table["m"]?[0] == .text("2024-10") && table["h"]?[0] == .text("08"))
    }

    @Test func `the outline says what is read and which types are known, without data`() throws {
        let whole = try outline("select customer, day as d from orders where amount > $least order by 1")
        #expect(
            whole.sources == [.init("orders", columns: ["customer", "day", "amount"])] && !whole.schema.isOpen
        )
        #expect(whole.parameters == ["least"] && whole.isOrdered && whole.schema["d"]?.type == .date)
        let open = try outline("select customer, count(*) as n from orders group by 1")
        #expect(open.schema.isOpen && open.openColumns == ["n"] && !open.isOrdered)
    }

    @Test func `private columns stay private where they may come out`() throws {
        #expect(try run("select phone as p from orders").table.schema["p"]?.isPrivate == true)
        let compound = try run("select 'x' as c union all select phone from orders").table
        #expect(compound.schema["c"]?.isPrivate == true)
        #expect(try run("select count(phone) as n from orders").table.schema["n"]?.isPrivate == false)
    }

    @Test func `parameters are bound by type`() throws {
        let table = try run(
            "select id from orders where day = $day and customer = $who and amount < $most and paid = $paid",
            ["day": .date(20_000), "who": .text("a"), "most": .float(0.6), "paid": .bool(true)]
        ).table
        #expect(table["id"]?[0] == .int(1) && table.count == 1)
        #expect(
            try run("select id from orders where customer = $x", ["x": .text("a' or 1 = 1 --")]).table.count
                == 0)
    }

    @Test(arguments: [
        "insert into orders values (1)", "delete from orders", "update orders set id = 1",
        "create table t(a)",
        "create view v as select 1", "drop table orders", "attach 'x.db' as x", "pragma table_info(orders)",
        "select load_extension('x')", "select * from sqlite_schema", "begin", "vacuum", "vacuum into 'x.db'",
        "select * from pragma_database_list", "explain select 1", "create virtual table v using fts5(a)",
        "with a as (select 1) insert into orders select * from a", "reindex", "analyze",
        "replace into orders values (1)",
        "select * from dbstat", "select * from sqlite_stmt",
    ])
    func `nothing but reading is allowed`(text: String) throws {
        let found = try #require(failure(text), "\(text) passed")
        #expect(
            ["sql.read-only", "sql.refused", "sql.several"].contains(found.code.name), "\(text): \(found)")
    }

    @Test func `failures point into the text and name the near miss`() throws {
        let column = try #require(failure("select custmer from orders"))
        #expect(column.code == "table.unknown-column" && column.labels[0].span == SourceSpan(7..<14))
        #expect(column.help[0].edit == .init(SourceSpan(7..<14), "customer"))
        let table = try #require(failure("select * from ordres"))
        #expect(table.code == "table.unknown" && table.help[0].edit?.replacement == "orders")
        let text = try #require(failure("select id from orders where customer = \"a\""))
        #expect(text.code == "table.unknown-column" && text.help[0].edit?.replacement == "'a'")
        #expect(failure("select uper(customer) from orders")?.help[0].edit?.replacement == "upper")
        #expect(failure("select id, id from orders")?.code == "table.duplicate-column")
        #expect(failure("select id from orders where")?.code == "sql.syntax")
        #expect(
            failure("select 1; select 2")?.code == "sql.several"
                && failure("select 1; -- that is all")?.code == nil)
        #expect(failure("select ?1")?.code == "sql.parameter" && failure("  ")?.code == "sql.empty")
        #expect(
            failure("select a.id from orders a, orders b where customer = 'x'")?.code
                == "sql.ambiguous-column")
        #expect(failure("select \"姓名\", [day] from orders")?.code == nil)
    }

    @Test func `a failure while it runs holds no cell`() throws {
        do {
            _ = try run("select json_extract('{}', phone) as x from orders")
            Issue.record("it passed")
        } catch let error as Diagnostic {
            #expect(error.code == "sql.failed" && !"\(error)".contains("138"), "\(error)")
        }
        #expect(throws: Diagnostic.self) { try run("select sum(9223372036854775807) as s from orders") }
        #expect(throws: Diagnostic.self) { try run("select x'00' as b") }
    }

    @Test(arguments: [
        "select count(*) as n from big a, big b, big c",
        "select a.v from big a, big b order by a.v || 'x'",
        "select count(*) as n from big a, big b where a.v < b.v and a.v = -1",
        "with recursive r(i) as (select 1 union all select i + 1 from r) select count(*) as n from r",
    ])
    func `a statement stops within 200 ms`(text: String) throws {
        let big = RapportTable.Table(["v": .ints((0..<1_000_000).map { ($0 &* 7_919) % 1_000_003 })])
        let work = Work(width: 1)
        let asked = Mutex<ContinuousClock.Instant?>(nil)
        // A thread of its own: the pool of tasks waits behind other tests.
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.15)
            asked.withLock { $0 = .now }
            work.cancel()
        }
        var failure: Diagnostic?
        do {
            _ = try engine.run(
                text, over: [SQLTable("big", schema: big.schema, big)], parameters: [:], work: work)
        } catch { failure = error }
        let took = asked.withLock { $0 }.map { $0.duration(to: .now) } ?? .zero
        #expect(failure == .cancelled, "\(text)")
        #expect(took < .milliseconds(400), "\(text) took \(took)")
        print("stopped after \(took): \(text)")
    }

    @Test func `a join of long tables looks up by value`() throws {
        let rows = 20_000
        let left = RapportTable.Table(["k": .ints((0..<rows).map { ($0 &* 31) % rows })])
        let right = RapportTable.Table([
            "k": .texts((0..<rows).map { "c\($0)" }), "n": .ints(Array(0..<rows)),
        ])
        let start = ContinuousClock.now
        let tables = [SQLTable("l", schema: left.schema, left), SQLTable("r", schema: right.schema, right)]
        let joined = try engine.run(
            "select count(*) as n, sum(r.n) as s from l join r on r.k = 'c' || l.k", over: tables,
            parameters: [:],
            work: Work(width: 1)
        ).table
        #expect(joined["n"]?[0] == .int(Int64(rows)) && joined["s"]?[0] == .int(Int64(rows * (rows - 1) / 2)))
        let took = start.duration(to: .now)
        #expect(took < .seconds(20), "a join of \(rows) with \(rows) rows took \(took)")
    }

    @Test func `a collation holds where SQLite makes a list of alternatives`() throws {
        let table = RapportTable.Table(["t": .texts(["a", "A", "b"])])
        let found = try engine.run(
            "select t from t where t = 'A' collate nocase or t = 5",
            over: [SQLTable("t", schema: table.schema, table)], parameters: [:], work: Work(width: 1))
        #expect(found.table.count == 2)
    }

    @Test func `a table without columns has rows to count, and the memory that is set is kept`() throws {
        let bare = RapportTable.Table(orders.schema, orders.columns).selecting([])
        let counted = try engine.run(
            "select count(*) as n from orders", over: [SQLTable("orders", schema: orders.schema, bare)],
            parameters: [:], work: Work(width: 1)
        ).table
        #expect(counted["n"]?[0] == .int(3))
        let small = Work(width: 1, memory: MemoryBudget(limit: 1_000_000))
        #expect(throws: Diagnostic.self) {
            try run(
                "with recursive r(i) as (select 1 union all select i + 1 from r limit 1000000) select i from r",
                work: small)
        }
        #expect(small.memory.usedBytes == 0)
    }
}
