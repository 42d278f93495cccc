#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Two shares, counted in two groups: the second less the first.
public struct ProportionComparison: Sendable, Hashable {
    public let first: ProportionInterval
    public let second: ProportionInterval
    public let difference: Double
    /// The pooled z statistic; 0 where nobody, or everybody, counts in both.
    public let z: Double
    public let p: Double
    /// Newcombe's hybrid interval of the difference, from the two of Wilson.
    ///
    /// Source: Newcombe, *Interval Estimation for the Difference between Independent Proportions*, Statistics
    /// in Medicine 17, 1998, method 10.
    public let newcombe: (low: Double, high: Double)
    /// Wald's interval of the difference: too narrow for small groups.
    public let wald: (low: Double, high: Double)
    /// The smallest of the four counts expected where the shares are the same; below 5, take Fisher's test.
    public let leastExpected: Double

    /// Nil where a group is empty, or counts are outside 0…trials.
    public init?(
        first: (successes: Double, trials: Double), second: (successes: Double, trials: Double),
        confidence: Double = 0.95
    ) {
        guard
            let a = ProportionInterval(
                successes: first.successes, trials: first.trials, confidence: confidence),
            let b = ProportionInterval(
                successes: second.successes, trials: second.trials, confidence: confidence)
        else { return nil }
        (self.first, self.second) = (a, b)
        difference = b.portion - a.portion
        let trials = first.trials + second.trials
        let pooled = (first.successes + second.successes) / trials
        let spread = (pooled * (1 - pooled) * (1 / first.trials + 1 / second.trials)).squareRoot()
        z = spread > 0 ? difference / spread : 0
        p = NormalDistribution.twoSided(z)
        func square(_ x: Double) -> Double { x * x }
        newcombe = (
            difference - (square(b.portion - b.low) + square(a.high - a.portion)).squareRoot(),
            difference + (square(b.high - b.portion) + square(a.portion - a.low)).squareRoot()
        )
        let half =
            NormalDistribution.criticalValue(confidence: confidence)
            * (a.portion * (1 - a.portion) / first.trials + b.portion * (1 - b.portion) / second.trials)
            .squareRoot()
        wald = (difference - half, difference + half)
        leastExpected = min(pooled, 1 - pooled) * min(first.trials, second.trials)
    }

    public static func == (a: ProportionComparison, b: ProportionComparison) -> Bool {
        (a.first, a.second) == (b.first, b.second)
    }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(first)
        hasher.combine(second)
    }
}

/// Fisher's exact test of a table of two by two, two-sided: all tables with the same sums that are no more
/// likely than the one found.
///
/// Source: Fisher, *Statistical Methods for Research Workers*, 1934, §21.02. Tables that are as likely but for
/// rounding (1 part in 10^7) count, as R's and scipy's do.
public enum FisherExact {
    /// Nil where a count is below 0.
    /// - Complexity: O(smallest sum).
    public static func p(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Double? {
        guard min(a, b, c, d) >= 0 else { return nil }
        let (row, column, total) = (a + b, a + c, a + b + c + d)
        let (least, most) = (max(0, row + column - total), min(row, column))
        func logChoose(_ n: Int, _ k: Int) -> Double {
            GammaFunction.logarithm(Double(n) + 1) - GammaFunction.logarithm(Double(k) + 1)
                - GammaFunction.logarithm(Double(n - k) + 1)
        }
        let whole = logChoose(total, row)
        func logProbability(_ x: Int) -> Double {
            logChoose(column, x) + logChoose(total - column, row - x) - whole
        }
        let limit = logProbability(a) + 1e-7
        let likely = (least...most).lazy.map(logProbability).filter { $0 <= limit }
        return min(likely.map { exp($0) }.compensatedSum(), 1)
    }
}
