import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@Suite struct AggregateTests {
    let work = Work(width: 2)

    static let aggregates: [Aggregate] = [
        .count, .countPresent, .countDistinct, .sum, .mean, .min, .max, .first, .last, .any, .all, .mode,
        .median, .quantile(0), .quantile(0.3), .quantile(1), .std, .variance,
    ]

    @Test("aggregates as the definition does", arguments: Trial.all, Shape.allCases)
    func agrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let column = shape.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        let keys = Shape.fewInts.column(trial.rows, from: 3, &random)
        for grouping in [
            try Grouping(by: [keys], count: trial.rows, work: work),
            try Grouping(by: [], count: trial.rows, work: work),
        ] {
            for aggregate in Self.aggregates {
                guard let type = aggregate.resultType(of: column.type) else { continue }
                try expectSame(grouping, aggregate, column, type, "\(trial) \(shape) \(aggregate)")
            }
        }
    }

    /// Exact but for floats: these within the bound of the definition's own plain sums.
    private func expectSame(
        _ grouping: Grouping, _ aggregate: Aggregate, _ column: Column, _ type: ColumnType, _ what: String
    ) throws {
        let expected: Aggregated
        do throws(Diagnostic) {
            expected = try grouping.reference(aggregate, of: column, giving: type)
        } catch {
            let other = #expect(throws: Diagnostic.self) {
                try grouping.aggregate(aggregate, of: column, work: work)
            }
            #expect(other == error, "\(what)")
            return
        }
        let found = try grouping.aggregate(aggregate, of: column, work: work)
        #expect(found.used == expected.used, "\(what)")
        guard type == .float || type == .duration && column.type == .duration else {
            return #expect(found.column.isIdentical(to: expected.column), "\(what)")
        }
        #expect(found.column.type == type && found.column.count == expected.column.count, "\(what)")
        let size = (0..<column.count).reduce(0.0) { max($0, abs(column[$1].number ?? 0)) }
        for group in 0..<expected.column.count {
            switch (found.column[group], expected.column[group]) {
            case (.float(let a), .float(let b)):
                let scale = max(size, abs(b)) * (aggregate == .variance ? max(size, 1) : 1)
                #expect(
                    abs(a - b) <= 1e-12 * Double(column.count + 1) * max(scale, 1), "\(what) group \(group)")
            case (.duration(let a), .duration(let b)): #expect(abs(a - b) <= 1, "\(what) group \(group)")
            // Where sums pass the largest float on the way, neither order is the right one.
            case (.missing, .float(let b)), (.float(let b), .missing):
                #expect(!b.isFinite || size > 1e290, "\(what) group \(group)")
            case (let a, let b): #expect(a == b, "\(what) group \(group)")
            }
        }
    }

    /// Few and many groups around the edges of a morsel, where partial states are merged.
    @Test(arguments: [65_535, 65_537, 131_073], [5, 6000])
    func `large tables aggregate the same at any width`(rows: Int, groups: Int) throws {
        var random = SeededRandom(seed: UInt64(rows + groups))
        let keys = Column.ints((0..<rows).map { _ in Int.random(in: 0..<groups, using: &random) })
        let values = Column.floats(
            (0..<rows).map { $0 % 11 == 3 ? nil : Double(Int.random(in: -8000...8000, using: &random)) / 8 })
        let grouping = try Grouping(by: [keys], count: rows, work: work)
        // Eighths add up exactly, so that all orders of addition agree.
        var sums = [Double](repeating: 0, count: grouping.groupCount)
        var (last, largest) = (
            [Double?](repeating: nil, count: sums.count), [Double?](repeating: nil, count: sums.count)
        )
        for row in 0..<rows {
            guard let value = values[row].number else { continue }
            let group = Int(grouping.groups[row])
            sums[group] += value
            last[group] = value
            largest[group] = max(largest[group] ?? value, value)
        }
        for width in [1, 2, 5] {
            let work = Work(width: width)
            let sum = try grouping.aggregate(.sum, of: values, work: work)
            #expect(sum.column.isIdentical(to: .floats(sums)) && sum.used == rows - values.missingCount)
            #expect(
                try grouping.aggregate(.last, of: values, work: work).column.isIdentical(to: .floats(last)))
            #expect(
                try grouping.aggregate(.max, of: values, work: work).column.isIdentical(to: .floats(largest)))
            let deviation = try grouping.aggregate(.std, of: values, work: work).column
            let again = try grouping.aggregate(.std, of: values, work: Work(width: 1)).column
            #expect(deviation.isIdentical(to: again))
        }
    }

    @Test func `of nothing`() throws {
        let none = try Grouping(by: [], count: 0, work: work)
        func result(_ aggregate: Aggregate, _ column: Column?) throws -> Scalar {
            try none.aggregate(aggregate, of: column, work: work).column[0]
        }
        #expect(try result(.count, nil) == .int(0))
        #expect(try result(.sum, .ints([])) == .int(0))
        #expect(try result(.sum, .floats([])) == .float(0))
        #expect(try result(.mean, .ints([])) == .missing)
        #expect(try result(.min, .texts([])) == .missing)
        #expect(try result(.any, .bools([])) == .bool(false))
        #expect(try result(.all, .bools([])) == .bool(true))
        #expect(try result(.mode, .dates([])) == .missing)
        #expect(try result(.median, .ints([])) == .missing)
    }

    @Test func `sums of ints are exact, and fail only where the total does not fit`() throws {
        let one = try Grouping(by: [], count: 3, work: work)
        let fits = try one.aggregate(.sum, of: .ints([.max, 1, -1]), work: work)
        #expect(fits.column[0] == .int(.max))
        let error = #expect(throws: Diagnostic.self) {
            try one.aggregate(.sum, of: .ints([.max, 1, 0]), work: work)
        }
        #expect(error?.code == "number.overflow")
        #expect(error?.message == "the sum of group 1 does not fit in 64 bits")
        #expect(
            try one.aggregate(.mean, of: .ints([.max, .max, .max]), work: work).column[0] == .float(0x1p63))
    }

    @Test func `sums of floats do not lose small values among large ones`() throws {
        let one = try Grouping(by: [], count: 4, work: work)
        let sum = try one.aggregate(.sum, of: .floats([1, 1e100, 1, -1e100]), work: work)
        #expect(sum.column[0] == .float(2))
    }

    @Test func `of a tie the mode is the smallest, and missing is no value`() throws {
        let one = try Grouping(by: [], count: 6, work: work)
        #expect(try one.aggregate(.mode, of: .ints([3, 1, 3, 1, nil, nil]), work: work).column[0] == .int(1))
        #expect(
            try one.aggregate(.countDistinct, of: .ints([3, 1, 3, 1, nil, nil]), work: work).column[0]
                == .int(2))
    }

    @Test func `an aggregate without meaning is refused`() throws {
        let one = try Grouping(by: [], count: 1, work: work)
        let error = #expect(throws: Diagnostic.self) {
            try one.aggregate(.sum, of: .texts(["a"]), work: work)
        }
        #expect(error?.code == "type.operands")
    }
}
