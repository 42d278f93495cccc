/// Numbers of shortest paths beyond what a number holds, and what the paths put on nodes and edges: slow, and rarely
/// needed.
///
/// Paths double with every fork that closes again; a thousand forks in a row have 2^1000. Shares of them are ordinary
/// numbers, so that counts keep their exponents apart. As U. Brandes, *A faster algorithm for betweenness centrality*
/// (2001), has it: what a node hands back is divided among those before it.
struct WidePaths {
    /// More than this in one count are counted here: their inverses and sums are still ordinary numbers.
    static let limit = 0x1p1000

    /// A number above 0 as `fraction` · 2^`exponent`, the fraction from 1 to below 2; 0 has the fraction 0.
    private struct Count {
        var fraction = 0.0
        var exponent = 0

        static func += (sum: inout Count, other: Count) {
            if other.fraction == 0 { return }
            guard sum.fraction > 0 else {
                sum = other
                return
            }
            let (high, low) = sum.exponent >= other.exponent ? (sum, other) : (other, sum)
            let shift = max(low.exponent - high.exponent, -1_000)
            let added = high.fraction + Double(sign: .plus, exponent: shift, significand: low.fraction)
            sum = Count(
                fraction: added.significand, exponent: high.exponent + Int(added.exponent))
        }

        /// The part that it is of a count at least as large.
        func share(of whole: Count) -> Double {
            let shift = max(exponent - whole.exponent, -1_000)
            return Double(sign: .plus, exponent: shift, significand: fraction / whole.fraction)
        }
    }

    /// Nodes in the order in which they were met, the source first.
    let order: [Int]

    /// Adds to `loads` what leads through each node, with `countsEnds` those that end there, and to `edges`, unless it
    /// is empty, what leads along each edge; `isStep` says whether a shortest path takes an arrow of a node.
    func addLoads(
        _ adjacency: Graph.Adjacency, to loads: inout [Double], edges: inout [Double], countsEnds: Bool,
        isStep: (_ node: Int, _ arrow: Int) -> Bool
    ) {
        guard let source = order.first else { return }
        var counts = [Count](repeating: Count(), count: loads.count)
        counts[source] = Count(fraction: 1)
        for node in order {
            for arrow in adjacency.range(of: node) where isStep(node, arrow) {
                counts[Int(adjacency.neighbours[arrow])] += counts[node]
            }
        }
        var through = [Double](repeating: 0, count: loads.count)
        for node in order.reversed() {
            for arrow in adjacency.range(of: node) where isStep(node, arrow) {
                let next = Int(adjacency.neighbours[arrow])
                let load = counts[node].share(of: counts[next]) * (1 + through[next])
                through[node] += load
                if !edges.isEmpty { edges[Int(adjacency.edges[arrow])] += load }
            }
            if node != source { loads[node] += through[node] + (countsEnds ? 1 : 0) }
        }
        if countsEnds { loads[source] += Double(order.count - 1) }
    }
}
