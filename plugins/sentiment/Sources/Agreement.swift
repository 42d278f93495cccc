import RapportNumerics
import RapportPluginKit
import RapportText

/// How scores and ratings agree where a row has both.
struct Agreement {
    /// Rows with both.
    let n: Int
    /// By third of the scale and feeling.
    private let counts: [Ratings.Third: [Feeling: Int]]
    /// Nil where ratings or scores are all the same, or fewer than three rows have both.
    let spearman: Double?

    /// Whether all ratings are the same, or all scores: then they cannot go together.
    let isConstant: Bool

    private static let matching: [Ratings.Third: Feeling] = [
        .low: .negative, .middle: .neutral, .high: .positive,
    ]

    init(_ rows: ScoreTables.Rows, _ ratings: Ratings?) {
        var counts: [Ratings.Third: [Feeling: Int]] = [:]
        var pairs: [(rating: Double, compound: Double)] = []
        for row in rows.read {
            guard let ratings, let rating = ratings.values[row], let third = ratings.third(of: row),
                let score = rows.scores[row]
            else { continue }
            counts[third, default: [:]][score.feeling, default: 0] += 1
            pairs.append((rating, score.compound))
        }
        // Ranks are the same in any order of rows; their sums are not to the last bit.
        pairs.sort { ($0.rating, $0.compound) < ($1.rating, $1.compound) }
        (self.counts, n) = (counts, pairs.count)
        isConstant =
            pairs.count > 1
            && (pairs.allSatisfy { $0.rating == pairs[0].rating }
                || pairs.allSatisfy { $0.compound == pairs[0].compound })
        spearman =
            pairs.count < 3
            ? nil : Correlation.spearman(pairs.map(\.rating), pairs.map(\.compound))?.coefficient
    }

    func count(_ third: Ratings.Third, _ feeling: Feeling) -> Int { counts[third]?[feeling] ?? 0 }

    /// The part of the rows whose feeling is that of their third.
    var matching: Double? {
        guard n > 0 else { return nil }
        let matches = Self.matching.reduce(0) { $0 + count($1.key, $1.value) }
        return Double(matches) / Double(n)
    }

    /// Nine rows; none where there are no ratings.
    var table: Table {
        let cells =
            n == 0
            ? []
            : Ratings.Third.allCases.flatMap { third in Feeling.allCases.reversed().map { (third, $0) } }
        return Table(
            Schema(ScoreTables.declared[4].fields),
            [
                .texts(cells.map(\.0.rawValue)), .texts(cells.map(\.1.rawValue)),
                .ints(present: cells.map { count($0.0, $0.1) }),
                .floats(
                    cells.map { third, feeling in
                        let all = Feeling.allCases.reduce(0) { $0 + count(third, $1) }
                        return all == 0 ? nil : Double(count(third, feeling)) / Double(all)
                    }),
            ])
    }
}
