public import RapportDiagnostics
internal import RapportNumerics
public import RapportWork

/// How well a score finds edges that are there and were hidden from it.
public struct LinkEvaluation: Sendable, Hashable {
    /// The chance that a hidden edge scores higher than a pair without an edge; 0.5 is a coin.
    public var auc: Double
    /// Of as many best pairs as edges were hidden, the share that are hidden edges.
    public var precision: Double
    public var hidden: Int
    /// Pairs without an edge that hidden ones were compared with: all where they are few, else some that are drawn.
    public var compared: Int
}

extension Graph {
    /// Hides edges, scores what is left, and looks where the hidden ones come out.
    ///
    /// Without directions. Edges that hold a part of the graph together stay: what falls apart cannot be found again.
    /// Source: Liben-Nowell & Kleinberg, *The link-prediction problem for social networks*, JASIST 58 (2007); Lü &
    /// Zhou, Physica A 390 (2011), 2.
    /// `share` of the edges are hidden at the most, from `candidates`, places of edges, the first preferred; nil: all,
    /// shuffled by the seed.
    /// - Returns: nil where no edge can be hidden, or there is no pair without an edge.
    /// - Throws: `graph.too-dense`, `run.cancelled`.
    public func linkEvaluation(
        by score: LinkScore, share: Double = 0.1, candidates: [Int]? = nil, seed: UInt32 = 42, work: Work
    ) throws(Diagnostic) -> LinkEvaluation? {
        var random = NumpyRandom(seed: seed)
        let edges = edges
        let wanted = max(Int(Double(edges.count) * share), 1)
        let order = candidates ?? random.permutation(edges.count)
        // What is not up for hiding is laid first; then the last ones in the order, which are preferred least.
        var isCandidate = [Bool](repeating: false, count: edges.count)
        for place in order { isCandidate[place] = true }
        var (sets, isHidden) = (DisjointSets(nodeCount), [Bool](repeating: false, count: edges.count))
        for place in edges.indices where !isCandidate[place] {
            sets.join(Int(edges[place].source), Int(edges[place].target))
        }
        var free: [Int] = []
        for place in order.reversed() where !sets.join(Int(edges[place].source), Int(edges[place].target)) {
            if edges[place].source != edges[place].target { free.append(place) }
        }
        let hidden = Array(free.reversed().prefix(wanted))
        guard !hidden.isEmpty else { return nil }
        for place in hidden { isHidden[place] = true }
        let left = try Graph(
            nodeCount: nodeCount, edges: edges.indices.lazy.filter { !isHidden[$0] }.map { edges[$0] },
            isDirected: false)

        let neighbours = try undirected.neighbourSets()
        let pairs = nodeCount * (nodeCount - 1) / 2
        let untied = pairs - neighbours.reduce(0, { $0 + $1.count }) / 2
        guard untied > 0 else { return nil }
        let wantedPairs = min(max(hidden.count * 10, 1_000), 100_000)
        let others =
            untied <= wantedPairs
            ? try pairsWithoutEdge(neighbours, work: work)
            : try drawnPairs(wantedPairs, without: neighbours, &random, work: work)
        let found = left.linkScores(
            hidden.map { (Int(edges[$0].source), Int(edges[$0].target)) }, by: score)
        let chance = left.linkScores(others, by: score).sorted()
        // Ranks by two searches a hidden edge: below it, and level with it.
        var wins = 0.0
        for value in found {
            let (below, level) = (chance.lowerBound(of: value), chance.upperBound(of: value))
            wins += Double(below) + Double(level - below) / 2
        }
        let best = try left.predictedLinks(by: score, limit: hidden.count, perNode: .max, work: work)
        let known = Set(hidden.map { Pair(edges[$0]) })
        let hits = best.pairs.count { known.contains(Pair(Edge($0.first, $0.second))) }
        return LinkEvaluation(
            auc: wins / (Double(found.count) * Double(chance.count)),
            precision: Double(hits) / Double(hidden.count), hidden: hidden.count, compared: others.count)
    }

    /// All pairs without an edge: where they are few, drawing would try for ever.
    private func pairsWithoutEdge(_ neighbours: [[Int32]], work: Work) throws(Diagnostic) -> [(Int, Int)] {
        var found: [(Int, Int)] = []
        for a in 0..<nodeCount {
            try work.check()
            // Neighbours ascend: what lies between them is without an edge.
            var next = a + 1
            for neighbour in neighbours[a] where Int(neighbour) > a {
                found += (next..<Int(neighbour)).map { (a, $0) }
                next = Int(neighbour) + 1
            }
            found += (next..<nodeCount).map { (a, $0) }
        }
        return found
    }

    /// Pairs without an edge, of which there are more than are drawn: a draw is one of them once in as many tries as
    /// there are pairs, at the most.
    private func drawnPairs(
        _ count: Int, without neighbours: [[Int32]], _ random: inout NumpyRandom, work: Work
    ) throws(Diagnostic) -> [(Int, Int)] {
        var (found, tries): ([(Int, Int)], Int) = ([], 0)
        while found.count < count {
            if tries & 0xFFF == 0 { try work.check() }
            tries += 1
            let (a, b) = (random.int(in: 0..<nodeCount), random.int(in: 0..<nodeCount))
            if a != b, !neighbours[a].containsAscending(Int32(truncatingIfNeeded: b)) { found.append((a, b)) }
        }
        return found
    }

    private struct Pair: Hashable {
        let low: Int32
        let high: Int32
        init(_ edge: Edge) {
            (low, high) = (min(edge.source, edge.target), max(edge.source, edge.target))
        }
    }
}

extension Array where Element: Comparable {
    /// Whether ascending values hold `value`.
    fileprivate func containsAscending(_ value: Element) -> Bool {
        let place = lowerBound(of: value)
        return place < count && self[place] == value
    }
    /// How many of ascending values are below `value`.
    fileprivate func lowerBound(of value: Element) -> Int { partition { $0 < value } }
    /// How many are at or below it.
    fileprivate func upperBound(of value: Element) -> Int { partition { $0 <= value } }

    private func partition(_ isBefore: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
