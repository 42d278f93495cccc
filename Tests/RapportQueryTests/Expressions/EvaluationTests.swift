import RapportDiagnostics
import RapportQuery
import RapportTable
import RapportWork
import Testing

@Suite struct EvaluationTests {
    private func column(_ text: String, _ table: Table, width: Int = 1) throws -> Evaluated {
        let bound = try Reading.bound(text, in: Scope(table.schema, verb: "derive"))
        return try evaluate(bound, over: table, context: EvaluationContext(work: Work(width: width)))
    }

    @Test(arguments: 0..<40)
    func `whole columns agree with one value at a time`(seed: Int) throws {
        var generator = Generator(seed: UInt64(seed + 1))
        let table = generator.table()
        let scope = Scope(table.schema, verb: "derive")
        for round in 0..<60 {
            let type = generator.pick(Generator.columns).1
            let text = generator.expression(type, depth: 1 + round % 4)
            let bound = try Reading.bound(text, in: scope)
            let place = Comment(rawValue: "seed \(seed), round \(round): \(text)")
            #expect(try Reading.bound(bound.printed, in: scope) == bound, place)
            try compare(bound, table, place)
        }
    }

    private func compare(_ bound: BoundExpression, _ table: Table, _ place: Comment) throws {
        var expected: [Scalar] = []
        var counts = EvaluationCounts()
        var overflows = false
        for row in 0..<table.count {
            var cells: [String: Scalar] = [:]
            for (field, column) in zip(table.schema.fields, table.columns) { cells[field.name] = column[row] }
            var interpreter = Interpreter(cells)
            do {
                expected.append(try interpreter.value(bound))
            } catch is Interpreter.Failure {
                overflows = true
            }
            counts += EvaluationCounts(
                divisionsByZero: interpreter.divisionsByZero, notFinite: interpreter.notFinite)
        }
        let found: Evaluated
        do {
            found = try evaluate(bound, over: table, context: EvaluationContext(work: Work(width: 2)))
        } catch {
            // A value computed once for all rows fails even where no row asks for it.
            #expect(overflows && error.code == "number.overflow" || table.count == 0, place)
            return
        }
        #expect(!overflows, place)
        if overflows { return }
        #expect(found.column.type == bound.type.type && found.column.count == table.count, place)
        for row in 0..<table.count {
            #expect(isSame(found.column[row], expected[row]), "row \(row), \(place.rawValue)")
        }
        // Constants count once and not once a row.
        let hasConstantLoss = bound.contains { part in
            guard case .call(let name, _) = part.form, part.isConstant else { return false }
            return ["/", "%", "sqrt"].contains(name)
        }
        if !hasConstantLoss { #expect(found.counts == counts, place) }
    }

    private func isSame(_ a: Scalar, _ b: Scalar) -> Bool {
        if case .text(let x) = a, case .text(let y) = b { return Array(x.utf8) == Array(y.utf8) }
        return a == b
    }

    @Test func `a guarded division counts only what it divides`() throws {
        let table = Table(["a": .ints([6, 5, 4]), "b": .ints([3, 0, 0])])
        #expect(try column("a / b", table).counts.divisionsByZero == 2)
        let guarded = try column("if(b != 0, a / b, 0)", table)
        #expect(guarded.counts == EvaluationCounts())
        #expect((0..<3).map { guarded.column[$0] } == [.float(2), .float(0), .float(0)])
        #expect(try column("b != 0 and a / b > 1", table).counts == EvaluationCounts())
        #expect(try column("b == 0 or a / b > 1", table).counts == EvaluationCounts())
    }

    @Test func `overflow names the first row, of the whole table`() throws {
        let table = Table(["a": .ints([1, Int.max, Int.max]), "b": .bools([true, false, true])])
        let plain = #expect(throws: Diagnostic.self) { try column("a + 1", table) }
        #expect(plain?.code == "number.overflow" && plain?.subject == .row(2))
        let chosen = #expect(throws: Diagnostic.self) { try column("if(b, a * 2, 0)", table) }
        #expect(chosen?.subject == .row(3))
        #expect(chosen?.message == "the result of `*` in row 3 does not fit in 64 bits")
        let constant = #expect(throws: Diagnostic.self) { try column("9223372036854775807 + 1", table) }
        #expect(constant?.message == "the result of `+` does not fit in 64 bits")
        #expect(constant?.labels.isEmpty == false)
    }

    @Test func `a text that is no number is an error without its value`() throws {
        let table = Table(["x": .texts(["1", "n/a", " 2.5 ", nil])])
        let failure = #expect(throws: Diagnostic.self) { try column("number(x)", table) }
        #expect(failure?.code == "value.number" && failure?.message == "the text in row 2 is no number")
        let read = try column("number(x, missing=[\"n/a\"])", table).column
        #expect((0..<4).map { read[$0] } == [.float(1), .missing, .float(2.5), .missing])
    }

    @Test func `what comes late`() throws {
        let table = Table(["d": .dates([20_000, 20_100])])
        let scope = Scope(table.schema, parameters: ["cutoff": .date(20_050)], verb: "where")
        let bound = try Reading.bound("d > $cutoff", in: scope)
        let context = EvaluationContext(LateValues(parameters: ["cutoff": .date(20_050)]))
        let found = try evaluate(bound, over: table, context: context).column
        #expect((0..<2).map { found[$0] } == [.bool(false), .bool(true)])
        let unset = #expect(throws: Diagnostic.self) {
            try evaluate(bound, over: table, context: EvaluationContext())
        }
        #expect(unset?.code == "parameter.unset")
        #expect(try Reading.bound("ago(1d) > 2025-01-31", in: scope).notes.map(\.code) == ["type.midnight"])
    }

    @Test func `a zoned column meets a wall clock`() throws {
        // 2025-01-31T00:30 in +08:00 is 16:30 of the day before in UTC.
        let stamp = Column.datetimes([1_738_254_600_000_000], zone: "+08:00")
        let table = Table(Schema([Field("ts", .datetime(zone: "+08:00"))]), [stamp])
        for (text, expected) in [
            ("ts == 2025-01-31T00:30", Scalar.bool(true)), ("ts >= 2025-01-31", .bool(true)),
            ("ts == 2025-01-30T16:30Z", .bool(true)), ("hour(ts)", .int(0)), ("date(ts)", .date(20_119)),
            ("ts - 2025-01-31T00:00", .duration(1_800_000_000)),
        ] {
            #expect(try column(text, table).column[0] == expected, "\(text)")
        }
    }

    @Test func `dictionaries are worked on once an entry`() throws {
        let codes = FixedColumn<Int32>([0, 1, 2, nil, 1], filler: 0)
        let texts = CategoryColumn(codes: codes, dictionary: TextColumn(["EMEA", "emea", "x"]))
        let table = Table(["c": Column(.text, .codes(texts))])
        let lowered = try column("lower(c)", table).column
        guard case .codes(let category) = lowered.layout else {
            Issue.record("no dictionary any more")
            return
        }
        #expect(category.dictionary.count == 2)
        #expect(
            (0..<5).map { lowered[$0] } == [
                .text("emea"), .text("emea"), .text("x"), .missing, .text("emea"),
            ])
        let lengths = try column("length(c)", table).column
        #expect((0..<5).map { lengths[$0] } == [.int(4), .int(4), .int(1), .missing, .int(4)])
    }

    @Test func `more rows than a morsel, in any width`() throws {
        let count = Work.morsel + 70
        let table = Table([
            "s": .texts((0..<count).map { $0 % 7 == 0 ? nil : "Text \($0) ä" }),
            "f": .floats((0..<count).map { Double($0 % 1000) / 8 - 20 }),
        ])
        for text in ["upper(s)", "length(s)", "contains(s, \"9\")", "round(sqrt(f), 2)", "right(s, 3)"] {
            let (one, two) = (try column(text, table, width: 1), try column(text, table, width: 2))
            #expect(one.counts == two.counts)
            for row in stride(from: 0, to: count, by: 509) + [count - 1, Work.morsel, Work.morsel - 1] {
                #expect(one.column[row] == two.column[row], "\(text) row \(row)")
            }
        }
        let upper = try column("upper(s)", table).column
        #expect(upper[Work.morsel + 1] == .text("TEXT \(Work.morsel + 1) Ä"))
    }

    @Test(arguments: [
        (2.5, 0, 3.0), (-2.5, 0, -3), (2.675, 2, 2.68), (1.005, 2, 1.01), (-1.005, 2, -1.01),
        (0.285, 2, 0.29),
        (1e300, 2, 1e300), (1234.5, -2, 1200), (1250, -2, 1300), (0.5, 0, 1), (0.49999999999999994, 0, 0),
        (9_007_199_254_740_994, 0, 9_007_199_254_740_994), (1e-300, 15, 0), (99.995, 2, 100), (-0.4, 0, 0),
        (4_503_599_627_370_497.5, 0, 4_503_599_627_370_498),
    ])
    func `rounding is that of the written number`(value: Double, digits: Int, expected: Double) throws {
        let table = Table(["x": .floats([value])])
        let found = try column("round(x, \(digits))", table).column[0]
        #expect(found == .float(expected))
    }
}
