#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// ₂F₁(a, b; c; z) for positive parameters and 0 ≤ z < 1, which is all that models of repeat buying need.
///
/// There the plain series has positive terms only, so nothing cancels; the sum is rescaled when it
/// grows past what a float holds.
public enum GaussHypergeometric {
    /// Nil outside the range above; infinite where the value is past the largest float.
    public static func value(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double? {
        logarithm(a, b, c, z).map { exp($0) }
    }

    /// Its natural logarithm, for values that no float holds.
    ///
    /// - Complexity: about 40/(1 - z) terms.
    public static func logarithm(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double? {
        guard a > 0, b > 0, c > 0, z >= 0, z < 1, (a + b + c).isFinite else { return nil }
        var (term, sum, shift, k) = (1.0, CompensatedSum(), 0.0, 0.0)
        sum.add(1)
        while k < 100_000_000 {
            let ratio = (a + k) / (c + k) * ((b + k) / (k + 1)) * z
            term *= ratio
            sum.add(term)
            k += 1
            // Terms may rise first; past the top the rest is below a geometric series.
            if ratio < 1, term * ratio < 1e-17 * sum.total * (1 - ratio) { break }
            if sum.total > 1e250 {
                let scaled = sum.total * 1e-250
                (term, shift) = (term * 1e-250, shift + 250 * log(10))
                sum = CompensatedSum()
                sum.add(scaled)
            }
        }
        return log(sum.total) + shift
    }
}
