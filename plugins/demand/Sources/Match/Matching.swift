import RapportNumerics
import RapportPluginKit
import RapportText

/// What each need found.
struct Matching: Sendable {
    let needs: [NeedMatch]
    let shelf: SolutionShelf
    /// Whether the right solution is known of some needs.
    let isLabelled: Bool
    /// Needs whose right solution is not in the table.
    let unknownExpected: Int
    /// Solutions that have no word to be found by.
    let silentSolutions: Int

    var usable: Int { needs.count { $0.reason == nil } }

    init(
        _ analysis: Match, _ table: Table, _ shelf: SolutionShelf, work: Work
    ) throws(Diagnostic) {
        self.shelf = shelf
        let options = try analysis.words.options()
        let texts = try table.textsToRead(in: analysis.text)
        work.begin("read texts")
        let readings = try options.read(texts, work: work)
        let (read, reasons) = (readings.map(\.text), readings.map(\.reason))
        let counts = try TermCounts(read + shelf.texts, options, work: work)
        silentSolutions = (0..<shelf.count).count { counts.matrix.range(ofRow: read.count + $0).isEmpty }
        guard silentSolutions < shelf.count else {
            throw Diagnostic(
                "text.empty-vocabulary",
                "no word is left in \(Wording.count(shelf.count, "solution")): they are empty or consist of stop words; "
                    + "expected texts that say something",
                subject: .parameter("solutions"), help: ["`solution_text=…` names the column with the texts"])
        }
        let expectedIds = try analysis.expected.map { (name) throws(Diagnostic) in try table.column(name) }
        let expected = expectedIds.map(shelf.place) ?? []
        unknownExpected =
            expectedIds.map { ids in (0..<ids.count).count { !ids[$0].isMissing && expected[$0] == nil } }
            ?? 0
        isLabelled = expected.contains { $0 != nil }
        work.begin("match needs", of: read.count, unit: "needs")
        // With a known answer its rank is wanted, wherever it is.
        let limit = isLabelled ? shelf.count : max(analysis.topK, 2)
        let isRead = reasons.map { $0 == nil }
        let found = try analysis.found(counts, areRead: isRead, limit: limit, work: work)
        let terms = counts.vocabulary
        needs = found.indices.map { row in
            var reason = reasons[row]
            if reason == nil, counts.matrix.range(ofRow: row).isEmpty { reason = .noWord }
            return NeedMatch(
                found[row].matches, most: found[row].most, reason: reason,
                expected: expected.isEmpty ? nil : expected[row], limits: shelf.minScores, analysis: analysis,
                vocabulary: terms)
        }
    }
}

extension Match {
    /// The solutions that share a word with each need, best first, and the score it could have at most.
    fileprivate func found(
        _ counts: TermCounts, areRead: [Bool], limit: Int, work: Work
    ) throws(Diagnostic) -> [(matches: [TextMatcher.Match], most: Double)] {
        let (needs, rows) = (areRead.count, counts.matrix.rowCount)
        let (asked, shelved) = (
            counts.matrix.selecting(rows: 0..<needs), counts.matrix.selecting(rows: needs..<rows)
        )
        switch scorer {
        case .tfidf:
            let (queries, candidates) = fitOn.vectors(asked, areRead: areRead, shelved)
            return try TextMatcher(candidates: candidates).matches(queries, limit: limit, work: work).map {
                ($0, 1)
            }
        case .bm25:
            let index = BM25(shelved, k1: k1, b: b)
            let matches = try TextMatcher(candidates: index.weights).matches(asked, limit: limit, work: work)
            return matches.enumerated().map { row, matches in
                // No use of a word weighs more than this, however often a solution has it.
                let most = asked.range(ofRow: row).reduce(0.0) {
                    $0 + asked.values[$1] * index.idf[Int(asked.columns[$1])] * (k1 + 1)
                }
                return (matches, most)
            }
        }
    }
}

extension Match.FitOn {
    /// TF-IDF rows of needs and solutions; with `solutions` other words count for nothing, not even for the length.
    fileprivate func vectors(
        _ needs: SparseMatrix, areRead: [Bool], _ solutions: SparseMatrix
    ) -> (needs: SparseMatrix, solutions: SparseMatrix) {
        switch self {
        case .both:
            // A need that is blank or in no language that is read is no text: it makes no word rarer.
            let read = needs.selecting(rows: areRead.indices.filter { areRead[$0] })
            let weights = TFIDF(fitting: read.appending(solutions))
            return (weights.apply(to: needs), weights.apply(to: solutions))
        case .solutions:
            let documents = solutions.columnEntryCounts
            let kept = documents.indices.filter { documents[$0] > 0 }
            let (asked, shelved) = (needs.selecting(columns: kept), solutions.selecting(columns: kept))
            let weights = TFIDF(fitting: shelved)
            return (weights.apply(to: asked), weights.apply(to: shelved))
        }
    }
}

/// One need and the solutions that came first.
struct NeedMatch: Sendable {
    let ranked: [Ranked]
    let status: Status
    /// Score of the first less that of the second; nil where none was found.
    let margin: Double?
    let reason: Unusable?
    /// Of the right solution, from 1, among all that share a word; nil where it is not known or not found.
    let expectedRank: Int?
    let isLabelled: Bool

    var best: Ranked? { ranked.first }

    struct Ranked: Sendable {
        let solution: Int
        let score: Double
        /// Of what it could be at most: what `min_similarity` is held against.
        let likeness: Double
        /// The words both have, the weightiest first.
        let terms: [(term: String, contribution: Double)]
    }

    enum Status: String, CaseIterable {
        case matched, weak
        case noMatch = "no_match"
    }

    /// Of the solutions that share a word, best first; `most` is the score that the need could have at most.
    init(
        _ found: [TextMatcher.Match], most: Double, reason: Unusable?, expected: Int?, limits: [Double?],
        analysis: Match, vocabulary: [String]
    ) {
        ranked = found.prefix(analysis.topK).map { match in
            Ranked(
                solution: match.candidate, score: match.score, likeness: most > 0 ? match.score / most : 0,
                terms: match.contributions.map { (vocabulary[$0.column], $0.value) })
        }
        if let first = ranked.first {
            let limit = limits[first.solution] ?? analysis.minSimilarity
            status = first.likeness >= limit ? .matched : .weak
            margin = first.score - (found.count > 1 ? found[1].score : 0)
        } else {
            (status, margin) = (.noMatch, nil)
        }
        self.reason = reason
        isLabelled = expected != nil
        expectedRank = expected.flatMap { right in found.firstIndex { $0.candidate == right } }.map { $0 + 1 }
    }
}
