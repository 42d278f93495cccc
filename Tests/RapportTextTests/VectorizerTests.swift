import RapportDiagnostics
import RapportNumerics
import RapportText
import RapportWork
import SharedFiles
import Testing

@Suite struct VectorizerTests {
    private let work = Work(width: 2)

    @Test func countsAreThoseOfScikitLearn() throws {
        for golden in try GoldenCase.all("txt_count_vectorizer") {
            let counts = try golden.vectorizer().fit(golden.texts(), work: work)
            let names = try golden.strings("feature_names")
            if golden.params["max_features"] != nil {
                // Five words come three times: which four of them stay is by chance there, by name here.
                #expect(counts.vocabulary.terms == ["app", "invoice", "my", "password", "the"])
                let totals = try golden.rows("counts").reduce([0, 0, 0, 0, 0]) { zip($0, $1).map(+) }
                #expect(counts.matrix.columnSums.sorted() == totals.sorted())
                continue
            }
            #expect(counts.vocabulary.terms == names, "\(golden.params)")
            #expect(counts.matrix.dense == (try golden.rows("counts")))
            #expect(counts.documentFrequencies == counts.matrix.columnEntryCounts)
        }
    }

    @Test func weightsAreThoseOfScikitLearn() throws {
        for golden in try GoldenCase.all("txt_tfidf") {
            let vectorizer = golden.vectorizer()
            let texts = try golden.input["documents"] as? [String] ?? golden.texts("fit_documents")
            let counts = try vectorizer.fit(texts, work: work)
            let weights = TFIDF(fitting: counts.matrix, options: golden.weighting())
            #expect(counts.vocabulary.terms == (try golden.strings("feature_names")))
            var rows = weights.apply(to: counts.matrix)
            var name = "tfidf_nonzero"
            if golden.expected["idf"] != nil {
                expectClose(weights.idf, try golden.numbers("idf"), within: 1e-12, "idf")
            }
            if let others = golden.input["transform_documents"] as? [String] {
                rows = weights.apply(to: try vectorizer.transform(others, by: counts.vocabulary, work: work))
                name = "transformed_nonzero"
            }
            let expected = try golden.rows(name).map { (row: Int($0[0]), column: Int($0[1]), value: $0[2]) }
                .sorted { ($0.row, $0.column) < ($1.row, $1.column) }
            let found = (0..<rows.rowCount).flatMap { row in
                rows.range(ofRow: row).map { (row, Int(rows.columns[$0])) }
            }
            #expect(found.map(\.0) == expected.map(\.row) && found.map(\.1) == expected.map(\.column))
            expectClose(rows.values, expected.map(\.value), within: 1e-12, "weights")
        }
    }

    @Test func widthsGiveTheSameAndAgreeWithCountingByHand() throws {
        let seed = UInt64.random(in: 0...9_999)
        var random = SeededRandom(seed: seed)
        let words = (0..<300).map { "w\($0 % 50 == 0 ? "é" : "")\($0)" } + ["客服", "退款", "订单"]
        let texts = (0..<5_000).map { _ in
            (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in words.randomElement(using: &random)
            }
            .joined(separator: Bool.random(using: &random) ? " " : ", ")
        }
        var vectorizer = CountVectorizer()
        vectorizer.minimumDocuments = .count(40)
        vectorizer.maximumDocuments = .share(0.9)
        let narrow = try vectorizer.fit(texts, work: Work(width: 1))
        let wide = try vectorizer.fit(texts, work: Work(width: 2))
        #expect(narrow.vocabulary == wide.vocabulary && narrow.matrix == wide.matrix, "seed \(seed)")

        var frequencies: [String: Int] = [:]
        let tokens = texts.map { vectorizer.tokenizer.terms(of: $0) }
        for text in tokens { for word in Set(text) { frequencies[word, default: 0] += 1 } }
        let kept = frequencies.filter { $0.value >= 40 }.keys.sorted {
            $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
        }
        #expect(wide.vocabulary.terms == kept, "seed \(seed)")
        for row in stride(from: 0, to: texts.count, by: 37) {
            let expected = kept.map { word in Double(tokens[row].count { $0 == word }) }
            #expect(wide.matrix.denseRow(row) == expected, "seed \(seed), row \(row)")
        }
        let again = try vectorizer.transform(texts, by: wide.vocabulary, work: work)
        #expect(again == wide.matrix, "seed \(seed)")
    }

    @Test func ofEqualTotalsTheFirstByScalarIsKept() throws {
        var vectorizer = CountVectorizer(.scikitLearn)
        vectorizer.maximumFeatures = 2
        let counts = try vectorizer.fit(["dd cc bb aa", "dd cc"], work: work)
        #expect(counts.vocabulary.terms == ["cc", "dd"])
        vectorizer.maximumFeatures = 3
        #expect(
            try vectorizer.fit(["dd cc bb aa", "dd cc"], work: work).vocabulary.terms == ["aa", "cc", "dd"])
    }

    @Test func nothingToCountIsSaid() throws {
        var vectorizer = CountVectorizer(.scikitLearn)
        vectorizer.tokenizer.stopWords = .english
        let stopped = try #require(throws: Diagnostic.self) {
            try vectorizer.fit(["the and", ""], work: work)
        }
        #expect(stopped.code == "text.empty-vocabulary")
        vectorizer.minimumDocuments = .count(50)
        let pruned = try #require(throws: Diagnostic.self) {
            try vectorizer.fit(Array(repeating: "late parcel", count: 20), work: work)
        }
        #expect(pruned.code == "parameter.range" || pruned.code == "text.empty-vocabulary")
        #expect(pruned.help.contains { $0.text.contains("min_df") })
        let cancelled = Work()
        cancelled.cancel()
        let stop = try #require(throws: Diagnostic.self) {
            try vectorizer.fit(["late parcel"], work: cancelled)
        }
        #expect(stop == .cancelled)
    }

    @Test func aVocabularyKeepsItsColumns() throws {
        let vocabulary = Vocabulary(terms: ["zebra", "ähnlich", "apple", "客服", "apple"])
        #expect(vocabulary.terms == ["apple", "zebra", "ähnlich", "客服"])
        #expect(vocabulary.column(of: "客服") == 3)
        #expect(vocabulary.column(of: "pear") == nil)
    }
}
