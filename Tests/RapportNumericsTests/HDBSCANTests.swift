import RapportDiagnostics
import RapportNumerics
import RapportWork
import Testing

@Suite struct HDBSCANTests {
    /// Three heaps of points and some between them.
    private static func heaps(_ seed: UInt32, count: Int = 90) -> [Double] {
        var random = NumpyRandom(seed: seed)
        let centers = [(0.0, 0.0), (8.0, 1.0), (3.0, 9.0)]
        return (0..<count).flatMap { row -> [Double] in
            if row % 9 == 8 { return [random.double() * 30 - 10, random.double() * 30 - 10] }
            let (x, y) = centers[row % 3]
            return [x + random.standardNormal(), y + random.standardNormal() * 1.5]
        }
    }

    private func found(
        _ points: [Double], dimension: Int = 2, _ size: Int, samples: Int? = nil,
        _ change: (inout HDBSCAN.Options) -> Void = { _ in }
    ) throws -> HDBSCAN {
        var options = HDBSCAN.Options()
        (options.minClusterSize, options.minSamples) = (size, samples)
        change(&options)
        return try HDBSCAN(matrix(points, dimension), options, work: Work())
    }

    // MARK: - Against the definition

    @Test("clusters, noise and probabilities are those of the definition", arguments: 1...12)
    func oracle(_ seed: UInt32) throws {
        let count = 16 + Int(seed) * 3
        let points = Self.heaps(seed, count: count)
        let size = 3 + Int(seed) % 4
        // With one sample reachability is plain distance, and no two distances are equal.
        for (selection, isSingle) in [
            (HDBSCAN.Selection.excessOfMass, false), (.leaf, false), (.excessOfMass, true),
        ] {
            let found = try found(points, size, samples: 1) {
                ($0.selection, $0.allowsSingleCluster) = (selection, isSingle)
            }
            let naive = NaiveDensity(points, size: size, selection: selection, allowsSingle: isSingle)
            #expect(isSamePartition(found.labels, naive.labels), "\(selection), seed \(seed)")
            #expect(
                found.labels.map { $0 < 0 } == naive.labels.map { $0 < 0 }, "\(selection), seed \(seed)")
            for (a, b) in zip(found.probabilities, naive.probabilities) {
                #expect(abs(a - b) < 1e-9, "\(selection), seed \(seed)")
            }
        }
    }

    @Test("equal distances part at once, as the definition has it", arguments: 1...12)
    func ties(_ seed: UInt32) throws {
        let count = 20 + Int(seed) * 2
        var random = NumpyRandom(seed: seed)
        // A grid has many equal distances; with several samples many edges are a core distance.
        let grid = random.permutation(81).prefix(count).flatMap { [Double($0 % 9), Double($0 / 9)] }
        for (points, samples) in [(grid, 1), (grid, 3), (Self.heaps(seed, count: count), 4)] {
            for selection in HDBSCAN.Selection.allCases {
                let found = try found(points, 4, samples: samples) { $0.selection = selection }
                let naive = NaiveDensity(
                    points, size: 4, samples: samples, selection: selection, allowsSingle: false)
                #expect(
                    isSamePartition(found.labels, naive.labels), "\(selection), \(samples), seed \(seed)")
                #expect(
                    found.labels.map { $0 < 0 } == naive.labels.map { $0 < 0 }, "\(selection), seed \(seed)")
            }
        }
    }

    @Test("the order of points changes nothing", arguments: 1...12)
    func permuted(_ seed: UInt32) throws {
        var random = NumpyRandom(seed: seed)
        let count = 70
        let heaps = Self.heaps(seed, count: count)
        let grid = (0..<2 * count).map { _ in Double(random.int(in: 0..<12)) }
        for points in [heaps, grid] {
            for (selection, epsilon) in [
                (HDBSCAN.Selection.excessOfMass, 0.0), (.leaf, 0), (.excessOfMass, 1.5),
            ] {
                let change = { (options: inout HDBSCAN.Options) in
                    (options.selection, options.epsilon) = (selection, epsilon)
                }
                let before = try found(points, 5, change)
                let order = random.permutation(count)
                let moved = order.flatMap { [points[2 * $0], points[2 * $0 + 1]] }
                let after = try found(moved, 5, change)
                #expect(
                    isSamePartition(after.labels, order.map { before.labels[$0] }),
                    "\(selection), seed \(seed)")
                #expect(
                    after.labels.map { $0 < 0 } == order.map { before.labels[$0] < 0 },
                    "\(selection), seed \(seed)")
                // To the bit: sums do not depend on the order either.
                #expect(after.probabilities == order.map { before.probabilities[$0] }, "seed \(seed)")
                #expect(after.stabilities.sorted() == before.stabilities.sorted(), "seed \(seed)")
            }
        }
    }

    // MARK: - Edges

    @Test func `nothing, one point and fewer points than a cluster has are noise`() throws {
        #expect(try found([], 3).labels.isEmpty)
        #expect(try found([1, 2], 3).labels == [-1])
        let few = try found([0, 0, 1, 1, 2, 2], 5)
        #expect(few.labels == [-1, -1, -1] && few.clusterCount == 0)
        #expect(few.probabilities == [0, 0, 0])
    }

    @Test func `heaps of equal points are clusters without a number that is none`() throws {
        let points = [Double](repeating: 0, count: 6) + [Double](repeating: 50, count: 7) + [1_000, 2_000]
        let found = try found(points, dimension: 1, 4)
        #expect(found.labels == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, -1, -1])
        #expect(found.probabilities.prefix(13).allSatisfy { $0 == 1 })
        #expect(found.stabilities.allSatisfy { $0.isFinite && $0 >= 0 })
    }

    @Test func `one heap is no cluster, unless it may be`() throws {
        var random = NumpyRandom(seed: 12)
        let points = (0..<80).map { _ in random.standardNormal() }
        #expect(try found(points, 15).clusterCount == 0)
        let single = try found(points, 15) { $0.allowsSingleCluster = true }
        #expect(single.clusterCount == 1)
        let leaf = try found(points, 30) { ($0.allowsSingleCluster, $0.selection) = (true, .leaf) }
        #expect(leaf.clusterCount == 1)
    }

    @Test func `epsilon keeps together what parts at a small distance`() throws {
        // Two pairs of heaps: 1 apart within a pair, 100 between the pairs.
        let points = [0.0, 1, 100, 101].flatMap { center in (0..<8).map { center + Double($0) * 0.01 } }
        #expect(try found(points, dimension: 1, 4).clusterCount == 4)
        let joined = try found(points, dimension: 1, 4) { $0.epsilon = 2 }
        #expect(joined.clusterCount == 2)
        #expect(Set(joined.labels.prefix(16)) == [0] && Set(joined.labels.suffix(16)) == [1])
        let leaf = try found(points, dimension: 1, 4) { ($0.epsilon, $0.selection) = (2, .leaf) }
        #expect(leaf.labels == joined.labels)
    }

    @Test func `the same bytes on one thread and on two, and a cancel is told`() throws {
        let points = Self.heaps(4, count: 700)
        let one = try HDBSCAN(matrix(points, 2), work: Work(width: 1))
        #expect(try one == HDBSCAN(matrix(points, 2), work: Work(width: 2)))
        #expect(one.clusterCount >= 3)
        let work = Work()
        work.cancel()
        let error = #expect(throws: Diagnostic.self) { try HDBSCAN(matrix(points, 2), work: work) }
        #expect(error?.code == "run.cancelled")
    }
}

/// HDBSCAN from its definition: the parts of the graph of near points, for each distance that changes them.
///
/// O(points³) and more.
private struct NaiveDensity {
    var labels: [Int]
    var probabilities: [Double]

    private final class Cluster {
        var members: [Int]
        let birth: Double
        var children: [Cluster] = []
        /// Of each point that left by itself.
        var left: [Int: Double] = [:]
        var (stability, death) = (0.0, 0.0)
        init(_ members: [Int], birth: Double) { (self.members, self.birth) = (members, birth) }
    }

    /// Of points without an equal: the distance of two is never 0.
    init(
        _ points: [Double], size: Int, samples: Int = 1, selection: HDBSCAN.Selection, allowsSingle: Bool
    ) {
        let count = points.count / 2
        func apart(_ a: Int, _ b: Int) -> Double {
            let (x, y) = (points[2 * a] - points[2 * b], points[2 * a + 1] - points[2 * b + 1])
            return (x * x + y * y).squareRoot()
        }
        let cores = (0..<count).map { point in (0..<count).map { apart(point, $0) }.sorted()[samples - 1] }
        func distance(_ a: Int, _ b: Int) -> Double { max(apart(a, b), cores[a], cores[b]) }
        func parts(_ members: [Int], below limit: Double) -> [[Int]] {
            var (rest, found): ([Int], [[Int]]) = (members, [])
            while let first = rest.popLast() {
                var (part, queue) = ([first], [first])
                while let next = queue.popLast() {
                    let near = rest.filter { distance(next, $0) < limit }
                    rest.removeAll(where: near.contains)
                    part += near
                    queue += near
                }
                found.append(part)
            }
            return found
        }
        func grow(_ cluster: Cluster) {
            var alive = cluster.members
            while true {
                // The longest edge that holds the rest together: below it, it falls apart.
                let distances = Set(alive.flatMap { a in alive.map { distance(a, $0) } }).sorted(by: >)
                // The first that parts them: shorter ones do as well.
                var (low, high) = (0, distances.count)
                while low < high {
                    let middle = (low + high) / 2
                    if parts(alive, below: distances[middle]).count > 1 {
                        high = middle
                    } else {
                        low = middle + 1
                    }
                }
                guard low < distances.count, distances[low] > 0 else { return }
                let limit = distances[low]
                let density = 1 / limit
                cluster.death = max(cluster.death, density)
                let pieces = parts(alive, below: limit)
                let large = pieces.filter { $0.count >= size }
                for piece in pieces where large.count > 1 || piece.count < size {
                    cluster.stability += (density - cluster.birth) * Double(piece.count)
                    if piece.count < size { for point in piece { cluster.left[point] = density } }
                }
                if large.count == 1 {
                    alive = large[0]
                    continue
                }
                cluster.children = large.map { Cluster($0, birth: density) }
                cluster.children.forEach(grow)
                return
            }
        }
        let root = Cluster(Array(0..<count), birth: 0)
        grow(root)
        func best(_ cluster: Cluster) -> (chosen: [Cluster], stability: Double) {
            let below = cluster.children.map(best)
            let sum = below.reduce(0) { $0 + $1.stability }
            let isAllowed = cluster !== root || allowsSingle
            if sum > cluster.stability || !isAllowed { return (below.flatMap(\.chosen), sum) }
            return ([cluster], cluster.stability)
        }
        func leaves(_ cluster: Cluster) -> [Cluster] {
            cluster.children.isEmpty ? [cluster] : cluster.children.flatMap(leaves)
        }
        let chosen = selection == .leaf ? leaves(root).filter { $0 !== root } : best(root).chosen
        labels = Array(repeating: -1, count: count)
        probabilities = Array(repeating: 0, count: count)
        for (number, cluster) in chosen.enumerated() {
            func mark(_ part: Cluster) {
                for (point, density) in part.left where cluster !== root || density >= root.death {
                    labels[point] = number
                    probabilities[point] = min(density, cluster.death) / cluster.death
                }
                part.children.forEach(mark)
            }
            mark(cluster)
        }
    }
}
