import RapportPluginKit

extension DetectTables {
    static let declared = [
        Signature.Output(
            "output", "One row a node, by id.",
            [
                Field("node", .text, kind: .id, role: "customer"),
                Field("community", .int, kind: .category, meaning: "the group, 1 the largest"),
                Field("community_size", .int, kind: .measure),
                Field("degree", .int, kind: .measure, meaning: "ties"),
                Field(
                    "internal_ratio", .float, kind: .measure,
                    meaning: "share of the ties, by weight, that stay in the group"),
                Field(
                    "participation", .float, kind: .measure,
                    meaning: "how evenly ties go to groups: 0 to one alone, towards 1 to many"),
                Field(
                    "part", .text, kind: .category,
                    meaning: "core (ties within), connector (to several groups), member, or alone"),
                Field("reason", .text, kind: .text, meaning: "why a value is missing"),
            ]),
        Signature.Output(
            "communities", "One row a group, the largest first.",
            [
                Field("community", .int, kind: .category), Field("n", .int, kind: .measure, meaning: "nodes"),
                Field("share", .float, kind: .measure, meaning: "of all nodes"),
                Field("edges_inside", .int, kind: .measure), Field("weight_inside", .float, kind: .measure),
                Field("weight_across", .float, kind: .measure, meaning: "of ties to other groups"),
                Field(
                    "density", .float, kind: .measure,
                    meaning: "ties inside over those that could be; missing for one alone"),
                Field(
                    "closed", .float, kind: .measure,
                    meaning: "share of the weight of its ties that stays inside"),
                Field("most_tied", .text, kind: .id, meaning: "who has most weight of ties within the group"),
                Field("connectors", .int, kind: .measure, meaning: "members with ties to several groups"),
            ]),
        Signature.Output(
            "between", "One row a pair of groups with ties between them.",
            [
                Field("community", .int, kind: .category), Field("other", .int, kind: .category),
                Field("edges", .int, kind: .measure), Field("weight", .float, kind: .measure),
            ]),
        Signature.Output(
            "runs", "One row a shuffle of the nodes.",
            [
                Field("run", .int, kind: .category), Field("modularity", .float, kind: .measure),
                Field("communities", .int, kind: .measure),
                Field(
                    "agreement", .float, kind: .measure, meaning: "what it says of the best run, from 0 to 1"),
                Field("best", .bool, kind: .flag),
            ]),
        NetworkPicture.declared(size: "how many ties it has"),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("nodes", "Nodes of the network."), .init("edges", "Edges, merged."),
        .init("communities", "Groups."),
        .init("modularity", "Ties within groups beyond what chance would put there.", direction: .higher),
        .init("coverage", "Part of the weight of all ties that lies within groups.", direction: .higher),
        .init(
            "agreement", "What another run says of the best one, in the mean: normalised mutual information.",
            direction: .higher),
        .init("disconnected", "Groups that do not hang together in themselves.", direction: .lower),
        .init("largest_share", "Part of the nodes that the largest group holds."),
    ]

    static let charts = [
        NetworkPicture.chart("Who is tied to whom: larger for more ties, coloured by group"),
        ChartSpecification(
            .bar, title: "Groups by size", table: "communities", x: "community", y: "n", xLabel: "group",
            yLabel: "people"),
        ChartSpecification(
            .heatmap, title: "Ties between groups", table: "between", x: "community", y: "other",
            value: "weight", xLabel: "group", yLabel: "group"),
    ]
}
