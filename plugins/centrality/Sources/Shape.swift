import RapportGraph
import RapportPluginKit

/// Measures a network as a whole.
struct Shape: Analysis {
    static let name = "centrality.graph"
    static let version = 1
    static let summary =
        "Measure a network as a whole: its size, density, parts, distances and centralisation."
    static let references = [
        "Freeman, Centrality in social networks, Social Networks 1, 1978/79",
        "Newman, Mixing patterns in networks, Phys. Rev. E 67, 2003",
        "Watts & Strogatz, Collective dynamics of small-world networks, Nature 393, 1998",
    ]
    static let outputs = [
        Signature.Output(
            "output", "One row a measure.",
            [
                Field("metric", .text, kind: .category),
                Field("value", .float, kind: .measure, meaning: "missing where it is not defined"),
                Field("meaning", .text, kind: .text),
                Field("reason", .text, kind: .text, meaning: "why a value is missing"),
            ]),
        Signature.Output(
            "components", "One row a part that hangs together, the largest first.",
            [
                Field("component", .int, kind: .category), Field("n", .int, kind: .measure, meaning: "nodes"),
                Field("share", .float, kind: .measure, meaning: "of all nodes"),
                Field("edges", .int, kind: .measure),
            ]),
    ]
    static let metrics: [Signature.MetricDescription] = [
        .init("nodes", "Nodes of the network."), .init("edges", "Edges, merged."),
        .init("density", "Edges over those that could be."), .init("components", "Parts that hang together."),
        .init("largest_share", "Part of the nodes that lie in the largest part.", direction: .higher),
        .init("diameter", "Steps between the two that are furthest apart in the largest part."),
        .init("mean_distance", "Steps between two in the largest part, in the mean."),
        .init("assortativity", "Whether those of many ties are tied to their like, from -1 to 1."),
        .init("reciprocity", "Part of the directed edges that are answered."),
        .init("transitivity", "How often two neighbours of one know each other."),
        .init("average_clustering", "The mean of the nodes' clustering."),
        .init(
            "centralisation",
            "How far one node stands out by its ties: 1 in a star, 0 where all have as many."),
        .init("modularity", "How far the network falls into groups, by Leiden."),
        .init("iterations", "Until values had settled, by measure.", direction: .lower),
        .init("residual", "The sum of the last changes, by measure.", direction: .lower),
    ]
    static let determinism = Signature.Determinism.seeded
    static let details = """
        One number a question. `density`: how many of the ties that could be are there. `components` and \
        `largest_share`: whether a message could reach everybody. `diameter` and `mean_distance`: over how many steps, in \
        the largest part, of up to 5,000 nodes. `transitivity`: how often a friend's friend is a friend. `assortativity`: \
        whether those of many ties know each other (above 0) or are surrounded by those of few. `centralisation`: whether \
        all hangs on one. `reciprocity`: how many directed ties are answered. `modularity`: how far it falls into groups.

        Numbers of networks of different sizes do not compare: density falls by itself as a network grows.
        """

    /// Distances of all pairs are measured in parts of up to so many nodes.
    static let distanceLimit = 5_000

    let network = NetworkInput()
    @Parameter("Modularity: above 1 for smaller groups.", above: 0, advanced: true) var resolution = 1.0

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        let (_, warnings) = try network.check(inputs, for: Self.name)
        return Outline(declared: Self.outputs, warnings: warnings, unused: network.unused())
    }

    /// Isolates of a table of nodes are a network too.
    var takesNoRows: Bool { network.takesNoRows }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let found = try network.network(from: inputs, for: Self.name, work: context.work)
        let facts = try ShapeFacts(found, self, seed: context.seed, work: context.work)
        let parts = facts.componentSizes
        let components = Table(
            Schema(Self.outputs[1].fields),
            [
                .ints(present: parts.indices.map { $0 + 1 }), .ints(present: parts),
                .floats(parts.map { Double($0) / Double(found.nodeCount) }),
                .ints(present: facts.componentEdges),
            ])
        let rows = facts.rows
        return Outcome(
            Table(
                Schema(Self.outputs[0].fields),
                [
                    .texts(rows.map(\.name)), .floats(rows.map(\.value)), .texts(rows.map(\.meaning)),
                    .texts(rows.map(\.reason)),
                ]),
            tables: [.init("components", components)], metrics: facts.metrics,
            charts: [
                ChartSpecification(
                    .bar, title: "Parts that hang together", table: "components", x: "component", y: "n",
                    xLabel: "part", yLabel: "nodes")
            ], findings: facts.findings, caveats: found.caveats + facts.caveats, rows: found.rows)
    }

    static let examples = [
        Example(
            "A star of five: one stands out as far as one can.",
            run: """
                given | centrality.graph
                | where metric in ["nodes", "edges", "density", "diameter", "centralisation"]
                | select metric, value
                """,
            given: """
                source,target
                ada,bea
                ada,cyd
                ada,dan
                ada,eva
                """,
            gives: """
                metric,value
                nodes,5.0
                edges,4.0
                density,0.4
                diameter,2.0
                centralisation,1.0
                """)
    ]
}
