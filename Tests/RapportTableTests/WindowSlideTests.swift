import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

/// Frames that slide against the same frames written out as groups.
@Suite struct WindowSlideTests {
    static let aggregates: [Aggregate] = [
        .countPresent, .countDistinct, .sum, .mean, .min, .max, .first, .last, .any, .all, .mode, .median,
        .quantile(0.1), .quantile(1), .std, .variance,
    ]

    private func expectSame(
        _ order: WindowOrder, _ frames: WindowFrames, _ column: Column, _ what: String,
        _ aggregates: [Aggregate] = aggregates
    ) throws {
        let (one, two) = (Work(width: 1), Work(width: 2))
        let cells = try column.gathered(at: order.rows, work: two)
        for aggregate in aggregates where aggregate.resultType(of: column.type) != nil {
            let found = try order.aggregate(aggregate, of: column, over: frames, work: two)
            let alone = try order.aggregate(aggregate, of: column, over: frames, work: one)
            let expected = try order.writtenOut(aggregate, of: cells, over: frames, work: two)
            var (close, same) = (true, true)
            for place in 0..<order.count {
                let row = Int(order.rows[place])
                let isEmpty = frames.first[place] == frames.end[place]
                close = close && (isEmpty ? found[row].isMissing : found[row].isClose(to: expected[place]))
                same = same && found[row] == alone[row]
            }
            #expect(close, "\(what) \(aggregate)")
            #expect(same, "\(what) \(aggregate): other bits at another width")
        }
    }

    @Test("long frames", arguments: Trial.all, Shape.allCases)
    func agrees(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let work = Work(width: 2)
        // Sums of 1e300 and of the whole range of ints have tests of their own.
        guard shape != .floats && shape != .wholeRangeInts else { return }
        let by = Shape.fewInts.column(trial.rows, missing: 0.1, from: 3, &random)
        let sort = Shape.manyInts.column(trial.rows, missing: 0.1, &random)
        let column = shape.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        let order = try WindowOrder(
            by: trial.rows % 2 == 0 ? [] : [by], sort: [SortKey(sort)], count: trial.rows, work: work)
        for size in [1, 40] {
            let frames = try WindowFrames(last: size, in: order, work: work)
            try expectSame(order, frames, column, "\(trial) \(shape) last \(size)")
        }
    }

    /// Frames of time hold ties behind the row, nothing where the time is missing, and jump over gaps.
    @Test("frames of time", arguments: Trial.all) func time(_ trial: Trial) throws {
        var random = SeededRandom(seed: trial.seed)
        let work = Work(width: 2)
        let days = Column(
            .date,
            scalars: (0..<trial.rows).map { _ in
                Double.random(in: 0..<1, using: &random) < trial.missing
                    ? .missing : .date([.random(in: 0...40, using: &random), 9000].picked(using: &random))
            })
        let by = Shape.fewInts.column(trial.rows, missing: 0.1, &random)
        let values = Shape.fewInts.column(trial.rows, missing: 0.2, from: 7, &random)
        let order = try WindowOrder(by: [by], sort: [SortKey(days)], count: trial.rows, work: work)
        for length in [1, 5, 300] {
            let floors = try shifted(days, by: Period(days: -length), work: work)
            let frames = try WindowFrames(times: days, floors: floors, in: order, work: work)
            for place in 0..<trial.rows {
                let row = Int(order.rows[place])
                let start = Int(order.starts[Int(order.partitions[place])])
                let end = Int(order.starts[Int(order.partitions[place]) + 1])
                func day(_ place: Int) -> Int32? {
                    if case .date(let day) = days[Int(order.rows[place])] { day } else { nil }
                }
                var members: [Int] = []
                if case .date(let own) = days[row] {
                    members = (start..<end).filter {
                        day($0).map { $0 > own - Int32(length) && $0 <= own } ?? false
                    }
                }
                let frame = Int(frames.first[place])..<Int(frames.end[place])
                #expect(Array(frame) == members, "\(trial) \(length) days")
            }
            try expectSame(order, frames, values, "\(trial) \(length) days")
        }
    }

    @Test(arguments: [65_536, 65_537])
    func `rows around a morsel slide the same at any width`(rows: Int) throws {
        var random = SeededRandom(seed: UInt64(rows))
        let work = Work(width: 2)
        let values = Column.floats(
            (0..<rows).map { _ in
                Double.random(in: 0..<1, using: &random) < 0.1 ? nil : .random(in: -5...5, using: &random)
            })
        let by = Column.ints((0..<rows).map { $0 / 60_000 })
        let order = try WindowOrder(
            by: [by], sort: [SortKey(.ints(Array(0..<rows)))], count: rows, work: work)
        let frames = try WindowFrames(last: 18, in: order, work: work)
        try expectSame(order, frames, values, "\(rows) rows", [.sum, .max, .median, .countDistinct])
        // Too long to be written out: the whole partition up to the row, by the running sum.
        let all = try WindowFrames(last: rows, in: order, work: work)
        let sums = try order.aggregate(.sum, of: values, over: all, work: work)
        let running = try order.runningSums(of: values, work: work)
        let (one, medians) = try (
            order.runningSums(of: values, work: Work(width: 1)),
            order.aggregate(.median, of: values, over: all, work: work)
        )
        #expect((0..<rows).allSatisfy { sums[$0].isClose(to: running[$0]) && one[$0] == running[$0] })
        #expect(medians[0].isMissing == values[0].isMissing)
    }

    /// What leaves a frame leaves nothing behind.
    @Test func `a large value that has left is no part of the sum`() throws {
        let work = Work(width: 2)
        let values = Column.floats([1e300, 1, 0.1, 0.2, -1e300, 1e300, 0.3, 0.4])
        let order = try WindowOrder(by: [], sort: [SortKey(.ints(Array(0..<8)))], count: 8, work: work)
        let frames = try WindowFrames(last: 2, in: order, work: work)
        let sums = try order.aggregate(.sum, of: values, over: frames, work: work)
        #expect(sums[3] == .float(0.1 + 0.2) && sums[5] == .float(0) && sums[7] == .float(0.3 + 0.4))
    }
}

extension Scalar {
    /// Floats may be added in another order.
    fileprivate func isClose(to other: Scalar) -> Bool {
        guard case (.float(let a), .float(let b)) = (self, other) else { return self == other }
        return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))
    }
}
