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
        labels given: [Int32], centers rawCenters: Matrix, silhouettes: [(row: Int, value: Double)],
        _ matrix: FeatureMatrix, work: Work
    ) throws(Diagnostic) {
        let count = rawCenters.rows
        var sizes = [Int](repeating: 0, count: count)
        for label in given { sizes[Int(label)] += 1 }
        // By size; equal ones by the first coordinate of their centre.
        let order = (0..<count).sorted { a, b in
            if sizes[a] != sizes[b] { return sizes[a] > sizes[b] }
            let (x, y) = (rawCenters.row(a), rawCenters.row(b))
            return x.elementsEqual(y) ? a < b : x.lexicographicallyPrecedes(y)
        }
        var places = [Int](repeating: 0, count: count)
        for (place, label) in order.enumerated() { places[label] = place }
        rawLabels = given
        labels = given.map { places[Int($0)] }
        centers = rawCenters.gathered(at: order)
        try work.check()

        let raw = labels.map { Int32($0) }
        let own = try Self.means(of: matrix.raw, raw, sizes: order.map { sizes[$0] }, work)
        let scaled = try ClusterDispersion(of: matrix.scaled, labels: raw, work: work)
        distances = try Self.distances(matrix.scaled, raw, centers, work)
        var ways = [(sum: CompensatedSum, longest: Double)](repeating: (.init(), 0), count: count)
        for (row, distance) in distances.enumerated() {
            ways[labels[row]].sum.add(distance)
            ways[labels[row]].longest = max(ways[labels[row]].longest, distance)
        }
        var inner = [(sum: CompensatedSum, count: Int)](repeating: (.init(), 0), count: count)
        for (row, value) in silhouettes {
            inner[labels[row]].sum.add(value)
            inner[labels[row]].count += 1
        }
        means = own.map(\.all)
        let features = matrix.features.count
        summaries = order.enumerated().map { place, label in
            Summary(
                number: place + 1, size: sizes[label],
                share: Double(sizes[label]) / Double(max(raw.count, 1)),
                silhouette: inner[place].count > 0
                    ? inner[place].sum.total / Double(inner[place].count) : nil,
                meanDistance: ways[place].sum.total / Double(max(sizes[label], 1)),
                longestDistance: ways[place].longest,
                means: own.map { $0.each[place] },
                z: (0..<features).map { feature in
                    // A number of clusters above that of distinct rows leaves some without rows.
                    guard place < scaled.means.rows, scaled.deviations[feature] > 0 else { return 0 }
                    return (scaled.means[place, feature] - scaled.mean[feature]) / scaled.deviations[feature]
                })
        }
        let wording = ClusterWording(matrix.features, means)
        for place in summaries.indices {
            summaries[place].description = wording.text(summaries[place])
        }
    }
}

extension Clusters {
    /// Of each column the mean of each cluster, 0 of one without rows, and of all: sums of pieces of fixed size.
    private static func means(
        of columns: [[Double]], _ labels: [Int32], sizes: [Int], _ work: Work
    ) throws(Diagnostic) -> [(each: [Double], all: Double)] {
        try work.map(columns.count) { (place) throws(Diagnostic) -> (each: [Double], all: Double) in
            let (column, size) = (columns[place], 4_096)
            let (values, labels) = (column.span, labels.span)
            var totals = [CompensatedSum](repeating: CompensatedSum(), count: sizes.count)
            var part = [Double](repeating: 0, count: sizes.count)
            for start in stride(from: 0, to: values.count, by: size) {
                try work.check()
                for cluster in part.indices { part[cluster] = 0 }
                for row in start..<min(start + size, values.count) { part[Int(labels[row])] += values[row] }
                for cluster in part.indices { totals[cluster].add(part[cluster]) }
            }
            let sums = totals.map(\.total)
            return (
                zip(sums, sizes).map { $0 / Double(max($1, 1)) },
                sums.compensatedSum() / Double(max(values.count, 1))
            )
        }
    }

    /// Of each row to its centre.
    private static func distances(
        _ points: Matrix, _ labels: [Int32], _ centers: Matrix, _ work: Work
    ) throws(Diagnostic) -> [Double] {
        let (columns, size) = (points.columns, 65_536)
        let parts = try work.map((points.rows + size - 1) / size) { (piece) throws(Diagnostic) -> [Double] in
            let (values, centers) = (points.values.span, centers.values.span)
            return (piece * size..<min(points.rows, (piece + 1) * size)).map { row in
                var square = 0.0
                for column in 0..<columns {
                    let step = values[row * columns + column] - centers[Int(labels[row]) * columns + column]
                    square += step * step
                }
                return square.squareRoot()
            }
        }
        var distances: [Double] = []
        distances.reserveCapacity(points.rows)
        for part in parts { distances.append(contentsOf: part) }
        return distances
    }
}
