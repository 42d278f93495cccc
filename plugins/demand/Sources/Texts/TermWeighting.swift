import RapportNumerics
import RapportPluginKit
import RapportText

/// Which terms count, and how much: fitted on one corpus, used on others.
struct TermWeighting: Sendable {
    /// Ascending by scalar.
    let vocabulary: [String]
    /// Whether a term counts once a text.
    let isBinary: Bool
    private let weights: TFIDF

    var idf: [Double] { weights.idf }
    var isSublinear: Bool { weights.options.isSublinear }

    init(vocabulary: [String], idf: [Double], isSublinear: Bool, isBinary: Bool) {
        var options = TFIDF.Options()
        options.isSublinear = isSublinear
        (self.vocabulary, self.isBinary) = (vocabulary, isBinary)
        weights = TFIDF(idf: idf, options: options)
    }

    /// Learns over different texts how rare terms are.
    init(fitting corpus: Corpus, _ options: TFIDF.Options = .init(), isBinary: Bool = false) {
        (vocabulary, self.isBinary) = (corpus.vocabulary, isBinary)
        weights = TFIDF(fitting: corpus.counts, options: options)
    }

    /// Rows of length 1; rows without a term stay zero.
    func vectors(of counts: SparseMatrix) -> SparseMatrix {
        guard isBinary else { return weights.apply(to: counts) }
        var once = counts
        once.values = counts.values.map { $0 > 0 ? 1 : $0 }
        return weights.apply(to: once)
    }
}
