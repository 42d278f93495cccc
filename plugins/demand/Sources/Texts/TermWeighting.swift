import RapportNumerics
import RapportPluginKit
import RapportText

/// Which terms count, and how much: fitted on one corpus, used on others.
struct TermWeighting: Sendable {
    /// Ascending by scalar.
    let vocabulary: [String]
    private let weights: TFIDF

    var idf: [Double] { weights.idf }
    var isSublinear: Bool { weights.options.isSublinear }

    init(vocabulary: [String], idf: [Double], isSublinear: Bool) {
        var options = TFIDF.Options()
        options.isSublinear = isSublinear
        (self.vocabulary, weights) = (vocabulary, TFIDF(idf: idf, options: options))
    }

    /// Smooth idf over different texts.
    init(fitting corpus: Corpus, isSublinear: Bool) {
        var options = TFIDF.Options()
        options.isSublinear = isSublinear
        (vocabulary, weights) = (corpus.vocabulary, TFIDF(fitting: corpus.counts, options: options))
    }

    /// Rows of length 1; rows without a term stay zero.
    func vectors(of counts: SparseMatrix) -> SparseMatrix { weights.apply(to: counts) }
}
