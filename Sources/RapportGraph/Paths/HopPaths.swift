/// Shortest paths by hops from one source after another, over flat memory: distances, counts, and what the paths
/// put on nodes.
///
/// The loops that betweenness and closeness spend their time in. Nothing is allocated after `init`.
@safe final class HopPaths {
    private let nodeCount: Int
    private let distance: UnsafeMutablePointer<Int32>
    /// How many shortest paths lead there; a float, since their number passes every integer on large grids.
    private let paths: UnsafeMutablePointer<Double>
    /// Of every node one more than the share of the paths to others that lead through it, over the paths to it.
    private let share: UnsafeMutablePointer<Double>
    private let order: UnsafeMutablePointer<Int32>
    /// Nodes that the last source reached, itself first.
    private(set) var reached = 0

    init(nodeCount: Int) {
        self.nodeCount = nodeCount
        let room = max(nodeCount, 1)
        unsafe distance = .allocate(capacity: room)
        unsafe paths = .allocate(capacity: room)
        unsafe share = .allocate(capacity: room)
        unsafe order = .allocate(capacity: room)
        // SAFETY: each has `room` cells, all of which are initialised here and live until `deinit`.
        unsafe distance.initialize(repeating: -1, count: room)
        unsafe paths.initialize(repeating: 0, count: room)
        unsafe share.initialize(repeating: 0, count: room)
        unsafe order.initialize(repeating: 0, count: room)
    }

    deinit {
        unsafe distance.deallocate()
        unsafe paths.deallocate()
        unsafe share.deallocate()
        unsafe order.deallocate()
    }

    /// Walks from `source` and counts the paths to every node.
    func count(from source: Int, _ adjacency: Graph.Adjacency) {
        precondition((0..<nodeCount).contains(source))
        clear()
        unsafe adjacency.offsets.withUnsafeBufferPointer { offsets in
            unsafe adjacency.neighbours.withUnsafeBufferPointer { neighbours in
                // SAFETY: an adjacency of `nodeCount` nodes has one offset more, all within `neighbours`, whose values
                // are nodes; a node enters `order` once, when its distance is set.
                unsafe (distance[source], paths[source], order[0]) = (0, 1, Int32(truncatingIfNeeded: source))
                var (head, tail) = (0, 1)
                while head < tail {
                    let node = unsafe Int(order[head])
                    head += 1
                    let (next, ways) = unsafe (distance[node] &+ 1, paths[node])
                    for place in unsafe offsets[node]..<offsets[node + 1] {
                        let neighbour = unsafe Int(neighbours[place])
                        var known = unsafe distance[neighbour]
                        if known < 0 {
                            unsafe distance[neighbour] = next
                            unsafe order[tail] = Int32(truncatingIfNeeded: neighbour)
                            tail &+= 1
                            known = next
                        }
                        // Without a branch: which neighbours lie a level on is chance.
                        unsafe paths[neighbour] += known == next ? ways : 0
                    }
                }
                reached = tail
            }
        }
    }

    /// Adds to `loads` the share of the paths from the last source that lead through each node, the furthest
    /// first; with `ends` also those that end there, and to `edges` what leads along each edge.
    func addLoads(
        _ adjacency: Graph.Adjacency, to loads: inout [Double], edges: inout [Double], countsEnds: Bool
    ) {
        precondition(loads.count == nodeCount && reached > 0)
        let countsEdges = !edges.isEmpty
        unsafe adjacency.offsets.withUnsafeBufferPointer { offsets in
            unsafe adjacency.neighbours.withUnsafeBufferPointer { neighbours in
                unsafe loads.withUnsafeMutableBufferPointer { loads in
                    // SAFETY: as in `count`; `order` holds `reached` nodes, each once.
                    for index in stride(from: reached - 1, through: 0, by: -1) {
                        let node = unsafe Int(order[index])
                        let next = unsafe distance[node] &+ 1
                        var sum = 0.0
                        for place in unsafe offsets[node]..<offsets[node + 1] {
                            let neighbour = unsafe Int(neighbours[place])
                            sum += unsafe distance[neighbour] == next ? share[neighbour] : 0
                        }
                        let through = unsafe sum * paths[node]
                        unsafe share[node] = (1 + through) / paths[node]
                        if index > 0 { unsafe loads[node] += through + (countsEnds ? 1 : 0) }
                    }
                    if countsEnds, reached > 0 { unsafe loads[Int(order[0])] += Double(reached - 1) }
                }
            }
        }
        if countsEdges { addEdgeLoads(adjacency, to: &edges) }
    }

    private func addEdgeLoads(_ adjacency: Graph.Adjacency, to edges: inout [Double]) {
        // SAFETY: as in `count`; subscripts of arrays are checked.
        for index in 0..<reached {
            let node = unsafe Int(order[index])
            let (next, ways) = unsafe (distance[node] &+ 1, paths[node])
            for place in adjacency.range(of: node) {
                let neighbour = Int(adjacency.neighbours[place])
                if unsafe distance[neighbour] == next {
                    unsafe edges[Int(adjacency.edges[place])] += ways * share[neighbour]
                }
            }
        }
    }

    /// Distances alone: their sum, the sum of their inverses, and the largest.
    ///
    /// A walk meets nodes level by level, so that a level's size is all that is needed of it.
    func distances(from source: Int, _ adjacency: Graph.Adjacency) -> (
        sum: Double, inverse: Double, furthest: Int
    ) {
        precondition((0..<nodeCount).contains(source))
        clear()
        var (sum, inverse, level) = (0.0, 0.0, 0)
        unsafe adjacency.offsets.withUnsafeBufferPointer { offsets in
            unsafe adjacency.neighbours.withUnsafeBufferPointer { neighbours in
                // SAFETY: as in `count`.
                unsafe (distance[source], order[0]) = (0, Int32(truncatingIfNeeded: source))
                var (head, tail) = (0, 1)
                while head < tail {
                    let end = tail
                    while head < end {
                        let node = unsafe Int(order[head])
                        head += 1
                        for place in unsafe offsets[node]..<offsets[node + 1] {
                            let neighbour = unsafe Int(neighbours[place])
                            if unsafe distance[neighbour] < 0 {
                                unsafe distance[neighbour] = 0
                                unsafe order[tail] = Int32(truncatingIfNeeded: neighbour)
                                tail &+= 1
                            }
                        }
                    }
                    guard tail > end else { break }
                    level += 1
                    sum += Double(level) * Double(tail - end)
                    inverse += Double(tail - end) / Double(level)
                }
                reached = tail
            }
        }
        return (sum, inverse, level)
    }

    /// Forgets the last source: only what it reached.
    private func clear() {
        for index in 0..<reached {
            // SAFETY: `order` holds `reached` nodes.
            let node = unsafe Int(order[index])
            unsafe distance[node] = -1
            unsafe paths[node] = 0
        }
        reached = 0
    }
}
