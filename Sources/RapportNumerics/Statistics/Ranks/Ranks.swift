/// Ranks from 1 on, equal values sharing the mean of theirs.
public struct Ranks: Sendable {
    /// Of each value, in their order.
    public let ranks: [Double]
    /// How many values share a rank, of each rank that more than one has, ascending.
    public let ties: [Int]

    /// NaN has no rank: the values must not hold one.
    ///
    /// - Complexity: O(*n* log *n*).
    public init(of values: [Double]) {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        var (ranks, ties) = ([Double](repeating: 0, count: values.count), [Int]())
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            if end - start > 1 { ties.append(end - start) }
            start = end
        }
        (self.ranks, self.ties) = (ranks, ties)
    }

    /// Σ t³ - t over the ties: what corrections of variances are made of.
    public var tieTerm: Double {
        ties.reduce(0) { $0 + Double($1) * (Double($1) * Double($1) - 1) }
    }
}
