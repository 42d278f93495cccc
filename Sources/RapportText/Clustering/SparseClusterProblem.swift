internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

/// The rows that are clustered, and one run of Lloyd's iterations over them.
struct SparseClusterProblem: Sendable {
    /// Without rows of zeros, and of length 1, where cosines count.
    let matrix: SparseMatrix
    let weights: [Double]
    let squaredNorms: [Double]
    let geometry: SparseKMeans.Geometry
    /// The sum of squared shifts of centres at which a run stops.
    private let smallShift: Double
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

    // MARK: - One run

    func run(_ start: RowLanes, maxIterations: Int, work: Work) throws(Diagnostic) -> SparseKMeans.Result {
        var centers = start
        var vectors = centers.vectors(columnCount: matrix.columnCount)
        var norms = vectors.map(Self.squaredNorm)
        var sums = newSums(vectors.count)
        var labels: [Int32] = []
        var assigned = Assignment(labels: [], scores: [])
        var (iterations, isStrict, hasConverged) = (0, false, false)
        while iterations < max(maxIterations, 1) {
            iterations += 1
            assigned = try assign(centers, norms, work: work)
            if geometry == .spherical, assigned.labels == labels {
                (isStrict, hasConverged) = (true, true)
                break
            }
            let moved = try self.centers(of: assigned, previous: vectors, &sums, work: work)
            let shift = zip(moved, vectors).reduce(0.0) { $0 + Self.squaredDistance($1.0, $1.1) }
            vectors = moved
            norms = moved.map(Self.squaredNorm)
            centers.replace(by: moved)
            if assigned.labels == labels {
                (isStrict, hasConverged) = (true, true)
                break
            }
            if geometry == .euclidean, shift <= smallShift {
                hasConverged = true
                break
            }
            labels = assigned.labels
        }
        var scores = assigned.scores
        if isStrict {
            // Rows came and went: the sums of those that stayed are made anew.
            sums = newSums(vectors.count)
            vectors = try self.centers(of: assigned, previous: vectors, &sums, work: work)
            if geometry == .euclidean {
                norms = vectors.map(Self.squaredNorm)
                centers.replace(by: vectors)
                scores = try assign(centers, norms, work: work, keeping: assigned.labels).scores
            }
        } else {
            assigned = try assign(centers, norms, work: work)
            scores = assigned.scores
        }
        var objective = CompensatedSum()
        for row in 0..<matrix.rowCount {
            objective.add(
                weights[row]
                    * (geometry == .spherical ? scores[row] : max(squaredNorms[row] + scores[row], 0)))
        }
        return SparseKMeans.Result(
            labels: assigned.labels.map(Int.init), centers: vectors, objective: objective.total,
            similarities: geometry == .spherical ? scores : distances(scores), iterations: iterations,
            hasConverged: hasConverged)
    }

    private func newSums(_ clusterCount: Int) -> ClusterSums {
        ClusterSums(clusterCount: clusterCount, matrix, weights: weights)
    }

    func distances(_ scores: [Double]) -> [Double] {
        zip(squaredNorms, scores).map { max($0 + $1, 0).squareRoot() }
    }

    // MARK: - Assigning

    /// The nearest centre of each row, and what it was chosen by: the cosine, or ‖c‖² - 2xc.
    struct Assignment: Sendable {
        var labels: [Int32]
        var scores: [Double]
    }

    /// Where `kept` has labels, they stand, and only their scores are found.
    func assign(
        _ centers: RowLanes, _ norms: [Double], work: Work, keeping kept: [Int32]? = nil
    ) throws(Diagnostic)
        -> Assignment
    {
        let (matrix, count) = (matrix, centers.vectorCount)
        // What is to be low: -xc, or ‖c‖² - 2xc.
        let isSpherical = geometry == .spherical
        let pieces = (matrix.rowCount + Self.pieceSize - 1) / Self.pieceSize
        let parts = try work.map(pieces) { (piece) throws(Diagnostic) in
            let rows = piece * Self.pieceSize..<min(matrix.rowCount, (piece + 1) * Self.pieceSize)
            var found = Assignment(labels: [], scores: [])
            found.labels.reserveCapacity(rows.count)
            found.scores.reserveCapacity(rows.count)
            unsafe centers.products(of: matrix, rows: rows) { row, products in
                func score(_ center: Int) -> Double {
                    // SAFETY: `center` is below the number of vectors, whose lanes the products fill.
                    let product = unsafe products[center]
                    return isSpherical ? -product : norms[center] - 2 * product
                }
                var label = 0
                var best = score(0)
                if let kept {
                    label = Int(kept[row])
                    best = score(label)
                } else {
                    for center in 1..<max(count, 1) {
                        let other = score(center)
                        if other < best { (label, best) = (center, other) }
                    }
                }
                found.labels.append(Int32(truncatingIfNeeded: label))
                found.scores.append(isSpherical ? -best : best)
            }
            try work.check()
            return found
        }
        return Assignment(labels: parts.flatMap(\.labels), scores: parts.flatMap(\.scores))
    }

    // MARK: - Centres

    /// Means of the rows of each cluster, or their normalised sums.
    ///
    /// A cluster that is left without rows stays where it was, or moves to the largest.
    private func centers(
        of assigned: Assignment, previous: [[Double]], _ sums: inout ClusterSums, work: Work
    ) throws(Diagnostic) -> [[Double]] {
        var masses = [Double](repeating: 0, count: previous.count)
        var sizes = [Int](repeating: 0, count: previous.count)
        let owners = relocated(assigned, clusterCount: previous.count)
        for (row, owner) in owners.enumerated() {
            masses[Int(owner)] += weights[row]
            sizes[Int(owner)] += 1
        }
        try sums.update(to: owners, work: work)
        var heaviest = 0
        for center in masses.indices where masses[center] > masses[heaviest] { heaviest = center }
        var moved = sums.sums
        for center in moved.indices where sizes[center] > 0 {
            let divisor =
                geometry == .spherical ? Self.squaredNorm(moved[center]).squareRoot() : masses[center]
            if divisor > 0 { for column in moved[center].indices { moved[center][column] /= divisor } }
        }
        for center in moved.indices where sizes[center] == 0 {
            moved[center] = geometry == .spherical ? previous[center] : moved[heaviest]
        }
        return moved
    }

    /// The labels, but that each empty cluster has the row that is farthest from its centre and not yet taken, the first
    /// on ties.
    private func relocated(_ assigned: Assignment, clusterCount: Int) -> [Int32] {
        var sizes = [Int](repeating: 0, count: clusterCount)
        for label in assigned.labels { sizes[Int(label)] += 1 }
        let empty = sizes.indices.filter { sizes[$0] == 0 }
        guard !empty.isEmpty else { return assigned.labels }
        let distances =
            geometry == .spherical
            ? assigned.scores.map { 1 - $0 } : zip(squaredNorms, assigned.scores).map { $0 + $1 }
        guard let largest = distances.max(), largest > 1e-12 else { return assigned.labels }
        var farthest = distances.indices.sorted { (distances[$1], $0) < (distances[$0], $1) }[...]
        var owners = assigned.labels
        for center in empty {
            // A cluster must keep a row of its own.
            guard let place = farthest.firstIndex(where: { sizes[Int(owners[$0])] > 1 }) else { break }
            let row = farthest[place]
            farthest = farthest[(place + 1)...]
            sizes[Int(owners[row])] -= 1
            sizes[center] = 1
            owners[row] = Int32(truncatingIfNeeded: center)
        }
        return owners
    }

    static func squaredNorm(_ vector: [Double]) -> Double {
        var sum = 0.0
        for value in vector { sum += value * value }
        return sum
    }

    private static func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for index in a.indices { sum += (a[index] - b[index]) * (a[index] - b[index]) }
        return sum
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
