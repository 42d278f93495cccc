import RapportPluginKit

extension SurveyTables {
    static let declared = [
        Signature.Output(
            "output", "One row a question and group: all answers, each group of `compare`, each period.",
            [
                Field("question", .text, kind: .category, meaning: "the column of the answers"),
                Field("by", .text, kind: .category, meaning: "`all`, a column of `compare`, or `period`"),
                Field("group", .text, kind: .category, meaning: "the group's name"),
                Field(
                    "metric", .text, kind: .category,
                    meaning:
                        "csat: the share satisfied; ces: the share who found it easy; good: the share good; "
                        + "nps: promoters less detractors, -100 to 100"),
                Field("value", .float, kind: .measure),
                Field("low", .float, kind: .measure, meaning: "lower end of the interval"),
                Field("high", .float, kind: .measure, meaning: "upper end of the interval"),
                Field("n", .int, kind: .measure, meaning: "answers"),
                Field(
                    "response_rate", .float, kind: .measure,
                    meaning: "answered of the surveys sent; missing where it is not known what was sent"),
                Field("method", .text, kind: .category, meaning: "which interval"),
                Field("mean", .float, kind: .measure, meaning: "of the answers, in points of the scale"),
                Field(
                    "shrunk_mean", .float, kind: .measure,
                    meaning: "the mean, drawn to that of all answers where there are few"),
                Field(
                    "rank", .int, kind: .measure,
                    meaning: "among the groups, 1 the best, by `rank_by`; missing for all and for periods"),
                Field("note", .text, kind: .text, meaning: "what to mind; missing where there is nothing"),
            ]),
        Signature.Output(
            "comparisons", "One row a comparison: a group with the rest, a period with the one before.",
            [
                Field("question", .text, kind: .category), Field("by", .text, kind: .category),
                Field("group", .text, kind: .category),
                Field("other", .text, kind: .category, meaning: "what it is compared with"),
                Field("difference", .float, kind: .measure, meaning: "the group's value less the other's"),
                Field("low", .float, kind: .measure), Field("high", .float, kind: .measure),
                Field(
                    "z", .float, kind: .measure, meaning: "missing of Fisher's test and of too few answers"),
                Field(
                    "p", .float, kind: .measure,
                    meaning: "the chance of such a difference where there is none"),
                Field(
                    "p_adjusted", .float, kind: .measure,
                    meaning: "for all comparisons of the question and breakdown, by Holm"),
                Field("test", .text, kind: .category, meaning: "which test, or why there is none"),
            ]),
        Signature.Output(
            "answers", "One row an answer that was given: how many gave it.",
            [
                Field("question", .text, kind: .category),
                Field("answer", .float, kind: .measure, meaning: "in points of the scale"),
                Field("n", .int, kind: .measure),
                Field("share", .float, kind: .measure, meaning: "of the answers, by weight"),
            ]),
        Signature.Output(
            "response",
            "One row a group: who answered, of whom was asked; none where nobody knows who was asked.",
            [
                Field("by", .text, kind: .category), Field("group", .text, kind: .category),
                Field("sent", .int, kind: .measure), Field("answered", .int, kind: .measure),
                Field("response_rate", .float, kind: .measure, meaning: "missing where none was sent"),
                Field("low", .float, kind: .measure, meaning: "Wilson's interval"),
                Field("high", .float, kind: .measure),
                Field("share_of_sent", .float, kind: .measure, meaning: "of all surveys sent"),
                Field(
                    "share_of_answers", .float, kind: .measure,
                    meaning: "of all answers: beside share_of_sent it says who is heard too much"),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init(
            "satisfaction", "The share that counts, or the net promoter score, by question and group.",
            direction: .higher),
        .init("mean_answer", "Mean answer, by question and group.", direction: .higher),
        .init("answers", "Answers, by question."),
        .init("response_rate", "Answered of the surveys sent.", direction: .higher),
    ]
}
