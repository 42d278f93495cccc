public import RapportDiagnostics
public import RapportWork

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

/// The best pairs, and what was left out for them.
public struct LinkPrediction: Sendable {
    public var pairs: [LinkCandidate] = []
    /// Whether pairs were left out because of `limit`.
    public var isCut = false
    /// Pairs left out because one of the two is in `perNode` better ones; not counted where ``isCut``.
    public var passedOver = 0
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
        let scores = PairScores(by: score, neighbourSets())
        return pairs.map { scores.of($0.0, $0.1) }
    }

    /// Pairs at distance 2 by falling score, ties by the first and then the second node.
    ///
    /// At most `limit` pairs of the graph and `perNode` pairs of a node, the best ones. Pairs are met again and again,
    /// each time for the best of those that are left, so that memory holds `batch` of them however many there are.
    /// - Returns: The pairs with those whom both know, and how many were left out.
    /// - Throws: `graph.too-dense` above 50 million pairs; `run.cancelled`.
    /// - Complexity: O(Σ degree²) for each batch that is needed: one, unless few people are in most of the best pairs.
    public func predictedLinks(
        by score: LinkScore = .adamicAdar, limit: Int = 100, perNode: Int = 5, batch: Int = 1 << 18,
        work: Work
    ) throws(Diagnostic) -> LinkPrediction {
        let sets = neighbourSets()
        let pairs = sets.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
        guard pairs <= 50_000_000 else {
            throw Diagnostic(
                "graph.too-dense", "\(pairs) pairs have a neighbour in common; expected at most 50 million",
                help: ["leave hubs out with `exclude=`"])
        }
        let scores = PairScores(by: score, sets)
        var taken = [Int](repeating: 0, count: nodeCount)
        var result = LinkPrediction()
        var (all, last): (Int, ScoredPair?) = (0, nil)
        while !result.isCut {
            work.begin("pairs at distance 2", of: nodeCount, unit: "nodes")
            // One more than are wanted, which says whether there are more.
            let wanted = limit - result.pairs.count + 1
            var best = BestPairs(limit: min(max(batch, wanted), 50_000_000))
            for node in 0..<nodeCount {
                try work.check()
                work.advance(by: 1)
                if taken[node] >= perNode { continue }
                scores.forEach(of: node) { pair in
                    if last == nil { all += 1 }
                    if taken[Int(pair.second)] < perNode, last.map({ $0 < pair }) ?? true { best.add(pair) }
                }
            }
            let found = best.ordered
            for pair in found {
                let (first, second) = (Int(pair.first), Int(pair.second))
                guard taken[first] < perNode, taken[second] < perNode else { continue }
                guard result.pairs.count < limit else {
                    result.isCut = true
                    break
                }
                taken[first] += 1
                taken[second] += 1
                let others = Set(sets[second])
                result.pairs.append(
                    LinkCandidate(
                        first: first, second: second, score: pair.score,
                        common: sets[first].filter { others.contains($0) }.map(Int.init)))
            }
            guard best.isCut, let end = found.last else { break }
            last = end
        }
        result.passedOver = result.isCut ? 0 : all - result.pairs.count
        return result
    }
}
