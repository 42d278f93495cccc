import RapportNumerics
import RapportPluginKit
import RapportText

/// Lays the groups out as tables and metrics.
struct ClusterTables {
    let subject: ClusterSubject
    let fit: ClusterFit
    let groups: [ClusterSummary]
    let model: DemandModel
    /// Of all messages that have a group.
    let totalTrend: Trend?
    /// Document, x, y.
    private let places: [(document: Int, x: Double, y: Double)]

    private static let mostOnMap = 1_000

    init(
        _ analysis: Cluster, _ subject: ClusterSubject, _ fit: ClusterFit, work: Work
    ) throws(Diagnostic) {
        (self.subject, self.fit) = (subject, fit)
        groups = try ClusterSummary.all(analysis, subject, fit, work: work)
        model = DemandModel(analysis, subject, fit, groups)
        let groups = groups
        totalTrend = try subject.periods.flatMap { (periods) throws(Diagnostic) in
            try Trend(
                of: periods.whole.map { period in Double(groups.reduce(0) { $0 + $1.counts[period] }) },
                work: work)
        }
        places = try Self.map(subject.vectors, work: work)
    }

    /// Two dimensions of the truncated SVD of as many documents as a picture can show.
    private static func map(
        _ vectors: SparseMatrix, work: Work
    ) throws(Diagnostic) -> [(document: Int, x: Double, y: Double)] {
        guard vectors.rowCount > 2, vectors.columnCount > 2 else { return [] }
        let step = max(1, (vectors.rowCount + mostOnMap - 1) / mostOnMap)
        let documents = Array(stride(from: 0, to: vectors.rowCount, by: step))
        let svd = try LatentSemanticAnalysis(vectors.selecting(rows: documents), dimensions: 2, work: work)
        return documents.indices.map { (documents[$0], svd.scores[$0, 0], svd.scores[$0, 1]) }
    }

    // MARK: - Tables

    func output(_ table: Table) -> Table {
        let (corpus, fit) = (subject.corpus, fit)
        let labels = corpus.documentOfRow.map { $0.map { fit.labels[$0] } }
        let similarities = corpus.documentOfRow.map { $0.map { fit.similarities[$0] } }
        return Assignment(
            clusters: labels.map { $0.map { $0 + 1 } }, labels: labels, names: groups.map(\.label),
            similarities: similarities, limit: fit.outlierLimit, tokens: corpus.tokens,
            reasons: corpus.reasons
        ).added(to: table)
    }

    var named: [Outcome.NamedTable] {
        [
            .init("clusters", clusterTable), .init("terms", termTable), .init("periods", periodTable),
            .init("k_curve", curveTable), .init("map", mapTable), .init("model", model.table),
        ]
    }

    private var clusterTable: Table {
        let numbers = Array(groups.indices)
        return Table(
            Schema(Self.declared[1].fields),
            [
                .ints(present: numbers.map { $0 + 1 }), .texts(groups.map(\.label)),
                .ints(present: groups.map(\.n)), .floats(groups.map(\.share)), .ints(groups.map(\.customers)),
                .texts(groups.map { subject.texts[$0.exampleRow] }),
                .ints(present: groups.map { $0.exampleRow + 1 }),
                .lists(groups.map { $0.terms.map { .text($0.term) } }, of: .text),
                .lists(groups.map { $0.topCustomers.map { .text($0) } }, of: .text),
                .floats(groups.map(\.npmi)), .floats(groups.map(\.silhouette)),
                .floats(groups.map(\.meanRating)), .floats(groups.map(\.meanSentiment)),
                .texts(groups.map { $0.trend?.word }), .floats(groups.map { $0.trend?.slope }),
                .floats(groups.map { $0.trend?.p }),
            ])
    }

    private var termTable: Table {
        let cells = groups.enumerated().flatMap { group, summary in summary.terms.map { (group, $0) } }
        return Table(
            Schema(Self.declared[2].fields),
            [
                .ints(present: cells.map { $0.0 + 1 }),
                .categories(cells.map(\.0), of: groups.map(\.label)),
                .texts(cells.map(\.1.term)), .floats(cells.map(\.1.ctfidf)),
                .floats(cells.map(\.1.centerWeight)), .ints(present: cells.map(\.1.df)),
                .floats(cells.map(\.1.g2)),
            ])
    }

    /// All messages of each period that have a group.
    private var totals: [Int] {
        guard let periods = subject.periods else { return [] }
        return (0..<periods.count).map { period in groups.reduce(0) { $0 + $1.counts[period] } }
    }

    private var periodTable: Table {
        let (count, totals) = (subject.periods?.count ?? 0, totals)
        let cells = groups.indices.flatMap { group in (0..<count).map { (group: group, period: $0) } }
        let starts = subject.periods?.starts ?? []
        return Table(
            Schema(Self.declared[3].fields),
            [
                .dates(cells.map { starts[$0.period] }), .ints(present: cells.map { $0.group + 1 }),
                .categories(cells.map(\.group), of: groups.map(\.label)),
                .ints(present: cells.map { groups[$0.group].counts[$0.period] }),
                .ints(present: cells.map { totals[$0.period] }),
                .floats(
                    cells.map { cell in
                        totals[cell.period] > 0
                            ? Double(groups[cell.group].counts[cell.period]) / Double(totals[cell.period])
                            : nil
                    }),
                .bools(cells.map { subject.periods?.isPartial($0.period) }),
            ])
    }

    private var curveTable: Table {
        Table(
            Schema(Self.declared[4].fields),
            [
                .ints(present: fit.curve.map(\.k)), .floats(fit.curve.map(\.silhouette)),
                .floats(fit.curve.map(\.npmi)), .floats(fit.curve.map(\.objective)),
                .bools(fit.curve.map { $0.k == fit.k }),
            ])
    }

    private var mapTable: Table {
        let labels = places.map { fit.labels[$0.document] }
        return Table(
            Schema(Self.declared[5].fields),
            [
                .ints(present: places.map { (subject.corpus.rowsOfDocument[$0.document].first ?? 0) + 1 }),
                .ints(present: labels.map { $0 + 1 }), .categories(labels, of: groups.map(\.label)),
                .floats(places.map(\.x)), .floats(places.map(\.y)),
            ])
    }

    // MARK: - Metrics

    /// Of sizes, by that of equal ones; nil for one group.
    var entropy: Double? {
        guard groups.count > 1 else { return nil }
        let sum = groups.map { $0.share > 0 ? -$0.share * .log($0.share) : 0 }.compensatedSum()
        return sum / .log(Double(groups.count))
    }

    var npmi: Double? {
        let known = groups.compactMap(\.npmi)
        return known.isEmpty ? nil : known.compensatedSum() / Double(known.count)
    }

    var metrics: [Outcome.Metric] {
        let corpus = subject.corpus
        var metrics: [Outcome.Metric] = [
            .init("messages", Double(corpus.usable)), .init("clusters", Double(groups.count)),
            .init("silhouette", fit.silhouette, n: corpus.count), .init("npmi", npmi, n: groups.count),
            .init("stability", fit.stability, n: fit.stabilityCount), .init("size_entropy", entropy),
            .init(
                "unassigned_share", Double(corpus.rows - corpus.usable) / Double(corpus.rows), n: corpus.rows),
        ]
        for group in groups {
            metrics += [
                .init("share", group: group.label, group.share, n: corpus.usable),
                .init("sen_slope", group: group.label, group.trend?.slope, n: group.n),
            ]
        }
        return metrics
    }
}
