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
