import RapportNumerics
import RapportPluginKit

/// Lays out the rows with the clusters of a model.
struct AssignTables {
    let assignment: Assignment
    let model: ClusterModel

    var rows: Int { assignment.labels.count }
    /// Of the rows the model was made from, one a cluster.
    var sharesThen: [Double] {
        let whole = Double(max(model.clusters.reduce(0) { $0 + $1.size }, 1))
        return model.clusters.map { Double($0.size) / whole }
    }
    var sharesNow: [Double] { assignment.sizes.map { Double($0) / Double(max(rows, 1)) } }
    /// Of the shares of the clusters.
    var clusterDrift: Double { PopulationStability.index(then: sharesThen, now: sharesNow) }
    var outside: Int { assignment.isOutside.count { $0 } }

    func output(_ table: Table) -> Table {
        let columns: [Column] = [
            .ints(present: assignment.labels.map { model.clusters[$0].number }),
            .floats(assignment.distances), .bools(assignment.isOutside),
        ]
        var output = table
        for (field, column) in zip(Self.declared[0].fields, columns) { output = output.adding(field, column) }
        return output
    }

    var named: [Outcome.NamedTable] {
        let drifts = assignment.drifts
        let clusters = Table(
            Schema(Self.declared[1].fields),
            [
                .ints(present: model.clusters.map(\.number)), .ints(present: assignment.sizes),
                .floats(sharesNow), .floats(sharesThen), .texts(model.clusters.map(\.description)),
            ])
        let drift = Table(
            Schema(Self.declared[2].fields),
            [
                .texts(drifts.map(\.column)), .floats(drifts.map(\.index)),
                .ints(present: drifts.map(\.outside)),
                .floats(drifts.map { Double($0.outside) / Double(max(rows, 1)) }), .floats(drifts.map(\.low)),
                .floats(drifts.map(\.high)),
            ])
        return [.init("clusters", clusters), .init("drift", drift)]
    }

    var metrics: [Outcome.Metric] {
        var metrics: [Outcome.Metric] = [
            .init("rows", Double(rows), n: rows), .init("cluster_drift", clusterDrift, n: rows),
            .init("outside_share", Double(outside) / Double(max(rows, 1)), n: rows),
        ]
        metrics += assignment.drifts.map { .init("drift", group: $0.column, $0.index, n: rows) }
        for (place, cluster) in model.clusters.enumerated() {
            metrics.append(
                .init("share", group: String(cluster.number), sharesNow[place], n: assignment.sizes[place]))
        }
        return metrics
    }

    // MARK: - Declared

    static let declared = [
        Signature.Output(
            "output", "The rows as they came, with the cluster of the model.",
            [
                Field("cluster", .int, kind: .category, meaning: "as the model numbers them"),
                Field(
                    "distance_to_center", .float, kind: .measure,
                    meaning: "in the scaled columns of the model"
                ),
                Field(
                    "is_outside", .bool, kind: .flag,
                    meaning: "a value beyond those the model has seen, or a longer way to the centre"),
            ]),
        Signature.Output(
            "clusters", "One row a cluster: its rows now, and its share when the model was made.",
            [
                Field("cluster", .int, kind: .category), Field("n", .int, kind: .measure, meaning: "rows"),
                Field("share", .float, kind: .measure, meaning: "of all rows"),
                Field("share_then", .float, kind: .measure, meaning: "of the rows of the model"),
                Field("description", .text, kind: .text, meaning: "as the model describes it"),
            ]),
        Signature.Output(
            "drift", "One row a column: how far its values are other than those of the model.",
            [
                Field("feature", .text, kind: .category, meaning: "the column"),
                Field(
                    "psi", .float, kind: .measure,
                    meaning: "population stability index: below 0.1 little has changed, above 0.25 much"),
                Field(
                    "outside", .int, kind: .measure, meaning: "rows with a value that the model has not seen"),
                Field("outside_share", .float, kind: .measure),
                Field("low", .float, kind: .measure, meaning: "the least value of the model's rows"),
                Field("high", .float, kind: .measure, meaning: "the largest; both missing of a text"),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("rows", "Rows that were given a cluster."),
        .init("cluster_drift", "Population stability index of the clusters' shares.", direction: .lower),
        .init(
            "outside_share", "Part of the rows that lie outside what the model has seen.", direction: .lower),
        .init("drift", "Population stability index, by column.", direction: .lower),
        .init("share", "Part of the rows, by cluster."),
    ]

    static let charts = [
        ChartSpecification(
            .bar, title: "Rows by cluster", table: "clusters", x: "cluster", y: "n", yLabel: "rows"),
        ChartSpecification(
            .bar, title: "How far each column has drifted", table: "drift", x: "feature", y: "psi",
            xLabel: "column", yLabel: "population stability index"),
    ]
}
