internal import RapportDiagnostics
internal import RapportWork

/// Gives points their nearest centres again and again, and keeps sums of the clusters by what changes.
protocol ChangingAssignment: Sendable {
    var sums: RunningSums { get }

    /// How many points have another centre than before.
    func assign(to centers: Matrix, work: Work) throws(Diagnostic) -> Int

    /// Told after each assignment where the centres have gone.
    func moved(from old: Matrix, to new: Matrix)
}

extension ChangingAssignment {
    func moved(from old: Matrix, to new: Matrix) {}
}

/// The sums and sizes of clusters, brought up to date by the points that change theirs.
final class RunningSums: Sendable {
    private let totals: SharedRows<Double>
    private let counts: SharedRows<Int>
    private let clusters: Int
    private let columns: Int

    init(clusters: Int, columns: Int) {
        (self.clusters, self.columns) = (clusters, columns)
        totals = SharedRows(repeating: 0, count: clusters * columns)
        counts = SharedRows(repeating: 0, count: clusters)
    }

    /// Adds what pieces have changed, in their order; how many points that were.
    func take(_ parts: [ClusterChange?]) -> Int {
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

    /// The means of the clusters; nil where one has no points, and which goes where is to be told from them all.
    var means: Matrix? {
        if (0..<clusters).contains(where: { counts[$0] == 0 }) { return nil }
        var sums = ClusterSums(clusters: clusters, columns: columns)
        (sums.values, sums.weights) = (totals.array, counts.array.map(Double.init))
        return sums.means
    }
}

/// What the points of a piece that changed their cluster bring to one and take from the other.
final class ClusterChange: @unchecked Sendable {
    // SAFETY: filled by one piece, read after the loop.
    let totals: SharedRows<Double>
    let counts: SharedRows<Int>
    private(set) var points = 0
    private let columns: Int

    init(clusters: Int, columns: Int) {
        totals = SharedRows(repeating: 0, count: clusters * columns)
        counts = SharedRows(repeating: 0, count: clusters)
        self.columns = columns
    }

    /// `former` is below 0 for a point that had no cluster yet.
    @unsafe func move(_ point: UnsafePointer<Double>, from former: Int, to cluster: Int) {
        // SAFETY: clusters are below their number; a point has `columns` coordinates.
        let totals = unsafe totals.pointer
        points += 1
        counts[cluster] += 1
        let gaining = unsafe totals + cluster * columns
        for column in 0..<columns { unsafe gaining[column] += point[column] }
        guard former >= 0 else { return }
        counts[former] -= 1
        let losing = unsafe totals + former * columns
        for column in 0..<columns { unsafe losing[column] -= point[column] }
    }
}
