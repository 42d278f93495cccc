public import RapportDiagnostics
public import RapportWork

/// How near a node is to the others: one value a node each.
public struct Closeness: Sendable {
    /// Nodes within reach over the sum of their distances; with the correction for parts times the share of
    /// nodes within reach (Wasserman & Faust, *Social Network Analysis*, 1994, 5.2.2).
    ///
    /// 0 where none is.
    public var closeness: [Double]
    /// The sum of 1/distance over all others, 0 for those out of reach (Boldi & Vigna, *Axioms for centrality*,
    /// Internet Mathematics 10, 2014).
    public var harmonic: [Double]
    /// The largest finite distance to the node.
    public var eccentricity: [Double]
}

extension Graph {
    /// Closeness by the distances *to* each node, of which there are many or few to walk in a directed graph.
    /// - Throws: `run.cancelled`.
    /// - Complexity: O(nodes · edges), with lengths times log nodes.
    public func closeness(
        isWeighted: Bool = false, correctsForParts: Bool = true, work: Work
    ) throws(Diagnostic) -> Closeness {
        work.begin("closeness", of: nodeCount, unit: "nodes")
        let groups = min(max(nodeCount, 1), 64)
        let nodeCount = nodeCount
        let parts = try work.map(groups) { (group) throws(Diagnostic) in
            let own = stride(from: group, to: nodeCount, by: groups)
            return isWeighted
                ? try nearness(LengthPaths.self, of: own, correctsForParts, work: work)
                : try nearness(HopPaths.self, of: own, correctsForParts, work: work)
        }
        var result = Closeness(
            closeness: [Double](repeating: 0, count: nodeCount),
            harmonic: [Double](repeating: 0, count: nodeCount),
            eccentricity: [Double](repeating: 0, count: nodeCount))
        for (group, part) in parts.enumerated() {
            for (place, value) in part.enumerated() {
                let node = group + place * groups
                result.closeness[node] = value.closeness
                result.harmonic[node] = value.harmonic
                result.eccentricity[node] = value.furthest
            }
        }
        return result
    }

    private func nearness<Paths: ShortestPaths>(
        _: Paths.Type, of nodes: StrideTo<Int>, _ correctsForParts: Bool, work: Work
    ) throws(Diagnostic) -> [(closeness: Double, harmonic: Double, furthest: Double)] {
        let paths = Paths(nodeCount: nodeCount)
        var found: [(closeness: Double, harmonic: Double, furthest: Double)] = []
        for node in nodes {
            // Arrows turned: the distances to the node.
            paths.count(from: node, incoming, outgoing)
            let (sum, inverse, furthest) = paths.distances
            let reached = Double(paths.reached - 1)
            var closeness = sum > 0 ? reached / sum : 0
            if correctsForParts, nodeCount > 1 { closeness *= reached / Double(nodeCount - 1) }
            found.append((closeness, inverse, furthest))
            work.advance(by: 1)
            try work.check()
        }
        return found
    }
}
