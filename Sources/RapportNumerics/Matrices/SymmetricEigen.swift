public import RapportDiagnostics
public import RapportWork

/// Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations, run until nothing is left beside
/// the diagonal.
///
/// Source: C. Jacobi, 1846; rotations and thresholds as in Golub & Van Loan, *Matrix Computations*, 8.5 (cyclic by row).
public struct SymmetricEigen: Sendable {
    /// In no order.
    public var values: [Double]
    /// One column an eigenvector, of length 1.
    public var vectors: Matrix

    /// - Throws: `run.cancelled`.
    /// - Complexity: O(n³) a sweep, of which about ten are needed.
    public init(of matrix: Matrix, work: Work) throws(Diagnostic) {
        precondition(matrix.rows == matrix.columns, "a square matrix")
        let count = matrix.rows
        var a = matrix
        vectors = Matrix(rows: count, columns: count)
        for index in 0..<count { vectors[index, index] = 1 }
        for _ in 0..<64 {
            var (beside, whole) = (0.0, 0.0)
            for row in 0..<count {
                for column in 0..<count {
                    let square = a[row, column] * a[row, column]
                    whole += square
                    if row != column { beside += square }
                }
            }
            if beside <= whole * 1e-32 || beside == 0 { break }
            for p in 0..<count {
                try work.check()
                for q in p + 1..<count where a[p, q] != 0 {
                    Self.rotate(&a, &vectors, p, q)
                }
            }
        }
        values = (0..<count).map { a[$0, $0] }
    }

    /// Makes the element at (p, q) zero.
    private static func rotate(_ a: inout Matrix, _ vectors: inout Matrix, _ p: Int, _ q: Int) {
        let slope = (a[q, q] - a[p, p]) / (2 * a[p, q])
        let tangent =
            (slope < 0 ? -1.0 : 1.0) / (slope.magnitude + (1 + slope * slope).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = tangent * cosine
        for index in 0..<a.rows {
            let (x, y) = (a[index, p], a[index, q])
            a[index, p] = cosine * x - sine * y
            a[index, q] = sine * x + cosine * y
        }
        for index in 0..<a.rows {
            let (x, y) = (a[p, index], a[q, index])
            a[p, index] = cosine * x - sine * y
            a[q, index] = sine * x + cosine * y
        }
        (a[p, q], a[q, p]) = (0, 0)
        for index in 0..<a.rows {
            let (x, y) = (vectors[index, p], vectors[index, q])
            vectors[index, p] = cosine * x - sine * y
            vectors[index, q] = sine * x + cosine * y
        }
    }
}
