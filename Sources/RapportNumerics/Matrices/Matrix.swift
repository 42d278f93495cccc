public import RapportDiagnostics
public import RapportWork

/// A dense matrix of doubles, row by row: a row is a point, a column is what is measured of it.
public struct Matrix: Sendable, Hashable {
    public let rows: Int
    public let columns: Int
    /// `values[row * columns + column]`.
    public var values: [Double]

    /// Traps where `values` has another number than rows × columns: a fault of the caller.
    public init(rows: Int, columns: Int, values: [Double]) {
        precondition(values.count == rows * columns, "\(rows) × \(columns) values")
        (self.rows, self.columns, self.values) = (rows, columns, values)
    }

    public init(rows: Int, columns: Int, repeating value: Double = 0) {
        self.init(rows: rows, columns: columns, values: Array(repeating: value, count: rows * columns))
    }

    /// From rows of one length.
    public init(_ rows: [[Double]]) {
        self.init(rows: rows.count, columns: rows.first?.count ?? 0, values: rows.flatMap(\.self))
    }

    /// From columns of one length.
    public init(columns: [[Double]]) {
        let rows = columns.first?.count ?? 0
        precondition(columns.allSatisfy { $0.count == rows }, "columns of one length")
        var values = [Double](repeating: 0, count: rows * columns.count)
        for (place, column) in columns.enumerated() {
            for (row, value) in column.enumerated() { values[row * columns.count + place] = value }
        }
        self.init(rows: rows, columns: columns.count, values: values)
    }

    /// From columns of one length, a piece of the rows at a time.
    ///
    /// - Throws: `run.cancelled`.
    public init(columns: [[Double]], work: Work) throws(Diagnostic) {
        let (count, rows, size) = (columns.count, columns.first?.count ?? 0, 4_096)
        precondition(columns.allSatisfy { $0.count == rows }, "columns of one length")
        var failure: Diagnostic?
        let values = unsafe [Double](unsafeUninitializedCapacity: rows * count) { room, filled in
            guard let base = room.baseAddress else { return }
            // SAFETY: `room` outlives the loop, and each piece writes the cells of its own rows.
            nonisolated(unsafe) let cells = unsafe base
            do throws(Diagnostic) {
                try work.pieces((rows + size - 1) / size) { (piece) throws(Diagnostic) in
                    let range = piece * size..<min(rows, (piece + 1) * size)
                    for (place, column) in columns.enumerated() {
                        let source = column.span
                        for row in range { unsafe cells[row * count + place] = source[row] }
                    }
                    try work.check()
                }
                filled = rows * count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        self.init(rows: rows, columns: count, values: values)
    }

    public subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    public func row(_ index: Int) -> ArraySlice<Double> { values[index * columns..<(index + 1) * columns] }

    public func column(_ index: Int) -> [Double] { (0..<rows).map { values[$0 * columns + index] } }

    /// The rows of these numbers, which may repeat, in their order.
    public func gathered(at places: [Int]) -> Matrix {
        var gathered: [Double] = []
        gathered.reserveCapacity(places.count * columns)
        for place in places { gathered.append(contentsOf: row(place)) }
        return Matrix(rows: places.count, columns: columns, values: gathered)
    }

    /// The mean of each column: sums of pieces of fixed size, added in order.
    ///
    /// - Throws: `run.cancelled`.
    public func columnMeans(work: Work) throws(Diagnostic) -> [Double] {
        let (rows, columns, size) = (rows, columns, 4_096)
        let parts = try work.map((rows + size - 1) / size) { (piece) throws(Diagnostic) -> [Double] in
            let values = values.span
            var sums = [Double](repeating: 0, count: columns)
            for row in piece * size..<min(rows, (piece + 1) * size) {
                for column in 0..<columns { sums[column] += values[row * columns + column] }
            }
            return sums
        }
        return (0..<columns).map { column in
            rows > 0 ? parts.lazy.map { $0[column] }.compensatedSum() / Double(rows) : 0
        }
    }
}
