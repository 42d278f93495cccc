import RapportNumerics
import RapportPluginKit

/// Whether a series rises or falls, and how steeply.
struct Trend: Sendable {
    /// `rising`, `falling` or `none`.
    let word: String
    /// Per period: the median slope of all pairs (Sen).
    let slope: Double
    /// How often chance alone does as much (Mann-Kendall, two-sided).
    let p: Double

    var isRising: Bool { word == MannKendall.Trend.rising.rawValue }
    var isFalling: Bool { word == MannKendall.Trend.falling.rawValue }

    /// Nil below four periods: the test cannot tell anything then.
    init?(of series: [Double], work: Work) throws(Diagnostic) {
        guard series.count >= 4, let test = try MannKendall(series, work: work) else { return nil }
        (slope, p, word) = (test.slope, test.p, test.trend().rawValue)
    }
}
