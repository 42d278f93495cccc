import RapportDiagnostics
import RapportQuery
import RapportTable
import Testing

@Suite struct BindingTests {
    static let types: [(String, ColumnType)] = [
        ("quantity + 1", .int), ("quantity / 2", .float), ("quantity * amount", .float),
        ("quantity % 2", .int), ("joined - joined", .duration), ("ts - joined", .duration),
        ("joined + 1mo", .date), ("1mo + joined", .date), ("joined + 2h", .datetime(zone: nil)),
        ("joined + gap", .datetime(zone: nil)), ("ts - 90d", .datetime(zone: nil)), ("gap + gap", .duration),
        ("gap * 2", .duration), ("gap / 2", .duration), ("gap / 1d", .float), ("2h + 30min", .duration),
        ("-gap", .duration), ("if(paid, quantity, amount)", .float),
        ("coalesce(ts, joined)", .datetime(zone: nil)),
        ("if(paid, missing, 1)", .int), ("case(paid, \"a\", \"b\")", .text), ("month(ts)", .date),
        ("year(ts)", .int), ("days(gap)", .int), ("ago(90d)", .datetime(zone: nil)), ("$seed", .int),
        ("$cutoff", .date), ("ts > 2025-01-31", .bool), ("stamp > 2025-01-31T09:30", .bool),
        ("quantity in [1, 2.5]", .bool), ("round(quantity)", .int), ("min_of(quantity, amount)", .float),
        ("amount > 10%", .bool), ("quantity == 2.5", .bool),
    ]

    @Test(arguments: types)
    func `an expression has its type`(text: String, type: ColumnType) throws {
        #expect(try Reading.bound(text, in: rows("derive")).type.type == type)
    }

    @Test(arguments: types.map(\.0))
    func `what is printed binds to the same`(text: String) throws {
        let bound = try Reading.bound(text, in: rows("derive"))
        #expect(try Reading.bound(bound.printed, in: rows("derive")) == bound, "\(bound.printed)")
    }

    @Test func `grain and unit follow the values`() throws {
        let scope = rows("derive")
        #expect(try Reading.bound("month(ts)", in: scope).type.grain == .month)
        #expect(try Reading.bound("month + 1mo", in: scope).type.grain == .month)
        #expect(try Reading.bound("month + 1d", in: scope).type.grain == nil)
        #expect(try Reading.bound("start_of(ts, \"quarter\")", in: scope).type.grain == .quarter)
        #expect(try Reading.bound("quantity * amount", in: scope).type.unit == "CNY")
        #expect(try Reading.bound("amount / amount", in: scope).type.unit == nil)
        #expect(try Reading.bound("max(month)", in: groups()).type.grain == .month)
    }

    @Test func `results name themselves where it is clear`() throws {
        #expect(try Reading.bound("region", in: rows()).resultName == "region")
        #expect(try Reading.bound("count()", in: groups()).resultName == "count")
        #expect(try Reading.bound("sum(amount)", in: groups()).resultName == "sum_amount")
        #expect(try Reading.bound("sum(amount * 2)", in: groups()).resultName == nil)
        #expect(try Reading.bound("round(mean(amount), 1)", in: groups()).resultName == nil)
        #expect(try Reading.bound("month(ts)", in: rows("summarize")).keyName == "month")
        #expect(try Reading.bound("quantity + 1", in: rows("summarize")).keyName == nil)
    }

    @Test func `what an expression uses`() throws {
        let bound = try Reading.bound("if(amount > 0, quantity, -quantity) + amount", in: rows("derive"))
        #expect(bound.usedColumns == ["amount", "quantity"])
        #expect(!bound.isConstant)
        #expect(try Reading.bound("2 * 3", in: rows("derive")).isConstant)
        let late = try Reading.bound("ts > ago(90d) and joined < $cutoff", in: rows("derive")).late
        #expect(late.asOf && !late.seed && late.parameters == ["cutoff"])
    }

    @Test func `what came late is written out in a recipe`() throws {
        let bound = try Reading.bound("ts > ago(90d) and joined < $cutoff and id == $area", in: rows())
        let values = LateValues(
            asOf: 1_735_689_600_000_000, parameters: ["cutoff": .date(20_000), "area": .text("EMEA")])
        #expect(
            bound.pinned(to: values).printed
                == "ts > 2025-01-01T00:00 - 90d and joined < 2024-10-04 and id == \"EMEA\"")
    }

    @Test func `keys stand beside aggregates`() throws {
        let month = try Reading.bound("month(ts)", in: rows("summarize"))
        let bound = try Reading.bound(
            "sum(amount) / days(end_of(month(ts), \"month\") - month(ts))", in: groups([month]))
        #expect(bound.contains { if case .key(0, _) = $0.form { true } else { false } })
        #expect(bound.printed == "sum(amount) / days(end_of(month(ts), \"month\") - month(ts))")
    }

    @Test func `one place does not make two expressions`() throws {
        let a = try Reading.bound("quantity + 1", in: rows("derive"))
        let b = try Reading.bound("  quantity  +  1", in: rows("derive"))
        #expect(a == b && a.hashValue == b.hashValue && a.span != b.span)
    }
}
