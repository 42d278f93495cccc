#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif
public import RapportNumerics

/// Scores texts against a few words by how often and how exclusively they have them, long texts held back.
///
/// Σ idf · tf (k₁ + 1) / (tf + k₁ (1 - b + b · length / mean length)) over the terms of a query, each as often as the query
/// has it, with idf = ln(1 + (N - df + ½) / (df + ½)), which is never below 0.
/// Source: Robertson & Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009).
public struct BM25: Sendable {
    public let k1: Double
    public let b: Double
    /// One a term.
    public let idf: [Double]
    /// The weight of each term in each text, of which a score is a sum.
    public let weights: SparseMatrix

    /// Of the counts of the texts to be found, a row a text.
    public init(_ counts: SparseMatrix, k1: Double = 1.2, b: Double = 0.75) {
        (self.k1, self.b) = (k1, b)
        let rows = Double(counts.rowCount)
        let idf = counts.columnEntryCounts.map { log(1 + (rows - Double($0) + 0.5) / (Double($0) + 0.5)) }
        let lengths = (0..<counts.rowCount).map { row in
            counts.range(ofRow: row).reduce(0.0) { $0 + counts.values[$1] }
        }
        let mean = rows > 0 ? lengths.reduce(0, +) / rows : 0
        var weighted = counts
        for row in 0..<counts.rowCount {
            let base = k1 * (1 - b + (mean > 0 ? b * lengths[row] / mean : 0))
            for place in counts.range(ofRow: row) {
                let count = counts.values[place]
                weighted.values[place] = idf[Int(counts.columns[place])] * count * (k1 + 1) / (count + base)
            }
        }
        (self.idf, weights) = (idf, weighted)
    }
}
