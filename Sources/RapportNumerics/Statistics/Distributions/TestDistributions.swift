/// Student's t distribution; degrees of freedom are above 0 and need not be whole.
public enum StudentT {
    /// The chance of a value at least as far from 0; nil where `df` is not above 0.
    public static func twoSided(_ t: Double, df: Double) -> Double? {
        guard !t.isNaN else { return nil }
        if t.isInfinite { return df > 0 ? 0 : nil }
        let square = t * t
        return BetaFunction.regularised(df / 2, 0.5, df / (df + square), square / (df + square))?.lower
    }

    /// The chance of a value at most this; nil where `df` is not above 0.
    public static func cdf(_ t: Double, df: Double) -> Double? {
        twoSided(t, df: df).map { t < 0 ? $0 / 2 : 1 - $0 / 2 }
    }

    /// Of a two-sided interval with this confidence, in 0..<1; nil where `df` is not above 0.
    public static func criticalValue(confidence: Double, df: Double) -> Double? {
        guard confidence >= 0, confidence < 1 else { return nil }
        // I_y(1/2, df/2) = confidence at y = t²/(df + t²); where y is past the middle, 1 - y has more digits.
        guard let y = BetaFunction.inverse(0.5, df / 2, confidence) else { return nil }
        if y <= 0.5 { return (df * y / (1 - y)).squareRoot() }
        return BetaFunction.inverse(df / 2, 0.5, 1 - confidence).map { (df * (1 - $0) / $0).squareRoot() }
    }
}

/// The χ² distribution.
public enum ChiSquared {
    /// The chance of a value at least this; nil where `df` is not above 0.
    public static func upperTail(_ value: Double, df: Double) -> Double? {
        GammaFunction.regularised(df / 2, max(value, 0) / 2)?.upper
    }
}

/// The F distribution.
public enum FDistribution {
    /// The chance of a value at least this; nil where degrees of freedom are not above 0.
    public static func upperTail(_ value: Double, df numerator: Double, _ denominator: Double) -> Double? {
        guard !value.isNaN else { return nil }
        if value <= 0 { return numerator > 0 && denominator > 0 ? 1 : nil }
        if value.isInfinite { return numerator > 0 && denominator > 0 ? 0 : nil }
        let whole = denominator + numerator * value
        return BetaFunction.regularised(
            denominator / 2, numerator / 2, denominator / whole, numerator * value / whole)?.lower
    }
}
