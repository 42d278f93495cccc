/// Shortest paths by hops from one source after another, over flat memory: distances, counts, and what the paths
/// put on nodes.
///
/// The loops that betweenness and closeness spend their time in.
final class HopPaths: ShortestPaths {
    private let nodeCount: Int
    /// Below 0 where the node was not met.
    private let distance: Cells<Int32>
    /// How many shortest paths lead there; a float, since their number passes every integer on large grids, and that of
    /// a float where ``WidePaths`` count them.
    private let paths: Cells<Double>
    /// Of every node one more than the share of the paths to others that lead through it, over the paths to it.
    private let share: Cells<Double>
    /// Of the nodes in `order` what leads through them.
    private let through: Cells<Double>
    private let order: Cells<Int32>
    /// What lies at one distance from the source.
    private struct Level {
        /// Where its nodes begin in `order`.
        var start: Int
        /// Arrows that leave them, and that lead to them.
        var outgoing = 0
        var incoming = 0
    }

    private var levels: [Level] = []
    /// Nodes that the last source reached, itself first.
    private(set) var reached = 0
    /// Whether there are more paths to a node than are counted here.
    private var isWide = false

    init(nodeCount: Int) {
        self.nodeCount = nodeCount
        distance = Cells(repeating: -1, count: nodeCount)
        paths = Cells(repeating: 0, count: nodeCount)
        share = Cells(repeating: 0, count: nodeCount)
        through = Cells(repeating: 0, count: nodeCount)
        order = Cells(repeating: 0, count: nodeCount)
    }

    /// Walks from `source` and counts the paths to every node, a level after the other.
    ///
    /// From a small level arrows are followed; once those that are left to come are fewer, each node that was not met
    /// looks back instead, which asks nothing of a neighbour: S. Beamer, K. Asanović & D. Patterson,
    /// *Direction-optimizing breadth-first search*, SC 2012.
    func count(from source: Int, _ outgoing: Graph.Adjacency, _ incoming: Graph.Adjacency) {
        precondition((0..<nodeCount).contains(source))
        clear()
        unsafe (distance[source], paths[source], order[0]) = (0, 1, Int32(truncatingIfNeeded: source))
        reached = 1
        var start = 0
        var left = incoming.neighbours.count
        var most = 1.0
        while start < reached {
            let end = reached
            var level = Level(start: start)
            for index in start..<end {
                // SAFETY: `order` holds `reached` nodes.
                let node = unsafe Int(order[index])
                most = unsafe max(most, paths[node])
                level.outgoing += outgoing.degree(of: node)
                level.incoming += incoming.degree(of: node)
            }
            levels.append(level)
            left -= level.incoming
            let next = Int32(truncatingIfNeeded: levels.count)
            // To look back passes over all nodes, at a fraction of what an arrow takes.
            if 2 * level.outgoing > left + nodeCount / 4 {
                lookBack(incoming, next)
            } else {
                follow(outgoing, start..<end, next)
            }
            start = end
        }
        isWide = most > WidePaths.limit
    }

    /// Follows the arrows of a level, and counts what they add to nodes of the next.
    private func follow(_ outgoing: Graph.Adjacency, _ level: Range<Int>, _ next: Int32) {
        unsafe outgoing.offsets.withUnsafeBufferPointer { offsets in
            unsafe outgoing.neighbours.withUnsafeBufferPointer { neighbours in
                // SAFETY: an adjacency of `nodeCount` nodes has one offset more, all within `neighbours`, whose values
                // are nodes; a node enters `order` once, when its distance is set.
                var tail = reached
                for index in level {
                    let node = unsafe Int(order[index])
                    let ways = unsafe paths[node]
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

    /// Adds up for each node that was not met the paths to those before it: of these only the last level has any.
    private func lookBack(_ incoming: Graph.Adjacency, _ next: Int32) {
        let start = reached
        unsafe incoming.offsets.withUnsafeBufferPointer { offsets in
            unsafe incoming.neighbours.withUnsafeBufferPointer { neighbours in
                // SAFETY: as in `follow`.
                var tail = reached
                for node in 0..<nodeCount where unsafe distance[node] < 0 {
                    let sum = unsafe paths.sum(at: neighbours, from: offsets[node], to: offsets[node + 1])
                    if sum > 0 {
                        unsafe order[tail] = Int32(truncatingIfNeeded: node)
                        unsafe through[tail] = sum
                        tail &+= 1
                    }
                }
                reached = tail
            }
        }
        // Only now, so that nodes of one level do not see each other.
        for index in start..<reached {
            // SAFETY: as above.
            let node = unsafe Int(order[index])
            unsafe (distance[node], paths[node]) = (next, through[index])
        }
    }

    /// Adds to `loads` the share of the paths from the last source that lead through each node, the furthest
    /// first; with `ends` also those that end there, and to `edges` what leads along each edge.
    ///
    /// Nodes of a level look at their neighbours a level on, or are told by these, whichever are fewer arrows; through
    /// the furthest nothing leads.
    func addLoads(
        _ outgoing: Graph.Adjacency, _ incoming: Graph.Adjacency, to loads: inout [Double],
        edges: inout [Double], countsEnds: Bool
    ) {
        precondition(loads.count == nodeCount && reached > 0)
        if isWide { return addWideLoads(outgoing, to: &loads, edges: &edges, countsEnds: countsEnds) }
        unsafe loads.withUnsafeMutableBufferPointer { loads in
            for number in levels.indices.reversed() {
                let nodes = nodes(of: number)
                let isLast = number + 1 == levels.count
                if isLast || 2 * levels[number + 1].incoming < levels[number].outgoing {
                    if !isLast { tell(incoming, from: number + 1) }
                    for index in nodes {
                        // SAFETY: `order` holds `reached` nodes, each once, a level after the other.
                        let node = unsafe Int(order[index])
                        unsafe through[index] = share[node] * paths[node]
                    }
                } else {
                    lookAhead(outgoing, nodes)
                }
                for index in nodes {
                    // SAFETY: as above.
                    let node = unsafe Int(order[index])
                    unsafe share[node] = (1 + through[index]) / paths[node]
                    if index > 0 { unsafe loads[node] += through[index] + (countsEnds ? 1 : 0) }
                }
            }
            // SAFETY: as above.
            if countsEnds { unsafe loads[Int(order[0])] += Double(reached - 1) }
        }
        if !edges.isEmpty { addEdgeLoads(outgoing, to: &edges) }
    }

    private func nodes(of level: Int) -> Range<Int> {
        levels[level].start..<(level + 1 < levels.count ? levels[level + 1].start : reached)
    }

    /// Adds up the shares of the neighbours of each node of a level.
    private func lookAhead(_ outgoing: Graph.Adjacency, _ level: Range<Int>) {
        unsafe outgoing.offsets.withUnsafeBufferPointer { offsets in
            unsafe outgoing.neighbours.withUnsafeBufferPointer { neighbours in
                for index in level {
                    // SAFETY: as in `follow`. A neighbour a level on has its share, all others still have 0: no need to
                    // ask which it is.
                    let node = unsafe Int(order[index])
                    let sum = unsafe share.sum(at: neighbours, from: offsets[node], to: offsets[node + 1])
                    unsafe through[index] = sum * paths[node]
                }
            }
        }
    }

    /// Adds the shares of the nodes of a level to those of the level before, which are 0 until then.
    private func tell(_ incoming: Graph.Adjacency, from level: Int) {
        let before = Int32(truncatingIfNeeded: level - 1)
        unsafe incoming.offsets.withUnsafeBufferPointer { offsets in
            unsafe incoming.neighbours.withUnsafeBufferPointer { neighbours in
                for index in nodes(of: level) {
                    // SAFETY: as in `follow`.
                    let node = unsafe Int(order[index])
                    let part = unsafe share[node]
                    for place in unsafe offsets[node]..<offsets[node + 1] {
                        let neighbour = unsafe Int(neighbours[place])
                        // Without a branch: which neighbours lie a level before is chance.
                        unsafe share[neighbour] += distance[neighbour] == before ? part : 0
                    }
                }
            }
        }
    }

    private func addWideLoads(
        _ adjacency: Graph.Adjacency, to loads: inout [Double], edges: inout [Double], countsEnds: Bool
    ) {
        // SAFETY: `order` holds `reached` nodes; arrows lead to nodes.
        WidePaths(order: (0..<reached).map { unsafe Int(order[$0]) }).addLoads(
            adjacency, to: &loads, edges: &edges, countsEnds: countsEnds
        ) { node, arrow in
            unsafe distance[Int(adjacency.neighbours[arrow])] == distance[node] &+ 1
        }
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

    /// A walk meets nodes level by level, so that a level's size is all that is needed of it.
    var distances: (sum: Double, inverse: Double, furthest: Double) {
        var (sum, inverse) = (0.0, 0.0)
        for level in levels.indices.dropFirst() {
            let count = Double(nodes(of: level).count)
            sum += Double(level) * count
            inverse += count / Double(level)
        }
        return (sum, inverse, Double(max(levels.count - 1, 0)))
    }

    /// Forgets the last source: only what it reached.
    private func clear() {
        for index in 0..<reached {
            // SAFETY: `order` holds `reached` nodes.
            let node = unsafe Int(order[index])
            unsafe distance[node] = -1
            unsafe paths[node] = 0
            unsafe share[node] = 0
        }
        reached = 0
        levels.removeAll(keepingCapacity: true)
    }
}
