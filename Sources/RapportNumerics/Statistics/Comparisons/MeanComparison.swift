/// Welch's test of two means, which need not have the same variance.
///
/// Source: Welch, *The Generalization of "Student's" Problem when Several Different Population Variances are
/// Involved*, Biometrika 34, 1947.
public struct WelchTest: Sendable, Hashable {
    /// The mean of the second less that of the first.
    public let difference: Double
    public let t: Double
    public let df: Double
    public let p: Double
    public let low: Double
    public let high: Double

    /// Nil where a group has fewer than two values or one is not finite, or where both are constant.
    public init?(_ first: [Double], _ second: [Double], confidence: Double = 0.95) {
        guard let a = SampleMoments(first), let b = SampleMoments(second), a.count > 1, b.count > 1 else {
            return nil
        }
        let (va, vb) = (a.variance / a.count, b.variance / b.count)
        let spread = va + vb
        guard spread > 0, spread.isFinite else { return nil }
        difference = b.mean - a.mean
        t = difference / spread.squareRoot()
        df = spread * spread / (va * va / (a.count - 1) + vb * vb / (b.count - 1))
        guard let p = StudentT.twoSided(t, df: df),
            let critical = StudentT.criticalValue(confidence: confidence, df: df)
        else { return nil }
        self.p = p
        (low, high) = (
            difference - critical * spread.squareRoot(), difference + critical * spread.squareRoot()
        )
    }
}

/// A mean with its t interval.
public struct MeanInterval: Sendable, Hashable {
    public let mean: Double
    /// Nil of a single value.
    public let low: Double?
    public let high: Double?
    public let n: Int

    /// Nil of no values, or where one is not finite.
    ///
    /// `range` is where the mean can lie: the interval of a few scores of 0 to 100 ends there.
    public init?(
        _ values: [Double], confidence: Double = 0.95,
        within range: ClosedRange<Double> = -.infinity ... .infinity
    ) {
        guard let moments = SampleMoments(values) else { return nil }
        (mean, n) = (moments.mean, values.count)
        if values.count > 1,
            let critical = StudentT.criticalValue(confidence: confidence, df: moments.count - 1)
        {
            let half = critical * (moments.variance / moments.count).squareRoot()
            (low, high) = (max(mean - half, range.lowerBound), min(mean + half, range.upperBound))
        } else {
            (low, high) = (nil, nil)
        }
    }
}

/// One-way analysis of variance.
public struct VarianceAnalysis: Sendable, Hashable {
    public let f: Double
    public let p: Double

    /// Nil for fewer than two groups, for an empty one, and where no value differs within its group.
    public init?(_ groups: [[Double]]) {
        let moments = groups.compactMap { SampleMoments($0) }
        guard moments.count == groups.count, groups.count > 1 else { return nil }
        let count = moments.reduce(0) { $0 + $1.count }
        let mean = moments.map { $0.mean * $0.count }.compensatedSum() / count
        let between = moments.map { $0.count * ($0.mean - mean) * ($0.mean - mean) }.compensatedSum()
        let within = moments.map(\.squares).compensatedSum()
        let (above, below) = (Double(groups.count - 1), count - Double(groups.count))
        guard within > 0, below > 0 else { return nil }
        f = between / above / (within / below)
        guard let p = FDistribution.upperTail(f, df: above, below) else { return nil }
        self.p = p
    }
}

/// Mean and spread of values, in two passes.
struct SampleMoments {
    let count: Double
    let mean: Double
    /// Σ (x - mean)².
    let squares: Double
    /// With n - 1; 0 of one value.
    var variance: Double { count > 1 ? squares / (count - 1) : 0 }

    init?(_ values: [Double]) {
        guard let first = values.first, values.allSatisfy(\.isFinite) else { return nil }
        count = Double(values.count)
        let isConstant = !values.contains { $0 != first }
        let mean = isConstant ? first : values.compensatedSum() / count
        guard mean.isFinite else { return nil }
        self.mean = mean
        squares = values.lazy.map { ($0 - mean) * ($0 - mean) }.compensatedSum()
    }
}
