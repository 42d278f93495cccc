import RapportPluginKit
import RapportText

/// What a topic amounts to.
struct TopicSummary: Sendable {
    let label: String
    /// The strongest terms, as places in the vocabulary.
    let terms: [Int]
    /// Rows that have it as their strongest.
    let n: Int
    let npmi: Double?
    let umass: Double?
    /// The earliest of the rows that have most of it; nil where none has it as the strongest.
    let exampleRow: Int?

    static func all(
        _ fit: TopicFit, _ corpus: Corpus, _ dominant: [Int?], topTerms: Int
    ) -> [TopicSummary] {
        let terms = fit.words.map { row in row.indices.filter { row[$0] > 0 }.strongest(topTerms) { row[$0] }
        }
        let coherence = TopicCoherence(corpus.counts)
        let (npmi, umass) = (terms.map { coherence.npmi($0) }, terms.map { coherence.uMassMean($0) })
        var n = [Int](repeating: 0, count: fit.k)
        var best = [(share: Double, row: Int)?](repeating: nil, count: fit.k)
        for (document, topic) in dominant.enumerated() {
            guard let topic else { continue }
            let rows = corpus.rowsOfDocument[document]
            n[topic] += rows.count
            let (share, row) = (fit.shares[document][topic], rows.first ?? 0)
            if let known = best[topic], (known.share, -known.row) >= (share, -row) { continue }
            best[topic] = (share, row)
        }
        var taken: Set<String> = []
        return terms.indices.map { topic in
            let words = terms[topic].prefix(3).map { corpus.vocabulary[$0] }
            var label = words.isEmpty ? ClusterSummary.mixed : words.joined(separator: " / ")
            if taken.contains(label) { label += " \(topic + 1)" }
            taken.insert(label)
            return TopicSummary(
                label: label, terms: terms[topic], n: n[topic], npmi: npmi[topic], umass: umass[topic],
                exampleRow: best[topic]?.row)
        }
    }
}

/// What a manager reads, and what not to trust.
struct TopicSentences {
    let analysis: Topics
    let fit: TopicFit
    let tables: TopicTables

    var findings: [Outcome.Finding] {
        guard let first = tables.topics.first else { return [] }
        var findings = [
            Outcome.Finding(
                "topics.leader",
                "\(Wording.count(tables.corpus.usable, "message")) have \(Wording.count(fit.k, "topic")); most is said of "
                    + "“\(first.label)”: \(Wording.percent(fit.weights[0])).",
                values: [
                    .init("topics", .int(Int64(fit.k))), .init("label", .text(first.label)),
                    .init("share", .float(fit.weights[0])),
                ])
        ]
        let several = tables.corpus.rowsOfDocument.enumerated().reduce(0) { sum, each in
            (fit.shares[each.offset].max() ?? 0) < 0.5 ? sum + each.element.count : sum
        }
        if several > 0 {
            findings.append(
                .init(
                    "topics.several",
                    "\(Wording.count(several, "message")) are about several topics: none makes half of them.",
                    values: [.init("messages", .int(Int64(several)))]))
        }
        return findings
    }

    var caveats: [Outcome.Caveat] {
        var caveats = tables.corpus.reasons.caveats
        caveats += Outcome.Caveat.markup(rows: tables.corpus.markedUp, text: analysis.text)
        caveats += Outcome.Caveat.mailHeads(rows: tables.corpus.mailHeads, text: analysis.text)
        if analysis.method == .lda, fit.documents < 200 || fit.length < 20 {
            caveats.append(
                .init(
                    "topics.lda-short", count: fit.documents,
                    "\(Wording.count(fit.documents, "different text")) of \(Wording.number(fit.length)) words on average: LDA wants "
                        + "some 200 of 20 words or more; `method=nmf` does better here"))
        } else if fit.documents < 50 {
            caveats.append(
                .init(
                    "texts.few", count: fit.documents,
                    "\(Wording.count(fit.documents, "different text")): one more may change the topics"))
        }
        if let npmi = tables.npmi, npmi < 0.05 {
            caveats.append(
                .init(
                    "topics.incoherent", count: fit.k,
                    "the words of the topics hardly come together (NPMI \(Wording.number(npmi))): their names say little"
                ))
        }
        if let last = fit.curve.last, last.k == fit.k, fit.curve.count > 2 {
            caveats.append(
                .init(
                    "topics.at-limit", count: fit.k,
                    "\(fit.k) is the most that was tried: there may be more topics (n_components=…)"))
        }
        let corpus = tables.corpus
        if corpus.chinese > 0, corpus.chinese < corpus.read {
            caveats.append(
                .init(
                    "texts.languages", count: corpus.read,
                    "\(Wording.count(corpus.chinese, "text")) in Chinese and \(Wording.count(corpus.read - corpus.chinese)) in "
                        + "other languages: they share few words, so that one matter has a topic in each"))
        }
        return caveats
    }
}
