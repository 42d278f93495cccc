internal import RapportNumerics

/// A few dense vectors, laid out so that one entry of a sparse row meets all of them at once.
///
/// For every column the values of all vectors lie side by side, in lanes of four: an entry costs one look into memory for
/// up to sixteen vectors. Lanes past the last vector are 0.
struct RowLanes: Sendable {
    let vectorCount: Int
    /// Lanes of four a column.
    private let groups: Int
    private var lanes: [SIMD4<Double>]

    private init(vectorCount: Int, columnCount: Int) {
        (self.vectorCount, groups) = (vectorCount, (vectorCount + 3) / 4)
        lanes = [SIMD4<Double>](repeating: .zero, count: columnCount * groups)
    }

    /// Of dense vectors.
    init(_ vectors: [[Double]], columnCount: Int) {
        self.init(vectorCount: vectors.count, columnCount: columnCount)
        replace(by: vectors)
    }

    /// Some rows of a matrix.
    init(rows: [Int], of matrix: SparseMatrix) {
        self.init(vectorCount: rows.count, columnCount: matrix.columnCount)
        for (vector, row) in rows.enumerated() {
            for place in matrix.range(ofRow: row) {
                lanes[Int(matrix.columns[place]) * groups + vector / 4][vector % 4] = matrix.values[place]
            }
        }
    }

    /// Puts as many other dense vectors in the place of these, without new memory.
    mutating func replace(by vectors: [[Double]]) {
        let empty = [Double](repeating: 0, count: groups > 0 ? lanes.count / groups : 0)
        func vector(_ index: Int) -> [Double] { index < vectors.count ? vectors[index] : empty }
        for group in 0..<groups {
            let (a, b) = (vector(group * 4), vector(group * 4 + 1))
            let (c, d) = (vector(group * 4 + 2), vector(group * 4 + 3))
            for column in empty.indices {
                lanes[column * groups + group] = SIMD4(a[column], b[column], c[column], d[column])
            }
        }
    }

    func vectors(columnCount: Int) -> [[Double]] {
        (0..<vectorCount).map { vector in
            (0..<columnCount).map { lanes[$0 * groups + vector / 4][vector % 4] }
        }
    }

    /// Gives the products of each row with all vectors to `body`, as many as there are lanes.
    func products(of matrix: SparseMatrix, rows: Range<Int>, _ body: (Int, UnsafePointer<Double>) -> Void) {
        precondition(matrix.columnCount * groups <= lanes.count && matrix.rowCount >= rows.upperBound)
        var sums = [SIMD4<Double>](repeating: .zero, count: max(groups, 1))
        // SAFETY: the offsets of a matrix lie in its columns and values, and its columns are below columnCount, as its
        // initializer demands; so every place and every lane read exists. A lane is four doubles. The pointers stay
        // in this function.
        unsafe matrix.columns.withUnsafeBufferPointer { columns in
            unsafe matrix.values.withUnsafeBufferPointer { values in
                unsafe lanes.withUnsafeBufferPointer { lanes in
                    unsafe sums.withUnsafeMutableBytes { bytes in
                        let sums = unsafe bytes.assumingMemoryBound(to: SIMD4<Double>.self)
                        let numbers = unsafe bytes.assumingMemoryBound(to: Double.self)
                        guard let result = numbers.baseAddress else { return }
                        for row in rows {
                            let range = matrix.range(ofRow: row)
                            unsafe Self.products(range, columns, values, lanes, groups, sums)
                            unsafe body(row, UnsafePointer(result))
                        }
                    }
                }
            }
        }
    }

    @inline(__always) private static func products(
        _ range: Range<Int>, _ columns: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Double>,
        _ lanes: UnsafeBufferPointer<SIMD4<Double>>, _ groups: Int,
        _ sums: UnsafeMutableBufferPointer<SIMD4<Double>>
    ) {
        var group = 0
        while group < groups {
            var (a, b, c, d) = (
                SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero
            )
            // As many sums as stay in registers: each entry is read once for them.
            switch groups - group {
            case 1:
                for place in range {
                    let (lane, value) = unsafe (
                        Int(columns[place]) &* groups &+ group, SIMD4(repeating: values[place])
                    )
                    unsafe a += lanes[lane] * value
                }
                unsafe sums[group] = a
            case 2:
                for place in range {
                    let (lane, value) = unsafe (
                        Int(columns[place]) &* groups &+ group, SIMD4(repeating: values[place])
                    )
                    unsafe a += lanes[lane] * value
                    unsafe b += lanes[lane &+ 1] * value
                }
                unsafe (sums[group], sums[group + 1]) = (a, b)
            case 3:
                for place in range {
                    let (lane, value) = unsafe (
                        Int(columns[place]) &* groups &+ group, SIMD4(repeating: values[place])
                    )
                    unsafe a += lanes[lane] * value
                    unsafe b += lanes[lane &+ 1] * value
                    unsafe c += lanes[lane &+ 2] * value
                }
                unsafe (sums[group], sums[group + 1], sums[group + 2]) = (a, b, c)
            default:
                for place in range {
                    let (lane, value) = unsafe (
                        Int(columns[place]) &* groups &+ group, SIMD4(repeating: values[place])
                    )
                    unsafe a += lanes[lane] * value
                    unsafe b += lanes[lane &+ 1] * value
                    unsafe c += lanes[lane &+ 2] * value
                    unsafe d += lanes[lane &+ 3] * value
                }
                unsafe (sums[group], sums[group + 1]) = (a, b)
                unsafe (sums[group + 2], sums[group + 3]) = (c, d)
            }
            group += 4
        }
    }
}
