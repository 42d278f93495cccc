public import RapportDiagnostics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Periods in which something is spoken of more than usual, for as long as it lasts.
///
/// Two states, of which the second expects `ratio` times the usual share; going up costs `gamma` ln n, going down
/// nothing, and each period costs -ln of the binomial chance of what was seen. The cheapest way through all periods is
/// the answer.
/// Source: Kleinberg, *Bursty and hierarchical structure in streams* (2002), section 4, batched.
public struct BurstDetection: Sendable, Hashable {
    /// Whether each period is in a burst.
    public let isBurst: [Bool]
    /// The share of all periods together.
    public let usualShare: Double
    /// What the way costs.
    public let cost: Double

    /// - Throws: `parameter.range` where a count is below 0 or above its total, `ratio` is not above 1, or `gamma` is
    ///   below 0.
    public init(counts: [Int], totals: [Int], ratio: Double = 2, gamma: Double = 1) throws(Diagnostic) {
        guard counts.count == totals.count, zip(counts, totals).allSatisfy({ 0 <= $0 && $0 <= $1 }) else {
            throw Diagnostic(
                "parameter.range", "a count of a period is below 0 or above the number of all its texts")
        }
        guard ratio > 1, gamma >= 0 else {
            throw Diagnostic("parameter.range", "`ratio` must be above 1 and `gamma` 0 or more")
        }
        let (found, all) = (counts.reduce(0, +), totals.reduce(0, +))
        usualShare = all > 0 ? Double(found) / Double(all) : 0
        guard found > 0, found < all else {
            // Nothing, or nothing else, was ever spoken of.
            isBurst = counts.map { _ in false }
            cost = 0
            return
        }
        let shares = [usualShare, min(usualShare * ratio, 0.9999)]
        let climb = gamma * log(Double(counts.count))
        var costs = [0.0, Double.infinity]
        var from: [[Int]] = []
        for (count, total) in zip(counts, totals) {
            let stay = costs
            let up = stay[0] + climb < stay[1] ? 0 : 1
            let down = stay[1] < stay[0] ? 1 : 0
            from.append([down, up])
            costs = [
                stay[down] + Self.surprise(count, total, shares[0]),
                min(stay[0] + climb, stay[1]) + Self.surprise(count, total, shares[1]),
            ]
        }
        var state = costs[1] < costs[0] ? 1 : 0
        cost = costs[state]
        var states: [Bool] = []
        for choices in from.reversed() {
            states.append(state == 1)
            state = choices[state]
        }
        isBurst = states.reversed()
    }

    /// -ln of the binomial chance of `count` among `total`.
    private static func surprise(_ count: Int, _ total: Int, _ share: Double) -> Double {
        let (r, d) = (Double(count), Double(total))
        let ways = lgamma(d + 1).0 - lgamma(r + 1).0 - lgamma(d - r + 1).0
        return -(ways + r * log(share) + (d - r) * log(1 - share))
    }
}
