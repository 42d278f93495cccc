#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif
public import RapportDiagnostics
public import RapportNumerics
public import RapportWork

/// Weights counts by how much a term tells texts apart: often in this one, seldom elsewhere.
///
/// idf = ln((n + s) / (df + s)) + 1 with s = 1 where ``Options/smooths``, else 0; as scikit-learn's `TfidfTransformer`.
/// A row of zeros stays one.
public struct TFIDF: Sendable, Hashable, Codable {
    public var options: Options
    /// One a column; 1 everywhere where ``Options/usesIDF`` is off.
    public let idf: [Double]

    public struct Options: Sendable, Hashable, Codable {
        public var usesIDF = true
        /// As if one text more had every term.
        public var smooths = true
        /// 1 + ln(count) for the count.
        public var isSublinear = false
        public var norm = Norm.l2

        public init() {}
    }

    /// What each row is divided by.
    public enum Norm: String, Sendable, Hashable, Codable, CaseIterable { case l2, l1, none }

    /// Of known idf, one a column: what a model kept.
    public init(idf: [Double], options: Options = Options()) { (self.idf, self.options) = (idf, options) }

    /// Learns from counts how rare each term is.
    public init(fitting counts: SparseMatrix, options: Options = Options()) {
        self.options = options
        let smoothing = options.smooths ? 1.0 : 0.0
        let rows = Double(counts.rowCount) + smoothing
        idf =
            options.usesIDF
            ? counts.columnEntryCounts.map { log(rows / (Double($0) + smoothing)) + 1 }
            : [Double](repeating: 1, count: counts.columnCount)
    }

    public func apply(to counts: SparseMatrix) -> SparseMatrix {
        var weighted = counts
        for row in 0..<counts.rowCount {
            var norm = 0.0
            let range = counts.range(ofRow: row)
            for place in range {
                var value = counts.values[place]
                if options.isSublinear { value = value > 0 ? 1 + log(value) : value }
                value *= idf[Int(counts.columns[place])]
                weighted.values[place] = value
                norm += options.norm == .l1 ? abs(value) : value * value
            }
            if options.norm == .none || norm == 0 { continue }
            if options.norm == .l2 { norm = norm.squareRoot() }
            for place in range { weighted.values[place] /= norm }
        }
        return weighted
    }
}

extension CountVectorizer {
    /// Counts texts and weights the counts, in one.
    public func fitWeighted(_ texts: [String], options: TFIDF.Options = .init(), work: Work)
        throws(Diagnostic) -> (
            counts: Counts, weights: TFIDF, matrix: SparseMatrix
        )
    {
        let counts = try fit(texts, work: work)
        let weights = TFIDF(fitting: counts.matrix, options: options)
        return (counts, weights, weights.apply(to: counts.matrix))
    }
}
