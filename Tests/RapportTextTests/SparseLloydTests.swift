import RapportNumerics
import RapportText
import RapportWork
import Testing

/// The short ways against the plain ones.
@Suite struct SparseLloydTests {
    private let work = Work(width: 2)

    /// Rows of a few kinds with words of their own and words of chance; some kinds are one and the same, so that a start
    /// that splits them takes long.
    private func rows(_ count: Int, kinds: Int, _ random: inout SeededRandom) -> SparseMatrix {
        var dense: [[Double]] = []
        for row in 0..<count {
            var cells = [Double](repeating: 0, count: 60)
            let kind = (row % kinds) * 5
            for _ in 0..<6 { cells[kind + Int.random(in: 0..<5, using: &random)] += 1 }
            for _ in 0..<3 { cells[Int.random(in: 0..<60, using: &random)] += 1 }
            dense.append(cells)
        }
        let counts = SparseMatrix(rows: dense, columnCount: 60)
        return TFIDF(fitting: counts).apply(to: counts)
    }

    /// Lloyd's iterations as a book has them: every distance, sums made anew, the first of equal centres.
    private func lloyd(
        _ matrix: SparseMatrix, _ weights: [Double], from start: [[Double]], isSpherical: Bool
    ) -> (labels: [Int], centers: [[Double]], iterations: Int) {
        let rows = (0..<matrix.rowCount).map(matrix.denseRow)
        var (centers, labels) = (start, [Int](repeating: -1, count: rows.count))
        for iteration in 1...300 {
            let found = rows.map { row in
                let scores = centers.map { center in
                    isSpherical
                        ? -zip(row, center).reduce(0) { $0 + $1.0 * $1.1 }
                        : zip(row, center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                }
                return scores.firstIndex(of: scores.min() ?? 0) ?? 0
            }
            if found == labels { return (labels, centers, iteration) }
            labels = found
            for center in centers.indices {
                var (sum, mass) = ([Double](repeating: 0, count: matrix.columnCount), 0.0)
                for row in rows.indices where labels[row] == center {
                    for column in sum.indices { sum[column] += rows[row][column] * weights[row] }
                    mass += weights[row]
                }
                if isSpherical { mass = sum.reduce(0) { $0 + $1 * $1 }.squareRoot() }
                if mass > 0 { centers[center] = sum.map { $0 / mass } }
            }
        }
        return (labels, centers, 300)
    }

    @Test(arguments: SparseKMeans.Geometry.allCases)
    func labelsAreThoseOfThePlainLoop(_ geometry: SparseKMeans.Geometry) throws {
        for trial in 0..<8 {
            let seed = UInt64.random(in: 0...99_999)
            var random = SeededRandom(seed: seed)
            let matrix = rows(400, kinds: 2 + trial % 4, &random)
            let weights = (0..<matrix.rowCount).map { _ in Double(Int.random(in: 1...3, using: &random)) }
            let start = (0..<5).map { matrix.denseRow($0 * 37) }
            let plain = lloyd(matrix, weights, from: start, isSpherical: geometry == .spherical)
            var clusters = SparseKMeans(clusterCount: 5)
            (clusters.geometry, clusters.tolerance) = (geometry, 0)
            let fast = try clusters.fit(matrix, from: start, weights: weights, work: work)
            #expect(fast.labels == plain.labels, "seed \(seed)")
            #expect(fast.iterations == plain.iterations && fast.hasConverged, "seed \(seed)")
            for (mine, theirs) in zip(fast.centers, plain.centers) {
                expectClose(mine, theirs, within: 1e-12, "seed \(seed)")
            }
        }
    }

    /// Rows that are left out change nothing, to the last bit.
    @Test(arguments: SparseKMeans.Geometry.allCases)
    func rowsThatAreLeftOutChangeNothing(_ geometry: SparseKMeans.Geometry) throws {
        let seed = UInt64.random(in: 0...99_999)
        var random = SeededRandom(seed: seed)
        let matrix = rows(9_000, kinds: 3, &random)
        var clusters = SparseKMeans(clusterCount: 6)
        (clusters.geometry, clusters.starts) = (geometry, 3)
        let fast = try clusters.fit(matrix, work: work)
        clusters.algorithm = .lloyd
        let plain = try clusters.fit(matrix, work: Work(width: 1))
        #expect(fast.labels == plain.labels && fast.centers == plain.centers, "seed \(seed)")
        #expect(fast.objective == plain.objective && fast.iterations == plain.iterations, "seed \(seed)")
        #expect(fast.similarities == plain.similarities, "seed \(seed)")
    }

    @Test func differentRowsAreThoseOfADictionary() throws {
        let seed = UInt64.random(in: 0...99_999)
        var random = SeededRandom(seed: seed)
        let dense = (0..<6_000).map { _ in
            (0..<4).map { _ in Double(max(Int.random(in: -3...2, using: &random), 0)) }
        }
        let matrix = SparseMatrix(rows: dense, columnCount: 4)
        let found = try DistinctRows(matrix, work: work)
        struct Key: Hashable {
            let columns: [Int32]
            let values: [Double]
        }
        let keys = (0..<matrix.rowCount).map { row in
            Key(
                columns: Array(matrix.columns[matrix.range(ofRow: row)]),
                values: Array(matrix.values[matrix.range(ofRow: row)]))
        }
        let order = Set(keys).filter { !$0.columns.isEmpty }.sorted { a, b in
            a.columns == b.columns
                ? a.values.lexicographicallyPrecedes(b.values)
                : a.columns.lexicographicallyPrecedes(b.columns)
        }
        #expect(found.firsts == order.map { keys.firstIndex(of: $0) }, "seed \(seed)")
        #expect(
            found.places == keys.map { Int32(order.firstIndex(of: $0) ?? -1) }, "seed \(seed)")
        #expect(try DistinctRows(matrix, work: Work(width: 1)).firsts == found.firsts)
        let none = try DistinctRows(SparseMatrix(rows: [[0, 0]], columnCount: 2), work: work)
        #expect(none.places == [-1] && none.firsts.isEmpty)
    }
}
