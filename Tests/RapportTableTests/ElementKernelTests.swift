import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

/// Row by row: arithmetic, comparison, logic, choice, casts and times against their definitions.
@Suite struct ElementKernelTests {
    let work = Work(width: 2)

    /// Columns, and every way to put one value in their place.
    private func operands(
        _ shape: Shape, _ trial: Trial, _ random: inout SeededRandom
    ) -> [Operand] {
        [
            .column(shape.column(trial.rows, missing: trial.missing, from: trial.offset, &random)),
            .scalar(shape.cell(&random), shape.type), .scalar(.missing, shape.type),
        ]
    }

    @Test("computes what the definition computes", arguments: Trial.all, Shape.allCases)
    func arithmeticAgrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        for other in Shape.allCases {
            let sides = (operands(shape, trial, &random), operands(other, trial, &random))
            for op in ArithmeticOperator.allCases {
                guard let type = op.resultType(shape.type, other.type) else { continue }
                for (a, b) in [
                    (sides.0[0], sides.1[0]), (sides.0[1], sides.1[0]), (sides.0[0], sides.1[1]),
                    (sides.0[2], sides.1[0]),
                ] {
                    let what: Comment = "\(shape) \(op.rawValue) \(other) \(trial)"
                    do throws(Diagnostic) {
                        let expected = try Arithmetic.reference(op, a, b, giving: type)
                        let found = try arithmetic(op, a, b, work: work)
                        #expect(found.column.isIdentical(to: expected.column), what)
                        #expect(found.divisionsByZero == expected.divisionsByZero, what)
                        #expect(found.notFinite == expected.notFinite, what)
                    } catch {
                        let other = #expect(throws: Diagnostic.self) { try arithmetic(op, a, b, work: work) }
                        #expect(other == error, what)
                    }
                }
            }
        }
    }

    @Test("compares what the definition compares", arguments: Trial.all, Shape.allCases)
    func comparisonAgrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        for other in Shape.allCases where areComparable(shape.type, other.type) {
            let sides = (operands(shape, trial, &random), operands(other, trial, &random))
            for op in ComparisonOperator.allCases {
                for (a, b) in [
                    (sides.0[0], sides.1[0]), (sides.0[1], sides.1[0]), (sides.0[0], sides.1[1]),
                    (sides.0[0], sides.1[2]),
                ] {
                    let found = try compare(op, a, b, work: work)
                    #expect(
                        found.isIdentical(to: try Comparison.reference(op, a, b)),
                        "\(shape) \(op.rawValue) \(other) \(trial)")
                }
            }
        }
    }

    @Test("finds in a list what the definition finds", arguments: Trial.all, Shape.allCases)
    func membershipAgrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let column = shape.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        for count in [0, 1, 3, 12] {
            let values = (0..<count).map { _ in shape.cell(&random) } + [.missing]
            #expect(
                try isIn(column, values, work: work).isIdentical(to: Membership.reference(column, values)),
                "\(trial) \(shape) \(count)")
        }
    }

    @Test("casts what the definition casts", arguments: Trial.all, Shape.allCases)
    func castAgrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let column = shape.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        let types: [ColumnType] = [
            .bool, .int, .float, .text, .date, .datetime(zone: nil), .datetime(zone: "+08:00"),
            .datetime(zone: "America/New_York"), .duration,
        ]
        for type in types where canCast(from: column.type, to: type) {
            let (found, expected) = (
                try cast(column, to: type, work: work), try Casting.reference(column, to: type)
            )
            #expect(found.column.isIdentical(to: expected.column), "\(trial) \(shape) to \(type)")
            #expect(found.misfits == expected.misfits, "\(trial) \(shape) to \(type)")
            #expect(found.firstMisfit == expected.firstMisfit, "\(trial) \(shape) to \(type)")
            // What a text says is what was written.
            if type == .text, column.type != .text, canCast(from: .text, to: column.type) {
                let back = try cast(found.column, to: column.type, work: work)
                #expect(back.column.isIdentical(to: column) && back.misfits == 0, "\(trial) \(shape)")
            }
        }
    }

    @Test("knows the calendar as the definition does", arguments: Trial.all, [Shape.dates, .datetimes])
    func timesAgree(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let column = shape.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        for part in DatePart.allCases {
            #expect(
                try datePart(part, of: column, work: work).isIdentical(
                    to: DateParts.reference(part, of: column)),
                "\(trial) \(part)")
        }
        for grain in [Grain.day, .week, .month, .quarter, .year] {
            let starts = try DateParts.reference(of: column) { grain.start(of: $0) }
            #expect(try startOf(grain, of: column, work: work).isIdentical(to: starts), "\(trial) \(grain)")
            let ends = try DateParts.reference(of: column) { grain.end(of: $0) }
            #expect(try endOf(grain, of: column, work: work).isIdentical(to: ends), "\(trial) \(grain)")
        }
        for period in [
            Period(months: 1), Period(months: -13, days: 40), Period(days: -7), Period(microseconds: 5),
            Period(months: 2, microseconds: -1),
        ] {
            let moved = try shifted(column, by: period, work: work)
            #expect(moved.isIdentical(to: try Shift.reference(column, by: period)), "\(trial) \(period)")
        }
    }

    @Test("chooses what the definition chooses", arguments: Trial.all, Shape.allCases)
    func choiceAgrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let condition = Shape.bools.column(
            trial.rows, missing: trial.missing, from: trial.offset + 1, &random)
        let (a, b) = (operands(shape, trial, &random), operands(shape, trial, &random))
        for x in a {
            for y in b {
                let found = try choose(condition, x, y, type: shape.type, work: work)
                #expect(found.isIdentical(to: Choose.reference(condition, x, y)), "\(trial) \(shape)")
            }
        }
        guard case .column(let first) = a[0] else { return }
        let present = try isPresent(first, work: work)
        let merged = try coalesce([a[2], a[0], b[1]], type: shape.type, work: work)
        #expect(merged.isIdentical(to: Choose.reference(present, a[0], b[1])), "\(trial) \(shape)")
    }

    @Test("three values of logic", arguments: Trial.all)
    func logicAgrees(_ trial: Trial) throws {
        var random = SeededRandom(seed: trial.seed)
        let a = Shape.bools.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        let b = Shape.bools.column(trial.rows, missing: 0.3, from: 1, &random)
        func bools(_ column: Column) -> [Bool?] {
            (0..<column.count).map { if case .bool(let value) = column[$0] { value } else { nil } }
        }
        let (x, y) = (bools(a), bools(b))
        #expect(bools(try and(a, b, work: work)) == zip(x, y).map(Logic.and), "\(trial)")
        #expect(bools(try or(a, b, work: work)) == zip(x, y).map(Logic.or), "\(trial)")
        #expect(bools(try not(a, work: work)) == x.map { $0.map { !$0 } }, "\(trial)")
        #expect(bools(try isMissing(a, work: work)) == x.map { $0 == nil }, "\(trial)")
        #expect(bools(try isPresent(a, work: work)) == x.map { $0 != nil }, "\(trial)")
    }
}
