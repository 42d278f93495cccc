public import RapportDiagnostics
public import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How likely it is that two people who are not tied come to be, by whom they both know.
public enum LinkScore: String, Sendable, Hashable, CaseIterable {
    /// Common neighbours over all neighbours of both; 0 where there is none.
    case jaccard
    /// Common neighbours, each by 1/ln of its degree. Source: Adamic & Adar, Social Networks 25 (2003).
    case adamicAdar = "adamic_adar"
    /// Common neighbours, each by 1/degree. Source: Zhou, Lü & Zhang, Eur. Phys. J. B 71 (2009).
    case resourceAllocation = "resource_allocation"
    /// The product of the degrees.
    case preferentialAttachment = "preferential_attachment"
    case commonNeighbours = "common_neighbours"
}

/// Two nodes without an edge, and how much speaks for one.
public struct LinkCandidate: Sendable, Hashable {
    public var first: Int
    public var second: Int
    public var score: Double
    /// Ascending.
    public var common: [Int]
}

extension Graph {
    /// The score of given pairs, in their order.
    public func linkScores(_ pairs: [(Int, Int)], by score: LinkScore) -> [Double] {
        let sets = neighbourSets()
        return pairs.map { pair in value(of: score, sets[pair.0], sets[pair.1], sets) }
    }

    /// Pairs at distance 2 by falling score, ties by the first and then the second node.
    ///
    /// At most `limit` pairs of the graph and `perNode` pairs of a node, the best ones. Pairs are met again and again,
    /// each time for the best of those that are left, so that memory holds `batch` of them however many there are.
    /// - Returns: The pairs with those whom both know.
    /// - Throws: `graph.too-dense` above 50 million pairs; `run.cancelled`.
    /// - Complexity: O(Σ degree²) for each batch that is needed: one, unless few people are in most of the best pairs.
    public func predictedLinks(
        by score: LinkScore = .adamicAdar, limit: Int = 100, perNode: Int = 5, batch: Int = 1 << 18,
        work: Work
    ) throws(Diagnostic) -> [LinkCandidate] {
        let sets = neighbourSets()
        let pairs = sets.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
        guard pairs <= 50_000_000 else {
            throw Diagnostic(
                "graph.too-dense", "\(pairs) pairs have a neighbour in common; expected at most 50 million",
                help: ["leave hubs out with `exclude=`"])
        }
        let scores = PairScores(by: score, sets)
        var taken = [Int](repeating: 0, count: nodeCount)
        var kept: [LinkCandidate] = []
        var last: ScoredPair?
        while kept.count < limit {
            work.begin("pairs at distance 2", of: nodeCount, unit: "nodes")
            var best = BestPairs(limit: min(max(batch, limit - kept.count), 50_000_000))
            for node in 0..<nodeCount {
                try work.check()
                work.advance(by: 1)
                if taken[node] >= perNode { continue }
                scores.forEach(of: node) { pair in
                    if taken[Int(pair.second)] < perNode, last.map({ $0 < pair }) ?? true { best.add(pair) }
                }
            }
            let found = best.ordered
            for pair in found where kept.count < limit {
                let (first, second) = (Int(pair.first), Int(pair.second))
                guard taken[first] < perNode, taken[second] < perNode else { continue }
                taken[first] += 1
                taken[second] += 1
                let others = Set(sets[second])
                kept.append(
                    LinkCandidate(
                        first: first, second: second, score: pair.score,
                        common: sets[first].filter { others.contains($0) }.map(Int.init)))
            }
            guard best.isCut, let end = found.last else { break }
            last = end
        }
        return kept
    }

    private func value(of score: LinkScore, _ a: [Int32], _ b: [Int32], _ sets: [[Int32]]) -> Double {
        switch score {
        case .preferentialAttachment: return Double(a.count) * Double(b.count)
        case .commonNeighbours: return Double(commonCount(a, b))
        case .jaccard:
            let common = commonCount(a, b)
            let all = a.count + b.count - common
            return all > 0 ? Double(common) / Double(all) : 0
        case .adamicAdar, .resourceAllocation:
            var (i, j, sum) = (0, 0, 0.0)
            while i < a.count, j < b.count {
                if a[i] == b[j] {
                    let degree = Double(sets[Int(a[i])].count)
                    sum += score == .adamicAdar ? 1 / log(degree) : 1 / degree
                    (i, j) = (i + 1, j + 1)
                } else if a[i] < b[j] {
                    i += 1
                } else {
                    j += 1
                }
            }
            return sum
        }
    }
}
