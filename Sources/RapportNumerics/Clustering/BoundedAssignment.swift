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
final class BoundedAssignment: Sendable {
    private let rows: CenteredRows
    private let labels: SharedRows<Int32>
    /// A point is looked at again when the ``spent`` of its cluster reaches this.
    private let limits: SharedRows<Double>
    /// Of each cluster: its own ways and the longest ways of others, summed up.
    private let spent: SharedRows<Double>
    private let norms: SharedRows<Double>
    private let totals: SharedRows<Double>
    private let counts: SharedRows<Int>
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
        totals = SharedRows(repeating: 0, count: clusters * rows.columns)
        counts = SharedRows(repeating: 0, count: clusters)
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

    /// How many points have another centre than before.
    func assign(to centers: Matrix, work: Work) throws(Diagnostic) -> Int {
        let blocks = CenterBlocks(centers)
        let (rows, labels, limits, spent, margin, norms) = (rows, labels, limits, spent, margin, norms)
        let (clusters, columns) = (clusters, rows.columns)
        let parts = try work.map(rows.pieces) { (piece) throws(Diagnostic) -> Change? in
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
            var change: Change?
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
                let changed = change ?? Change(clusters: clusters, columns: columns)
                unsafe changed.move(point, from: former, to: found.index)
                change = changed
            }
            return change
        }
        var changed = 0
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: totals.count)
        for part in parts {
            guard let part else { continue }
            changed += part.points
            for index in sums.indices { sums[index].add(part.totals[index]) }
            for cluster in 0..<clusters { counts[cluster] += part.counts[cluster] }
        }
        for index in 0..<totals.count { totals[index] += sums[index].total }
        return changed
    }

    /// The means of the clusters from the sums of changes; whole where one is empty.
    func means(from old: Matrix, work: Work) throws(Diagnostic) -> Matrix {
        if (0..<clusters).contains(where: { counts[$0] == 0 }) {
            return try rows.means(labels, from: old, work: work)
        }
        var sums = ClusterSums(clusters: clusters, columns: rows.columns)
        (sums.values, sums.weights) = (totals.array, counts.array.map(Double.init))
        return sums.means
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

/// What the points of a piece that changed their cluster bring to one and take from the other.
private final class Change: @unchecked Sendable {
    // SAFETY: filled by one piece, read after the loop.
    let totals: SharedRows<Double>
    let counts: SharedRows<Int>
    var points = 0
    private let columns: Int

    init(clusters: Int, columns: Int) {
        totals = SharedRows(repeating: 0, count: clusters * columns)
        counts = SharedRows(repeating: 0, count: clusters)
        self.columns = columns
    }

    @unsafe func move(_ point: UnsafePointer<Double>, from former: Int, to cluster: Int) {
        // SAFETY: clusters are below their number; a point has `columns` coordinates.
        let totals = unsafe totals.pointer
        points += 1
        counts[cluster] += 1
        for column in 0..<columns { unsafe totals[cluster * columns + column] += point[column] }
        guard former >= 0 else { return }
        counts[former] -= 1
        for column in 0..<columns { unsafe totals[former * columns + column] -= point[column] }
    }
}
