/// Whether values of one group tend to be above those of another.
///
/// The normal approximation with continuity and tie correction, two-sided. Source: Mann & Whitney, *On a Test
/// of Whether One of Two Random Variables is Stochastically Larger than the Other*, 1947. scipy takes the exact
/// distribution for small groups without ties; this does not.
public struct MannWhitney: Sendable, Hashable {
    /// Pairs in which the first group's value is above the second's, equal ones counted half.
    public let u: Double
    /// That a value of the first group is above one of the second, ties counted half: also the area under the
    /// ROC curve.
    public let superiority: Double
    public let p: Double

    /// Nil where a group is empty or a value is not finite.
    /// - Complexity: O(*n* log *n*).
    public init?(_ first: [Double], _ second: [Double]) {
        guard !first.isEmpty, !second.isEmpty, first.allSatisfy(\.isFinite), second.allSatisfy(\.isFinite)
        else { return nil }
        let ranks = Ranks(of: first + second)
        let (a, b) = (Double(first.count), Double(second.count))
        let n = a + b
        u = ranks.ranks[..<first.count].compensatedSum() - a * (a + 1) / 2
        superiority = u / (a * b)
        let variance = a * b / 12 * (n + 1 - ranks.tieTerm / (n * (n - 1)))
        guard variance > 0 else {
            p = 1
            return
        }
        let distance = max((u - a * b / 2).magnitude - 0.5, 0)
        p = min(NormalDistribution.twoSided(distance / variance.squareRoot()), 1)
    }
}

/// Whether several groups have values of the same size: the rank test of more than two groups.
///
/// Source: Kruskal & Wallis, *Use of Ranks in One-Criterion Variance Analysis*, JASA 47, 1952; χ² with k - 1
/// degrees of freedom, H corrected for ties.
public struct KruskalWallis: Sendable, Hashable {
    public let h: Double
    public let df: Int
    public let p: Double

    /// Nil for fewer than two groups, for an empty one, and where all values are equal.
    public init?(_ groups: [[Double]]) {
        let all = groups.flatMap(\.self)
        guard groups.count > 1, !groups.contains(where: \.isEmpty), all.allSatisfy(\.isFinite) else {
            return nil
        }
        let ranks = Ranks(of: all)
        let n = Double(all.count)
        let correction = 1 - ranks.tieTerm / (n * (n * n - 1))
        guard correction > 0 else { return nil }
        var (start, sum) = (0, CompensatedSum())
        for group in groups {
            let total = ranks.ranks[start..<start + group.count].compensatedSum()
            sum.add(total * total / Double(group.count))
            start += group.count
        }
        h = max(12 / (n * (n + 1)) * sum.total - 3 * (n + 1), 0) / correction
        df = groups.count - 1
        guard let p = ChiSquared.upperTail(h, df: Double(df)) else { return nil }
        self.p = p
    }
}
