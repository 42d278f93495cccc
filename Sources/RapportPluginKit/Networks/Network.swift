public import RapportGraph

/// A network as it was read from tables or made of their rows, and what happened on the way.
public struct Network: Sendable {
    /// The ids, ascending; a node's number is its place here.
    public let nodes: Column
    /// Whether a column that the ids come from is private.
    public let isPrivate: Bool
    /// Ascending by source and then target, without parallel edges; an undirected one from the lower end.
    public let edges: Edges
    /// With weights that say how close two are, as degree, rank and communities take them.
    public let graph: Graph
    public let isDirected: Bool
    /// Whether edges have weights of their own.
    public let isWeighted: Bool
    /// What the direction says; `plain` where it says nothing, or there is none.
    public let meaning: NetworkInput.Meaning
    /// What was dropped, merged, turned, and what looks wrong; never empty.
    public let caveats: [Outcome.Caveat]
    public let rows: Outcome.RowCount

    public struct Edge: Sendable, Hashable {
        public var source: Int
        public var target: Int
        /// How close the two are.
        public var strength: Double
        /// How far it is from one to the other.
        public var distance: Double
        /// How many edges of the table it stands for.
        public var merged: Int
        /// The first moment of these, in microseconds; nil without a column of time.
        public var first: Int64?
    }

    /// Edges by columns, of which those that say the same of all are left out.
    public struct Edges: RandomAccessCollection, Sendable {
        /// With the strength as weight.
        let ends: [Graph.Edge]
        /// Empty where every step is 1.
        let distances: [Double]
        /// Empty where no edges were merged.
        let counts: [Int32]
        /// Empty without a column of time.
        let firsts: [Int64]

        public var startIndex: Int { 0 }
        public var endIndex: Int { ends.count }
        public subscript(place: Int) -> Edge {
            let edge = ends[place]
            return Edge(
                source: Int(edge.source), target: Int(edge.target), strength: edge.weight,
                distance: distances.isEmpty ? 1 : distances[place],
                merged: counts.isEmpty ? 1 : Int(counts[place]), first: firsts.isEmpty ? nil : firsts[place])
        }
    }

    /// Whether edges were turned, so that rank goes to who brought.
    public var isTurned: Bool { meaning == .referral }
    public var nodeCount: Int { graph.nodeCount }
    public var edgeCount: Int { graph.edgeCount }

    /// The same edges with weights that say how far apart two are, as paths take them.
    public func distanceGraph() throws(Diagnostic) -> Graph {
        guard isWeighted else { return graph }
        return try Graph(
            nodeCount: nodeCount,
            edges: edges.map { Graph.Edge($0.source, $0.target, weight: $0.distance) },
            isDirected: isDirected)
    }

    /// What sentences call a node: its id, or its number where ids are private, as sentences are not masked.
    public func name(of node: Int) -> String { isPrivate ? "node \(node + 1)" : nodes[node].text() }

    /// The ids of some nodes, in their order, as a column.
    public func ids(of places: [Int], work: Work) throws(Diagnostic) -> Column {
        try nodes.gathered(at: Buffer(places.map(Int32.init)), work: work)
    }

    /// The node of an id as an analyst writes it.
    /// - Throws: `graph.unknown-node`, with one that is near.
    public func node(named name: String, for parameter: String) throws(Diagnostic) -> Int {
        for node in 0..<nodeCount where nodes[node].text() == name { return node }
        throw Self.unknown(name, parameter, among: nodes)
    }

    static func unknown(_ name: String, _ parameter: String, among nodes: Column) -> Diagnostic {
        let near = nodes.count <= 10_000 ? name.nearest(in: (0..<nodes.count).map { nodes[$0].text() }) : nil
        return Diagnostic(
            "graph.unknown-node", "`\(parameter)` names `\(name)`, which is no node of the network",
            subject: .parameter(parameter),
            help: [near.map { "`\($0)`?" } ?? "ids are compared letter by letter, leading zeros too"])
    }
}

extension Signature.Output {
    /// With the type of the network's ids in some columns.
    public func retyped(_ names: [String], _ type: ColumnType) -> Signature.Output {
        var copy = self
        for index in copy.fields.indices where names.contains(copy.fields[index].name) {
            copy.fields[index].type = type
        }
        return copy
    }
}
