/// Kendall's τ-b: by how much more often two orders agree on a pair than not, ties taken into account.
///
/// Source: Kendall, *Rank Correlation Methods*, 1948; Knight, *A Computer Method for Calculating Kendall's Tau
/// with Ungrouped Data*, JASA 61, 1966 (the sort that counts exchanges).
public struct KendallTau: Sendable, Hashable {
    /// -1…1.
    public let tau: Double
    /// Pairs in the same order less those in the other.
    public let score: Double
    /// Of the score over its standard deviation under no association, by the normal approximation.
    ///
    /// Nil below three pairs. scipy takes the exact distribution for few values without ties; this does not.
    public let p: Double?
    public let n: Int

    /// Nil for fewer than two pairs, for values that are not finite, and where one side is constant.
    ///
    /// - Complexity: O(*n* log *n*).
    public init?(_ x: [Double], _ y: [Double]) {
        let n = x.count
        guard n == y.count, n > 1, x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite) else { return nil }
        let order = x.indices.sorted { (x[$0], y[$0]) < (x[$1], y[$1]) }
        let xTies = TieSums(order.map { x[$0] }, areEqual: ==)
        let bothTies = TieSums(order, areEqual: { x[$0] == x[$1] && y[$0] == y[$1] })
        var byX = order.map { y[$0] }
        let exchanges = Self.inversions(&byX)
        // By now the values of y are in order.
        let yTies = TieSums(byX, areEqual: ==)
        let total = Double(n) * Double(n - 1) / 2
        guard xTies.pairs < total, yTies.pairs < total else { return nil }
        score = total - xTies.pairs - yTies.pairs + bothTies.pairs - 2 * exchanges
        let raw = score / (total - xTies.pairs).squareRoot() / (total - yTies.pairs).squareRoot()
        tau = min(max(raw, -1), 1)
        self.n = n
        guard n > 2 else {
            p = nil
            return
        }
        let pairs = 2 * total
        let variance =
            (pairs * Double(2 * n + 5) - xTies.variance - yTies.variance) / 18
            + 2 * xTies.pairs * yTies.pairs / pairs
            + xTies.triples * yTies.triples / (9 * pairs * Double(n - 2))
        p = variance > 0 ? NormalDistribution.twoSided(score / variance.squareRoot()) : 1
    }

    /// Pairs out of order, by a merge sort that leaves the values in ascending order; equal ones are in order.
    static func inversions(_ values: inout [Double]) -> Double {
        var (count, width) = (0, 1)
        var merged = values
        while width < values.count {
            for start in stride(from: 0, to: values.count, by: 2 * width) {
                let (middle, end) = (min(start + width, values.count), min(start + 2 * width, values.count))
                var (left, right) = (start, middle)
                for place in start..<end {
                    if left < middle, right == end || values[left] <= values[right] {
                        merged[place] = values[left]
                        left += 1
                    } else {
                        merged[place] = values[right]
                        count += middle - left
                        right += 1
                    }
                }
            }
            swap(&values, &merged)
            width *= 2
        }
        return Double(count)
    }
}

/// Sums over runs of equal neighbours.
struct TieSums {
    /// Σ t(t-1)/2.
    private(set) var pairs = 0.0
    /// Σ t(t-1)(t-2).
    private(set) var triples = 0.0
    /// Σ t(t-1)(2t+5).
    private(set) var variance = 0.0

    init<Element>(_ sorted: [Element], areEqual: (Element, Element) -> Bool) {
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, areEqual(sorted[start], sorted[end]) { end += 1 }
            let t = Double(end - start)
            pairs += t * (t - 1) / 2
            triples += t * (t - 1) * (t - 2)
            variance += t * (t - 1) * (2 * t + 5)
            start = end
        }
    }
}
