public import RapportDiagnostics

/// A graph in compressed sparse rows: the neighbours of a node lie side by side.
///
/// Nodes are numbers from 0; parallel edges and self loops are kept as given, since what they mean is the caller's
/// to decide (``merged(_:)`` adds them up). Neighbours stand in the order of the edges, which community
/// detection and ties depend on. An undirected edge stands at both ends, a self loop once.
public struct Graph: Sendable {
    public let nodeCount: Int
    public let isDirected: Bool
    /// Edges as given: an undirected one counts once.
    public let edgeCount: Int
    /// Neighbours that edges lead to.
    public let outgoing: Adjacency
    /// Neighbours that edges come from; of an undirected graph the same as ``outgoing``.
    public let incoming: Adjacency

    /// The neighbours of all nodes, one after another.
    public struct Adjacency: Sendable {
        /// Where the neighbours of each node begin; one more at the end.
        public let offsets: [Int]
        public let neighbours: [Int32]
        /// The edge that leads there, as an index into the edges given.
        public let edges: [Int32]
        /// 1 everywhere where the edges were given none.
        public let weights: [Double]

        public func range(of node: Int) -> Range<Int> { offsets[node]..<offsets[node + 1] }
        public func degree(of node: Int) -> Int { offsets[node + 1] - offsets[node] }
    }

    /// An edge between nodes by number.
    public struct Edge: Sendable, Hashable {
        public var source: Int32
        public var target: Int32
        public var weight: Double

        public init(_ source: Int, _ target: Int, weight: Double = 1) {
            (self.source, self.target) = (
                Int32(truncatingIfNeeded: source), Int32(truncatingIfNeeded: target)
            )
            self.weight = weight
        }
    }

    /// The most nodes and the most edges: what a 32-bit number counts.
    public static let limit = Int(Int32.max)

    /// - Throws: `graph.node` where an end is no node of the graph, `graph.size` above ``limit``, `column.non-finite`
    ///   where a weight is no finite number.
    /// - Complexity: O(nodes + edges).
    public init(nodeCount: Int, edges: [Edge], isDirected: Bool) throws(Diagnostic) {
        guard nodeCount >= 0, nodeCount <= Self.limit, edges.count <= Self.limit / 2 else {
            throw Diagnostic(
                "graph.size",
                "a graph takes up to \(Self.limit) nodes and \(Self.limit / 2) edges, found "
                    + "\(nodeCount) and \(edges.count)")
        }
        for (place, edge) in edges.enumerated() {
            guard (0..<nodeCount).contains(Int(edge.source)), (0..<nodeCount).contains(Int(edge.target))
            else {
                throw Diagnostic(
                    "graph.node", "edge \(place + 1) leads to a node that is none of \(nodeCount)")
            }
            guard edge.weight.isFinite else {
                throw Diagnostic("column.non-finite", "the weight of edge \(place + 1) is no finite number")
            }
        }
        (self.nodeCount, self.isDirected, edgeCount) = (nodeCount, isDirected, edges.count)
        if isDirected {
            outgoing = Adjacency(nodeCount, edges, .forth)
            incoming = Adjacency(nodeCount, edges, .back)
        } else {
            outgoing = Adjacency(nodeCount, edges, .both)
            incoming = outgoing
        }
    }

    /// The same nodes and edges without directions.
    public var undirected: Graph {
        get throws(Diagnostic) {
            isDirected ? try Graph(nodeCount: nodeCount, edges: edges, isDirected: false) : self
        }
    }

    /// The power of two that brings the greatest weight between 1 and 2; 1 without weights above 0.
    ///
    /// Weights times it lose no digit, and sums and squares of them stay within what a number holds: what is computed of
    /// shares does not depend on the unit of the weights.
    var weightScale: Double {
        let greatest = outgoing.weights.max() ?? 0
        guard greatest > 0 else { return 1 }
        return Double(sign: .plus, exponent: -min(max(greatest.exponent, -1_000), 1_000), significand: 1)
    }

    /// The edges as given, in their order.
    public var edges: [Edge] {
        var all = [Edge](repeating: Edge(0, 0), count: edgeCount)
        for node in 0..<nodeCount {
            for place in outgoing.range(of: node) {
                let index = Int(outgoing.edges[place])
                let other = Int(outgoing.neighbours[place])
                // An undirected edge is met at both ends; the end it was given with is not kept, the lower one is.
                if isDirected || node <= other {
                    all[index] = Edge(node, other, weight: outgoing.weights[place])
                }
            }
        }
        return all
    }
}

extension Graph.Adjacency {
    /// From which of its ends an edge leads to the other.
    fileprivate enum Direction { case forth, back, both }

    /// Sorts by counting, which keeps the order of the edges.
    fileprivate init(_ nodeCount: Int, _ edges: [Graph.Edge], _ direction: Direction) {
        let (leadsForth, leadsBack) = (direction != .back, direction != .forth)
        // An undirected self loop stands once.
        func isBack(_ edge: Graph.Edge) -> Bool {
            leadsBack && !(leadsForth && edge.source == edge.target)
        }
        var offsets = [Int](repeating: 0, count: nodeCount + 1)
        for edge in edges {
            if leadsForth { offsets[Int(edge.source) + 1] += 1 }
            if isBack(edge) { offsets[Int(edge.target) + 1] += 1 }
        }
        for node in 0..<nodeCount { offsets[node + 1] += offsets[node] }
        var next = offsets
        let count = offsets[nodeCount]
        var neighbours = [Int32](repeating: 0, count: count)
        var indices = neighbours
        var weights = [Double](repeating: 1, count: count)
        func lay(_ from: Int32, _ to: Int32, _ index: Int, _ weight: Double) {
            let place = next[Int(from)]
            next[Int(from)] = place + 1
            neighbours[place] = to
            indices[place] = Int32(truncatingIfNeeded: index)
            weights[place] = weight
        }
        for (index, edge) in edges.enumerated() {
            if leadsForth { lay(edge.source, edge.target, index, edge.weight) }
            if isBack(edge) { lay(edge.target, edge.source, index, edge.weight) }
        }
        (self.offsets, self.neighbours, self.edges, self.weights) = (offsets, neighbours, indices, weights)
    }
}
