import RapportDiagnostics
import RapportNumerics
import RapportText
import RapportWork
import SharedFiles
import Testing

@Suite struct ClusteringTests {
    private let work = Work(width: 2)

    private func weights(_ golden: GoldenCase) throws -> (terms: [String], matrix: SparseMatrix) {
        let found = try golden.vectorizer().fitWeighted(golden.texts(), work: work)
        return (found.counts.vocabulary.terms, found.matrix)
    }

    @Test func labelsAreThoseOfScikitLearn() throws {
        for golden in try GoldenCase.all("txt_kmeans_sparse") {
            let (terms, matrix) = try weights(golden)
            let rows = try #require(golden.input["init_rows"] as? [Int])
            let starts = rows.map(matrix.denseRow)
            var clusters = SparseKMeans(clusterCount: rows.count)
            clusters.geometry = .euclidean
            let euclid = try clusters.fit(matrix, from: starts, work: work)
            let expected = try #require(golden.expected["kmeans"] as? [String: Any])
            #expect(euclid.labels == expected["labels"] as? [Int])
            #expect(euclid.iterations == expected["n_iter"] as? Int)
            expectClose(
                [euclid.objective], [try #require(expected["inertia"] as? Double)], within: 1e-9, "inertia")
            let top = euclid.centers.map { center in
                center.indices.sorted { (center[$1], terms[$0]) < (center[$0], terms[$1]) }.prefix(5).map {
                    terms[$0]
                }
            }
            // Of equal weights the order is by rounding: the sets agree.
            let wanted = try #require(expected["top_terms_by_center_then_term"] as? [[String]])
            #expect(top.map { $0.prefix(2).sorted() } == wanted.map { $0.prefix(2).sorted() })

            clusters.geometry = .spherical
            let sphere = try clusters.fit(matrix, from: starts, work: work)
            let cosines = try #require(golden.expected["spherical"] as? [String: Any])
            #expect(sphere.labels == cosines["labels"] as? [Int])
            #expect(sphere.iterations == cosines["n_iter"] as? Int)
            expectClose(
                [sphere.objective], [try #require(cosines["objective_sum_cosine"] as? Double)], within: 1e-9,
                "cosines")
        }
    }

    @Test func silhouettesAreThoseOfScikitLearn() throws {
        for golden in try GoldenCase.all("txt_silhouette_cosine") {
            let (_, matrix) = try weights(golden)
            let labels = try #require(golden.input["labels"] as? [Int])
            let values = try CosineSilhouette.values(matrix, labels: labels, work: work)
            expectClose(
                values.compactMap(\.self), try golden.numbers("samples"), within: 1e-10, "silhouettes")
            let mean = try #require(CosineSilhouette.mean(values))
            expectClose([mean], [try golden.number("silhouette")], within: 1e-10, "mean")
        }
    }

    /// Texts of three kinds by chance, some empty, some twice.
    private func texts(_ random: inout SeededRandom, count: Int) -> [String] {
        let kinds = [
            ["late", "parcel", "courier", "delivery"], ["refund", "invoice", "charge"],
            ["app", "crash", "login"],
        ]
        return (0..<count).map { index in
            if index % 41 == 0 { return "" }
            let kind = kinds[index % 3]
            return (0..<5).compactMap { _ in
                Int.random(in: 0..<6, using: &random) == 0
                    ? "noise\(Int.random(in: 0..<30, using: &random))" : kind.randomElement(using: &random)
            }.joined(separator: " ")
        }
    }

    @Test func widthsGiveTheSameBytesAndTheKindsAreFound() throws {
        let seed = UInt64.random(in: 0...9_999)
        var random = SeededRandom(seed: seed)
        let (_, _, matrix) = try CountVectorizer().fitWeighted(texts(&random, count: 9_000), work: work)
        for geometry in SparseKMeans.Geometry.allCases {
            var clusters = SparseKMeans(clusterCount: 3)
            clusters.geometry = geometry
            clusters.starts = 3
            let narrow = try clusters.fit(matrix, work: Work(width: 1))
            let wide = try clusters.fit(matrix, work: Work(width: 2))
            #expect(narrow.labels == wide.labels && narrow.centers == wide.centers, "seed \(seed)")
            #expect(narrow.objective == wide.objective && narrow.similarities == wide.similarities)
            #expect(wide.hasConverged)
            if geometry == .spherical {
                for row in 0..<matrix.rowCount {
                    #expect((wide.labels[row] < 0) == matrix.range(ofRow: row).isEmpty)
                }
                // Rows of one kind are together, but for noise.
                var together = 0
                for row in stride(from: 3, to: matrix.rowCount, by: 3)
                where wide.labels[row] == wide.labels[3] {
                    together += 1
                }
                #expect(together > 2_700, "seed \(seed): \(together)")
            }
            let again = try clusters.assign(matrix, to: wide.centers, work: work)
            #expect(again.labels == wide.labels, "seed \(seed)")
        }
    }

    /// A weight of three is three equal rows.
    @Test func weightsStandForEqualRows() throws {
        let seed = UInt64.random(in: 0...9_999)
        var random = SeededRandom(seed: seed)
        let texts = texts(&random, count: 60).filter { !$0.isEmpty }
        let (_, _, matrix) = try CountVectorizer().fitWeighted(texts, work: work)
        let copies = (0..<matrix.rowCount).map { 1 + $0 % 3 }
        let repeated = matrix.selecting(
            rows: copies.indices.flatMap { [Int](repeating: $0, count: copies[$0]) })
        let starts = [0, 1, 2].map(matrix.denseRow)
        for geometry in SparseKMeans.Geometry.allCases {
            var clusters = SparseKMeans(clusterCount: 3)
            clusters.geometry = geometry
            let weighted = try clusters.fit(
                matrix, from: starts, weights: copies.map(Double.init), work: work)
            let plain = try clusters.fit(repeated, from: starts, work: work)
            expectClose([weighted.objective], [plain.objective], within: 1e-9, "seed \(seed)")
            let labels = copies.indices.flatMap { [Int](repeating: weighted.labels[$0], count: copies[$0]) }
            #expect(labels == plain.labels, "seed \(seed)")
            let a = try CosineSilhouette.values(
                matrix, labels: weighted.labels, weights: copies.map(Double.init), work: work)
            let b = try CosineSilhouette.values(repeated, labels: plain.labels, work: work)
            expectClose(
                [CosineSilhouette.mean(a, weights: copies.map(Double.init)) ?? -2],
                [CosineSilhouette.mean(b) ?? -3], within: 1e-9, "seed \(seed)")
        }
    }

    @Test func emptyClustersTakeTheFarthestRows() throws {
        let matrix = SparseMatrix(rows: [[1, 0], [1, 0], [1, 0.1], [0, 1]], columnCount: 2)
        for geometry in SparseKMeans.Geometry.allCases {
            var clusters = SparseKMeans(clusterCount: 2)
            clusters.geometry = geometry
            // No row is nearest to the second centre.
            let result = try clusters.fit(matrix, from: [[1, 0.2], [-5, -5]], work: work)
            #expect(Set(result.labels).count == 2)
            #expect(result.labels[3] != result.labels[0])
        }
    }

    @Test func badRequestsAreSaid() throws {
        let matrix = SparseMatrix(rows: [[1, 0], [0, 0]], columnCount: 2)
        let error = try #require(throws: Diagnostic.self) {
            try SparseKMeans(clusterCount: 2).fit(matrix, work: work)
        }
        #expect(error.code == "parameter.range")
        #expect(try CosineSilhouette.values(matrix, labels: [0, 0], work: work) == [nil, nil])
        let cancelled = Work()
        cancelled.cancel()
        let stop = try #require(throws: Diagnostic.self) {
            try SparseKMeans(clusterCount: 1).fit(matrix, work: cancelled)
        }
        #expect(stop == .cancelled)
    }
}
