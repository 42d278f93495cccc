import Foundation
import RapportNumerics
import RapportText
import RapportWork
import SharedFiles
import Testing

@Suite struct MatchingTests {
    private let work = Work(width: 2)

    /// Scores of all candidates, 0 where there is no match.
    private func scores(_ matches: [TextMatcher.Match], of count: Int) -> [Double] {
        var scores = [Double](repeating: 0, count: count)
        for match in matches { scores[match.candidate] = match.score }
        return scores
    }

    @Test func cosinesAreThoseOfScikitLearn() throws {
        for golden in try GoldenCase.all("txt_cosine_match") {
            var vectorizer = golden.vectorizer()
            vectorizer.tokenizer.stopWords = .english
            if golden.input["documents"] != nil {
                let (_, _, matrix) = try vectorizer.fitWeighted(golden.texts(), work: work)
                let found = try TextMatcher(candidates: matrix).matches(matrix, limit: 100, work: work)
                for (row, expected) in try golden.rows("cosine_similarity").enumerated() {
                    expectClose(scores(found[row], of: expected.count), expected, within: 1e-12, "row \(row)")
                }
                continue
            }
            let (needs, solutions) = (try golden.texts("needs"), try golden.texts("solutions"))
            let fitted = golden.params["fit_on"] as? String == "solutions" ? solutions : needs + solutions
            let (counts, weights, _) = try vectorizer.fitWeighted(fitted, work: work)
            let rows = try [needs, solutions].map {
                weights.apply(to: try vectorizer.transform($0, by: counts.vocabulary, work: work))
            }
            let found = try TextMatcher(candidates: rows[1]).matches(rows[0], limit: 2, work: work)
            for (row, expected) in try golden.rows("scores").enumerated() {
                expectClose(scores(found[row], of: expected.count), expected, within: 1e-12, "row \(row)")
                for match in found[row] {
                    let sum = match.contributions.reduce(0) { $0 + $1.value }
                    expectClose([sum], [match.score], within: 1e-12, "contributions")
                    #expect(match.score > 0)
                }
            }
        }
    }

    @Test func aNeedThatSharesNothingHasNoMatch() throws {
        let vectorizer = CountVectorizer()
        let (counts, weights, matrix) = try vectorizer.fitWeighted(
            ["reset password", "refund invoice"], work: work)
        let needs = weights.apply(
            to: try vectorizer.transform(["zebra unicorn", "", "invoice"], by: counts.vocabulary, work: work))
        let found = try TextMatcher(candidates: matrix).matches(needs, limit: 3, work: work)
        #expect(found.map { $0.map(\.candidate) } == [[], [], [1]])
    }

    @Test func bm25FollowsItsFormula() throws {
        let texts = [
            "app crashes app", "refund of the invoice", "invoice",
            "the app is slow and the app crashes again",
        ]
        let counts = try CountVectorizer(.scikitLearn).fit(texts, work: work)
        let ranked = BM25(counts.matrix)
        let query = try CountVectorizer(.scikitLearn).transform(
            ["app invoice"], by: counts.vocabulary, work: work)
        let found = try TextMatcher(candidates: ranked.weights).matches(query, limit: 9, work: work)[0]
        let lengths = counts.matrix.dense.map { $0.reduce(0, +) }
        let mean = lengths.reduce(0, +) / 4
        var expected = [Double](repeating: 0, count: 4)
        for word in ["app", "invoice"] {
            let column = try #require(counts.vocabulary.column(of: word))
            let frequency = Double(counts.documentFrequencies[column])
            for row in 0..<4 {
                let count = counts.matrix.denseRow(row)[column]
                expected[row] +=
                    log(1 + (4 - frequency + 0.5) / (frequency + 0.5)) * count * 2.2
                    / (count + 1.2 * (0.25 + 0.75 * lengths[row] / mean))
            }
        }
        expectClose(scores(found, of: 4), expected, within: 1e-12, "BM25")
        #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
    }

    @Test func equalScoresKeepTheOrderOfCandidates() throws {
        let same = SparseMatrix(rows: [[1, 0], [1, 0], [1, 0]], columnCount: 2)
        let found = try TextMatcher(candidates: same).matches(same, limit: 2, work: work)
        #expect(found[2].map(\.candidate) == [0, 1])
    }
}
