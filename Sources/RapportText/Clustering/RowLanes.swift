internal import RapportNumerics

/// A few dense vectors, laid out so that one entry of a sparse row meets all of them at once.
///
/// For every column the values of all vectors lie side by side, in lanes of four: an entry costs one look into memory for
/// up to eight vectors. Lanes past the last vector are 0.
struct RowLanes: Sendable {
    let vectorCount: Int
    let columnCount: Int
    /// Lanes of four a column.
    private let groups: Int
    /// Two lanes an element, which is a line of the cache: a column of up to eight vectors lies in one.
    private var lines: [SIMD8<Double>]

    private init(vectorCount: Int, columnCount: Int) {
        (self.vectorCount, self.columnCount, groups) = (vectorCount, columnCount, (vectorCount + 3) / 4)
        lines = [SIMD8<Double>](repeating: .zero, count: (columnCount * groups + 1) / 2)
    }

    /// Of dense vectors of all columns.
    init(_ vectors: [[Double]], columnCount: Int) {
        self.init(vectorCount: vectors.count, columnCount: columnCount)
        for (place, vector) in vectors.enumerated() { replace(place, by: vector.span) }
    }

    /// Puts another dense vector in the place of one.
    mutating func replace(_ vector: Int, by values: Span<Double>) {
        precondition(vector < vectorCount && values.count == columnCount)
        let stride = groups * 4
        // SAFETY: the lines hold `columnCount` times `stride` numbers, and the vector is below the stride.
        unsafe lines.withUnsafeMutableBytes { bytes in
            let numbers = unsafe bytes.assumingMemoryBound(to: Double.self)
            for column in values.indices { unsafe numbers[column &* stride &+ vector] = values[column] }
        }
    }

    /// Gives the products of each row with all vectors to `body`, as many as there are lanes.
    func products(
        of matrix: SparseMatrix, rows: some Sequence<Int>, _ body: (Int, UnsafePointer<Double>) -> Void
    ) {
        precondition(matrix.columnCount <= columnCount)
        var sums = [SIMD4<Double>](repeating: .zero, count: max(groups, 1))
        // SAFETY: the offsets of a matrix lie in its columns and values, and its columns are below columnCount, as its
        // initializer demands; so every place and every lane read exists. A lane is four doubles, a line two lanes.
        // The pointers stay in this function.
        unsafe matrix.columns.withUnsafeBufferPointer { columns in
            unsafe matrix.values.withUnsafeBufferPointer { values in
                unsafe lines.withUnsafeBytes { lines in
                    unsafe sums.withUnsafeMutableBytes { bytes in
                        let lanes = unsafe lines.assumingMemoryBound(to: SIMD4<Double>.self)
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
        // SAFETY: the caller has shown that `range` lies in the columns and values, that every column has `groups` lanes,
        // and that there is a sum a group; a case reads and writes as many groups as are left.
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
