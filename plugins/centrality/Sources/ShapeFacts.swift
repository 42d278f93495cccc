import RapportGraph
import RapportNumerics
import RapportPluginKit

/// The numbers of a whole network.
struct ShapeFacts {
    struct Row {
        var name: String
        var value: Double?
        var meaning: String
        var reason: String?
    }

    private(set) var rows: [Row] = []
    private(set) var caveats: [Outcome.Caveat] = []
    private(set) var convergence: [(measure: String, Convergence)] = []
    let componentSizes: [Int]
    let componentEdges: [Int]
    private let nodeCount: Int
    private let edgeCount: Int
    private let isDirected: Bool

    init(_ network: Network, _ analysis: Shape, seed: UInt64, work: Work) throws(Diagnostic) {
        let graph = network.graph
        let (component, sizes) = graph.components()
        (nodeCount, edgeCount, componentSizes) = (graph.nodeCount, graph.edgeCount, sizes)
        isDirected = graph.isDirected
        var inside = [Int](repeating: 0, count: sizes.count)
        for edge in network.edges { inside[component[edge.source]] += 1 }
        componentEdges = inside

        // Answered edges are one tie.
        let ties = try Graph.merged(graph.edges, isDirected: false)
        let simple = try Graph(nodeCount: nodeCount, edges: ties.edges, isDirected: false)

        add("nodes", Double(nodeCount))
        add("edges", Double(edgeCount))
        add("density", graph.density, otherwise: "fewer than two nodes")
        add("components", Double(sizes.count))
        add(
            "largest_share", nodeCount > 0 ? Double(sizes.first ?? 0) / Double(nodeCount) : nil,
            otherwise: "no nodes")
        try addDistances(graph, component, work: work)
        add("assortativity", graph.degreeAssortativity, otherwise: "the ends of all edges have as many")
        add("reciprocity", graph.reciprocity, otherwise: "edges have no direction")
        let clustering = try graph.clustering(work: work)
        add("transitivity", clustering.transitivity)
        add(
            "average_clustering",
            nodeCount > 0 ? clustering.coefficients.compensatedSum() / Double(nodeCount) : nil,
            otherwise: "no nodes")
        add(
            "centralisation", Graph.centralization(ofDegrees: simple.degrees),
            otherwise: "fewer than three nodes")
        let communities = try graph.leiden(resolution: analysis.resolution, seed: seed, work: work)
        add(
            "modularity",
            edgeCount > 0 ? graph.modularity(of: communities, resolution: analysis.resolution) : nil,
            otherwise: "no edges")
        try addConvergence(graph, work: work)
    }

    private mutating func add(_ name: String, _ value: Double?, otherwise reason: String? = nil) {
        let meaning = Shape.metrics.first { $0.name == name }?.meaning ?? ""
        rows.append(Row(name: name, value: value, meaning: meaning, reason: value == nil ? reason : nil))
    }

    private mutating func addDistances(
        _ graph: Graph, _ component: [Int], work: Work
    ) throws(Diagnostic) {
        let largest = componentSizes.first ?? 0
        var reason = "the largest part has one node"
        var found: (diameter: Int, mean: Double)?
        if largest > Shape.distanceLimit {
            reason = "the largest part has more than \(Wording.count(Shape.distanceLimit)) nodes"
            caveats.append(
                .init(
                    "graph.distances", count: largest,
                    "diameter and mean distance are missing: \(reason)"))
        } else if largest > 1 {
            found = try graph.undirected.pathLengths(
                within: component.indices.filter { component[$0] == 0 }, work: work)
        }
        add("diameter", found.map { Double($0.diameter) }, otherwise: reason)
        add("mean_distance", found?.mean, otherwise: reason)
        if graph.isDirected {
            caveats.append(
                .init(
                    "network.directions", "distances, clustering and parts take edges without their direction"
                ))
        }
    }

    /// How soon importance settles: slow where the network is two loosely tied halves.
    private mutating func addConvergence(_ graph: Graph, work: Work) throws(Diagnostic) {
        let rank = try graph.pageRank(work: work).convergence
        convergence.append(("pagerank", rank))
        rows.append(
            Row(
                name: "iterations_pagerank", value: Double(rank.iterations),
                meaning: "Iterations until PageRank had settled."))
        rows.append(
            Row(
                name: "residual_pagerank", value: rank.residual,
                meaning: "The sum of the last changes of PageRank."))
    }

    subscript(name: String) -> Double? { rows.first { $0.name == name }?.value }

    var metrics: [Outcome.Metric] {
        Shape.metrics.filter { $0.name != "iterations" && $0.name != "residual" }.map {
            .init($0.name, self[$0.name], n: nodeCount)
        }
            + convergence.flatMap { measure, ending in
                [
                    Outcome.Metric("iterations", group: measure, Double(ending.iterations)),
                    Outcome.Metric("residual", group: measure, ending.residual),
                ]
            }
    }

    var findings: [Outcome.Finding] {
        let parts = componentSizes.count
        let share = self["largest_share"] ?? 0
        let reach =
            (isDirected ? "directions aside, " : "")
            + (parts == 1
                ? "a message could reach everybody"
                : "a message could reach \(Wording.part(share)), the others lie in "
                    + "\(Wording.count(parts - 1, "part")) of their own")
        var findings = [
            Outcome.Finding(
                "graph.reach",
                "\(Wording.count(nodeCount, "person", "people")) with \(Wording.count(edgeCount, "tie")): \(reach).",
                values: [
                    .init("nodes", .int(Int64(nodeCount))), .init("edges", .int(Int64(edgeCount))),
                    .init("largest_share", .float(share)),
                ])
        ]
        if let mean = self["mean_distance"], let diameter = self["diameter"] {
            findings.append(
                .init(
                    "graph.distances",
                    "Two of the largest part are \(Wording.number(mean)) steps apart in the mean, at most "
                        + "\(Wording.number(diameter)).",
                    values: [.init("mean_distance", .float(mean)), .init("diameter", .float(diameter))]))
        }
        if let transitivity = self["transitivity"], edgeCount > 2 {
            findings.append(
                .init(
                    "graph.transitivity",
                    "Of two who know the same person \(Wording.percent(transitivity)) know each other.",
                    values: [.init("transitivity", .float(transitivity))]))
        }
        return findings
    }
}
