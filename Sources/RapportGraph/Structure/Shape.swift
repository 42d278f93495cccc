public import RapportDiagnostics
public import RapportWork

extension Graph {
    /// Edges over those that could be; self loops count as edges.
    ///
    /// Nil below two nodes.
    public var density: Double? {
        guard nodeCount > 1 else { return nil }
        let pairs = Double(nodeCount) * Double(nodeCount - 1)
        return Double(edgeCount) / (isDirected ? pairs : pairs / 2)
    }

    /// Edges at each node, both directions, a self loop twice.
    public var degrees: [Int] {
        (0..<nodeCount).map { node in
            if isDirected { return outgoing.degree(of: node) + incoming.degree(of: node) }
            return outgoing.degree(of: node) + selfLoops(at: node)
        }
    }

    /// The sum of the weights at each node, a self loop twice.
    public var strengths: [Double] {
        let out = outgoing.strengths(nodeCount)
        if isDirected { return zip(out, incoming.strengths(nodeCount)).map(+) }
        return (0..<nodeCount).map { node in
            out[node]
                + outgoing.range(of: node).reduce(0) {
                    $0 + (Int(outgoing.neighbours[$1]) == node ? outgoing.weights[$1] : 0)
                }
        }
    }

    private func selfLoops(at node: Int) -> Int {
        outgoing.range(of: node).count { Int(outgoing.neighbours[$0]) == node }
    }

    /// The share of directed edges that are answered; nil for an undirected graph or none without loops.
    public var reciprocity: Double? {
        guard isDirected else { return nil }
        let pairs = edges.filter { $0.source != $0.target }
        let known = Set(
            pairs.map { UInt64(UInt32(bitPattern: $0.source)) << 32 | UInt64(UInt32(bitPattern: $0.target)) })
        guard !pairs.isEmpty else { return nil }
        let answered = pairs.count {
            known.contains(
                UInt64(UInt32(bitPattern: $0.target)) << 32 | UInt64(UInt32(bitPattern: $0.source)))
        }
        return Double(answered) / Double(pairs.count)
    }

    /// Whether nodes of many edges are tied to their like: the correlation of degrees over edges, each
    /// taken both ways.
    ///
    /// Nil where all ends are alike.
    ///
    /// Source: M. Newman, *Mixing patterns in networks*, Phys. Rev. E 67 (2003).
    public var degreeAssortativity: Double? {
        let degrees = degrees
        var (count, sum, squares, products) = (0.0, 0.0, 0.0, 0.0)
        for edge in edges {
            let (a, b) = (Double(degrees[Int(edge.source)]), Double(degrees[Int(edge.target)]))
            count += 2
            sum += a + b
            squares += a * a + b * b
            products += 2 * a * b
        }
        guard count > 0 else { return nil }
        let mean = sum / count
        let variance = squares / count - mean * mean
        return variance > 1e-12 * max(1, mean * mean) ? (products / count - mean * mean) / variance : nil
    }

    /// How much the largest value stands out: the sum of its distances to all others over the largest such
    /// sum that a graph of so many nodes can have, a star's.
    ///
    /// Nil below three nodes.
    ///
    /// Source: L. Freeman, *Centrality in social networks*, Social Networks 1 (1978/79).
    public static func centralization(ofDegrees degrees: [Int]) -> Double? {
        guard degrees.count > 2, let largest = degrees.max() else { return nil }
        let n = Double(degrees.count)
        return degrees.reduce(0) { $0 + Double(largest - $1) } / ((n - 1) * (n - 2))
    }

    /// The longest of the shortest paths, and their mean length, between the nodes of one part, which are all within
    /// reach of one another.
    public func pathLengths(within part: [Int], work: Work) throws(Diagnostic) -> (
        diameter: Int, mean: Double
    )? {
        guard part.count > 1 else { return nil }
        work.begin("path lengths", of: part.count, unit: "nodes")
        let groups = min(part.count, 64)
        let found = try work.map(groups) { (group) throws(Diagnostic) in
            let paths = HopPaths(nodeCount: nodeCount)
            var (longest, sum) = (0, 0.0)
            for place in stride(from: group, to: part.count, by: groups) {
                paths.count(from: part[place], outgoing, incoming)
                let found = paths.distances
                (longest, sum) = (max(longest, Int(found.furthest)), sum + found.sum)
                work.advance(by: 1)
                try work.check()
            }
            return (longest, sum)
        }
        let pairs = Double(part.count) * Double(part.count - 1)
        return (found.map(\.0).max() ?? 0, found.reduce(0) { $0 + $1.1 } / pairs)
    }
}

extension Graph.Adjacency {
    /// The sum of the weights of each node's arrows.
    public func strengths(_ nodeCount: Int) -> [Double] {
        (0..<nodeCount).map { node in range(of: node).reduce(0) { $0 + weights[$1] } }
    }
}
