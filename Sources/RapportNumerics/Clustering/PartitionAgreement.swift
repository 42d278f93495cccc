#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How far two partitions of the same points agree, whatever their clusters are called.
///
/// Labels count from 0. Source: Hubert & Arabie, *Comparing partitions*, 1985; Strehl & Ghosh, 2002; the values are
/// scikit-learn's.
public struct PartitionAgreement: Sendable {
    /// Points of the pairs of clusters that have any, by the first and then the second.
    private let cells: [(row: Int, column: Int, points: Int)]
    private let rowSums: [Int]
    private let columnSums: [Int]
    private let count: Int

    /// - Complexity: O(points) where clusters are few, else O(points · log points), never clusters times clusters.
    public init(_ a: [Int32], _ b: [Int32]) {
        precondition(a.count == b.count, "two labels a point")
        let (rows, columns) = (Int(a.max() ?? -1) + 1, Int(b.max() ?? -1) + 1)
        var rowSums = [Int](repeating: 0, count: rows)
        var columnSums = [Int](repeating: 0, count: columns)
        for (x, y) in zip(a, b) {
            rowSums[Int(x)] += 1
            columnSums[Int(y)] += 1
        }
        let pairs = zip(a, b).lazy.map { Int($0) * columns + Int($1) }
        (self.rowSums, self.columnSums, count) = (rowSums, columnSums, a.count)
        cells =
            (rows * columns <= 4 * a.count ? Self.counted(pairs, below: rows * columns) : Self.sorted(pairs))
            .map { (row: $0.pair / columns, column: $0.pair % columns, points: $0.points) }
    }

    public init(_ a: [Int], _ b: [Int]) {
        self.init(a.map { Int32($0) }, b.map { Int32($0) })
    }

    private static func counted(_ pairs: some Sequence<Int>, below end: Int) -> [(pair: Int, points: Int)] {
        var points = [Int](repeating: 0, count: end)
        for pair in pairs { points[pair] += 1 }
        return points.indices.compactMap { points[$0] > 0 ? (pair: $0, points: points[$0]) : nil }
    }

    private static func sorted(_ pairs: some Sequence<Int>) -> [(pair: Int, points: Int)] {
        var runs: [(pair: Int, points: Int)] = []
        for pair in pairs.sorted() {
            if runs.last?.pair == pair { runs[runs.count - 1].points += 1 } else { runs.append((pair, 1)) }
        }
        return runs
    }

    /// Pairs of points on which both agree, less what chance would give: 1 is the same, 0 is chance.
    public var adjustedRand: Double {
        func squares(_ sums: [Int]) -> Double { sums.reduce(0.0) { $0 + Double($1) * Double($1) } }
        let n = Double(count)
        let (both, first, second) = (
            squares(cells.map(\.points)), squares(rowSums), squares(columnSums)
        )
        // Ordered pairs: together in both, in the first alone, in the second alone, in neither.
        let (together, firstAlone, secondAlone) = (both - n, first - both, second - both)
        let apart = n * n - first - second + both
        if firstAlone == 0, secondAlone == 0 { return 1 }
        return 2 * (together * apart - firstAlone * secondAlone)
            / ((together + firstAlone) * (firstAlone + apart) + (together + secondAlone)
                * (secondAlone + apart))
    }

    /// Mutual information over the mean of both entropies: 1 is the same, 0 is independent.
    public var normalizedMutualInformation: Double {
        let n = Double(count)
        func entropy(_ sums: [Int]) -> Double {
            sums.reduce(0.0) { $0 - ($1 > 0 ? Double($1) / n * log(Double($1) / n) : 0) }
        }
        let (first, second) = (entropy(rowSums), entropy(columnSums))
        if rowSums.filter({ $0 > 0 }).count <= 1, columnSums.filter({ $0 > 0 }).count <= 1 { return 1 }
        var shared = 0.0
        for cell in cells {
            let (together, row, column) = (
                Double(cell.points), Double(rowSums[cell.row]), Double(columnSums[cell.column])
            )
            shared += together / n * log(together * n / (row * column))
        }
        return first + second > 0 ? min(max(shared, 0) / ((first + second) / 2), 1) : 0
    }
}
