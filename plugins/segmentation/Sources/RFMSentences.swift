import RapportPluginKit

/// What a manager reads, and what not to trust.
struct RFMSentences {
    let analysis: RFM
    let tables: RFMTables
    /// What the names of segments depend on.
    let namedBy: [Measure]
    let isGivenCuts: Bool

    private var facts: CustomerFacts { tables.facts }
    private var scores: Scores { tables.scores }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [size, leader, concentration].compactMap(\.self) }

    private var size: Outcome.Finding {
        let recency = CutPoints.quantiles(of: scores.sorted[.recency] ?? [], bins: 2)[0]
        let until = facts.snapshot.map { ", as of \($0.text)" } ?? ""
        let days = recency == 1 ? "day" : "days"
        return Outcome.Finding(
            "rfm.size",
            "\(Wording.count(facts.count, "customer")) brought \(Wording.number(tables.revenue))\(until); "
                + "half of them bought within the last \(Wording.number(recency)) \(days).",
            values: [
                .init("customers", .int(Int64(facts.count))), .init("revenue", .float(tables.revenue)),
                .init("median_recency", .float(recency)),
            ])
    }

    /// The segment that brings most.
    private var leader: Outcome.Finding? {
        guard let best = tables.summaries.filter({ $0.n > 0 }).max(by: { $0.revenue < $1.revenue }),
            let revenueShare = tables.share(ofRevenue: best.revenue)
        else { return nil }
        let share = Double(best.n) / Double(facts.count)
        return Outcome.Finding(
            "rfm.leader",
            "\(best.name) bring most: \(Wording.count(best.n, "customer")) (\(Wording.percent(share))) with "
                + "\(Wording.percent(revenueShare)) of the revenue.",
            values: [
                .init("segment", .text(best.name)), .init("n", .int(Int64(best.n))),
                .init("share", .float(share)), .init("revenue_share", .float(revenueShare)),
            ])
    }

    private var concentration: Outcome.Finding? {
        guard facts.count >= 10, let share = tables.topFifthShare else { return nil }
        return Outcome.Finding(
            "rfm.concentration",
            "The best fifth of customers brings \(Wording.percent(share)) of the revenue.",
            values: [.init("top_fifth_revenue_share", .float(share))])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] { rowCaveats + measureCaveats + schemeCaveats }

    private var rowCaveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        if facts.refundRows > 0 {
            let rows = Wording.count(facts.refundRows, "row")
            let what =
                switch analysis.refunds {
                case .net where facts.refundRows == 1:
                    "is netted against what was paid, and counts neither for R nor for F"
                case .net: "are netted against what was paid, and count neither for R nor for F"
                case .drop: facts.refundRows == 1 ? "is left out" : "are left out"
                case .keep:
                    facts.refundRows == 1
                        ? "counts as a purchase for R and F" : "count as purchases for R and F"
                }
            caveats.append(
                .init(
                    "rows.refunds", count: facts.refundRows,
                    "\(rows) with an amount below 0 \(what) (refunds=\(analysis.refunds.rawValue))"))
        }
        if facts.refundsOnly > 0 {
            caveats.append(
                .init(
                    "customers.refunds-only", count: facts.refundsOnly,
                    "\(Wording.count(facts.refundsOnly, "customer")) with refunds and no purchase left out: "
                        + "they have no recency"))
        }
        if facts.futureRows > 0 {
            caveats.append(
                .init(
                    "rows.future", count: facts.futureRows,
                    "\(Wording.count(facts.futureRows, "row")) later than the snapshot left out (future=drop)"
                ))
        }
        if facts.snapshot != nil, analysis.order == nil, analysis.frequency == .orders {
            caveats.append(
                .init("frequency.rows", "no column of orders: each row counts as an order of its own"))
        }
        if caveats.isEmpty { caveats.append(.init("rows.dropped", "all rows used, none dropped")) }
        if facts.count < 10 * scores.bins {
            caveats.append(
                .init(
                    "customers.few", count: facts.count,
                    "\(Wording.count(facts.count, "customer")) in \(scores.bins) scores: one purchase more or "
                        + "less moves many of them"))
        }
        return caveats
    }

    private var measureCaveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        for measure in Measure.allCases {
            if scores.isConstant(measure) {
                caveats.append(
                    .init(
                        "column.constant", count: facts.count,
                        "\(measure.rawValue) is the same for all customers: \(measure.letter) tells nobody apart"
                            + rest(without: measure),
                        values: [.init("measure", .text(measure.rawValue))]))
                continue
            }
            let empty = scores.empty(measure)
            if !empty.isEmpty {
                caveats.append(
                    .init(
                        "scores.empty", count: empty.count,
                        "nobody has \(measure.letter) = \(Wording.list(empty.map(String.init))): "
                            + (isGivenCuts || analysis.scoring == .custom
                                ? "no value lies between these limits" : "many customers share one value"),
                        values: [.init("measure", .text(measure.rawValue))]))
            }
            let tied = scores.tied(measure)
            if tied > 0, !isGivenCuts, [.ntile, .rankFirst].contains(analysis.scoring) {
                caveats.append(
                    .init(
                        "scores.split-ties", count: tied,
                        "\(Wording.count(tied, "customer")) share a \(measure.rawValue) with another and may "
                            + "differ in \(measure.letter) (scoring=\(analysis.scoring.rawValue))",
                        values: [.init("measure", .text(measure.rawValue))]))
            }
        }
        let negative = facts.monetary.count { $0 < 0 }
        if negative > 0 {
            caveats.append(
                .init(
                    "monetary.negative", count: negative,
                    "\(Wording.count(negative, "customer")) got back more than they paid: their monetary value "
                        + "is below 0 and scores lowest"))
        }
        return caveats
    }

    /// What segments rest on where a measure that they are named by tells nobody apart.
    private func rest(without measure: Measure) -> String {
        let named = namedBy.filter { !scores.isConstant($0) }
        guard namedBy.contains(measure), !named.isEmpty else { return "" }
        return ", segments rest on \(Wording.list(named.map(\.letter))) alone"
    }

    private var schemeCaveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        if isGivenCuts {
            caveats.append(
                .init(
                    "cuts.given", count: scores.bins,
                    "scored with the limits and means of an earlier run, \(scores.bins) scores a measure"))
        }
        if let others = tables.summaries.first(where: { $0.name == SegmentScheme.others }), others.n > 0 {
            caveats.append(
                .init(
                    "scheme.others", count: others.n,
                    "\(Wording.count(others.n, "customer")) fit no rule of the scheme and are called "
                        + "\(SegmentScheme.others)"))
        }
        return caveats
    }
}
