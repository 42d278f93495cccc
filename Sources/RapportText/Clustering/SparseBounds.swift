internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

/// The centre of each row while centres move, which leaves out rows that cannot have changed.
///
/// When a row is looked at, its slack is by how much its centre does better than the second best. Its centre and another
/// can eat that up only by moving: once the way of its own centre and the longest way of any other, since then, come to
/// the slack, the row is looked at again. On the sphere the slack is of cosines, which change by no more than a centre
/// moves, since rows have length 1; else it is of distances.
///
/// The labels are those of every product computed: a slack within rounding counts as none.
/// Source: G. Hamerly, *Making k-means even faster*, SDM 2010.
final class SparseBounds: Sendable {
    let labels: SharedRows<Int32>
    /// A row is looked at again when what its cluster has ``spent`` reaches this.
    private let limits: SharedRows<Double>
    /// Of each cluster: its own ways and the longest ways of others, summed up.
    private let spent: SharedRows<Double>
    private let problem: SparseClusterProblem
    private let leavesOut: Bool
    /// Below it a slack may be rounding.
    private let margin: Double

    /// Where rows are not left out, all are looked at, each time.
    init(_ problem: SparseClusterProblem, clusterCount: Int, leavesOut: Bool) {
        let rows = problem.matrix.rowCount
        (self.problem, self.leavesOut) = (problem, leavesOut)
        labels = SharedRows(repeating: -1, count: rows)
        limits = SharedRows(repeating: -.infinity, count: rows)
        spent = SharedRows(repeating: 0, count: clusterCount)
        // Squared distances are off by some ε · (2 · longest)²; their roots differ by more than the margin where
        // the squares differ by more than its square.
        margin = 1e-6 * (problem.squaredNorms.max() ?? 0).squareRoot()
    }

    /// A row that has another label than before.
    struct Change: Sendable {
        let row: Int32
        /// -1 of a row that had none.
        let former: Int32
    }

    /// Gives rows their nearest centres, the first of equally near ones; those that change, ascending.
    func assign(to centers: SparseCenters, work: Work) throws(Diagnostic) -> [Change] {
        let (problem, labels, limits, spent) = (problem, labels, limits, spent)
        let (lanes, norms, count) = (centers.lanes, centers.norms, centers.count)
        let (isSpherical, leavesOut, margin) = (problem.geometry == .spherical, leavesOut, margin)
        return try work.map(problem.pieceCount) { (piece) throws(Diagnostic) -> [Change] in
            let rows = problem.rows(ofPiece: piece)
            var changes: [Change] = []
            let due = leavesOut ? self.due(rows) : Array(rows)
            unsafe lanes.products(of: problem.matrix, rows: due) { row, products in
                let found = unsafe problem.nearest(products, norms, count)
                let slack: Double
                if isSpherical {
                    slack = found.second - found.best
                } else {
                    let norm = problem.squaredNorms[row]
                    slack =
                        max(found.second + norm, 0).squareRoot() - max(found.best + norm, 0).squareRoot()
                }
                limits[row] = spent[found.label] + slack - margin
                let former = labels[row]
                if Int(former) == found.label { return }
                let number = Int32(truncatingIfNeeded: row)
                changes.append(Change(row: number, former: former))
                labels[row] = Int32(truncatingIfNeeded: found.label)
            }
            try work.check()
            return changes
        }.flatMap(\.self)
    }

    /// The rows of a piece that must be looked at.
    private func due(_ rows: Range<Int>) -> [Int] {
        // SAFETY: this object holds the memory; rows are within it, and labels are below the number of clusters.
        let (labels, limits, spent) = unsafe (labels.pointer, limits.pointer, spent.pointer)
        return unsafe [Int](unsafeUninitializedCapacity: rows.count) { buffer, count in
            // Without a branch, which would be guessed wrong as often as not.
            for row in rows {
                unsafe buffer.initializeElement(at: count, to: row)
                // Of a row without a cluster the limit is below all.
                let label = unsafe max(Int(labels[row]), 0)
                count += unsafe limits[row] > spent[label] ? 0 : 1
            }
        }
    }

    /// Puts the ways of the centres on what each cluster has spent.
    func spend(_ ways: [Double]) {
        for cluster in ways.indices {
            var longest = 0.0
            for other in ways.indices where other != cluster { longest = max(longest, ways[other]) }
            // Rounded up, so that what is spent is never too little.
            spent[cluster] = ((spent[cluster] + ways[cluster] + longest) * (1 + 1e-14)).nextUp
        }
    }
}
