public import RapportDiagnostics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How long something lasts, where part of it has not ended yet: the product-limit estimate.
///
/// What has not ended counts as lasting at least as long as it was watched (censored). At a time with both, ends come
/// before what is censored.
/// Source: Kaplan & Meier, *Nonparametric Estimation from Incomplete Observations*, JASA 53, 1958; the interval is
/// Greenwood's on the scale of log(-log S) (Kalbfleisch & Prentice), as lifelines and R's `conf.type = "log-log"`.
public struct KaplanMeier: Sendable {
    public struct Point: Sendable, Hashable {
        public var time: Double
        /// Those that lasted until this time.
        public var atRisk: Int
        public var events: Int
        public var censored: Int
        /// The part that lasts longer.
        public var survival: Double
        /// Of the interval; equal to `survival` where that is 0 or 1.
        public var low: Double
        public var high: Double
    }

    /// The first is at 0, the others at the distinct durations, rising.
    public let points: [Point]
    /// The first time by which half has ended; nil where less than half did.
    public let median: Double?
    /// The times at which the interval of the curve passes one half; nil at an end that is not reached.
    public let medianInterval: (low: Double?, high: Double?)

    /// - Parameters:
    ///   - durations: How long each was watched; 0 or more.
    ///   - ended: Whether it ended then; else it was still going on.
    ///   - confidence: Of the interval, in 0..<1.
    /// - Throws: `survival.length` where the arrays differ in length, `survival.duration` for one that is
    ///   negative or no number, by its place.
    /// - Complexity: O(*n* log *n*).
    public init(
        durations: [Double], ended: [Bool], confidence: Double = 0.95
    ) throws(Diagnostic) {
        try Self.check(durations, ended)
        let z = NormalDistribution.criticalValue(confidence: confidence)
        // Sorted apart: plain floats sort several times as fast as places do.
        var (ends, watched): ([Double], [Double]) = ([], [])
        for place in durations.indices {
            if ended[place] { ends.append(durations[place]) } else { watched.append(durations[place]) }
        }
        ends.sort()
        watched.sort()
        var points: [Point] = []
        var (survival, greenwood) = (1.0, 0.0)
        var (end, left) = (0, 0)
        func take(_ time: Double) {
            var point = Point(
                time: time, atRisk: durations.count - end - left, events: 0, censored: 0, survival: 1, low: 1,
                high: 1)
            while end < ends.count, ends[end] == time {
                point.events += 1
                end += 1
            }
            while left < watched.count, watched[left] == time {
                point.censored += 1
                left += 1
            }
            if point.events > 0 {
                let (n, d) = (Double(point.atRisk), Double(point.events))
                survival *= (n - d) / n
                greenwood += d / (n * (n - d))
            }
            (point.survival, point.low, point.high) = (survival, survival, survival)
            if survival > 0, survival < 1 {
                let logarithm = log(survival)
                let (centre, width) = (log(-logarithm), z * greenwood.squareRoot() / -logarithm)
                (point.low, point.high) = (exp(-exp(centre + width)), exp(-exp(centre - width)))
            }
            points.append(point)
        }
        take(0)
        while end < ends.count || left < watched.count {
            take(
                min(
                    end < ends.count ? ends[end] : .infinity, left < watched.count ? watched[left] : .infinity
                ))
        }
        self.points = points
        // A curve that is one half but for the rounding of its products has reached it.
        let half = 0.5 * (1 + 1e-12)
        median = points.first { $0.survival <= half }?.time
        medianInterval = (
            points.first { $0.low <= half && $0.survival < 1 }?.time,
            points.first { $0.high <= half && $0.survival < 1 }?.time
        )
    }

    static func check(_ durations: [Double], _ ended: [Bool]) throws(Diagnostic) {
        guard durations.count == ended.count else {
            throw Diagnostic(
                "survival.length",
                "\(durations.count) durations and \(ended.count) events; expected one event a duration",
                help: ["give both for each"])
        }
        guard let place = durations.firstIndex(where: { !($0 >= 0) || $0 == .infinity }) else { return }
        throw Diagnostic(
            "survival.duration", "duration \(place + 1) is negative or no number; expected 0 or more",
            subject: .row(place + 1), help: ["leave out what ends before it begins"])
    }
}
