#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Poisson and binomial probabilities of counts that need not be whole, without the cancellation of
/// large logarithms.
///
/// Source: Loader, *Fast and Accurate Computation of Binomial Probabilities*, 2000.
enum Saddlepoint {
    /// m^k e^-m / Γ(k + 1), for k > 0 and m > 0.
    static func poisson(_ k: Double, mean m: Double) -> Double {
        exp(-stirlingError(k) - deviance(k, from: m, k - m)) / (2 * Double.pi * k).squareRoot()
    }

    /// Γ(n + 1) / (Γ(k + 1) Γ(l + 1)) p^k q^l of n = k + l, for k, l > 0 and p + q = 1.
    static func binomial(_ k: Double, _ l: Double, _ p: Double, _ q: Double) -> Double {
        let n = k + l
        // k - np is nq - l: taken from the smaller share, which has lost no digits.
        let excess = p <= q ? k - n * p : n * q - l
        let logarithm =
            stirlingError(n) - stirlingError(k) - stirlingError(l) - deviance(k, from: n * p, excess)
            - deviance(l, from: n * q, -excess)
        return exp(logarithm) * (n / (2 * Double.pi * k * l)).squareRoot()
    }

    /// ln Γ(n + 1) less Stirling's formula for it.
    private static func stirlingError(_ n: Double) -> Double {
        if n < 16 {
            return GammaFunction.logarithm(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * Double.pi)
        }
        let square = 1 / (n * n)
        var series = 0.0
        for term in [1.0 / 1_188, -1.0 / 1_680, 1.0 / 1_260, -1.0 / 360, 1.0 / 12] {
            series = series * square + term
        }
        return series / n
    }

    /// x ln(x/m) + m - x, of `excess` = x - m.
    private static func deviance(_ x: Double, from m: Double, _ excess: Double) -> Double {
        guard excess.magnitude < 0.1 * (x + m) else { return x * log(x / m) - excess }
        // Near the mean the sum cancels; this series does not.
        let ratio = excess / (x + m)
        var sum = excess * ratio
        var (term, odd) = (2 * x * ratio, 1.0)
        while true {
            term *= ratio * ratio
            odd += 2
            let next = sum + term / odd
            if next == sum { return next }
            sum = next
        }
    }
}
