import Foundation
import RapportDiagnostics
import RapportNumerics
import RapportWork
import SharedFiles
import Testing

/// Agreement with scikit-learn 1.9, recorded in `golden/cls_*.json`, and what must hold of any fit.
@Suite struct ClassificationTests {
    struct LogisticCase: Decodable {
        struct Input: Decodable {
            var X_raw: [[Double]]
            var y: [Int]
        }
        struct Parameters: Decodable {
            var C: Double
            var class_weight: String?
            var multinomial: Bool?
        }
        /// The case of several classes has a list of coefficients each, and is left out.
        struct Expected: Decodable {
            var coef: [Double]
            var intercept: Double
            var roc_auc_train: Double

            enum Key: CodingKey { case coef, intercept, roc_auc_train }
            init(from decoder: any Decoder) throws {
                let box = try decoder.container(keyedBy: Key.self)
                coef = (try? box.decode([Double].self, forKey: .coef)) ?? []
                intercept = (try? box.decode(Double.self, forKey: .intercept)) ?? 0
                roc_auc_train = (try? box.decode(Double.self, forKey: .roc_auc_train)) ?? 0
            }
        }
        var input: Input, params: Parameters, expected: Expected
    }

    @Test func `logistic regression is scikit-learn's`() throws {
        for each in try GoldenCase.all("cls_logistic", as: LogisticCase.self)
        where each.params.multinomial != true {
            let rows = SparseMatrix(rows: standardised(each.input.X_raw), columnCount: 4)
            let isPositive = each.input.y.map { $0 == 1 }
            let n = Double(isPositive.count)
            let balanced = isPositive.map { own in n / (2 * Double(isPositive.count { $0 == own })) }
            let fit = try LogisticRegression.fit(
                rows, isPositive: isPositive, rowWeights: each.params.class_weight == nil ? nil : balanced,
                c: each.params.C, work: Work())
            #expect(fit.isConverged)
            #expect(ClusteringGoldenTests.agree(fit.weights, each.expected.coef, within: 1e-5))
            #expect(abs(fit.intercept - each.expected.intercept) <= 1e-5)
            let scores = (0..<rows.rowCount).map { fit.probability(of: $0, in: rows) }
            let area = try #require(Separation.areaUnderCurve(scores, isPositive: isPositive))
            #expect(abs(area - each.expected.roc_auc_train) <= 1e-12)
        }
    }

    private func standardised(_ rows: [[Double]]) -> [[Double]] {
        let n = Double(rows.count)
        let means = rows[0].indices.map { column in rows.reduce(0) { $0 + $1[column] } / n }
        let deviations = rows[0].indices.map { column in
            (rows.reduce(0) { $0 + ($1[column] - means[column]) * ($1[column] - means[column]) } / n)
                .squareRoot()
        }
        return rows.map { row in row.indices.map { (row[$0] - means[$0]) / deviations[$0] } }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `at the optimum no direction goes down`(_ seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let dense = (0..<120).map { _ in
            (0..<40).map { _ in
                Int.random(in: 0..<7, using: &random) == 0 ? Double.random(in: -1...1, using: &random) : 0
            }
        }
        let rows = SparseMatrix(rows: dense, columnCount: 40)
        let isPositive = (0..<120).map { $0 % 3 == 0 }
        let fit = try LogisticRegression.fit(rows, isPositive: isPositive, c: 3, work: Work())
        #expect(fit.isConverged, "seed \(seed)")
        var gradient = fit.weights + [0]
        for row in 0..<rows.rowCount {
            let error = 3 * (fit.probability(of: row, in: rows) - (isPositive[row] ? 1 : 0))
            for entry in rows.range(ofRow: row) {
                gradient[Int(rows.columns[entry])] += error * rows.values[entry]
            }
            gradient[40] += error
        }
        #expect(gradient.allSatisfy { abs($0) < 1e-5 }, "seed \(seed)")
    }

    @Test func `rows of one class are an error, rows without features are not`() throws {
        let rows = SparseMatrix(rows: [[1], [2]], columnCount: 1)
        let error = #expect(throws: Diagnostic.self) {
            try LogisticRegression.fit(rows, isPositive: [true, true], work: Work())
        }
        #expect(error?.code == "class.single")
        let empty = SparseMatrix(rows: [[], [], [], []], columnCount: 0)
        let fit = try LogisticRegression.fit(empty, isPositive: [true, true, true, false], work: Work())
        #expect(abs(fit.probability(of: 0, in: empty) - 0.75) < 1e-9)
    }

    // MARK: - Naive Bayes

    struct BayesCase: Decodable {
        struct Input: Decodable { var train: [String], y: [Int], test: [String] }
        struct Parameters: Decodable { var alpha: Double }
        struct Expected: Decodable { var class_log_prior: [Double], predict_proba: [[Double]] }
        var input: Input, params: Parameters, expected: Expected
    }

    @Test func `naive Bayes is scikit-learn's`() throws {
        for each in try GoldenCase.all("cls_multinomial_nb", as: BayesCase.self) {
            let words = Set(each.input.train.flatMap { $0.split(separator: " ") }).sorted()
            func rows(_ texts: [String]) -> SparseMatrix {
                let counts = texts.map { text in
                    let found = text.split(separator: " ")
                    return words.map { word in Double(found.count { $0 == word }) }
                }
                return SparseMatrix(rows: counts, columnCount: words.count)
            }
            let fit = MultinomialNaiveBayes(
                rows(each.input.train), classes: each.input.y, classCount: 2, alpha: each.params.alpha)
            #expect(ClusteringGoldenTests.agree(fit.logPriors, each.expected.class_log_prior, within: 1e-12))
            let test = rows(each.input.test)
            for (row, expected) in each.expected.predict_proba.enumerated() {
                let found = fit.probabilities(of: row, in: test)
                #expect(ClusteringGoldenTests.agree(found, expected, within: 1e-12), "row \(row)")
            }
        }
    }

    // MARK: - Area under the curve

    @Test func `the area is the share of pairs in order, ties half`() {
        let four = Separation.areaUnderCurve([0.1, 0.4, 0.35, 0.8], isPositive: [false, false, true, true])
        #expect(four == 0.75)
        #expect(Separation.areaUnderCurve([1, 1, 1], isPositive: [true, false, true]) == 0.5)
        #expect(Separation.areaUnderCurve([1, 2], isPositive: [true, true]) == nil)
        var random = SeededNumbers(seed: 9)
        for _ in 0..<50 {
            let scores = (0..<30).map { _ in Double(Int.random(in: 0..<8, using: &random)) }
            let isPositive = (0..<30).map { _ in Bool.random(using: &random) }
            var (pairs, all) = (0.0, 0.0)
            for a in 0..<30 where isPositive[a] {
                for b in 0..<30 where !isPositive[b] {
                    all += 1
                    pairs += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0
                }
            }
            let area = Separation.areaUnderCurve(scores, isPositive: isPositive)
            if all > 0 { #expect(abs((area ?? -1) - pairs / all) < 1e-12) }
        }
    }
}

/// SplitMix64: the same on every machine for one seed.
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
