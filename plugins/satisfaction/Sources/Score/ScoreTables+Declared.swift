import RapportPluginKit

extension ScoreTables {
    static let declared = [
        Signature.Output(
            "output", "One row a customer, by id.",
            [
                Field("customer", .text, kind: .id, role: "customer", meaning: "the customer's id"),
                Field(
                    "satisfaction_score", .float, kind: .measure,
                    meaning: "0 to 100, by the weights of the parts; missing where nothing is known"),
                Field(
                    "label", .text, kind: .category,
                    meaning: "satisfied, neutral, dissatisfied, or not enough evidence"),
                Field(
                    "survey", .float, kind: .measure,
                    meaning: "0 to 1, drawn to the mean of all; missing where they answered none"),
                Field("survey_n", .int, kind: .measure, meaning: "answers"),
                Field("survey_confidence", .float, kind: .measure, meaning: "how much of it is their own"),
                Field(
                    "sentiment", .float, kind: .measure, meaning: "the tone of their texts, 0 to 1, as above"),
                Field("sentiment_n", .int, kind: .measure, meaning: "texts"),
                Field("sentiment_confidence", .float, kind: .measure),
                Field("service", .float, kind: .measure, meaning: "how they were served, 0 to 1, as above"),
                Field("service_n", .int, kind: .measure, meaning: "conversations"),
                Field("service_confidence", .float, kind: .measure),
                Field(
                    "confidence", .float, kind: .measure,
                    meaning: "of the parts, by their weights: 0.5 is as much own evidence as prior"),
                Field("n_eff", .float, kind: .measure, meaning: "fresh answers that would tell as much"),
                Field("last_date", .date, kind: .time, meaning: "of the last answer, text or conversation"),
                Field(
                    "previous_score", .float, kind: .measure,
                    meaning: "on what was known `compare_days` before"),
                Field("change", .float, kind: .measure, meaning: "the score less the one of before"),
                Field(
                    "segment", .text, kind: .category,
                    meaning: "the customer's group; missing where none is given"),
                Field("driver", .text, kind: .category, meaning: "the part that moves the score most"),
                Field("reason", .text, kind: .category, meaning: "what is missing; missing where nothing is"),
            ]),
        Signature.Output(
            "summary", "The mean score of all customers with enough evidence and of each segment.",
            [
                Field("group", .text, kind: .category),
                Field("metric", .text, kind: .category, meaning: "score"),
                Field("value", .float, kind: .measure, meaning: "mean score"),
                Field("low", .float, kind: .measure, meaning: "95% interval; missing of a single customer"),
                Field("high", .float, kind: .measure), Field("n", .int, kind: .measure, meaning: "customers"),
                Field("response_rate", .float, kind: .measure, meaning: "missing: a survey's matter"),
                Field("method", .text, kind: .category, meaning: "t interval of the mean"),
                Field("dissatisfied", .int, kind: .measure, meaning: "customers with that label"),
            ]),
        Signature.Output(
            "labels", "One row a label.",
            [
                Field("label", .text, kind: .category),
                Field("n", .int, kind: .measure, meaning: "customers"),
                Field("share", .float, kind: .measure, meaning: "of all customers"),
            ]),
        Signature.Output(
            "parts", "What the score is made of.",
            [
                Field("part", .text, kind: .category), Field("weight", .float, kind: .measure),
                Field(
                    "mean", .float, kind: .measure,
                    meaning: "of all items, 0 to 1; missing where there is none"),
                Field("items", .int, kind: .measure), Field("customers", .int, kind: .measure),
                Field("half_life", .float, kind: .measure, unit: "days", meaning: "missing: none"),
                Field("prior_strength", .float, kind: .measure),
            ]),
        Signature.Output(
            "sensitivity", "One row a change of a weight: how much of the order of customers stays.",
            [
                Field("part", .text, kind: .category),
                Field("factor", .float, kind: .measure, meaning: "the weight times this"),
                Field(
                    "kendall_tau", .float, kind: .measure,
                    meaning: "1 the same order, 0 none; missing where all scores are equal"),
                Field("relabelled", .int, kind: .measure, meaning: "customers whose label becomes another"),
            ]),
        Signature.Output(
            "months", "One row a month with evidence: what was said in it, undiscounted.",
            [
                Field("month", .date, kind: .time, grain: .month),
                Field("score", .float, kind: .measure, meaning: "0 to 100"),
                Field("n", .int, kind: .measure, meaning: "answers, texts and conversations"),
                Field("survey", .float, kind: .measure), Field("sentiment", .float, kind: .measure),
                Field("service", .float, kind: .measure),
                Field("centre", .float, kind: .measure, meaning: "mean of the months"),
                Field("low", .float, kind: .measure, meaning: "control limit; missing for a single month"),
                Field("high", .float, kind: .measure),
                Field(
                    "signal", .text, kind: .category,
                    meaning: "outside the limits, or eight months on one side; missing where neither"),
            ]),
        Signature.Output(
            "month_line", "The months and their limits, one row a point, to draw.",
            [
                Field("month", .date, kind: .time, grain: .month),
                Field("series", .text, kind: .category, meaning: "score, centre, low or high"),
                Field("value", .float, kind: .measure),
            ]),
        Signature.Output(
            "distribution", "How many customers have a score in each band of ten.",
            [
                Field("band", .text, kind: .category),
                Field("n", .int, kind: .measure, meaning: "customers with enough evidence"),
            ]),
        Signature.Output(
            "grid", "Customers by survey and tone, in fifths of the scale; none where none has both.",
            [
                Field("survey_band", .text, kind: .category), Field("sentiment_band", .text, kind: .category),
                Field("n", .int, kind: .measure),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("mean_score", "Mean satisfaction score, in all and by segment.", direction: .higher),
        .init("customers", "Customers, by label."),
        .init("share", "Part of the customers, by label."),
        .init(
            "unsure_share", "Part of the scored customers with a confidence below 0.5.", direction: .lower),
        .init("survey_sentiment_spearman", "Whether survey and tone agree, over customers with both."),
        .init(
            "least_kendall_tau", "Least agreement of orders when a weight changes by half.",
            direction: .higher),
        .init("churn_auc", "That one who left scored below one who stayed.", direction: .higher),
    ]
}
