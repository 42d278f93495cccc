import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@testable import RapportQuery

@Suite struct ExplodeTests {
    static let catalog = MemoryCatalog([
        "t": Table([
            "id": .ints([1, 2, 3, 4]), "spend": .floats([10, 20, 30, 40]),
            "tags": .lists([[.text("a"), .text("b")], [], nil, [.missing]], of: .text),
            "qty": .lists([[.int(5), .int(6)], [], [], [.int(7)]], of: .int),
        ]),
        "orders": Table([
            "id": .ints([1]), "items.sku": .lists([[.text("x"), .text("y")]], of: .text),
            "items.price": .lists([[.float(1.5), .missing]], of: .float),
        ]),
    ])

    @Test func `a row a value, the rest repeats, an empty or missing list keeps one row`() async throws {
        let run = try await Self.catalog.run("t | explode tags | select id, tags")
        #expect(run.table?.csv == "id,tags\n1,a\n1,b\n2,\n3,\n4,")
        #expect(
            run.notes.map(\.text) == [
                "2 rows have no value in `tags`: kept, with a missing value",
                "4 rows became 5: the other columns repeat, and parts of a total no longer add to 1",
            ])
    }

    @Test func `what repeats is marked, and an aggregate over it warns`() async throws {
        let found = try await Self.catalog.table("t | explode tags")
        #expect(found.repeatedColumns == ["id", "spend", "qty"])
        let run = try await Self.catalog.run("t | explode tags | summarize s=sum(spend) by tags")
        #expect(run.notes.contains { $0.code == "join.repeated" && $0.text.contains("`spend`") })
        let single = try await Self.catalog.table("t | where id > 2 | explode tags")
        #expect(single.repeatedColumns.isEmpty)
    }

    @Test func `several lists go along; a name before the point takes all under it`() async throws {
        #expect(
            try await Self.catalog.table("t | explode qty, tags | select id, qty, tags").csv
                == "id,qty,tags\n1,5,a\n1,6,b\n2,,\n3,,\n4,7,")
        #expect(
            try await Self.catalog.table("orders | explode items").csv
                == "id,items.sku,items.price\n1,x,1.5\n1,y,")
    }

    @Test(arguments: [
        ("t | explode spend", "`explode` takes a list, `spend` is a number", nil),
        (
            "t | derive s=\"a,b\" | explode s", "`explode` takes a list, `s` is text",
            "`derive s = split(s, \",\")` before it"
        ),
        ("t | explode", "`explode` needs a column of lists", "`explode LIST, …`"),
        ("t | explode tag", "no column named `tag`", "`tags`"),
        (
            "t | derive two=split(\"a\", \",\") | explode tags, two",
            "`tags` has 2 values in row 1, `two` has 1", "`explode tags | explode two` pairs each with each"
        ),
    ])
    func refuses(_ line: String, _ message: String, _ help: String?) async {
        let refusal = await Self.catalog.refusal(line)
        #expect(refusal?.message == message)
        #expect(refusal?.help.first?.text == help)
    }

    /// Collected again by group, the lists are the same.
    @Test(arguments: [0, 1, 2, 63, 65, 65_535, 65_537], [0, 7])
    func `list takes it back`(_ rows: Int, _ offset: Int) async throws {
        var random = SeededNumbers(UInt64(rows * 31 + offset))
        let cells = (0..<rows + offset).map { _ in
            random.int(0...5) == 0
                ? nil : (0..<random.int(0...3)).map { _ in Scalar.int(Int64(random.int(0...9))) }
        }
        let lists = Column.lists(cells, of: .int)[offset..<rows + offset]
        let table = Table(["n": .ints(Array(0..<rows)), "x": lists])
        let back = try await MemoryCatalog(["t": table]).table(
            "t | explode x | summarize x=list(x) by n | sort n")
        #expect(back.count == rows)
        for row in 0..<back.count {
            let expected: Scalar = lists[row].isMissing ? .list([]) : lists[row]
            #expect(back["x"]?[row] == expected, "row \(row) of \(rows)")
        }
    }
}

@Suite struct ListExpressionTests {
    static let catalog = MemoryCatalog([
        "t": Table([
            "s": .texts(["a,b", "", nil, "京;都"]), "v": .texts(["b", "a", "a", nil]),
            "tags": .lists([[.text("a"), .missing], [], nil, [.text("b")]], of: .text),
            "n": .lists([[.int(1), .int(2)], [.int(2)], nil, []], of: .int),
        ])
    ])

    @Test(arguments: [
        ("split(s, \",\")", ["[\"a\", \"b\"]", "[\"\"]", "", "[\"京;都\"]"]),
        ("split(s, \";\")", ["[\"a,b\"]", "[\"\"]", "", "[\"京\", \"都\"]"]),
        ("split(s, v)", ["[\"a,\", \"\"]", "[\"\"]", "", ""]),
        ("length(tags)", ["2", "0", "", "1"]), ("length(split(s, \",\"))", ["2", "1", "", "1"]),
        ("contains(tags, \"b\")", ["false", "false", "", "true"]),
        ("contains(tags, v)", ["false", "false", "", ""]), ("v in tags", ["false", "false", "", ""]),
        ("2 in n", ["true", "true", "", "false"]), ("2.0 in n", ["true", "true", "", "false"]),
        ("3 not in n", ["true", "true", "", "true"]),
        ("join_text(tags, \"-\")", ["a", "", "", "b"]), ("join_text(n, v)", ["1b2", "2", "", ""]),
        ("n == [1, 2]", ["true", "false", "", "false"]), ("tags != [\"b\"]", ["true", "true", "", "false"]),
        ("[1, 0.5, missing, -2]", [String](repeating: "[1.0, 0.5, null, -2.0]", count: 4)),
        ("if(length(n) > 1, n, [9])", ["[1, 2]", "[9]", "[9]", "[9]"]),
        ("coalesce(n, [0])", ["[1, 2]", "[2]", "[0]", "[]"]),
    ])
    func gives(_ expression: String, _ cells: [String]) async throws {
        let found = try await Self.catalog.table("t | derive r=\(expression) | select r")
        #expect((0..<found.count).map { found.columns[0].text(at: $0) } == cells)
    }

    @Test(arguments: [
        ("t | derive r=[1, \"a\"]", "the list holds a number, found text"),
        ("t | derive r=[s]", "a list holds values, found an expression"),
        ("t | derive r=split(s, \"\")", "`split` takes a separator, found an empty text"),
        ("t | derive r=n < [1]", "`<` has no meaning for lists"),
        ("t | derive r=\"a\" in n", "`in` takes a number, found text"),
        ("t | sort n", "`n` is a list, which has no order"),
        ("t | cast s=list", "`s` is text, which has no form as `list`"),
    ])
    func refuses(_ line: String, _ message: String) async {
        #expect(await Self.catalog.refusal(line)?.message == message)
    }

    @Test func `literal tables hold lists`() async throws {
        let found = try await Self.catalog.table(
            "[{id: 1, n: [1, 2]}, {id: 2, n: []}, {id: 3}, {id: 4, n: [0.5]}]")
        #expect(found.schema.fields.map(\.type) == [.int, .list(of: .float)])
        #expect(
            (0..<4).map { found.columns[1].text(at: $0) } == ["[1.0, 2.0]", "[]", "", "[0.5]"])
        #expect(await Self.catalog.refusal("[{a: [1]}, {a: [\"x\"]}]")?.code == "type.mixed")
    }

    @Test(arguments: [
        ("t | unnest tags", "explode tags"), ("t | summarize x=array_agg(s)", "`list`"),
        ("t | summarize x=group_concat(s)", "`join_text(list(x), \", \")`"),
        ("t | derive x=str_split(s, \",\")", "`split`"),
    ])
    func `words of SQL, KQL and pandas are translated`(_ line: String, _ help: String) async {
        #expect(await Self.catalog.refusal(line)?.help.first?.text.contains(help) == true)
    }

    @Test func `a text of each group's values`() async throws {
        let found = try await Self.catalog.table(
            "[{k: 1, v: \"b\"}, {k: 2, v: \"c\"}, {k: 1, v: \"a\"}, {k: 1}] | summarize l=join_text(list(v), \", \") by k"
        )
        #expect(found.csv == "k,l\n1,b, a\n2,c")
    }

    @Test func `lists group and collect in row order`() async throws {
        let found = try await Self.catalog.table(
            "[{k: [1], v: 3}, {k: [2, 1], v: 1}, {k: [1], v: 2}] | summarize l=list(v) by k")
        #expect((0..<found.count).map { found.columns[1].text(at: $0) } == ["[3, 2]", "[1]"])
    }
}
