import RapportNumerics
import RapportPluginKit

/// The limits between scores and the mean of one measure: what a run keeps, so that the next month is
/// scored with the same yardstick.
struct CutPoints {
    /// Ascending, one fewer than scores; a value has score 1 + the number of limits below it.
    var limits: [Double]
    var mean: Double

    var bins: Int { limits.count + 1 }

    /// The score of a value, `bins` for the best; O(log bins) would not pay for at most 8 limits.
    func score(_ value: Double, _ measure: Measure) -> Int {
        var rank = 1
        for limit in limits where limit < value { rank += 1 }
        return measure.isReversed ? bins + 1 - rank : rank
    }

    /// Quantiles of type 7 between the scores.
    ///
    /// The place of a quantile is computed as (n-1)·i/bins in whole numbers, so that one that falls on a
    /// value is that value.
    static func quantiles(of sorted: [Double], bins: Int) -> [Double] {
        (1..<bins).map { index in
            let (place, rest) = ((sorted.count - 1) * index).quotientAndRemainder(dividingBy: bins)
            guard rest > 0 else { return sorted[place] }
            return sorted[place] + (sorted[place + 1] - sorted[place]) * (Double(rest) / Double(bins))
        }
    }

    /// Never outside the values, whatever the rounding: equal values are their own mean.
    static func mean(of sorted: [Double]) -> Double {
        guard let least = sorted.first, let most = sorted.last else { return 0 }
        return min(max(sorted.compensatedSum() / Double(sorted.count), least), most)
    }
}

// MARK: - As a table

extension CutPoints {
    static let fields = [
        Field("measure", .text, kind: .category, meaning: "recency, frequency or monetary"),
        Field("score", .int, kind: .category, meaning: "the score these limits give"),
        Field("above", .float, kind: .measure, meaning: "values above this; missing: no lower limit"),
        Field(
            "up_to", .float, kind: .measure, meaning: "values up to and with this; missing: no upper limit"),
        Field("mean", .float, kind: .measure, meaning: "of all customers: the yardstick of `cn8`"),
    ]

    static func table(_ points: [(measure: Measure, points: CutPoints)]) -> Table {
        var rows: (measure: [String?], score: [Int], above: [Double?], upTo: [Double?], mean: [Double?]) = (
            [], [], [], [], []
        )
        for (measure, points) in points {
            for score in 1...points.bins {
                let rank = measure.isReversed ? points.bins + 1 - score : score
                rows.measure.append(measure.rawValue)
                rows.score.append(score)
                rows.above.append(rank == 1 ? nil : points.limits[rank - 2])
                rows.upTo.append(rank == points.bins ? nil : points.limits[rank - 1])
                rows.mean.append(points.mean)
            }
        }
        return Table(
            Schema(fields),
            [
                .texts(rows.measure), .ints(present: rows.score), .floats(rows.above), .floats(rows.upTo),
                .floats(rows.mean),
            ])
    }

    static let kept = KeptTable("cuts", of: RFM.name, fields: fields)

    /// The cut points of each measure, read back.
    static func read(_ table: Table) throws(Diagnostic) -> [Measure: CutPoints] {
        try kept.check(table.schema)
        let (names, scores) = (try table.texts(in: "measure"), try table.optionalNumbers(in: "score"))
        let (upTo, means) = (
            try table.optionalNumbers(in: "up_to"), try table.optionalNumbers(in: "mean")
        )
        var found: [Measure: CutPoints] = [:]
        for measure in Measure.allCases {
            let rows = names.indices.filter { names[$0] == measure.rawValue }
                .sorted { (scores[$0] ?? 0) < (scores[$1] ?? 0) }
            let ascending = measure.isReversed ? rows.reversed() : rows
            let limits = ascending.dropLast().compactMap { upTo[$0] }
            let isWhole = rows.enumerated().allSatisfy { scores[$0.element] == Double($0.offset + 1) }
            guard (2...9).contains(rows.count), isWhole, limits.count == rows.count - 1,
                let mean = rows.first.flatMap({ means[$0] }), zip(limits, limits.dropFirst()).allSatisfy(<=)
            else {
                throw Diagnostic(
                    "model.shape", "the table of `cuts` has no whole set of limits for \(measure.rawValue)",
                    subject: .parameter("cuts"),
                    help: [
                        "`cuts=run 12` takes the table as the run kept it; one of a run with `by` needs the same `by`"
                    ])
            }
            found[measure] = CutPoints(limits: limits, mean: mean)
        }
        guard Set(found.values.map(\.bins)).count == 1 else {
            throw Diagnostic(
                "model.shape", "the table of `cuts` has another number of scores for each measure",
                subject: .parameter("cuts"))
        }
        return found
    }
}
