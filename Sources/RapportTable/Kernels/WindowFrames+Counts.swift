internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

extension SlidingFrames {
    /// Distinct values, quantiles and modes: aggregates that know every cell of the frame.
    func counting(
        _ aggregate: Aggregate, of column: Column, giving type: ColumnType, work: Work
    ) throws(Diagnostic) -> Column {
        switch aggregate {
        case .countDistinct:
            let values = try Grouping(by: [column], count: column.count, work: work)
            return .ints(
                try counted(
                    by: DistinctCounter(
                        groups: values.groups, present: Presence(column.validity),
                        counts: [Int32](repeating: 0, count: values.groupCount)), work: work))
        case .mode: return try mode(column, work: work)
        case .median: return try quantile(0.5, column, giving: type, work: work)
        case .quantile(let portion): return try quantile(portion, column, giving: type, work: work)
        default: throw .internalError("`\(aggregate)` needs no counts")
        }
    }

    private func quantile(
        _ portion: Double, _ column: Column, giving type: ColumnType, work: Work
    ) throws(Diagnostic) -> Column {
        let numbers = FixedColumn(values: try column.doubles(work: work), validity: column.validity)
        let key = SortKey(Column(.float, .float64(numbers)))
        let order = try sortOrder([key], count: column.count, work: work)
        var ranks = try BufferBuilder<Int32>(uninitialized: column.count, for: "the window", work: work)
        for rank in 0..<column.count { ranks[Int(order[rank])] = Int32(truncatingIfNeeded: rank) }
        let counter = RankCounter(
            portion: portion, ranks: ranks.freeze(), present: Presence(column.validity),
            sorted: try Gather.Rows(rows: order).gather(numbers.values, filler: 0, work: work),
            tree: PrefixCounts(count: column.count - column.missingCount))
        let found = Column.finite(try counted(by: counter, work: work)) { $0 }
        guard type == .duration, case .float64(let floats) = found.layout else { return found }
        return .durations((0..<floats.count).map { floats[$0].map { Int64($0.rounded()) } })
    }

    private func mode(_ column: Column, work: Work) throws(Diagnostic) -> Column {
        let values = try Grouping(sortedBy: [column], count: column.count, work: work)
        let rows = try counted(
            by: ModeCounter(
                groups: values.groups, present: Presence(column.validity), firstRows: values.firstRows,
                tree: LargestCount(count: values.groupCount)), work: work)
        return try column.gathered(at: rows, work: work)
    }
}

private struct DistinctCounter: FrameCounter {
    let groups: Buffer<Int32>
    let present: Presence
    var counts: [Int32]
    var value: Int32 = 0

    mutating func enter(_ place: Int) {
        guard present[place] else { return }
        let group = Int(groups.span[place])
        if counts[group] == 0 { value &+= 1 }
        counts[group] &+= 1
    }
    mutating func leave(_ place: Int) {
        guard present[place] else { return }
        let group = Int(groups.span[place])
        counts[group] &-= 1
        if counts[group] == 0 { value &-= 1 }
    }
}

/// A quantile of type 7; NaN of nothing.
private struct RankCounter: FrameCounter {
    let portion: Double
    /// The rank of each cell among all of the column; of equal cells each has its own.
    let ranks: Buffer<Int32>
    let present: Presence
    let sorted: Buffer<Double>
    var tree: PrefixCounts

    mutating func enter(_ place: Int) { if present[place] { tree.add(1, at: Int(ranks.span[place])) } }
    mutating func leave(_ place: Int) { if present[place] { tree.add(-1, at: Int(ranks.span[place])) } }

    var value: Double {
        guard tree.total > 0, portion >= 0, portion <= 1 else { return .nan }
        let place = Double(tree.total - 1) * portion
        let below = Int(place)
        let lower = sorted.span[tree.position(of: below)]
        if place == Double(below) { return lower }
        return lower + (place - Double(below)) * (sorted.span[tree.position(of: below + 1)] - lower)
    }
}

/// Counts of places, of which any prefix is summed up in the logarithm of their number.
///
/// Source: P. Fenwick, *A New Data Structure for Cumulative Frequency Tables*, 1994.
private struct PrefixCounts: Sendable {
    private var sums: [Int32]
    private let highest: Int
    private(set) var total = 0

    init(count: Int) {
        sums = [Int32](repeating: 0, count: count + 1)
        highest = count == 0 ? 0 : 1 << (Int.bitWidth - 1 - count.leadingZeroBitCount)
    }

    mutating func add(_ change: Int32, at place: Int) {
        total += Int(change)
        var index = place + 1
        while index < sums.count {
            sums[index] &+= change
            index += index & -index
        }
    }

    /// The place of the member with `rank` members before it.
    func position(of rank: Int) -> Int {
        var (position, step, left) = (0, highest, Int32(truncatingIfNeeded: rank))
        while step > 0 {
            if position + step < sums.count, sums[position + step] <= left {
                position += step
                left -= sums[position]
            }
            step /= 2
        }
        return position
    }
}

/// The first row of the most frequent value; -1 of nothing.
private struct ModeCounter: FrameCounter {
    /// Numbered in the order of values, so that the first of the largest counts is the smallest value.
    let groups: Buffer<Int32>
    let present: Presence
    let firstRows: Buffer<Int32>
    var tree: LargestCount

    mutating func enter(_ place: Int) { if present[place] { tree.add(1, at: Int(groups.span[place])) } }
    mutating func leave(_ place: Int) { if present[place] { tree.add(-1, at: Int(groups.span[place])) } }
    var value: Int32 { tree.first.map { firstRows.span[$0] } ?? -1 }
}

/// A tree whose nodes hold the largest count below them.
private struct LargestCount: Sendable {
    private var nodes: [Int32]
    private let leaves: Int

    init(count: Int) {
        leaves = count <= 1 ? 1 : 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount)
        nodes = [Int32](repeating: 0, count: 2 * leaves)
    }

    mutating func add(_ change: Int32, at place: Int) {
        var node = leaves + place
        nodes[node] &+= change
        while node > 1 {
            node /= 2
            nodes[node] = max(nodes[2 * node], nodes[2 * node + 1])
        }
    }

    /// The first place that has the largest count; nil where all are 0.
    var first: Int? {
        guard nodes[1] > 0 else { return nil }
        var node = 1
        while node < leaves { node = nodes[2 * node] == nodes[1] ? 2 * node : 2 * node + 1 }
        return node - leaves
    }
}
