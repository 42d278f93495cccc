public import RapportDiagnostics
public import RapportWork

extension Graph {
    /// How much a node's relations are held by people who know each other: low is freedom to broker.
    ///
    /// Nil for a node without neighbours. Source: R. Burt, *Structural Holes* (1992), 2.1–2.2; weights count both ways.
    /// - Throws: `run.cancelled`.
    /// - Complexity: O(Σ degree² · log degree).
    public func structuralHoles(
        work: Work
    ) throws(Diagnostic) -> (constraint: [Double?], effectiveSize: [Double?]) {
        work.begin("structural holes", of: nodeCount, unit: "nodes")
        let mutual = mutualWeights()
        let totals = mutual.map { $0.values.reduce(0) { $0 + $1.weight } }
        /// The share of `node`'s relations that goes to `other`.
        func share(_ node: Int, _ other: Int32) -> Double {
            guard totals[node] > 0, let found = mutual[node].weight(of: other) else { return 0 }
            return found / totals[node]
        }
        func holes(of node: Int) throws(Diagnostic) -> (constraint: Double?, size: Double?) {
            let relations = mutual[node].values
            if relations.isEmpty { return (nil, nil) }
            var (held, redundant) = (0.0, 0.0)
            for relation in relations {
                try work.check()
                var through = share(node, relation.node)
                for third in relations where third.node != relation.node {
                    through += share(node, third.node) * share(Int(third.node), relation.node)
                }
                held += through * through
                // Of the other's relations, by the strongest of them, those to people whom this node knows too.
                let strongest = mutual[Int(relation.node)].strongest
                for third in relations where third.node != relation.node {
                    guard strongest > 0, let tie = mutual[Int(relation.node)].weight(of: third.node) else {
                        continue
                    }
                    redundant += share(node, third.node) * tie / strongest
                }
            }
            return (held, Double(relations.count) - redundant)
        }
        var (constraint, size): ([Double?], [Double?]) = ([], [])
        for node in 0..<nodeCount {
            let found = try holes(of: node)
            constraint.append(found.constraint)
            size.append(found.size)
            work.advance(by: 1)
        }
        return (constraint, size)
    }

    private struct Relations {
        /// Ascending by node.
        var values: [(node: Int32, weight: Double)] = []
        var strongest: Double { values.reduce(0) { max($0, $1.weight) } }

        func weight(of node: Int32) -> Double? {
            var (low, high) = (0, values.count)
            while low < high {
                let middle = (low + high) / 2
                if values[middle].node < node { low = middle + 1 } else { high = middle }
            }
            return low < values.count && values[low].node == node ? values[low].weight : nil
        }
    }

    /// Of each node and each neighbour the weights of all edges between them, both ways.
    private func mutualWeights() -> [Relations] {
        (0..<nodeCount).map { node in
            var all: [(node: Int32, weight: Double)] = []
            for adjacency in isDirected ? [outgoing, incoming] : [outgoing] {
                for place in adjacency.range(of: node) where Int(adjacency.neighbours[place]) != node {
                    // An undirected edge counts for both directions.
                    let weight = adjacency.weights[place] * (isDirected ? 1 : 2)
                    all.append((adjacency.neighbours[place], weight))
                }
            }
            all.sort { $0.node < $1.node }
            var merged = Relations()
            for each in all {
                if merged.values.last?.node == each.node {
                    merged.values[merged.values.count - 1].weight += each.weight
                } else {
                    merged.values.append(each)
                }
            }
            return merged
        }
    }
}
