/// The same graph with its nodes called by degree, the highest first, for walks from many sources.
///
/// Neighbours in numbers follow each other then: a loop over the neighbours of one node after another ends where the
/// processor expects it, and what hubs hold lies together in its cache. Nodes of one degree keep their order.
struct DegreeOrder: Sendable {
    let outgoing: Graph.Adjacency
    let incoming: Graph.Adjacency
    /// The new number of each node.
    let rank: [Int32]

    /// - Complexity: O(nodes + edges).
    init(_ graph: Graph) {
        let degrees = (0..<graph.nodeCount).map { node in
            graph.outgoing.degree(of: node) + (graph.isDirected ? graph.incoming.degree(of: node) : 0)
        }
        // Sorts by counting, which keeps the order of equal degrees.
        var next = [Int](repeating: 0, count: (degrees.max() ?? 0) + 1)
        for degree in degrees { next[degree] += 1 }
        var before = 0
        for degree in next.indices.reversed() { (next[degree], before) = (before, before + next[degree]) }
        var (rank, nodes) = (
            [Int32](repeating: 0, count: degrees.count), [Int](repeating: 0, count: degrees.count)
        )
        for (node, degree) in degrees.enumerated() {
            rank[node] = Int32(truncatingIfNeeded: next[degree])
            nodes[next[degree]] = node
            next[degree] += 1
        }
        self.rank = rank
        outgoing = graph.outgoing.renamed(nodes, rank)
        incoming = graph.isDirected ? graph.incoming.renamed(nodes, rank) : outgoing
    }

    /// Values of the nodes by their new numbers, by the old ones.
    func restored(_ values: [Double]) -> [Double] { rank.map { values[Int($0)] } }
}

extension Graph.Adjacency {
    /// Node `nodes[i]` becomes node `i`; `rank` says so the other way round.
    fileprivate func renamed(_ nodes: [Int], _ rank: [Int32]) -> Graph.Adjacency {
        var (offsets, places) = ([0], [Int]())
        offsets.reserveCapacity(nodes.count + 1)
        places.reserveCapacity(neighbours.count)
        for node in nodes {
            places.append(contentsOf: range(of: node))
            offsets.append(places.count)
        }
        return Graph.Adjacency(
            offsets: offsets, neighbours: places.map { rank[Int(neighbours[$0])] },
            edges: places.map { edges[$0] },
            weights: places.map { weights[$0] })
    }
}
