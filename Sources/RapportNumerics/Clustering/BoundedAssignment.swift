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
        let (rows, labels, limits, spent, margin) = (rows, labels, limits, spent, margin)
        let (clusters, columns) = (clusters, rows.columns)
        let parts = try work.map(rows.pieces) { (piece) throws(Diagnostic) -> (Int, ClusterSums)? in
            var changed = 0
            var change: ClusterSums?
            for row in rows.range(piece) {
                let former = Int(labels[row])
                if former >= 0, limits[row] > spent[former] { continue }
                let found = blocks.nearest(rows, row)
                let norm = self.norms[row]
                let near = max(found.best + norm, 0).squareRoot()
                let next = max(found.second + norm, 0).squareRoot()
                limits[row] = spent[found.index] + (next - near) - margin
                if found.index == former { continue }
                labels[row] = Int32(found.index)
                changed += 1
                var sums = change.take() ?? ClusterSums(clusters: clusters, columns: columns)
                for column in 0..<columns {
                    let value = rows.values[row * columns + column]
                    sums.values[found.index * columns + column] += value
                    if former >= 0 { sums.values[former * columns + column] -= value }
                }
                sums.weights[found.index] += 1
                if former >= 0 { sums.weights[former] -= 1 }
                change = consume sums
            }
            return change.map { (changed, $0) }
        }
        var changed = 0
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: totals.count)
        for part in parts {
            guard let (count, change) = part else { continue }
            changed += count
            for index in change.values.indices { sums[index].add(change.values[index]) }
            for cluster in 0..<clusters { counts[cluster] += Int(change.weights[cluster]) }
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
