import RapportNumerics
import RapportPluginKit
import RapportText

/// A term as a group uses it.
struct GroupTerm: Sendable {
    let term: String
    let ctfidf: Double
    let centerWeight: Double
    /// Rows of the group that have it.
    let df: Int
    /// Signed log-likelihood against the other groups.
    let g2: Double
}

/// What a group amounts to.
struct ClusterSummary: Sendable {
    var label: String
    let n: Int
    let share: Double
    let customers: Int?
    let topCustomers: [String]
    let exampleRow: Int
    let terms: [GroupTerm]
    let npmi: Double?
    let silhouette: Double?
    let meanRating: Double?
    let meanSentiment: Double?
    /// Rows in each period, empty where no time is known.
    let counts: [Int]
    let trend: Trend?

    /// Of each group, the largest first; labels are different from one another.
    static func all(
        _ analysis: Cluster, _ subject: ClusterSubject, _ fit: ClusterFit, work: Work
    ) throws(Diagnostic) -> [ClusterSummary] {
        let corpus = subject.corpus
        let usage = try TermUsage(corpus, labels: fit.labels, groups: fit.k, work: work)
        let keywords = ClassKeywords(counts: usage.counts)
        let (ctfidf, g2) = (keywords.classTFIDF(), keywords.logLikelihood())
        let topics = (0..<fit.k).map { group in
            usage.counts[group].indices.filter { usage.counts[group][$0] > 0 }
                .strongest(analysis.topTerms) { ctfidf[group][$0] }
        }
        let coherence = TopicCoherence(corpus.counts)
        let npmi = topics.map { coherence.npmi($0) }
        var silhouettes = [[Double]](repeating: [], count: fit.k)
        for (document, value) in fit.silhouettes.enumerated() {
            if let value { silhouettes[fit.labels[document]].append(value) }
        }
        var rows = [[Int]](repeating: [], count: fit.k)
        for (row, document) in corpus.documentOfRow.enumerated() {
            if let document { rows[fit.labels[document]].append(row) }
        }
        var summaries: [ClusterSummary] = []
        for group in 0..<fit.k {
            try work.check()
            let terms = topics[group].map { term in
                GroupTerm(
                    term: corpus.vocabulary[term], ctfidf: ctfidf[group][term],
                    centerWeight: fit.termWeights[group][term], df: Int(usage.rows[group][term]),
                    g2: g2[group][term])
            }
            summaries.append(
                try ClusterSummary(
                    subject, rows[group], terms, silhouettes[group],
                    exampleRow: corpus.rowsOfDocument[fit.medoids[group]].first ?? 0, npmi: npmi[group],
                    work: work))
        }
        return distinct(summaries)
    }

    private init(
        _ subject: ClusterSubject, _ rows: [Int], _ terms: [GroupTerm], _ silhouettes: [Double],
        exampleRow: Int, npmi: Double?, work: Work
    ) throws(Diagnostic) {
        (self.terms, self.exampleRow, self.npmi) = (terms, exampleRow, npmi)
        n = rows.count
        share = Double(rows.count) / Double(max(subject.corpus.usable, 1))
        silhouette = Self.mean(silhouettes)
        label = Self.label(terms, of: rows.count)
        func mean(_ values: [Double?]) -> Double? {
            values.isEmpty ? nil : Self.mean(rows.compactMap { values[$0] })
        }
        (meanRating, meanSentiment) = (mean(subject.ratings), mean(subject.sentiments))
        if subject.customers.isEmpty {
            (customers, topCustomers) = (nil, [])
        } else {
            var messages: [Int: Int] = [:]
            for row in rows {
                if let customer = subject.customers[row] { messages[customer, default: 0] += 1 }
            }
            customers = messages.count
            topCustomers = messages.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
                .prefix(3).map { subject.customerNames[$0.key] }
        }
        if let periods = subject.periods {
            var counts = [Int](repeating: 0, count: periods.count)
            for row in rows { if let period = subject.periodOfRow[row] { counts[period] += 1 } }
            self.counts = counts
            trend = try Trend(of: counts[periods.whole].map(Double.init), work: work)
        } else {
            (counts, trend) = ([], nil)
        }
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.compensatedSum() / Double(values.count)
    }

    // MARK: - Names

    /// What a group is called whose messages have no word in common.
    static let mixed = "(mixed)"

    /// The three strongest terms that at least a tenth of the group's rows have.
    static func label(_ terms: [GroupTerm], of n: Int) -> String {
        let shared = terms.filter { $0.df * 10 >= n }.prefix(3).map(\.term)
        return shared.isEmpty ? mixed : shared.joined(separator: " / ")
    }

    /// A label that a larger group has gets a further shared term, or else a number.
    private static func distinct(_ summaries: [ClusterSummary]) -> [ClusterSummary] {
        var taken: Set<String> = []
        return summaries.map { summary in
            var copy = summary
            let more = summary.terms.filter { $0.df * 10 >= summary.n }.dropFirst(3)
            for term in more where taken.contains(copy.label) {
                copy.label = "\(summary.label) / \(term.term)"
            }
            var number = 2
            let plain = copy.label
            while taken.contains(copy.label) {
                copy.label = "\(plain) \(number)"
                number += 1
            }
            taken.insert(copy.label)
            return copy
        }
    }
}

/// How often each group uses each term.
struct TermUsage: Sendable {
    /// Uses, by group and term.
    let counts: [[Double]]
    /// Rows that have the term, by group and term.
    let rows: [[Double]]

    init(_ corpus: Corpus, labels: [Int], groups: Int, work: Work) throws(Diagnostic) {
        let found = try work.map(groups) { (group) throws(Diagnostic) -> (counts: [Double], rows: [Double]) in
            var counts = [Double](repeating: 0, count: corpus.vocabulary.count)
            var rows = counts
            for document in labels.indices where labels[document] == group {
                let weight = Double(corpus.rowsOfDocument.size(of: document))
                for place in corpus.counts.range(ofRow: document) {
                    let term = Int(corpus.counts.columns[place])
                    counts[term] += weight * corpus.counts.values[place]
                    rows[term] += weight
                }
            }
            try work.check()
            return (counts, rows)
        }
        (counts, rows) = (found.map(\.counts), found.map(\.rows))
    }
}
