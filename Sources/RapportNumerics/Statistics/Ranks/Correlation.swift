/// How two measures of the same things go together.
public struct Correlation: Sendable, Hashable {
    /// -1…1.
    public let coefficient: Double
    /// The chance of one as far from 0 where there is none; nil below three pairs.
    public let p: Double?
    public let n: Int

    /// Pearson's product-moment correlation, with the t test of n - 2 degrees of freedom.
    ///
    /// Nil for fewer than two pairs, for values that are not finite, and where one side is constant.
    public static func pearson(_ x: [Double], _ y: [Double]) -> Correlation? {
        let n = x.count
        guard n == y.count, n > 1, let (xMean, yMean) = means(x, y) else { return nil }
        var (xx, yy, xy) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
        for (a, b) in zip(x, y) {
            let (dx, dy) = (a - xMean, b - yMean)
            xx.add(dx * dx)
            yy.add(dy * dy)
            xy.add(dx * dy)
        }
        // One root is exact where y is a multiple of x; two hold where the product overflows or vanishes.
        let product = xx.total * yy.total
        let scale =
            product.isNormal ? product.squareRoot() : xx.total.squareRoot() * yy.total.squareRoot()
        guard scale > 0, scale.isFinite else { return nil }
        let r = min(max(xy.total / scale, -1), 1)
        let df = Double(n - 2)
        let rest = (1 - r) * (1 + r)
        let p =
            df > 0 ? (rest > 0 ? StudentT.twoSided(r * (df / rest).squareRoot(), df: df) : 0) : nil
        return Correlation(coefficient: r, p: p, n: n)
    }

    /// Spearman's: Pearson's of the ranks, ties sharing their mean rank.
    ///
    /// Source: Spearman, *The Proof and Measurement of Association between Two Things*, 1904.
    public static func spearman(_ x: [Double], _ y: [Double]) -> Correlation? {
        guard x.count == y.count, x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite) else { return nil }
        return pearson(Ranks(of: x).ranks, Ranks(of: y).ranks)
    }

    private static func means(_ x: [Double], _ y: [Double]) -> (Double, Double)? {
        guard let first = x.first, let other = y.first else { return nil }
        // Of a constant side the mean is the value itself, whatever the rounding.
        guard x.contains(where: { $0 != first }), y.contains(where: { $0 != other }) else { return nil }
        let count = Double(x.count)
        let means = (x.compensatedSum() / count, y.compensatedSum() / count)
        return means.0.isFinite && means.1.isFinite ? means : nil
    }
}
