internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

/// The weighted sum of the rows of each cluster, kept while rows change between clusters.
///
/// Late iterations move few rows: those are taken from one sum and added to another, which the last bits of a sum made
/// anew would not show; ``SparseClusterProblem`` makes its last centres anew. The rows of one cluster are added by one
/// thread in their order.
struct ClusterSums {
    private(set) var sums: [[Double]]
    private let matrix: SparseMatrix
    private let weights: [Double]
    /// The cluster in whose sum each row is; -1 in none.
    private var owners: [Int32]

    init(clusterCount: Int, _ matrix: SparseMatrix, weights: [Double]) {
        (self.matrix, self.weights) = (matrix, weights)
        sums = [[Double]](
            repeating: [Double](repeating: 0, count: matrix.columnCount), count: clusterCount)
        owners = [Int32](repeating: -1, count: matrix.rowCount)
    }

    /// Makes the sums those of the rows with each label.
    mutating func update(to labels: [Int32], work: Work) throws(Diagnostic) {
        var changed = 0
        for row in labels.indices where labels[row] != owners[row] { changed += 1 }
        let isAnew = changed * 3 > labels.count
        // A row and the sign with which it counts.
        var moves = [[(row: Int32, factor: Double)]](repeating: [], count: sums.count)
        for row in labels.indices where isAnew || labels[row] != owners[row] {
            let number = Int32(truncatingIfNeeded: row)
            if !isAnew, owners[row] >= 0 { moves[Int(owners[row])].append((number, -weights[row])) }
            moves[Int(labels[row])].append((number, weights[row]))
        }
        let (matrix, known, all) = (matrix, sums, moves)
        sums = try work.map(known.count) { (cluster) throws(Diagnostic) in
            var sum = isAnew ? [Double](repeating: 0, count: matrix.columnCount) : known[cluster]
            for (order, move) in all[cluster].enumerated() {
                if order % 8_192 == 0 { try work.check() }
                matrix.add(row: Int(move.row), times: move.factor, to: &sum)
            }
            try work.check()
            return sum
        }
        owners = labels
    }
}

extension SparseMatrix {
    /// Adds a row to a dense vector of all columns.
    fileprivate func add(row: Int, times weight: Double, to sum: inout [Double]) {
        precondition(sum.count >= columnCount)
        // SAFETY: the offsets of a matrix lie in its columns and values, and its columns are below columnCount, as its
        // initializer demands, which the vector holds.
        unsafe sum.withUnsafeMutableBufferPointer { sum in
            unsafe columns.withUnsafeBufferPointer { columns in
                unsafe values.withUnsafeBufferPointer { values in
                    for place in range(ofRow: row) {
                        unsafe sum[Int(columns[place])] += values[place] * weight
                    }
                }
            }
        }
    }
}
