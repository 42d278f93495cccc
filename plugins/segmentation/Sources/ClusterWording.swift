import RapportPluginKit

/// What sets a cluster apart, in words of the columns.
struct ClusterWording {
    let features: [Feature]
    /// Of all rows.
    let means: [Double]

    init(_ features: [Feature], _ means: [Double]) { (self.features, self.means) = (features, means) }

    /// Up to three columns, the farthest from the mean first.
    func text(_ cluster: Clusters.Summary) -> String {
        var said: [String] = []
        var columns: Set<String> = []
        let order = features.indices.sorted {
            let (a, b) = (cluster.z[$0].magnitude, cluster.z[$1].magnitude)
            return a == b ? $0 < $1 : a > b
        }
        for place in order where said.count < 3 {
            let (feature, z) = (features[place], cluster.z[place])
            guard z.magnitude >= 0.5, !columns.contains(feature.column) else { continue }
            columns.insert(feature.column)
            said.append(phrase(feature, z: z, mean: cluster.means[place], of: means[place]))
        }
        return said.isEmpty ? "near the average in everything" : said.joined(separator: ", ")
    }

    private func phrase(_ feature: Feature, z: Double, mean: Double, of all: Double) -> String {
        if let level = feature.level {
            return "\(feature.column) \(level): \(Wording.percent(mean)) (all: \(Wording.percent(all)))"
        }
        let height =
            switch z {
            case 1.5...: "very high"
            case 0...: "high"
            case ...(-1.5): "very low"
            default: "low"
            }
        // A ratio means something where no value is below 0.
        let comparison =
            feature.low >= 0 && all > 0
            ? "\(Wording.number(mean)), \(Wording.number(mean / all)) × the mean"
            : "\(Wording.number(mean)), mean \(Wording.number(all))"
        return "\(height) \(feature.column) (\(comparison))"
    }
}
