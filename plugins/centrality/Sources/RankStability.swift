import RapportGraph
import RapportNumerics
import RapportPluginKit

/// Whether the first places hold where some of the edges are not known.
///
/// A tenth of the edges is dropped, again and again; each time the order of those who came first is compared with what
/// it was, by Kendall's τ.
struct RankStability {
    /// Of each trial; none where nothing was tried.
    let taus: [Double]
    /// Why nothing was tried; nil where nothing was to be.
    var reason: String?

    var mean: Double? { taus.isEmpty ? nil : taus.reduce(0, +) / Double(taus.count) }
    var lowest: Double? { taus.min() }

    /// Places that are compared.
    static let places = 20
    /// Fewer edges or places say nothing when one is dropped.
    private static let least = (edges: 10, places: 3)
    /// More steps than this are not taken for a check.
    private static let budget = 3e8

    init(
        of column: String, in measured: NodeMeasures, _ network: Network, _ analysis: Nodes, seed: UInt64,
        work: Work
    ) throws(Diagnostic) {
        let values = measured[column]
        let first = Places(
            values, isLowFirst: RankBy.isLowFirst(column), isIterated: RankBy.isIterated(column)
        ).order.prefix(Self.places)
            .compactMap { node in values[node].map { (node: node, value: $0) } }
        let trials = analysis.stability
        reason = Self.reason(
            steps: Self.steps(column, network, analysis) * Double(trials), trials: trials, network.edgeCount,
            first.map(\.value))
        guard trials > 0, reason == nil else {
            taus = []
            return
        }
        let kept = network.edgeCount - max(network.edgeCount / 10, 1)
        taus = try work.map(trials) { (trial) throws(Diagnostic) in
            var random = NumpyRandom(seed: UInt32(truncatingIfNeeded: derivedSeed(seed, trial)))
            let places = random.permutation(network.edgeCount).prefix(kept).sorted()
            let after = try Self.values(of: column, network, places, analysis, seed: seed, work: work)
            try work.check()
            // All the same after the drop: nothing is left of the order.
            return KendallTau(first.map(\.value), first.map { after[$0.node] })?.tau ?? 0
        }
    }

    private static func reason(steps: Double, trials: Int, _ edges: Int, _ values: [Double]) -> String? {
        if trials == 0 { return nil }
        if edges < least.edges || values.count < least.places || Set(values).count == 1 {
            return "too few edges or places to compare"
        }
        return steps > budget ? "it would take \(trials) times as long as the measure" : nil
    }

    /// Edges met by one measuring, about: a search by lengths takes ten times as long a step, and what is iterated some
    /// 200 rounds.
    private static func steps(_ column: String, _ network: Network, _ analysis: Nodes) -> Double {
        switch RankBy(rawValue: column)?.measure {
        case .betweenness, .closeness, .harmonic:
            PathCost(network, samples: column == "betweenness" ? analysis.k : nil).steps
                * (network.isWeighted ? 10 : 1)
        case .degree, .core, .clustering: Double(network.edgeCount)
        default: 200 * Double(network.edgeCount)
        }
    }

    /// The measure of the network with some of its edges.
    private static func values(
        of column: String, _ network: Network, _ places: [Int], _ analysis: Nodes, seed: UInt64, work: Work
    ) throws(Diagnostic) -> [Double] {
        let usesPaths = RankBy(rawValue: column)?.measure?.walksPaths ?? false
        let graph = try Graph(
            nodeCount: network.nodeCount,
            edges: places.map { place in
                let edge = network.edges[place]
                let weight = usesPaths && network.isWeighted ? edge.distance : edge.strength
                return Graph.Edge(edge.source, edge.target, weight: weight)
            },
            isDirected: network.isDirected)
        switch column {
        case "degree": return graph.degrees.map(Double.init)
        case "betweenness":
            var options = Betweenness.Options(network, samples: analysis.k, seed: seed, width: work.width)
            options.countsEdges = false
            options.announcement = "stability"
            return try graph.betweenness(options, work: work).nodes
        case "closeness":
            return try graph.closeness(
                isWeighted: network.isWeighted, correctsForParts: analysis.wfImproved, work: work
            ).closeness
        case "harmonic":
            return try graph.closeness(isWeighted: network.isWeighted, work: work).harmonic
        case "eigenvector":
            return try graph.eigenvectorCentrality(tolerance: 1e-9, maxIterations: 1_000, work: work).values
        case "pagerank":
            return try graph.pageRank(
                alpha: analysis.alpha, personalization: try analysis.start(in: network), tolerance: 1e-9,
                work: work
            ).values
        case "katz":
            let limit = try graph.katzLimit(work: work)
            return try graph.katzCentrality(
                alpha: min(analysis.katzAlpha.given ?? 0.1, 0.9 * limit), beta: analysis.beta,
                tolerance: 1e-9, limit: limit, work: work
            ).values
        case "hub": return try graph.hits(tolerance: 1e-9, maxIterations: 1_000, work: work).hubs
        case "authority": return try graph.hits(tolerance: 1e-9, maxIterations: 1_000, work: work).authorities
        case "core_number": return graph.coreNumbers().map(Double.init)
        case "clustering": return try graph.clustering(work: work).coefficients
        default: return try graph.structuralHoles(work: work).constraint.map { $0 ?? 2 }
        }
    }
}
