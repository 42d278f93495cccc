import RapportPluginKit

extension RFMTables {
    static let declared = [
        Signature.Output(
            "output", "One row a customer, by id (of a customer table: in its order).",
            [
                Field("customer", .text, kind: .id, role: "customer", meaning: "the customer's id"),
                Field(
                    "recency", .int, kind: .measure, role: "recency", unit: "days",
                    meaning: "whole days from the last purchase to the snapshot"),
                Field(
                    "frequency", .int, kind: .measure, role: "frequency",
                    meaning: "orders, or days with a purchase"),
                Field(
                    "monetary", .float, kind: .measure, role: "monetary",
                    meaning: "what was paid in all, or on the mean of an order"),
                Field("r", .int, kind: .category, meaning: "score of recency; the best is the most recent"),
                Field("f", .int, kind: .category, meaning: "score of frequency"),
                Field("m", .int, kind: .category, meaning: "score of monetary"),
                Field("rfm_score", .text, kind: .category, meaning: "the three scores side by side"),
                Field("rfm_sum", .int, kind: .measure, meaning: "the three scores summed up"),
                Field("segment", .text, kind: .category, meaning: "the group's name"),
            ]),
        Signature.Output(
            "segments", "One row a segment of the scheme, those without customers too.",
            [
                Field("segment", .text, kind: .category),
                Field("n", .int, kind: .measure, meaning: "customers"),
                Field("share", .float, kind: .measure, meaning: "of all customers"),
                Field("revenue", .float, kind: .measure, meaning: "what they paid in all"),
                Field(
                    "revenue_share", .float, kind: .measure,
                    meaning: "of all revenue; missing where that is not above 0"),
                Field("median_recency", .float, kind: .measure, unit: "days"),
                Field("median_frequency", .float, kind: .measure),
                Field("median_monetary", .float, kind: .measure),
                Field(
                    "aov", .float, kind: .measure,
                    meaning: "revenue an order (a day with a purchase, where days are counted)"),
            ]),
        Signature.Output(
            "cuts", "The limits between scores and the means: `cuts=run …` scores another month with them.",
            CutPoints.fields),
        Signature.Output(
            "grid", "One row a cell of recency and frequency.",
            [
                Field("r", .int, kind: .category), Field("f", .int, kind: .category),
                Field("n", .int, kind: .measure, meaning: "customers"),
                Field("mean_monetary", .float, kind: .measure, meaning: "missing where the cell is empty"),
            ]),
        Signature.Output(
            "diagnostics", "One row a score of each measure: whether the scores tell customers apart.",
            [
                Field("measure", .text, kind: .category, meaning: "recency, frequency or monetary"),
                Field("score", .int, kind: .category),
                Field("n", .int, kind: .measure, meaning: "customers; 0 is an empty score"),
                Field("share", .float, kind: .measure),
                Field("lowest", .float, kind: .measure, meaning: "the least value that has the score"),
                Field("highest", .float, kind: .measure),
                Field(
                    "tie_share", .float, kind: .measure,
                    meaning: "customers who share their value of the measure with another"),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("customers", "Customers scored, in all and by segment."),
        .init("revenue", "What they paid, in all and by segment."),
        .init("top_fifth_revenue_share", "Part of the revenue that the best fifth of customers brings."),
        .init(
            "tie_share", "Part of the customers who share their value with another, by measure.",
            direction: .lower),
        .init("share", "Part of the customers, by segment."),
        .init("revenue_share", "Part of the revenue, by segment."),
        .init("median_recency", "Days since the last purchase, by segment.", unit: "days", direction: .lower),
        .init("median_frequency", "Orders, by segment.", direction: .higher),
        .init("median_monetary", "Monetary value, by segment.", direction: .higher),
        .init("aov", "Revenue an order, by segment.", direction: .higher),
    ]

    static let charts = [
        ChartSpecification(
            .heatmap, title: "Customers by recency and frequency", table: "grid", x: "f", y: "r", value: "n",
            xLabel: "frequency score", yLabel: "recency score"),
        ChartSpecification(
            .heatmap, title: "Mean monetary value by recency and frequency", table: "grid", x: "f", y: "r",
            value: "mean_monetary", xLabel: "frequency score", yLabel: "recency score"),
        ChartSpecification(
            .bar, title: "Customers by segment", table: "segments", x: "segment", y: "n", xLabel: "segment",
            yLabel: "customers"),
        ChartSpecification(
            .bar, title: "Revenue by segment", table: "segments", x: "segment", y: "revenue",
            xLabel: "segment", yLabel: "revenue"),
    ]
}
