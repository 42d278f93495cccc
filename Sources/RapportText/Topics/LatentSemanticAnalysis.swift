public import RapportDiagnostics
public import RapportNumerics
public import RapportWork

/// Texts as points in a few directions: the truncated singular value decomposition of their weights.
///
/// Source: Deerwester and others, *Indexing by latent semantic analysis* (1990); as scikit-learn's `TruncatedSVD`, which
/// does not centre either. Signs are fixed: the largest part of each direction is positive.
public struct LatentSemanticAnalysis: Sendable {
    public let singularValues: [Double]
    /// A row a text: its place along each direction.
    public let scores: Matrix
    /// A row a term, a column a direction.
    public let directions: Matrix
    /// The share of the variance of the weights that each direction has.
    public let explainedVarianceRatios: [Double]

    /// - Throws: `run.cancelled`.
    public init(_ matrix: SparseMatrix, dimensions: Int, work: Work) throws(Diagnostic) {
        let decomposition = try TruncatedSVD(of: matrix, count: dimensions, work: work)
        (singularValues, directions) = (decomposition.singularValues, decomposition.right)
        var scores = decomposition.left
        for row in 0..<scores.rows {
            for column in 0..<scores.columns {
                scores[row, column] *= decomposition.singularValues[column]
            }
        }
        let total = matrix.meanColumnVariance * Double(matrix.columnCount)
        explainedVarianceRatios = (0..<scores.columns).map { column in
            let values = scores.column(column)
            let count = Double(max(values.count, 1))
            let mean = values.compensatedSum() / count
            let variance = values.lazy.map { ($0 - mean) * ($0 - mean) }.compensatedSum() / count
            return total > 0 ? variance / total : 0
        }
        self.scores = scores
    }

    /// The places of other texts, weighted by the same terms.
    public func scores(of matrix: SparseMatrix, work: Work) throws(Diagnostic) -> Matrix {
        try matrix.product(directions, work: work)
    }
}
