public import RapportDiagnostics
public import RapportWork

/// How well each point fits its cluster; labels count from 0 and may leave numbers out.
///
/// Source: P. Rousseeuw, *Silhouettes*, J. Comput. Appl. Math. 20, 1987, as scikit-learn has it.
public enum ClusterQuality {
    /// Of each point (b − a) / max(a, b): a is its mean distance to its own cluster, b to the nearest other.
    ///
    /// 1 is amid its own, 0 between two, below 0 nearer another; a cluster's only point has 0, and so has
    /// each where there is but one cluster.
    /// - Throws: `run.cancelled`.
    /// - Complexity: O(points² · columns).
    public static func silhouettes(
        of points: Matrix, labels: [Int32], work: Work
    ) throws(Diagnostic) -> [Double] {
        precondition(labels.count == points.rows, "a label for each point")
        let clusters = LanesByCluster(points, labels)
        let found = SharedRows<Double>(repeating: 0, count: points.rows)
        guard clusters.count > 1 else { return found.array }
        let size = 64
        try work.pieces((points.rows + size - 1) / size) { (piece) throws(Diagnostic) in
            for row in piece * size..<min(points.rows, (piece + 1) * size) {
                found[row] = clusters.silhouette(of: row, points, own: Int(labels[row]))
            }
        }
        return found.array
    }
}

/// The points of each cluster in blocks of eight, so that eight distances are computed at a time.
private struct LanesByCluster: Sendable {
    typealias Lanes = SIMD8<Double>
    /// `values[block * columns + column]`.
    private let values: SharedRows<Lanes>
    /// 1 for a point, 0 for the room behind the last of a cluster.
    private let present: SharedRows<Lanes>
    /// Of each cluster its blocks, and how many points.
    private let clusters: [(blocks: Range<Int>, size: Int)]
    private let columns: Int

    /// Clusters that have points.
    var count: Int { clusters.count { $0.size > 0 } }

    init(_ points: Matrix, _ labels: [Int32]) {
        columns = points.columns
        var members = [[Int]](repeating: [], count: Int(labels.max() ?? -1) + 1)
        for (row, label) in labels.enumerated() { members[Int(label)].append(row) }
        let blocks = members.reduce(0) { $0 + ($1.count + 7) / 8 }
        values = SharedRows(repeating: .zero, count: blocks * points.columns)
        present = SharedRows(repeating: .zero, count: blocks)
        var clusters: [(blocks: Range<Int>, size: Int)] = []
        var block = 0
        for rows in members {
            let first = block
            for (place, row) in rows.enumerated() {
                block = first + place / 8
                present[block][place % 8] = 1
                for column in 0..<columns {
                    values[block * columns + column][place % 8] = points[row, column]
                }
            }
            if !rows.isEmpty { block += 1 }
            clusters.append((first..<block, rows.count))
        }
        self.clusters = clusters
    }

    func silhouette(of row: Int, _ points: Matrix, own: Int) -> Double {
        guard clusters[own].size > 1 else { return 0 }
        var (within, nearest) = (0.0, Double.infinity)
        for (cluster, each) in clusters.enumerated() where each.size > 0 {
            let total = distances(from: row, points, each.blocks)
            if cluster == own {
                within = total / Double(each.size - 1)
            } else {
                nearest = min(nearest, total / Double(each.size))
            }
        }
        let larger = max(within, nearest)
        return larger > 0 ? (nearest - within) / larger : 0
    }

    /// The sum of the distances from a point to those of some blocks.
    private func distances(from row: Int, _ points: Matrix, _ blocks: Range<Int>) -> Double {
        let coordinates = points.values.span
        var sum = Lanes.zero
        // SAFETY: this object holds the blocks; there is one lane of each column for each of them.
        let values = unsafe values.pointer
        for block in blocks {
            var squares = Lanes.zero
            for column in 0..<columns {
                let lanes = unsafe values[block * columns + column]
                let step = Lanes(repeating: coordinates[row * columns + column]) - lanes
                squares += step * step
            }
            sum += squares.squareRoot() * present[block]
        }
        return sum.sum()
    }
}
