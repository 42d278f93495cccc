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
        options = try analysis.textOptions()
        work.begin("read texts")
        let whole = try Corpus(texts, options, work: work)
        corpus = try whole.trimmed(
            analysis.minDf.given, analysis.maxDf.given, analysis.maxFeatures, for: Cluster.name)
        unknownRate = 1 - corpus.knownTokens / whole.knownTokens
        weighting = TermWeighting(fitting: corpus, isSublinear: analysis.sublinearTf)
        vectors = weighting.vectors(of: corpus.counts)

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

extension Cluster {
    func textOptions() throws(Diagnostic) -> TextOptions {
        try TextOptions(
            language: language, stopWords: stopWords, ignoring: ignoreWords, userDict: userDict,
            segmentation: segmentation, numbers: numbers, stripQuotes: stripQuotes, ngramRange: ngramRange)
    }
}
