/// Where a share may lie, given what was counted.
public struct ProportionInterval: Sendable, Hashable {
    /// The share that was counted.
    public let portion: Double
    public let low: Double
    public let high: Double

    /// Which interval: the names are those of statsmodels' `proportion_confint`.
    ///
    /// Source: Brown, Cai & DasGupta, *Interval Estimation for a Binomial Proportion*, Statistical Science 16,
    /// 2001, compares them.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// Wilson 1927: those shares that a score test would not refuse. The one to take.
        case wilson
        /// Agresti & Coull 1998: Wald's around Wilson's centre; a little wider.
        case agrestiCoull = "agresti_coull"
        /// Clopper & Pearson 1934: never covers less than it says, often much more.
        case beta
        /// Equal tails of the posterior under the prior Beta(1/2, 1/2).
        case jeffreys
        /// Wald: of width 0 where all agree. For comparison with old reports only.
        case normal
    }

    /// Counts need not be whole: with weights, they are shares of the effective number.
    ///
    /// Nil where `trials` is not above 0, `successes` outside 0…trials, or `confidence` outside 0..<1.
    public init?(
        successes: Double, trials: Double, confidence: Double = 0.95, _ method: Method = .wilson
    ) {
        guard trials > 0, trials.isFinite, successes >= 0, successes <= trials, confidence >= 0,
            confidence < 1
        else { return nil }
        portion = successes / trials
        let z = NormalDistribution.criticalValue(confidence: confidence)
        let tail = (1 - confidence) / 2
        let failures = trials - successes
        let bounds: (Double, Double)
        switch method {
        case .wilson:
            let square = z * z / trials
            let centre = (portion + square / 2) / (1 + square)
            let half = z * (portion * (1 - portion) / trials + square / (4 * trials)).squareRoot()
            bounds = (centre - half / (1 + square), centre + half / (1 + square))
        case .agrestiCoull:
            let count = trials + z * z
            let centre = (successes + z * z / 2) / count
            let half = z * (centre * (1 - centre) / count).squareRoot()
            bounds = (centre - half, centre + half)
        case .beta:
            bounds = (
                successes == 0 ? 0 : BetaFunction.inverse(successes, failures + 1, tail) ?? 0,
                failures == 0 ? 1 : BetaFunction.inverse(successes + 1, failures, 1 - tail) ?? 1
            )
        case .jeffreys:
            bounds = (
                BetaFunction.inverse(successes + 0.5, failures + 0.5, tail) ?? 0,
                BetaFunction.inverse(successes + 0.5, failures + 0.5, 1 - tail) ?? 1
            )
        case .normal:
            let half = z * (portion * (1 - portion) / trials).squareRoot()
            bounds = (portion - half, portion + half)
        }
        // Where nobody, or everybody, counts, Wilson's end is 0 or 1 but for rounding.
        let ends =
            method == .wilson ? (successes == 0 ? 0 : bounds.0, failures == 0 ? 1 : bounds.1) : bounds
        (low, high) = (min(max(ends.0, 0), 1), min(max(ends.1, 0), 1))
    }
}
