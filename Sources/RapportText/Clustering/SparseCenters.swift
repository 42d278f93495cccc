internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

/// The centres of a run, and the sums of rows that they are made from, kept while rows change between clusters.
///
/// Late iterations move few rows: those are taken from one sum and added to another, and centres of which no row came or
/// went stay. The last bits of such a sum are not those of one made anew: ``remake(work:)`` does that at the end.
/// The rows of one cluster are added by one thread in their order.
struct SparseCenters {
    private let problem: SparseClusterProblem
    let count: Int
    /// What rows are multiplied by.
    private(set) var lanes: RowLanes
    /// Σ c² of each centre.
    private(set) var norms: [Double]
    /// How far each centre went last.
    private(set) var ways: [Double]

    /// A centre after the other.
    private let vectors: SharedRows<Double>
    private let sums: SharedRows<Double>
    private var masses: [Double]
    private var sizes: [Int]
    /// The cluster in whose sum each row is; -1 in none.
    private var owners: [Int32]

    init(_ problem: SparseClusterProblem, _ start: [[Double]]) {
        let (rows, columns) = (problem.matrix.rowCount, problem.matrix.columnCount)
        (self.problem, count) = (problem, start.count)
        lanes = RowLanes(start, columnCount: columns)
        norms = start.map(\.squaredNorm)
        ways = [Double](repeating: 0, count: start.count)
        vectors = SharedRows(start.flatMap(\.self), or: 0)
        sums = SharedRows(repeating: 0, count: start.count * columns)
        masses = [Double](repeating: 0, count: start.count)
        sizes = [Int](repeating: 0, count: start.count)
        owners = [Int32](repeating: -1, count: rows)
    }

    var dense: [[Double]] {
        let (columns, all) = (problem.matrix.columnCount, vectors.array)
        return (0..<count).map { Array(all[$0 * columns..<($0 + 1) * columns]) }
    }

    /// A row that goes from one sum to another.
    struct Move: Sendable {
        let row: Int32
        /// -1 where it was in none.
        let former: Int32
        let next: Int32
    }

    /// Makes centres those of the rows with each owner: of rows that are not in `changed`, which ascend, it is the same
    /// as before.
    ///
    /// A cluster that is left without rows stays where it was, or moves to the heaviest.
    /// - Throws: `run.cancelled`.
    mutating func update(
        _ changed: [Int32], owner: (Int32) -> Int32, work: Work
    ) throws(Diagnostic) {
        var moves: [Move] = []
        for row in changed {
            let (former, next) = (owners[Int(row)], owner(row))
            if former == next { continue }
            if former >= 0 { sizes[Int(former)] -= 1 }
            sizes[Int(next)] += 1
            owners[Int(row)] = next
            moves.append(Move(row: row, former: former, next: next))
        }
        let isAnew = moves.count * 3 > owners.count
        try move(isAnew ? nil : moves, work: work)
    }

    /// Makes sums and centres anew from the rows that they have.
    mutating func remake(work: Work) throws(Diagnostic) { try move(nil, work: work) }

    /// Adds up all rows where there are no moves.
    private mutating func move(_ moves: [Move]?, work: Work) throws(Diagnostic) {
        var isTouched = [Bool](repeating: moves == nil, count: count)
        for move in moves ?? [] {
            isTouched[Int(move.next)] = true
            if move.former >= 0 { isTouched[Int(move.former)] = true }
        }
        let touched = isTouched.indices.filter { isTouched[$0] }
        let (problem, owners, sizes, sums) = (problem, owners, sizes, sums)
        let (vectors, columns, known) = (vectors, problem.matrix.columnCount, masses)
        let parts = try work.map(touched.count) { (place) throws(Diagnostic) -> Part in
            let cluster = touched[place]
            // SAFETY: each cluster has `columns` numbers of its own in both, which these objects hold.
            let sum = unsafe UnsafeMutableBufferPointer(
                start: sums.pointer + cluster * columns, count: columns)
            let center = unsafe UnsafeMutableBufferPointer(
                start: vectors.pointer + cluster * columns, count: columns)
            defer { withExtendedLifetime((sums, vectors)) {} }
            var part = Part(mass: known[cluster])
            // SAFETY: the sum has a number a column, as each of these asks; no other thread has this cluster.
            if let moves {
                unsafe problem.add(moves, of: Int32(truncatingIfNeeded: cluster), to: sum, &part.mass)
            } else {
                part.mass = try unsafe problem.sum(
                    owners, of: Int32(truncatingIfNeeded: cluster), in: sum, work)
            }
            if sizes[cluster] > 0 {
                let divisor = unsafe problem.divisor(sum, part.mass)
                (part.norm, part.way) = unsafe Self.replace(center, by: sum, over: divisor)
            }
            try work.check()
            return part
        }
        ways = [Double](repeating: 0, count: count)
        for (cluster, part) in zip(touched, parts) {
            masses[cluster] = part.mass
            if sizes[cluster] > 0 { (norms[cluster], ways[cluster]) = (part.norm, part.way) }
        }
        var replaced = touched.filter { sizes[$0] > 0 }
        if problem.geometry == .euclidean, sizes.contains(0) {
            replaced += moveEmpty()
        }
        for cluster in replaced {
            // SAFETY: as above.
            let center = unsafe UnsafeBufferPointer(
                start: vectors.pointer + cluster * columns, count: columns)
            lanes.replace(cluster, by: unsafe center.span)
        }
    }

    /// Puts centres without rows where the heaviest is.
    private mutating func moveEmpty() -> [Int] {
        var heaviest = 0
        for center in masses.indices where masses[center] > masses[heaviest] { heaviest = center }
        let columns = problem.matrix.columnCount
        let empty = sizes.indices.filter { sizes[$0] == 0 && $0 != heaviest }
        for cluster in empty {
            // SAFETY: as in `move`; the two clusters differ.
            let (center, other) = unsafe (
                UnsafeMutableBufferPointer(start: vectors.pointer + cluster * columns, count: columns),
                UnsafeMutableBufferPointer(start: vectors.pointer + heaviest * columns, count: columns)
            )
            (norms[cluster], ways[cluster]) = unsafe Self.replace(center, by: other, over: 1)
        }
        return empty
    }

    private struct Part: Sendable {
        var mass: Double
        var norm = 0.0
        var way = 0.0
    }

    /// Puts a sum over a divisor in the place of a centre; its squared length, and how far it went.
    @unsafe private static func replace(
        _ center: UnsafeMutableBufferPointer<Double>, by sum: UnsafeMutableBufferPointer<Double>,
        over divisor: Double
    ) -> (norm: Double, way: Double) {
        var (norm, way) = (0.0, 0.0)
        // SAFETY: the caller gives two buffers of the same length.
        for column in sum.indices {
            let value = unsafe divisor > 0 ? sum[column] / divisor : sum[column]
            let step = unsafe value - center[column]
            norm += value * value
            way += step * step
            unsafe center[column] = value
        }
        return (norm, way.squareRoot())
    }
}

extension SparseClusterProblem {
    /// What the sum of a cluster's rows is divided by.
    @unsafe fileprivate func divisor(_ sum: UnsafeMutableBufferPointer<Double>, _ mass: Double) -> Double {
        guard geometry == .spherical else { return mass }
        var norm = 0.0
        // SAFETY: within the sum's own indices.
        for column in sum.indices { norm += unsafe sum[column] * sum[column] }
        return norm.squareRoot()
    }

    /// Adds the rows that came to a cluster, and takes those away that went.
    @unsafe fileprivate func add(
        _ moves: [SparseCenters.Move], of cluster: Int32, to sum: UnsafeMutableBufferPointer<Double>,
        _ mass: inout Double
    ) {
        // SAFETY: the caller gives a number a column, which is what adding a row needs.
        for move in moves {
            if move.next == cluster {
                unsafe add(row: Int(move.row), times: weights[Int(move.row)], to: sum)
                mass += weights[Int(move.row)]
            } else if move.former == cluster {
                unsafe add(row: Int(move.row), times: -weights[Int(move.row)], to: sum)
                mass -= weights[Int(move.row)]
            }
        }
    }

    /// Makes the sum of all rows of a cluster, and gives their weight.
    @unsafe fileprivate func sum(
        _ owners: [Int32], of cluster: Int32, in sum: UnsafeMutableBufferPointer<Double>, _ work: Work
    ) throws(Diagnostic) -> Double {
        // SAFETY: the caller gives initialised numbers, one a column, which is what adding a row needs.
        unsafe sum.update(repeating: 0)
        var mass = 0.0
        for row in owners.indices {
            if row % 8_192 == 0 { try work.check() }
            if owners[row] != cluster { continue }
            unsafe add(row: row, times: weights[row], to: sum)
            mass += weights[row]
        }
        return mass
    }

    @unsafe @inline(__always) private func add(
        row: Int, times weight: Double, to sum: UnsafeMutableBufferPointer<Double>
    ) {
        // SAFETY: columns are below the matrix's `columnCount`, which the sum has.
        for place in matrix.range(ofRow: row) {
            unsafe sum[Int(matrix.columns[place])] += matrix.values[place] * weight
        }
    }
}

extension [Double] {
    var squaredNorm: Double {
        var sum = 0.0
        for value in self { sum += value * value }
        return sum
    }
}
