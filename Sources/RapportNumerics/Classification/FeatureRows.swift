/// Rows of features of which most are 0: of each row the columns that are not, with their values.
public struct FeatureRows: Sendable {
    /// One more than there are rows: row `i` has the entries `starts[i] ..< starts[i + 1]`.
    public private(set) var starts: [Int] = [0]
    public private(set) var columns: [Int32] = []
    public private(set) var values: [Double] = []
    public let columnCount: Int

    public init(columnCount: Int) { self.columnCount = columnCount }

    /// Rows of numbers, all of one length.
    public init(dense rows: [[Double]]) {
        self.init(columnCount: rows.first?.count ?? 0)
        for row in rows { append(row.enumerated().map { (Int32($0.offset), $0.element) }) }
    }

    public var count: Int { starts.count - 1 }

    /// Adds a row; entries outside the columns are left out.
    public mutating func append(_ entries: some Sequence<(column: Int32, value: Double)>) {
        for (column, value) in entries where column >= 0 && Int(column) < columnCount && value != 0 {
            columns.append(column)
            values.append(value)
        }
        starts.append(columns.count)
    }

    /// These rows, in this order.
    public func selecting(_ rows: [Int]) -> FeatureRows {
        var chosen = FeatureRows(columnCount: columnCount)
        for row in rows {
            let range = starts[row]..<starts[row + 1]
            chosen.columns += columns[range]
            chosen.values += values[range]
            chosen.starts.append(chosen.columns.count)
        }
        return chosen
    }

    /// The sum of a row's values times these weights.
    @inline(__always) func product(_ row: Int, _ weights: Span<Double>) -> Double {
        let (columns, values) = (columns.span, values.span)
        var sum = 0.0
        for entry in starts[row]..<starts[row + 1] { sum += values[entry] * weights[Int(columns[entry])] }
        return sum
    }
}
