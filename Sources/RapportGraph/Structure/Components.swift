internal import RapportNumerics

extension Graph {
    /// The part of the graph that each node lies in, directions aside: numbered by size, the largest 0, of equal
    /// sizes the one whose first node comes first.
    public func components() -> (component: [Int], sizes: [Int]) {
        var sets = DisjointSets(nodeCount)
        for node in 0..<nodeCount {
            for neighbour in outgoing.neighbours[outgoing.range(of: node)] { sets.join(node, Int(neighbour)) }
        }
        var found = [Int](repeating: 0, count: nodeCount)
        var sizes: [Int] = []
        for node in 0..<nodeCount {
            let first = sets.root(of: node)
            if first == node {
                found[node] = sizes.count
                sizes.append(1)
            } else {
                found[node] = found[first]
                sizes[found[first]] += 1
            }
        }
        let order = sizes.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
        var rank = [Int](repeating: 0, count: sizes.count)
        for (place, part) in order.enumerated() { rank[part] = place }
        return (found.map { rank[$0] }, order.map { sizes[$0] })
    }

    /// The largest k for which a node lies in a part of the graph where every node has k neighbours.
    ///
    /// Self loops do not count; in a directed graph edges in and out do. Source: V. Batagelj & M. Zaveršnik, *An
    /// O(m) algorithm for cores decomposition of networks* (2003).
    /// - Complexity: O(nodes + edges).
    public func coreNumbers() -> [Int] {
        func neighbours(of node: Int) -> [Int] {
            (isDirected ? [outgoing, incoming] : [outgoing]).flatMap { adjacency in
                adjacency.range(of: node).map { Int(adjacency.neighbours[$0]) }
            }.filter { $0 != node }
        }
        var degree = (0..<nodeCount).map { neighbours(of: $0).count }
        // Nodes by degree in bins; `place` says where each stands.
        var bins = [Int](repeating: 0, count: (degree.max() ?? 0) + 2)
        for value in degree { bins[value + 1] += 1 }
        for value in 1..<max(bins.count, 1) { bins[value] += bins[value - 1] }
        var start = bins
        var sorted = [Int](repeating: 0, count: nodeCount)
        var place = sorted
        for node in 0..<nodeCount {
            place[node] = start[degree[node]]
            sorted[place[node]] = node
            start[degree[node]] += 1
        }
        for index in sorted.indices {
            let node = sorted[index]
            for other in neighbours(of: node) where degree[other] > degree[node] {
                // The first of its bin changes places with it, and the bin begins one later.
                let first = bins[degree[other]]
                let moved = sorted[first]
                sorted.swapAt(first, place[other])
                (place[moved], place[other]) = (place[other], first)
                bins[degree[other]] += 1
                degree[other] -= 1
            }
        }
        return degree
    }
}
