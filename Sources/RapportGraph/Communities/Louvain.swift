public import RapportDiagnostics
internal import RapportNumerics
public import RapportWork

extension Graph {
    /// Communities by moving single nodes, and then whole communities, while modularity grows.
    ///
    /// Equal to networkx 3 with the same seed: nodes are visited in the order that Python's `shuffle` gives, the first
    /// best move wins, communities are met in the order of the neighbours. A gain within rounding is none, where networkx
    /// may move nodes for ever. Source: Blondel, Guillaume, Lambiotte &
    /// Lefebvre, *Fast unfolding of communities in large networks*, J. Stat. Mech. (2008).
    /// The search ends where a level gains no more than `threshold`.
    /// - Returns: Of each node the number of its community, the largest 0.
    /// - Throws: `run.cancelled`.
    public func louvain(
        resolution: Double = 1, threshold: Double = 1e-7, seed: UInt64 = 42, work: Work
    ) throws(Diagnostic) -> [Int] {
        var random = PythonRandom(seed: seed)
        var communities = Array(0..<nodeCount)
        var level = Partition(
            try aggregated(by: communities, scale: weightScale), resolution: resolution)
        var before = modularity(of: communities, resolution: resolution)
        while try level.moveInRounds(&random, work: work) {
            level.closeGaps()
            communities = communities.map { level.community[$0] }
            let after = modularity(of: communities, resolution: resolution)
            if after - before <= threshold { break }
            before = after
            level = Partition(try level.graph.aggregated(by: level.community), resolution: resolution)
        }
        return Graph.bySize(communities)
    }
}

extension Partition {
    /// Offers every node a move, in one shuffled order, again and again until none moves.
    ///
    /// - Returns: whether one moved.
    fileprivate mutating func moveInRounds(_ random: inout PythonRandom, work: Work) throws(Diagnostic)
        -> Bool
    {
        guard total > 0 else { return false }
        var order = Array(0..<graph.nodeCount)
        random.shuffle(&order)
        var (hasMoved, moves) = (false, 1)
        while moves > 0 {
            try work.check()
            moves = 0
            for node in order where improve(node) { moves += 1 }
            if moves > 0 { hasMoved = true }
        }
        return hasMoved
    }
}
