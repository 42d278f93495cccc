import RapportNumerics
import RapportPluginKit

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

    /// An item of the table; which cells it has depends on what it is.
    fileprivate struct Row {
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

    static let kept = KeptTable(
        "model", of: KMeansAnalysis.name, fields: fields,
        help: "`model=run 12`, with the number of that run; for RFM there is `rfm cuts=run 12`")

    /// - Throws: `model.shape`.
    init(_ table: Table) throws(Diagnostic) {
        try Self.kept.check(table.schema)
        (features, clusters, bins) = ([], [], [])
        centers = Matrix(rows: 0, columns: 0)
        var coordinates: [Double] = []
        for (place, row) in try Self.rows(of: table).enumerated() {
            guard add(row, &coordinates) else { throw Self.broken(place) }
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

    private static func rows(of table: Table) throws(Diagnostic) -> [Row] {
        let (items, names) = (try table.texts(in: "item"), try table.texts(in: "feature"))
        let (levels, texts) = (try table.texts(in: "level"), try table.texts(in: "text"))
        let numbers = try table.optionalNumbers(in: "cluster")
        let (values, highs) = (try table.optionalNumbers(in: "value"), try table.optionalNumbers(in: "high"))
        let (offsets, units) = (
            try table.optionalNumbers(in: "offset"), try table.optionalNumbers(in: "unit")
        )
        let lows = try table.optionalNumbers(in: "low")
        return items.indices.map { row in
            Row(
                item: items[row] ?? "", cluster: numbers[row].flatMap { Int(exactly: $0) },
                feature: names[row], level: levels[row], value: values[row], offset: offsets[row],
                unit: units[row], low: lows[row], high: highs[row], text: texts[row])
        }
    }

    /// False for what is no part of a model.
    private mutating func add(_ row: Row, _ coordinates: inout [Double]) -> Bool {
        switch row.item {
        case "feature":
            guard let feature = Feature(row) else { return false }
            features.append(feature)
        case "cluster":
            guard let cluster = Cluster(row) else { return false }
            clusters.append(cluster)
        case "center":
            guard let value = row.value, value.isFinite, row.cluster == clusters.last?.number else {
                return false
            }
            coordinates.append(value)
        case "bin":
            guard let name = row.feature, let share = row.value else { return false }
            let bin = Bin(upTo: row.high, level: row.level, share: share)
            if bins.last?.column == name {
                bins[bins.count - 1].bins.append(bin)
            } else {
                bins.append((name, [bin]))
            }
        default: return false
        }
        return true
    }

    private static func broken(_ row: Int) -> Diagnostic {
        Diagnostic(
            "model.shape", "row \(row + 1) of the table of `model` is no part of a model",
            subject: .parameter("model"), help: ["`model=run 12` takes the table as the run kept it"])
    }
}

extension Feature {
    fileprivate init?(_ row: ClusterModel.Row) {
        guard let name = row.feature, let offset = row.offset, let unit = row.unit, unit != 0,
            let transform = Transform(named: row.text, power: row.value)
        else { return nil }
        self.init(
            column: name, level: row.level, scaler: Scaler(transform, offset: offset, unit: unit),
            low: row.low ?? -.infinity, high: row.high ?? .infinity)
    }
}

extension ClusterModel.Cluster {
    fileprivate init?(_ row: ClusterModel.Row) {
        guard let number = row.cluster, let size = row.value.flatMap({ Int(exactly: $0) }), size >= 0 else {
            return nil
        }
        self.init(number: number, size: size, radius: row.high ?? .infinity, description: row.text ?? "")
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
