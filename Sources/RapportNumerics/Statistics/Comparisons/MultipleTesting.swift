/// What is left of small chances when many were looked at.
///
/// Each gives the adjusted value of each p, in their order; p are in 0…1.
public enum MultipleTesting {
    /// That no true hypothesis is refused, whatever the dependence.
    ///
    /// Source: Holm, *A Simple Sequentially Rejective Multiple Test Procedure*, 1979.
    public static func holm(_ p: [Double]) -> [Double] {
        var (adjusted, most) = (p, 0.0)
        for (rank, index) in ascending(p).enumerated() {
            most = max(most, min(p[index] * Double(p.count - rank), 1))
            adjusted[index] = most
        }
        return adjusted
    }

    /// The share of false ones among those refused; for independent or positively dependent tests.
    ///
    /// Source: Benjamini & Hochberg, *Controlling the False Discovery Rate*, JRSS B 57, 1995.
    public static func benjaminiHochberg(_ p: [Double]) -> [Double] {
        var (adjusted, least) = (p, 1.0)
        for (rank, index) in ascending(p).enumerated().reversed() {
            least = min(least, p[index] * (Double(p.count) / Double(rank + 1)))
            adjusted[index] = least
        }
        return adjusted
    }

    public static func bonferroni(_ p: [Double]) -> [Double] { p.map { min($0 * Double(p.count), 1) } }

    /// Places by size, equal ones in their order.
    private static func ascending(_ p: [Double]) -> [Int] {
        p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    }
}
