import RapportNumerics
import RapportPluginKit

/// What every way of clustering declares, lays out and says alike.
extension Clusters {
    /// The table of centers: `group` is what a cluster is called, `all` whose mean its own is compared with.
    static func centerOutput(_ group: String, among all: String) -> Signature.Output {
        Signature.Output(
            "centers", "One row a \(group) and column: the mean, and how far it lies from that of \(all).",
            [
                Field("cluster", .int, kind: .category),
                Field(
                    "feature", .text, kind: .category, meaning: "the column, and its value where it is a text"
                ),
                Field("mean", .float, kind: .measure, meaning: "in the column's own unit"),
                Field(
                    "z", .float, kind: .measure,
                    meaning: "from the mean of \(all), in deviations; of the logarithm where that was taken"),
                Field("n", .int, kind: .measure, meaning: "rows of the \(group)"),
                Field("mean_all", .float, kind: .measure, meaning: "of \(all)"),
            ])
    }

    /// One row a cluster and feature.
    func centerTable(_ matrix: FeatureMatrix) -> Table {
        var (cluster, n): ([Int], [Int]) = ([], [])
        var feature: [String?] = []
        var (mean, z, all): ([Double], [Double], [Double]) = ([], [], [])
        for each in summaries {
            for (place, column) in matrix.features.enumerated() {
                cluster.append(each.number)
                feature.append(column.name)
                mean.append(each.means[place])
                z.append(each.z[place])
                all.append(means[place])
                n.append(each.size)
            }
        }
        return Table(
            Schema(Self.centerOutput("cluster", among: "all rows").fields),
            [
                .ints(present: cluster), .texts(feature), .floats(mean), .floats(z), .ints(present: n),
                .floats(all),
            ])
    }

    /// How a mean differs from that of others, as a chart.
    static func centerChart(_ title: String, _ group: String) -> ChartSpecification {
        ChartSpecification(
            .heatmap, title: title, table: "centers", x: "feature", y: "cluster", value: "z",
            xLabel: "column", yLabel: group)
    }

    /// The metrics of each cluster.
    var sizes: [Outcome.Metric] {
        summaries.flatMap { each -> [Outcome.Metric] in
            let group = String(each.number)
            return [
                .init("size", group: group, Double(each.size), n: each.size),
                .init("share", group: group, each.share, n: each.size),
            ]
        }
    }

    /// How well groups are told apart, by their mean silhouette.
    static func separation(_ silhouette: Double) -> String {
        let degree =
            switch silhouette {
            case 0.5...: "which are clearly apart"
            case 0.25...: "which touch at their edges"
            default: "which run into one another"
            }
        return "\(degree) (silhouette \(Wording.number(silhouette)))"
    }
}

extension PrincipalComponents {
    /// The first two as the axes of a chart call them.
    var axes: (String, String) {
        func axis(_ name: String, _ place: Int) -> String {
            let share = ratios.indices.contains(place) ? ratios[place] : 0
            return "\(name) component, \(Wording.percent(share)) of the spread"
        }
        return (axis("first", 0), axis("second", 1))
    }
}

extension FeatureMatrix {
    /// The columns that are numbers, in quotes.
    var numberNames: [String] { features.filter { $0.level == nil }.map { "`\($0.column)`" } }

    /// Which columns rows were measured by, and what was done to them.
    func scaling(_ scale: FeatureScale, of columns: String, in groups: String = "") -> Outcome.Caveat {
        var text = "measured by \(columns), scale=\(scale.rawValue)\(groups)"
        let logged = features.filter { $0.scaler.transform == .log1p }.map { "`\($0.column)`" }
        if !logged.isEmpty { text += "; the logarithm is taken of \(Wording.list(logged))" }
        let bent = features.compactMap { feature -> String? in
            guard case .yeoJohnson(let power) = feature.scaler.transform else { return nil }
            return "`\(feature.column)` (\(Wording.number(power)))"
        }
        if !bent.isEmpty {
            text +=
                "; a power of 1 + x is taken of \(Wording.list(bent)), where 1 leaves a number as it is and 0 is "
                + "the logarithm"
        }
        return .init("features.scaled", count: features.count, text)
    }
}
