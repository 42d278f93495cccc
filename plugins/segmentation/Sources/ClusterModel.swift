import RapportNumerics
import RapportPluginKit

/// What a clustering has learnt: the columns with their scales, the centres, and how the rows lay then.
///
/// A table of its own, so that a run keeps it: `segmentation.assign model=run 12` reads it back.
struct ClusterModel {
    struct Cluster {
        var number: Int
        var size: Int
        /// The farthest row had this distance.
        var radius: Double
        var description: String
    }

    /// A stretch of a number's values, or a value of a text, and the part of the rows that had it.
    struct Bin: Hashable {
        /// Nil: no upper limit.
        var upTo: Double?
        var level: String?
        var share: Double
    }

    var features: [Feature]
    /// One row a cluster, one column a feature, in the scaled space.
    var centers: Matrix
    var clusters: [Cluster]
    /// By column, in the order of the features.
    var bins: [(column: String, bins: [Bin])]

    /// The columns that rows must have, in order.
    var columns: [String] {
        var columns: [String] = []
        for feature in features where columns.last != feature.column { columns.append(feature.column) }
        return columns
    }

    /// `sample` are rows that the limits of bins are taken of; what lies in them is counted of all.
    ///
    /// - Throws: `run.cancelled`.
    init(
        _ clusters: Clusters, _ matrix: FeatureMatrix, sample: [Int], work: Work
    ) throws(Diagnostic) {
        (features, centers) = (matrix.features, clusters.centers)
        self.clusters = clusters.summaries.map {
            Cluster(
                number: $0.number, size: $0.size, radius: $0.longestDistance, description: $0.description)
        }
        let rows = Double(max(matrix.scaled.rows, 1))
        let found = try work.map(matrix.features.count) { (place) throws(Diagnostic) -> [Bin] in
            let values = matrix.raw[place]
            guard let level = matrix.features[place].level else { return Self.tenths(of: values, sample) }
            return [Bin(level: level, share: values.reduce(0, +) / rows)]
        }
        bins = []
        for (feature, found) in zip(matrix.features, found) {
            if feature.level != nil, bins.last?.column == feature.column {
                bins[bins.count - 1].bins += found
            } else {
                bins.append((feature.column, found))
            }
        }
    }

    /// Tenths of the rows; fewer bins where many share a value.
    private static func tenths(of values: [Double], _ sample: [Int]) -> [Bin] {
        let portions = (1...9).map { Double($0) / 10 }
        let quantiles = Quantile.type7(portions, of: sample.map { values[$0] }) ?? []
        var limits: [Double] = []
        for quantile in quantiles where limits.last.map({ $0 < quantile }) ?? true { limits.append(quantile) }
        let counts = counts(of: values, upTo: limits)
        return counts.enumerated().map { place, count in
            Bin(
                upTo: place < limits.count ? limits[place] : nil,
                share: Double(count) / Double(max(values.count, 1)))
        }
    }

    /// How many values lie up to each limit and above the one before; the last are above all.
    ///
    /// Limits ascend. One is taken at a time, of a stretch of values that stays in the cache: loops without a branch.
    static func counts(of values: [Double], upTo limits: [Double]) -> [Int] {
        let all = values.span
        var reached = [Int](repeating: 0, count: limits.count)
        for start in stride(from: 0, to: all.count, by: 1_024) {
            let stretch = all.extracting(start..<min(start + 1_024, all.count))
            for (place, limit) in limits.enumerated() {
                var count = 0
                for index in stretch.indices { count &+= stretch[index] <= limit ? 1 : 0 }
                reached[place] += count
            }
        }
        return zip(reached + [values.count], [0] + reached).map { $0 - $1 }
    }
}

// MARK: - As a table

extension ClusterModel {
    static let fields = [
        Field("item", .text, kind: .category, meaning: "feature, center, cluster or bin"),
        Field("cluster", .int, kind: .category, meaning: "of a center and a cluster"),
        Field("feature", .text, kind: .category, meaning: "the column; missing of a cluster"),
        Field("level", .text, kind: .category, meaning: "the value of a text column"),
        Field(
            "value", .float, kind: .measure,
            meaning:
                "of a center its scaled coordinate, of a cluster its rows, of a bin the part of the rows, of a "
                + "feature with `yeo_johnson` the power"
        ),
        Field("offset", .float, kind: .measure, meaning: "of a feature: scaled = (f(x) - offset) / unit"),
        Field("unit", .float, kind: .measure),
        Field("low", .float, kind: .measure, meaning: "of a feature: the least value seen"),
        Field(
            "high", .float, kind: .measure,
            meaning: "the largest value seen, the limit of a bin, the longest distance in a cluster"),
        Field(
            "text", .text, kind: .text,
            meaning: "of a feature `linear`, `log1p` or `yeo_johnson`, of a cluster its description"),
    ]

    private struct Row {
        var item: String
        var cluster: Int?
        var feature: String?
        var level: String?
        var value: Double?
        var offset: Double?
        var unit: Double?
        var low: Double?
        var high: Double?
        var text: String?
    }

    var table: Table {
        var rows: [Row] = []
        for feature in features {
            rows.append(
                Row(
                    item: "feature", feature: feature.column, level: feature.level,
                    value: feature.scaler.transform.power, offset: feature.scaler.offset,
                    unit: feature.scaler.unit, low: feature.low, high: feature.high,
                    text: feature.scaler.transform.name))
        }
        for (place, cluster) in clusters.enumerated() {
            rows.append(
                Row(
                    item: "cluster", cluster: cluster.number, value: Double(cluster.size),
                    high: cluster.radius, text: cluster.description))
            for (column, feature) in features.enumerated() {
                rows.append(
                    Row(
                        item: "center", cluster: cluster.number, feature: feature.column,
                        level: feature.level, value: centers[place, column]))
            }
        }
        for (column, bins) in bins {
            for bin in bins {
                rows.append(
                    Row(item: "bin", feature: column, level: bin.level, value: bin.share, high: bin.upTo))
            }
        }
        return Table(
            Schema(Self.fields),
            [
                .texts(rows.map(\.item)), .ints(rows.map(\.cluster)), .texts(rows.map(\.feature)),
                .texts(rows.map(\.level)), .floats(rows.map(\.value)), .floats(rows.map(\.offset)),
                .floats(rows.map(\.unit)), .floats(rows.map(\.low)), .floats(rows.map(\.high)),
                .texts(rows.map(\.text)),
            ])
    }

    /// - Throws: `model.shape`.
    static func check(_ schema: Schema) throws(Diagnostic) {
        for field in fields where schema[field.name]?.type != field.type {
            throw Diagnostic(
                "model.shape",
                "the table of `model` has no \(field.type.name) column `\(field.name)`; expected the output "
                    + "`model` of a run of `\(KMeansAnalysis.name)`",
                subject: .parameter("model"),
                help: ["`model=run 12`, with the number of that run; for RFM there is `rfm cuts=run 12`"])
        }
    }

    /// - Throws: `model.shape`.
    init(_ table: Table) throws(Diagnostic) {
        try Self.check(table.schema)
        let (items, names) = (try table.texts(in: "item"), try table.texts(in: "feature"))
        let (levels, words) = (try table.texts(in: "level"), try table.texts(in: "text"))
        let numbers = try table.optionalNumbers(in: "cluster")
        let (values, highs) = (try table.optionalNumbers(in: "value"), try table.optionalNumbers(in: "high"))
        let (offsets, units) = (
            try table.optionalNumbers(in: "offset"), try table.optionalNumbers(in: "unit")
        )
        let lows = try table.optionalNumbers(in: "low")
        (features, clusters, bins) = ([], [], [])
        var coordinates: [Double] = []
        for row in items.indices {
            let number = numbers[row].flatMap { Int(exactly: $0) }
            switch items[row] {
            case "feature":
                guard let name = names[row], let offset = offsets[row], let unit = units[row], unit != 0,
                    let transform = Transform(named: words[row], power: values[row])
                else {
                    throw Self.broken(row)
                }
                let scaler = Scaler(transform, offset: offset, unit: unit)
                features.append(
                    Feature(
                        column: name, level: levels[row], scaler: scaler, low: lows[row] ?? -.infinity,
                        high: highs[row] ?? .infinity))
            case "cluster":
                guard let number, let size = values[row].flatMap({ Int(exactly: $0) }), size >= 0 else {
                    throw Self.broken(row)
                }
                clusters.append(
                    Cluster(
                        number: number, size: size, radius: highs[row] ?? .infinity,
                        description: words[row] ?? ""))
            case "center":
                guard let value = values[row], value.isFinite, number == clusters.last?.number else {
                    throw Self.broken(row)
                }
                coordinates.append(value)
            case "bin":
                guard let name = names[row], let share = values[row] else { throw Self.broken(row) }
                let bin = Bin(upTo: highs[row], level: levels[row], share: share)
                if bins.last?.column == name {
                    bins[bins.count - 1].bins.append(bin)
                } else {
                    bins.append((name, [bin]))
                }
            default: throw Self.broken(row)
            }
        }
        guard !features.isEmpty, !clusters.isEmpty, coordinates.count == clusters.count * features.count
        else {
            throw Diagnostic(
                "model.shape",
                "the table of `model` has \(clusters.count) clusters, \(features.count) features and "
                    + "\(coordinates.count) coordinates of centers; expected one a cluster and feature",
                subject: .parameter("model"),
                help: ["a model of a run with `by` needs the same `by`"])
        }
        centers = Matrix(rows: clusters.count, columns: features.count, values: coordinates)
        guard bins.map(\.column) == columns else {
            throw Diagnostic(
                "model.shape",
                "the table of `model` has bins of \(bins.count) columns and measures by \(columns.count); expected "
                    + "those of each", subject: .parameter("model"),
                help: ["`model=run 12` takes the table as the run kept it"])
        }
    }

    private static func broken(_ row: Int) -> Diagnostic {
        Diagnostic(
            "model.shape", "row \(row + 1) of the table of `model` is no part of a model",
            subject: .parameter("model"), help: ["`model=run 12` takes the table as the run kept it"])
    }
}

extension Transform {
    /// As the table of a model calls it.
    fileprivate var name: String {
        switch self {
        case .identity: "linear"
        case .log1p: "log1p"
        case .yeoJohnson: "yeo_johnson"
        }
    }

    /// Of Yeo and Johnson.
    fileprivate var power: Double? { if case .yeoJohnson(let power) = self { power } else { nil } }

    fileprivate init?(named name: String?, power: Double?) {
        switch (name, power) {
        case ("linear", nil): self = .identity
        case ("log1p", nil): self = .log1p
        case ("yeo_johnson", let power?) where power.isFinite: self = .yeoJohnson(power)
        default: return nil
        }
    }
}
