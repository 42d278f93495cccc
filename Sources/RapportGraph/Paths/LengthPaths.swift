/// Shortest paths by length from one source after another, over flat memory: Dijkstra's algorithm with a heap of nodes.
///
/// Lengths are the adjacency's weights, which are above 0. Nothing is allocated after `init`. Paths of equal length are
/// compared exactly, as networkx does: where many paths are equally long, whole numbers are safe.
final class LengthPaths: ShortestPaths {
    private let nodeCount: Int
    /// Below 0 where the node was not met.
    private let distance: Cells<Double>
    /// How many shortest paths lead there.
    private let paths: Cells<Double>
    /// Of every node one more than the share of the paths to others that lead through it, over the paths to it.
    private let share: Cells<Double>
    /// Nodes in the order in which they were settled, and of each its place there.
    private let order: Cells<Int32>
    private let place: Cells<Int32>
    /// Nodes that wait, the nearest on top, each with four below it; and of each node its place in the heap, -1 where
    /// it is in none.
    private let heap: Cells<Int32>
    private let slot: Cells<Int32>
    private var waiting = 0
    /// Nodes that the last source reached, itself first.
    private(set) var reached = 0
    /// Whether there are more paths to a node than are counted here; ``WidePaths`` count them.
    private var isWide = false

    init(nodeCount: Int) {
        self.nodeCount = nodeCount
        distance = Cells(repeating: -1, count: nodeCount)
        paths = Cells(repeating: 0, count: nodeCount)
        share = Cells(repeating: 0, count: nodeCount)
        order = Cells(repeating: 0, count: nodeCount)
        place = Cells(repeating: -1, count: nodeCount)
        heap = Cells(repeating: 0, count: nodeCount)
        slot = Cells(repeating: -1, count: nodeCount)
    }

    func count(from source: Int, _ adjacency: Graph.Adjacency, _: Graph.Adjacency) {
        precondition((0..<nodeCount).contains(source))
        clear()
        unsafe adjacency.offsets.withUnsafeBufferPointer { offsets in
            unsafe adjacency.neighbours.withUnsafeBufferPointer { neighbours in
                unsafe adjacency.weights.withUnsafeBufferPointer { weights in
                    // SAFETY: an adjacency of `nodeCount` nodes has one offset more, all within `neighbours` and
                    // `weights`; neighbours are nodes; a node is settled once and waits once at the most.
                    unsafe (distance[source], paths[source]) = (0, 1)
                    push(source)
                    var most = 1.0
                    while waiting > 0 {
                        let node = pop()
                        unsafe place[node] = Int32(truncatingIfNeeded: reached)
                        unsafe order[reached] = Int32(truncatingIfNeeded: node)
                        reached += 1
                        let (near, ways) = unsafe (distance[node], paths[node])
                        most = max(most, ways)
                        for arrow in unsafe offsets[node]..<offsets[node + 1] {
                            let neighbour = unsafe Int(neighbours[arrow])
                            if unsafe place[neighbour] >= 0 { continue }
                            let length = unsafe near + weights[arrow]
                            let known = unsafe distance[neighbour]
                            if known < 0 {
                                unsafe (distance[neighbour], paths[neighbour]) = (length, ways)
                                push(neighbour)
                            } else if length < known {
                                unsafe (distance[neighbour], paths[neighbour]) = (length, ways)
                                rise(unsafe Int(slot[neighbour]))
                            } else if length == known {
                                unsafe paths[neighbour] += ways
                            }
                        }
                    }
                    isWide = most > WidePaths.limit
                }
            }
        }
    }

    /// As ``HopPaths/addLoads(_:_:to:edges:countsEnds:)``; an empty `edges` counts none.
    func addLoads(
        _ adjacency: Graph.Adjacency, _: Graph.Adjacency, to loads: inout [Double], edges: inout [Double],
        countsEnds: Bool
    ) {
        precondition(loads.count == nodeCount)
        if isWide { return addWideLoads(adjacency, to: &loads, edges: &edges, countsEnds: countsEnds) }
        let countsEdges = !edges.isEmpty
        for index in stride(from: reached - 1, through: 0, by: -1) {
            // SAFETY: as in `count`; `order` holds `reached` nodes. Subscripts of arrays are checked.
            let node = unsafe Int(order[index])
            let (near, ways) = unsafe (distance[node], paths[node])
            var sum = 0.0
            for arrow in adjacency.range(of: node) {
                let neighbour = Int(adjacency.neighbours[arrow])
                guard unsafe Int(place[neighbour]) > index,
                    unsafe near + adjacency.weights[arrow] == distance[neighbour]
                else { continue }
                let load = unsafe share[neighbour]
                sum += load
                if countsEdges { edges[Int(adjacency.edges[arrow])] += ways * load }
            }
            let through = sum * ways
            unsafe share[node] = (1 + through) / ways
            if index > 0 { loads[node] += through + (countsEnds ? 1 : 0) }
        }
        if countsEnds, reached > 0 { unsafe loads[Int(order[0])] += Double(reached - 1) }
    }

    private func addWideLoads(
        _ adjacency: Graph.Adjacency, to loads: inout [Double], edges: inout [Double], countsEnds: Bool
    ) {
        // SAFETY: as in `addLoads`; arrows lead to nodes.
        WidePaths(order: (0..<reached).map { unsafe Int(order[$0]) }).addLoads(
            adjacency, to: &loads, edges: &edges, countsEnds: countsEnds
        ) { node, arrow in
            let neighbour = Int(adjacency.neighbours[arrow])
            return unsafe place[neighbour] > place[node]
                && distance[node] + adjacency.weights[arrow] == distance[neighbour]
        }
    }

    var distances: (sum: Double, inverse: Double, furthest: Double) {
        var (sum, inverse, furthest) = (0.0, 0.0, 0.0)
        for index in stride(from: 1, to: reached, by: 1) {
            // SAFETY: `order` holds `reached` nodes.
            let length = unsafe distance[Int(order[index])]
            (sum, inverse, furthest) = (sum + length, inverse + 1 / length, max(furthest, length))
        }
        return (sum, inverse, furthest)
    }

    /// Forgets the last source: only what it reached, which is all that was met.
    private func clear() {
        for index in 0..<reached {
            // SAFETY: `order` holds `reached` nodes.
            let node = unsafe Int(order[index])
            unsafe distance[node] = -1
            unsafe place[node] = -1
        }
        reached = 0
    }

    // MARK: - Heap

    private func push(_ node: Int) {
        // SAFETY: a node waits once, so that there are at most `nodeCount`.
        unsafe heap[waiting] = Int32(truncatingIfNeeded: node)
        unsafe slot[node] = Int32(truncatingIfNeeded: waiting)
        waiting += 1
        rise(waiting - 1)
    }

    /// The nearest, of equal distances the lowest number.
    private func pop() -> Int {
        // SAFETY: `waiting` is above 0, and slots are below it.
        let first = unsafe heap[0]
        waiting -= 1
        let last = unsafe heap[waiting]
        unsafe slot[Int(first)] = -1
        guard waiting > 0 else { return Int(first) }
        var hole = 0
        while true {
            let child = 4 * hole + 1
            guard child < waiting else { break }
            var best = child
            var other = child + 1
            while other < min(child + 4, waiting) {
                if unsafe isBefore(heap[other], heap[best]) { best = other }
                other += 1
            }
            guard unsafe isBefore(heap[best], last) else { break }
            let moved = unsafe heap[best]
            unsafe heap[hole] = moved
            unsafe slot[Int(moved)] = Int32(truncatingIfNeeded: hole)
            hole = best
        }
        unsafe heap[hole] = last
        unsafe slot[Int(last)] = Int32(truncatingIfNeeded: hole)
        return Int(first)
    }

    private func rise(_ start: Int) {
        // SAFETY: as in `pop`.
        var hole = start
        let node = unsafe heap[hole]
        while hole > 0 {
            let parent = (hole - 1) / 4
            let above = unsafe heap[parent]
            guard isBefore(node, above) else { break }
            unsafe heap[hole] = above
            unsafe slot[Int(above)] = Int32(truncatingIfNeeded: hole)
            hole = parent
        }
        unsafe heap[hole] = node
        unsafe slot[Int(node)] = Int32(truncatingIfNeeded: hole)
    }

    private func isBefore(_ a: Int32, _ b: Int32) -> Bool {
        let (x, y) = unsafe (distance[Int(a)], distance[Int(b)])
        return x < y || x == y && a < b
    }
}
