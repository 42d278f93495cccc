internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

/// The rows that are clustered, and how they are compared with centres.
struct SparseClusterProblem: Sendable {
    /// Without rows of zeros, and of length 1, where cosines count.
    let matrix: SparseMatrix
    let weights: [Double]
    let squaredNorms: [Double]
    let geometry: SparseKMeans.Geometry
    /// The sum of squared shifts of centres at which a run stops.
    let smallShift: Double
    /// The rows of the matrix given that are used.
    private let used: [Int]
    private let givenRows: Int

    private static let pieceSize = 2_048

    init(_ given: SparseMatrix, weights: [Double]?, geometry: SparseKMeans.Geometry, tolerance: Double) {
        self.geometry = geometry
        givenRows = given.rowCount
        let norms = given.squaredRowNorms
        let all = weights ?? [Double](repeating: 1, count: given.rowCount)
        if geometry == .euclidean {
            (matrix, self.weights, squaredNorms) = (given, all, norms)
            used = Array(0..<given.rowCount)
            smallShift = tolerance * given.meanColumnVariance
            return
        }
        let used = (0..<given.rowCount).filter { norms[$0] > 0 }
        var kept = used.count == given.rowCount ? given : given.selecting(rows: used)
        for (row, origin) in used.enumerated() where abs(norms[origin] - 1) > 1e-12 {
            let length = norms[origin].squareRoot()
            for place in kept.range(ofRow: row) { kept.values[place] /= length }
        }
        (matrix, self.used) = (kept, used)
        self.weights = used.map { all[$0] }
        squaredNorms = [Double](repeating: 1, count: used.count)
        smallShift = -1
    }

    func distances(_ scores: [Double]) -> [Double] {
        zip(squaredNorms, scores).map { max($0 + $1, 0).squareRoot() }
    }

    // MARK: - Assigning

    var pieceCount: Int { (matrix.rowCount + Self.pieceSize - 1) / Self.pieceSize }

    func rows(ofPiece piece: Int) -> Range<Int> {
        piece * Self.pieceSize..<min(matrix.rowCount, (piece + 1) * Self.pieceSize)
    }

    /// What is to be low: -xc, or ‖c‖² - 2xc.
    @unsafe @inline(__always) private func score(
        _ products: UnsafePointer<Double>, _ norms: [Double], _ center: Int
    ) -> Double {
        // SAFETY: `center` is below the number of vectors, whose lanes the products fill.
        let product = unsafe products[center]
        return geometry == .spherical ? -product : norms[center] - 2 * product
    }

    /// The centre with the lowest score, the first of equal ones, and the lowest score of the others.
    @unsafe @inline(__always) func nearest(
        _ products: UnsafePointer<Double>, _ norms: [Double], _ count: Int
    ) -> (label: Int, best: Double, second: Double) {
        var (label, best, second) = unsafe (0, score(products, norms, 0), Double.infinity)
        for center in 1..<max(count, 1) {
            let other = unsafe score(products, norms, center)
            if other < best {
                (label, best, second) = (center, other, best)
            } else if other < second {
                second = other
            }
        }
        return (label, best, second)
    }

    /// The nearest centre of each row, and what it was chosen by: the cosine, or ‖c‖² - 2xc.
    struct Assignment: Sendable {
        var labels: [Int32]
        var scores: [Double]
    }

    /// Where `kept` has labels, they stand, and only their scores are found.
    func assign(
        _ centers: RowLanes, _ norms: [Double], work: Work, keeping kept: [Int32]? = nil
    ) throws(Diagnostic) -> Assignment {
        let (matrix, count, isSpherical) = (matrix, centers.vectorCount, geometry == .spherical)
        let parts = try work.map(pieceCount) { (piece) throws(Diagnostic) in
            let rows = rows(ofPiece: piece)
            var found = Assignment(labels: [], scores: [])
            found.labels.reserveCapacity(rows.count)
            found.scores.reserveCapacity(rows.count)
            unsafe centers.products(of: matrix, rows: rows) { row, products in
                var (label, best) = (0, 0.0)
                if let kept {
                    label = Int(kept[row])
                    best = unsafe score(products, norms, label)
                } else {
                    (label, best, _) = unsafe nearest(products, norms, count)
                }
                found.labels.append(Int32(truncatingIfNeeded: label))
                found.scores.append(isSpherical ? -best : best)
            }
            try work.check()
            return found
        }
        return Assignment(labels: parts.flatMap(\.labels), scores: parts.flatMap(\.scores))
    }

    // MARK: - Back to the rows given

    func restored(_ result: SparseKMeans.Result) -> SparseKMeans.Result {
        var whole = result
        (whole.labels, whole.similarities) = restored(
            labels: result.labels, similarities: result.similarities)
        return whole
    }

    func restored(labels: [Int], similarities: [Double]) -> (labels: [Int], similarities: [Double]) {
        if used.count == givenRows { return (labels, similarities) }
        var all = [Int](repeating: -1, count: givenRows)
        var near = [Double](repeating: 0, count: givenRows)
        for (row, origin) in used.enumerated() {
            (all[origin], near[origin]) = (labels[row], similarities[row])
        }
        return (all, near)
    }
}

extension SparseMatrix {
    /// The mean over columns of their population variances, zeros counted.
    var meanColumnVariance: Double {
        guard rowCount > 0, columnCount > 0 else { return 0 }
        let means = columnSums.map { $0 / Double(rowCount) }
        var squares = [Double](repeating: 0, count: columnCount)
        var entries = [Double](repeating: 0, count: columnCount)
        for (place, column) in columns.enumerated() {
            let difference = values[place] - means[Int(column)]
            squares[Int(column)] += difference * difference
            entries[Int(column)] += 1
        }
        var total = 0.0
        for column in 0..<columnCount {
            let zeros = Double(rowCount) - entries[column]
            total += (squares[column] + zeros * means[column] * means[column]) / Double(rowCount)
        }
        return total / Double(columnCount)
    }
}
