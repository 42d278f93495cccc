internal import RapportDiagnostics
internal import RapportWork

/// Assignment to the nearest centre that leaves out points which cannot have changed.
///
/// When a point is looked at, its slack is how much nearer its centre is than the second nearest. Its centre
/// and another can eat that up only by moving: once the way of its own centre and the longest way of any other,
/// since then, come to the slack, the point is looked at again. Hamerly's two bounds become one number a point,
/// written only when the point is looked at.
///
/// The labels are those of every distance computed: a slack within rounding counts as none.
/// Source: G. Hamerly, *Making k-means even faster*, SDM 2010; Elkan, 2003.
final class BoundedAssignment: ChangingAssignment {
    private let rows: CenteredRows
    private let labels: SharedRows<Int32>
    let sums: RunningSums
    /// A point is looked at again when the ``spent`` of its cluster reaches this.
    private let limits: SharedRows<Double>
    /// Of each cluster: its own ways and the longest ways of others, summed up.
    private let spent: SharedRows<Double>
    private let norms: SharedRows<Double>
    private let clusters: Int
    /// Below it a slack may be rounding.
    private let margin: Double

    init(
        _ rows: CenteredRows, _ labels: SharedRows<Int32>, clusters: Int, work: Work
    ) throws(Diagnostic) {
        (self.rows, self.labels, self.clusters) = (rows, labels, clusters)
        limits = SharedRows(repeating: -.infinity, count: rows.count)
        spent = SharedRows(repeating: 0, count: clusters)
        norms = SharedRows(repeating: 0, count: rows.count)
        sums = RunningSums(clusters: clusters, columns: rows.columns)
        let norms = norms
        let longest = try work.map(rows.pieces) { (piece) throws(Diagnostic) -> Double in
            var longest = 0.0
            for row in rows.range(piece) {
                var norm = 0.0
                for column in 0..<rows.columns {
                    let value = rows.values[row * rows.columns + column]
                    norm += value * value
                }
                norms[row] = norm
                longest = max(longest, norm)
            }
            return longest
        }.reduce(0, max)
        // Squared distances are off by at most about columns · ε · (2 · longest)²; their roots differ by more than
        // the margin where the squares differ by more than its square.
        margin = 1e-6 * longest.squareRoot() * max(1, Double(rows.columns) / 100).squareRoot()
    }

    func assign(to centers: Matrix, work: Work) throws(Diagnostic) -> Int {
        let blocks = CenterBlocks(centers)
        let (rows, labels, limits, spent, margin, norms) = (rows, labels, limits, spent, margin, norms)
        let (clusters, columns) = (clusters, rows.columns)
        let parts = try work.map(rows.pieces) { (piece) throws(Diagnostic) -> ClusterChange? in
            // SAFETY: this object and the closure hold them all; a piece has its rows for itself.
            let (view, points, norms) = unsafe (blocks.view, rows.values.pointer, norms.pointer)
            let (labels, limits, spent) = unsafe (labels.pointer, limits.pointer, spent.pointer)
            // The rows are found first, without a branch that would be guessed wrong, so that those to come are
            // on their way from memory while one is looked at.
            let first = rows.range(piece).lowerBound
            let list = SharedRows<Int32>(repeating: 0, count: CenteredRows.pieceSize)
            defer { withExtendedLifetime(list) {} }
            let due = unsafe list.pointer
            var count = 0
            for row in rows.range(piece) {
                unsafe due[count] = Int32(truncatingIfNeeded: row - first)
                // Of a row without a cluster the limit is below all.
                let former = unsafe max(Int(labels[row]), 0)
                count += unsafe limits[row] > spent[former] ? 0 : 1
            }
            var change: ClusterChange?
            for place in 0..<count {
                let row = unsafe first + Int(due[place])
                let former = unsafe Int(labels[row])
                let point = unsafe points + row * columns
                let found = unsafe view.nearest(to: point)
                let norm = unsafe norms[row]
                let near = max(found.best + norm, 0).squareRoot()
                let next = max(found.second + norm, 0).squareRoot()
                unsafe limits[row] = spent[found.index] + (next - near) - margin
                if found.index == former { continue }
                unsafe labels[row] = Int32(truncatingIfNeeded: found.index)
                let changed = change ?? ClusterChange(clusters: clusters, columns: columns)
                unsafe changed.move(point, from: former, to: found.index)
                change = changed
            }
            return change
        }
        return sums.take(parts)
    }

    /// Puts the ways of the centres on what each cluster has spent.
    func moved(from old: Matrix, to new: Matrix) {
        let ways = (0..<clusters).map { cluster in
            var square = 0.0
            for column in 0..<rows.columns {
                let step = new[cluster, column] - old[cluster, column]
                square += step * step
            }
            return square.squareRoot()
        }
        for cluster in 0..<clusters {
            var longest = 0.0
            for other in 0..<clusters where other != cluster { longest = max(longest, ways[other]) }
            // Rounded up, so that what is spent is never too little.
            spent[cluster] = ((spent[cluster] + ways[cluster] + longest) * (1 + 1e-14)).nextUp
        }
    }
}
