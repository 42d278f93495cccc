import RapportNumerics
import RapportPluginKit
import RapportText

/// Texts by the terms in them, without those that ``TextOptions`` leaves out.
struct TermCounts: Sendable {
    let matrix: SparseMatrix
    /// Ascending by scalar.
    let vocabulary: [String]

    /// Texts without any term are empty rows; where all are, there is no column.
    init(_ texts: [String], _ options: TextOptions, work: Work) throws(Diagnostic) {
        let counts: CountVectorizer.Counts
        do throws(Diagnostic) {
            counts = try CountVectorizer(options.tokenizer).fit(texts, work: work)
        } catch {
            guard error.code == "text.empty-vocabulary" else { throw error }
            (matrix, vocabulary) = (SparseMatrix(rows: texts.map { _ in [] }, columnCount: 0), [])
            return
        }
        let terms = counts.vocabulary.terms
        let kept = terms.indices.filter { options.keeps(terms[$0]) }
        matrix = kept.count == terms.count ? counts.matrix : counts.matrix.selecting(columns: kept)
        vocabulary = kept.map { terms[$0] }
    }
}
