import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@Suite struct SortTests {
    let work = Work(width: 2)

    @Test("sorts as the definition does", arguments: Trial.all, Shape.allCases)
    func agrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let column = shape.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        for descending in [false, true] {
            let keys = [SortKey(column, descending: descending)]
            let order = try sortOrder(keys, count: trial.rows, work: work)
            #expect(
                Array(order) == Array(Sort.reference(keys, count: trial.rows)),
                "\(trial) \(shape) descending \(descending)")
        }
    }

    @Test("several keys, each its own way", arguments: 0..<40 as Range<UInt64>)
    func combines(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let rows = Int.random(in: 0...200, using: &random)
        let keys = (0..<Int.random(in: 0...5, using: &random)).map { _ in
            SortKey(
                Shape.allCases.picked(using: &random).column(
                    rows, from: Int.random(in: 0...70, using: &random), &random),
                descending: .random(using: &random))
        }
        let order = try sortOrder(keys, count: rows, work: work)
        #expect(Array(order) == Array(Sort.reference(keys, count: rows)), "seed \(seed)")
    }

    /// Around the size of a morsel; that the order is right is one look at neighbours.
    @Test(arguments: [65_535, 65_536, 65_537])
    func `large tables sort the same at any width`(rows: Int) throws {
        var random = SeededRandom(seed: UInt64(rows))
        let column = Column.ints((0..<rows).map { _ in Int.random(in: 0...40_000, using: &random) })
        let order = Array(try sortOrder([SortKey(column)], count: rows, work: work))
        #expect(Set(order).count == rows)
        #expect(
            zip(order, order.dropFirst()).allSatisfy { a, b in
                column[Int(b)].isLess(than: column[Int(a)])
                    ? false : column[Int(a)] == column[Int(b)] ? a < b : true
            }, "rows \(rows)")
        #expect(Array(try sortOrder([SortKey(column)], count: rows, work: Work(width: 1))) == order)
    }

    /// Keys that crowd together are scattered again; equal ones need not move at all.
    @Test(arguments: [1, 50_000, 200_000])
    func `one outlier among many small keys`(distinct: Int) throws {
        let rows = 150_000
        var random = SeededRandom(seed: UInt64(distinct))
        var cells = (0..<rows).map { _ in Int.random(in: 0..<distinct, using: &random) }
        for outlier in [nil, Int.min, 1 << 50] as [Int?] {
            cells[77] = outlier ?? cells[77]
            let order = Array(try sortOrder([SortKey(.ints(cells))], count: rows, work: work))
            #expect(Set(order).count == rows)
            let isOrdered = zip(order, order.dropFirst()).allSatisfy { a, b in
                (cells[Int(a)], a) < (cells[Int(b)], b)
            }
            #expect(isOrdered, "distinct \(distinct), outlier \(outlier ?? 0)")
        }
    }

    @Test func `missing is last both ways, and ties keep their order`() throws {
        let column = Column.ints([2, nil, 1, 2, nil])
        #expect(Array(try sortOrder([SortKey(column)], count: 5, work: work)) == [2, 0, 3, 1, 4])
        #expect(
            Array(try sortOrder([SortKey(column, descending: true)], count: 5, work: work)) == [
                0, 3, 2, 1, 4,
            ])
        #expect(Array(try sortOrder([], count: 2, work: work)) == [0, 1])
    }

    @Test func `a cancelled sort says so`() {
        let stopped = Work(width: 2)
        stopped.cancel()
        let error = #expect(throws: Diagnostic.self) {
            try sortOrder([SortKey(.ints([2, 1]))], count: 2, work: stopped)
        }
        #expect(error == .cancelled)
    }
}
