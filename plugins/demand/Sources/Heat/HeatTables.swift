import RapportPluginKit
import RapportText

/// Lays the counts out as tables, metrics and charts.
struct HeatTables {
    let counts: HeatCounts
    /// By label, then by period; nil where nothing came before.
    let growth: [[Double?]]
    let bursts: [BurstRuns]
    let trends: [Trend?]

    init(_ counts: HeatCounts, analysis: Heat, work: Work) throws(Diagnostic) {
        self.counts = counts
        growth = counts.counts.map { TopicHeat.growth($0, window: analysis.window) }
        let whole = counts.periods.whole
        var (bursts, trends): ([BurstRuns], [Trend?]) = ([], [])
        for each in counts.counts {
            try work.check()
            bursts.append(try BurstRuns(each, of: counts.totals, s: analysis.s, gamma: analysis.gamma))
            trends.append(try Trend(of: each[whole].map(Double.init), work: work))
        }
        (self.bursts, self.trends) = (bursts, trends)
    }

    func share(_ count: Int, of total: Int) -> Double? {
        total > 0 ? Double(count) / Double(total) : nil
    }

    /// The last period whose growth can be told; nil where none is whole.
    var lastWhole: Int? { counts.periods.whole.last }

    func total(_ label: Int) -> Int { counts.counts[label].reduce(0, +) }

    // MARK: - Tables

    var output: Table {
        let (labels, periods) = (counts.labels.indices, counts.periods)
        let cells = labels.flatMap { label in (0..<periods.count).map { (label: label, period: $0) } }
        return Table(
            Schema(Self.declared[0].fields),
            [
                .dates(cells.map { periods.starts[$0.period] }),
                .categories(cells.map(\.label), of: counts.labels),
                .ints(present: cells.map { counts.counts[$0.label][$0.period] }),
                .ints(present: cells.map { counts.totals[$0.period] }),
                .floats(
                    cells.map { share(counts.counts[$0.label][$0.period], of: counts.totals[$0.period]) }),
                .floats(cells.map { counts.heats[$0.label][$0.period] }),
                .floats(cells.map { growth[$0.label][$0.period] }),
                .bools(cells.map { bursts[$0.label].states[$0.period] }),
                .bools(cells.map { periods.isPartial($0.period) }),
            ])
    }

    var named: [Outcome.NamedTable] {
        [.init("labels", labelTable), .init("bursts", burstTable)]
    }

    private var labelTable: Table {
        let labels = Array(counts.labels.indices)
        let last = counts.periods.count - 1
        return Table(
            Schema(Self.declared[1].fields),
            [
                .texts(counts.labels), .ints(present: labels.map(total)),
                .floats(labels.map { share(total($0), of: counts.rowsUsed) }),
                .floats(labels.map { counts.heats[$0][last] }),
                .floats(labels.map { label in lastWhole.flatMap { growth[label][$0] } }),
                .texts(trends.map { $0?.word }), .floats(trends.map { $0?.slope }),
                .floats(trends.map { $0?.p }),
                .ints(present: bursts.map(\.runs.count)),
                .bools(bursts.map { $0.states.last ?? false }),
            ])
    }

    private var burstTable: Table {
        let periods = counts.periods
        let found = bursts.enumerated().flatMap { label, bursts in bursts.runs.map { (label, $0) } }
        func sum(_ cells: [Int], _ run: Range<Int>) -> Int { cells[run].reduce(0, +) }
        return Table(
            Schema(Self.declared[2].fields),
            [
                .categories(found.map(\.0), of: counts.labels),
                .dates(found.map { periods.starts[$0.1.lowerBound] }),
                .dates(found.map { periods.grain.end(of: periods.starts[$0.1.upperBound - 1]) }),
                .ints(present: found.map { $0.1.count }),
                .ints(present: found.map { sum(counts.counts[$0.0], $0.1) }),
                .ints(present: found.map { sum(counts.totals, $0.1) }),
                .floats(found.map { share(sum(counts.counts[$0.0], $0.1), of: sum(counts.totals, $0.1)) }),
                .floats(found.map { share(total($0.0), of: counts.rowsUsed) }),
            ])
    }

    // MARK: - Metrics

    var metrics: [Outcome.Metric] {
        let last = counts.periods.count - 1
        var metrics: [Outcome.Metric] = [
            .init("messages", Double(counts.rowsUsed)), .init("periods", Double(counts.periods.count)),
            .init("bursts", Double(bursts.reduce(0) { $0 + $1.runs.count })),
        ]
        for (label, name) in counts.labels.enumerated() {
            metrics += [
                .init("heat", group: name, counts.heats[label][last], n: total(label)),
                .init(
                    "share", group: name, share(total(label), of: counts.rowsUsed), n: counts.rowsUsed),
                .init("growth", group: name, lastWhole.flatMap { growth[label][$0] }, n: total(label)),
            ]
        }
        return metrics
    }
}
