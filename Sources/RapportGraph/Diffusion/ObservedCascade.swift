/// A message as it really went: from whom to whom, in the order of time.
public struct ObservedCascade: Sendable, Hashable {
    /// Who began.
    public var root: Int
    /// Nodes reached, the root among them.
    public var size: Int
    /// Steps from the root to the furthest node.
    public var depth: Int
    /// Nodes on the widest step.
    public var breadth: Int
    /// The mean distance between two of its nodes: about 2 for a broadcast, large for a chain.
    ///
    /// Source: Goel, Anderson, Hofman & Watts, *The structural virality of online diffusion*, Management Science 62
    /// (2016).
    public var structuralVirality: Double
    /// The first and the last edge.
    public var edges: (first: Int, last: Int) { (firstEdge, lastEdge) }
    var firstEdge: Int
    var lastEdge: Int
}

extension Graph {
    /// The trees that edges grow in the order of time: a node belongs to the first edge that reaches it, unless it
    /// has passed something on before.
    ///
    /// - Parameters:
    ///   - edges: In the order of time; source to target.
    ///   - nodeCount: More than any end.
    /// - Returns: Trees by falling size, ties by root; edges that came second are no part of one.
    public static func observedCascades(_ edges: [Edge], nodeCount: Int) -> [ObservedCascade] {
        var parent = [Int](repeating: -1, count: nodeCount)
        var depth = [Int](repeating: 0, count: nodeCount)
        var root = Array(0..<nodeCount)
        var isIn = [Bool](repeating: false, count: nodeCount)
        var order: [(node: Int, edge: Int)] = []
        for (index, edge) in edges.enumerated() {
            let (source, target) = (Int(edge.source), Int(edge.target))
            guard source != target, !isIn[target] else { continue }
            isIn[source] = true
            isIn[target] = true
            (parent[target], depth[target], root[target]) = (source, depth[source] + 1, root[source])
            order.append((target, index))
        }
        // Sizes of subtrees from the latest node back: a child is reached after its parent.
        var below = [Int](repeating: 1, count: nodeCount)
        for each in order.reversed() { below[parent[each.node]] += below[each.node] }
        var trees: [Int: Tree] = [:]
        for each in order {
            trees[root[each.node], default: Tree(first: each.edge)].add(
                depth: depth[each.node], edge: each.edge, below: below[each.node],
                of: below[root[each.node]])
        }
        return trees.map { root, tree in
            let size = below[root]
            return ObservedCascade(
                root: root, size: size, depth: tree.levels.count, breadth: tree.levels.max() ?? 0,
                structuralVirality: 2 * tree.distances / (Double(size) * Double(size - 1)),
                firstEdge: tree.first, lastEdge: tree.last)
        }
        .sorted { $0.size != $1.size ? $0.size > $1.size : $0.root < $1.root }
    }

    private struct Tree {
        var first: Int
        var last = 0
        /// Nodes on each step below the root.
        var levels: [Int] = []
        /// The distances of all pairs: each edge lies between those below it and all others.
        var distances = 0.0

        init(first: Int) { self.first = first }

        mutating func add(depth: Int, edge: Int, below: Int, of size: Int) {
            while levels.count < depth { levels.append(0) }
            levels[depth - 1] += 1
            distances += Double(below) * Double(size - below)
            last = edge
        }
    }
}
