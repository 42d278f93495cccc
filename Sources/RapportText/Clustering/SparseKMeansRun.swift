internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

/// Lloyd's iterations from one start.
struct SparseKMeansRun {
    private let problem: SparseClusterProblem
    private var centers: SparseCenters
    private let bounds: SparseBounds
    /// Rows with each label.
    private var sizes: [Int]
    /// Rows that are lent to a cluster that no row is nearest to, and that cluster.
    private var lent: [Int32: Int32] = [:]

    init(_ problem: SparseClusterProblem, from start: [[Double]], leavesOut: Bool) {
        self.problem = problem
        centers = SparseCenters(problem, start)
        bounds = SparseBounds(problem, clusterCount: start.count, leavesOut: leavesOut)
        sizes = [Int](repeating: 0, count: start.count)
    }

    mutating func result(maxIterations: Int, work: Work) throws(Diagnostic) -> SparseKMeans.Result {
        var (iterations, isStrict, hasConverged) = (0, false, false)
        while iterations < max(maxIterations, 1) {
            iterations += 1
            let changes = try bounds.assign(to: centers, work: work)
            isStrict = changes.isEmpty
            hasConverged = isStrict
            if isStrict { break }
            try move(changes, work: work)
            if problem.geometry == .euclidean, centers.ways.squaredNorm <= problem.smallShift {
                hasConverged = true
                break
            }
        }
        // Rows came and went: the sums of those that stayed are made anew.
        if isStrict { try centers.remake(work: work) }
        let assigned = try problem.assign(
            centers.lanes, centers.norms, work: work, keeping: isStrict ? bounds.labels.array : nil)
        var objective = CompensatedSum()
        for row in assigned.scores.indices {
            let score = assigned.scores[row]
            objective.add(
                problem.weights[row]
                    * (problem.geometry == .spherical ? score : max(problem.squaredNorms[row] + score, 0)))
        }
        return SparseKMeans.Result(
            labels: assigned.labels.map(Int.init), centers: centers.dense, objective: objective.total,
            similarities: problem.geometry == .spherical
                ? assigned.scores : problem.distances(assigned.scores),
            iterations: iterations, hasConverged: hasConverged)
    }

    /// Moves the centres to the rows that they have now.
    private mutating func move(_ changes: [SparseBounds.Change], work: Work) throws(Diagnostic) {
        let labels = bounds.labels
        for change in changes {
            if change.former >= 0 { sizes[Int(change.former)] -= 1 }
            sizes[Int(labels[Int(change.row)])] += 1
        }
        var rows = changes.map(\.row)
        if !lent.isEmpty || sizes.contains(0) {
            let before = lent
            lent = try relocations(work: work)
            rows = Set(rows).union(before.keys).union(lent.keys).sorted()
        }
        let lent = lent
        try centers.update(rows, owner: { lent[$0] ?? labels[Int($0)] }, work: work)
        bounds.spend(centers.ways)
    }

    /// For each empty cluster the row that is farthest from its centre and not yet taken, the first on ties.
    private func relocations(work: Work) throws(Diagnostic) -> [Int32: Int32] {
        let empty = sizes.indices.filter { sizes[$0] == 0 }
        if empty.isEmpty { return [:] }
        let labels = bounds.labels.array
        let scores = try problem.assign(centers.lanes, centers.norms, work: work, keeping: labels).scores
        let distances =
            problem.geometry == .spherical
            ? scores.map { 1 - $0 } : zip(problem.squaredNorms, scores).map { $0 + $1 }
        guard let largest = distances.max(), largest > 1e-12 else { return [:] }
        var farthest = distances.indices.sorted { (distances[$1], $0) < (distances[$0], $1) }[...]
        var (left, found) = (sizes, [Int32: Int32]())
        for center in empty {
            // A cluster must keep a row of its own.
            guard let place = farthest.firstIndex(where: { left[Int(labels[$0])] > 1 }) else { break }
            let row = farthest[place]
            farthest = farthest[(place + 1)...]
            left[Int(labels[row])] -= 1
            left[center] = 1
            found[Int32(truncatingIfNeeded: row)] = Int32(truncatingIfNeeded: center)
        }
        return found
    }
}
