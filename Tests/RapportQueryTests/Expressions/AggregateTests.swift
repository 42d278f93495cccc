import RapportDiagnostics
import RapportQuery
import RapportTable
import RapportWork
import Testing

@Suite struct AggregateTests {
    static let table = Table([
        "region": .texts(["a", "b", "a", nil, "b"]), "amount": .floats([1, 2, nil, 4, 6]),
        "customer": .ints([1, 2, 1, 3, 2]), "day": .dates([0, 31, 30, 59, 40]),
        "big": .ints([Int.max, 1, Int.max, 3, -1]),
    ])

    /// The expression over groups by region, in the order a, b, missing.
    private func values(_ text: String, by key: String = "region") throws -> (Evaluated, [Scalar]) {
        let table = Self.table
        let context = EvaluationContext()
        let keyScope = Scope(table.schema, verb: "summarize")
        let keys = key.isEmpty ? [] : [try Reading.bound(key, in: keyScope)]
        let scope = Scope(table.schema, verb: "summarize", level: .groups(keys: keys), isSorted: true)
        let bound = try Reading.bound(text, in: scope)
        var columns: [Column] = []
        for key in keys { columns.append(try evaluate(key, over: table, context: context).column) }
        let grouping = try Grouping(by: columns, count: table.count, work: context.work)
            .sortedByKeys(columns, work: context.work)
        var firsts: [Column] = []
        for column in columns {
            firsts.append(try column.gathered(at: grouping.firstRows, work: context.work))
        }
        let found = try evaluate(
            bound, over: table, grouping: grouping, keys: firsts, context: context)
        return (found, (0..<found.column.count).map { found.column[$0] })
    }

    @Test func `expressions over aggregates`() throws {
        #expect(try values("sum(amount) / count_distinct(customer)").1 == [.float(1), .float(8), .float(4)])
        #expect(try values("sum(amount * 2)").1 == [.float(2), .float(16), .float(8)])
        #expect(try values("count(amount)").1 == [.int(1), .int(2), .int(1)])
        #expect(try values("mean(amount > 1)").1 == [.float(0), .float(1), .float(1)])
        #expect(try values("if(count() > 1, max(amount), missing)").1 == [.float(1), .float(6), .missing])
    }

    @Test func `keys beside aggregates`() throws {
        let found = try values("if(missing(region), \"none\", concat(region, \"!\"))").1
        #expect(found == [.text("a!"), .text("b!"), .text("none")])
        let months = try values("month(day)", by: "month(day)").1
        #expect(months == [.date(0), .date(31), .date(59)])
    }

    @Test func `what was skipped is told`() throws {
        #expect(try values("mean(amount)").0.uses == [AggregateUse("mean(amount)", used: 4, total: 5)])
        #expect(
            AggregateUse("mean(nps)", used: 928, total: 1200).note.text
                == "mean(nps): 928 of 1,200 values used")
        #expect(try values("count(amount) + sum(customer)").0.uses.isEmpty)
    }

    @Test func `divisions by zero among aggregates are counted`() throws {
        let found = try values("sum(amount) / (count() - 2)")
        #expect(found.1 == [.missing, .missing, .float(-4)])
        #expect(found.0.counts.notes.map(\.text) == ["2 divisions by zero gave missing"])
    }

    @Test func `a sum that does not fit points at the aggregate`() throws {
        let failure = #expect(throws: Diagnostic.self) { try values("1 + sum(big)") }
        #expect(failure?.code == "number.overflow")
        #expect(failure?.labels.first?.span == SourceSpan(19..<27))
    }

    @Test func `shares add to one`() throws {
        #expect(try values("share(amount)").1 == [.float(1 / 13), .float(8 / 13), .float(4 / 13)])
        #expect(try values("share()").1 == [.float(0.4), .float(0.4), .float(0.2)])
    }

    @Test func `all rows are one group without keys`() throws {
        #expect(try values("count() > 0 and all(present(customer))", by: "").1 == [.bool(true)])
        #expect(try values("first(day) - last(day)", by: "").1 == [.duration(-40 * 86_400_000_000)])
        #expect(try values("quantile(amount, 0.5) == median(amount)", by: "").1 == [.bool(true)])
    }
}
