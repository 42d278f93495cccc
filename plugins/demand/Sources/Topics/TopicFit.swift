import RapportNumerics
import RapportPluginKit
import RapportText

/// Topics as they were found, the one that is talked of most first.
struct TopicFit: Sendable {
    /// By document: the part of each topic; a row adds up to 1, or to 0 where no topic has the document.
    let shares: [[Double]]
    /// By topic: the weight of each term.
    let words: [[Double]]
    /// Of each topic: its part of all messages.
    let weights: [Double]
    let curve: [KChoice]
    /// Mean words of a document, of those that count.
    let length: Double
    let documents: Int

    var k: Int { words.count }

    private static let range = 2...15

    init(_ analysis: Topics, _ corpus: Corpus, seed: UInt64, work: Work) throws(Diagnostic) {
        documents = corpus.count
        length = corpus.knownTokens / Double(max(corpus.usable, 1))
        let subject = TopicSubject(analysis, corpus, seed: seed)
        let found: TopicSubject.Found
        switch analysis.nComponents {
        case .given(let k):
            let most = min(corpus.count, corpus.vocabulary.count)
            guard k <= most else {
                throw Diagnostic(
                    "table.too-few-rows",
                    "\(Wording.count(corpus.count, "distinct text")) with \(Wording.count(corpus.vocabulary.count, "word")); "
                        + "\(k) topics need at least as many of both",
                    subject: .parameter("n_components"), help: ["`n_components=\(most)` or fewer"])
            }
            work.begin("find topics")
            found = try subject.fit(k, work: work)
            curve = []
        case .auto:
            let most = min(Self.range.upperBound, corpus.count - 1, corpus.vocabulary.count - 1)
            guard most >= Self.range.lowerBound else {
                throw Diagnostic(
                    "table.too-few-rows",
                    "\(Wording.count(corpus.count, "distinct text")) with \(Wording.count(corpus.vocabulary.count, "word")); "
                        + "`\(Topics.name)` needs at least 3 of both to choose the number of topics",
                    help: ["`n_components=1`"])
            }
            work.begin("choose the number of topics", of: most - 1, unit: "numbers")
            var (curve, best): ([KChoice], TopicSubject.Found?) = ([], nil)
            let coherence = TopicCoherence(corpus.counts)
            var bestNPMI = -Double.infinity
            for k in Self.range.lowerBound...most {
                let each = try subject.fit(k, work: work)
                let npmi = subject.npmi(each, by: coherence)
                curve.append(KChoice(k: k, silhouette: nil, npmi: npmi, objective: each.objective))
                if best == nil || (npmi ?? -1) > bestNPMI { (best, bestNPMI) = (each, npmi ?? -1) }
                work.advance(by: 1)
            }
            guard let best else { throw .internalError("no number of topics") }
            (found, self.curve) = (best, curve)
        }
        let parts = found.documents.map { row in
            let sum = row.compensatedSum()
            return sum > 0 ? row.map { $0 / sum } : row
        }
        let weights = corpus.weights
        let total = weights.compensatedSum()
        let shares = found.words.indices.map { topic in
            parts.indices.map { parts[$0][topic] * weights[$0] }.compensatedSum() / max(total, 1)
        }
        let order = shares.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }
        self.weights = order.map { shares[$0] }
        words = order.map { found.words[$0] }
        self.shares = parts.map { part in order.map { part[$0] } }
    }

    /// The strongest topic of a document, the first of equal ones; nil where none has it.
    func dominant(_ document: Int) -> Int? {
        let row = shares[document]
        guard let most = row.max(), most > 0 else { return nil }
        return row.firstIndex(of: most)
    }
}

/// One way to find topics in one corpus.
struct TopicSubject: Sendable {
    let analysis: Topics
    let corpus: Corpus
    let vectors: SparseMatrix
    let seed: UInt64

    struct Found: Sendable {
        /// By document and topic.
        let documents: [[Double]]
        /// By topic and term.
        let words: [[Double]]
        /// NMF: what is left over; LDA: perplexity.
        let objective: Double
    }

    init(_ analysis: Topics, _ corpus: Corpus, seed: UInt64) {
        (self.analysis, self.corpus, self.seed) = (analysis, corpus, seed)
        vectors = TermWeighting(fitting: corpus).vectors(of: corpus.counts)
    }

    func fit(_ k: Int, work: Work) throws(Diagnostic) -> Found {
        switch analysis.method {
        case .nmf:
            var nmf = NonnegativeFactors(topicCount: k)
            (nmf.maxIterations, nmf.tolerance) = (analysis.maxIter, analysis.tol)
            nmf.solver = analysis.solver == .cd ? .coordinateDescent : .multiplicative
            nmf.loss = analysis.betaLoss == .frobenius ? .frobenius : .kullbackLeibler
            nmf.start = analysis.`init` == .nndsvda ? .nndsvda : .nndsvd
            let fit = try nmf.fit(vectors, work: work)
            return Found(documents: fit.texts.asRows, words: fit.topics.asRows, objective: fit.error)
        case .lda:
            var lda = LatentDirichletAllocation(topicCount: k)
            (lda.maxIterations, lda.seed) = (analysis.maxIter, UInt32(truncatingIfNeeded: seed))
            (lda.textPrior, lda.termPrior) = (analysis.alpha.given, analysis.eta.given)
            let fit = try lda.fit(corpus.counts, work: work)
            return Found(
                documents: fit.texts.asRows, words: fit.components.asRows, objective: fit.perplexity)
        }
    }

    /// Mean NPMI of the topics' strongest words; nil where none has two.
    func npmi(_ found: Found, by coherence: TopicCoherence) -> Double? {
        let scores = found.words.compactMap { row in
            coherence.npmi(row.indices.filter { row[$0] > 0 }.strongest(analysis.topTerms) { row[$0] })
        }
        return scores.isEmpty ? nil : scores.compensatedSum() / Double(scores.count)
    }
}

extension Matrix {
    fileprivate var asRows: [[Double]] { (0..<rows).map { Array(row($0)) } }
}
