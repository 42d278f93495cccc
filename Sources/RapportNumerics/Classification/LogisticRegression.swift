#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

public import RapportDiagnostics
public import RapportWork

/// A line between two classes, with the odds on its two sides.
///
/// Minimises `C·Σ wᵢ·ln(1 + e^(−yᵢ fᵢ)) + ½‖β‖²` with `f = x·β + b`; the intercept `b` is free, as in scikit-learn's
/// `LogisticRegression`. The optimum is unique; it is found by Newton's method, each step solved by conjugate gradients
/// (the Hessian is never formed), until no part of the gradient is above 1e-8 of the sum of the weights times C.
/// Deterministic: no seed, sums in the order of rows.
/// Source: C.-J. Lin, R. Weng & S. Keerthi, *Trust Region Newton Method for Large-Scale Logistic Regression*, JMLR 9, 2008.
public struct LogisticRegression: Sendable, Hashable {
    public var weights: [Double]
    public var intercept: Double
    /// Newton steps taken.
    public var iterations: Int
    /// Whether the gradient got as small as promised.
    public var isConverged: Bool

    public init(weights: [Double], intercept: Double, iterations: Int = 0, isConverged: Bool = true) {
        (self.weights, self.intercept) = (weights, intercept)
        (self.iterations, self.isConverged) = (iterations, isConverged)
    }

    /// The probability of the second class.
    public func probability(of row: Int, in rows: SparseMatrix) -> Double {
        Self.logistic(rows.product(row, weights.span) + intercept)
    }

    static func logistic(_ odds: Double) -> Double { 1 / (1 + exp(-odds)) }

    /// The line for rows of two classes.
    ///
    /// Each row counts as `rowWeights` says, or once; `c` is the inverse of how strongly weights are held near 0.
    /// - Throws: `class.single` where all rows are of one class; `run.cancelled`.
    /// - Complexity: O(entries) for each conjugate gradient step, some hundreds in all.
    public static func fit(
        _ rows: SparseMatrix, isPositive: [Bool], rowWeights: [Double]? = nil, c: Double = 1, work: Work
    ) throws(Diagnostic) -> LogisticRegression {
        guard isPositive.contains(true), isPositive.contains(false) else {
            throw Diagnostic(
                "class.single", "all \(isPositive.count) rows are of one class; expected two",
                help: ["a line between two classes needs rows of both"])
        }
        var fit = LogisticFit(
            rows, signs: isPositive.map { $0 ? 1 : -1 },
            costs: (rowWeights ?? Array(repeating: 1, count: rows.rowCount)).map { $0 * c })
        return try fit.solved(work)
    }
}

/// The state of one fit; the intercept is the last of ``point``.
private struct LogisticFit {
    let rows: SparseMatrix
    let signs: [Double]
    let costs: [Double]
    var point: [Double]

    init(_ rows: SparseMatrix, signs: [Double], costs: [Double]) {
        (self.rows, self.signs, self.costs) = (rows, signs, costs)
        point = Array(repeating: 0, count: rows.columnCount + 1)
    }

    mutating func solved(_ work: Work) throws(Diagnostic) -> LogisticRegression {
        let tolerance = 1e-8 * max(costs.reduce(0, +), 1e-300)
        var (iteration, isConverged) = (0, false)
        var value = objective(point)
        while iteration < 200 {
            try work.check()
            let (gradient, curvature) = slope()
            let size = gradient.reduce(0) { max($0, abs($1)) }
            if size <= tolerance {
                isConverged = true
                break
            }
            iteration += 1
            let step = try direction(gradient, curvature, tolerance: min(0.1, size.squareRoot()), work)
            // Halved until it goes down enough (Armijo); the function is convex and the step points down.
            let descent = zip(gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
            var (scale, next, nextValue) = (1.0, point, value)
            while true {
                next = zip(point, step).map { $0 + scale * $1 }
                nextValue = objective(next)
                if nextValue <= value + 1e-4 * scale * descent { break }
                scale /= 2
                if scale < 1e-12 { break }
            }
            // No float is lower: as near as can be.
            if scale < 1e-12 {
                isConverged = size <= tolerance * 1e3
                break
            }
            (point, value) = (next, nextValue)
        }
        return LogisticRegression(
            weights: Array(point.dropLast()), intercept: point[point.count - 1], iterations: iteration,
            isConverged: isConverged)
    }

    private func objective(_ point: [Double]) -> Double {
        var loss = 0.0
        for row in 0..<rows.rowCount {
            let margin = signs[row] * (rows.product(row, point.span) + point[point.count - 1])
            // ln(1 + e^-m) without overflow.
            let cost = margin > 0 ? log1p(exp(-margin)) : log1p(exp(margin)) - margin
            loss += costs[row] * cost
        }
        return loss + point.dropLast().reduce(0) { $0 + $1 * $1 } / 2
    }

    /// The gradient, and each row's second derivative.
    private func slope() -> (gradient: [Double], curvature: [Double]) {
        var gradient = point
        gradient[gradient.count - 1] = 0
        var curvature = [Double](repeating: 0, count: rows.rowCount)
        for row in 0..<rows.rowCount {
            let odds = rows.product(row, point.span) + point[point.count - 1]
            let probability = LogisticRegression.logistic(odds)
            let error = costs[row] * (probability - (signs[row] > 0 ? 1 : 0))
            add(row, error, to: &gradient)
            curvature[row] = costs[row] * probability * (1 - probability)
        }
        return (gradient, curvature)
    }

    /// The Newton step by conjugate gradients, to a part of the gradient's length.
    private func direction(
        _ gradient: [Double], _ curvature: [Double], tolerance: Double, _ work: Work
    ) throws(Diagnostic) -> [Double] {
        // Scaled by the Hessian's diagonal: the intercept's is far larger than a rare feature's.
        var diagonal = [Double](repeating: 1, count: gradient.count)
        diagonal[diagonal.count - 1] = 1e-12
        for row in 0..<rows.rowCount {
            for entry in rows.range(ofRow: row) {
                diagonal[Int(rows.columns[entry])] += curvature[row] * rows.values[entry] * rows.values[entry]
            }
            diagonal[diagonal.count - 1] += curvature[row]
        }
        var step = [Double](repeating: 0, count: gradient.count)
        var residual = gradient.map { -$0 }
        var scaled = zip(residual, diagonal).map { $0 / $1 }
        var search = scaled
        var length = dot(residual, scaled)
        let goal = tolerance * tolerance * length
        for _ in 0..<max(20, min(gradient.count, 500)) {
            try work.check()
            if length <= goal || length == 0 { break }
            let curved = curve(search, curvature)
            let bend = dot(search, curved)
            if bend <= 0 { break }
            let scale = length / bend
            for place in step.indices {
                step[place] += scale * search[place]
                residual[place] -= scale * curved[place]
                scaled[place] = residual[place] / diagonal[place]
            }
            let next = dot(residual, scaled)
            let keep = next / length
            for place in search.indices { search[place] = scaled[place] + keep * search[place] }
            length = next
        }
        return step
    }

    /// The Hessian times a vector.
    private func curve(_ vector: [Double], _ curvature: [Double]) -> [Double] {
        var result = vector
        result[result.count - 1] = 0
        for row in 0..<rows.rowCount {
            let along = rows.product(row, vector.span) + vector[vector.count - 1]
            add(row, curvature[row] * along, to: &result)
        }
        return result
    }

    private func add(_ row: Int, _ scale: Double, to vector: inout [Double]) {
        let (columns, values) = (rows.columns.span, rows.values.span)
        for entry in rows.range(ofRow: row) {
            vector[Int(columns[entry])] += scale * values[entry]
        }
        vector[vector.count - 1] += scale
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double {
        let (a, b) = (a.span, b.span)
        var sum = 0.0
        for place in a.indices { sum += a[place] * b[place] }
        return sum
    }
}

extension SparseMatrix {
    /// The sum of a row's values times these weights, one a column.
    @inline(__always) func product(_ row: Int, _ weights: Span<Double>) -> Double {
        let (columns, values) = (columns.span, values.span)
        var sum = 0.0
        for entry in range(ofRow: row) { sum += values[entry] * weights[Int(columns[entry])] }
        return sum
    }
}
