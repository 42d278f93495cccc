public import RapportDiagnostics
public import RapportWork

/// By how much the second group's values lie above the first's: the median of all differences of a pair.
///
/// The differences are never written down: the k-th is found by halving the range of floats and counting,
/// with two pointers over the sorted groups, how many differences lie at or below the middle. The result is
/// exact. The interval goes with the Mann–Whitney test's normal approximation: with C the whole part of
/// mn/2 - z√(mn(m+n+1)/12), it reaches from the C-th smallest difference to the C-th largest, counted from 1 as R's
/// `wilcox.test` counts; where C is 0, from the smallest to the largest.
///
/// Source: Hodges & Lehmann, *Estimates of Location Based on Rank Tests*, 1963; the interval: Hollander, Wolfe
/// & Chicken, *Nonparametric Statistical Methods*, 3rd ed., §4.3.
public struct HodgesLehmann: Sendable, Hashable {
    public let shift: Double
    public let low: Double
    public let high: Double

    /// Nil where a group is empty or a value is not finite.
    /// - Complexity: O(*n* log *n*), with up to 256 passes over the groups.
    public init?(
        _ first: [Double], _ second: [Double], confidence: Double = 0.95, work: Work
    ) throws(Diagnostic) {
        guard !first.isEmpty, !second.isEmpty, first.allSatisfy(\.isFinite), second.allSatisfy(\.isFinite)
        else { return nil }
        let (a, b) = (first.sorted(), second.sorted())
        let pairs = a.count * b.count
        let lower = try Self.difference((pairs - 1) / 2, a, b, work)
        let upper = pairs % 2 == 1 ? lower : try Self.difference(pairs / 2, a, b, work)
        shift = lower + (upper - lower) / 2
        let (m, n) = (Double(a.count), Double(b.count))
        let z = NormalDistribution.criticalValue(confidence: confidence)
        let half = z * (m * n * (m + n + 1) / 12).squareRoot()
        let rank = min(max(Int((m * n / 2 - half).rounded(.down)) - 1, 0), (pairs - 1) / 2)
        low = try Self.difference(rank, a, b, work)
        high = try Self.difference(pairs - 1 - rank, a, b, work)
    }

    /// The difference of rank `rank`, from 0, of the ascending groups.
    private static func difference(
        _ rank: Int, _ a: [Double], _ b: [Double], _ work: Work
    ) throws(Diagnostic) -> Double {
        guard let least = a.first, let most = a.last, let first = b.first, let last = b.last else { return 0 }
        var (low, high) = (order(first - most), order(last - least))
        while low < high {
            try work.check()
            // The width of the range may be past the largest Int64.
            let middle = low &+ Int64(truncatingIfNeeded: UInt64(bitPattern: high &- low) / 2)
            if count(atMost: value(middle), a, b) > rank { high = middle } else { low = middle + 1 }
        }
        // Never -0.
        return value(low) + 0
    }

    /// Pairs whose difference b - a is at most `limit`; a rounded difference rises with b and falls with a.
    private static func count(atMost limit: Double, _ a: [Double], _ b: [Double]) -> Int {
        var (total, below) = (0, 0)
        for x in a {
            while below < b.count, b[below] - x <= limit { below += 1 }
            total += below
        }
        return total
    }

    /// Floats numbered in their order; -0 and 0 are neighbours.
    private static func order(_ value: Double) -> Int64 {
        let bits = Int64(bitPattern: value.bitPattern)
        return bits >= 0 ? bits : Int64.min &- bits &- 1
    }

    private static func value(_ order: Int64) -> Double {
        Double(bitPattern: UInt64(bitPattern: order >= 0 ? order : Int64.min &- order &- 1))
    }
}
