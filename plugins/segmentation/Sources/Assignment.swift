import RapportNumerics
import RapportPluginKit

/// Rows with the clusters of a model, and how they compare with the rows it was made from.
struct Assignment {
    /// Of each row, a place in the model's clusters.
    var labels: [Int]
    var distances: [Double]
    /// A value beyond the range seen then, one never seen, or a longer way to the centre than any.
    var isOutside: [Bool]
    /// One a cluster.
    var sizes: [Int]
    /// One a column of the model.
    var drifts: [Drift]

    struct Drift {
        var column: String
        /// The population stability index.
        var index: Double
        /// Rows with a value outside the range, or that the model has not seen.
        var outside: Int
        var low: Double?
        var high: Double?
    }

    /// - Throws: `table.unknown-column`, `column.type`, `column.missing-values`, `column.all-missing`,
    ///   `column.non-finite`, `column.range`, `run.cancelled`.
    init(of table: Table, _ model: ClusterModel, _ work: Work) throws(Diagnostic) {
        try Self.check(table.schema, model)
        try table.requirePresent(model.columns)
        (drifts, isOutside) = ([], Array(repeating: false, count: table.count))
        (labels, distances, sizes) = ([], [], [])
        var scaled: [[Double]] = []
        var place = 0
        for (column, bins) in model.bins {
            try work.check()
            let features = model.features[place...].prefix { $0.column == column }
            place += features.count
            guard let first = features.first else { continue }
            if first.level == nil {
                scaled.append(try scaledNumbers(of: table, first, bins))
            } else {
                scaled += try flags(of: table, column, levels: features.map { $0.level ?? "" }, bins)
            }
        }
        let points = try Matrix(columns: scaled, work: work)
        let nearest = try KMeans.nearest(to: points, among: model.centers, work: work)
        labels = nearest.map { Int($0) }
        distances = labels.indices.map { [labels] row in
            zip(points.row(row), model.centers.row(labels[row]))
                .reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        }
        sizes = [Int](repeating: 0, count: model.clusters.count)
        for (row, label) in labels.enumerated() {
            sizes[label] += 1
            // The rows of the run itself lie at most at the radius, give or take the rounding of their scaling.
            if distances[row] > model.clusters[label].radius * (1 + 1e-9) { isOutside[row] = true }
        }
    }

    private mutating func scaledNumbers(
        of table: Table, _ feature: Feature, _ bins: [ClusterModel.Bin]
    ) throws(Diagnostic) -> [Double] {
        let column = feature.column
        let values = try table.numbers(in: column)
        try FeatureMatrix.requireFinite(values, column)
        if feature.scaler.transform == .log1p { try Self.requireLogarithm(values, column) }
        var outside = 0
        for (row, value) in values.enumerated() where value < feature.low || value > feature.high {
            isOutside[row] = true
            outside += 1
        }
        let counts = ClusterModel.counts(of: values, upTo: bins.compactMap(\.upTo))
        drifts.append(
            Drift(
                column: column, index: Self.drift(bins.map(\.share), counts, values.count), outside: outside,
                low: feature.low, high: feature.high))
        return feature.scaler.scaled(values)
    }

    /// One column of 0 and 1 a level.
    private mutating func flags(
        of table: Table, _ column: String, levels: [String], _ bins: [ClusterModel.Bin]
    ) throws(Diagnostic) -> [[Double]] {
        let words = try table.words(in: column)
        var outside = 0
        for (row, word) in words.enumerated() where !levels.contains(word) {
            isOutside[row] = true
            outside += 1
        }
        let counts = levels.map { level in words.count { $0 == level } }
        // What was never seen is a kind of its own, of which there were none.
        drifts.append(
            Drift(
                column: column,
                index: Self.drift(bins.map(\.share) + [0], counts + [outside], words.count),
                outside: outside))
        return levels.map { level in words.map { $0 == level ? 1.0 : 0.0 } }
    }

    private static func drift(_ then: [Double], _ now: [Int], _ rows: Int) -> Double {
        PopulationStability.index(then: then, now: now.map { Double($0) / Double(max(rows, 1)) })
    }

    private static func check(_ schema: Schema, _ model: ClusterModel) throws(Diagnostic) {
        for feature in model.features {
            guard let field = schema[feature.column] else {
                let near = feature.column.nearest(in: schema.names)
                throw Diagnostic(
                    "table.unknown-column",
                    "the model measures by `\(feature.column)`, and this table has no such column",
                    subject: .parameter("model"),
                    help: [
                        near.map {
                            "`… | rename \(feature.column.asColumnName)=\($0.asColumnName)` before it?"
                        }
                            ?? "the model's columns: \(Wording.list(model.columns.map { "`\($0)`" }))"
                    ])
            }
            let fits = feature.level == nil ? field.type.isNumber : field.type == .text || field.type == .bool
            guard fits else {
                throw Diagnostic(
                    "column.type",
                    "the model has `\(feature.column)` as \(feature.level == nil ? "a number" : "a text"); "
                        + "here it is of type \(field.type.name)", subject: .column(feature.column),
                    help: [
                        "`… | cast \(feature.column.asColumnName)=\(feature.level == nil ? "float" : "text") on_error=missing` before it"
                    ])
            }
        }
    }

    private static func requireLogarithm(_ values: [Double], _ column: String) throws(Diagnostic) {
        guard let first = values.firstIndex(where: { $0 <= -1 }) else { return }
        throw Diagnostic(
            "column.range",
            "`\(column)` is -1 or less in \(Wording.count(values.count { $0 <= -1 }, "row")), the first is row "
                + "\(first + 1); the model takes the logarithm of it", subject: .column(column),
            help: ["`… | where \(column.asColumnName) > -1` leaves such rows out"])
    }
}
