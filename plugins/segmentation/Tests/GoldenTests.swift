import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

@testable import SegmentationPlugin

/// Agreement with what other programs gave, recorded in `golden/seg_rfm_*.json`.
@Suite struct GoldenTests {
    // MARK: - Scores

    struct ScoreCase: Decodable {
        struct Input: Decodable {
            var customer_id: [String]
            var recency: [Int]?
            var frequency: [Int]
            var monetary: [Double]?
        }
        struct Parameters: Decodable { var n_bins: Int }
        struct Expected: Decodable {
            var R: [Int]?
            var F: [Int]?
            var M: [Int]?
            var segment: [String]?
            var rfm_score: [Int]?
        }
        var input: Input
        var params: Parameters
        var expected: [String: Expected]
    }

    @Test("scores agree with SQL, numpy and pandas", arguments: ["quantile", "ntile", "rank_first"])
    func scores(_ scoring: String) async throws {
        for each in try GoldenCase.all("seg_rfm_scores", as: ScoreCase.self, count: 4) {
            let (input, bins) = (each.input, each.params.n_bins)
            let expected = try #require(each.expected[scoring])
            // The last case has a frequency alone; the other two are then of no interest.
            let rows = input.customer_id.count
            let table = Table([
                "customer_id": .texts(input.customer_id),
                "recency": .ints(input.recency ?? Array(0..<rows)), "frequency": .ints(input.frequency),
                "monetary": .floats(input.monetary ?? (0..<rows).map(Double.init)),
            ])
            let outcome = try await rfm.outcome(
                of: table,
                [
                    "n_bins": .int(Int64(bins)), "scoring": .text(scoring), "scheme": .text("r_rfm"),
                ])
            for (column, scores) in [("r", expected.R), ("f", expected.F), ("m", expected.M)] {
                guard let scores else { continue }
                #expect(outcome.output.ints(column) == scores, "\(scoring), \(bins) scores, \(column)")
            }
            if let segments = expected.segment { #expect(outcome.output.texts("segment") == segments) }
            if let scores = expected.rfm_score {
                #expect(outcome.output.texts("rfm_score") == scores.map(String.init))
            }
        }
    }

    // MARK: - Names

    struct GridCase: Decodable {
        struct Expected: Decodable {
            var segment_by_rf: [String: String]?
            var segment_by_score: [String: String]?
        }
        var expected: Expected
    }

    @Test func `rf_grid names all 25 cells as public Python code does`() throws {
        guard let first = try GoldenCase.all("seg_rfm_rf_grid", as: GridCase.self).first else { return }
        let expected = try #require(first.expected.segment_by_rf)
        #expect(expected.count == 25)
        let scheme = try SegmentScheme(.first(.rfGrid), scores: 5)
        for (cell, name) in expected {
            let digits = cell.compactMap(\.wholeNumberValue)
            for m in 1...5 {
                #expect(scheme.names[scheme.segment(digits[0], digits[1], m, bins: 5)] == name, "\(cell)")
            }
        }
    }

    @Test func `r_rfm names all 125 cells as the example of R's package does`() throws {
        guard let first = try GoldenCase.all("seg_rfm_named_segments", as: GridCase.self).first else {
            return
        }
        let expected = try #require(first.expected.segment_by_score)
        #expect(expected.count == 125)
        let scheme = try SegmentScheme(.first(.rRFM), scores: 5)
        for (cell, name) in expected {
            let digits = cell.compactMap(\.wholeNumberValue)
            let found = scheme.segment(digits[0], digits[1], digits[2], bins: 5)
            #expect(scheme.names[found] == name, "\(cell)")
        }
    }
}
