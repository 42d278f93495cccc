public import RapportNumerics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What words tell the texts of one class from those of others.
public struct ClassKeywords: Sendable {
    /// How often each term is in the texts of each class: a row a class.
    public let counts: [[Double]]

    /// Of a row a class, all with the same terms.
    public init(counts: [[Double]]) { self.counts = counts }

    /// Adds up the rows of texts by their class; rows with a label below 0 are left out.
    public init(_ matrix: SparseMatrix, labels: [Int], classCount: Int, weights: [Double]? = nil) {
        var sums = [[Double]](
            repeating: [Double](repeating: 0, count: matrix.columnCount), count: max(classCount, 0))
        for row in 0..<matrix.rowCount where labels[row] >= 0 && labels[row] < classCount {
            let weight = weights?[row] ?? 1
            for place in matrix.range(ofRow: row) {
                sums[labels[row]][Int(matrix.columns[place])] += matrix.values[place] * weight
            }
        }
        counts = sums
    }

    /// c-TF-IDF of each term in each class: its share of the class's words times ln(1 + A / f), with f its count in all
    /// classes and A the mean number of words of a class.
    ///
    /// Source: Grootendorst, *BERTopic* (2022), equation 3.
    public func classTFIDF() -> [[Double]] {
        let totals = counts.map { $0.reduce(0, +) }
        let mean = totals.reduce(0, +) / Double(max(totals.count, 1))
        let frequencies = termTotals
        return zip(counts, totals).map { row, total in
            guard total > 0 else { return row.map { _ in 0 } }
            return zip(row, frequencies).map { count, all in
                count > 0 ? count / total * log(1 + mean / all) : 0
            }
        }
    }

    /// The log-likelihood ratio G² of each term in each class against all other classes: above 0 where the class has more
    /// of the term than expected, below where it has less.
    ///
    /// 2 Σ O ln(O / E) over the four cells of term and class; ``pValue(_:)`` says how rare such a value is by chance.
    /// Source: Dunning, *Accurate methods for the statistics of surprise and coincidence* (1993).
    public func logLikelihood() -> [[Double]] {
        let totals = counts.map { $0.reduce(0, +) }
        let all = totals.reduce(0, +)
        let frequencies = termTotals
        return zip(counts, totals).map { row, total in
            zip(row, frequencies).map { count, frequency in
                guard all > 0, total > 0, frequency > 0 else { return 0 }
                let expected = frequency * total / all
                var sum = Self.part(count, expected)
                sum += Self.part(frequency - count, frequency * (all - total) / all)
                sum += Self.part(total - count, (all - frequency) * total / all)
                sum += Self.part(
                    all - total - frequency + count, (all - frequency) * (all - total) / all)
                let ratio = max(2 * sum, 0)
                return count >= expected ? ratio : -ratio
            }
        }
    }

    /// The chance of a G² at least as far from 0 where term and class have nothing to do with each other: χ² of one
    /// degree of freedom.
    public static func pValue(_ logLikelihood: Double) -> Double {
        erfc((abs(logLikelihood) / 2).squareRoot())
    }

    /// O ln(O / E) of one cell.
    private static func part(_ observed: Double, _ expected: Double) -> Double {
        observed > 0 && expected > 0 ? observed * log(observed / expected) : 0
    }

    private var termTotals: [Double] {
        guard let first = counts.first else { return [] }
        return counts.dropFirst().reduce(into: first) { sums, row in
            for term in sums.indices { sums[term] += row[term] }
        }
    }
}
