public import RapportDiagnostics
public import RapportWork

/// Importance that comes from the neighbours': the eigenvector to the largest eigenvalue.
public struct EigenvectorCentrality: Sendable {
    /// One value a node, of length 1, at least 0.
    ///
    /// In a graph of several parts that of the part with the largest eigenvalue; the others tend to 0.
    public var values: [Double]
    public var eigenvalue: Double
    public var convergence: Convergence
}

/// Katz' status index, one value a node.
public struct KatzCentrality: Sendable {
    /// Of length 1.
    public var values: [Double]
    /// As the equation gives it.
    public var raw: [Double]
    public var convergence: Convergence
}

extension Graph {
    /// Power iteration on A + I, whose shift keeps graphs of two sides from swinging; by edges that come in.
    ///
    /// Source: P. Bonacich, *Power and centrality*, Am. J. Sociol. 92 (1987); networkx's start, 1/n, and stop, a
    /// change below n·tolerance.
    /// - Throws: `run.cancelled`. What did not converge says so in ``Convergence``.
    public func eigenvectorCentrality(
        tolerance: Double = 1e-12, maxIterations: Int = 10_000, work: Work
    ) throws(Diagnostic) -> EigenvectorCentrality {
        let n = nodeCount
        guard n > 0 else {
            return EigenvectorCentrality(
                values: [], eigenvalue: 0, convergence: .init(iterations: 0, residual: 0, hasConverged: true))
        }
        var values = [Double](repeating: 1 / Double(n), count: n)
        var (next, iterations, residual, shifted) = (values, 0, Double.infinity, 1.0)
        while iterations < maxIterations, residual >= Double(n) * tolerance {
            try work.check()
            incoming.sums(of: values, into: &next)
            for node in 0..<n { next[node] += values[node] }
            shifted = next.norm
            next.divide(by: shifted)
            residual = change(next, values)
            swap(&values, &next)
            iterations += 1
        }
        // Of length 1 from the first iteration on, so that the length after the next is the eigenvalue plus 1.
        return EigenvectorCentrality(
            values: values, eigenvalue: shifted - 1,
            convergence: .init(
                iterations: iterations, residual: residual, hasConverged: residual < Double(n) * tolerance))
    }

    /// Importance that every node has a little of by itself, and hands on damped: x = αAᵀx + β, of length 1.
    ///
    /// Source: L. Katz, *A new status index derived from sociometric analysis*, Psychometrika 18 (1953).
    /// - Throws: `parameter.range` where alpha is not below 1/λ, with the largest eigenvalue λ found; `run.cancelled`.
    public func katzCentrality(
        alpha: Double = 0.1, beta: Double = 1, tolerance: Double = 1e-12, maxIterations: Int = 10_000,
        work: Work
    ) throws(Diagnostic) -> KatzCentrality {
        let limit = try katzLimit(work: work)
        guard alpha > 0, alpha < limit else {
            throw Diagnostic(
                "parameter.range",
                "`alpha` must be below \(rounded(limit)), 1 over the largest eigenvalue, found \(alpha)",
                subject: .parameter("alpha"), help: ["`alpha=\(rounded(0.9 * limit))`"])
        }
        let n = nodeCount
        var values = [Double](repeating: 0, count: n)
        var (next, iterations, residual) = (values, 0, n == 0 ? 0 : Double.infinity)
        while iterations < maxIterations, residual >= Double(max(n, 1)) * tolerance {
            try work.check()
            incoming.sums(of: values, into: &next)
            for node in 0..<n { next[node] = alpha * next[node] + beta }
            residual = change(next, values)
            swap(&values, &next)
            iterations += 1
        }
        var unit = values
        unit.divide(by: values.norm)
        return KatzCentrality(
            values: unit, raw: values,
            convergence: .init(
                iterations: iterations, residual: residual,
                hasConverged: residual < Double(max(n, 1)) * tolerance))
    }

    /// 1 over the largest eigenvalue; infinite where there is none above 0, as in a directed graph without circles.
    public func katzLimit(work: Work) throws(Diagnostic) -> Double {
        let eigenvalue = try spectralRadius(work: work)
        return eigenvalue > 1e-9 ? 1 / eigenvalue : .infinity
    }

    /// The largest eigenvalue's size, by the growth of A + I.
    private func spectralRadius(work: Work) throws(Diagnostic) -> Double {
        guard hasCircle else { return 0 }
        let found = try eigenvectorCentrality(tolerance: 1e-14, maxIterations: 20_000, work: work)
        return found.eigenvalue
    }

    /// Whether a walk can come back: always where an undirected edge is.
    private var hasCircle: Bool {
        if !isDirected { return edgeCount > 0 }
        var waiting = (0..<nodeCount).map { incoming.degree(of: $0) }
        var free = waiting.indices.filter { waiting[$0] == 0 }
        var left = nodeCount
        while let node = free.popLast() {
            left -= 1
            for place in outgoing.range(of: node) {
                let next = Int(outgoing.neighbours[place])
                waiting[next] -= 1
                if waiting[next] == 0 { free.append(next) }
            }
        }
        return left > 0
    }

    /// Five significant digits, cut, not rounded: what is printed as a limit lies below it.
    private func rounded(_ value: Double) -> String {
        guard value.isFinite, value > 0 else { return "\(value)" }
        var scale = 1.0
        while value * scale < 10_000 { scale *= 10 }
        while value * scale >= 100_000 { scale /= 10 }
        return "\((value * scale).rounded(.down) / scale)"
    }
}
