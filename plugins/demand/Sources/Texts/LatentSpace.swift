import RapportNumerics
import RapportPluginKit
import RapportText

/// The few directions that weights of words go in, learnt from texts: words that stand beside the same words share them.
///
/// Deerwester and others, *Indexing by latent semantic analysis* (1990): the truncated SVD, rows brought to length 1.
struct LatentSpace: Sendable {
    /// A row a term of the vocabulary, a column a direction.
    let directions: Matrix

    init(directions: Matrix) { self.directions = directions }

    /// - Throws: `parameter.range` where the texts have fewer directions than asked for, `run.cancelled`.
    init(fitting vectors: SparseMatrix, dimensions: Int, work: Work) throws(Diagnostic) {
        let most = min(vectors.rowCount, vectors.columnCount)
        guard dimensions <= most else {
            throw Diagnostic(
                "parameter.range",
                "`lsa` asks for \(Wording.count(dimensions, "direction")) of \(Wording.count(vectors.rowCount, "different text")) "
                    + "with \(Wording.count(vectors.columnCount, "word")); expected at most \(most)",
                subject: .parameter("lsa"), help: [most > 1 ? "`lsa=\(most)` or fewer" : "leave `lsa` out"])
        }
        directions = try LatentSemanticAnalysis(vectors, dimensions: dimensions, work: work).directions
    }

    /// Texts along the directions, each of length 1; a row without an entry goes along none of them.
    func places(of vectors: SparseMatrix, work: Work) throws(Diagnostic) -> SparseMatrix {
        let scores = try vectors.product(directions, work: work)
        let columns = (0..<scores.columns).map { Int32(truncatingIfNeeded: $0) }
        var (offsets, places, values): ([Int], [Int32], [Double]) = ([0], [], [])
        for row in 0..<scores.rows {
            let cells = Array(scores.row(row))
            // Texts have length 1. Directions are iterated to their values' eleventh digit, which is the fifth or sixth
            // of their own: what is shorter is no place.
            if cells.reduce(0.0, { $0 + $1 * $1 }) > 1e-8 {
                places += columns
                values += cells.normalized
            }
            offsets.append(places.count)
        }
        return SparseMatrix(columnCount: scores.columns, offsets: offsets, columns: places, values: values)
    }
}
