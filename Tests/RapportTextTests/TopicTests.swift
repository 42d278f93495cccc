import RapportDiagnostics
import RapportNumerics
import RapportText
import RapportWork
import SharedFiles
import Testing

@Suite struct TopicTests {
    private let work = Work(width: 2)

    @Test func directionsAreThoseOfScikitLearn() throws {
        for golden in try GoldenCase.all("txt_lsa") {
            let matrix = try golden.vectorizer().fitWeighted(golden.texts(), work: work).matrix
            let dimensions = try #require(golden.params["n_components"] as? Int)
            let found = try LatentSemanticAnalysis(matrix, dimensions: dimensions, work: work)
            expectClose(found.singularValues, try golden.numbers("singular_values"), within: 1e-8, "values")
            expectClose(
                found.explainedVarianceRatios, try golden.numbers("explained_variance_ratio"), within: 1e-8,
                "ratios")
            for (row, expected) in try golden.rows("abs_doc_scores").enumerated() {
                expectClose(found.scores.row(row).map(abs), expected, within: 1e-8, "scores of \(row)")
            }
            let again = try found.scores(of: matrix, work: work)
            expectClose(again.values, found.scores.values, within: 1e-8, "the same texts again")
        }
    }

    @Test func factorsAreThoseOfScikitLearn() throws {
        for golden in try GoldenCase.all("txt_nmf") {
            var factors = NonnegativeFactors(topicCount: try #require(golden.params["n_components"] as? Int))
            factors.solver = try #require(.init(rawValue: golden.params["solver"] as? String ?? ""))
            factors.loss = try #require(.init(rawValue: golden.params["beta_loss"] as? String ?? ""))
            factors.tolerance = try #require(golden.params["tol"] as? Double)
            factors.maxIterations = try #require(golden.params["max_iter"] as? Int)
            let error = try golden.number("reconstruction_err")
            if golden.input["X"] != nil {
                let rows = try GoldenCase.rows(golden.input["X"])
                let matrix = SparseMatrix(rows: rows, columnCount: 4)
                factors.start = .given(
                    texts: Matrix(try GoldenCase.rows(golden.input["W0"])),
                    topics: Matrix(try GoldenCase.rows(golden.input["H0"])))
                let found = try factors.fit(matrix, work: work)
                expectClose([found.error], [error], within: error * 1e-6, "error")
                let product = (0..<4).map { row in
                    (0..<4).map { column in
                        (0..<2).reduce(0) { $0 + found.texts[row, $1] * found.topics[$1, column] }
                    }
                }
                for (mine, theirs) in zip(product, try golden.rows("WH")) {
                    expectClose(mine, theirs, within: 1e-5, "WH by \(factors.solver) and \(factors.loss)")
                }
                continue
            }
            factors.start = golden.params["init"] as? String == "nndsvd" ? .nndsvd : .nndsvda
            let (counts, _, matrix) = try golden.vectorizer(stopWords: true).fitWeighted(
                golden.texts(), work: work)
            let found = try factors.fit(matrix, work: work)
            expectClose([found.error], [error], within: error * 1e-3, "error")
            let dominant = (0..<found.texts.rows).map { row in
                found.texts.row(row).enumerated().max { $0.element < $1.element }?.offset
            }
            #expect(dominant == golden.expected["dominant_topic"] as? [Int])
            let expected = try #require(golden.expected["top_terms"] as? [[String]])
            for topic in 0..<found.topics.rows {
                let weights = Array(found.topics.row(topic))
                let best = weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
                #expect(counts.vocabulary.terms[best[0]] == expected[topic][0])
            }
        }
    }

    @Test func mixturesAreThoseOfScikitLearn() throws {
        for golden in try GoldenCase.all("txt_lda") {
            let vectorizer = golden.vectorizer(stopWords: true)
            var model = LatentDirichletAllocation(topicCount: 3)
            if let names = golden.input["feature_names"] as? [String] {
                let counts = try vectorizer.transform(
                    golden.texts(), by: Vocabulary(terms: names), work: work)
                let components = Matrix(try GoldenCase.rows(golden.input["components"]))
                let found = try model.apply(components, to: counts, work: work)
                for (row, expected) in try golden.rows("doc_topic").enumerated() {
                    expectClose(Array(found.texts.row(row)), expected, within: 1e-6, "text \(row)")
                }
                expectClose([found.bound], [try golden.number("score_bound")], within: 1e-6, "bound")
                expectClose([found.perplexity], [try golden.number("perplexity")], within: 1e-6, "perplexity")
                continue
            }
            let counts = try vectorizer.fit(golden.texts(), work: work).matrix
            model.maxIterations = try #require(golden.params["max_iter"] as? Int)
            let seeds = try #require(golden.params["random_states"] as? [Int])
            let expected = try golden.numbers("train_perplexity_by_seed")
            for (seed, perplexity) in zip(seeds, expected) {
                model.seed = UInt32(seed)
                let found = try model.fit(counts, work: work)
                // The same draws lead to the same optimum.
                expectClose([found.perplexity], [perplexity], within: 1e-6 * perplexity, "seed \(seed)")
            }
        }
    }

    @Test func coherenceIsThatOfGensim() throws {
        for golden in try GoldenCase.all("txt_coherence") {
            let texts = try #require(golden.input["tokenised_documents"] as? [[String]])
            let counts = try CountVectorizer(.scikitLearn).fit(
                texts.map { $0.joined(separator: " ") }, work: work)
            let coherence = TopicCoherence(counts.matrix)
            let topics = try #require(golden.input["topics"] as? [[String]]).map {
                $0.compactMap(counts.vocabulary.column(of:))
            }
            expectClose(
                topics.compactMap(coherence.npmi), try golden.numbers("npmi_document_cooccurrence"),
                within: 1e-9, "NPMI")
            expectClose(
                topics.compactMap(coherence.npmi), try golden.numbers("c_npmi"), within: 1e-9, "c_npmi")
            expectClose(
                topics.compactMap(coherence.uMassMean), try golden.numbers("u_mass"), within: 1e-9, "u_mass")
            expectClose(
                topics.compactMap(coherence.uMassSum), try golden.numbers("u_mass_mimno_2011_sum_eps1"),
                within: 1e-9,
                "u_mass of the paper")
        }
    }

    @Test func decompositionsAreThoseOfTheWholeMatrix() throws {
        let seed = UInt64.random(in: 0...9_999)
        var random = SeededRandom(seed: seed)
        let rows = (0..<120).map { _ in
            (0..<80).map { _ in
                Int.random(in: 0..<6, using: &random) == 0 ? Double.random(in: 0...3, using: &random) : 0
            }
        }
        let matrix = SparseMatrix(rows: rows, columnCount: 80)
        let few = try TruncatedSVD(of: matrix, count: 5, work: work)
        // As wide as the matrix it is exact.
        let whole = try TruncatedSVD(of: matrix, count: 80, work: work)
        expectClose(few.singularValues, Array(whole.singularValues.prefix(5)), within: 1e-7, "seed \(seed)")
        let sum = whole.singularValues.reduce(0) { $0 + $1 * $1 }
        expectClose([sum], [matrix.squaredRowNorms.reduce(0, +)], within: 1e-6, "seed \(seed)")
        for row in stride(from: 0, to: 120, by: 17) {
            let restored = (0..<80).map { column in
                (0..<80).reduce(0.0) {
                    $0 + whole.left[row, $1] * whole.singularValues[$1] * whole.right[column, $1]
                }
            }
            expectClose(restored, rows[row], within: 1e-6, "seed \(seed), row \(row)")
        }
        let narrow = try TruncatedSVD(of: matrix, count: 5, work: Work(width: 1))
        #expect(narrow.left == few.left && narrow.right == few.right)
        let twice = SparseMatrix(rows: [[1, 1], [1, 1], [2, 2]], columnCount: 2)
        let one = try TruncatedSVD(of: twice, count: 2, work: work)
        expectClose(one.singularValues, [Double(12).squareRoot(), 0], within: 1e-6, "of rank one")
        #expect(one.left.values.allSatisfy(\.isFinite) && one.right.values.allSatisfy(\.isFinite))
    }

    @Test func widthsGiveTheSameTopics() throws {
        let seed = UInt64.random(in: 0...9_999)
        var random = SeededRandom(seed: seed)
        let words = (0..<30).map { "word\($0)" }
        let texts = (0..<1_100).map { _ in
            (0..<6).compactMap { _ in words.randomElement(using: &random) }.joined(separator: " ")
        }
        let (counts, _, weights) = try CountVectorizer().fitWeighted(texts, work: work)
        var factors = NonnegativeFactors(topicCount: 4)
        factors.maxIterations = 5
        var mixtures = LatentDirichletAllocation(topicCount: 4)
        mixtures.maxIterations = 2
        let (one, two) = (Work(width: 1), Work(width: 2))
        let (a, b) = (try factors.fit(weights, work: one), try factors.fit(weights, work: two))
        #expect(a.texts == b.texts && a.topics == b.topics && a.error == b.error, "seed \(seed)")
        let (c, d) = (try mixtures.fit(counts.matrix, work: one), try mixtures.fit(counts.matrix, work: two))
        #expect(c.texts == d.texts && c.perplexity == d.perplexity, "seed \(seed)")
        // Each text's shares are shares.
        for row in 0..<d.texts.rows {
            expectClose([d.texts.row(row).reduce(0, +)], [1], within: 1e-12, "seed \(seed)")
        }
    }

    @Test func whatCannotBeFactoredIsSaid() throws {
        let matrix = SparseMatrix(rows: [[1, 0], [0, 1]], columnCount: 2)
        let many = try #require(throws: Diagnostic.self) {
            try NonnegativeFactors(topicCount: 3).fit(matrix, work: work)
        }
        #expect(many.code == "parameter.range")
        var wrong = NonnegativeFactors(topicCount: 1)
        wrong.loss = .kullbackLeibler
        let loss = try #require(throws: Diagnostic.self) { try wrong.fit(matrix, work: work) }
        #expect(loss.code == "parameter.range")
    }
}
