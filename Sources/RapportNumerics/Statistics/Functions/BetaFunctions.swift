#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The regularised incomplete beta function and its inverse.
public enum BetaFunction {
    /// ln B(a, b).
    public static func logarithm(_ a: Double, _ b: Double) -> Double {
        GammaFunction.logarithm(a) + GammaFunction.logarithm(b) - GammaFunction.logarithm(a + b)
    }

    /// I_x(a, b) and 1 - I_x(a, b), each to full relative precision; nil outside a, b > 0 and 0 ≤ x ≤ 1.
    public static func regularised(
        _ a: Double, _ b: Double, at x: Double
    ) -> (lower: Double, upper: Double)? {
        regularised(a, b, x, 1 - x)
    }

    /// As above, with 1 - x given too: of an x near 1 the difference has lost its digits.
    ///
    /// The continued fraction on the side of the mean where it converges fast; two of its steps are taken as
    /// one.
    /// - Complexity: O(√max(a, b)) steps.
    /// - Source: Didonato & Morris, *Algorithm 708: Significant Digit Computation of the Incomplete Beta Function
    ///   Ratios*, ACM TOMS 18, 1992, formula 9; the factor before it is Loader's.
    static func regularised(
        _ a: Double, _ b: Double, _ x: Double, _ y: Double
    ) -> (lower: Double, upper: Double)? {
        guard a > 0, b > 0, a.isFinite, b.isFinite, x >= 0, y >= 0 else { return nil }
        if x == 0 { return (0, 1) }
        if y == 0 { return (1, 0) }
        if x > (a + 1) / (a + b + 2) {
            return regularised(b, a, y, x).map { ($0.upper, $0.lower) }
        }
        // x^a y^b / B(a, b)
        let factor = a * b / (a + b) * Saddlepoint.binomial(a, b, x, y)
        // The two shares enter as their difference, which does not cancel where one is tiny.
        let gap = a * y - b * x
        let fraction = ContinuedFraction.value(first: a * (gap + 1) / (a + 1)) { m in
            let before = a + 2 * m - 1
            return (
                a: (a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x / (before * before),
                b: m + m * (b - m) * x / before + (a + m) * (gap + 1 + m * (2 - x)) / (before + 2)
            )
        }
        let lower = min(factor / fraction, 1)
        return (lower, 1 - lower)
    }

    /// The x of I_x(a, b) = `portion`; nil outside a, b > 0 and 0 ≤ portion ≤ 1.
    ///
    /// Newton's steps, kept inside a bracket that halves where a step would leave it.
    public static func inverse(_ a: Double, _ b: Double, _ portion: Double) -> Double? {
        guard a > 0, b > 0, a.isFinite, b.isFinite, portion >= 0, portion <= 1 else { return nil }
        if portion == 0 { return 0 }
        if portion == 1 { return 1 }
        var (low, high) = (0.0, 1.0)
        var x = a / (a + b)
        for _ in 0..<2_000 {
            guard let (lower, _) = regularised(a, b, at: x) else { return nil }
            let error = lower - portion
            if error == 0 { return x }
            if error < 0 { low = x } else { high = x }
            if high - low <= 2 * x.ulp { break }
            // d I / dx = x^(a-1) (1-x)^(b-1) / B(a, b)
            let slope = a * b / (a + b) * Saddlepoint.binomial(a, b, x, 1 - x) / (x * (1 - x))
            let next = x - error / slope
            // A bracket far wider than its lower end is halved by ratio, so that tiny roots come soon.
            let middle = low > 0 && high > 16 * low ? (low * high).squareRoot() : low + (high - low) / 2
            let isInside = next.isFinite && next > low && next < high
            let step = isInside ? next : (low == 0 ? high / 16 : middle)
            if (step - x).magnitude <= x.ulp / 2 { return step }
            x = step
        }
        return x
    }
}
