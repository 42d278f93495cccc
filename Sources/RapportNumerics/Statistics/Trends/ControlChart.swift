/// Between which limits a steady series moves, and where it left them.
///
/// Source: Shewhart 1931; Wheeler & Chambers, *Understanding Statistical Process Control*, for individual values
/// (XmR: 2.66 mean moving ranges); *Western Electric Statistical Quality Control Handbook*, 1956, for rule 1
/// (outside the limits) and eight in a row on one side.
public struct ControlChart: Sendable, Hashable {
    public let centre: Double
    /// One a value.
    public let low: [Double]
    public let high: [Double]
    /// Places of values outside the limits.
    public let outside: [Int]
    /// Places where at least eight values in a row, this one the last, lie on one side of the centre.
    public let runs: [Int]
    /// The mean size of a step from a value to the next; 0 of shares.
    public let meanRange: Double

    /// Of single values; nil for fewer than two, and where one is not finite.
    public init?(individuals values: [Double]) {
        guard values.count > 1, let moments = SampleMoments(values) else { return nil }
        let steps = zip(values.dropFirst(), values).lazy.map { ($0 - $1).magnitude }
        let meanRange = steps.compensatedSum() / Double(values.count - 1)
        let limits = [Double](repeating: 2.66 * meanRange, count: values.count)
        self.init(values, centre: moments.mean, halves: limits, meanRange: meanRange, within: nil)
    }

    /// Of shares, each of so many; nil where there is none, or one is outside 0…1 or of none.
    public init?(shares: [Double], of counts: [Double]) {
        guard !shares.isEmpty, shares.count == counts.count, shares.allSatisfy({ $0 >= 0 && $0 <= 1 }),
            counts.allSatisfy({ $0 > 0 && $0.isFinite })
        else { return nil }
        let centre = zip(shares, counts).lazy.map { $0 * $1 }.compensatedSum() / counts.compensatedSum()
        let halves = counts.map { 3 * (centre * (1 - centre) / $0).squareRoot() }
        self.init(shares, centre: centre, halves: halves, meanRange: 0, within: 0...1)
    }

    private init(
        _ values: [Double], centre: Double, halves: [Double], meanRange: Double, within: ClosedRange<Double>?
    ) {
        (self.centre, self.meanRange) = (centre, meanRange)
        func held(_ limit: Double) -> Double {
            within.map { min(max(limit, $0.lowerBound), $0.upperBound) } ?? limit
        }
        let low = halves.map { held(centre - $0) }
        let high = halves.map { held(centre + $0) }
        outside = values.indices.filter { values[$0] < low[$0] || values[$0] > high[$0] }
        var (side, length, runs) = (0.0, 0, [Int]())
        for (place, value) in values.enumerated() {
            let now = value > centre ? 1.0 : value < centre ? -1 : 0
            length = now != 0 && now == side ? length + 1 : 1
            side = now
            if now != 0, length >= 8 { runs.append(place) }
        }
        (self.low, self.high, self.runs) = (low, high, runs)
    }
}
