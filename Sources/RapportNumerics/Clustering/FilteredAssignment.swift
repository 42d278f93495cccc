internal import RapportDiagnostics
internal import RapportWork

/// Assignment to the nearest centre by single precision where that is certain, else by double.
///
/// Single precision computes and reads twice as many distances in the same time. Each has an error that is bounded
/// beforehand; where the nearest centre leads by more than that of two, double precision would find the same one. The
/// other points, of a hundred thousand a few, are looked at again: labels are those of every distance in double
/// precision.
/// Source: bounds as in N. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed., 3.1.
struct FilteredAssignment: ChangingAssignment {
    private let rows: CenteredRows
    private let singles: SinglePrecisionRows
    private let labels: SharedRows<Int32>
    let sums: RunningSums

    init(
        _ rows: CenteredRows, _ singles: SinglePrecisionRows, _ labels: SharedRows<Int32>, clusters: Int
    ) {
        (self.rows, self.singles, self.labels) = (rows, singles, labels)
        sums = RunningSums(clusters: clusters, columns: rows.columns)
    }

    func assign(to centers: Matrix, work: Work) throws(Diagnostic) -> Int {
        let (blocks, scaled) = (CenterBlocks(centers), singles.scaled(centers))
        let (rows, singles, labels) = (rows, singles, labels)
        let parts = try work.map(rows.pieces) { (piece) throws(Diagnostic) -> ClusterChange? in
            let size = SinglePrecisionRows.groupSize
            let range = rows.range(piece)
            let groups = SinglePrecisionRows.groups(of: range)
            // SAFETY: this closure holds all of them; a piece has its rows for itself.
            let view = unsafe singles.view(scaled)
            var piece = unsafe PieceAssignment(
                labels: labels.pointer, points: rows.values.pointer, exact: blocks.view,
                clusters: centers.rows, columns: rows.columns)
            for group in groups {
                let (low, high) = unsafe view.nearest(group)
                unsafe piece.take(low, group * size)
                unsafe piece.take(high, group * size + 4)
            }
            for row in groups.upperBound * size..<range.upperBound { unsafe piece.takeExactly(row) }
            return unsafe piece.change
        }
        return sums.take(parts)
    }
}

/// The rows of a piece while they are given their centres.
@unsafe private struct PieceAssignment {
    let labels: UnsafeMutablePointer<Int32>
    let points: UnsafePointer<Double>
    let exact: CenterBlocks.View
    let clusters: Int
    let columns: Int
    /// Nil while no row has changed.
    var change: ClusterChange?

    /// Four rows, of which those that are not certain are looked at again.
    @inline(__always) mutating func take(_ found: SinglePrecisionRows.Nearest, _ first: Int) {
        // SAFETY: the four rows are of this piece.
        let former = unsafe UnsafeRawPointer(labels + first).loadUnaligned(as: SIMD4<Int32>.self)
        let isKept = (found.centers .== former) .& found.isCertain
        if all(isKept) { return }
        for lane in 0..<4 where !isKept[lane] {
            if found.isCertain[lane] {
                unsafe give(first + lane, found.centers[lane])
            } else {
                unsafe takeExactly(first + lane)
            }
        }
    }

    @inline(never) mutating func takeExactly(_ row: Int) {
        // SAFETY: the row is of this piece; a point has `columns` coordinates.
        unsafe give(
            row, Int32(truncatingIfNeeded: exact.nearest(to: points + row * columns).index))
    }

    private mutating func give(_ row: Int, _ label: Int32) {
        // SAFETY: as above.
        let former = unsafe labels[row]
        if label == former { return }
        unsafe labels[row] = label
        let changed = unsafe change ?? ClusterChange(clusters: clusters, columns: columns)
        unsafe changed.move(points + row * columns, from: Int(former), to: Int(label))
        unsafe change = changed
    }
}
