import RapportPluginKit

extension ClusterTables {
    /// What is added to each message.
    static let documentFields = [
        Field("cluster", .int, kind: .category, meaning: "its group, 1 the largest; missing: see reason"),
        Field("label", .text, kind: .category, role: "label", meaning: "the group's name"),
        Field("similarity", .float, kind: .measure, meaning: "cosine with the group's center: 1 is the same"),
        Field(
            "is_outlier", .bool, kind: .flag, meaning: "among the twentieth part furthest from their groups"),
        Field("n_tokens", .int, kind: .measure, meaning: "words that say something"),
        Field("reason", .text, kind: .category, meaning: "why it has no group"),
    ]

    static let declared = [
        Signature.Output("output", "The messages, each with its group.", documentFields),
        Signature.Output(
            "clusters", "One row a group, the largest first.",
            [
                Field("cluster", .int, kind: .category),
                Field(
                    "label", .text, kind: .category, role: "label",
                    meaning: "the three strongest words that a tenth of its messages have"),
                Field("n", .int, kind: .measure, meaning: "messages"),
                Field("share", .float, kind: .measure, meaning: "of those that have a group"),
                Field(
                    "customers", .int, kind: .measure, meaning: "different ones; missing without their column"
                ),
                Field(
                    "example", .text, kind: .text, isPrivate: true,
                    meaning: "the message nearest to the center, word for word"),
                Field("example_row", .int, meaning: "its row, from 1"),
                Field("top_terms", .list(of: .text), meaning: "the strongest words"),
                Field("top_customers", .list(of: .text), kind: .id, meaning: "who wrote most, up to three"),
                Field(
                    "npmi", .float, kind: .measure,
                    meaning: "whether its words come together: 1 always, -1 never"),
                Field(
                    "silhouette", .float, kind: .measure,
                    meaning: "apart from other groups: 1 wholly, below 0 not"),
                Field("mean_rating", .float, kind: .measure), Field("mean_sentiment", .float, kind: .measure),
                Field(
                    "trend", .text, kind: .category, meaning: "rising, falling or none, over whole periods"),
                Field("sen_slope", .float, kind: .measure, meaning: "messages more each period"),
                Field(
                    "p", .float, kind: .measure, meaning: "of the trend: how often chance alone does as much"),
            ]),
        Signature.Output(
            "terms", "One row a group and word: what makes the group.",
            [
                Field("cluster", .int, kind: .category),
                Field("label", .text, kind: .category, role: "label"),
                Field("term", .text, kind: .category),
                Field(
                    "ctfidf", .float, kind: .measure,
                    meaning: "how much of the group's talk it is, and of no other's"),
                Field("center_weight", .float, kind: .measure, meaning: "its place in the group's center"),
                Field("df", .int, kind: .measure, meaning: "messages of the group that have it"),
                Field(
                    "g2", .float, kind: .measure,
                    meaning: "log-likelihood against the rest; below 0: rarer here"),
            ]),
        Signature.Output(
            "periods", "One row a group and period, where a time is known.",
            [
                Field("period", .date, kind: .time, role: "time", meaning: "its first day"),
                Field("cluster", .int, kind: .category),
                Field("label", .text, kind: .category, role: "label"),
                Field("n", .int, kind: .measure, meaning: "messages of the group"),
                Field("total", .int, kind: .measure, meaning: "all messages of the period: the denominator"),
                Field("share", .float, kind: .measure, meaning: "n of total; missing where there was none"),
                Field("is_partial", .bool, kind: .flag, meaning: "the data begin or end within the period"),
            ]),
        Signature.Output(
            "k_curve", "One row a number of groups that `auto` tried.",
            [
                Field("k", .int, kind: .measure), Field("silhouette", .float, kind: .measure),
                Field("npmi", .float, kind: .measure), Field("objective", .float, kind: .measure),
                Field("is_chosen", .bool, kind: .flag),
            ]),
        Signature.Output(
            "map", "One row a message of at most a thousand: a picture of the groups in two dimensions.",
            [
                Field("row", .int, meaning: "of the table, from 1"), Field("cluster", .int, kind: .category),
                Field("label", .text, kind: .category, role: "label"),
                Field("x", .float, kind: .measure, meaning: "first dimension of the truncated SVD"),
                Field("y", .float, kind: .measure, meaning: "second one"),
            ]),
        Signature.Output(
            "model", "What `demand.assign model=…` needs: words with their weights, and centers.",
            DemandModel.fields),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("messages", "Messages that have a group."),
        .init("clusters", "Groups."),
        .init("silhouette", "How far groups lie apart, by cosine: 1 is wholly.", direction: .higher),
        .init("npmi", "Whether the words of a group come together, mean of groups.", direction: .higher),
        .init("stability", "Agreement with groups from other starts: 1 is the same.", direction: .higher),
        .init("size_entropy", "Evenness of sizes: 1 all equal, 0 all in one."),
        .init("unassigned_share", "Part of the rows that have no group.", direction: .lower),
        .init("share", "Part of the messages, by group."),
        .init("sen_slope", "Messages more each period, by group."),
    ]

    static func charts(hasTime: Bool) -> [ChartSpecification] {
        var charts = [
            ChartSpecification(
                .bar, title: "Messages by what they ask for", table: "clusters", x: "label", y: "n",
                xLabel: "group", yLabel: "messages"),
            ChartSpecification(
                .heatmap, title: "Words of each group", table: "terms", x: "label", y: "term",
                value: "ctfidf",
                xLabel: "group", yLabel: "word"),
            ChartSpecification(
                .scatter, title: "Messages on a map of their words", table: "map", x: "x", y: "y",
                split: "label", xLabel: "first dimension", yLabel: "second dimension"),
        ]
        if hasTime {
            charts.insert(
                ChartSpecification(
                    .heatmap, title: "Share of the messages over time", table: "periods", x: "period",
                    y: "label", value: "share", xLabel: "period", yLabel: "group"), at: 1)
        }
        return charts
    }
}
