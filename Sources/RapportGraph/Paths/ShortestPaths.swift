/// Shortest paths from one source after another: by hops, or by lengths.
///
/// Over flat memory, all of which is allocated at the beginning.
protocol ShortestPaths: AnyObject {
    init(nodeCount: Int)

    /// Walks from `source` along the arrows of the first adjacency, and counts the paths to every node; the second
    /// has the same arrows, turned.
    func count(from source: Int, _ outgoing: Graph.Adjacency, _ incoming: Graph.Adjacency)

    /// Nodes that the last source reached, itself among them.
    var reached: Int { get }

    /// Of the last source: the sum of the distances, the sum of their inverses, and the largest.
    var distances: (sum: Double, inverse: Double, furthest: Double) { get }

    /// Adds to `loads` the share of the paths from the last source that lead through each node, and with
    /// `countsEnds` those that end there; to `edges`, unless it is empty, what leads along each edge.
    func addLoads(
        _ outgoing: Graph.Adjacency, _ incoming: Graph.Adjacency, to loads: inout [Double],
        edges: inout [Double], countsEnds: Bool)
}
