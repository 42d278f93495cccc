/// A matrix of which most places are 0, in compressed sparse rows: the entries of a row lie side by side.
///
/// Columns ascend within a row and stand in it once. Entries may be 0 where somebody computed one.
public struct SparseMatrix: Sendable, Hashable {
    public let columnCount: Int
    /// Where the entries of each row begin; one more at the end.
    public let offsets: [Int]
    /// The column of each entry.
    public let columns: [Int32]
    public var values: [Double]

    public var rowCount: Int { offsets.count - 1 }
    /// How many entries are stored.
    public var entryCount: Int { columns.count }

    /// Takes the arrays as they are.
    ///
    /// - Precondition: `offsets` rises from 0 to the number of entries, and columns are from 0 to below `columnCount`: loops
    ///   rely on it.
    public init(columnCount: Int, offsets: [Int], columns: [Int32], values: [Double]) {
        precondition(
            offsets.first == 0 && offsets.last == columns.count && columns.count == values.count,
            "the offsets of a sparse matrix end with its entries")
        var (rises, largest) = (true, UInt32(0))
        for row in 1..<max(offsets.count, 1) { rises = rises && offsets[row - 1] <= offsets[row] }
        // A negative column is a large one here.
        for column in columns { largest = max(largest, UInt32(bitPattern: column)) }
        precondition(
            rises && (columns.isEmpty || Int(largest) < columnCount),
            "an entry of a sparse matrix lies outside")
        (self.columnCount, self.offsets) = (columnCount, offsets)
        (self.columns, self.values) = (columns, values)
    }

    /// Of dense rows, all as long as `columnCount`: for small ones.
    public init(rows: [[Double]], columnCount: Int) {
        var (offsets, columns, values) = ([0], [Int32](), [Double]())
        for row in rows {
            for (column, value) in row.prefix(columnCount).enumerated() where value != 0 {
                columns.append(Int32(truncatingIfNeeded: column))
                values.append(value)
            }
            offsets.append(columns.count)
        }
        self.init(columnCount: columnCount, offsets: offsets, columns: columns, values: values)
    }

    /// The places of a row's entries in ``columns`` and ``values``.
    @inlinable @inline(__always) public func range(ofRow row: Int) -> Range<Int> {
        offsets[row]..<offsets[row + 1]
    }

    /// A row with all its zeros.
    public func denseRow(_ row: Int) -> [Double] {
        var dense = [Double](repeating: 0, count: columnCount)
        for place in range(ofRow: row) { dense[Int(columns[place])] = values[place] }
        return dense
    }

    /// The same columns with some of the rows, in the order given; a row may be taken more than once.
    public func selecting(rows: some Sequence<Int>) -> SparseMatrix {
        let rows = Array(rows)
        var (starts, columns, values) = ([0], [Int32](), [Double]())
        let entries = rows.reduce(0) { $0 + range(ofRow: $1).count }
        starts.reserveCapacity(rows.count + 1)
        columns.reserveCapacity(entries)
        values.reserveCapacity(entries)
        for row in rows {
            // Rows are short: one entry after another is faster than a copy of a slice.
            for place in range(ofRow: row) {
                columns.append(self.columns[place])
                values.append(self.values[place])
            }
            starts.append(columns.count)
        }
        return SparseMatrix(columnCount: columnCount, offsets: starts, columns: columns, values: values)
    }

    /// Rows become columns.
    ///
    /// - Complexity: O(entries + rows + columns).
    public func transposed() -> SparseMatrix {
        var starts = [Int](repeating: 0, count: columnCount + 1)
        for column in columns { starts[Int(column) + 1] += 1 }
        for column in 0..<columnCount { starts[column + 1] += starts[column] }
        var next = starts
        var rows = [Int32](repeating: 0, count: columns.count)
        var moved = [Double](repeating: 0, count: columns.count)
        for row in 0..<rowCount {
            for place in range(ofRow: row) {
                let column = Int(columns[place])
                let target = next[column]
                next[column] = target + 1
                rows[target] = Int32(truncatingIfNeeded: row)
                moved[target] = values[place]
            }
        }
        return SparseMatrix(columnCount: rowCount, offsets: starts, columns: rows, values: moved)
    }

    /// Σ x² of each row.
    public var squaredRowNorms: [Double] {
        (0..<rowCount).map { row in
            var sum = 0.0
            for place in range(ofRow: row) { sum += values[place] * values[place] }
            return sum
        }
    }

    /// The sum of each column, in the order of rows.
    public var columnSums: [Double] {
        var sums = [Double](repeating: 0, count: columnCount)
        for (place, column) in columns.enumerated() { sums[Int(column)] += values[place] }
        return sums
    }

    /// How many rows have an entry in each column.
    public var columnEntryCounts: [Int] {
        var counts = [Int](repeating: 0, count: columnCount)
        for column in columns { counts[Int(column)] += 1 }
        return counts
    }

    /// The product of two rows, which may be of different matrices with the same columns.
    public func dot(_ row: Int, _ other: SparseMatrix, _ otherRow: Int) -> Double {
        var (place, theirs) = (offsets[row], other.offsets[otherRow])
        let (end, theirEnd) = (offsets[row + 1], other.offsets[otherRow + 1])
        var sum = 0.0
        while place < end, theirs < theirEnd {
            let (a, b) = (columns[place], other.columns[theirs])
            if a == b { sum += values[place] * other.values[theirs] }
            if a <= b { place += 1 }
            if b <= a { theirs += 1 }
        }
        return sum
    }
}
