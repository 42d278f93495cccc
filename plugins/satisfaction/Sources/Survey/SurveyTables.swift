import RapportNumerics
import RapportPluginKit

/// Lays the summary out as tables, metrics and charts.
struct SurveyTables {
    let summary: SurveySummary

    private func question(_ place: Int) -> Question { summary.answers.each[place].question }

    // MARK: - Tables

    var output: Table {
        let (cells, breakdowns) = (summary.cells, summary.breakdowns)
        let confidence = summary.analysis.confidenceText
        return Table(
            Schema(Self.declared[0].fields),
            [
                .texts(cells.map { question($0.question).name }),
                .texts(cells.map { breakdowns[$0.breakdown].name }),
                .texts(cells.map { breakdowns[$0.breakdown].labels[$0.level] }),
                .texts(cells.map { question($0.question).scale.rawValue }),
                .floats(cells.map(\.value)), .floats(cells.map(\.low)), .floats(cells.map(\.high)),
                .ints(present: cells.map(\.n)),
                .floats(cells.map { breakdowns[$0.breakdown].responseRate($0.level) }),
                .texts(
                    cells.map {
                        question($0.question).scale == .nps
                            ? "adjusted_wald \(confidence)"
                            : "\(summary.analysis.interval.rawValue) \(confidence)"
                    }),
                .floats(cells.map(\.mean)), .floats(cells.map(\.shrunkMean)), .ints(cells.map(\.rank)),
                .texts(cells.map(note)),
            ])
    }

    private func note(_ cell: SurveyCell) -> String? {
        guard summary.isSmall(cell) else { return nil }
        let least = Wording.count(summary.analysis.minAnswers, "answer")
        return "fewer than \(least)\(summary.answers.weights == nil ? "" : " of equal weight")"
    }

    var named: [Outcome.NamedTable] {
        [
            .init("comparisons", comparisons), .init("answers", answers), .init("response", response),
        ]
    }

    private var comparisons: Table {
        let each = summary.comparisons
        return Table(
            Schema(Self.declared[1].fields),
            [
                .texts(each.map { question($0.question).name }),
                .texts(each.map { summary.breakdowns[$0.breakdown].name }),
                .texts(each.map(\.group)), .texts(each.map(\.other)), .floats(each.map(\.difference)),
                .floats(each.map(\.low)), .floats(each.map(\.high)), .floats(each.map(\.z)),
                .floats(each.map(\.p)), .floats(each.map(\.adjusted)), .texts(each.map(\.test)),
            ])
    }

    private var answers: Table {
        var names: [String?] = []
        var (points, counts, shares): ([Double], [Int], [Double?]) = ([], [], [])
        for each in summary.answers.each {
            // A scale has few points, so there are few sums.
            var sums: [Double: (n: Int, weight: CompensatedSum)] = [:]
            var total = CompensatedSum()
            for (row, value) in zip(each.rows, each.values) {
                let weight = summary.answers.weight(row)
                sums[value, default: (0, CompensatedSum())].n += 1
                sums[value]?.weight.add(weight)
                total.add(weight)
            }
            for value in sums.keys.sorted() {
                guard let sum = sums[value] else { continue }
                names.append(each.question.name)
                points.append(value)
                counts.append(sum.n)
                shares.append(total.total > 0 ? sum.weight.total / total.total : nil)
            }
        }
        return Table(
            Schema(Self.declared[2].fields),
            [.texts(names), .floats(points), .ints(present: counts), .floats(shares)])
    }

    private var response: Table {
        let rows = summary.breakdowns.flatMap { breakdown in
            (breakdown.sent ?? []).indices.map { (breakdown, $0) }
        }
        func shares(_ counts: (Breakdown) -> [Int]?) -> [Double?] {
            rows.map { breakdown, level in
                guard let counts = counts(breakdown) else { return nil }
                let total = counts.reduce(0, +)
                return total > 0 ? Double(counts[level]) / Double(total) : nil
            }
        }
        let intervals = rows.map { $0.responseInterval($1, confidence: summary.analysis.confidence) }
        return Table(
            Schema(Self.declared[3].fields),
            [
                .texts(rows.map { $0.0.name }), .texts(rows.map { $0.labels[$1] }),
                .ints(rows.map { $0.sent?[$1] }), .ints(rows.map { $0.answered?[$1] }),
                .floats(intervals.map { $0?.portion }), .floats(intervals.map { $0?.low }),
                .floats(intervals.map { $0?.high }), .floats(shares(\.sent)), .floats(shares(\.answered)),
            ])
    }

    // MARK: - Metrics and charts

    var metrics: [Outcome.Metric] {
        var metrics: [Outcome.Metric] = []
        for cell in summary.cells {
            let (question, breakdown) = (question(cell.question), summary.breakdowns[cell.breakdown])
            var group = "\(question.name) (\(question.scale.rawValue))"
            if cell.breakdown > 0 { group += " / \(breakdown.name)=\(breakdown.labels[cell.level])" }
            metrics += [
                .init("satisfaction", group: group, cell.value, low: cell.low, high: cell.high, n: cell.n),
                .init("mean_answer", group: group, cell.mean, n: cell.n),
            ]
            if cell.breakdown == 0 { metrics.append(.init("answers", group: group, Double(cell.n))) }
        }
        let all = summary.breakdowns[0]
        let rate = all.responseInterval(0, confidence: summary.analysis.confidence)
        metrics.append(
            .init("response_rate", rate?.portion, low: rate?.low, high: rate?.high, n: all.sent?[0]))
        return metrics
    }

    var charts: [ChartSpecification] {
        var charts = [
            ChartSpecification(
                .bar, title: "Answers", table: "answers", x: "answer", y: "n",
                split: summary.answers.each.count > 1 ? "question" : nil, xLabel: "answer",
                yLabel: "how many")
        ]
        // Shares and points of the net promoter score have no axis in common.
        let scores = summary.answers.each.count { $0.question.scale == .nps }
        let isComparable = scores == 0 || scores == summary.answers.each.count
        if isComparable, summary.breakdowns.contains(where: { $0.name != "all" }) {
            charts.append(
                ChartSpecification(
                    .bar, title: "By group", x: "group", y: "value",
                    split: summary.answers.each.count > 1 ? "question" : nil, xLabel: "group",
                    yLabel: "satisfaction"))
        }
        return charts
    }
}

extension Breakdown {
    /// Wilson's, whatever the interval of the answers is.
    func responseInterval(_ level: Int, confidence: Double) -> ProportionInterval? {
        guard let sent, let answered else { return nil }
        return ProportionInterval(
            successes: Double(answered[level]), trials: Double(sent[level]), confidence: confidence)
    }

    /// Nil where none was sent, or nobody knows how many.
    func responseRate(_ level: Int) -> Double? {
        guard let sent, let answered, sent[level] > 0 else { return nil }
        return Double(answered[level]) / Double(sent[level])
    }
}
