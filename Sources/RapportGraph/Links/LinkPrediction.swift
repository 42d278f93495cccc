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
    /// At most `limit` pairs of the graph and `perNode` pairs of a node, the best ones.
    /// - Returns: The pairs with those whom both know.
    /// - Throws: `graph.too-dense` above 50 million pairs; `run.cancelled`.
    /// - Complexity: O(Σ degree²).
    public func predictedLinks(
        by score: LinkScore = .adamicAdar, limit: Int = 100, perNode: Int = 5, work: Work
    ) throws(Diagnostic) -> [LinkCandidate] {
        let sets = neighbourSets()
        let pairs = sets.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
        guard pairs <= 50_000_000 else {
            throw Diagnostic(
                "graph.too-dense", "\(pairs) pairs have a neighbour in common; expected at most 50 million",
                help: ["leave hubs out with `exclude=`"])
        }
        work.begin("pairs at distance 2", of: nodeCount, unit: "nodes")
        var candidates: [LinkCandidate] = []
        var isNear = [Bool](repeating: false, count: nodeCount)
        var marked: [Int32] = []
        for node in 0..<nodeCount {
            try work.check()
            var found: [Int] = []
            isNear[node] = true
            for neighbour in sets[node] { isNear[Int(neighbour)] = true }
            for neighbour in sets[node] {
                for second in sets[Int(neighbour)] where !isNear[Int(second)] {
                    isNear[Int(second)] = true
                    if Int(second) > node { found.append(Int(second)) }
                    marked.append(second)
                }
            }
            for second in marked { isNear[Int(second)] = false }
            marked.removeAll(keepingCapacity: true)
            for neighbour in sets[node] { isNear[Int(neighbour)] = false }
            isNear[node] = false
            for second in found {
                candidates.append(
                    LinkCandidate(
                        first: node, second: second, score: value(of: score, sets[node], sets[second], sets),
                        common: []))
            }
            work.advance(by: 1)
        }
        candidates.sort {
            $0.score != $1.score ? $0.score > $1.score : ($0.first, $0.second) < ($1.first, $1.second)
        }
        var taken = [Int](repeating: 0, count: nodeCount)
        var kept: [LinkCandidate] = []
        for var candidate in candidates where kept.count < limit {
            guard taken[candidate.first] < perNode, taken[candidate.second] < perNode else { continue }
            taken[candidate.first] += 1
            taken[candidate.second] += 1
            let others = Set(sets[candidate.second])
            candidate.common = sets[candidate.first].filter { others.contains($0) }.map(Int.init)
            kept.append(candidate)
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
