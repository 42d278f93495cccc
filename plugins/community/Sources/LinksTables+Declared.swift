import RapportPluginKit

extension LinksTables {
    static let declared = [
        Signature.Output(
            "output", "One row a pair without a tie, the likeliest first, ties by id.",
            [
                Field("source", .text, kind: .id, role: "source"),
                Field("target", .text, kind: .id, role: "target"),
                Field("rank", .int, kind: .measure, meaning: "equal scores share a place"),
                Field("score", .float, kind: .measure, meaning: "by `score`; larger is likelier"),
                Field("common_neighbors", .int, kind: .measure, meaning: "people whom both know"),
                Field("through", .list(of: .text), kind: .id, meaning: "their ids"),
            ]),
        Signature.Output(
            "evaluation", "One row a trial: ties were hidden and looked for.",
            [
                Field("trial", .int, kind: .category),
                Field("hidden", .int, kind: .measure, meaning: "ties hidden"),
                Field(
                    "auc", .float, kind: .measure,
                    meaning: "chance that a hidden tie scores above a pair without one"),
                Field("precision", .float, kind: .measure, meaning: "hidden ties among as many best pairs"),
            ]),
        LinksPicture.declared,
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("nodes", "Nodes of the network."), .init("edges", "Ties, merged, without directions."),
        .init("candidates", "Pairs given."),
        .init(
            "auc", "The chance that a hidden tie scores above a pair without one; 0.5 is a coin.",
            direction: .higher),
        .init("precision_at_k", "Hidden ties among as many best pairs as were hidden.", direction: .higher),
    ]

    static let charts = [
        LinksPicture.chart,
        ChartSpecification(
            .bar, title: "How well hidden ties were found", table: "evaluation", x: "trial", y: "auc",
            xLabel: "trial", yLabel: "AUC, 0.5 is a coin"),
    ]
}
