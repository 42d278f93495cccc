import RapportNumerics
import RapportPluginKit
import RapportText

/// What is to be grouped, and what is known of each message beside its text.
struct ClusterSubject: Sendable {
    /// Of the vocabulary that was kept.
    let corpus: Corpus
    let options: TextOptions
    let weighting: TermWeighting
    /// Documents by terms, each of length 1.
    let vectors: SparseMatrix
    /// The directions that words are brought into first; nil where words are grouped by themselves.
    let space: LatentSpace?
    /// Documents where groups are looked for: ``vectors``, or along the directions of ``space``.
    let places: SparseMatrix
    /// The part of all words that the vocabulary does not have.
    let unknownRate: Double

    let texts: [String?]
    /// The customer of each row, as a place in ``customerNames``; empty where there is no such column.
    let customers: [Int?]
    let customerNames: [String]
    let periods: Periods?
    let periodOfRow: [Int?]
    let ratings: [Double?]
    let sentiments: [Double?]

    init(_ analysis: Cluster, _ table: Table, asOf: Int64?, work: Work) throws(Diagnostic) {
        texts = try table.textsToRead(in: analysis.text)
        options = try analysis.words.options()
        work.begin("read texts")
        let whole = try Corpus(texts, options, work: work)
        let trimmed = try whole.trimmed(by: analysis.vocabulary, for: Cluster.name, work: work)
        unknownRate = 1 - trimmed.knownTokens / whole.knownTokens
        weighting = TermWeighting(
            fitting: trimmed, analysis.weights.options, isBinary: analysis.weights.binary)
        let weighted = weighting.vectors(of: trimmed.counts)
        if let dimensions = analysis.lsa {
            work.begin("find directions")
            let space = try LatentSpace(fitting: weighted, dimensions: dimensions, work: work)
            let found = try space.places(of: weighted, work: work)
            let kept = (0..<found.rowCount).filter { !found.range(ofRow: $0).isEmpty }
            corpus = trimmed.selecting(documents: kept, else: .noDirection)
            (vectors, places) = (weighted.selecting(rows: kept), found.selecting(rows: kept))
            self.space = space
        } else {
            (corpus, vectors, places, space) = (trimmed, weighted, weighted, nil)
        }

        (customers, customerNames) = try table.names(in: analysis.customer, work: work)
        ratings =
            try analysis.rating.map { (name) throws(Diagnostic) in try table.optionalNumbers(in: name) } ?? []
        sentiments =
            try analysis.sentiment.map { (name) throws(Diagnostic) in try table.optionalNumbers(in: name) }
            ?? []
        let times =
            try analysis.time.map { (name) throws(Diagnostic) in try table.optionalMoments(in: name) } ?? []
        let known = times.compactMap(\.self)
        if known.isEmpty {
            (periods, periodOfRow) = (nil, [])
        } else {
            let periods = try Periods(covering: known, every: analysis.every.given)
            periodOfRow = times.map { $0.map(periods.index(of:)) }
            self.periods = periods
        }
    }
}
