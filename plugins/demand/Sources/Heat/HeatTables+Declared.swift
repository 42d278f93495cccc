import RapportPluginKit

extension HeatTables {
    static let declared = [
        Signature.Output(
            "output", "One row a demand and period, periods without a message too.",
            [
                Field("period", .date, kind: .time, role: "time", meaning: "its first day"),
                Field("label", .text, kind: .category, role: "label", meaning: "the demand, or the keyword"),
                Field("n", .int, kind: .measure, meaning: "messages that asked for it"),
                Field("total", .int, kind: .measure, meaning: "all messages of the period: the denominator"),
                Field("share", .float, kind: .measure, meaning: "n of total; missing where there was none"),
                Field(
                    "heat", .float, kind: .measure,
                    meaning: "messages so far, each counting half as much after every half life"),
                Field(
                    "growth", .float, kind: .measure,
                    meaning: "(n + 1) by (mean of the periods before + 1); 1 is as before"),
                Field("is_burst", .bool, kind: .flag, meaning: "the share is far above its usual one"),
                Field("is_partial", .bool, kind: .flag, meaning: "the data begin or end within the period"),
            ]),
        Signature.Output(
            "labels", "One row a demand: how it stands at the end.",
            [
                Field("label", .text, kind: .category, role: "label"),
                Field("n", .int, kind: .measure, meaning: "messages in all"),
                Field("share", .float, kind: .measure, meaning: "of all messages"),
                Field("heat", .float, kind: .measure, meaning: "at the end of the data"),
                Field("growth", .float, kind: .measure, meaning: "of the last whole period"),
                Field("trend", .text, kind: .category, meaning: "rising, falling or none, of whole periods"),
                Field("sen_slope", .float, kind: .measure, meaning: "messages more each period"),
                Field(
                    "p", .float, kind: .measure, meaning: "of the trend: how often chance alone does as much"),
                Field("bursts", .int, kind: .measure, meaning: "how many there were"),
                Field("is_burst", .bool, kind: .flag, meaning: "whether the last period is in one"),
            ]),
        Signature.Output(
            "bursts", "One row a burst.",
            [
                Field("label", .text, kind: .category, role: "label"),
                Field("from", .date, kind: .time),
                Field("until", .date, kind: .time, meaning: "its last day"),
                Field("periods", .int, kind: .measure),
                Field("n", .int, kind: .measure, meaning: "messages in it"),
                Field("total", .int, kind: .measure, meaning: "all messages of that time"),
                Field("share", .float, kind: .measure, meaning: "n of total"),
                Field("usual_share", .float, kind: .measure, meaning: "over the whole time"),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("messages", "Messages counted, with a label or without."),
        .init("periods", "Periods from the first message to the end, without a gap."),
        .init("bursts", "Bursts found in all."),
        .init("heat", "Heat at the end of the data, by label."),
        .init("share", "Part of all messages, by label."),
        .init("growth", "Growth of the last whole period, by label."),
    ]

    static let charts = [
        ChartSpecification(
            .line, title: "Messages by demand", x: "period", y: "n", split: "label", xLabel: "period",
            yLabel: "messages"),
        ChartSpecification(
            .heatmap, title: "Share of all messages by demand and period", x: "period", y: "label",
            value: "share", xLabel: "period", yLabel: "demand"),
        ChartSpecification(
            .bar, title: "Heat at the end", table: "labels", x: "label", y: "heat", xLabel: "demand",
            yLabel: "heat"),
    ]
}
