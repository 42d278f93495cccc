import RapportNumerics
import RapportPluginKit

/// Lays clusters of density out as tables, metrics and charts.
struct HDBSCANTables {
    let fit: HDBSCAN
    let found: DensityClusters
    let matrix: FeatureMatrix
    let rows: SortedRows
    let components: PrincipalComponents

    static let declared = [
        Signature.Output(
            "output", "The rows as they came, with their cluster.",
            [
                Field("cluster", .int, kind: .category, meaning: "from 1, the largest first; -1 is noise"),
                Field("cluster_name", .text, kind: .category, meaning: "the number, or `(noise)`"),
                Field(
                    "probability", .float, kind: .measure,
                    meaning: "how firmly it belongs to its cluster: 1 in the densest part, 0 of noise"),
            ]),
        Signature.Output(
            "clusters", "One row a cluster, noise last.",
            [
                Field("cluster", .int, kind: .category), Field("cluster_name", .text, kind: .category),
                Field("n", .int, kind: .measure, meaning: "rows"),
                Field("share", .float, kind: .measure, meaning: "of all rows"),
                Field("mean_probability", .float, kind: .measure, meaning: "of its rows; missing of noise"),
                Field(
                    "stability", .float, kind: .measure,
                    meaning: "how long it lasts as the density rises, times its rows; missing of noise"),
                Field(
                    "description", .text, kind: .text,
                    meaning: "the columns in which it differs most from all clusters; missing of noise"),
            ]),
        Clusters.centerOutput("cluster", among: "all rows in clusters"),
        Signature.Output(
            "plot", "At most 1,000 rows along the two directions of most spread (principal components).",
            [
                Field("pc1", .float, kind: .measure), Field("pc2", .float, kind: .measure),
                Field("cluster_name", .text, kind: .category),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("n_clusters", "Clusters found."),
        .init("noise", "Rows in no cluster."),
        .init("noise_share", "Part of the rows that are in no cluster.", direction: .lower),
        .init("size", "Rows, by cluster."), .init("share", "Part of the rows, by cluster."),
    ]

    private func name(_ label: Int?) -> String { label.map { String($0 + 1) } ?? SegmentOrder.noise }

    /// The rows as they came, with their clusters.
    func output(_ table: Table) -> Table {
        let labels = rows.restored(found.labels)
        let names = found.clusters.summaries.map { String($0.number) } + [SegmentOrder.noise]
        let columns: [Column] = [
            .ints(present: labels.map { $0.map { $0 + 1 } ?? HDBSCAN.noise }),
            .categories(labels.map { $0 ?? names.count - 1 }, of: names),
            .floats(present: rows.restored(fit.probabilities)),
        ]
        var output = table
        for (field, column) in zip(Self.declared[0].fields, columns) { output = output.adding(field, column) }
        return output
    }

    var named: [Outcome.NamedTable] {
        [
            .init("clusters", clusterTable),
            .init("centers", found.clusters.centerTable(matrix)),
            .init("plot", plot),
        ]
    }

    private var clusterTable: Table {
        let each = found.clusters.summaries
        let hasNoise = found.noise > 0
        func with<Value>(_ values: [Value], noise: Value) -> [Value] { hasNoise ? values + [noise] : values }
        let all = Double(max(found.labels.count, 1))
        return Table(
            Schema(Self.declared[1].fields),
            [
                .ints(present: with(each.map(\.number), noise: HDBSCAN.noise)),
                .texts(with(each.map { String($0.number) }, noise: SegmentOrder.noise)),
                .ints(present: with(each.map(\.size), noise: found.noise)),
                .floats(with(each.map { Double($0.size) / all }, noise: found.noiseShare)),
                .floats(with(found.meanProbabilities.map(Optional.some), noise: nil)),
                .floats(with(found.stabilities.map(Optional.some), noise: nil)),
                .texts(with(each.map { Optional($0.description) }, noise: nil)),
            ])
    }

    /// More points than these are a cloud on paper too.
    private static let plotLimit = 1_000

    private var plot: Table {
        let count = found.labels.count
        let step = max((count + Self.plotLimit - 1) / Self.plotLimit, 1)
        let chosen = Array(stride(from: 0, to: count, by: step))
        let scores = components.scores(of: matrix.scaled.gathered(at: chosen), components: 2)
        // Of one column there is no second component.
        let second = scores.columns > 1 ? scores.column(1) : chosen.map { _ in 0 }
        return Table(
            Schema(Self.declared[3].fields),
            [
                .floats(scores.column(0)), .floats(second), .texts(chosen.map { name(found.labels[$0]) }),
            ])
    }

    var metrics: [Outcome.Metric] {
        let rows = found.labels.count
        var metrics: [Outcome.Metric] = [
            .init("n_clusters", Double(fit.clusterCount), n: rows),
            .init("noise", Double(found.noise), n: rows),
            .init("noise_share", found.noiseShare, n: rows),
        ]
        let groups =
            found.clusters.summaries.map { (String($0.number), $0.size) }
            + (found.noise > 0 ? [(SegmentOrder.noise, found.noise)] : [])
        for (group, size) in groups {
            metrics += [
                .init("size", group: group, Double(size), n: size),
                .init("share", group: group, Double(size) / Double(max(rows, 1)), n: size),
            ]
        }
        return metrics
    }

    var charts: [ChartSpecification] {
        return [
            ChartSpecification(
                .scatter, title: "Rows by the two directions of most spread", table: "plot", x: "pc1",
                y: "pc2",
                split: "cluster_name", xLabel: components.axes.0, yLabel: components.axes.1),
            ChartSpecification(
                .bar, title: "Rows by cluster", table: "clusters", x: "cluster_name", y: "n",
                xLabel: "cluster",
                yLabel: "rows"),
            Clusters.centerChart("How each cluster differs from all clusters, in deviations", "cluster"),
        ]
    }
}
