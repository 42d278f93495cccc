import RapportNumerics
import RapportPluginKit
import RapportText

/// A word or phrase that was found, in one group.
struct Keyword: Sendable {
    let term: String
    let score: Double
    let p: Double?
    let tf: Int
    /// Rows that have it.
    let rows: [Int]
}

/// What was found in each group, the strongest first.
struct FoundKeywords: Sendable {
    let groups: [[Keyword]]
    /// Different words or phrases in all.
    let terms: Int

    func table(_ texts: KeywordTexts, topN: Int) -> Table {
        let cells = groups.enumerated().flatMap { group, words in
            words.prefix(topN).enumerated().map { (group: group, rank: $0 + 1, word: $1) }
        }
        return Table(
            Schema(Keywords.outputs[0].fields),
            [
                .texts(cells.map { texts.groupNames[$0.group] }), .ints(present: cells.map(\.rank)),
                .texts(cells.map(\.word.term)), .floats(cells.map(\.word.score)),
                .floats(cells.map(\.word.p)),
                .ints(present: cells.map(\.word.rows.count)), .ints(present: cells.map(\.word.tf)),
                .lists(cells.map { examples(of: $0.word, texts) }, of: .text),
            ])
    }

    /// The first ids in their order, each once.
    private func examples(of word: Keyword, _ texts: KeywordTexts) -> [Scalar] {
        guard !texts.ids.isEmpty else { return [] }
        return Set(word.rows.compactMap { texts.ids[$0] }).sorted().prefix(5).map { .text($0) }
    }
}

/// Looks for words by the method that was chosen.
struct KeywordSearch {
    let analysis: Keywords
    let texts: KeywordTexts

    init(_ analysis: Keywords, _ texts: KeywordTexts) { (self.analysis, self.texts) = (analysis, texts) }

    /// - Throws: `text.empty-vocabulary`.
    func found(work: Work) throws(Diagnostic) -> FoundKeywords {
        work.begin("read texts")
        let found =
            switch analysis.chosenMethod {
            case .rake: try phrases(work: work)
            case .textrank: try ranked(work: work)
            case .auto, .tfidf, .ctfidf, .g2: try weighed(work: work)
            }
        // Words that no group uses more than the rest are words all the same: then nothing sets groups apart.
        guard found.terms > 0 || found.groups.contains(where: { !$0.isEmpty }) else {
            let isBounded = analysis.minDf > 1
            throw Diagnostic(
                "text.empty-vocabulary",
                "no word is left in \(Wording.count(texts.texts.count, "text")): they are empty, consist of stop words"
                    + (isBounded
                        ? " or have no word that is in \(Wording.count(analysis.minDf)) of them" : "")
                    + "; expected texts that say something",
                subject: .parameter(isBounded ? "min_df" : "text"),
                help: [isBounded ? "lower `min_df`" : "`stop_words=none` keeps common words"])
        }
        return found
    }

    // MARK: - By counts

    private func weighed(work: Work) throws(Diagnostic) -> FoundKeywords {
        let rows = texts.rows
        let all = try TermCounts(rows.map { texts.texts[$0] }, texts.options, work: work)
        let documents = all.matrix.columnEntryCounts
        let kept = documents.indices.filter { documents[$0] >= analysis.minDf }
        let matrix = all.matrix.selecting(columns: kept)
        let terms = kept.map { all.vocabulary[$0] }
        let labels = rows.map { texts.groups[$0] ?? 0 }
        let usage = ClassKeywords(matrix, labels: labels, classCount: texts.groupNames.count)
        let scores: [[Double]] =
            switch analysis.chosenMethod {
            case .g2: usage.logLikelihood()
            case .ctfidf: usage.classTFIDF()
            default: meanWeights(matrix, labels)
            }
        let isG2 = analysis.chosenMethod == .g2
        let byTerm = matrix.transposed()
        let groups = scores.enumerated().map { group, scores in
            terms.indices.filter { usage.counts[group][$0] > 0 && scores[$0] > 0 }
                .strongest(analysis.topN) { scores[$0] }
                .map { term in
                    let places = byTerm.range(ofRow: term).map { Int(byTerm.columns[$0]) }
                    return Keyword(
                        term: terms[term], score: scores[term],
                        p: isG2 ? ClassKeywords.pValue(scores[term]) : nil,
                        tf: Int(usage.counts[group][term]),
                        rows: places.filter { labels[$0] == group }.map { rows[$0] })
                }
        }
        return FoundKeywords(groups: groups, terms: terms.count)
    }

    /// TF-IDF of each term, mean over a group's texts; in an order of its own, so that the rows' does not matter.
    private func meanWeights(_ matrix: SparseMatrix, _ labels: [Int]) -> [[Double]] {
        let byTerm = TFIDF(fitting: matrix).apply(to: matrix).transposed()
        var sizes = [Double](repeating: 0, count: texts.groupNames.count)
        for label in labels { sizes[label] += 1 }
        var means = [[Double]](
            repeating: [Double](repeating: 0, count: byTerm.rowCount), count: sizes.count)
        for term in 0..<byTerm.rowCount {
            var weights = [[Double]](repeating: [], count: sizes.count)
            for place in byTerm.range(ofRow: term) {
                weights[labels[Int(byTerm.columns[place])]].append(byTerm.values[place])
            }
            for (group, weights) in weights.enumerated() where !weights.isEmpty {
                means[group][term] = weights.sorted().compensatedSum() / sizes[group]
            }
        }
        return means
    }

    // MARK: - Within texts

    private func phrases(work: Work) throws(Diagnostic) -> FoundKeywords {
        let (rows, options) = (texts.rows, texts.options)
        let (sources, tokenizer) = (texts.texts, options.tokenizer)
        let read = try work.inBlocks(rows.count) { (place) throws(Diagnostic) in
            tokenizer.phrases(of: sources[rows[place]]).filter { phrase in phrase.allSatisfy(options.keeps) }
        }
        var found: [[Keyword]] = []
        var all: Set<String> = []
        for group in texts.groupNames.indices {
            try work.check()
            var uses: [[String]: (tf: Int, rows: [Int])] = [:]
            for (place, row) in rows.enumerated() where texts.groups[row] == group {
                for phrase in read[place] {
                    uses[phrase, default: (0, [])].tf += 1
                    if uses[phrase]?.rows.last != row { uses[phrase]?.rows.append(row) }
                }
            }
            let kept = uses.filter { $0.value.rows.count >= analysis.minDf }
            let ranked = RAKE.phrases(kept.keys.sorted { $0.lexicographicallyPrecedes($1) }, longest: 5)
            found.append(
                ranked.map { phrase in
                    let use = uses[phrase.words] ?? (0, [])
                    return Keyword(term: phrase.text, score: phrase.score, p: nil, tf: use.tf, rows: use.rows)
                })
            all.formUnion(ranked.map(\.text))
        }
        return FoundKeywords(groups: found, terms: all.count)
    }

    /// TextRank of each text for itself, mean over a group's texts.
    private func ranked(work: Work) throws(Diagnostic) -> FoundKeywords {
        let (rows, options, window) = (texts.rows, texts.options, analysis.window)
        let (sources, tokenizer) = (texts.texts, options.tokenizer)
        let read = try work.inBlocks(rows.count) { (place) throws(Diagnostic) in
            let tokens = tokenizer.terms(of: sources[rows[place]]).filter(options.keeps)
            var uses: [String: Int] = [:]
            for token in tokens { uses[token, default: 0] += 1 }
            return TextRank.words(tokens, window: window).map { ($0.text, $0.score, uses[$0.text] ?? 0) }
        }
        var found: [[Keyword]] = []
        var all: Set<String> = []
        for group in texts.groupNames.indices {
            try work.check()
            var uses: [String: (scores: [Double], tf: Int, rows: [Int])] = [:]
            var count = 0
            for (place, row) in rows.enumerated() where texts.groups[row] == group {
                count += 1
                for (word, score, tf) in read[place] {
                    uses[word, default: ([], 0, [])].scores.append(score)
                    uses[word]?.tf += tf
                    uses[word]?.rows.append(row)
                }
            }
            all.formUnion(uses.keys)
            let words = uses.filter { $0.value.rows.count >= analysis.minDf }.map { word, use in
                Keyword(
                    term: word, score: use.scores.sorted().compensatedSum() / Double(max(count, 1)), p: nil,
                    tf: use.tf, rows: use.rows)
            }
            found.append(words.sorted { ($1.score, $0.term) < ($0.score, $1.term) })
        }
        return FoundKeywords(groups: found, terms: all.count)
    }
}

extension Work {
    /// One value a row, in their order, 256 rows at a time on a thread.
    func inBlocks<Each: Sendable>(
        _ rows: Int, _ body: @Sendable (Int) throws(Diagnostic) -> Each
    ) throws(Diagnostic) -> [Each] {
        let parts = try map((rows + 255) / 256) { (part) throws(Diagnostic) -> [Each] in
            var values: [Each] = []
            for row in part * 256..<min(rows, (part + 1) * 256) { values.append(try body(row)) }
            try check()
            return values
        }
        return parts.flatMap(\.self)
    }
}
