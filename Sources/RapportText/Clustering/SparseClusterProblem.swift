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
        var labels: [Int32] = []
        var assigned = Assignment(labels: [], scores: [])
        var (iterations, isStrict, hasConverged) = (0, false, false)
        while iterations < max(maxIterations, 1) {
            iterations += 1
            assigned = try assign(centers, work: work)
            if geometry == .spherical, assigned.labels == labels {
                (isStrict, hasConverged) = (true, true)
                break
            }
            let moved = try self.centers(of: assigned, previous: vectors, work: work)
            let shift = zip(moved, vectors).reduce(0.0) { $0 + Self.squaredDistance($1.0, $1.1) }
            vectors = moved
            centers = RowLanes(moved, columnCount: matrix.columnCount)
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
        if !isStrict { assigned = try assign(centers, work: work) }
        // Of Euclid the scores are those of the centres before they moved last, unless assigned again.
        let scores =
            geometry == .euclidean && isStrict
            ? try assign(centers, work: work, keeping: assigned.labels).scores : assigned.scores
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
    func assign(_ centers: RowLanes, work: Work, keeping kept: [Int32]? = nil) throws(Diagnostic)
        -> Assignment
    {
        let (matrix, geometry, norms) = (matrix, geometry, centers.squaredNorms)
        let pieces = (matrix.rowCount + Self.pieceSize - 1) / Self.pieceSize
        let parts = try work.map(pieces) { (piece) throws(Diagnostic) in
            let rows = piece * Self.pieceSize..<min(matrix.rowCount, (piece + 1) * Self.pieceSize)
            var labels: [Int32] = []
            var scores: [Double] = []
            labels.reserveCapacity(rows.count)
            scores.reserveCapacity(rows.count)
            let (columns, values) = (matrix.columns.span, matrix.values.span)
            for row in rows {
                let range = matrix.range(ofRow: row)
                var (label, best) = (0, geometry == .spherical ? -Double.infinity : Double.infinity)
                for group in 0..<centers.groups {
                    let products = centers.products(group, columns, values, range)
                    for lane in 0..<min(8, centers.vectorCount - group * 8) {
                        let center = group * 8 + lane
                        if let kept {
                            if Int(kept[row]) == center {
                                (label, best) = (
                                    center,
                                    geometry == .spherical
                                        ? products[lane] : norms[center] - 2 * products[lane]
                                )
                            }
                        } else if geometry == .spherical {
                            if products[lane] > best { (label, best) = (center, products[lane]) }
                        } else {
                            let score = norms[center] - 2 * products[lane]
                            if score < best { (label, best) = (center, score) }
                        }
                    }
                }
                labels.append(Int32(truncatingIfNeeded: label))
                scores.append(best)
            }
            try work.check()
            return Assignment(labels: labels, scores: scores)
        }
        return Assignment(labels: parts.flatMap(\.labels), scores: parts.flatMap(\.scores))
    }

    // MARK: - Centres

    /// Means of the rows of each cluster, or their normalised sums.
    ///
    /// The sums of one cluster are made by one thread, in the order of rows.
    private func centers(
        of assigned: Assignment, previous: [[Double]], work: Work
    ) throws(Diagnostic) -> [[Double]] {
        let count = previous.count
        var members = [[Int32]](repeating: [], count: count)
        for (row, label) in assigned.labels.enumerated() {
            members[Int(label)].append(Int32(truncatingIfNeeded: row))
        }
        relocate(&members, assigned)
        let (matrix, weights, geometry, rowsOf) = (matrix, weights, geometry, members)
        var heaviest = 0
        let masses = rowsOf.map { rows in rows.reduce(0.0) { $0 + weights[Int($1)] } }
        for center in masses.indices where masses[center] > masses[heaviest] { heaviest = center }
        var moved = try work.map(count) { (center) throws(Diagnostic) in
            var sum = [Double](repeating: 0, count: matrix.columnCount)
            for (order, row) in rowsOf[center].enumerated() {
                if order % 8_192 == 0 { try work.check() }
                let weight = weights[Int(row)]
                for place in matrix.range(ofRow: Int(row)) {
                    sum[Int(matrix.columns[place])] += matrix.values[place] * weight
                }
            }
            let divisor =
                geometry == .spherical
                ? sum.reduce(0) { $0 + $1 * $1 }.squareRoot() : masses[center]
            if divisor > 0 { for column in sum.indices { sum[column] /= divisor } }
            try work.check()
            return sum
        }
        // Nothing was far enough to move there: next to the largest.
        for center in 0..<count where rowsOf[center].isEmpty {
            moved[center] = geometry == .spherical ? previous[center] : moved[heaviest]
        }
        return moved
    }

    /// Gives each empty cluster the row that is farthest from its centre and not yet taken, the first on ties.
    private func relocate(_ members: inout [[Int32]], _ assigned: Assignment) {
        let empty = members.indices.filter { members[$0].isEmpty }
        guard !empty.isEmpty else { return }
        let distances =
            geometry == .spherical
            ? assigned.scores.map { 1 - $0 } : zip(squaredNorms, assigned.scores).map { $0 + $1 }
        guard let largest = distances.max(), largest > 1e-12 else { return }
        let farthest = distances.indices.sorted { (distances[$1], $0) < (distances[$0], $1) }
        var place = 0
        for center in empty {
            // A cluster must keep a row of its own.
            while place < farthest.count, members[Int(assigned.labels[farthest[place]])].count < 2 {
                place += 1
            }
            guard place < farthest.count else { return }
            let row = Int32(truncatingIfNeeded: farthest[place])
            members[Int(assigned.labels[Int(row)])].removeAll { $0 == row }
            members[center] = [row]
            place += 1
        }
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

extension RowLanes {
    /// Σ x² of each vector.
    var squaredNorms: [Double] {
        (0..<vectorCount).map { vector in
            var sum = 0.0
            for place in stride(from: vector / 8, to: lanes.count, by: groups) {
                sum += lanes[place][vector % 8] * lanes[place][vector % 8]
            }
            return sum
        }
    }

    func vectors(columnCount: Int) -> [[Double]] {
        (0..<vectorCount).map { vector in
            (0..<columnCount).map { lanes[$0 * groups + vector / 8][vector % 8] }
        }
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
