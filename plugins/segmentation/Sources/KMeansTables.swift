import RapportNumerics
import RapportPluginKit

/// Lays the clusters out as tables, metrics and charts.
struct KMeansTables {
    let search: ClusterSearch
    let clusters: Clusters
    let matrix: FeatureMatrix
    let components: PrincipalComponents
    let model: ClusterModel

    /// Mean silhouette of the rows it was computed of; nil for one cluster.
    var silhouette: Double? {
        search.silhouettes.isEmpty
            ? nil : search.silhouettes.compensatedSum() / Double(search.silhouettes.count)
    }
    var chosen: ClusterSearch.Candidate { search.candidates[search.chosen] }

    // MARK: - Tables

    /// The rows as they came, with their clusters.
    func output(_ table: Table) throws(Diagnostic) -> Table {
        let columns: [Column] = [
            .ints(present: clusters.labels.lazy.map { $0 + 1 }), .floats(present: clusters.distances),
            silhouettes(table.count), .ints(present: clusters.rawLabels.lazy.map { Int($0) }),
        ]
        var output = table
        for (field, column) in zip(Self.declared[0].fields, columns) { output = output.adding(field, column) }
        return output
    }

    private func silhouettes(_ rows: Int) -> Column {
        if search.sample.count == rows, !search.silhouettes.isEmpty {
            return .floats(present: search.silhouettes)
        }
        var silhouettes = [Double?](repeating: nil, count: rows)
        for (row, value) in zip(search.sample, search.silhouettes) { silhouettes[row] = value }
        return .floats(silhouettes)
    }

    var named: [Outcome.NamedTable] {
        [
            .init("clusters", clusterTable), .init("centers", clusters.centerTable(matrix)),
            .init("k_curve", curve),
            .init("plot", plot), .init("silhouettes", silhouetteTable),
            .init("model", model.table),
        ]
    }

    private var clusterTable: Table {
        let each = clusters.summaries
        return Table(
            Schema(Self.declared[1].fields),
            [
                .ints(present: each.map(\.number)), .ints(present: each.map(\.size)),
                .floats(each.map(\.share)), .floats(each.map(\.silhouette)),
                .floats(each.map(\.meanDistance)), .texts(each.map(\.description)),
            ])
    }

    private var curve: Table {
        let each = search.candidates
        return Table(
            Schema(Self.declared[3].fields),
            [
                .ints(present: each.map(\.clusters)), .floats(each.map(\.inertia)),
                .floats(each.map(\.silhouette)), .floats(each.map(\.calinskiHarabasz)),
                .floats(each.map(\.daviesBouldin)), .floats(each.map(\.gap)), .floats(each.map(\.gapError)),
                .floats(each.map(\.stability)), .bools(each.indices.map { $0 == search.chosen }),
            ])
    }

    /// More points than these are a cloud on paper too.
    private static let plotLimit = 400

    private var plot: Table {
        let step = max((search.sample.count + Self.plotLimit - 1) / Self.plotLimit, 1)
        // By cluster, so that a legend names them in order.
        let rows = stride(from: 0, to: search.sample.count, by: step).map { search.sample[$0] }
            .sorted { (clusters.labels[$0], $0) < (clusters.labels[$1], $1) }
        let scores = components.scores(of: matrix.scaled.gathered(at: rows), components: 2)
        // Of one column there is no second component.
        let second = scores.columns > 1 ? scores.column(1) : rows.map { _ in 0 }
        return Table(
            Schema(Self.declared[4].fields),
            [
                .ints(present: rows.map { $0 + 1 }), .floats(scores.column(0)), .floats(second),
                .ints(present: rows.map { clusters.labels[$0] + 1 }),
            ])
    }

    /// Quantiles of each cluster's silhouettes: what a silhouette plot shows, in few rows.
    private var silhouetteTable: Table {
        var (cluster, percent): ([Int], [Int]) = ([], [])
        var value: [Double] = []
        var members = [[Double]](repeating: [], count: clusters.summaries.count)
        for (row, silhouette) in zip(search.sample, search.silhouettes) {
            members[clusters.labels[row]].append(silhouette)
        }
        let steps = Array(stride(from: 0, through: 100, by: 5))
        for (place, values) in members.enumerated() {
            guard let quantiles = Quantile.type7(steps.map { Double($0) / 100 }, of: values) else { continue }
            for (step, quantile) in zip(steps, quantiles) {
                cluster.append(place + 1)
                percent.append(step)
                value.append(quantile)
            }
        }
        return Table(
            Schema(Self.declared[5].fields),
            [.ints(present: cluster), .ints(present: percent), .floats(value)])
    }

    // MARK: - Metrics

    var metrics: [Outcome.Metric] {
        let rows = clusters.labels.count
        let metrics: [Outcome.Metric] = [
            .init("n_clusters", Double(clusters.summaries.count), n: rows),
            .init("silhouette", silhouette, n: search.sample.count),
            .init("calinski_harabasz", chosen.calinskiHarabasz, n: search.searchRows ?? rows),
            .init("davies_bouldin", chosen.daviesBouldin, n: search.searchRows ?? rows),
            .init("inertia", search.fit.inertia, n: rows), .init("stability_ari", chosen.stability),
            .init("gap_clusters", search.gapClusters.map(Double.init)),
            .init("iterations", Double(search.fit.iterations)),
        ]
        return metrics + clusters.sizes
    }
}
