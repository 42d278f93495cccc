public import RapportDiagnostics
public import RapportWork

/// The directions in which points spread most, and where the points lie along them.
///
/// Eigenvectors of the covariance (ddof 1) of the columns; the sign is such that the largest loading of each
/// is positive, the first of equal ones.
/// Source: K. Pearson, *On lines and planes of closest fit*, 1901; the sign is that of scikit-learn's `svd_flip`.
public struct PrincipalComponents: Sendable {
    /// Of the columns as they came.
    public var means: [Double]
    /// One a component, descending.
    public var variances: [Double]
    /// Parts of the whole spread, one a component; 0 where nothing spreads.
    public var ratios: [Double]
    /// One row a component, one column a column of the points.
    public var loadings: Matrix

    /// All components, as many as there are columns.
    ///
    /// - Throws: `run.cancelled`.
    /// - Complexity: O(rows · columns² + columns³).
    public init(of points: Matrix, work: Work) throws(Diagnostic) {
        let count = points.columns
        means = try points.columnMeans(work: work)
        let covariance = try Self.covariance(of: points, means: means, work: work)
        let eigen = try SymmetricEigen(of: covariance, work: work)
        let order = (0..<count).sorted { (eigen.values[$1], $0) < (eigen.values[$0], $1) }
        // Rounding may leave a spread of nothing below 0.
        variances = order.map { max(eigen.values[$0], 0) }
        let whole = variances.reduce(0, +)
        ratios = variances.map { whole > 0 ? $0 / whole : 0 }
        loadings = Matrix(rows: count, columns: count)
        for (component, place) in order.enumerated() {
            var vector = eigen.vectors.column(place)
            var largest = 0
            for index in vector.indices where vector[index].magnitude > vector[largest].magnitude {
                largest = index
            }
            if let value = vector.indices.contains(largest) ? vector[largest] : nil, value < 0 {
                for index in vector.indices { vector[index].negate() }
            }
            for index in vector.indices { loadings[component, index] = vector[index] }
        }
    }

    /// Where points with the same columns lie along the first components: one row a point.
    public func scores(of points: Matrix, components: Int) -> Matrix {
        let kept = min(components, loadings.rows)
        var scores = Matrix(rows: points.rows, columns: kept)
        for row in 0..<points.rows {
            for component in 0..<kept {
                var score = 0.0
                for column in 0..<points.columns {
                    score += (points[row, column] - means[column]) * loadings[component, column]
                }
                scores[row, component] = score
            }
        }
        return scores
    }

    /// Products summed in pieces of fixed size, which are added in order.
    private static func covariance(
        of points: Matrix, means: [Double], work: Work
    ) throws(Diagnostic) -> Matrix {
        let (rows, columns, size) = (points.rows, points.columns, 4_096)
        let parts = try work.map((rows + size - 1) / size) { (piece) throws(Diagnostic) -> [Double] in
            try work.check()
            var sums = [Double](repeating: 0, count: columns * columns)
            var centred = [Double](repeating: 0, count: columns)
            for row in piece * size..<min(rows, (piece + 1) * size) {
                for column in 0..<columns {
                    centred[column] = points.values[row * columns + column] - means[column]
                }
                for a in 0..<columns {
                    let value = centred[a]
                    for b in a..<columns { sums[a * columns + b] += value * centred[b] }
                }
            }
            return sums
        }
        var covariance = Matrix(rows: columns, columns: columns)
        let n = Double(max(rows - 1, 1))
        for a in 0..<columns {
            for b in a..<columns {
                var sum = CompensatedSum()
                for part in parts { sum.add(part[a * columns + b]) }
                covariance[a, b] = sum.total / n
                covariance[b, a] = covariance[a, b]
            }
        }
        return covariance
    }
}
