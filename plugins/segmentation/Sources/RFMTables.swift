import RapportNumerics
import RapportPluginKit

/// Lays the scored customers out as tables, metrics and charts.
struct RFMTables {
    let facts: CustomerFacts
    let scores: Scores
    /// Of all segments, in the order of the scheme.
    let names: [String]
    /// Of each customer, as a place in ``names``.
    let segments: [Int]
    let summaries: [SegmentSummary]
    /// All that was paid.
    let revenue: Double

    init(facts: CustomerFacts, scores: Scores, names: [String], segments: [Int]) {
        (self.facts, self.scores, self.names, self.segments) = (facts, scores, names, segments)
        var members = [[Int]](repeating: [], count: names.count)
        for (customer, segment) in segments.enumerated() { members[segment].append(customer) }
        summaries = zip(names, members).map { SegmentSummary($0, of: $1, in: facts) }
        revenue = facts.revenue.compensatedSum()
    }

    /// The part of the revenue; nil where there is none to share.
    func share(ofRevenue part: Double) -> Double? { revenue > 0 ? part / revenue : nil }

    var topFifthShare: Double? {
        let top = facts.revenue.sorted(by: >).prefix((facts.count + 4) / 5)
        return share(ofRevenue: top.compensatedSum())
    }

    // MARK: - Tables

    /// In columns of the types that `check` promised.
    func output(_ schema: Schema) throws(Diagnostic) -> Table {
        let bins = scores.bins
        let (r, f, m) = (scores[.recency], scores[.frequency], scores[.monetary])
        let digits = (0..<bins * bins * bins).map {
            "\($0 / (bins * bins) + 1)\($0 / bins % bins + 1)\($0 % bins + 1)"
        }
        let columns: [Column] = [
            facts.customers,
            whole(.recency), whole(.frequency),
            .floats(facts.monetary),
            .ints(present: r), .ints(present: f), .ints(present: m),
            .categories(
                r.indices.map { ((r[$0] - 1) * bins + f[$0] - 1) * bins + m[$0] - 1 }, of: digits),
            .ints(present: r.indices.map { r[$0] + f[$0] + m[$0] }),
            .categories(segments, of: names),
        ]
        return Table(schema, columns)
    }

    /// As the table of customers has it; else a count of days or of orders.
    private func whole(_ measure: Measure) -> Column {
        facts.given[measure] ?? .ints(present: facts[measure].map { Int($0) })
    }

    var named: [Outcome.NamedTable] {
        [
            .init("segments", segmentTable), .init("cuts", cuts), .init("grid", grid),
            .init("diagnostics", diagnostics),
        ]
    }

    private var segmentTable: Table {
        let each = summaries
        return Table(
            Schema(Self.declared[1].fields),
            [
                .texts(each.map(\.name)), .ints(present: each.map(\.n)),
                .floats(each.map { Double($0.n) / Double(facts.count) }),
                .floats(each.map(\.revenue)), .floats(each.map { share(ofRevenue: $0.revenue) }),
                .floats(each.map(\.medianRecency)), .floats(each.map(\.medianFrequency)),
                .floats(each.map(\.medianMonetary)), .floats(each.map(\.aov)),
            ])
    }

    private var cuts: Table {
        CutPoints.table(
            Measure.allCases.compactMap { measure in scores.points[measure].map { (measure, $0) } })
    }

    private var grid: Table {
        let bins = scores.bins
        var (counts, sums) = (
            [Int](repeating: 0, count: bins * bins), [CompensatedSum](repeating: .init(), count: bins * bins)
        )
        for (row, (r, f)) in zip(scores[.recency], scores[.frequency]).enumerated() {
            let cell = (r - 1) * bins + f - 1
            counts[cell] += 1
            sums[cell].add(facts.monetary[row])
        }
        let cells = counts.indices
        return Table(
            Schema(Self.declared[3].fields),
            [
                .ints(present: cells.map { $0 / bins + 1 }), .ints(present: cells.map { $0 % bins + 1 }),
                .ints(present: counts),
                .floats(cells.map { counts[$0] > 0 ? sums[$0].total / Double(counts[$0]) : nil }),
            ])
    }

    private var diagnostics: Table {
        var names: [String?] = []
        var (score, n): ([Int], [Int]) = ([], [])
        var (share, lowest, highest, ties): ([Double?], [Double?], [Double?], [Double?]) = ([], [], [], [])
        for measure in Measure.allCases {
            var bins = [(n: Int, lowest: Double?, highest: Double?)](
                repeating: (0, nil, nil), count: scores.bins)
            for (value, score) in zip(facts[measure], scores[measure]) {
                let bin = bins[score - 1]
                bins[score - 1] = (
                    bin.n + 1, min(bin.lowest ?? value, value), max(bin.highest ?? value, value)
                )
            }
            for (index, bin) in bins.enumerated() {
                names.append(measure.rawValue)
                score.append(index + 1)
                n.append(bin.n)
                share.append(Double(bin.n) / Double(facts.count))
                lowest.append(bin.lowest)
                highest.append(bin.highest)
                ties.append(tieShare(measure))
            }
        }
        return Table(
            Schema(Self.declared[4].fields),
            [
                .texts(names), .ints(present: score), .ints(present: n), .floats(share), .floats(lowest),
                .floats(highest), .floats(ties),
            ])
    }

    private func tieShare(_ measure: Measure) -> Double { Double(scores.tied(measure)) / Double(facts.count) }

    // MARK: - Metrics

    var metrics: [Outcome.Metric] {
        var metrics: [Outcome.Metric] = [
            .init("customers", Double(facts.count)), .init("revenue", revenue, n: facts.count),
            .init("top_fifth_revenue_share", topFifthShare, n: facts.count),
        ]
        metrics += Measure.allCases.map {
            .init("tie_share", group: $0.rawValue, tieShare($0), n: facts.count)
        }
        for each in summaries {
            func metric(_ name: String, _ value: Double?) -> Outcome.Metric {
                .init(name, group: each.name, value, n: each.n)
            }
            metrics += [
                metric("customers", Double(each.n)), metric("share", Double(each.n) / Double(facts.count)),
                metric("revenue", each.revenue), metric("revenue_share", share(ofRevenue: each.revenue)),
                metric("median_recency", each.medianRecency),
                metric("median_frequency", each.medianFrequency),
                metric("median_monetary", each.medianMonetary), metric("aov", each.aov),
            ]
        }
        return metrics
    }
}

/// What a segment amounts to.
struct SegmentSummary {
    let name: String
    let n: Int
    let revenue: Double
    /// Nil where the segment has nobody.
    let medianRecency: Double?
    let medianFrequency: Double?
    let medianMonetary: Double?
    /// Revenue an order.
    let aov: Double?

    init(_ name: String, of members: [Int], in facts: CustomerFacts) {
        (self.name, n) = (name, members.count)
        revenue = members.lazy.map { facts.revenue[$0] }.compensatedSum()
        func median(_ values: [Double]) -> Double? {
            Quantile.type7(0.5, of: members.lazy.map { values[$0] })
        }
        (medianRecency, medianFrequency) = (median(facts.recency), median(facts.frequency))
        medianMonetary = median(facts.monetary)
        let orders = members.lazy.map { facts.frequency[$0] }.compensatedSum()
        aov = orders > 0 ? revenue / orders : nil
    }
}
