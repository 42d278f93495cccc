public import RapportDiagnostics
public import RapportNumerics
public import RapportWork

/// Texts as sums of a few topics, topics as sums of terms, nothing ever taken away: X ≈ WH with W, H ≥ 0.
///
/// Sources: Lee & Seung, *Algorithms for non-negative matrix factorization* (2001) for ``Solver/multiplicative``; Cichocki
/// & Phan (2009) for ``Solver/coordinateDescent``; starts and stops as scikit-learn's `NMF`. From the same start both
/// are deterministic; ``Start/nndsvda`` begins from singular vectors and needs no seed.
public struct NonnegativeFactors: Sendable {
    public var topicCount: Int
    public var solver = Solver.coordinateDescent
    public var loss = Loss.frobenius
    public var start = Start.nndsvda
    public var maxIterations = 200
    public var tolerance = 1e-4

    public init(topicCount: Int) { self.topicCount = topicCount }

    public enum Solver: String, Sendable, Hashable, CaseIterable {
        case coordinateDescent = "cd"
        case multiplicative = "mu"
    }

    public enum Loss: String, Sendable, Hashable, CaseIterable {
        /// ½ Σ (x - wh)².
        case frobenius
        /// Σ x ln(x / wh) - x + wh, by ``Solver/multiplicative`` alone.
        case kullbackLeibler = "kullback-leibler"
    }

    public enum Start: Sendable {
        /// Boutsidis & Gallopoulos (2008): with zeros, which multiplications keep.
        case nndsvd
        /// Its zeros filled with the mean of the matrix.
        case nndsvda
        case given(texts: Matrix, topics: Matrix)
    }

    public struct Result: Sendable {
        /// A row a text, a column a topic.
        public var texts: Matrix
        /// A row a topic, a column a term.
        public var topics: Matrix
        /// The square root of twice the loss: of ``Loss/frobenius`` the length of X - WH.
        public var error: Double
        public var iterations: Int
        public var hasConverged: Bool
    }

    /// - Throws: `parameter.range` where the topics are more than the smaller side of the matrix, or the solver cannot
    ///   do the loss; `run.cancelled`.
    /// - Complexity: O(entries · topics + (texts + terms) · topics²) an iteration.
    public func fit(_ matrix: SparseMatrix, work: Work) throws(Diagnostic) -> Result {
        try check(matrix)
        var problem = try NonnegativeProblem(matrix, start, topicCount, work: work)
        var (iterations, hasConverged) = (0, false)
        if solver == .coordinateDescent {
            var first = 0.0
            while iterations < maxIterations, !hasConverged {
                iterations += 1
                let violation = try problem.descend(work: work)
                if iterations == 1 { first = violation }
                hasConverged = first == 0 || violation / first <= tolerance
            }
        } else {
            let first = try problem.error(loss, work: work)
            var last = first
            while iterations < maxIterations, !hasConverged {
                iterations += 1
                try problem.multiply(loss, work: work)
                if tolerance > 0, iterations % 10 == 0 {
                    let error = try problem.error(loss, work: work)
                    hasConverged = first == 0 || (last - error) / first < tolerance
                    last = error
                }
            }
        }
        return Result(
            texts: problem.w, topics: problem.h.transposed, error: try problem.error(loss, work: work),
            iterations: iterations, hasConverged: hasConverged)
    }

    private func check(_ matrix: SparseMatrix) throws(Diagnostic) {
        let limit = min(matrix.rowCount, matrix.columnCount)
        if case .given = start {
        } else if topicCount < 1 || topicCount > limit {
            throw Diagnostic(
                "parameter.range",
                "\(topicCount) topics of \(matrix.rowCount) texts with \(matrix.columnCount) terms; expected 1 to "
                    + "\(limit)",
                subject: .parameter("n_topics"))
        }
        if solver == .coordinateDescent, loss != .frobenius {
            throw Diagnostic(
                "parameter.range", "`solver=cd` takes `loss=frobenius` alone", subject: .parameter("solver"),
                help: ["`solver=mu` takes both"])
        }
    }
}

extension Matrix {
    var transposed: Matrix {
        var turned = Matrix(rows: columns, columns: rows)
        for row in 0..<rows {
            for column in 0..<columns { turned[column, row] = self[row, column] }
        }
        return turned
    }
}
