public import RapportDiagnostics
internal import RapportNumerics
public import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How often nodes and edges lie on the shortest paths of others.
///
/// Source: U. Brandes, *A faster algorithm for betweenness centrality*, J. Math. Sociol. 25 (2001); sampling: Brandes
/// & Pich, *Centrality estimation in large networks*, IJBC 17 (2007).
public struct Betweenness: Sendable {
    /// One value a node.
    public var nodes: [Double]
    /// One value an edge, as given.
    public var edges: [Double]
    /// Sources that paths were counted from; fewer than nodes where they were sampled.
    public var sources: Int

    public struct Options: Sendable, Hashable {
        /// Whether the graph's weights are lengths; else every edge is one hop.
        public var isWeighted = false
        /// Divides by the number of pairs that a node could lie between.
        public var isNormalized = true
        /// Whether the ends of a path lie on it.
        public var countsEndpoints = false
        /// Count paths from so many sources, drawn by the seed; nil: from all.
        public var samples: Int?
        public var seed: UInt32 = 42
        /// Whether ``Betweenness/edges`` is wanted; else it is empty.
        public var countsEdges = true
        /// What the progress says that is going on.
        public var announcement = "betweenness"

        public init() {}
    }

    /// Half the width of the interval around a sampled, normalised value that holds for all at once with probability
    /// 1 − δ (Hoeffding); 0 where nothing was sampled.
    ///
    /// `values` is how many there are, nil for one a node.
    public static func error(
        samples: Int, of nodeCount: Int, values: Int? = nil, delta: Double = 0.05
    ) -> Double {
        guard samples < nodeCount, samples > 0 else { return 0 }
        return (log(2 * Double(values ?? nodeCount) / delta) / (2 * Double(samples))).squareRoot()
    }
}

extension Graph {
    /// Betweenness of nodes and edges.
    ///
    /// The same at any width: sources are taken in fixed groups, whose sums are added in order.
    /// Lengths are compared exactly, as networkx does: where many paths are equally long, whole numbers are safe.
    /// - Throws: `run.cancelled`; `memory.limit`.
    /// - Complexity: O(nodes · edges), with lengths times log nodes; memory of up to 64 arrays of nodes and edges.
    public func betweenness(
        _ options: Betweenness.Options = .init(), work: Work
    ) throws(Diagnostic) -> Betweenness {
        let sources = sampledSources(options)
        let groups = min(max(sources.count, 1), sourceGroups)
        work.begin(options.announcement, of: sources.count, unit: "sources")
        let (nodeCount, edgeCount) = (nodeCount, options.countsEdges ? edgeCount : 0)
        let bytes = groups * (nodeCount + edgeCount) * 8
        try work.memory.reserve(bytes, for: "betweenness")
        defer { work.memory.release(bytes) }
        let byDegree = options.isWeighted ? nil : DegreeOrder(self)
        let parts = try work.map(groups) { (group) throws(Diagnostic) in
            // Every groups-th source: sources that lie together in the file may be of one size.
            let own = stride(from: group, to: sources.count, by: groups).map { sources[$0] }
            guard let byDegree else {
                return try loads(of: LengthPaths.self, from: own, outgoing, incoming, options, work: work)
            }
            return try loads(
                of: HopPaths.self, from: own.map { Int(byDegree.rank[$0]) }, byDegree.outgoing,
                byDegree.incoming, options, work: work)
        }
        var total = PathLoads(nodes: nodeCount, edges: edgeCount)
        for part in parts { total.add(part) }
        if let byDegree { total.nodes = byDegree.restored(total.nodes) }
        let isSampled = options.samples.map { $0 < nodeCount } ?? false
        scale(&total, options, sources: isSampled ? sources : nil)
        return Betweenness(nodes: total.nodes, edges: total.edges, sources: sources.count)
    }

    private func loads<Paths: ShortestPaths>(
        of _: Paths.Type, from sources: [Int], _ outgoing: Adjacency, _ incoming: Adjacency,
        _ options: Betweenness.Options, work: Work
    ) throws(Diagnostic) -> PathLoads {
        var loads = PathLoads(nodes: nodeCount, edges: options.countsEdges ? edgeCount : 0)
        let paths = Paths(nodeCount: nodeCount)
        for source in sources {
            paths.count(from: source, outgoing, incoming)
            paths.addLoads(
                outgoing, incoming, to: &loads.nodes, edges: &loads.edges,
                countsEnds: options.countsEndpoints)
            work.advance(by: 1)
            try work.check()
        }
        return loads
    }

    /// A function of the graph alone, so that results do not depend on the machine.
    private var sourceGroups: Int { nodeCount + edgeCount > 2_000_000 ? 8 : 64 }

    private func sampledSources(_ options: Betweenness.Options) -> [Int] {
        guard let samples = options.samples, samples < nodeCount else { return Array(0..<nodeCount) }
        var random = NumpyRandom(seed: options.seed)
        return Array(random.permutation(nodeCount).prefix(max(samples, 1)))
    }

    /// Turns sums over sources into betweenness by networkx's rules (3.6 on).
    private func scale(_ loads: inout PathLoads, _ options: Betweenness.Options, sources: [Int]?) {
        let n = Double(nodeCount)
        guard nodeCount > 1 else { return }
        // From all nodes each pair of an undirected graph is met twice.
        let twice = isDirected ? 1.0 : 2.0
        let share = sources.map { Double($0.count) / n } ?? 1
        let ofAllPairs = (options.isNormalized ? n * (n - 1) : twice) * share
        for edge in loads.edges.indices { loads.edges[edge] /= ofAllPairs }
        if options.countsEndpoints {
            for node in loads.nodes.indices { loads.nodes[node] /= ofAllPairs }
            return
        }
        guard nodeCount > 2 else { return }
        guard let sources else {
            let pairs = options.isNormalized ? (n - 1) * (n - 2) : twice
            for node in loads.nodes.indices { loads.nodes[node] /= pairs }
            return
        }
        // A source never lies between itself and others: of it, one source fewer has been seen.
        let k = Double(sources.count)
        var isSource = [Bool](repeating: false, count: nodeCount)
        for node in sources { isSource[node] = true }
        for node in loads.nodes.indices {
            let seen = isSource[node] ? k - 1 : k
            let pairs = options.isNormalized ? seen * (n - 2) : seen / (n - 1) * twice
            loads.nodes[node] = seen > 0 ? loads.nodes[node] / pairs : 0
        }
    }
}

/// What the shortest paths from some sources put on nodes and edges.
private struct PathLoads: Sendable {
    var nodes: [Double]
    var edges: [Double]

    init(nodes: Int, edges: Int) {
        self.nodes = [Double](repeating: 0, count: nodes)
        self.edges = [Double](repeating: 0, count: edges)
    }

    mutating func add(_ other: PathLoads) {
        for node in nodes.indices { nodes[node] += other.nodes[node] }
        for edge in edges.indices { edges[edge] += other.edges[edge] }
    }
}
