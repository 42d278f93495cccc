import RapportPluginKit

extension MigrationTables {
    static let declared = [
        Signature.Output(
            "output", "One row a customer of either result, by id.",
            [
                Field("customer", .text, kind: .id, role: "customer", meaning: "the customer's id"),
                Field(
                    "before", .text, kind: .category,
                    meaning: "the earlier segment, `(new)` where there is none"),
                Field(
                    "now", .text, kind: .category, meaning: "the segment now, `(left)` where there is none"),
                Field("status", .text, kind: .category, meaning: "stayed, moved, new or left"),
                Field(
                    "cause", .text, kind: .category,
                    meaning:
                        "of a move: behaviour, cut points, both or undecided; held: stays by the new limits "
                        + "alone; missing where there is nothing to explain, or nothing to explain it by"),
                Field(
                    "under_earlier_cuts", .text, kind: .category,
                    meaning: "the segment now by the earlier limits; missing without `cuts`"),
            ]),
        Signature.Output(
            "matrix", "One row a pair of segments, every pair.",
            [
                Field("before", .text, kind: .category, meaning: "the earlier segment, `(new)` last"),
                Field("now", .text, kind: .category, meaning: "the segment now, `(left)` last"),
                Field("n", .int, kind: .measure, meaning: "customers"),
                Field(
                    "share", .float, kind: .measure,
                    meaning: "of the customers in `before`; missing where it has none"),
            ]),
        Signature.Output(
            "segments", "One row a segment: what it gained, lost and kept.",
            [
                Field("segment", .text, kind: .category),
                Field("before", .int, kind: .measure, meaning: "customers in the earlier result"),
                Field("now", .int, kind: .measure, meaning: "customers now"),
                Field("change", .int, kind: .measure, meaning: "now less before"),
                Field("stayed", .int, kind: .measure),
                Field("moved_in", .int, kind: .measure, meaning: "from other segments"),
                Field("moved_out", .int, kind: .measure, meaning: "to other segments"),
                Field("new", .int, kind: .measure, meaning: "of whom the earlier result knows nothing"),
                Field("left", .int, kind: .measure, meaning: "whom this result does not have"),
                Field(
                    "kept_share", .float, kind: .measure,
                    meaning: "stayed, of those before; missing where there were none"),
            ]),
        Signature.Output(
            "moves", "One row a move from one segment to another, the largest first.",
            [
                Field("before", .text, kind: .category), Field("now", .text, kind: .category),
                Field("n", .int, kind: .measure, meaning: "customers"),
                Field("share", .float, kind: .measure, meaning: "of the customers in `before`"),
                Field("behaviour", .int, kind: .measure, meaning: "of them by what they did"),
                Field("cut_points", .int, kind: .measure, meaning: "of them by the limits alone"),
                Field("both", .int, kind: .measure, meaning: "of them by both"),
                Field("undecided", .int, kind: .measure, meaning: "of them for a reason that is not known"),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("customers_before", "Customers of the earlier result."),
        .init("customers_now", "Customers of this result."),
        .init("stayed", "Customers in the same segment in both."),
        .init("moved", "Customers in another segment than before."),
        .init("new", "Customers of whom the earlier result knows nothing.", direction: .higher),
        .init("left", "Customers whom this result does not have.", direction: .lower),
        .init("stayed_share", "Part of the customers of both results who are in the same segment."),
        .init(
            "moved_by_behaviour", "Movers whom the earlier limits move as well, to this or a third segment."),
        .init("moved_by_cut_points", "Movers whom the limits moved, not what they did."),
    ]

    static let charts = [
        ChartSpecification(
            .heatmap, title: "Where customers of each segment went", table: "matrix", x: "now", y: "before",
            value: "share", xLabel: "segment now", yLabel: "segment before"),
        ChartSpecification(
            .bar, title: "Customers more or fewer by segment", table: "segments", x: "segment", y: "change",
            xLabel: "segment", yLabel: "customers"),
    ]
}
