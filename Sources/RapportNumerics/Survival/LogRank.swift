public import RapportDiagnostics

/// Whether two groups last equally long.
///
/// At each time with an end the ends expected of the first group are its part of those at risk; the statistic is the
/// square of what was observed more, over the hypergeometric variance.
/// Source: Mantel, *Evaluation of Survival Data and Two New Rank Order Statistics*, 1966.
public struct LogRank: Sendable, Hashable {
    /// Of one degree of freedom; 0 where nothing tells the groups apart.
    public let chiSquare: Double
    public let p: Double

    /// - Throws: as ``KaplanMeier/init(durations:ended:confidence:)``, of either group.
    /// - Complexity: O(*n* log *n*).
    public init(
        _ first: (durations: [Double], ended: [Bool]), _ second: (durations: [Double], ended: [Bool])
    ) throws(Diagnostic) {
        try KaplanMeier.check(first.durations, first.ended)
        try KaplanMeier.check(second.durations, second.ended)
        var all: [(time: Double, ended: Bool, isFirst: Bool)] = []
        for (time, ended) in zip(first.durations, first.ended) { all.append((time, ended, true)) }
        for (time, ended) in zip(second.durations, second.ended) { all.append((time, ended, false)) }
        all.sort { $0.time < $1.time }
        var (n, n1) = (Double(all.count), Double(first.durations.count))
        var (excess, variance) = (0.0, 0.0)
        var place = 0
        while place < all.count {
            let time = all[place].time
            var (d, d1, left, left1) = (0.0, 0.0, 0.0, 0.0)
            while place < all.count, all[place].time == time {
                left += 1
                if all[place].isFirst { left1 += 1 }
                if all[place].ended { d += 1 }
                if all[place].ended, all[place].isFirst { d1 += 1 }
                place += 1
            }
            if d > 0 {
                excess += d1 - d * n1 / n
                if n > 1 { variance += d * (n1 / n) * (1 - n1 / n) * (n - d) / (n - 1) }
            }
            n -= left
            n1 -= left1
        }
        chiSquare = variance > 0 ? excess * excess / variance : 0
        // The square of a normal variable has the chi-square distribution with one degree of freedom.
        p = NormalDistribution.twoSided(chiSquare.squareRoot())
    }
}
