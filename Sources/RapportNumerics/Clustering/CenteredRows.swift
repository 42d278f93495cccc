internal import RapportDiagnostics
internal import RapportWork

/// The points of a k-means in centred coordinates, with the loops over all of them.
///
/// All sums are of pieces of fixed size, added in order: they do not depend on the width.
struct CenteredRows: Sendable {
    let values: SharedRows<Double>
    let count: Int
    let columns: Int
    let weights: SharedRows<Double>?
    /// What was taken from each column.
    let offsets: [Double]
    /// The mean over columns of their variance.
    let meanVariance: Double

    static let pieceSize = 4_096
    var pieces: Int { (count + Self.pieceSize - 1) / Self.pieceSize }
    func range(_ piece: Int) -> Range<Int> {
        piece * Self.pieceSize..<min(count, (piece + 1) * Self.pieceSize)
    }

    init(_ points: Matrix, weights: [Double]?, centering: Bool = true, work: Work) throws(Diagnostic) {
        precondition(weights.map { $0.count == points.rows } ?? true, "a weight for each point")
        let (count, columns) = (points.rows, points.columns)
        (self.count, self.columns) = (count, columns)
        self.weights = weights.map { SharedRows($0, or: 1) }
        let offsets =
            centering ? try points.columnMeans(work: work) : [Double](repeating: 0, count: columns)
        let values = SharedRows<Double>(repeating: 0, count: points.values.count)
        let pieces = (count + Self.pieceSize - 1) / Self.pieceSize
        let squares = try work.map(pieces) { (piece) throws(Diagnostic) -> Double in
            let source = points.values.span
            var sum = 0.0
            for row in piece * Self.pieceSize..<min(count, (piece + 1) * Self.pieceSize) {
                for column in 0..<columns {
                    let value = source[row * columns + column] - offsets[column]
                    values[row * columns + column] = value
                    sum += value * value
                }
            }
            return sum
        }
        (self.values, self.offsets) = (values, offsets)
        meanVariance = points.values.isEmpty ? 0 : squares.compensatedSum() / Double(points.values.count)
    }

    /// The same in single precision, where k-means looks at every distance; nil where that gains nothing.
    func singles(_ options: KMeans.Options, work: Work) throws(Diagnostic) -> SinglePrecisionRows? {
        let pays =
            weights == nil && options.algorithm != .hamerly && options.clusters > 1
            && count >= SinglePrecisionRows.groupSize
            && (1...SinglePrecisionRows.columnLimit).contains(columns)
        return pays ? try SinglePrecisionRows(self, work: work) : nil
    }

    func shifted(_ centers: Matrix) -> Matrix { moved(centers) { $0 - $1 } }
    func restored(_ centers: Matrix) -> Matrix { moved(centers) { $0 + $1 } }

    private func moved(_ centers: Matrix, _ step: (Double, Double) -> Double) -> Matrix {
        var moved = centers
        for row in 0..<centers.rows {
            for column in 0..<columns { moved[row, column] = step(centers[row, column], offsets[column]) }
        }
        return moved
    }

    func weight(_ row: Int) -> Double { weights.map { $0[row] } ?? 1 }

    /// By address, for loops that hold both.
    @inline(__always)
    @unsafe func squaredDistance(_ row: Int, to center: UnsafePointer<Double>) -> Double {
        // SAFETY: `row` is below `count`; a center has `columns` coordinates.
        let point = unsafe values.pointer + row * columns
        var sum = 0.0
        for column in 0..<columns {
            let step = unsafe point[column] - center[column]
            sum += step * step
        }
        return sum
    }

    // MARK: - Loops

    /// Gives each point the nearest centre; how many have another than before.
    func assign(_ labels: SharedRows<Int32>, to centers: Matrix, work: Work) throws(Diagnostic) -> Int {
        let blocks = CenterBlocks(centers)
        return try work.map(pieces) { (piece) throws(Diagnostic) -> Int in
            // SAFETY: this loop holds the rows, the labels and the blocks; a piece has its rows for itself.
            let (view, points, labels) = unsafe (blocks.view, values.pointer, labels.pointer)
            var changed = 0
            for row in range(piece) {
                let label = unsafe Int32(truncatingIfNeeded: view.nearest(to: points + row * columns).index)
                changed += unsafe labels[row] == label ? 0 : 1
                unsafe labels[row] = label
            }
            return changed
        }.reduce(0, +)
    }

    /// The means of the clusters; one without points moves to the point farthest from its centre, which
    /// leaves its own.
    func means(
        _ labels: SharedRows<Int32>, from old: Matrix, work: Work
    ) throws(Diagnostic) -> Matrix {
        var sums = try sums(labels, clusters: old.rows, work: work)
        try relocate(&sums, labels, from: old, work: work)
        return sums.means
    }

    func sums(_ labels: SharedRows<Int32>, clusters: Int, work: Work) throws(Diagnostic) -> ClusterSums {
        let parts = try work.map(pieces) { (piece) throws(Diagnostic) -> ClusterSums in
            var sums = ClusterSums(clusters: clusters, columns: columns)
            let into = SharedRows<Double>(repeating: 0, count: clusters * columns)
            let counted = SharedRows<Double>(repeating: 0, count: clusters)
            // SAFETY: this loop holds all of them; labels are below `clusters`.
            let (points, labels) = unsafe (values.pointer, labels.pointer)
            let (totals, counts) = unsafe (into.pointer, counted.pointer)
            for row in range(piece) {
                let label = unsafe Int(labels[row])
                let (point, total) = unsafe (points + row * columns, totals + label * columns)
                let weight = weight(row)
                unsafe counts[label] += weight
                for column in 0..<columns { unsafe total[column] += point[column] * weight }
            }
            (sums.values, sums.weights) = (into.array, counted.array)
            return sums
        }
        var total = ClusterSums(clusters: clusters, columns: columns)
        for part in parts { total.add(part) }
        return total
    }

    func relocate(
        _ sums: inout ClusterSums, _ labels: SharedRows<Int32>, from old: Matrix, work: Work
    ) throws(Diagnostic) {
        let empty = sums.weights.indices.filter { sums.weights[$0] == 0 }
        guard !empty.isEmpty else { return }
        let former = SharedRows(old.values, or: 0)
        defer { withExtendedLifetime(former) {} }
        var farthest: [(row: Int, distance: Double)] = []
        for start in stride(from: 0, to: count, by: Self.pieceSize) {
            try work.check()
            for row in start..<min(start + Self.pieceSize, count) {
                // SAFETY: `former` has `columns` values a label.
                let distance = unsafe squaredDistance(row, to: former.pointer + Int(labels[row]) * columns)
                if farthest.count == empty.count, let last = farthest.last, distance <= last.distance {
                    continue
                }
                let place = farthest.firstIndex { $0.distance < distance } ?? farthest.count
                farthest.insert((row, distance), at: place)
                if farthest.count > empty.count { farthest.removeLast() }
            }
        }
        // More clusters than distinct points: there is nowhere to go.
        guard let first = farthest.first, first.distance > 0 else { return }
        for (cluster, far) in zip(empty, farthest) {
            let (left, weight) = (Int(labels[far.row]), weight(far.row))
            for column in 0..<columns {
                let value = values[far.row * columns + column] * weight
                sums.values[left * columns + column] -= value
                sums.values[cluster * columns + column] = value
            }
            sums.weights[cluster] = weight
            sums.weights[left] -= weight
        }
    }

    func inertia(
        _ labels: SharedRows<Int32>, _ centers: Matrix, work: Work
    ) throws(Diagnostic) -> Double {
        let centers = SharedRows(centers.values, or: 0)
        return try work.map(pieces) { (piece) throws(Diagnostic) -> Double in
            var sum = 0.0
            for row in range(piece) {
                // SAFETY: `centers` has `columns` values a label.
                let distance = unsafe squaredDistance(row, to: centers.pointer + Int(labels[row]) * columns)
                sum += distance * weight(row)
            }
            return sum
        }.compensatedSum()
    }
}

/// Sums of the points of each cluster, and their weights.
struct ClusterSums: Sendable {
    var values: [Double]
    var weights: [Double]
    let columns: Int

    init(clusters: Int, columns: Int) {
        values = [Double](repeating: 0, count: clusters * columns)
        weights = [Double](repeating: 0, count: clusters)
        self.columns = columns
    }

    mutating func add(_ other: ClusterSums) {
        for index in values.indices { values[index] += other.values[index] }
        for index in weights.indices { weights[index] += other.weights[index] }
    }

    /// A cluster that is still empty stands where the heaviest is.
    var means: Matrix {
        var means = Matrix(rows: weights.count, columns: columns, values: values)
        var heaviest = 0
        for cluster in weights.indices where weights[cluster] > weights[heaviest] { heaviest = cluster }
        for cluster in weights.indices {
            let source = weights[cluster] > 0 ? cluster : heaviest
            let part = 1 / weights[source]
            for column in 0..<columns { means[cluster, column] = values[source * columns + column] * part }
        }
        return means
    }
}
