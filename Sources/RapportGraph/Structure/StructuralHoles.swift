public import RapportDiagnostics
public import RapportWork

extension Graph {
    /// How much a node's relations are held by people who know each other: low is freedom to broker.
    ///
    /// Nil for a node without neighbours. Source: R. Burt, *Structural Holes* (1992), 2.1–2.2; weights count both ways.
    /// - Throws: `run.cancelled`.
    /// - Complexity: O(Σ over edges of the smaller degree, times its logarithm), on all threads.
    public func structuralHoles(
        work: Work
    ) throws(Diagnostic) -> (constraint: [Double?], effectiveSize: [Double?]) {
        work.begin("structural holes", of: nodeCount, unit: "nodes")
        let relations = mutualRelations()
        let groups = min(max(nodeCount, 1), 64)
        let parts = try work.map(groups) { (group) throws(Diagnostic) in
            var holes = Holes(relations)
            var found: [(constraint: Double?, size: Double?)] = []
            for node in stride(from: group, to: relations.count, by: groups) {
                try work.check()
                found.append(holes.of(node))
                work.advance(by: 1)
            }
            return found
        }
        var constraint = [Double?](repeating: nil, count: nodeCount)
        var size = constraint
        for (group, part) in parts.enumerated() {
            for (place, value) in part.enumerated() {
                (constraint[group + place * groups], size[group + place * groups]) = value
            }
        }
        return (constraint, size)
    }

    /// Of each node and each neighbour the weights of all edges between them, both ways.
    private func mutualRelations() -> [Relations] {
        // Shares alone are wanted: in this unit no sum of weights passes what a number holds.
        let scale = weightScale
        return (0..<nodeCount).map { node in
            var all: [(node: Int32, weight: Double)] = []
            for adjacency in isDirected ? [outgoing, incoming] : [outgoing] {
                for place in adjacency.range(of: node) where Int(adjacency.neighbours[place]) != node {
                    // An undirected edge counts for both directions.
                    let weight = adjacency.weights[place] * scale * (isDirected ? 1 : 2)
                    all.append((adjacency.neighbours[place], weight))
                }
            }
            all.sort { $0.node < $1.node }
            var merged: [(node: Int32, weight: Double)] = []
            for each in all {
                if merged.last?.node == each.node {
                    merged[merged.count - 1].weight += each.weight
                } else {
                    merged.append(each)
                }
            }
            return Relations(merged)
        }
    }
}

/// Whom a node knows, and how well.
private struct Relations {
    /// Ascending by node.
    let values: [(node: Int32, weight: Double)]
    let total: Double
    let strongest: Double

    init(_ values: [(node: Int32, weight: Double)]) {
        self.values = values
        total = values.reduce(0) { $0 + $1.weight }
        strongest = values.reduce(0) { max($0, $1.weight) }
    }

    func weight(of node: Int32) -> Double? {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle].node < node { low = middle + 1 } else { high = middle }
        }
        return low < values.count && values[low].node == node ? values[low].weight : nil
    }
}

/// One node after another over the same scratch memory.
private struct Holes {
    private let relations: [Relations]
    /// Of each node its place among those whom the present one knows; -1 of all others.
    private var place: [Int32]
    /// Of each whom the present one knows how much of the relations leads there, directly and through others.
    private var through: [Double] = []
    private var redundant = 0.0

    init(_ relations: [Relations]) {
        self.relations = relations
        place = [Int32](repeating: -1, count: relations.count)
    }

    /// Sums are in the ascending order of those whom the node knows, whichever way they are met.
    mutating func of(_ node: Int) -> (constraint: Double?, size: Double?) {
        let own = relations[node]
        guard !own.values.isEmpty, own.total > 0 else { return (nil, nil) }
        for (index, relation) in own.values.enumerated() {
            place[Int(relation.node)] = Int32(truncatingIfNeeded: index)
        }
        through = own.values.map { $0.weight / own.total }
        redundant = 0
        for relation in own.values {
            let others = relations[Int(relation.node)]
            // Of somebody who knows a crowd only those are looked up whom the node knows as well.
            if others.values.count > 16 * own.values.count {
                for third in own.values where third.node != relation.node {
                    if let tie = others.weight(of: third.node) {
                        add(tie, between: relation, and: third.node, of: own, others)
                    }
                }
            } else {
                for third in others.values where place[Int(third.node)] >= 0 {
                    add(third.weight, between: relation, and: third.node, of: own, others)
                }
            }
        }
        for relation in own.values { place[Int(relation.node)] = -1 }
        return (through.reduce(0) { $0 + $1 * $1 }, Double(own.values.count) - redundant)
    }

    /// A tie between two whom the node knows: a way round to the second, and redundant by the measure of the first's
    /// strongest.
    private mutating func add(
        _ tie: Double, between first: (node: Int32, weight: Double), and second: Int32, of own: Relations,
        _ others: Relations
    ) {
        let index = Int(place[Int(second)])
        through[index] += first.weight / own.total * (tie / others.total)
        redundant += own.values[index].weight / own.total * tie / others.strongest
    }
}
