#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The gamma function's logarithm and derivative, and the incomplete gamma functions.
public enum GammaFunction {
    /// ln Γ(x) of x > 0; infinite at 0, NaN below.
    ///
    /// The C library's: within a few units in the last place.
    public static func logarithm(_ x: Double) -> Double {
        guard x >= 0 else { return .nan }
        return lgamma(x).0
    }

    /// ψ(x) = d ln Γ(x) / dx; NaN at 0 and at negative whole numbers.
    ///
    /// Steps up to x ≥ 10, then the asymptotic series; reflection below 0.
    /// Source: Bernardo, *Algorithm AS 103: Psi (Digamma) Function*, Applied Statistics 25, 1976.
    public static func digamma(_ x: Double) -> Double {
        guard x.isFinite else { return x > 0 ? .infinity : .nan }
        if x <= 0 {
            guard x != x.rounded() else { return .nan }
            // The argument of the tangent is brought within a period first, where it is exact.
            let fraction = x - x.rounded(.down)
            return digamma(1 - x) - Double.pi / tan(Double.pi * fraction)
        }
        var (shifted, total) = (x, 0.0)
        while shifted < 10 {
            total -= 1 / shifted
            shifted += 1
        }
        let square = 1 / (shifted * shifted)
        var series = 0.0
        // B₂ₖ / 2k, from k = 7 down to 1.
        let terms = [
            1.0 / 12, -691.0 / 32_760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12,
        ]
        for term in terms { series = (series + term) * square }
        return total + log(shifted) - 0.5 / shifted - series
    }

    // MARK: - Incomplete

    /// P(a, x) = γ(a, x) / Γ(a) and Q(a, x) = 1 - P, each to full relative precision; nil outside a > 0, x ≥ 0.
    ///
    /// The series where x < a + 1, else the continued fraction.
    /// - Complexity: O(√a) terms.
    /// - Source: Press et al., *Numerical Recipes*, 3rd ed., §6.2; the factor before both is Loader's
    ///   (``Saddlepoint``), which keeps its digits for large a.
    public static func regularised(_ a: Double, _ x: Double) -> (lower: Double, upper: Double)? {
        guard a > 0, x >= 0, a.isFinite else { return nil }
        if x == 0 { return (0, 1) }
        if x == .infinity { return (1, 0) }
        // x^a e^-x / Γ(a)
        let factor = a * Saddlepoint.poisson(a, mean: x)
        if x < a + 1 {
            var (term, total, divisor) = (1 / a, 1 / a, a)
            while term > total * 1e-17 {
                divisor += 1
                term *= x / divisor
                total += term
            }
            let lower = min(total * factor, 1)
            return (lower, 1 - lower)
        }
        let fraction = ContinuedFraction.value(first: x + 1 - a) { step in
            (-step * (step - a), x + 2 * step + 1 - a)
        }
        let upper = min(factor / fraction, 1)
        return (1 - upper, upper)
    }
}

/// Lentz's way to evaluate b₀ + a₁/(b₁ + a₂/(b₂ + …)).
///
/// Source: Lentz 1976, as modified by Thompson & Barnett, J. Comput. Phys. 64, 1986.
enum ContinuedFraction {
    /// `terms` gives a and b of each step from 1 on.
    static func value(first: Double, _ terms: (Double) -> (a: Double, b: Double)) -> Double {
        let tiny = 1e-300
        var value = first == 0 ? tiny : first
        var (c, d) = (value, 0.0)
        var step = 1.0
        // Converges after O(√parameters) steps; the limit only guards against an endless loop.
        while step < 10_000_000 {
            let (a, b) = terms(step)
            d = b + a * d
            if d == 0 { d = tiny }
            c = b + a / c
            if c == 0 { c = tiny }
            d = 1 / d
            let change = c * d
            value *= change
            if (change - 1).magnitude < 1e-15 { break }
            step += 1
        }
        return value
    }
}
