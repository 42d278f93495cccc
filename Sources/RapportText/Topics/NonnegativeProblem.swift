internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The factors while they are fitted: a row a text in `w`, a row a term in `h`.
struct NonnegativeProblem {
    private let x: SparseMatrix
    private let transposed: SparseMatrix
    private(set) var w: Matrix
    private(set) var h: Matrix

    /// Single precision's, as the reference divides by.
    private static let epsilon = 1.1920928955078125e-07

    init(
        _ matrix: SparseMatrix, _ start: NonnegativeFactors.Start, _ topics: Int, work: Work
    ) throws(Diagnostic) {
        (x, transposed) = (matrix, matrix.transposed())
        switch start {
        case .given(let texts, let topics): (w, h) = (texts, topics.transposed)
        case .nndsvd: (w, h) = try Self.singularStart(matrix, topics, filling: 0, work: work)
        case .nndsvda:
            let cells = Double(matrix.rowCount) * Double(matrix.columnCount)
            let mean = matrix.values.compensatedSum() / cells
            (w, h) = try Self.singularStart(matrix, topics, filling: mean, work: work)
        }
    }

    /// Of each pair of singular vectors the positive or the negative parts, whichever are longer together.
    private static func singularStart(
        _ matrix: SparseMatrix, _ topics: Int, filling: Double, work: Work
    ) throws(Diagnostic) -> (Matrix, Matrix) {
        let svd = try TruncatedSVD(of: matrix, count: topics, work: work)
        var w = Matrix(rows: matrix.rowCount, columns: topics)
        var h = Matrix(rows: matrix.columnCount, columns: topics)
        for topic in 0..<svd.singularValues.count {
            var (u, v) = (svd.left.column(topic), svd.right.column(topic))
            var scale = svd.singularValues[topic]
            if topic == 0 {
                (u, v) = (u.map(abs), v.map(abs))
            } else {
                let positive = (u.map { max($0, 0) }, v.map { max($0, 0) })
                let negative = (u.map { max(-$0, 0) }, v.map { max(-$0, 0) })
                let lengths = (
                    length(positive.0) * length(positive.1), length(negative.0) * length(negative.1)
                )
                (u, v) = lengths.0 > lengths.1 ? positive : negative
                let (a, b) = (length(u), length(v))
                u = u.map { a > 0 ? $0 / a : 0 }
                v = v.map { b > 0 ? $0 / b : 0 }
                scale *= max(lengths.0, lengths.1)
            }
            let factor = scale.squareRoot()
            for row in u.indices { w[row, topic] = factor * u[row] }
            for row in v.indices { h[row, topic] = factor * v[row] }
        }
        for index in w.values.indices where w.values[index] < 1e-6 { w.values[index] = filling }
        for index in h.values.indices where h.values[index] < 1e-6 { h.values[index] = filling }
        return (w, h)
    }

    private static func length(_ vector: [Double]) -> Double {
        vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    // MARK: - Coordinate descent

    /// One round over texts, then terms; gives how far the gradients were from those of a minimum.
    mutating func descend(work: Work) throws(Diagnostic) -> Double {
        let texts = try Self.descended(w, by: h, x, work: work)
        w.values = texts.values
        let terms = try Self.descended(h, by: w, transposed, work: work)
        h.values = terms.values
        return texts.violation + terms.violation
    }

    /// Every row of one side is a problem of its own while the other side stands.
    private static func descended(
        _ side: Matrix, by other: Matrix, _ x: SparseMatrix, work: Work
    ) throws(Diagnostic) -> (values: [Double], violation: Double) {
        let gram = other.gramOfColumns
        let products = try x.product(other, work: work)
        let (topics, size) = (side.columns, 1_024)
        let parts = try work.map((side.rows + size - 1) / size) {
            (piece) throws(Diagnostic) -> (values: [Double], violation: Double) in
            let first = piece * size
            let count = min(side.rows, first + size) - first
            var values = Array(side.values[first * topics..<(first + count) * topics])
            var violation = 0.0
            for topic in 0..<topics {
                let curvature = gram[topic, topic]
                for row in 0..<count {
                    var gradient = -products.values[(first + row) * topics + topic]
                    for each in 0..<topics {
                        gradient += gram.values[topic * topics + each] * values[row * topics + each]
                    }
                    let value = values[row * topics + topic]
                    violation += abs(value == 0 ? min(0, gradient) : gradient)
                    if curvature != 0 { values[row * topics + topic] = max(value - gradient / curvature, 0) }
                }
            }
            try work.check()
            return (values, violation)
        }
        return (parts.flatMap(\.values), parts.reduce(0) { $0 + $1.violation })
    }

    // MARK: - Multiplicative updates

    mutating func multiply(_ loss: NonnegativeFactors.Loss, work: Work) throws(Diagnostic) {
        w = try Self.multiplied(w, by: h, x, loss, work: work)
        h = try Self.multiplied(h, by: w, transposed, loss, work: work)
    }

    private static func multiplied(
        _ side: Matrix, by other: Matrix, _ x: SparseMatrix, _ loss: NonnegativeFactors.Loss, work: Work
    ) throws(Diagnostic) -> Matrix {
        var (result, weighted) = (side, x)
        let topics = side.columns
        if loss == .kullbackLeibler {
            for row in 0..<x.rowCount {
                for place in x.range(ofRow: row) {
                    let estimate = side.product(row, other, Int(x.columns[place]))
                    weighted.values[place] = x.values[place] / max(estimate, epsilon)
                }
            }
        }
        let numerators = try weighted.product(other, work: work)
        let gram = other.gramOfColumns
        let sums = (0..<topics).map { other.column($0).reduce(0, +) }
        for row in 0..<side.rows {
            for topic in 0..<topics {
                var denominator = 0.0
                if loss == .frobenius {
                    for each in 0..<topics { denominator += side[row, each] * gram[each, topic] }
                    if denominator == 0 { denominator = epsilon }
                } else {
                    denominator = sums[topic] == 0 ? 1 : sums[topic]
                }
                result[row, topic] = side[row, topic] * (numerators[row, topic] / denominator)
            }
        }
        try work.check()
        return result
    }

    // MARK: - Loss

    /// The square root of twice the loss.
    func error(_ loss: NonnegativeFactors.Loss, work: Work) throws(Diagnostic) -> Double {
        var sum = CompensatedSum()
        if loss == .frobenius {
            // ‖WH‖² by the products of columns; then what the entries of X change.
            let (gramW, gramH) = (w.gramOfColumns, h.gramOfColumns)
            for index in gramW.values.indices { sum.add(gramW.values[index] * gramH.values[index]) }
            for row in 0..<x.rowCount {
                for place in x.range(ofRow: row) {
                    let estimate = w.product(row, h, Int(x.columns[place]))
                    sum.add(x.values[place] * (x.values[place] - 2 * estimate))
                }
            }
            try work.check()
            return max(sum.total, 0).squareRoot()
        }
        for topic in 0..<w.columns {
            sum.add(w.column(topic).compensatedSum() * h.column(topic).compensatedSum())
        }
        for row in 0..<x.rowCount {
            for place in x.range(ofRow: row) where x.values[place] > Self.epsilon {
                let estimate = max(w.product(row, h, Int(x.columns[place])), Self.epsilon)
                sum.add(x.values[place] * log(x.values[place] / estimate) - x.values[place])
            }
        }
        try work.check()
        return max(2 * sum.total, 0).squareRoot()
    }
}

extension Matrix {
    /// The product of a row with a row of another.
    fileprivate func product(_ row: Int, _ other: Matrix, _ otherRow: Int) -> Double {
        var sum = 0.0
        for column in 0..<columns {
            sum += values[row * columns + column] * other.values[otherRow * columns + column]
        }
        return sum
    }

    /// The product of each two columns.
    fileprivate var gramOfColumns: Matrix {
        var gram = Matrix(rows: columns, columns: columns)
        for row in 0..<rows {
            for first in 0..<columns {
                let value = values[row * columns + first]
                if value == 0 { continue }
                for second in 0..<columns {
                    gram.values[first * columns + second] += value * values[row * columns + second]
                }
            }
        }
        return gram
    }
}
