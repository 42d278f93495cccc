public import RapportDiagnostics
public import RapportWork

/// Whether a series rises or falls, by the order of its values alone, and how fast.
///
/// The variance is corrected for ties, the statistic for continuity. It takes values as independent: where
/// neighbours go together, it finds trends too often.
///
/// Source: Mann, *Nonparametric Tests against Trend*, 1945; Kendall 1975; the seasonal form: Hirsch, Slack & Smith,
/// *Techniques of Trend Analysis for Monthly Water Quality Data*, 1982; the slope: Sen, *Estimates of the
/// Regression Coefficient Based on Kendall's Tau*, JASA 63, 1968.
public struct MannKendall: Sendable, Hashable {
    /// Later values above earlier ones less those below.
    public let s: Double
    public let variance: Double
    public let z: Double
    public let p: Double
    /// `s` over the number of pairs.
    public let tau: Double
    /// The median change a step (a season's: a cycle; of values with times: a unit of time) between two values; 0 of
    /// one value.
    public let slope: Double
    /// The line's value at the first place: the median less what the slope brings up to the middle (of times: to
    /// their median).
    public let intercept: Double

    /// Which way, where `p` is below `alpha`.
    public func trend(alpha: Double = 0.05) -> Trend {
        p >= alpha || z == 0 ? .none : z > 0 ? .rising : .falling
    }

    public enum Trend: String, Sendable, Hashable { case rising, falling, none }

    /// Nil for fewer than two values, and where one is not finite.
    ///
    /// `period` above 1 compares values of the same season only: months with the same month.
    /// - Complexity: O(*n* log *n*) for the test, O(*n*²/period) time and memory for the slope.
    public init?(_ values: [Double], period: Int = 1, work: Work) throws(Diagnostic) {
        try self.init(values, at: values.indices.map(Double.init), period: period, work: work)
    }

    /// Of values that are not equally far apart: `times` rise, one a value.
    ///
    /// The test looks at the order alone; the slope is a change over time. Nil where times do not rise, too.
    /// - Complexity: O(*n* log *n*) for the test, O(*n*²) time and memory for the slope.
    public init?(_ values: [Double], at times: [Double], work: Work) throws(Diagnostic) {
        try self.init(values, at: times, period: 1, work: work)
    }

    private init?(
        _ values: [Double], at times: [Double], period: Int, work: Work
    ) throws(Diagnostic) {
        guard values.count > 1, values.count == times.count, period > 0, values.allSatisfy(\.isFinite),
            times.allSatisfy(\.isFinite), zip(times, times.dropFirst()).allSatisfy(<)
        else { return nil }
        let seasons = min(period, values.count)
        let slopeCount = (0..<seasons).reduce(0) { count, season in
            let own = (values.count - season + period - 1) / period
            return count + own * (own - 1) / 2
        }
        try work.memory.reserve(slopeCount * 8, for: "the slopes between \(values.count) values")
        defer { work.memory.release(slopeCount * 8) }
        var (s, variance, pairs) = (0.0, 0.0, 0.0)
        var slopes: [Double] = []
        slopes.reserveCapacity(slopeCount)
        for season in 0..<seasons {
            let places = Array(stride(from: season, to: values.count, by: period))
            let part = places.map { values[$0] }
            let n = Double(part.count)
            var sorted = part
            let falling = KendallTau.inversions(&sorted)
            let ties = TieSums(sorted, areEqual: ==)
            s += n * (n - 1) / 2 - ties.pairs - 2 * falling
            variance += (n * (n - 1) * (2 * n + 5) - ties.variance) / 18
            pairs += n * (n - 1) / 2
            for later in part.indices.dropFirst() {
                try work.check()
                let (value, time) = (part[later], times[places[later]])
                for earlier in 0..<later {
                    let steps = (time - times[places[earlier]]) / Double(period)
                    slopes.append((value - part[earlier]) / steps)
                }
            }
        }
        (self.s, self.variance) = (s, variance)
        z = s == 0 || variance == 0 ? 0 : (s - (s > 0 ? 1 : -1)) / variance.squareRoot()
        p = NormalDistribution.twoSided(z)
        tau = pairs > 0 ? s / pairs : 0
        var span = slopes.mutableSpan
        slope = Quantile.type7(0.5, reordering: &span) ?? 0
        let middle = Quantile.type7(0.5, of: values) ?? 0
        let half = (Quantile.type7(0.5, of: times) ?? 0) - (times.first ?? 0)
        intercept = middle - half / Double(period) * slope
    }
}
