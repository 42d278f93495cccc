import RapportPluginKit

/// What a manager reads, and what not to trust.
struct HeatSentences {
    let analysis: Heat
    let tables: HeatTables

    private var counts: HeatCounts { tables.counts }
    private var unit: String { counts.periods.grain.rawValue }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [hottest, growing, burst].compactMap(\.self) }

    private var hottest: Outcome.Finding? {
        let last = counts.periods.count - 1
        guard let label = counts.labels.indices.max(by: { counts.heats[$0][last] < counts.heats[$1][last] })
        else { return nil }
        let (heat, n) = (counts.heats[label][last], tables.total(label))
        return Outcome.Finding(
            "heat.hottest",
            "“\(counts.labels[label])” is asked for most at the end: heat \(Wording.number(heat)), "
                + "\(Wording.count(n)) of \(Wording.count(counts.rowsUsed, "message")) in all.",
            values: [
                .init("label", .text(counts.labels[label])), .init("heat", .float(heat)),
                .init("n", .int(Int64(n))),
            ])
    }

    /// The steepest of the trends that chance does not explain.
    private var growing: Outcome.Finding? {
        let rising = counts.labels.indices.compactMap { label in
            tables.trends[label].flatMap { $0.isRising && $0.slope > 0 ? (label, $0) : nil }
        }
        guard let (label, trend) = rising.max(by: { $0.1.slope < $1.1.slope }) else { return nil }
        return Outcome.Finding(
            "heat.rising",
            "“\(counts.labels[label])” has been rising by about \(Wording.number(trend.slope)) messages a \(unit).",
            values: [
                .init("label", .text(counts.labels[label])), .init("slope", .float(trend.slope)),
                .init("p", .float(trend.p)),
            ])
    }

    private var burst: Outcome.Finding? {
        let periods = counts.periods
        let all = counts.labels.indices.flatMap { label in tables.bursts[label].runs.map { (label, $0) } }
        guard let (label, run) = all.max(by: { $0.1.lowerBound < $1.1.lowerBound }) else { return nil }
        let n = counts.counts[label][run].reduce(0, +)
        let total = counts.totals[run].reduce(0, +)
        guard total > 0 else { return nil }
        let from = Scalar.date(periods.starts[run.lowerBound]).text()
        let until = Scalar.date(periods.grain.end(of: periods.starts[run.upperBound - 1])).text()
        let usual = Double(tables.total(label)) / Double(counts.rowsUsed)
        return Outcome.Finding(
            "heat.burst",
            "The latest burst is “\(counts.labels[label])” from \(from) to \(until): "
                + "\(Wording.percent(Double(n) / Double(total))) of the messages then, "
                + "\(Wording.percent(usual)) over the whole time.",
            values: [
                .init("label", .text(counts.labels[label])),
                .init("from", .date(periods.starts[run.lowerBound])), .init("n", .int(Int64(n))),
                .init("total", .int(Int64(total))),
            ])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        if counts.futureRows > 0 {
            caveats.append(
                .init(
                    "rows.future", count: counts.futureRows,
                    "\(Wording.count(counts.futureRows, "row")) later than `as_of` left out (future=drop)"))
        } else {
            caveats.append(.init("rows.dropped", "all rows used, none dropped"))
        }
        if counts.unlabelled > 0 {
            let what = counts.isKeywords ? "with none of the keywords" : "without a label"
            caveats.append(
                .init(
                    "rows.unlabelled", count: counts.unlabelled,
                    "\(Wording.count(counts.unlabelled, "message")) \(what) count in the totals only"))
        }
        let partial = (0..<counts.periods.count).filter(counts.periods.isPartial)
        if !partial.isEmpty {
            let names = partial.map { Scalar.date(counts.periods.starts[$0]).text() }
            caveats.append(
                .init(
                    "periods.partial", count: partial.count,
                    "the data begin or end within the \(unit) from \(Wording.list(names)) on: too few are counted there, "
                        + "and growth and trend leave it out"))
        }
        let whole = counts.totals[counts.periods.whole]
        let empty = whole.count { $0 == 0 }
        if empty > 0 {
            caveats.append(
                .init(
                    "periods.empty", count: empty,
                    "\(Wording.count(empty, unit)) without any message: nothing was asked, or nothing was logged"
                ))
        }
        let low = whole.min() ?? 0
        let high = whole.max() ?? 0
        if high > 2 * max(low, 1) {
            caveats.append(
                .init(
                    "periods.denominator", count: counts.periods.count,
                    "a \(unit) has between \(Wording.count(low)) and \(Wording.count(high, "message")) in all: compare "
                        + "shares, not counts"))
        }
        if counts.periods.whole.count < 8 {
            caveats.append(
                .init(
                    "periods.few", count: counts.periods.whole.count,
                    "\(Wording.count(counts.periods.whole.count, "whole \(unit)")): too few to tell a trend from chance"
                ))
        }
        return caveats
    }
}
