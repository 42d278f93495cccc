#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Multinomial naive Bayes: how often each class uses each feature.
///
/// Log probabilities `ln((Nₖⱼ + α) / (Nₖ + α·columns))` with the classes' shares as priors, as scikit-learn's
/// `MultinomialNB`.
/// Source: C. Manning, P. Raghavan & H. Schütze, *Introduction to Information Retrieval*, 2008, 13.2.
public struct MultinomialNaiveBayes: Sendable, Hashable {
    /// Of each class, by number.
    public var logPriors: [Double]
    /// Of each class and column.
    public var logProbabilities: [[Double]]

    public init(logPriors: [Double], logProbabilities: [[Double]]) {
        (self.logPriors, self.logProbabilities) = (logPriors, logProbabilities)
    }

    /// Learns from rows and the number of each one's class, from 0; each number below `classCount` occurs.
    ///
    /// `alpha`, above 0, is added to each count.
    public init(_ rows: SparseMatrix, classes: [Int], classCount: Int, alpha: Double = 1) {
        var counts = [[Double]](repeating: Array(repeating: 0, count: rows.columnCount), count: classCount)
        var members = [Int](repeating: 0, count: classCount)
        for row in 0..<rows.rowCount {
            members[classes[row]] += 1
            for entry in rows.range(ofRow: row) {
                counts[classes[row]][Int(rows.columns[entry])] += rows.values[entry]
            }
        }
        logPriors = members.map { log(Double($0) / Double(rows.rowCount)) }
        logProbabilities = counts.map { each in
            let total = log(each.reduce(0) { $0 + $1 + alpha })
            return each.map { log($0 + alpha) - total }
        }
    }

    /// The probability of each class; they add up to 1.
    public func probabilities(of row: Int, in rows: SparseMatrix) -> [Double] {
        let joint = zip(logPriors, logProbabilities).map { prior, weights in
            prior + rows.product(row, weights.span)
        }
        let most = joint.max() ?? 0
        let parts = joint.map { exp($0 - most) }
        let total = parts.reduce(0, +)
        return parts.map { $0 / total }
    }
}
