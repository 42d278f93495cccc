import RapportNumerics
import RapportPluginKit

/// Lays the scores out as tables, metrics and charts.
struct ScoreTables {
    let summary: ScoreSummary

    private var evidence: Evidence { summary.evidence }
    private var scores: CustomerScores { summary.scores }
    private var all: Range<Int> { 0..<evidence.count }

    // MARK: - Customers

    var output: Table {
        var schema = Schema(Self.declared[0].fields, rowGrain: ["customer"])
        schema.fields[0].type = evidence.customers.type
        var columns: [Column] = [
            evidence.customers, .floats(scores.scores),
            .categories(
                summary.labels.map { ScoreSummary.Label.allCases.firstIndex(of: $0) },
                of: ScoreSummary.Label.allCases.map(\.rawValue)),
        ]
        for component in Component.allCases {
            let isOffered = evidence.offered.contains(component)
            columns += [
                .floats(all.map { scores[component, $0]?.value }),
                .ints(all.map { isOffered ? scores[component, $0]?.n ?? 0 : nil }),
                .floats(all.map { scores[component, $0]?.confidence }),
            ]
        }
        columns += [
            .floats(summary.confidences), .floats(all.map(scores.effective)),
            .dates(all.map(summary.lastDay)),
            .floats(all.map { evidence.hasTime ? summary.before.scores[$0] : nil }),
            .floats(all.map { evidence.hasTime ? summary.change($0) : nil }),
            .texts(all.map { evidence.groups.segments?[$0] }), .texts(all.map(summary.driver)),
            .texts(all.map(summary.reason)),
        ]
        return Table(schema, columns)
    }

    // MARK: - Further tables

    var named: [Outcome.NamedTable] {
        let tables = [
            groups, labels, parts, sensitivity, months, monthLine, distribution, grid,
        ]
        return zip(Self.declared.dropFirst(), tables).map { .init($0.name, $1) }
    }

    private func table(_ place: Int, _ columns: [Column]) -> Table {
        Table(Schema(Self.declared[place].fields), columns)
    }

    private var groups: Table {
        let each = summary.groups
        return table(
            1,
            [
                .texts(each.map(\.name)), .texts(each.map { _ in "score" }),
                .floats(each.map { $0.mean?.mean }), .floats(each.map { $0.mean?.low }),
                .floats(each.map { $0.mean?.high }), .ints(present: each.map(\.n)),
                .floats(each.map { _ in nil }), .texts(each.map { _ in "t 95%" }),
                .ints(present: each.map(\.dissatisfied)),
            ])
    }

    private var labels: Table {
        let each = ScoreSummary.Label.allCases
        return table(
            2,
            [
                .texts(each.map(\.rawValue)), .ints(present: each.map(summary.count)),
                .floats(each.map { Double(summary.count($0)) / Double(evidence.count) }),
            ])
    }

    private var parts: Table {
        let each = evidence.offered
        let (halfLife, prior) = (summary.halfLife, summary.priorStrength)
        return table(
            3,
            [
                .texts(each.map(\.rawValue)), .floats(each.map(summary.weight)),
                .floats(each.map { scores.means[$0] }),
                .ints(present: each.map { evidence.items($0).count }),
                .ints(present: each.map { part in all.count { scores[part, $0] != nil } }),
                .floats(each.map { _ in halfLife }), .floats(each.map { _ in prior }),
            ])
    }

    private var sensitivity: Table {
        let each = summary.sensitivity
        return table(
            4,
            [
                .texts(each.map(\.component.rawValue)), .floats(each.map(\.factor)), .floats(each.map(\.tau)),
                .ints(present: each.map(\.relabelled)),
            ])
    }

    private var months: Table {
        let months = summary.months
        let places = months.months.indices
        func part(_ component: Component) -> Column {
            .floats(places.map { months.parts[component]?[$0] ?? nil })
        }
        return table(
            5,
            [
                .dates(months.months), .floats(months.scores), .ints(present: months.counts), part(.survey),
                part(.sentiment), part(.service), .floats(places.map { _ in months.chart?.centre }),
                .floats(places.map { months.chart?.low[$0] }), .floats(places.map { months.chart?.high[$0] }),
                .texts(places.map(months.signal)),
            ])
    }

    private var monthLine: Table {
        let months = summary.months
        var (days, names, values): ([Int32?], [String?], [Double?]) = ([], [], [])
        for place in months.months.indices {
            let points = [
                ("score", months.scores[place]), ("centre", months.chart?.centre),
                ("low", months.chart?.low[place]), ("high", months.chart?.high[place]),
            ]
            for (name, value) in points {
                guard let value else { continue }
                days.append(months.months[place])
                names.append(name)
                values.append(value)
            }
        }
        return table(6, [.dates(days), .texts(names), .floats(values)])
    }

    private var distribution: Table {
        var counts = [Int](repeating: 0, count: 10)
        for customer in all where summary.labels[customer] != .unknown {
            guard let score = scores.scores[customer] else { continue }
            counts[min(max(Int(score / 10), 0), 9)] += 1
        }
        return table(
            7,
            [
                .texts(counts.indices.map { $0 < 9 ? "\($0 * 10)–\($0 * 10 + 10)" : "90–100" }),
                .ints(present: counts),
            ])
    }

    private var grid: Table {
        let names = ["1 lowest", "2", "3", "4", "5 highest"]
        var counts = [Int](repeating: 0, count: 25)
        func band(_ value: Double) -> Int { min(max(Int(value * 5), 0), 4) }
        for customer in all {
            guard let survey = scores[.survey, customer], let tone = scores[.sentiment, customer] else {
                continue
            }
            counts[band(survey.raw) * 5 + band(tone.raw)] += 1
        }
        let places = counts.contains { $0 > 0 } ? Array(counts.indices) : []
        return table(
            8,
            [
                .texts(places.map { names[$0 / 5] }), .texts(places.map { names[$0 % 5] }),
                .ints(present: places.map { counts[$0] }),
            ])
    }

    // MARK: - Metrics and charts

    var metrics: [Outcome.Metric] {
        var metrics = summary.groups.map { group in
            Outcome.Metric(
                "mean_score", group: group.name == "all" ? "" : group.name, group.mean?.mean,
                low: group.mean?.low, high: group.mean?.high, n: group.n)
        }
        for label in ScoreSummary.Label.allCases {
            let n = summary.count(label)
            metrics += [
                .init("customers", group: label.rawValue, Double(n), n: n),
                .init("share", group: label.rawValue, Double(n) / Double(evidence.count), n: n),
            ]
        }
        return metrics + [
            .init("unsure_share", summary.unsureShare),
            .init("survey_sentiment_spearman", summary.agreement?.coefficient, n: summary.withBoth),
            .init("least_kendall_tau", summary.leastTau), .init("churn_auc", summary.separation),
        ]
    }

    var charts: [ChartSpecification] {
        var charts = [
            ChartSpecification(
                .bar, title: "Customers by score", table: "distribution", x: "band", y: "n", xLabel: "score",
                yLabel: "customers")
        ]
        if summary.groups.count > 1 {
            charts.append(
                ChartSpecification(
                    .bar, title: "Mean score by segment", table: "summary", x: "group", y: "value",
                    xLabel: "segment", yLabel: "score"))
        }
        if summary.months.months.count > 1 {
            charts.append(
                ChartSpecification(
                    .line, title: "Month by month, with the limits of a steady series", table: "month_line",
                    x: "month", y: "value", split: "series", xLabel: "month", yLabel: "score"))
        }
        if summary.withBoth > 0 {
            charts.append(
                ChartSpecification(
                    .heatmap, title: "Customers by survey and tone", table: "grid", x: "sentiment_band",
                    y: "survey_band", value: "n", xLabel: "tone of their texts", yLabel: "survey"))
        }
        return charts
    }
}

extension ScoreMonths {
    func signal(_ place: Int) -> String? {
        guard let chart else { return nil }
        if chart.outside.contains(place) {
            return scores[place] < chart.low[place] ? "below the limit" : "above the limit"
        }
        return chart.runs.contains(place) ? "eight months on one side" : nil
    }
}
