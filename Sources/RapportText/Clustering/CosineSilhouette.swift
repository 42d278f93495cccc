public import RapportDiagnostics
public import RapportNumerics
public import RapportWork

/// How much nearer each row is to its own cluster than to the next one, by 1 - cos.
///
/// s = (b - a) / max(a, b) with a the mean distance to the other rows of its cluster and b the least mean distance to
/// another one; 0 where a cluster has one row. A mean of cosines is the cosine with a mean, so that every row is
/// measured against all others in O(entries · clusters): no sample is taken.
/// Source: Rousseeuw, *Silhouettes* (1987); as scikit-learn's `silhouette_samples(metric="cosine")`.
public enum CosineSilhouette {
    /// One value a row; nil for rows of zeros and those with a label below 0.
    ///
    /// A row of weight w stands for w equal ones. With fewer than two clusters there is nothing to compare: all nil.
    public static func values(
        _ matrix: SparseMatrix, labels: [Int], weights: [Double]? = nil, work: Work
    ) throws(Diagnostic) -> [Double?] {
        let norms = matrix.squaredRowNorms.map { $0.squareRoot() }
        let clusters = (labels.max() ?? -1) + 1
        let mass = weights ?? [Double](repeating: 1, count: matrix.rowCount)
        var sums = [[Double]](
            repeating: [Double](repeating: 0, count: matrix.columnCount), count: max(clusters, 0))
        var sizes = [Double](repeating: 0, count: max(clusters, 0))
        for row in 0..<matrix.rowCount where labels[row] >= 0 && norms[row] > 0 {
            if row % 4_096 == 0 { try work.check() }
            sizes[labels[row]] += mass[row]
            for place in matrix.range(ofRow: row) {
                sums[labels[row]][Int(matrix.columns[place])] += matrix.values[place] / norms[row] * mass[row]
            }
        }
        guard sizes.count(where: { $0 > 0 }) > 1 else {
            return [Double?](repeating: nil, count: matrix.rowCount)
        }
        let lanes = RowLanes(sums, columnCount: matrix.columnCount)
        let size = 2_048
        let known = sizes
        return try work.map((matrix.rowCount + size - 1) / size) { (piece) throws(Diagnostic) in
            let rows = piece * size..<min(matrix.rowCount, (piece + 1) * size)
            var found: [Double?] = []
            unsafe lanes.products(of: matrix, rows: rows) { row, products in
                let own = labels[row]
                guard own >= 0, norms[row] > 0 else { return found.append(nil) }
                guard known[own] > 1 else { return found.append(0) }
                var (inside, outside) = (0.0, Double.infinity)
                for cluster in 0..<clusters {
                    // SAFETY: `cluster` is below the number of vectors, whose lanes the products fill.
                    let cosine = unsafe products[cluster] / norms[row]
                    if cluster == own {
                        // Without the row itself, whose cosine is 1.
                        inside = max((known[own] - cosine) / (known[own] - 1), 0)
                    } else if known[cluster] > 0 {
                        outside = min(outside, 1 - cosine / known[cluster])
                    }
                }
                let larger = max(inside, outside)
                found.append(larger > 0 ? (outside - inside) / larger : 0)
            }
            try work.check()
            return found
        }.flatMap(\.self)
    }

    /// The mean over rows that have a value, by weight; nil of none.
    public static func mean(_ values: [Double?], weights: [Double]? = nil) -> Double? {
        var (sum, mass) = (CompensatedSum(), 0.0)
        for (row, value) in values.enumerated() {
            guard let value else { continue }
            let weight = weights?[row] ?? 1
            sum.add(value * weight)
            mass += weight
        }
        return mass > 0 ? sum.total / mass : nil
    }
}
