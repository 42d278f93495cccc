import RapportGraph
import RapportNumerics
import RapportPluginKit

/// The values of the chosen measures, a node each, and what is to be said of them.
struct NodeMeasures {
    /// By column; nil where a value is not defined.
    private(set) var values: [String: [Double?]] = [:]
    private(set) var reasons: [[String]]
    private(set) var caveats: [Outcome.Caveat] = []
    private(set) var convergence: [(measure: String, Convergence)] = []
    /// Half the width of the interval around a sampled betweenness; nil where none was measured.
    private(set) var betweennessError: Double?
    let component: [Int]
    let componentSizes: [Int]

    subscript(column: String) -> [Double?] { values[column] ?? [] }

    init(_ analysis: Nodes, _ network: Network, seed: UInt64, work: Work) throws(Diagnostic) {
        reasons = [[String]](repeating: [], count: network.nodeCount)
        (component, componentSizes) = network.graph.components()
        let distances =
            try analysis.chosen.contains { $0.walksPaths } ? network.distanceGraph() : network.graph
        for measure in analysis.chosen {
            try work.check()
            try add(measure, analysis, network, distances, seed: seed, work: work)
        }
        for (node, degree) in network.graph.degrees.enumerated() where degree == 0 {
            reasons[node].append("no edge")
        }
    }

    private mutating func add(
        _ measure: Measure, _ analysis: Nodes, _ network: Network, _ distances: Graph, seed: UInt64,
        work: Work
    ) throws(Diagnostic) {
        let graph = network.graph
        work.begin(measure.rawValue)
        switch measure {
        case .degree: addDegrees(graph)
        case .eigenvector: try addEigenvector(analysis, network, work: work)
        case .pagerank:
            let found = try graph.pageRank(
                alpha: analysis.alpha, personalization: try analysis.start(in: network),
                tolerance: analysis.tol, maxIterations: analysis.maxIter, work: work)
            keep("pagerank", found.values, found.convergence, analysis)
        case .katz: try addKatz(analysis, graph, work: work)
        case .hits:
            let found = try graph.hits(
                tolerance: analysis.tol, maxIterations: analysis.maxIter, work: work)
            keep("hub", found.hubs, found.convergence, analysis, as: "hits")
            keep("authority", found.authorities, found.convergence, analysis, isSecond: true)
        case .core: values["core_number"] = graph.coreNumbers().map(Double.init)
        case .clustering:
            let found = try graph.clustering(work: work)
            values["clustering"] = found.coefficients
            values["triangles"] = found.triangles.map(Double.init)
        case .constraint:
            let holes = try graph.structuralHoles(work: work)
            (values["constraint_"], values["effective_size"]) = (holes.constraint, holes.effectiveSize)
        case .community:
            let found = try graph.leiden(resolution: analysis.resolution, seed: seed, work: work)
            values["community"] = found.map { Double($0 + 1) }
        case .betweenness: try addBetweenness(analysis, network, distances, seed: seed, work: work)
        case .closeness, .harmonic: try addNearness(analysis, network, distances, work: work)
        }
    }

    private mutating func addDegrees(_ graph: Graph) {
        let n = graph.nodeCount
        values["degree"] = graph.degrees.map(Double.init)
        values["strength"] = graph.strengths
        // Of one node networkx says 1.
        values["degree_centrality"] = graph.degrees.map { n > 1 ? Double($0) / Double(n - 1) : 1 }
        let nodes = 0..<n
        values["in_degree"] = nodes.map { graph.isDirected ? Double(graph.incoming.degree(of: $0)) : nil }
        values["out_degree"] = nodes.map { graph.isDirected ? Double(graph.outgoing.degree(of: $0)) : nil }
    }

    /// On the largest part: on several at once it would be that of one of them, by chance of their sizes.
    private mutating func addEigenvector(
        _ analysis: Nodes, _ network: Network, work: Work
    ) throws(Diagnostic) {
        let members = component.indices.filter { component[$0] == 0 }
        let part = try network.graph.subgraph(of: members)
        guard part.hasCircle else {
            values["eigenvector"] = [Double?](repeating: nil, count: component.count)
            let undirected = network.edgeCount == 0
            caveats.append(
                .init(
                    "eigenvector.undefined",
                    undirected
                        ? "without edges nobody's importance comes from others: eigenvector is missing"
                        : "no chain of edges leads back to where it began, so that importance runs out: eigenvector is "
                            + "missing, pagerank and katz are defined"))
            return
        }
        let found = try part.eigenvectorCentrality(
            tolerance: analysis.tol, maxIterations: analysis.maxIter, work: work)
        var all = [Double](repeating: 0, count: component.count)
        for (place, node) in members.enumerated() { all[node] = found.values[place] }
        let outside = component.count - members.count
        if outside > 0 {
            for node in component.indices where component[node] != 0 {
                reasons[node].append("outside the largest part: eigenvector is 0")
            }
            let level = componentSizes.count { $0 == members.count }
            caveats.append(
                .init(
                    "eigenvector.largest-part", count: outside,
                    "eigenvector is measured in the largest of \(Wording.count(componentSizes.count)) parts and 0 for "
                        + "\(Wording.count(outside, "node")) outside it"
                        + (level > 1
                            ? "; \(level) parts are as large, the one with the first id was taken" : "")))
        }
        keep("eigenvector", all, found.convergence, analysis)
    }

    private mutating func addKatz(_ analysis: Nodes, _ graph: Graph, work: Work) throws(Diagnostic) {
        let limit = try graph.katzLimit(work: work)
        let alpha: Double
        switch analysis.katzAlpha {
        case .given(let given): alpha = given
        case .auto:
            alpha = 0.1 < limit ? 0.1 : 0.9 * limit
            if alpha != 0.1 {
                caveats.append(
                    .init(
                        "katz.alpha",
                        "katz with katz_alpha=\(alpha.cutToFiveDigits): the usual 0.1 does not converge on these edges",
                        values: [.init("katz_alpha", .float(alpha))]))
            }
        }
        let found = try graph.katzCentrality(
            alpha: alpha, beta: analysis.beta, tolerance: analysis.tol, maxIterations: analysis.maxIter,
            limit: limit, parameter: "katz_alpha", work: work)
        keep("katz", found.values, found.convergence, analysis)
    }

    /// Takes values that have settled; others are none, unless they are wanted all the same.
    private mutating func keep(
        _ column: String, _ found: [Double], _ ending: Convergence, _ analysis: Nodes, as name: String? = nil,
        isSecond: Bool = false
    ) {
        let name = name ?? column
        if !isSecond { convergence.append((name, ending)) }
        if ending.hasConverged || analysis.allowUnconverged && ending.isFinite {
            values[column] = found
        } else {
            values[column] = [Double?](repeating: nil, count: found.count)
        }
        guard !ending.hasConverged, !isSecond else { return }
        let after = "after \(Wording.count(ending.iterations, "iteration"))"
        let text =
            if !ending.isFinite {
                "\(name) has passed what a number holds \(after) and is missing: weights in a larger unit keep it small"
            } else if analysis.allowUnconverged {
                "\(name) has not settled \(after) and may still change"
            } else {
                "\(name) has not settled \(after) and is missing; a larger `max_iter` may do"
            }
        caveats.append(.init("\(name).not-converged", count: ending.iterations, text))
    }

    // MARK: - Paths

    /// One walk for both.
    private mutating func addNearness(
        _ analysis: Nodes, _ network: Network, _ graph: Graph, work: Work
    ) throws(Diagnostic) {
        if values["closeness"] != nil || values["harmonic"] != nil { return }
        let found = try graph.closeness(
            isWeighted: network.isWeighted, correctsForParts: analysis.wfImproved, work: work)
        if analysis.chosen.contains(.closeness) { values["closeness"] = found.closeness }
        if analysis.chosen.contains(.harmonic) {
            let others = analysis.harmonicNormalized ? Double(max(network.nodeCount - 1, 1)) : 1
            values["harmonic"] = found.harmonic.map { $0 / others }
        }
    }

    private mutating func addBetweenness(
        _ analysis: Nodes, _ network: Network, _ graph: Graph, seed: UInt64, work: Work
    ) throws(Diagnostic) {
        var options = Betweenness.Options(network, samples: analysis.k, seed: seed, width: work.width)
        options.isNormalized = analysis.normalized
        options.countsEndpoints = analysis.endpoints
        options.countsEdges = false
        let found = try graph.betweenness(options, work: work)
        values["betweenness"] = found.nodes
        betweennessError = Betweenness.error(samples: found.sources, of: network.nodeCount)
        caveats += found.caveats("betweenness", network, isNormalized: analysis.normalized)
    }
}

extension Nodes {
    /// Where a walker begins again, by node; nil for anywhere.
    func start(in network: Network) throws(Diagnostic) -> [Double]? {
        guard !personalization.entries.isEmpty else { return nil }
        var weights = [Double](repeating: 0, count: network.nodeCount)
        for (name, weight) in personalization.entries {
            guard weight >= 0 else {
                throw Diagnostic(
                    "parameter.range", "`personalization` has a weight below 0; expected 0 or more",
                    subject: .parameter("personalization"), help: ["leave out where nobody begins"])
            }
            weights[try network.node(named: name, for: "personalization")] = weight
        }
        return weights
    }
}
