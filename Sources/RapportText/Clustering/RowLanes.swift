internal import RapportNumerics

/// A few dense vectors, laid out so that one entry of a sparse row meets all of them at once.
///
/// For every column the values of all vectors lie side by side, in lanes of eight: an entry costs one look into memory,
/// whatever the number of vectors up to 8. Lanes past the last vector are 0.
struct RowLanes: Sendable {
    let vectorCount: Int
    /// Lanes of eight a column.
    let groups: Int
    private(set) var lanes: [SIMD8<Double>]

    init(vectorCount: Int, columnCount: Int) {
        (self.vectorCount, groups) = (vectorCount, (vectorCount + 7) / 8)
        lanes = [SIMD8<Double>](repeating: .zero, count: columnCount * groups)
    }

    /// Of dense vectors.
    init(_ vectors: [[Double]], columnCount: Int) {
        self.init(vectorCount: vectors.count, columnCount: columnCount)
        for (vector, values) in vectors.enumerated() {
            for (column, value) in values.enumerated() where value != 0 {
                lanes[column * groups + vector / 8][vector % 8] = value
            }
        }
    }

    /// Some rows of a matrix.
    init(rows: [Int], of matrix: SparseMatrix) {
        self.init(vectorCount: rows.count, columnCount: matrix.columnCount)
        for (vector, row) in rows.enumerated() {
            for place in matrix.range(ofRow: row) {
                lanes[Int(matrix.columns[place]) * groups + vector / 8][vector % 8] = matrix.values[place]
            }
        }
    }

    /// The products of a row with eight of the vectors.
    @inline(__always) func products(
        _ group: Int, _ columns: Span<Int32>, _ values: Span<Double>, _ range: Range<Int>
    ) -> SIMD8<Double> {
        var sums = SIMD8<Double>.zero
        for place in range {
            sums += lanes[Int(columns[place]) * groups + group] * SIMD8(repeating: values[place])
        }
        return sums
    }
}
