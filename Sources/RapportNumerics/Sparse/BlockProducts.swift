public import RapportDiagnostics
public import RapportWork

/// Products that a few dense columns need, on all threads: rows in pieces of fixed size, sums added in their order.
extension SparseMatrix {
    /// The product with a dense matrix that has a row a column of this one.
    ///
    /// - Throws: `run.cancelled`.
    public func product(_ dense: Matrix, work: Work) throws(Diagnostic) -> Matrix {
        precondition(dense.rows == columnCount, "as many rows as this has columns")
        let (width, size) = (dense.columns, 1_024)
        let parts = try work.map((rowCount + size - 1) / size) { (piece) throws(Diagnostic) -> [Double] in
            let rows = piece * size..<min(rowCount, (piece + 1) * size)
            var result = [Double](repeating: 0, count: rows.count * width)
            let values = dense.values.span
            for row in rows {
                let target = (row - rows.lowerBound) * width
                for place in range(ofRow: row) {
                    let (source, value) = (Int(columns[place]) * width, self.values[place])
                    for column in 0..<width { result[target + column] += value * values[source + column] }
                }
            }
            try work.check()
            return result
        }
        return Matrix(rows: rowCount, columns: width, values: parts.flatMap(\.self))
    }
}

extension Matrix {
    /// The product of each two columns.
    func gram(work: Work) throws(Diagnostic) -> Matrix {
        let (width, size) = (columns, 1_024)
        let parts = try work.map((rows + size - 1) / size) { (piece) throws(Diagnostic) -> [Double] in
            var sums = [Double](repeating: 0, count: width * width)
            let values = values.span
            for row in piece * size..<min(rows, (piece + 1) * size) {
                let start = row * width
                for first in 0..<width {
                    let value = values[start + first]
                    if value == 0 { continue }
                    for second in first..<width {
                        sums[first * width + second] += value * values[start + second]
                    }
                }
            }
            try work.check()
            return sums
        }
        var total = Matrix(rows: width, columns: width)
        for part in parts {
            for index in part.indices { total.values[index] += part[index] }
        }
        for first in 0..<width {
            for second in 0..<first { total[first, second] = total[second, first] }
        }
        return total
    }

    /// The product with a small dense matrix.
    func times(_ other: Matrix, work: Work) throws(Diagnostic) -> Matrix {
        let (inner, width, size) = (columns, other.columns, 1_024)
        let parts = try work.map((rows + size - 1) / size) { (piece) throws(Diagnostic) -> [Double] in
            let rows = piece * size..<min(self.rows, (piece + 1) * size)
            var result = [Double](repeating: 0, count: rows.count * width)
            let (mine, theirs) = (values.span, other.values.span)
            for row in rows {
                let target = (row - rows.lowerBound) * width
                for index in 0..<inner {
                    let value = mine[row * inner + index]
                    if value == 0 { continue }
                    for column in 0..<width {
                        result[target + column] += value * theirs[index * width + column]
                    }
                }
            }
            try work.check()
            return result
        }
        return Matrix(rows: rows, columns: width, values: parts.flatMap(\.self))
    }

    /// Columns that span the same, at right angles and of length 1; zeros where fewer do.
    func orthonormalized(work: Work) throws(Diagnostic) -> Matrix {
        // The second round takes away what rounding left in the first.
        try orthonormalizedOnce(work: work).orthonormalizedOnce(work: work)
    }

    private func orthonormalizedOnce(work: Work) throws(Diagnostic) -> Matrix {
        let gram = try gram(work: work)
        // Columns of one length first: the sizes of singular values are no angles.
        let lengths = (0..<columns).map { max(gram[$0, $0], 0).squareRoot() }
        var scaled = gram
        for row in 0..<columns {
            for column in 0..<columns {
                let length = lengths[row] * lengths[column]
                scaled[row, column] = length > 0 ? gram[row, column] / length : 0
            }
        }
        let eigen = try SymmetricEigen(of: scaled, work: work)
        let largest = max(eigen.values.max() ?? 0, 0)
        var turn = Matrix(rows: columns, columns: columns)
        for column in 0..<columns where eigen.values[column] > largest * 1e-14 * Double(columns) {
            let factor = 1 / eigen.values[column].squareRoot()
            for row in 0..<columns where lengths[row] > 0 {
                turn[row, column] = eigen.vectors[row, column] * factor / lengths[row]
            }
        }
        return try times(turn, work: work)
    }
}
