import RapportPluginKit
import RapportText

extension ScoreTables {
    static let declared = [
        Signature.Output(
            "output", "The input, row by row, with these columns behind it.",
            [
                Field(
                    "language", .text, kind: .category,
                    meaning: "en or zh; missing where the text was not read"),
                Field(
                    "method", .text, kind: .category,
                    meaning: "vader, rules (Chinese lexicon and rules) or trained (on rated texts)"),
                Field("neg", .float, kind: .measure, meaning: "displeased part of the text, 0 to 1"),
                Field(
                    "neu", .float, kind: .measure,
                    meaning: "neutral part; of a trained score how far from certain"),
                Field("pos", .float, kind: .measure, meaning: "pleased part of the text, 0 to 1"),
                Field(
                    "compound", .float, kind: .measure, role: "sentiment",
                    meaning: "from -1, as displeased as can be, to 1"),
                Field(
                    "class", .text, kind: .category,
                    meaning: "positive from .05 on, negative to -.05, else neutral"),
                Field("hits", .int, kind: .measure, meaning: "words of the lexicon in the text"),
                Field(
                    "reason", .text, kind: .category,
                    meaning:
                        "why there is no score, or one of 0: no text, blank, placeholder, says none, another script"
                ),
            ]),
        Signature.Output(
            "summary", "One row a language and class.",
            [
                Field("language", .text, kind: .category), Field("class", .text, kind: .category),
                Field("n", .int, kind: .measure, meaning: "texts"),
                Field("share", .float, kind: .measure, meaning: "of the language's texts"),
                Field("mean", .float, kind: .measure, meaning: "of their compounds"),
            ]),
        Signature.Output(
            "distribution", "One row a fifth of the compound's range.",
            [
                Field(
                    "compound", .text, kind: .category, meaning: "from this on, up to that; the last with 1"),
                Field("low", .float, kind: .measure), Field("high", .float, kind: .measure),
                Field("n", .int, kind: .measure, meaning: "texts"), Field("share", .float, kind: .measure),
            ]),
        Signature.Output(
            "aspects",
            "One row an aspect of `by_aspect`: what the sentences say that mention it; of one that mentions several, its clauses.",
            [
                Field("aspect", .text, kind: .category),
                Field("n", .int, kind: .measure, meaning: "texts that mention it"),
                Field("sentences", .int, kind: .measure, meaning: "sentences that mention it"),
                Field(
                    "mean", .float, kind: .measure,
                    meaning: "compound: of each text the mean of these sentences, then over texts"),
                Field("low", .float, kind: .measure, meaning: "lower end of the 95% interval of the mean"),
                Field("high", .float, kind: .measure, meaning: "upper end"),
                Field("positive_share", .float, kind: .measure, meaning: "of the texts that mention it"),
                Field("negative_share", .float, kind: .measure, meaning: "of the texts that mention it"),
            ]),
        Signature.Output(
            "agreement", "One row a third of the rating's scale and class, where a text has a rating.",
            [
                Field("rating_third", .text, kind: .category, meaning: "low, middle or high"),
                Field("class", .text, kind: .category), Field("n", .int, kind: .measure, meaning: "texts"),
                Field("share", .float, kind: .measure, meaning: "of the texts of that third"),
            ]),
        Signature.Output(
            "model", "What scored the texts: `model=run …` scores others with it.", KeptModel.fields),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("texts", "Texts that were read, in all and by language."),
        .init("mean_compound", "Mean of the compounds, in all and by language.", direction: .higher),
        .init(
            "positive_share", "Part of the texts that are positive, in all and by language.",
            direction: .higher),
        .init(
            "negative_share", "Part of the texts that are negative, in all and by language.",
            direction: .lower),
        .init(
            "coverage", "Part of the texts with a word of the lexicon, in all and by language.",
            direction: .higher),
        .init("rank_correlation", "Spearman's, of compounds and ratings.", direction: .higher),
        .init(
            "agreement", "Part of the rated texts whose class is that of their third of the scale.",
            direction: .higher),
        .init("auc", "Cross-validated area under the curve of what rated texts taught.", direction: .higher),
    ]

    /// The numbers of all, then of each language.
    var numbers: [Outcome.Metric] {
        var numbers: [Outcome.Metric] = [
            .init("texts", Double(read)), .init("mean_compound", mean, n: read),
            .init("positive_share", share(of: .positive), n: read),
            .init("negative_share", share(of: .negative), n: read), .init("coverage", coverage, n: read),
            .init("rank_correlation", agreement.spearman, n: agreement.n),
            .init("agreement", agreement.matching, n: agreement.n),
            .init("auc", learning.area, n: learning.rated),
        ]
        for group in groups {
            func number(_ name: String, _ value: Double) -> Outcome.Metric {
                .init(name, group: group.language.rawValue, value, n: group.n)
            }
            let n = Double(group.n)
            numbers += [
                number("texts", n), number("mean_compound", group.mean),
                number("positive_share", Double(group.counts[0]) / n),
                number("negative_share", Double(group.counts[2]) / n),
                number("coverage", Double(group.covered) / n),
            ]
        }
        for (method, area) in learning.areas {
            numbers.append(.init("auc", group: method.rawValue, area, n: learning.rated))
        }
        return numbers
    }

    var charts: [ChartSpecification] {
        var charts = [
            ChartSpecification(
                .bar, title: "Texts by tone", table: "summary", x: "class", y: "n",
                split: groups.count > 1 ? "language" : nil, xLabel: "tone", yLabel: "texts"),
            ChartSpecification(
                .bar, title: "From displeased to pleased", table: "distribution", x: "compound", y: "n",
                xLabel: "tone, -1 to 1", yLabel: "texts"),
        ]
        if !mentions.isEmpty {
            charts.append(
                ChartSpecification(
                    .bar, title: "What is said of each aspect", table: "aspects", x: "aspect", y: "mean",
                    xLabel: "aspect", yLabel: "mean tone, -1 to 1, with 95% intervals",
                    interval: .init("low", "high")))
        }
        if agreement.n > 0 {
            charts.append(
                ChartSpecification(
                    .heatmap, title: "Texts by rating and tone", table: "agreement", x: "class",
                    y: "rating_third", value: "n", xLabel: "tone", yLabel: "third of the rating's scale"))
        }
        return charts
    }
}
