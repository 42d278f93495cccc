import RapportGraph
import RapportNumerics
import RapportPluginKit

/// Whether the first places hold where some of the edges are not known.
///
/// A tenth of the edges is dropped, again and again; each time the order of those who came first is compared with what
/// it was, by Kendall's τ.
struct RankStability {
    /// The mean of τ; nil where it was not measured.
    let tau: Double?
    let lowest: Double?
    let runs: Int
    /// Why it was not measured.
    var reason: String?

    /// Places that are compared.
    static let places = 20
    /// More steps than this are not taken for a check.
    static let budget = 3e8

    init(
        of column: String, in measured: NodeMeasures, _ network: Network, _ analysis: Nodes, seed: UInt64,
        work: Work
    ) throws(Diagnostic) {
        func none(_ reason: String?) -> (Double?, Double?, Int, String?) { (nil, nil, 0, reason) }
        guard analysis.stability > 0 else {
            (tau, lowest, runs, reason) = none(nil)
            return
        }
        let values = measured[column]
        let isLowFirst = RankBy.isLowFirst(column)
        let order = values.indices.filter { values[$0] != nil }
            .sorted { a, b in
                let (x, y) = (values[a] ?? 0, values[b] ?? 0)
                return x != y ? (isLowFirst ? x < y : x > y) : a < b
            }
        let top = Array(order.prefix(Self.places))
        let before = top.map { values[$0] ?? 0 }
        let perRun: Double =
            switch column {
            case "betweenness", "closeness", "harmonic":
                PathCost(network, samples: column == "betweenness" ? analysis.k : nil).steps
                    * (network.isWeighted ? 10 : 1)
            case "degree", "core_number", "clustering": Double(network.edgeCount)
            default: 200 * Double(network.edgeCount)
            }
        guard network.edgeCount >= 10, top.count >= 3, Set(before).count > 1 else {
            (tau, lowest, runs, reason) = none("too few edges or places to compare")
            return
        }
        guard perRun * Double(analysis.stability) <= Self.budget else {
            (tau, lowest, runs, reason) = none(
                "it would take \(analysis.stability) times as long as the measure")
            return
        }
        let kept = network.edges.count - max(network.edges.count / 10, 1)
        let found = try work.map(analysis.stability) { (run) throws(Diagnostic) in
            var random = NumpyRandom(seed: UInt32(truncatingIfNeeded: derivedSeed(seed, run)))
            let places = random.permutation(network.edges.count).prefix(kept).sorted()
            let after = try RankStability.values(
                of: column, network, places, analysis, seed: seed, work: work)
            try work.check()
            // All the same after the drop: nothing is left of the order.
            return KendallTau(before, top.map { after[$0] })?.tau ?? 0
        }
        (tau, lowest, runs, reason) = (
            found.reduce(0, +) / Double(found.count), found.min(), found.count, nil
        )
    }

    /// The measure of the network with some of its edges.
    private static func values(
        of column: String, _ network: Network, _ places: [Int], _ analysis: Nodes, seed: UInt64, work: Work
    ) throws(Diagnostic) -> [Double] {
        let usesPaths = ["betweenness", "closeness", "harmonic"].contains(column)
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
            var options = Betweenness.Options()
            options.isWeighted = network.isWeighted
            options.samples = analysis.k
            options.seed = UInt32(truncatingIfNeeded: seed)
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
