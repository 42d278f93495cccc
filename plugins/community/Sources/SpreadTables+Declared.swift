import RapportPluginKit

extension SpreadTables {
    static let declared = [
        Signature.Output(
            "output", "One row a node, the likeliest to hear first, ties by id.",
            [
                Field("node", .text, kind: .id, role: "customer"),
                Field(
                    "activation_probability", .float, kind: .measure,
                    meaning: "share of the simulations in which word came"),
                Field("low", .float, kind: .measure, meaning: "of the interval that holds it with 95%"),
                Field("high", .float, kind: .measure),
                Field("is_seed", .bool, kind: .flag, meaning: "told first"),
            ]),
        Signature.Output(
            "curve", "One row a person told first: how far word goes from them and those before.",
            [
                Field("k", .int, kind: .category, meaning: "how many are told first"),
                Field("node", .text, kind: .id, meaning: "who is added"),
                Field(
                    "spread", .float, kind: .measure,
                    meaning: "people reached in the mean, those told first among them"),
                Field("low", .float, kind: .measure, meaning: "of the interval that holds the mean with 95%"),
                Field("high", .float, kind: .measure),
                Field("gain", .float, kind: .measure, meaning: "what the last one adds"),
            ]),
        Signature.Output(
            "cascades",
            "One row a tree that really grew, the largest first; empty without directions and times.",
            [
                Field("root", .text, kind: .id, meaning: "who began"),
                Field("size", .int, kind: .measure, meaning: "people in it"),
                Field("depth", .int, kind: .measure, meaning: "steps to the furthest"),
                Field("breadth", .int, kind: .measure, meaning: "people on the widest step"),
                Field(
                    "structural_virality", .float, kind: .measure,
                    meaning: "mean distance of two in it: about 2 where one told all, large for a chain"),
                Field("first", .datetime(zone: nil), kind: .time),
                Field("last", .datetime(zone: nil), kind: .time),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("nodes", "Nodes of the network."), .init("edges", "Edges, merged."),
        .init("seeds", "People who are told first."),
        .init(
            "expected_spread", "People reached in the mean, those told first among them.", direction: .higher),
        .init("expected_share", "Of all people.", direction: .higher),
        .init("simulations", "Simulations of the result."),
        .init("observed_cascades", "Trees that really grew."),
        .init("largest_cascade", "People in the largest of them."),
    ]

    static let charts = [
        ChartSpecification(
            .line, title: "People reached, by how many are told first", table: "curve", x: "k", y: "spread",
            xLabel: "told first", yLabel: "people reached")
    ]
}
