public import RapportDiagnostics
internal import RapportNumerics
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
    /// Power iteration on A + sI, whose shift keeps graphs of two sides from swinging; by edges that come in.
    ///
    /// The shift is the greatest weight, 1 without weights as networkx has it; what has not settled after as many
    /// iterations as networkx makes goes on with half of what the eigenvalue seems to be by then. So neither whether
    /// values settle nor how soon depends on the unit of the weights. Source: P. Bonacich, *Power and centrality*, Am. J.
    /// Sociol. 92 (1987); networkx's start, all alike, and stop, a change below n·tolerance.
    /// - Throws: `run.cancelled`. What did not converge says so in ``Convergence``.
    public func eigenvectorCentrality(
        tolerance: Double = 1e-12, maxIterations: Int = 10_000, work: Work
    ) throws(Diagnostic) -> EigenvectorCentrality {
        let (n, scale) = (nodeCount, weightScale)
        guard n > 0 else {
            return EigenvectorCentrality(
                values: [], eigenvalue: 0, convergence: .init(iterations: 0, residual: 0, hasConverged: true))
        }
        var values = [Double](repeating: 1 / Double(n).squareRoot(), count: n)
        var (next, iterations, residual) = (values, 0, Double.infinity)
        var (eigenvalue, shift) = (0.0, edgeCount > 0 ? (outgoing.weights.max() ?? 1) * scale : 1)
        while iterations < maxIterations, residual >= Double(n) * tolerance {
            try work.check()
            incoming.sums(of: values, scale: scale, into: &next)
            for node in 0..<n { next[node] += shift * values[node] }
            // Of values of length 1.
            let length = next.norm
            eigenvalue = length - shift
            next.divide(by: length)
            residual = change(next, values)
            swap(&values, &next)
            iterations += 1
            if iterations >= 128, iterations & (iterations - 1) == 0 {
                shift = max(eigenvalue / 2, shift / 16)
            }
        }
        return EigenvectorCentrality(
            values: values, eigenvalue: eigenvalue / scale,
            convergence: .init(
                iterations: iterations, residual: residual, hasConverged: residual < Double(n) * tolerance))
    }

    /// Importance that every node has a little of by itself, and hands on damped: x = αAᵀx + β, of length 1.
    ///
    /// Source: L. Katz, *A new status index derived from sociometric analysis*, Psychometrika 18 (1953).
    /// `limit` is ``katzLimit(work:)`` where it is known; `parameter` what the caller calls alpha.
    /// - Throws: `parameter.range` where alpha is not below the limit, with one that is; `run.cancelled`.
    public func katzCentrality(
        alpha: Double = 0.1, beta: Double = 1, tolerance: Double = 1e-12, maxIterations: Int = 10_000,
        limit known: Double? = nil, parameter: String = "alpha", work: Work
    ) throws(Diagnostic) -> KatzCentrality {
        let limit = if let known { known } else { try katzLimit(work: work) }
        guard alpha > 0, alpha < limit else {
            throw Diagnostic(
                "parameter.range",
                "`\(parameter)` must be < \(limit.cutToFiveDigits), 1 over the largest eigenvalue; found \(alpha)",
                subject: .parameter(parameter), help: ["`\(parameter)=\((0.9 * limit).cutToFiveDigits)`"])
        }
        // With 1 for beta, which all values are times of: when they have settled does not depend on it.
        let n = nodeCount
        var values = [Double](repeating: 0, count: n)
        var (next, iterations, residual) = (values, 0, n == 0 ? 0 : Double.infinity)
        while iterations < maxIterations, residual >= Double(max(n, 1)) * tolerance {
            try work.check()
            incoming.sums(of: values, into: &next)
            for node in 0..<n { next[node] = alpha * next[node] + 1 }
            residual = change(next, values)
            swap(&values, &next)
            iterations += 1
        }
        var unit = values
        unit.divide(by: values.norm)
        return KatzCentrality(
            values: unit, raw: values.map { $0 * beta },
            convergence: .init(
                iterations: iterations, residual: residual,
                hasConverged: residual < Double(max(n, 1)) * tolerance))
    }

    /// 1 over the largest eigenvalue; infinite where there is none above 0, as in a directed graph without circles.
    public func katzLimit(work: Work) throws(Diagnostic) -> Double {
        guard hasCircle else { return .infinity }
        return 1 / (try eigenvectorCentrality(tolerance: 1e-14, maxIterations: 20_000, work: work).eigenvalue)
    }

    /// Whether a walk can come back, so that there is an eigenvalue above 0: always where an undirected edge is.
    public var hasCircle: Bool {
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
}
