/// Promoters less detractors, in points from -100 to 100.
///
/// The variance is of a difference of two shares of the same people. Source: Reichheld, *The One Number You
/// Need to Grow*, HBR 2003; Rocks, *Interval Estimation for the Net Promoter Score*, The American Statistician
/// 70, 2016, where the adjusted Wald interval (three answers added: ¾ promoter, ¾ detractor, 1½ passive) was
/// the best of six.
public struct NetPromoterScore: Sendable, Hashable {
    /// Counts need not be whole: with weights, they are shares of the effective number.
    public let promoters: Double
    public let detractors: Double
    public let answers: Double

    /// Nil where there is no answer, or counts do not fit together.
    public init?(promoters: Double, detractors: Double, answers: Double) {
        guard answers > 0, answers.isFinite, promoters >= 0, detractors >= 0,
            promoters + detractors <= answers * (1 + 1e-12)
        else { return nil }
        (self.promoters, self.detractors, self.answers) = (promoters, detractors, answers)
    }

    public var value: Double { 100 * (promoters - detractors) / answers }

    /// Of the value; 0 where all agree.
    public var standardError: Double { Self.error(promoters / answers, detractors / answers, answers) }

    /// The value ± z standard errors, within -100…100; of width 0 where all agree.
    public func wald(confidence: Double = 0.95) -> (low: Double, high: Double) {
        Self.interval(value, standardError, confidence)
    }

    /// The centre of ``adjustedWald(confidence:)``.
    public var adjustedValue: Double { 100 * (promoters - detractors) / (answers + 3) }

    public var adjustedStandardError: Double {
        let more = answers + 3
        return Self.error((promoters + 0.75) / more, (detractors + 0.75) / more, more)
    }

    /// The interval to print beside ``value``.
    public func adjustedWald(confidence: Double = 0.95) -> (low: Double, high: Double) {
        Self.interval(adjustedValue, adjustedStandardError, confidence)
    }

    /// The second less the first, with the z test of two independent scores.
    ///
    /// Where all agree in both groups, standard errors are 0; then the adjusted ones stand in.
    public static func comparison(
        _ first: NetPromoterScore, _ second: NetPromoterScore
    ) -> (difference: Double, standardError: Double, z: Double, p: Double) {
        func joint(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        var error = joint(first.standardError, second.standardError)
        if error == 0 { error = joint(first.adjustedStandardError, second.adjustedStandardError) }
        let difference = second.value - first.value
        let z = difference / error
        return (difference, error, z, NormalDistribution.twoSided(z))
    }

    private static func error(_ promoters: Double, _ detractors: Double, _ answers: Double) -> Double {
        let net = promoters - detractors
        return 100 * (max(promoters + detractors - net * net, 0) / answers).squareRoot()
    }

    private static func interval(
        _ centre: Double, _ error: Double, _ confidence: Double
    ) -> (low: Double, high: Double) {
        let half = NormalDistribution.criticalValue(confidence: confidence) * error
        return (max(centre - half, -100), min(centre + half, 100))
    }
}
