import RapportNumerics
import RapportPluginKit
import RapportText

/// Texts that a model has put into its groups.
struct AssignedTexts: Sendable {
    /// Of each row.
    let groups: [Int?]
    let similarities: [Double?]
    let reasons: [Unusable?]
    let tokens: [Int]
    /// Words of all texts, and those that the model knows.
    let words: Double
    let known: Double

    var assigned: Int { groups.count { $0 != nil } }

    init(_ model: DemandModel, _ texts: [String?], work: Work) throws(Diagnostic) {
        let corpus = try Corpus(texts, model.options, allowsNone: true, work: work)
        let counts = corpus.counts(in: model.weighting.vocabulary)
        let vectors = model.weighting.vectors(of: counts)
        let places = try model.space?.places(of: vectors, work: work) ?? vectors
        let directions = model.centers.map(\.normalized)
        var nearest = SparseKMeans(clusterCount: model.centers.count)
        nearest.geometry = model.isSpherical ? .spherical : .euclidean
        let labels = try nearest.assign(
            places, to: model.isSpherical ? directions : model.centers, work: work
        ).labels
        let found = (0..<corpus.count).map { places.range(ofRow: $0).isEmpty ? nil : labels[$0] }
        let likeness = found.enumerated().map { document, group in
            group.map { places.product(ofRow: document, with: directions[$0]) }
        }
        groups = corpus.documentOfRow.map { $0.flatMap { found[$0] } }
        similarities = corpus.documentOfRow.map { $0.flatMap { likeness[$0] } }
        reasons = corpus.documentOfRow.enumerated().map { row, document in
            guard let document else { return corpus.reasons[row] }
            if found[document] != nil { return nil }
            return vectors.range(ofRow: document).isEmpty ? .unknownWords : .noDirection
        }
        tokens = corpus.tokens
        words = corpus.knownTokens
        known = zip(corpus.weights, 0..<corpus.count).map { weight, document in
            weight * counts.values[counts.range(ofRow: document)].reduce(0, +)
        }.compensatedSum()
    }

    func assignment(_ model: DemandModel) -> Assignment {
        Assignment(
            clusters: groups.map { $0.map { $0 + 1 } }, labels: groups, names: model.labels,
            similarities: similarities, limit: model.outlierLimit, tokens: tokens, reasons: reasons)
    }
}
