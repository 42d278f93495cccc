public import RapportDiagnostics
public import RapportNumerics
public import RapportWork

/// Texts as mixtures of topics, topics as distributions over terms, by variational Bayes over all texts at once.
///
/// Both priors are 1 / topics unless given. A fit begins with gamma variates of the seed and depends on it; of the same
/// seed it gives what scikit-learn's `LatentDirichletAllocation(learning_method="batch")` gives. It wants some 200
/// texts of 20 words: below that, ``NonnegativeFactors`` tells more.
/// Sources: Blei, Ng & Jordan, *Latent Dirichlet Allocation* (2003); Hoffman, Blei & Bach, *Online learning for LDA* (2010).
public struct LatentDirichletAllocation: Sendable {
    public var topicCount: Int
    public var textPrior: Double?
    public var termPrior: Double?
    /// Rounds over all texts.
    public var maxIterations = 10
    /// Rounds over one text.
    public var maxTextIterations = 100
    /// The mean change of a text's parameters at which its rounds stop.
    public var meanChange = 1e-3
    public var seed: UInt32 = 42

    public init(topicCount: Int) { self.topicCount = topicCount }

    public struct Result: Sendable {
        /// A row a topic: the pseudo-count of each term.
        public var components: Matrix
        /// A row a text: its share of each topic.
        public var texts: Matrix
        /// The lower bound of the log-likelihood of the texts.
        public var bound: Double
        /// e^(-bound a word): how many words a text's next word is as uncertain as.
        public var perplexity: Double
    }

    /// - Throws: `parameter.range` for fewer topics than one, `run.cancelled`.
    /// - Complexity: O(entries · topics) a round over one text.
    public func fit(_ counts: SparseMatrix, work: Work) throws(Diagnostic) -> Result {
        guard topicCount >= 1 else {
            throw Diagnostic(
                "parameter.range", "\(topicCount) topics; expected 1 or more", subject: .parameter("n_topics")
            )
        }
        var random = NumpyRandom(seed: seed)
        var components = Matrix(rows: topicCount, columns: counts.columnCount)
        for index in components.values.indices { components.values[index] = random.gamma(shape: 100) * 0.01 }
        for _ in 0..<maxIterations {
            var start = Matrix(rows: counts.rowCount, columns: topicCount)
            for index in start.values.indices { start.values[index] = random.gamma(shape: 100) * 0.01 }
            let expectation = VariationalExpectation(self, components)
            let step = try expectation.run(counts, from: start, collecting: true, work: work)
            let prior = termPrior ?? 1 / Double(topicCount)
            for index in components.values.indices {
                components.values[index] = prior + step.statistics[index]
            }
        }
        return try apply(components, to: counts, work: work)
    }

    /// The topics of texts by known pseudo-counts of terms: deterministic.
    ///
    /// - Throws: `run.cancelled`.
    public func apply(_ components: Matrix, to counts: SparseMatrix, work: Work) throws(Diagnostic) -> Result
    {
        let start = Matrix(rows: counts.rowCount, columns: components.rows, repeating: 1)
        let expectation = VariationalExpectation(self, components)
        let step = try expectation.run(counts, from: start, collecting: false, work: work)
        let bound = try expectation.bound(counts, step.texts, work: work)
        let words = counts.values.compensatedSum()
        var shares = step.texts
        for row in 0..<shares.rows {
            let total = shares.row(row).reduce(0, +)
            for topic in 0..<shares.columns { shares[row, topic] /= total }
        }
        return Result(
            components: components, texts: shares, bound: bound,
            perplexity: words > 0 ? exponential(-bound / words) : 1)
    }
}
