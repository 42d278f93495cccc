import RapportNumerics
import RapportPluginKit

/// The clusters of a fit as users see them: numbered from 1, the largest first.
struct Clusters {
    struct Summary {
        /// From 1.
        var number: Int
        var size: Int
        var share: Double
        /// Of the rows that silhouettes were computed of; nil where there are none.
        var silhouette: Double?
        var meanDistance: Double
        var longestDistance: Double
        /// One a feature: the mean in the column's own unit.
        var means: [Double]
        /// One a feature: how far the mean lies from that of all rows, in deviations; of logarithms where the
        /// column is scaled by them.
        var z: [Double]
        var description = ""
    }

    /// Of each row, from 0 on: a place in ``summaries``.
    var labels: [Int]
    var rawLabels: [Int32]
    /// Of each row to its centre, in the scaled space.
    var distances: [Double]
    /// One row a cluster, in the scaled space.
    var centers: Matrix
    var summaries: [Summary]
    /// Of all rows, one a feature, in the column's own unit.
    var means: [Double]

    init(_ search: ClusterSearch, _ matrix: FeatureMatrix, _ context: Context) throws(Diagnostic) {
        let fit = search.fit
        let silhouettes = zip(search.sample, search.silhouettes).map { ($0, $1) }
        try self.init(
            labels: fit.labels, centers: fit.centers, silhouettes: silhouettes, matrix, work: context.work)
    }

    /// From labels that count from 0, with a row of centers each in the scaled space, and silhouettes of some rows
    /// or of none.
    ///
    /// - Throws: `run.cancelled`.
    init(
        labels raw: [Int32], centers rawCenters: Matrix, silhouettes: [(row: Int, value: Double)],
        _ matrix: FeatureMatrix, work: Work
    ) throws(Diagnostic) {
        let count = rawCenters.rows
        var sizes = [Int](repeating: 0, count: count)
        for label in raw { sizes[Int(label)] += 1 }
        // By size; equal ones by the first coordinate of their centre.
        let order = (0..<count).sorted { a, b in
            if sizes[a] != sizes[b] { return sizes[a] > sizes[b] }
            let (x, y) = (rawCenters.row(a), rawCenters.row(b))
            return x.elementsEqual(y) ? a < b : x.lexicographicallyPrecedes(y)
        }
        var places = [Int](repeating: 0, count: count)
        for (place, label) in order.enumerated() { places[label] = place }
        rawLabels = raw
        labels = raw.map { places[Int($0)] }
        centers = rawCenters.gathered(at: order)
        try work.check()

        let (features, rows) = (matrix.features.count, raw.count)
        distances = [Double](repeating: 0, count: rows)
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: count * features)
        var scales = sums
        var ways = [(sum: CompensatedSum, longest: Double)](repeating: (.init(), 0), count: count)
        for row in 0..<rows {
            if row % 65_536 == 0 { try work.check() }
            let label = labels[row]
            var square = 0.0
            for feature in 0..<features {
                let value = matrix.scaled[row, feature]
                let step = value - centers[label, feature]
                square += step * step
                sums[label * features + feature].add(matrix.raw[row, feature])
                scales[label * features + feature].add(value)
            }
            distances[row] = square.squareRoot()
            ways[label].sum.add(distances[row])
            ways[label].longest = max(ways[label].longest, distances[row])
        }
        var inner = [(sum: CompensatedSum, count: Int)](repeating: (.init(), 0), count: count)
        for (row, value) in silhouettes {
            inner[labels[row]].sum.add(value)
            inner[labels[row]].count += 1
        }
        func totals(_ parts: [CompensatedSum], _ feature: Int) -> Double {
            (0..<count).lazy.map { parts[$0 * features + feature].total }.compensatedSum()
        }
        let n = Double(max(rows, 1))
        means = (0..<features).map { totals(sums, $0) / n }
        let scaledMeans = (0..<features).map { totals(scales, $0) / n }
        let deviations = (0..<features).map { Moments(matrix.scaled.column($0)).deviation }
        summaries = order.enumerated().map { place, label in
            let size = Double(max(sizes[label], 1))
            return Summary(
                number: place + 1, size: sizes[label], share: Double(sizes[label]) / n,
                silhouette: inner[place].count > 0
                    ? inner[place].sum.total / Double(inner[place].count) : nil,
                meanDistance: ways[place].sum.total / size, longestDistance: ways[place].longest,
                means: (0..<features).map { sums[place * features + $0].total / size },
                z: (0..<features).map { feature in
                    let step = scales[place * features + feature].total / size - scaledMeans[feature]
                    return deviations[feature] > 0 ? step / deviations[feature] : 0
                })
        }
        let wording = ClusterWording(matrix.features, means)
        for place in summaries.indices {
            summaries[place].description = wording.text(summaries[place])
        }
    }
}

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
