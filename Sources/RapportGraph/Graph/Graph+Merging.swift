public import RapportDiagnostics

/// How the weights of edges between the same two nodes become one.
public enum EdgeAggregation: String, Sendable, Hashable, CaseIterable { case sum, first, max }

/// Edges after merging: what was given, what is left, and what happened on the way.
public struct MergedEdges: Sendable {
    public var edges: [Graph.Edge] = []
    /// For each edge left, how many of the given ones it stands for.
    public var merged: [Int] = []
    public var selfLoops = 0
    public var zeroWeights = 0
    /// Edges given that fell into another one.
    public var duplicates = 0
}

extension Graph {
    /// Merges edges between the same nodes, and leaves self loops and edges of weight 0 out, counted.
    ///
    /// What is left stands in the order of its first edge. In an undirected graph A–B and B–A are the same edge.
    /// - Throws: `graph.negative-weight` with the edge's place, counted from 1.
    public static func merged(
        _ edges: [Edge], isDirected: Bool, aggregate: EdgeAggregation = .sum, keepsLoops: Bool = false
    ) throws(Diagnostic) -> MergedEdges {
        var result = MergedEdges()
        var places: [UInt64: Int] = [:]
        places.reserveCapacity(edges.count)
        for (row, edge) in edges.enumerated() {
            guard edge.weight >= 0 else {
                throw Diagnostic(
                    "graph.negative-weight", "the weight in row \(row + 1) is below 0; expected 0 or more",
                    help: ["`where weight >= 0` leaves such rows out"])
            }
            if edge.weight == 0 {
                result.zeroWeights += 1
                continue
            }
            if edge.source == edge.target, !keepsLoops {
                result.selfLoops += 1
                continue
            }
            let swaps = !isDirected && edge.source > edge.target
            let (low, high) = swaps ? (edge.target, edge.source) : (edge.source, edge.target)
            let key = UInt64(UInt32(bitPattern: low)) << 32 | UInt64(UInt32(bitPattern: high))
            if let place = places[key] {
                result.duplicates += 1
                result.merged[place] += 1
                switch aggregate {
                case .sum: result.edges[place].weight += edge.weight
                case .first: break
                case .max: result.edges[place].weight = max(result.edges[place].weight, edge.weight)
                }
            } else {
                places[key] = result.edges.count
                result.edges.append(edge)
                result.merged.append(1)
            }
        }
        return result
    }
}
