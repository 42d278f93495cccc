import RapportNumerics

extension SparseMatrix {
    /// The same rows with some of the columns, which ascend.
    func selecting(columns kept: [Int]) -> SparseMatrix {
        var places = [Int32](repeating: -1, count: columnCount)
        for (place, column) in kept.enumerated() { places[column] = Int32(place) }
        var (offsets, columns, values): ([Int], [Int32], [Double]) = ([0], [], [])
        offsets.reserveCapacity(rowCount + 1)
        columns.reserveCapacity(entryCount)
        values.reserveCapacity(entryCount)
        for row in 0..<rowCount {
            for entry in range(ofRow: row) {
                let place = places[Int(self.columns[entry])]
                guard place >= 0 else { continue }
                columns.append(place)
                values.append(self.values[entry])
            }
            offsets.append(columns.count)
        }
        return SparseMatrix(columnCount: kept.count, offsets: offsets, columns: columns, values: values)
    }

    /// The rows of another matrix with the same columns behind these.
    func appending(_ other: SparseMatrix) -> SparseMatrix {
        SparseMatrix(
            columnCount: columnCount, offsets: offsets + other.offsets.dropFirst().map { $0 + entryCount },
            columns: columns + other.columns, values: values + other.values)
    }
}
