import RapportNumerics
import RapportText
import RapportWork
import SharedFiles
import Testing

@Suite struct KeywordTests {
    private let work = Work(width: 2)

    @Test func classesHaveTheKeywordsOfTheReference() throws {
        for golden in try GoldenCase.all("txt_class_keywords") {
            let classes = try #require(golden.input["classes"] as? [String: String])
            let terms = try golden.strings("terms")
            let order = ["login", "billing", "app"]
            let counts = try CountVectorizer(.scikitLearn).fit(order.map { classes[$0] ?? "" }, work: work)
            #expect(counts.vocabulary.terms == terms)
            let keywords = ClassKeywords(counts.matrix, labels: [0, 1, 2], classCount: 3)
            for (found, expected) in zip(keywords.classTFIDF(), try golden.rows("ctfidf")) {
                expectClose(found, expected, within: 1e-10, "c-TF-IDF")
            }
            let expected = try #require(golden.expected["keyness_g2"] as? [String: [String: Double]])
            for (name, found) in zip(order, keywords.logLikelihood()) {
                expectClose(found, terms.map { expected[name]?[$0] ?? .nan }, within: 1e-10, "G² of \(name)")
            }
        }
        // The usual limits of χ² with one degree of freedom.
        expectClose([ClassKeywords.pValue(3.841458820694124)], [0.05], within: 1e-12, "p")
        expectClose([ClassKeywords.pValue(-6.6348966010212145)], [0.01], within: 1e-12, "p")
    }

    @Test func rakeScoresAsTheReference() throws {
        for golden in try GoldenCase.all("txt_rake") {
            var tokenizer = Tokenizer()
            tokenizer.minimumLength = 1
            tokenizer.stopWords = StopWords(try #require(golden.input["stopwords"] as? [String]))
            let phrases = tokenizer.phrases(of: try #require(golden.input["text"] as? String))
            let metric = try #require(RAKE.Metric(rawValue: golden.params["ranking_metric"] as? String ?? ""))
            let found = RAKE.phrases(phrases, metric: metric)
            let expected = try #require(golden.expected["phrases"] as? [[Any]])
            #expect(found.map(\.text) == expected.compactMap { $0[1] as? String })
            expectClose(found.map(\.score), expected.compactMap { $0[0] as? Double }, within: 1e-12, "scores")
            let scores = RAKE.wordScores(found.map(\.words))
            #expect(scores.degrees == golden.expected["word_degree"] as? [String: Int])
            #expect(scores.frequencies == golden.expected["word_freq"] as? [String: Int])
        }
        let long = RAKE.phrases([["a", "b", "c"], ["a"]], longest: 2)
        #expect(long.map(\.text) == ["a"])
        #expect(RAKE.phrases([["退款", "没到账"], ["app", "闪退"]]).map(\.text).contains("退款没到账"))
    }

    @Test func textRankScoresAsTheReference() throws {
        for golden in try GoldenCase.all("txt_textrank") {
            let tokens = try golden.texts("tokens")
            let window = try #require(golden.params["window"] as? Int)
            let found = TextRank.words(tokens, window: window)
            let expected = try #require(golden.expected["scores"] as? [String: Double])
            expectClose(
                found.map(\.score), found.map { expected[$0.text] ?? .nan }, within: 1e-9, "window \(window)")
            #expect(found.count == expected.count)
        }
        #expect(TextRank.words([]).isEmpty)
        #expect(TextRank.words(["one", "one"]).map(\.score) == [1])
    }

    /// jieba's own list of idf is not ours; what it does with it is: the share of a word times its idf, words of two
    /// scalars or more.
    @Test func weightsOfOneTextAreThoseOfJieba() throws {
        for golden in try GoldenCase.all("txt_jieba_keywords") {
            let tokens = try golden.texts("tokens").filter { $0.unicodeScalars.count > 1 }
            let expected = try #require(golden.expected["tfidf"] as? [[Any]])
            let median = try golden.number("median_idf")
            var frequencies: [String: Int] = [:]
            for token in tokens { frequencies[token, default: 0] += 1 }
            let first = try #require(expected.first)
            let word = try #require(first[0] as? String)
            let found = Double(frequencies[word] ?? 0) / Double(tokens.count) * median
            expectClose([found], [try #require(first[1] as? Double)], within: 1e-9, word)
            // Our own words of the same text.
            var tokenizer = Tokenizer()
            tokenizer.stopWords = .none
            let text = try #require(golden.input["text"] as? String)
            #expect(tokenizer.terms(of: text).count { $0 == word } == frequencies[word])
        }
    }
}
