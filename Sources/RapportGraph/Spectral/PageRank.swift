public import RapportDiagnostics
public import RapportWork

extension Graph {
    /// The share of time that a random walker spends at each node, who follows an edge by its weight, and with
    /// probability 1 − α, or where no edge leads on, begins again somewhere.
    ///
    /// Source: Page, Brin, Motwani & Winograd, *The PageRank citation ranking* (1999); networkx's stop, a change
    /// below n·tolerance.
    /// `personalization` says where the walker begins again, by weight; nil: anywhere.
    /// - Returns: The shares, which add up to 1, and what the iteration ended with.
    /// - Throws: `parameter.range` where alpha is outside 0…1 or no weight of ``personalization`` is above 0;
    ///   `run.cancelled`.
    /// - Complexity: O(edges) an iteration.
    public func pageRank(
        alpha: Double = 0.85, personalization: [Double]? = nil, tolerance: Double = 1e-12,
        maxIterations: Int = 1_000, work: Work
    ) throws(Diagnostic) -> (values: [Double], convergence: Convergence) {
        guard (0...1).contains(alpha) else {
            throw Diagnostic(
                "parameter.range", "`alpha` must be between 0 and 1, found \(alpha)",
                subject: .parameter("alpha"))
        }
        let n = nodeCount
        guard n > 0 else { return ([], .init(iterations: 0, residual: 0, hasConverged: true)) }
        var start = personalization ?? [Double](repeating: 1, count: n)
        let total = start.reduce(0, +)
        guard start.count == n, total > 0, start.allSatisfy({ $0 >= 0 }) else {
            throw Diagnostic(
                "parameter.range", "where a walk begins must have a weight above 0",
                subject: .parameter("personalization"))
        }
        start.divide(by: total)

        // Divided once: a row of the walk's matrix adds up to 1.
        var leaving = [Double](repeating: 0, count: n)
        for node in 0..<n {
            for place in outgoing.range(of: node) { leaving[node] += outgoing.weights[place] }
        }
        let sinks = (0..<n).filter { leaving[$0] == 0 }
        var values = [Double](repeating: 1 / Double(n), count: n)
        var (handed, next) = (values, values)
        var (iterations, residual) = (0, Double.infinity)
        while iterations < maxIterations, residual >= Double(n) * tolerance {
            try work.check()
            for node in 0..<n { handed[node] = leaving[node] > 0 ? values[node] / leaving[node] : 0 }
            var lost = 0.0
            for node in sinks { lost += values[node] }
            try rowSums(of: handed, into: &next, work: work)
            for node in 0..<n {
                next[node] = alpha * (next[node] + lost * start[node]) + (1 - alpha) * start[node]
            }
            residual = change(next, values)
            swap(&values, &next)
            iterations += 1
        }
        return (
            values,
            .init(iterations: iterations, residual: residual, hasConverged: residual < Double(n) * tolerance)
        )
    }

    /// The sums over edges that come in, on all threads: every row is added up by one of them.
    private func rowSums(of values: [Double], into result: inout [Double], work: Work) throws(Diagnostic) {
        guard incoming.neighbours.count > 200_000 else { return incoming.sums(of: values, into: &result) }
        let (rows, incoming, nodeCount) = (8_192, incoming, nodeCount)
        try unsafe result.withUnsafeMutableBufferPointer { (result) throws(Diagnostic) in
            let cells = unsafe SharedCells(result.baseAddress)
            try work.pieces((nodeCount + rows - 1) / rows) { (piece) throws(Diagnostic) in
                let nodes = piece * rows..<min(nodeCount, (piece + 1) * rows)
                // SAFETY: `result` has a cell a node and outlives the pieces, each of which writes its own rows.
                unsafe incoming.sums(of: values, nodes: nodes, into: cells)
                try work.check()
            }
        }
    }

    /// Hubs point to good authorities, authorities are pointed to by good hubs; each adds up to 1.
    ///
    /// Source: J. Kleinberg, *Authoritative sources in a hyperlinked environment*, J. ACM 46 (1999).
    /// - Throws: `run.cancelled`.
    public func hits(
        tolerance: Double = 1e-13, maxIterations: Int = 10_000, work: Work
    ) throws(Diagnostic) -> (hubs: [Double], authorities: [Double], convergence: Convergence) {
        let (n, scale) = (nodeCount, weightScale)
        guard n > 0, edgeCount > 0 else {
            let none = [Double](repeating: 0, count: n)
            return (none, none, .init(iterations: 0, residual: 0, hasConverged: true))
        }
        var hubs = [Double](repeating: 1 / Double(n), count: n)
        var (authorities, next) = (hubs, hubs)
        var (iterations, residual) = (0, Double.infinity)
        while iterations < maxIterations, residual >= tolerance {
            try work.check()
            incoming.sums(of: hubs, scale: scale, into: &authorities)
            outgoing.sums(of: authorities, scale: scale, into: &next)
            let total = next.reduce(0, +)
            next.divide(by: total)
            residual = change(next, hubs)
            swap(&hubs, &next)
            iterations += 1
        }
        incoming.sums(of: hubs, scale: scale, into: &authorities)
        authorities.divide(by: authorities.reduce(0, +))
        return (
            hubs, authorities,
            .init(iterations: iterations, residual: residual, hasConverged: residual < tolerance)
        )
    }
}
