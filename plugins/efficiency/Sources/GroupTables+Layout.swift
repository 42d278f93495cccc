import RapportNumerics
import RapportPluginKit

extension GroupTables {
    static let declared = [
        Signature.Output(
            "output", "One row a group: the whole first, then each kind of group in order of its keys.",
            [
                Field("by", .text, kind: .category, meaning: "agent, channel, …; all for the whole"),
                Field("key", .text, kind: .category, meaning: "which one"),
                Field("n", .int, kind: .measure, meaning: "conversations"),
                Field(
                    "answered", .int, kind: .measure, meaning: "first answers, by agent those the agent gave"),
                Field("frt_median", .float, kind: .measure, unit: "seconds", meaning: "first response"),
                Field("frt_p90", .float, kind: .measure, unit: "seconds"),
                Field("frt_mean", .float, kind: .measure, unit: "seconds"),
                Field("reply_median", .float, kind: .measure, unit: "seconds", meaning: "of all replies"),
                Field("reply_p90", .float, kind: .measure, unit: "seconds"),
                Field(
                    "resolution_median", .float, kind: .measure, unit: "seconds",
                    meaning: "of the resolved alone"),
                Field(
                    "resolution_km_median", .float, kind: .measure, unit: "seconds",
                    meaning: "open ones counted; missing where less than half are resolved"),
                Field("one_contact_rate", .float, kind: .measure, meaning: "of the resolved"),
                Field("sla", .float, kind: .measure, meaning: "targets met"),
                Field("sla_low", .float, kind: .measure, meaning: "of its 95% interval (Wilson)"),
                Field("sla_high", .float, kind: .measure),
                Field("reopen_rate", .float, kind: .measure, meaning: "of the resolved"),
                Field(
                    "efficiency_score", .float, kind: .measure, meaning: "mean, where the table has scores"),
                Field(
                    "standardised", .float, kind: .measure, unit: "seconds",
                    meaning: "median first response with the mix of all"),
                Field("mix_covered", .float, kind: .measure, meaning: "part of that mix the group has"),
                Field("flag", .text, kind: .category, meaning: "few: too few answered to tell"),
            ]),
        Signature.Output(
            "comparisons", "Each group's first response against all others of its kind.",
            [
                Field("by", .text, kind: .category), Field("key", .text, kind: .category),
                Field("n", .int, kind: .measure), Field("others", .int, kind: .measure),
                Field(
                    "shift_seconds", .float, kind: .measure, unit: "seconds",
                    meaning: "slower above 0 (Hodges-Lehmann)"),
                Field("shift_low", .float, kind: .measure, unit: "seconds"),
                Field("shift_high", .float, kind: .measure, unit: "seconds"),
                Field("p", .float, kind: .measure, meaning: "Mann-Whitney"),
                Field("p_holm", .float, kind: .measure, meaning: "adjusted for all groups of the kind"),
            ]),
        Signature.Output(
            "tests", "Whether the groups of a kind differ at all.",
            [
                Field("by", .text, kind: .category), Field("groups", .int, kind: .measure),
                Field("h", .float, kind: .measure, meaning: "Kruskal-Wallis"),
                Field("p", .float, kind: .measure),
                Field("p_holm", .float, kind: .measure, meaning: "adjusted for all kinds"),
            ]),
        Signature.Output(
            "hours", "One row an hour of a weekday in which conversations begin.",
            [
                Field("weekday", .int, kind: .category, meaning: "Monday is 1"),
                Field("hour", .int, kind: .category),
                Field("n", .int, kind: .measure),
                Field("frt_median", .float, kind: .measure, unit: "seconds"),
                Field("frt_median_hours", .float, kind: .measure, unit: "hours"),
            ]),
        Signature.Output(
            "weeks", "First response by the week in which conversations begin.",
            [
                Field("week", .text, kind: .category, meaning: "its Monday"),
                Field("limit", .text, kind: .category, meaning: "half, or nine of ten"),
                Field("hours", .float, kind: .measure, unit: "hours", meaning: "so many are answered within"),
            ]),
        Signature.Output("load", "How much each agent has on hand.", AgentLoad.fields),
        Signature.Output(
            "ratings", "Ratings by how long the first response took, in fifths; empty below ten ratings.",
            RatingCurve.fields),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init(
            "first_response_median", "Median first response, by group.", unit: "seconds", direction: .lower),
        .init(
            "first_response_p90", "90% limit of the first response, by group.", unit: "seconds",
            direction: .lower),
        .init(
            "one_contact_rate", "Part of the resolved that took one contact, by group.", direction: .higher),
        .init("sla", "Part of the targets met, by group.", direction: .higher),
        .init(
            "rating_correlation", "Spearman's, of the first response and the rating; below 0 waiting annoys."),
    ]

    /// Those of what was grouped by: a heat map where hours were asked for, a line where weeks were.
    var charts: [ChartSpecification] {
        let kinds = Set(rows.map(\.by))
        var charts: [ChartSpecification] = []
        if kinds.contains(Groups.Dimension.hour.rawValue) {
            charts.append(
                ChartSpecification(
                    .heatmap, title: "First response by hour of the week, in hours", table: "hours",
                    x: "hour",
                    y: "weekday", value: "frt_median_hours", xLabel: "hour", yLabel: "weekday"))
        }
        if kinds.contains(Groups.Dimension.week.rawValue) {
            charts.append(
                ChartSpecification(
                    .line, title: "First response by week", table: "weeks", x: "week", y: "hours",
                    split: "limit",
                    xLabel: "week", yLabel: "hours"))
        }
        if !comparisons.isEmpty {
            charts.append(
                ChartSpecification(
                    .bar, title: "Slower or faster than the others, in seconds", table: "comparisons",
                    x: "key",
                    y: "shift_seconds", split: "by", xLabel: "group", yLabel: "seconds, with 95% intervals",
                    interval: .init("shift_low", "shift_high")))
        }
        return charts
    }

    var output: Table {
        Table(
            Schema(Self.declared[0].fields),
            [
                .texts(rows.map(\.by)), .texts(rows.map(\.key)), .ints(present: rows.map(\.n)),
                .ints(present: rows.map(\.answered)), .floats(rows.map(\.frtMedian)),
                .floats(rows.map(\.frtNinth)),
                .floats(rows.map(\.frtMean)), .floats(rows.map(\.replyMedian)),
                .floats(rows.map(\.replyNinth)),
                .floats(rows.map(\.resolutionMedian)), .floats(rows.map(\.resolutionLasting)),
                .floats(rows.map { $0.oneContact?.portion }), .floats(rows.map { $0.sla?.portion }),
                .floats(rows.map { $0.sla?.low }), .floats(rows.map { $0.sla?.high }),
                .floats(rows.map { $0.reopened?.portion }), .floats(rows.map(\.score)),
                .floats(rows.map(\.standardised)), .floats(rows.map(\.covered)),
                .texts(rows.map { $0.isFew ? "few" : nil }),
            ])
    }

    var named: [Outcome.NamedTable] {
        [
            .init(
                "comparisons",
                Table(
                    Schema(Self.declared[1].fields),
                    [
                        .texts(comparisons.map(\.by)), .texts(comparisons.map(\.key)),
                        .ints(present: comparisons.map(\.n)), .ints(present: comparisons.map(\.others)),
                        .floats(comparisons.map { $0.shift?.shift }),
                        .floats(comparisons.map { $0.shift?.low }),
                        .floats(comparisons.map { $0.shift?.high }), .floats(comparisons.map(\.p)),
                        .floats(comparisons.map(\.adjusted)),
                    ])),
            .init(
                "tests",
                Table(
                    Schema(Self.declared[2].fields),
                    [
                        .texts(tests.map(\.by)), .ints(present: tests.map(\.groups)), .floats(tests.map(\.h)),
                        .floats(tests.map(\.p)), .floats(tests.map(\.adjusted)),
                    ])),
            .init("hours", hours), .init("weeks", weeks), .init("load", AgentLoad.table(loads)),
            .init("ratings", ratings.table),
        ]
    }

    private var hours: Table {
        var cells = [[Double]](repeating: [], count: 8 * 24)
        var counts = [Int](repeating: 0, count: 8 * 24)
        for (row, time) in (facts.beginnings?.hours ?? []).enumerated() where (1...7).contains(time.weekday) {
            let cell = time.weekday * 24 + min(max(time.hour, 0), 23)
            counts[cell] += 1
            if !facts.firstResponse[row].isNaN { cells[cell].append(facts.firstResponse[row]) }
        }
        let used = counts.indices.filter { counts[$0] > 0 }
        let medians = used.map { ConversationTables.quantile(0.5, cells[$0]) }
        return Table(
            Schema(Self.declared[3].fields),
            [
                .ints(present: used.map { $0 / 24 }), .ints(present: used.map { $0 % 24 }),
                .ints(present: used.map { counts[$0] }), .floats(medians),
                .floats(medians.map { $0.map { $0 / 3_600 } }),
            ])
    }

    private var weeks: Table {
        let found = rows.filter { $0.by == Groups.Dimension.week.rawValue }
        return Table(
            Schema(Self.declared[4].fields),
            [
                .texts(found.map(\.key) + found.map(\.key)),
                .texts(found.map { _ in "half" } + found.map { _ in "nine of ten" }),
                .floats(
                    found.map { $0.frtMedian.map { $0 / 3_600 } }
                        + found.map { $0.frtNinth.map { $0 / 3_600 } }),
            ])
    }

    var metrics: [Outcome.Metric] {
        let whole = [
            Outcome.Metric(
                "rating_correlation", ratings.correlation?.coefficient,
                n: ratings.bins.reduce(0) { $0 + $1.n })
        ]
        return whole
            + rows.flatMap { row -> [Outcome.Metric] in
                let group = row.by == "all" ? "" : "\(row.by) \(row.key)"
                return [
                    .init("first_response_median", group: group, row.frtMedian, n: row.answered),
                    .init("first_response_p90", group: group, row.frtNinth, n: row.answered),
                    .init(
                        "one_contact_rate", group: group, row.oneContact?.portion, low: row.oneContact?.low,
                        high: row.oneContact?.high, n: row.n),
                    .init(
                        "sla", group: group, row.sla?.portion, low: row.sla?.low, high: row.sla?.high,
                        n: row.n),
                ]
            }
    }
}
