#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How far a distribution has moved since another time, over the same bins.
///
/// Σ (now − then) · ln(now / then), an empty bin counting as a ten-thousandth: below 0.1 little has changed, above 0.25
/// much.
/// Source: N. Siddiqi, *Credit Risk Scorecards*, 2006, ch. 9.
public enum PopulationStability {
    /// Of the parts of each bin, which sum up to 1 on both sides.
    public static func index(then: [Double], now: [Double]) -> Double {
        zip(then, now).reduce(0.0) { sum, parts in
            let (before, after) = (max(parts.0, 1e-4), max(parts.1, 1e-4))
            return sum + (after - before) * log(after / before)
        }
    }
}
