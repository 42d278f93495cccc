public import RapportDiagnostics

/// How the weights of edges between the same two nodes become one.
public enum EdgeAggregation: String, Sendable, Hashable, CaseIterable { case sum, first, max }

/// Edges after merging: what was given, what is left, and what happened on the way.
public struct MergedEdges: Sendable {
    /// As their first one was given, in the order asked for.
    public fileprivate(set) var edges: [Graph.Edge] = []
    public fileprivate(set) var selfLoops = 0
    public fileprivate(set) var zeroWeights = 0
    /// Places of the edges given that are left, those between the same two side by side.
    fileprivate var places: [Int32] = []
    fileprivate var spans: [Range<Int32>] = []

    /// In which order merged edges stand.
    public enum Order: Sendable {
        /// As the first of each was given: which neighbour a node meets first decides ties of communities.
        case given
        /// By their ends, the first and then the second; without directions by the lower end.
        case ends
    }

    /// Edges given that fell into another one.
    public var duplicates: Int { places.count - edges.count }
    /// How many of the edges given the one at `index` stands for.
    public func count(at index: Int) -> Int { spans[index].count }
    /// The places of these, ascending.
    public func given(at index: Int) -> ArraySlice<Int32> {
        places[Int(spans[index].lowerBound)..<Int(spans[index].upperBound)]
    }
}

extension Graph {
    /// Merges edges between the same nodes, and leaves self loops and edges of weight 0 out, counted.
    ///
    /// In an undirected graph A–B and B–A are the same edge. Weights are added up in the order given.
    /// - Throws: `graph.negative-weight` with the edge's place, counted from 1; `graph.size`.
    /// - Complexity: O(edges · digits of the nodes' numbers).
    public static func merged(
        _ edges: [Edge], isDirected: Bool, aggregate: EdgeAggregation = .sum, keepsLoops: Bool = false,
        order: MergedEdges.Order = .given
    ) throws(Diagnostic) -> MergedEdges {
        guard edges.count <= limit else {
            throw Diagnostic(
                "graph.size", "a graph takes up to \(limit) edges to merge, found \(edges.count)")
        }
        var result = MergedEdges()
        var (keys, places): ([UInt64], [Int32]) = ([], [])
        keys.reserveCapacity(edges.count)
        places.reserveCapacity(edges.count)
        let bits = UInt64(
            UInt32.bitWidth
                - (edges.reduce(0) { $0 | UInt32(bitPattern: $1.source | $1.target) })
                .leadingZeroBitCount)
        for (place, edge) in edges.enumerated() {
            guard edge.weight >= 0 else {
                throw Diagnostic(
                    "graph.negative-weight",
                    "the weight in row \(place + 1) is below 0 or no number; expected 0 or more",
                    help: ["`where weight >= 0` leaves such rows out"])
            }
            if edge.weight == 0 {
                result.zeroWeights += 1
            } else if edge.source == edge.target, !keepsLoops {
                result.selfLoops += 1
            } else {
                let swaps = !isDirected && edge.source > edge.target
                let (low, high) = swaps ? (edge.target, edge.source) : (edge.source, edge.target)
                // As few bits as the nodes' numbers have: every digit is a pass of the sort.
                keys.append(UInt64(UInt32(bitPattern: low)) << bits | UInt64(UInt32(bitPattern: high)))
                places.append(Int32(truncatingIfNeeded: place))
            }
        }
        places.sortByKeys(&keys)
        result.places = places
        result.spans = keys.runs
        if order == .given {
            let spans = result.spans
            var firsts = spans.map { UInt64(places[Int($0.lowerBound)]) }
            var order = spans.indices.map { Int32(truncatingIfNeeded: $0) }
            order.sortByKeys(&firsts)
            result.spans = order.map { spans[Int($0)] }
        }
        result.edges = result.spans.map { span in
            var merged = edges[Int(places[Int(span.lowerBound)])]
            if aggregate == .first { return merged }
            for place in places[Int(span.lowerBound) + 1..<Int(span.upperBound)] {
                let weight = edges[Int(place)].weight
                merged.weight = aggregate == .sum ? merged.weight + weight : max(merged.weight, weight)
            }
            return merged
        }
        return result
    }
}

extension [Int32] {
    /// Puts numbers in the ascending order of their keys, equal keys as they stood, and the keys with them.
    ///
    /// A radix sort from the last digit; digits that all keys share are passed over.
    mutating func sortByKeys(_ keys: inout [UInt64]) {
        precondition(count == keys.count)
        let ascends = zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 }
        guard let first = keys.first, !ascends else { return }
        let differing = keys.reduce(0) { $0 | ($1 ^ first) }
        let (digit, mask) = (12, UInt64(0xFFF))
        var (numbers, sorted) = (self, keys)
        for shift in stride(from: 0, to: UInt64.bitWidth, by: digit) {
            guard differing >> UInt64(shift) & mask != 0 else { continue }
            var next = [Int](repeating: 0, count: Int(mask) + 2)
            for key in keys { next[Int(key >> UInt64(shift) & mask) + 1] += 1 }
            for value in 1..<next.count { next[value] += next[value - 1] }
            for place in keys.indices {
                let key = keys[place]
                let value = Int(key >> UInt64(shift) & mask)
                let end = next[value]
                next[value] = end + 1
                (sorted[end], numbers[end]) = (key, self[place])
            }
            swap(&keys, &sorted)
            swap(&self, &numbers)
        }
    }
}

extension [UInt64] {
    /// Where equal numbers stand side by side.
    fileprivate var runs: [Range<Int32>] {
        var (runs, start): ([Range<Int32>], Int) = ([], 0)
        runs.reserveCapacity(count)
        while start < count {
            var end = start + 1
            while end < count, self[end] == self[start] { end += 1 }
            runs.append(Int32(truncatingIfNeeded: start)..<Int32(truncatingIfNeeded: end))
            start = end
        }
        return runs
    }
}
