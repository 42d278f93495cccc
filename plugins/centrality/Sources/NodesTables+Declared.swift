import RapportPluginKit

extension NodesTables {
    /// The measure that a column of the primary table belongs to; nil for those that are always there.
    static func measure(of column: String) -> Measure? {
        switch column {
        case "degree", "in_degree", "out_degree", "strength", "degree_centrality": .degree
        case "rank_pagerank", "pagerank": .pagerank
        case "hub", "authority": .hits
        case "core_number": .core
        case "triangles": .clustering
        case "constraint_", "effective_size": .constraint
        default: Measure(rawValue: column)
        }
    }

    static let declared = [
        Signature.Output(
            "output", "One row a node, those who come first by `rank_by` first, ties by id.",
            [
                Field("node", .text, kind: .id, role: "customer", meaning: "the id"),
                Field("rank", .int, kind: .measure, meaning: "the place by `rank_by`; equal values share it"),
                Field(
                    "percentile", .float, kind: .measure, unit: "%", meaning: "nodes that do not come before"),
                Field("degree", .int, kind: .measure, meaning: "edges; one to itself counts twice"),
                Field(
                    "in_degree", .int, kind: .measure,
                    meaning: "edges that lead here; missing without directions"),
                Field("out_degree", .int, kind: .measure, meaning: "edges that lead away"),
                Field("strength", .float, kind: .measure, meaning: "the sum of the edges' weights"),
                Field("degree_centrality", .float, kind: .measure, meaning: "degree over all others"),
                Field(
                    "betweenness", .float, kind: .measure,
                    meaning: "share of all pairs of others whose shortest paths lead through here"),
                Field(
                    "closeness", .float, kind: .measure,
                    meaning: "1 over the mean distance, by what is within reach"),
                Field("harmonic", .float, kind: .measure, meaning: "sum of 1/distance over all others"),
                Field(
                    "eigenvector", .float, kind: .measure,
                    meaning: "importance that comes from the neighbours', in the largest part"),
                Field(
                    "pagerank", .float, kind: .measure,
                    meaning: "share of a walker's time who follows the edges"),
                Field(
                    "rank_pagerank", .int, kind: .measure,
                    meaning: "the place by pagerank; equal values share it"),
                Field("katz", .float, kind: .measure, meaning: "walks that lead here, long ones damped"),
                Field("hub", .float, kind: .measure, meaning: "points to good authorities; all add up to 1"),
                Field("authority", .float, kind: .measure, meaning: "good hubs point here; all add up to 1"),
                Field("core_number", .int, kind: .measure, meaning: "the densest core it lies in"),
                Field(
                    "clustering", .float, kind: .measure,
                    meaning: "share of its neighbours' pairs that know each other"),
                Field("triangles", .int, kind: .measure, meaning: "these pairs"),
                Field(
                    "constraint_", .float, kind: .measure,
                    meaning: "how far its neighbours know each other; low is freedom to broker"),
                Field(
                    "effective_size", .float, kind: .measure,
                    meaning: "neighbours less those who are redundant"),
                Field("community", .int, kind: .category, meaning: "the group it belongs to, 1 the largest"),
                Field(
                    "component", .int, kind: .category,
                    meaning: "the part it hangs together with, 1 the largest"),
                Field("component_size", .int, kind: .measure),
                Field("reason", .text, kind: .text, meaning: "why a value is missing or 0"),
            ]),
        Signature.Output(
            "ranks", "One row a node and measure: all values one below the other, with their places.",
            [
                Field("node", .text, kind: .id, role: "customer"),
                Field("measure", .text, kind: .category),
                Field("value", .float, kind: .measure),
                Field(
                    "rank", .int, kind: .measure,
                    meaning: "equal values share a place; of constraint_ the least is first"),
                Field("percentile", .float, kind: .measure, unit: "%"),
            ]),
        Signature.Output(
            "top", "The twenty who come first.",
            [
                Field("rank", .int, kind: .measure), Field("node", .text, kind: .id, role: "customer"),
                Field("measure", .text, kind: .category),
                Field("value", .float, kind: .measure),
            ]),
        Signature.Output(
            "degrees", "One row a degree: how many have it, and how many have as many or more.",
            [
                Field("degree", .int, kind: .measure), Field("n", .int, kind: .measure, meaning: "nodes"),
                Field("share_at_least", .float, kind: .measure, meaning: "nodes with as many edges or more"),
                Field("log10_degree", .float, kind: .measure, meaning: "missing at 0"),
                Field("log10_share", .float, kind: .measure),
            ]),
        Signature.Output(
            "correlations", "One row a pair of measures: whether they put nodes in the same order.",
            [
                Field("measure", .text, kind: .category), Field("other", .text, kind: .category),
                Field(
                    "tau", .float, kind: .measure,
                    meaning: "Kendall's τ-b: 1 the same order, 0 none; missing where one is constant"),
            ]),
        NetworkPicture.declared(size: "what nodes are ranked by"),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("nodes", "Nodes of the network."), .init("edges", "Edges, merged."),
        .init("components", "Parts that hang together."),
        .init("largest_share", "Part of the nodes that lie in the largest part.", direction: .higher),
        .init("top_five_share", "Part of the whole measure that the first five hold."),
        .init(
            "betweenness_error", "No sampled betweenness is off by more, with 95% certainty.",
            direction: .lower),
        .init(
            "rank_stability",
            "Kendall's τ of the first twenty after a tenth of the edges is dropped, in the mean.",
            direction: .higher),
        .init("iterations", "Until values had settled, by measure.", direction: .lower),
        .init("residual", "The sum of the last changes, by measure.", direction: .lower),
    ]

    var charts: [ChartSpecification] {
        let colors = measured.values["community"] == nil ? "" : ", coloured by community"
        return [NetworkPicture.chart("Who is tied to whom: larger for more \(drawnBy)\(colors)")] + Self.plots
    }

    private static let plots = [
        ChartSpecification(
            .bar, title: "Who comes first", table: "top", x: "node", y: "value", xLabel: "node",
            yLabel: "value"),
        ChartSpecification(
            .line, title: "Nodes by their edges: many have few, few have many", table: "degrees",
            x: "log10_degree", y: "log10_share", xLabel: "edges, as a power of ten",
            yLabel: "share with as many or more, as a power of ten"),
        ChartSpecification(
            .heatmap, title: "Which measures agree", table: "correlations", x: "measure", y: "other",
            value: "tau"),
    ]
}
