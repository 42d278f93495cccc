public import RapportDiagnostics
public import RapportWork

extension HierarchicalClustering {
    // MARK: - Cuts

    /// The cluster of each point where all merges up to a height are made.
    ///
    /// Clusters are numbered from 0 in the order of their first points.
    public func clusters(upTo height: Double) -> [Int] {
        clusters(merging: merges.count { $0.height <= height })
    }

    /// At most `most` clusters: scipy's `fcluster(…, criterion="maxclust")`.
    ///
    /// Merges of one height are made together or not at all, so that there are fewer than `most` where the heights
    /// are tied.
    public func clusters(atMost most: Int) -> [Int] { clusters(merging: mergesMade(forAtMost: most)) }

    /// The height up to which merges are made for at most `most` clusters; nil where none are.
    public func height(forAtMost most: Int) -> Double? {
        let made = mergesMade(forAtMost: most)
        return made == 0 ? nil : merges[made - 1].height
    }

    private func mergesMade(forAtMost most: Int) -> Int {
        var made = max(count - max(most, 1), 0)
        while made > 0, made < merges.count, merges[made].height == merges[made - 1].height { made += 1 }
        return made
    }

    /// The first `made` merges; every merge comes after those that made its parts.
    private func clusters(merging made: Int) -> [Int] {
        // From the top down: what was merged hands the number of its cluster to both parts.
        var tops = Array(0..<count + made)
        for merge in (0..<made).reversed() {
            let top = tops[count + merge]
            (tops[merges[merge].first], tops[merges[merge].second]) = (top, top)
        }
        var numbers = [Int](repeating: -1, count: count + made)
        var next = 0
        return (0..<count).map { point in
            let top = tops[point]
            if numbers[top] < 0 { (numbers[top], next) = (next, next + 1) }
            return numbers[top]
        }
    }

    // MARK: - The tree

    /// Points as a drawing of the tree has them side by side, and the height at which each is joined to the next:
    /// one fewer than points.
    ///
    /// The height between any two points is the largest on the way from one to the other.
    public var leaves: (points: [Int], heights: [Double]) {
        guard count > 1 else { return (Array(0..<count), []) }
        var (points, heights): ([Int], [Double]) = ([], [])
        points.reserveCapacity(count)
        // What is still to come, from behind: a part, or the height between the part before and the one after.
        var stack: [(cluster: Int, height: Double?)] = [(count + merges.count - 1, nil)]
        while let (cluster, height) = stack.popLast() {
            if let height {
                heights.append(height)
            } else if cluster < count {
                points.append(cluster)
            } else {
                let merge = merges[cluster - count]
                stack.append((merge.second, nil))
                stack.append((0, merge.height))
                stack.append((merge.first, nil))
            }
        }
        return (points, heights)
    }

    /// How well the tree keeps the distances: the correlation of the distance of two points and the height at which
    /// they are joined, over all pairs (Sokal & Rohlf, *The comparison of dendrograms by objective methods*, Taxon 11,
    /// 1962).
    ///
    /// Nil where all distances or all heights are equal. `points` are those the tree was made of.
    /// - Throws: `run.cancelled`.
    /// - Complexity: O(points² · columns); needs no matrix.
    public func copheneticCorrelation(_ points: Matrix, work: Work) throws(Diagnostic) -> Double? {
        guard count > 2, points.rows == count else { return nil }
        let (order, heights) = leaves
        let sorted = points.gathered(at: order)
        work.begin("correlation of the tree", of: 2 * count, unit: "points")
        let chunks = HierarchicalDistances.chunks(of: count)
        let pairs = Double(count * (count - 1) / 2)
        var (first, second) = (PairSums(), PairSums())
        for part in try Self.sums(sorted, heights, chunks, PairSums(), work) { first.add(part) }
        let means = PairSums(distance: first.distance / pairs, height: first.height / pairs)
        for part in try Self.sums(sorted, heights, chunks, means, work) { second.add(part) }
        let spread = (second.distanceSquares * second.heightSquares).squareRoot()
        guard spread > 0, spread.isFinite else { return nil }
        return min(max(second.products / spread, -1), 1)
    }

    /// Sums over all pairs, less the means; one a chunk of rows.
    private static func sums(
        _ sorted: Matrix, _ heights: [Double], _ chunks: [Range<Int>], _ means: PairSums,
        _ work: Work
    ) throws(Diagnostic) -> [PairSums] {
        try work.map(chunks.count) { (chunk) throws(Diagnostic) in
            let (values, heights, columns) = (sorted.values.span, heights.span, sorted.columns)
            var sums = PairSums()
            for row in chunks[chunk] {
                var height = 0.0
                for other in (row + 1)...heights.count {
                    height = max(height, heights[other - 1])
                    var square = 0.0
                    for column in 0..<columns {
                        let step = values[row * columns + column] - values[other * columns + column]
                        square += step * step
                    }
                    sums.add(distance: square.squareRoot() - means.distance, height: height - means.height)
                }
                work.advance(by: 1)
                try work.check()
            }
            return sums
        }
    }
}

/// Running sums over pairs of points.
private struct PairSums: Sendable {
    var (distance, height) = (0.0, 0.0)
    var (distanceSquares, heightSquares, products) = (0.0, 0.0, 0.0)

    mutating func add(distance: Double, height: Double) {
        self.distance += distance
        self.height += height
        distanceSquares += distance * distance
        heightSquares += height * height
        products += distance * height
    }

    mutating func add(_ other: PairSums) {
        distance += other.distance
        height += other.height
        distanceSquares += other.distanceSquares
        heightSquares += other.heightSquares
        products += other.products
    }

    init(distance: Double = 0, height: Double = 0) { (self.distance, self.height) = (distance, height) }
}
