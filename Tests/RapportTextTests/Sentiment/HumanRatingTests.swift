import RapportText
import Testing

/// VADER against the means of twenty people's ratings (the authors' own data).
@Suite struct HumanRatingTests {
    @Test(arguments: [("tweets_GroundTruth", 0.872), ("amazonReviewSnippets_GroundTruth", 0.590)])
    func `compounds agree with people as the reference's do`(_ file: String, _ expected: Double) throws {
        let rows = sharedLines("data/sentiment/\(file).txt").compactMap {
            line -> (Double, Double)? in
            let parts = line.split(separator: "\t", maxSplits: 2)
            guard parts.count == 3, let rating = Double(parts[1]) else { return nil }
            return (rating, VADER.standard.score(String(parts[2])).compound)
        }
        guard !rows.isEmpty else { return }
        #expect(rows.count > 3_500)
        let found = correlation(rows)
        #expect(abs(found - expected) < 0.0006, "\(file): \(found)")
    }

    private func correlation(_ rows: [(Double, Double)]) -> Double {
        let n = Double(rows.count)
        let (meanX, meanY) = (rows.reduce(0) { $0 + $1.0 } / n, rows.reduce(0) { $0 + $1.1 } / n)
        var (xy, xx, yy) = (0.0, 0.0, 0.0)
        for (x, y) in rows {
            xy += (x - meanX) * (y - meanY)
            xx += (x - meanX) * (x - meanX)
            yy += (y - meanY) * (y - meanY)
        }
        return xy / (xx * yy).squareRoot()
    }
}
