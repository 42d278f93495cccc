public import RapportDiagnostics
public import RapportWork

/// How well a partition fits its points; labels count from 0 and may leave numbers out.
///
/// Source: the formulas of scikit-learn 1.9; P. Rousseeuw, *Silhouettes*, 1987; Caliński & Harabasz, 1974; Davies &
/// Bouldin, 1979.
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

    /// Spread between the clusters over spread within, each by its degrees of freedom; higher is better.
    ///
    /// Nil for fewer than two clusters, or as many as points; 1 where nothing is spread within.
    public static func calinskiHarabasz(of points: Matrix, labels: [Int32]) -> Double? {
        let groups = Groups(points, labels)
        let (n, k) = (Double(points.rows), Double(groups.present.count))
        guard k > 1, k < n else { return nil }
        var (between, within) = (CompensatedSum(), CompensatedSum())
        let whole = (0..<points.columns).map { points.column($0).compensatedSum() / n }
        for cluster in groups.present {
            var square = 0.0
            for column in 0..<points.columns {
                let step = groups.centers[cluster, column] - whole[column]
                square += step * step
            }
            between.add(square * Double(groups.sizes[cluster]))
        }
        for row in 0..<points.rows { within.add(groups.squaredDistance(of: row, points, labels)) }
        return within.total == 0 ? 1 : between.total * (n - k) / (within.total * (k - 1))
    }

    /// The mean over clusters of how alike each is to the most alike other; lower is better.
    ///
    /// Nil for fewer than two clusters, or as many as points; 0 where nothing is spread within.
    public static func daviesBouldin(of points: Matrix, labels: [Int32]) -> Double? {
        let groups = Groups(points, labels)
        guard groups.present.count > 1, groups.present.count < points.rows else { return nil }
        var spreads = [CompensatedSum](repeating: CompensatedSum(), count: groups.sizes.count)
        for row in 0..<points.rows {
            spreads[Int(labels[row])].add(groups.squaredDistance(of: row, points, labels).squareRoot())
        }
        var sum = CompensatedSum()
        for a in groups.present {
            var worst = 0.0
            for b in groups.present where b != a {
                var square = 0.0
                for column in 0..<points.columns {
                    let step = groups.centers[a, column] - groups.centers[b, column]
                    square += step * step
                }
                let both =
                    spreads[a].total / Double(groups.sizes[a]) + spreads[b].total / Double(groups.sizes[b])
                if square > 0 { worst = max(worst, both / square.squareRoot()) }
            }
            sum.add(worst)
        }
        return sum.total / Double(groups.present.count)
    }

    /// Sizes and means of the clusters that have points.
    private struct Groups {
        var sizes: [Int]
        var centers: Matrix
        var present: [Int]

        init(_ points: Matrix, _ labels: [Int32]) {
            let count = Int(labels.max() ?? -1) + 1
            sizes = [Int](repeating: 0, count: count)
            var sums = [CompensatedSum](repeating: CompensatedSum(), count: count * points.columns)
            for (row, label) in labels.enumerated() {
                sizes[Int(label)] += 1
                for column in 0..<points.columns {
                    sums[Int(label) * points.columns + column].add(points[row, column])
                }
            }
            centers = Matrix(rows: count, columns: points.columns)
            for index in sums.indices {
                let size = sizes[index / max(points.columns, 1)]
                centers.values[index] = size > 0 ? sums[index].total / Double(size) : 0
            }
            present = sizes.indices.filter { [sizes] in sizes[$0] > 0 }
        }

        func squaredDistance(of row: Int, _ points: Matrix, _ labels: [Int32]) -> Double {
            let cluster = Int(labels[row])
            var square = 0.0
            for column in 0..<points.columns {
                let step = points[row, column] - centers[cluster, column]
                square += step * step
            }
            return square
        }
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
        for block in blocks {
            var squares = Lanes.zero
            for column in 0..<columns {
                let step =
                    Lanes(repeating: coordinates[row * columns + column]) - values[block * columns + column]
                squares += step * step
            }
            sum += squares.squareRoot() * present[block]
        }
        return sum.sum()
    }
}
