import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@Suite struct WindowFramesTests {
    static let aggregates: [Aggregate] = [
        .count, .countPresent, .countDistinct, .sum, .mean, .min, .max, .first, .last, .mode, .median,
        .quantile(0.9), .std, .variance,
    ]

    /// Each frame is a table of its own, aggregated by the definition.
    @Test(arguments: Trial.all) func `a frame is a group`(_ trial: Trial) throws {
        var random = SeededRandom(seed: trial.seed)
        let work = Work(width: 2)
        let by = Shape.fewInts.column(trial.rows, missing: 0.1, from: 3, &random)
        let sort = Shape.fewInts.column(trial.rows, missing: 0.1, &random)
        let values = Column.ints(
            (0..<trial.rows).map { _ in
                Double.random(in: 0..<1, using: &random) < trial.missing
                    ? nil : Int.random(in: -9...9, using: &random)
            })
        let order = try WindowOrder(by: [by], sort: [SortKey(sort)], count: trial.rows, work: work)
        let size = Int.random(in: 1...5, using: &random)
        let frames = try WindowFrames(last: size, in: order, work: work)
        for aggregate in Self.aggregates {
            let column = aggregate == .count ? nil : values
            let found = try order.aggregate(aggregate, of: column, over: frames, work: work)
            let whole = try order.aggregate(aggregate, of: column, work: work).column
            for place in 0..<trial.rows {
                let row = Int(order.rows[place])
                let start = Int(order.starts[Int(order.partitions[place])])
                let end = Int(order.starts[Int(order.partitions[place]) + 1])
                let frame = max(start, place - size + 1)...place
                #expect(
                    found[row].isClose(to: try one(aggregate, values, order, Array(frame))),
                    "\(trial) \(aggregate)")
                #expect(
                    whole[row].isClose(to: try one(aggregate, values, order, Array(start..<end))),
                    "\(trial) \(aggregate)")
            }
        }
    }

    private func one(
        _ aggregate: Aggregate, _ values: Column, _ order: WindowOrder, _ places: [Int]
    ) throws -> Scalar {
        let cells = Column(.int, scalars: places.map { values[Int(order.rows[$0])] })
        let group = Grouping.reference(by: [], count: cells.count)
        let type = try #require(aggregate.resultType(of: aggregate == .count ? nil : .int))
        return try group.reference(aggregate, of: cells, giving: type).column[0]
    }

    /// More members than one batch holds, and rows around a morsel.
    @Test func `large frames agree with running sums at any width`() throws {
        var random = SeededRandom(seed: 5)
        let rows = 65_537
        let values = Column.ints((0..<rows).map { _ in Int.random(in: 0...9, using: &random) })
        for width in [1, 2] {
            let work = Work(width: width)
            let order = try WindowOrder(
                by: [], sort: [SortKey(.ints(Array(0..<rows)))], count: rows, work: work)
            let frames = try WindowFrames(last: 70, in: order, work: work)
            let sums = try order.aggregate(.sum, of: values, over: frames, work: work)
            let running = try order.runningSums(of: values, work: work)
            func total(_ row: Int) -> Int64 { if case .int(let sum) = running[row] { sum } else { 0 } }
            #expect(
                (0..<rows).allSatisfy { row in
                    sums[row] == .int(total(row) - (row >= 70 ? total(row - 70) : 0))
                })
        }
    }

    @Test func `floats are summed without loss, and what is no number is missing`() throws {
        let work = Work(width: 1)
        let order = try WindowOrder(by: [], sort: [SortKey(.ints([1, 2, 3, 4]))], count: 4, work: work)
        let sums = try order.runningSums(of: .floats([1, 1e100, 1, -1e100]), work: work)
        #expect(sums[3] == .float(2))
        let large = try order.runningSums(of: .floats([1e308, 1e308, 0, 0]), work: work)
        #expect(large[0] == .float(1e308) && large[1] == .missing)
        #expect(throws: Diagnostic.self) { try order.runningSums(of: .texts(["", "", "", ""]), work: work) }
    }
}

extension Scalar {
    /// Floats may be computed in another order.
    fileprivate func isClose(to other: Scalar) -> Bool {
        guard case (.float(let a), .float(let b)) = (self, other) else { return self == other }
        return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))
    }
}
