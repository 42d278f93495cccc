import RapportDiagnostics
import RapportNumerics
import RapportWork
import Testing

@Suite struct HierarchicalClusteringTests {
    // MARK: - Against the definition

    @Test("merges are those of the definition", arguments: HierarchicalClustering.Linkage.allCases, 1...12)
    func oracle(_ linkage: HierarchicalClustering.Linkage, _ seed: UInt32) throws {
        var random = NumpyRandom(seed: seed)
        let (count, dimension) = (2 + Int(seed) * 3, 1 + Int(seed) % 4)
        let points = (0..<count * dimension).map { _ in random.double() * 10 }
        let tree = try HierarchicalClustering(matrix(points, dimension), linkage: linkage, work: Work())
        let expected = slowly(points, dimension, linkage)
        #expect(tree.merges.count == count - 1, "seed \(seed)")
        for (merge, wanted) in zip(tree.merges, expected) {
            #expect(abs(merge.height - wanted.height) < 1e-9, "\(linkage), seed \(seed)")
            #expect(merge.size == wanted.size, "\(linkage), seed \(seed)")
        }
        for most in 1...count {
            let found = tree.clusters(atMost: most)
            #expect(Set(found).count == most, "\(linkage), seed \(seed)")
            let wanted = HierarchicalClusteringTests.cut(expected, count: count, into: most)
            #expect(isSamePartition(found, wanted), "\(linkage), seed \(seed), \(most) clusters")
        }
    }

    /// The nearest two clusters of all, found anew each time from their points: O(points³) at the least.
    private func slowly(
        _ points: [Double], _ dimension: Int, _ linkage: HierarchicalClustering.Linkage
    ) -> [(members: [Int], height: Double, size: Int)] {
        func distance(_ a: Int, _ b: Int) -> Double {
            (0..<dimension).reduce(0) {
                let step = points[a * dimension + $1] - points[b * dimension + $1]
                return $0 + step * step
            }.squareRoot()
        }
        func apart(_ a: [Int], _ b: [Int]) -> Double {
            let all = a.flatMap { x in b.map { distance(x, $0) } }
            switch linkage {
            case .single: return all.min() ?? 0
            case .complete: return all.max() ?? 0
            case .average: return all.reduce(0, +) / Double(all.count)
            case .ward:
                func center(_ members: [Int], _ place: Int) -> Double {
                    members.reduce(0) { $0 + points[$1 * dimension + place] } / Double(members.count)
                }
                let square = (0..<dimension).reduce(0.0) {
                    let step = center(a, $1) - center(b, $1)
                    return $0 + step * step
                }
                let (n, m) = (Double(a.count), Double(b.count))
                return (2 * n * m / (n + m) * square).squareRoot()
            }
        }
        var clusters = (0..<points.count / dimension).map { [$0] }
        var merges: [(members: [Int], height: Double, size: Int)] = []
        while clusters.count > 1 {
            var best = (0, 1, Double.infinity)
            for i in clusters.indices {
                for j in clusters.indices where j > i {
                    let height = apart(clusters[i], clusters[j])
                    if height < best.2 { best = (i, j, height) }
                }
            }
            let members = clusters[best.0] + clusters[best.1]
            merges.append((members, best.2, members.count))
            clusters.remove(at: best.1)
            clusters[best.0] = members
        }
        return merges
    }

    private static func cut(
        _ merges: [(members: [Int], height: Double, size: Int)], count: Int, into most: Int
    ) -> [Int] {
        var labels = Array(0..<count)
        for (place, merge) in merges.prefix(count - most).enumerated() {
            for member in merge.members { labels[member] = count + place }
        }
        return labels
    }

    @Test("the heights between leaves are those of the tree", arguments: 1...6)
    func leaves(_ seed: UInt32) throws {
        var random = NumpyRandom(seed: seed)
        let count = 25
        let points = (0..<count * 2).map { _ in random.double() }
        let tree = try HierarchicalClustering(matrix(points, 2), linkage: .average, work: Work())
        let (order, heights) = tree.leaves
        #expect(order.sorted() == Array(0..<count), "seed \(seed)")
        for i in 0..<count {
            for j in i + 1..<count {
                let height = heights[i..<j].max() ?? 0
                // At that height, and not below it, the two are in one cluster.
                let (at, below) = (
                    tree.clusters(upTo: height), tree.clusters(upTo: height.nextDown)
                )
                #expect(at[order[i]] == at[order[j]], "seed \(seed)")
                #expect(below[order[i]] != below[order[j]], "seed \(seed)")
            }
        }
    }

    @Test("the correlation is that of all pairs", arguments: HierarchicalClustering.Linkage.allCases)
    func correlation(_ linkage: HierarchicalClustering.Linkage) throws {
        var random = NumpyRandom(seed: 5)
        let (count, dimension) = (60, 3)
        let points = (0..<count * dimension).map { _ in random.double() + 1e6 }
        let tree = try HierarchicalClustering(matrix(points, dimension), linkage: linkage, work: Work())
        let heights = Set(tree.merges.map(\.height)).sorted()
        let cuts = heights.map { tree.clusters(upTo: $0) }
        var (x, y): ([Double], [Double]) = ([], [])
        for i in 0..<count {
            for j in i + 1..<count {
                x.append(
                    (0..<dimension).reduce(0) {
                        let step = points[i * dimension + $1] - points[j * dimension + $1]
                        return $0 + step * step
                    }.squareRoot())
                let joined = try #require(cuts.firstIndex { $0[i] == $0[j] })
                y.append(heights[joined])
            }
        }
        let (n, mx, my) = (
            Double(x.count), x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count)
        )
        let sxy = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) } / n
        let sxx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) } / n
        let syy = y.reduce(0) { $0 + ($1 - my) * ($1 - my) } / n
        let found = try #require(
            try tree.copheneticCorrelation(matrix(points, dimension), work: Work()))
        #expect(abs(found - sxy / (sxx * syy).squareRoot()) < 1e-10)
    }

    // MARK: - Edges

    @Test func `no point, one point and two points`() throws {
        for linkage in HierarchicalClustering.Linkage.allCases {
            #expect(
                try HierarchicalClustering(matrix([], 2), linkage: linkage, work: Work()).merges.isEmpty)
            let one = try HierarchicalClustering(matrix([1, 2], 2), linkage: linkage, work: Work())
            #expect(one.merges.isEmpty && one.clusters(atMost: 3) == [0] && one.leaves.points == [0])
            let two = try HierarchicalClustering(matrix([0, 0, 3, 4], 2), linkage: linkage, work: Work())
            #expect(two.merges == [.init(0, 1, height: 5, size: 2)])
            #expect(try two.copheneticCorrelation(matrix([0, 0, 3, 4], 2), work: Work()) == nil)
        }
    }

    @Test func `points on one another are joined at 0 and never parted by a cut`() throws {
        for linkage in HierarchicalClustering.Linkage.allCases {
            let points: [Double] = [1, 1, 1, 5, 5, 9]
            let tree = try HierarchicalClustering(matrix(points, 1), linkage: linkage, work: Work())
            #expect(tree.merges.prefix(3).map(\.height) == [0, 0, 0])
            #expect(tree.clusters(atMost: 3) == [0, 0, 0, 1, 1, 2])
            #expect(tree.clusters(atMost: 5) == [0, 0, 0, 1, 1, 2], "heights of 0 are tied")
            #expect(tree.height(forAtMost: 3) == 0)
            #expect(tree.height(forAtMost: 6) == nil)
        }
        let same = try HierarchicalClustering(
            matrix([Double](repeating: 7, count: 20), 2), linkage: .ward, work: Work())
        #expect(same.merges.allSatisfy { $0.height == 0 })
        #expect(
            try same.copheneticCorrelation(matrix([Double](repeating: 7, count: 20), 2), work: Work())
                == nil)
    }

    @Test func `distances beyond the largest number end all the same`() throws {
        let points = [-1e300, 1e300, 0, 1e308, -1e308]
        for linkage in HierarchicalClustering.Linkage.allCases {
            let tree = try HierarchicalClustering(matrix(points, 1), linkage: linkage, work: Work())
            #expect(tree.merges.count == 4)
            #expect(tree.merges.last?.size == 5)
        }
    }

    @Test func `the same tree on one thread and on two`() throws {
        var random = NumpyRandom(seed: 3)
        let points = (0..<1_200 * 4).map { _ in (random.double() * 50).rounded() }
        for linkage in HierarchicalClustering.Linkage.allCases {
            let one = try HierarchicalClustering(matrix(points, 4), linkage: linkage, work: Work(width: 1))
            let two = try HierarchicalClustering(matrix(points, 4), linkage: linkage, work: Work(width: 2))
            #expect(one == two)
            #expect(
                try one.copheneticCorrelation(matrix(points, 4), work: Work(width: 1))
                    == two.copheneticCorrelation(matrix(points, 4), work: Work(width: 2)))
        }
    }

    @Test func `too many points, too little memory and a cancel are told`() throws {
        let many = [Double](repeating: 0, count: HierarchicalClustering.mostPoints + 1)
        var error = #expect(throws: Diagnostic.self) {
            try HierarchicalClustering(matrix(many, 1), linkage: .ward, work: Work())
        }
        #expect(error?.code == "table.too-many-rows")
        let budget = MemoryBudget(limit: 1_000_000)
        let work = Work(memory: budget)
        error = #expect(throws: Diagnostic.self) {
            try HierarchicalClustering(
                matrix(many.prefix(1_000), 1), linkage: .ward, work: work)
        }
        #expect(error?.code == "memory.limit")
        _ = try HierarchicalClustering(matrix(many.prefix(400), 1), linkage: .ward, work: work)
        #expect(budget.usedBytes == 0, "what was announced is given back")
        let cancelled = Work(memory: budget)
        cancelled.cancel()
        error = #expect(throws: Diagnostic.self) {
            try HierarchicalClustering(
                matrix(many.prefix(400), 1), linkage: .ward, work: cancelled)
        }
        #expect(error?.code == "run.cancelled")
        #expect(budget.usedBytes == 0)
    }
}

/// Numbers row by row.
func matrix(_ values: some Sequence<Double>, _ columns: Int) -> Matrix {
    let values = Array(values)
    return Matrix(rows: values.count / columns, columns: columns, values: values)
}
