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
    /// Points of each pair of clusters.
    private let cells: [Int]
    private let rowSums: [Int]
    private let columnSums: [Int]
    private let count: Int

    public init(_ a: [Int32], _ b: [Int32]) {
        precondition(a.count == b.count, "two labels a point")
        let (rows, columns) = (Int(a.max() ?? -1) + 1, Int(b.max() ?? -1) + 1)
        var cells = [Int](repeating: 0, count: rows * columns)
        for (x, y) in zip(a, b) { cells[Int(x) * columns + Int(y)] += 1 }
        count = a.count
        rowSums = (0..<rows).map { row in cells[row * columns..<(row + 1) * columns].reduce(0, +) }
        columnSums = (0..<columns).map { column in
            (0..<rows).reduce(0) { $0 + cells[$1 * columns + column] }
        }
        self.cells = cells
    }

    /// Pairs of points on which both agree, less what chance would give: 1 is the same, 0 is chance.
    public var adjustedRand: Double {
        func squares(_ sums: [Int]) -> Double { sums.reduce(0.0) { $0 + Double($1) * Double($1) } }
        let n = Double(count)
        let (both, first, second) = (squares(cells), squares(rowSums), squares(columnSums))
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
        for (row, rowSum) in rowSums.enumerated() {
            for (column, columnSum) in columnSums.enumerated() {
                let cell = Double(cells[row * columnSums.count + column])
                if cell > 0 { shared += cell / n * log(cell * n / (Double(rowSum) * Double(columnSum))) }
            }
        }
        return first + second > 0 ? max(shared, 0) / ((first + second) / 2) : 0
    }
}
