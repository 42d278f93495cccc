public import RapportDiagnostics
public import RapportWork

/// Sizes and means of the clusters of a partition, and how far the points lie from them.
///
/// Labels count from 0 and may leave numbers out. All sums are of pieces of fixed size, added in order.
public struct ClusterDispersion: Sendable {
    /// One a label.
    public let sizes: [Int]
    /// One row a label; zeros where it has no points.
    public let means: Matrix
    /// Of all points, one a column.
    public let mean: [Double]
    /// Of all points, one a column, with ddof 0.
    public let deviations: [Double]
    /// Of each point to the mean of its cluster, squared and summed up.
    public let within: Double
    /// The mean distance of a cluster's points to its mean, one a label.
    public let meanDistances: [Double]

    /// - Throws: `run.cancelled`.
    /// - Complexity: O(points · columns).
    public init(of points: Matrix, labels: [Int32], work: Work) throws(Diagnostic) {
        precondition(labels.count == points.rows, "a label for each point")
        let (rows, columns, size) = (points.rows, points.columns, 4_096)
        let count = Int(labels.max() ?? -1) + 1
        let pieces = (rows + size - 1) / size
        @Sendable func range(_ piece: Int) -> Range<Int> { piece * size..<min(rows, (piece + 1) * size) }

        let sums = try work.map(pieces) { (piece) throws(Diagnostic) -> [Double] in
            let (values, labels) = (points.values.span, labels.span)
            var sums = [Double](repeating: 0, count: count * (columns + 1))
            for row in range(piece) {
                let start = Int(labels[row]) * (columns + 1)
                sums[start + columns] += 1
                for column in 0..<columns { sums[start + column] += values[row * columns + column] }
            }
            return sums
        }
        func total(_ place: Int) -> Double { sums.lazy.map { $0[place] }.compensatedSum() }
        let counts = (0..<count).map { Int(total($0 * (columns + 1) + columns)) }
        var centers = Matrix(rows: count, columns: columns)
        var mean = [Double](repeating: 0, count: columns)
        for column in 0..<columns {
            let parts = (0..<count).map { total($0 * (columns + 1) + column) }
            for label in 0..<count where counts[label] > 0 {
                centers[label, column] = parts[label] / Double(counts[label])
            }
            mean[column] = parts.compensatedSum() / Double(max(rows, 1))
        }

        let spreads = try work.map(pieces) { [centers, mean] (piece) throws(Diagnostic) -> [Double] in
            let (values, labels) = (points.values.span, labels.span)
            let (centers, mean) = (centers.values.span, mean.span)
            // Squares about the mean of all, distances by cluster, squares within.
            var sums = [Double](repeating: 0, count: columns + count + 1)
            for row in range(piece) {
                let label = Int(labels[row])
                var square = 0.0
                for column in 0..<columns {
                    let value = values[row * columns + column]
                    let (step, inner) = (value - mean[column], value - centers[label * columns + column])
                    sums[column] += step * step
                    square += inner * inner
                }
                sums[columns + label] += square.squareRoot()
                sums[columns + count] += square
            }
            return sums
        }
        func spread(_ place: Int) -> Double { spreads.lazy.map { $0[place] }.compensatedSum() }
        (sizes, means, self.mean) = (counts, centers, mean)
        deviations = (0..<columns).map { (spread($0) / Double(max(rows, 1))).squareRoot() }
        meanDistances = (0..<count).map { counts[$0] > 0 ? spread(columns + $0) / Double(counts[$0]) : 0 }
        within = spread(columns + count)
    }

    /// Labels that have points.
    private var present: [Int] { sizes.indices.filter { sizes[$0] > 0 } }
    private var count: Int { sizes.reduce(0, +) }

    private func squaredDistance(_ a: ArraySlice<Double>, _ b: some Sequence<Double>) -> Double {
        zip(a, b).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }

    /// Spread between the clusters over spread within, each by its degrees of freedom; higher is better.
    ///
    /// Nil for fewer than two clusters, or as many as points; 1 where nothing is spread within.
    /// Source: Caliński & Harabasz, 1974, as scikit-learn has it.
    public var calinskiHarabasz: Double? {
        let (n, k) = (Double(count), Double(present.count))
        guard k > 1, k < n else { return nil }
        let between = present.lazy.map {
            squaredDistance(means.row($0), mean) * Double(sizes[$0])
        }.compensatedSum()
        return within == 0 ? 1 : between * (n - k) / (within * (k - 1))
    }

    /// The mean over clusters of how alike each is to the most alike other; lower is better.
    ///
    /// Nil for fewer than two clusters, or as many as points; 0 where nothing is spread within.
    /// Source: Davies & Bouldin, 1979, as scikit-learn has it.
    public var daviesBouldin: Double? {
        let present = present
        guard present.count > 1, present.count < count else { return nil }
        let worst = present.map { a in
            present.lazy.filter { $0 != a }.map { b in
                let way = squaredDistance(means.row(a), means.row(b)).squareRoot()
                return way > 0 ? (meanDistances[a] + meanDistances[b]) / way : 0
            }.max() ?? 0
        }
        return worst.compensatedSum() / Double(present.count)
    }
}
