import RapportGraph
import RapportPluginKit

/// Measures the ties of a network.
struct Edges: Analysis {
    static let name = "centrality.edges"
    static let version = 1
    static let summary = "Measure which ties hold a network together, and which are strong."
    static let references = [
        "Girvan & Newman, Community structure in social and biological networks, PNAS 99, 2002",
        "Brandes, On variants of shortest-path betweenness, Social Networks 30, 2008",
        "Onnela et al., Structure and tie strengths in mobile communication networks, PNAS 104, 2007",
        "Granovetter, The strength of weak ties, Am. J. Sociol. 78, 1973",
    ]
    static let determinism = Signature.Determinism.seeded
    static let outputs = [
        Signature.Output(
            "output", "One row a tie, those on most shortest paths first, ties by id.",
            [
                Field("source", .text, kind: .id, role: "source", meaning: "as in the table that came in"),
                Field("target", .text, kind: .id, role: "target"),
                Field("weight", .float, kind: .measure, role: "weight", meaning: "how close the two are"),
                Field("distance", .float, kind: .measure, meaning: "the length of a step along it"),
                Field(
                    "edge_betweenness", .float, kind: .measure,
                    meaning: "share of all pairs whose shortest paths lead along it"),
                Field(
                    "overlap", .float, kind: .measure,
                    meaning: "neighbours of both over those of either: 0 for a bridge, 1 in a closed circle"),
                Field("merged", .int, kind: .measure, meaning: "edges of the table that it stands for"),
            ])
    ]
    static let metrics: [Signature.MetricDescription] = [
        .init("nodes", "Nodes of the network."), .init("edges", "Ties, merged."),
        .init("bridges", "Ties whose ends have no neighbour in common."),
        .init("mean_overlap", "Of all ties, in the mean."),
        .init("betweenness_error", "No sampled value is off by more, with 95% certainty.", direction: .lower),
    ]
    static let details = """
        Two questions a tie answers. `edge_betweenness`: how many of the shortest ways between all lead along it; who \
        cuts the first few cuts the network. `overlap`: how many neighbours its ends have in common; ties of strong \
        overlap lie within circles, those of none are bridges between them, and news comes over bridges.

        Where the two are weighted, a step's length is 1/weight, or the weight itself with `weight_kind=distance`. \
        Shortest paths take time that grows with nodes times edges: `k=` counts them from fewer nodes.
        """

    let network = NetworkInput()

    @Parameter(
        "Paths from so many nodes, drawn by the seed, in place of all: quicker, with an error that is told.",
        in: 2...1_000_000, aliases: "samples")
    var k: Int? = .none
    @Parameter("As a share of all pairs; false: the number of paths.", advanced: true) var normalized = true

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        let (type, warnings) = try network.check(inputs, for: Self.name)
        return Outline(
            declared: Self.outputs, output: Self.schema(type), warnings: warnings,
            unused: network.unused())
    }

    private static func schema(_ type: ColumnType) -> Schema {
        Schema(outputs[0].retyped(["source", "target"], type).fields, rowGrain: ["source", "target"])
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let work = context.work
        let found = try network.network(from: inputs, for: Self.name, work: work)
        var options = Betweenness.Options(found, samples: k, seed: context.seed, width: work.width)
        options.isNormalized = normalized
        let betweenness = try found.distanceGraph().betweenness(options, work: work)
        let overlap = try found.graph.neighbourhoodOverlap(work: work)
        let order = Places(betweenness.edges).order
        let bridges = overlap.count { $0 == 0 }
        return Outcome(
            try output(found, order, betweenness.edges, overlap, work: work),
            metrics: [
                .init("nodes", Double(found.nodeCount)), .init("edges", Double(found.edgeCount)),
                .init("bridges", Double(bridges)),
                .init(
                    "mean_overlap",
                    overlap.isEmpty ? nil : overlap.reduce(0, +) / Double(overlap.count), n: overlap.count),
                .init(
                    "betweenness_error",
                    Betweenness.error(
                        samples: betweenness.sources, of: found.nodeCount, values: found.edgeCount)),
            ],
            charts: [
                ChartSpecification(
                    .network, title: "Ties by edge_betweenness: the thicker, the more ways lead along them",
                    x: "source", y: "target", value: "edge_betweenness")
            ],
            findings: findings(found, order, betweenness.edges, bridges: bridges),
            caveats: found.caveats + network.weightCaveats(found, ofDistances: "`weight` is 1 over them")
                + betweenness.caveats("edge_betweenness", found, isEdges: true, isNormalized: normalized),
            rows: found.rows)
    }

    private func output(
        _ network: Network, _ order: [Int], _ betweenness: [Double], _ overlap: [Double], work: Work
    ) throws(Diagnostic) -> Table {
        let edges = order.map { network.edges[$0] }
        // Turned edges stand as they came in.
        let ends = edges.map { network.isTurned ? ($0.target, $0.source) : ($0.source, $0.target) }
        return Table(
            Self.schema(network.nodes.type),
            [
                try network.ids(of: ends.map(\.0), work: work),
                try network.ids(of: ends.map(\.1), work: work),
                .floats(edges.map(\.strength)),
                // Without weights paths count steps, however many edges of the table a tie stands for.
                .floats(edges.map { network.isWeighted ? $0.distance : 1 }),
                .floats(order.map { betweenness[$0] }), .floats(order.map { overlap[$0] }),
                .ints(present: edges.map(\.merged)),
            ])
    }

    private func findings(
        _ network: Network, _ order: [Int], _ betweenness: [Double], bridges: Int
    ) -> [Outcome.Finding] {
        let share = network.edgeCount > 0 ? Double(bridges) / Double(network.edgeCount) : 0
        var findings = [
            Outcome.Finding(
                "edges.bridges",
                "\(Wording.count(bridges)) of \(Wording.count(network.edgeCount, "tie")) (\(Wording.percent(share))) are "
                    + "bridges: their two ends know nobody in common.",
                values: [.init("bridges", .int(Int64(bridges))), .init("share", .float(share))])
        ]
        if let first = order.first, betweenness[first] > 0, normalized {
            let edge = network.edges[first]
            findings.append(
                .init(
                    "edges.first",
                    "The tie that carries most is \(network.name(of: edge.source)) – \(network.name(of: edge.target)): "
                        + "the shortest ways of \(Wording.percent(betweenness[first])) of all pairs lead along it.",
                    values: [.init("edge_betweenness", .float(betweenness[first]))]))
        }
        return findings
    }

    static let examples = [
        Example(
            "Two circles and the bridge between them.",
            run: "given | centrality.edges | select source, target, edge_betweenness, overlap",
            given: """
                source,target
                ada,bea
                bea,cyd
                ada,cyd
                cyd,dan
                dan,eva
                eva,fay
                dan,fay
                """,
            gives: """
                source,target,edge_betweenness,overlap
                cyd,dan,0.6,0.0
                ada,cyd,0.26666666666666666,0.5
                bea,cyd,0.26666666666666666,0.5
                dan,eva,0.26666666666666666,0.5
                dan,fay,0.26666666666666666,0.5
                ada,bea,0.06666666666666667,1.0
                eva,fay,0.06666666666666667,1.0
                """)
    ]
}
