/// Places in falling order: equal values share the best of theirs, and those without a value have none.
struct Places {
    let ranks: [Int?]
    /// How many of a hundred do not come before.
    let percentiles: [Double?]
    /// All, from the first to the last, equal ones as they are numbered, and those without a value at the end.
    let order: [Int]

    /// Values that differ by less than rounding does are equal; what is no number has no place.
    ///
    /// An iteration ends a little before its limit: by so much of the largest value `isIterated` ones may differ, so that
    /// what is left of a 0 is not ranked above another.
    init(_ values: [Double?], isLowFirst: Bool = false, isIterated: Bool = false) {
        let sign = isLowFirst ? 1.0 : -1.0
        let largest = values.lazy.compactMap { $0?.magnitude }.filter { !$0.isNaN }.max() ?? 0
        let residue = isIterated ? 1e-10 * largest : 0
        var keyed: [(key: Double, node: Int)] = []
        keyed.reserveCapacity(values.count)
        for (node, value) in values.enumerated() {
            if let value, !value.isNaN { keyed.append((sign * value, node)) }
        }
        keyed.sort { ($0.key, $0.node) < ($1.key, $1.node) }
        var ranks = [Int?](repeating: nil, count: values.count)
        var percentiles = [Double?](repeating: nil, count: values.count)
        var order = keyed.map(\.node)
        var first = 0
        while first < keyed.count {
            let head = keyed[first].key
            var end = first + 1
            while end < keyed.count,
                abs(keyed[end].key - head) <= max(1e-12 * max(abs(keyed[end].key), abs(head)), residue)
            {
                end += 1
            }
            if end - first > 1 { order[first..<end].sort() }
            for node in order[first..<end] {
                ranks[node] = first + 1
                percentiles[node] = 100 * Double(keyed.count - first) / Double(keyed.count)
            }
            first = end
        }
        order += values.indices.lazy.filter { values[$0]?.isNaN ?? true }
        (self.ranks, self.percentiles, self.order) = (ranks, percentiles, order)
    }
}
