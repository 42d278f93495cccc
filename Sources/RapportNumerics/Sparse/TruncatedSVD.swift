public import RapportDiagnostics
public import RapportWork

/// The few largest singular values of a sparse matrix, with their vectors.
///
/// A block of vectors is multiplied by the matrix and its transpose in turn until the values wanted stay; what is left is
/// solved exactly. The block has ten columns more than asked for and begins with numbers of a fixed seed, so that the
/// same matrix gives the same bytes. The sign of each pair is chosen so that the largest part of the right vector
/// is positive.
/// Source: Halko, Martinsson & Tropp, *Finding structure with randomness* (2011), algorithm 4.4, with a stop; the block is
/// kept orthonormal by the eigenvectors of its Gram matrix (Stathopoulos & Wu, 2002).
public struct TruncatedSVD: Sendable {
    /// Falling; 0 from the rank of the matrix on.
    public let singularValues: [Double]
    /// A column a singular value: of length 1, or zeros.
    public let left: Matrix
    public let right: Matrix
    public let iterations: Int

    /// The most columns asked for are the smaller side of the matrix: what is beyond is left out.
    ///
    /// - Throws: `run.cancelled`.
    /// - Complexity: O((entries + (rows + columns) · k) · k) an iteration, of which ten are usual.
    public init(
        of matrix: SparseMatrix, count asked: Int, tolerance: Double = 1e-11, maxIterations: Int = 60,
        work: Work
    ) throws(Diagnostic) {
        let count = max(0, min(asked, matrix.rowCount, matrix.columnCount))
        let width = min(count + 10, min(matrix.rowCount, matrix.columnCount))
        let transposed = matrix.transposed()
        var random = NumpyRandom(seed: 0)
        var start = Matrix(rows: matrix.columnCount, columns: width)
        for index in start.values.indices { start.values[index] = random.standardNormal() }
        var block = try matrix.product(start, work: work).orthonormalized(work: work)
        var known: [Double] = []
        var solution: (values: [Double], left: Matrix, right: Matrix) = ([], block, start)
        var iterations = 0
        repeat {
            iterations += 1
            let projected = try transposed.product(block, work: work)
            solution = try Self.solve(block, projected, work: work)
            let values = Array(solution.values.prefix(count))
            let scale = values.first ?? 0
            let isStill =
                known.count == values.count
                && zip(known, values).allSatisfy { abs($0 - $1) <= tolerance * scale }
            known = values
            if isStill || width == min(matrix.rowCount, matrix.columnCount) { break }
            let turned = try projected.orthonormalized(work: work)
            block = try matrix.product(turned, work: work).orthonormalized(work: work)
        } while iterations < maxIterations
        singularValues = known
        (left, right) = Self.signed(solution.left, solution.right, count: count)
        self.iterations = iterations
    }

    /// Of an orthonormal block Q and Z = AᵀQ: QᵀA = Zᵀ has the singular values of A as far as Q spans them.
    private static func solve(_ block: Matrix, _ projected: Matrix, work: Work) throws(Diagnostic) -> (
        values: [Double], left: Matrix, right: Matrix
    ) {
        let eigen = try SymmetricEigen(of: projected.gram(work: work), work: work)
        let order = eigen.values.indices.sorted { (eigen.values[$1], $0) < (eigen.values[$0], $1) }
        let largest = max(order.first.map { eigen.values[$0] } ?? 0, 0)
        let values = order.map { eigen.values[$0] > largest * 1e-26 ? eigen.values[$0].squareRoot() : 0 }
        var turn = Matrix(rows: order.count, columns: order.count)
        var stretched = turn
        for (place, column) in order.enumerated() {
            for row in 0..<order.count {
                turn[row, place] = values[place] > 0 ? eigen.vectors[row, column] : 0
                stretched[row, place] = values[place] > 0 ? eigen.vectors[row, column] / values[place] : 0
            }
        }
        return (
            values, try block.times(turn, work: work), try projected.times(stretched, work: work)
        )
    }

    private static func signed(_ left: Matrix, _ right: Matrix, count: Int) -> (Matrix, Matrix) {
        var (mine, theirs) = (
            Matrix(rows: left.rows, columns: count), Matrix(rows: right.rows, columns: count)
        )
        for column in 0..<count {
            var largest = 0.0
            for row in 0..<right.rows where abs(right[row, column]) > abs(largest) * (1 + 1e-9) {
                largest = right[row, column]
            }
            let sign = largest < 0 ? -1.0 : 1
            for row in 0..<left.rows { mine[row, column] = left[row, column] * sign }
            for row in 0..<right.rows { theirs[row, column] = right[row, column] * sign }
        }
        return (mine, theirs)
    }
}
