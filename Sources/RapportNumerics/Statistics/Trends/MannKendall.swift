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
    /// The median change a step (a season's: a cycle) between two values; 0 of one value.
    public let slope: Double
    /// The line's value at the first place: the median less what the slope brings up to the middle.
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
    public init?(_ values: [Double], period: Int = 1, work: Work = Work(width: 1)) throws(Diagnostic) {
        guard values.count > 1, period > 0, values.allSatisfy(\.isFinite) else { return nil }
        var (s, variance, pairs) = (0.0, 0.0, 0.0)
        var slopes: [Double] = []
        for season in 0..<min(period, values.count) {
            let part = stride(from: season, to: values.count, by: period).map { values[$0] }
            let n = Double(part.count)
            var sorted = part
            let falling = KendallTau.inversions(&sorted)
            let ties = TieSums(sorted, areEqual: ==)
            s += n * (n - 1) / 2 - ties.pairs - 2 * falling
            variance += (n * (n - 1) * (2 * n + 5) - ties.variance) / 18
            pairs += n * (n - 1) / 2
            for later in part.indices.dropFirst() {
                try work.check()
                for earlier in 0..<later {
                    slopes.append((part[later] - part[earlier]) / Double(later - earlier))
                }
            }
        }
        (self.s, self.variance) = (s, variance)
        z = s == 0 || variance == 0 ? 0 : (s - (s > 0 ? 1 : -1)) / variance.squareRoot()
        p = NormalDistribution.twoSided(z)
        tau = pairs > 0 ? s / pairs : 0
        slope = Quantile.type7(0.5, of: slopes) ?? 0
        let middle = Quantile.type7(0.5, of: values) ?? 0
        intercept = middle - Double(values.count - 1) / 2 / Double(period) * slope
    }
}
