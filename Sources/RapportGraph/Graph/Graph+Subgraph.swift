public import RapportDiagnostics

extension Graph {
    /// The edges between some nodes, which are renumbered in their order.
    /// - Complexity: O(nodes + edges).
    public func subgraph(of members: [Int]) throws(Diagnostic) -> Graph {
        if members.elementsEqual(0..<nodeCount) { return self }
        var number = [Int](repeating: -1, count: nodeCount)
        for (place, node) in members.enumerated() { number[node] = place }
        let inside = edges.compactMap { edge -> Edge? in
            let (a, b) = (number[Int(edge.source)], number[Int(edge.target)])
            return a >= 0 && b >= 0 ? Edge(a, b, weight: edge.weight) : nil
        }
        return try Graph(nodeCount: members.count, edges: inside, isDirected: isDirected)
    }
}
