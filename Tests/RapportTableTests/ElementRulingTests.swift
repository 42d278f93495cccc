import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

/// Single rulings of the language, each where it could have gone another way.
@Suite struct ElementRulingTests {
    let work = Work(width: 1)

    private func run(
        _ op: ArithmeticOperator, _ a: Scalar, _ b: Scalar, _ types: (ColumnType, ColumnType)
    ) throws -> Scalar {
        try arithmetic(op, .scalar(a, types.0), .scalar(b, types.1), work: work).column[0]
    }

    @Test func `the remainder has the sign of the divisor`() throws {
        #expect(try run(.remainder, .int(-7), .int(3), (.int, .int)) == .int(2))
        #expect(try run(.remainder, .int(7), .int(-3), (.int, .int)) == .int(-2))
        #expect(try run(.remainder, .int(.min), .int(-1), (.int, .int)) == .int(0))
        #expect(try run(.remainder, .float(-0.5), .int(3), (.float, .int)) == .float(2.5))
    }

    @Test func `division is of floats, and by zero it is missing and counted`() throws {
        #expect(try run(.divide, .int(7), .int(2), (.int, .int)) == .float(3.5))
        let computed = try arithmetic(
            .divide, .column(.ints([1, 0, nil, 4])), .column(.ints([0, 0, 0, 2])), work: work)
        #expect(computed.column.isIdentical(to: .floats([nil, nil, nil, 2])))
        #expect(computed.divisionsByZero == 2 && computed.notFinite == 0)
        let huge = try arithmetic(
            .multiply, .column(.floats([1e300, 1, nil])), .scalar(.float(1e10), .float), work: work)
        #expect(huge.column.isIdentical(to: .floats([nil, 1e10, nil])) && huge.notFinite == 1)
    }

    @Test func `an overflow names the first row, and not a missing one`() throws {
        let column = Column.ints([1, nil, .max, .max])
        let error = #expect(throws: Diagnostic.self) {
            try arithmetic(.add, .column(column), .scalar(.int(1), .int), work: work)
        }
        #expect(error?.code == "number.overflow")
        #expect(error?.message == "the result of `+` in row 3 does not fit in 64 bits")
        #expect(error?.subject == .row(3))
        // Garbage under a missing cell is no row's value.
        let hidden = Column(
            .int, .int64(FixedColumn(values: Buffer([Int64.max, 1]), validity: Bitmap([false, true]))))
        let sum = try arithmetic(.add, .column(hidden), .scalar(.int(1), .int), work: work).column
        #expect(sum.isIdentical(to: .ints([nil, 2])))
    }

    @Test func `dates and durations`() throws {
        let day = microsecondsOfDay
        #expect(try run(.subtract, .date(10), .date(3), (.date, .date)) == .duration(7 * day))
        #expect(
            try run(.subtract, .datetime(day), .date(0), (.datetime(zone: "+08:00"), .date))
                == .duration(day + 8 * 3_600_000_000))
        #expect(try run(.add, .date(1), .duration(5), (.date, .duration)) == .datetime(day + 5))
        #expect(try run(.divide, .duration(3), .duration(2), (.duration, .duration)) == .float(1.5))
        #expect(try run(.divide, .duration(3), .int(2), (.duration, .int)) == .duration(2))
        #expect(try run(.multiply, .float(0.5), .duration(3), (.float, .duration)) == .duration(2))
        #expect(ArithmeticOperator.add.resultType(.date, .date) == nil)
        #expect(ArithmeticOperator.add.resultType(.text, .text) == nil)
        #expect(ArithmeticOperator.subtract.resultType(.datetime(zone: nil), .datetime(zone: "UTC")) == nil)
    }
    private let microsecondsOfDay: Int64 = 86_400_000_000

    @Test func `months clamp to the end of the month`() throws {
        func moved(_ text: String, _ period: Period) throws -> String {
            let date = try #require(Scalar(text: text, type: .date))
            return try shifted(Column(.date, scalars: [date]), by: period, work: work).text(at: 0)
        }
        #expect(try moved("2025-01-31", Period(months: 1)) == "2025-02-28")
        #expect(try moved("2024-01-31", Period(months: 1)) == "2024-02-29")
        #expect(try moved("2024-02-29", Period(months: -12)) == "2023-02-28")
        #expect(try moved("2025-01-31", Period(months: 1, days: 1)) == "2025-03-01")
        #expect(try moved("2025-01-31", Period(microseconds: 3_600_000_000)) == "2025-01-31 01:00:00")
        let error = #expect(throws: Diagnostic.self) { try moved("9999-12-31", Period(days: 1)) }
        #expect(error?.code == "time.out-of-range" && error?.subject == .row(1))
        #expect(throws: Diagnostic.self) { try moved("2025-01-01", Period(months: .max)) }
        #expect(throws: Diagnostic.self) { try moved("2025-01-01", Period(days: .min)) }
    }

    @Test func `a zone computes its own calendar`() throws {
        // 2025-01-31 20:00 in UTC is the first of February in Shanghai.
        let instant = try #require(Scalar(text: "2025-01-31T20:00Z", type: .datetime(zone: "UTC")))
        let column = Column(.datetime(zone: "+08:00"), scalars: [instant])
        #expect(try datePart(.monthNumber, of: column, work: work)[0] == .int(2))
        #expect(try startOf(.month, of: column, work: work).text(at: 0, grain: .month) == "2025-02")
        #expect(try cast(column, to: .date, work: work).column.text(at: 0) == "2025-02-01")
        let named = Column(.datetime(zone: "Asia/Shanghai"), scalars: [instant])
        #expect(try datePart(.hour, of: named, work: work)[0] == .int(4))
        let unknown = Column(.datetime(zone: "Asia/Atlantis"), scalars: [instant])
        let error = #expect(throws: Diagnostic.self) { try datePart(.hour, of: unknown, work: work) }
        #expect(error?.code == "zone.unknown")
    }

    @Test func `an int and a float compare exactly`() throws {
        func holds(_ op: ComparisonOperator, _ a: Int, _ b: Double) throws -> Bool {
            let found = try compare(op, .column(.ints([a])), .column(.floats([b])), work: work)
            let mirrored = try compare(op.mirrored, .column(.floats([b])), .column(.ints([a])), work: work)
            #expect(found.isIdentical(to: mirrored))
            return found[0] == .bool(true)
        }
        #expect(try !holds(.equal, 9_007_199_254_740_993, 9_007_199_254_740_992))
        #expect(try holds(.greater, 9_007_199_254_740_993, 9_007_199_254_740_992))
        #expect(try holds(.less, .max, 0x1p63))
        #expect(try holds(.equal, .min, -0x1p63))
        #expect(try holds(.less, 3, 3.5) && holds(.greater, -3, -3.5))
        #expect(try holds(.less, 0, 1e300) && holds(.greater, 0, -1e300))
    }

    @Test func `text is compared by scalars, not by canonical equivalence`() throws {
        let (composed, decomposed) = (Column.texts(["é"]), Column.texts(["e\u{301}"]))
        #expect(try compare(.equal, .column(composed), .column(decomposed), work: work)[0] == .bool(false))
        #expect(try isIn(composed, [.text("e\u{301}")], work: work)[0] == .bool(false))
        #expect(
            try compare(.less, .column(.texts(["Zoe"])), .scalar(.text("adam"), .text), work: work)[0]
                == .bool(true))
    }

    @Test func `comparing what has no order is refused`() {
        let error = #expect(throws: Diagnostic.self) {
            try compare(.less, .column(.dates([1])), .scalar(.text("2025-01-31"), .text), work: work)
        }
        #expect(error?.message == "`<` of `date` and `text` has no meaning")
        #expect(throws: Diagnostic.self) { try and(.ints([1]), .bools([true]), work: work) }
        #expect(throws: Diagnostic.self) { try isIn(.ints([1]), [.text("1")], work: work) }
        #expect(throws: Diagnostic.self) { try cast(.dates([1]), to: .int, work: work) }
    }

    @Test func `casts refuse what would lose something, and count it`() throws {
        let found = try cast(.floats([2, 2.7, nil, 1e300, -3]), to: .int, work: work)
        #expect(found.column.isIdentical(to: .ints([2, nil, nil, nil, -3])))
        #expect(found.misfits == 2 && found.firstMisfit == 1)
        let read = try cast(
            .texts([" 12 ", "1.5", "x", nil, "9223372036854775808", "+7", ""]), to: .int, work: work)
        #expect(read.column.isIdentical(to: .ints([12, nil, nil, nil, nil, 7, nil])))
        #expect(read.misfits == 4 && read.firstMisfit == 1)
        let floats = try cast(.texts(["inf", "nan", "0x1p3", "1e3", ".5", "1e999"]), to: .float, work: work)
        #expect(floats.column.isIdentical(to: .floats([nil, nil, nil, 1000, 0.5, nil])))
        let dates = try cast(.texts(["2024-02-29", "2025-02-29", "2025-1-1"]), to: .date, work: work)
        #expect(dates.misfits == 2 && dates.column[0] == .date(19_782))
    }

    /// Whatever stands under a missing cell, no kernel may trap on it.
    @Test func `garbage under missing cells is not looked at`() throws {
        let none = Bitmap(repeating: false, count: 4)
        let columns = [
            Column(.int, .int64(FixedColumn(values: Buffer([Int64.min, .max, -1, 0]), validity: none))),
            Column(
                .float,
                .float64(FixedColumn(values: Buffer([.nan, .infinity, -.infinity, 1e300]), validity: none))),
            Column(.date, .int32(FixedColumn(values: Buffer([Int32.min, .max, -1, 0]), validity: none))),
            Column(
                .datetime(zone: "+08:00"),
                .int64(FixedColumn(values: Buffer([Int64.min, .max, -1, 0]), validity: none))),
            Column(.duration, .int64(FixedColumn(values: Buffer([Int64.min, .max, -1, 0]), validity: none))),
            Column(
                .text,
                .codes(
                    CategoryColumn(
                        codes: FixedColumn(values: Buffer([Int32.min, .max, -1, 7]), validity: none),
                        dictionary: TextColumn(["a"])))),
        ]
        for column in columns {
            let type = column.type
            for to in [ColumnType.bool, .int, .float, .text, .date, .datetime(zone: nil), .duration]
            where canCast(from: type, to: to) {
                let found = try cast(column, to: to, work: work)
                #expect(found.column.missingCount == 4 && found.misfits == 0, "\(type) to \(to)")
            }
            for other in columns {
                for op in ArithmeticOperator.allCases where op.resultType(type, other.type) != nil {
                    let found = try arithmetic(op, .column(column), .column(other), work: work)
                    #expect(found.column.missingCount == 4 && found.divisionsByZero + found.notFinite == 0)
                }
                for op in ComparisonOperator.allCases where areComparable(type, other.type) {
                    #expect(try compare(op, .column(column), .column(other), work: work).missingCount == 4)
                }
            }
            if type.isTime {
                for part in DatePart.allCases {
                    #expect(try datePart(part, of: column, work: work).missingCount == 4)
                }
                for grain in [Grain.day, .week, .month, .quarter, .year] {
                    #expect(try startOf(grain, of: column, work: work).missingCount == 4)
                    #expect(try endOf(grain, of: column, work: work).missingCount == 4)
                }
                let period = Period(months: 1, days: 1, microseconds: 1)
                #expect(try shifted(column, by: period, work: work).missingCount == 4)
            }
            let grouping = try Grouping(by: [column], count: 4, work: work)
            #expect(grouping.groupCount == 1)
            #expect(Array(try sortOrder([SortKey(column)], count: 4, work: work)) == [0, 1, 2, 3])
            for aggregate in AggregateTests.aggregates
            where aggregate.resultType(of: type) != nil && aggregate != .count {
                #expect(try grouping.aggregate(aggregate, of: column, work: work).used == 0)
            }
            #expect(try Column.concatenated([column, column], work: work).missingCount == 8)
            #expect(try column.decoded(work: work).missingCount == 4)
        }
        let digests = try columns.map { try ContentDigest(of: Table(["x": $0]), work: work) }
        #expect(digests.count == columns.count)
    }

    @Test func `a missing condition takes the second value`() throws {
        let condition = Column.bools([true, false, nil])
        let found = try choose(
            condition, .scalar(.int(1), .int), .scalar(.float(2.5), .float), type: .float, work: work)
        #expect(found.isIdentical(to: .floats([1, 2.5, 2.5])))
        let all = try coalesce([.scalar(.missing, .int), .scalar(.int(3), .int)], type: .float, work: work)
        #expect(all.isIdentical(to: .floats([3])))
    }
}
