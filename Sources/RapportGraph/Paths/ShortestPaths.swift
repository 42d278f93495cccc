/// Shortest paths from one source after another; the arrays are made once.
///
/// Distances are hops, or the adjacency's weights read as lengths, which are above 0.
struct ShortestPaths {
    let adjacency: Graph.Adjacency
    /// Whether weights are lengths; else every edge is one hop.
    let isWeighted: Bool
    /// Of the source of the last call; ``unreached`` where there is no way.
    private(set) var distances: [Double]
    /// How many shortest paths lead there.
    ///
    /// A float: their number passes every integer on large grids.
    private(set) var counts: [Double]
    /// Nodes that were reached, the nearest first, the source at the front.
    private(set) var order: [Int32] = []
    private var isSettled: [Bool]
    private var heap = DistanceHeap()

    static let unreached = -1.0

    init(_ adjacency: Graph.Adjacency, nodeCount: Int, isWeighted: Bool) {
        (self.adjacency, self.isWeighted) = (adjacency, isWeighted)
        distances = [Double](repeating: Self.unreached, count: nodeCount)
        counts = [Double](repeating: 0, count: nodeCount)
        isSettled = [Bool](repeating: false, count: isWeighted ? nodeCount : 0)
        order.reserveCapacity(nodeCount)
    }

    /// - Complexity: O(edges), with weights O(edges · log nodes).
    mutating func run(from source: Int) {
        for node in order {
            distances[Int(node)] = Self.unreached
            counts[Int(node)] = 0
            if isWeighted { isSettled[Int(node)] = false }
        }
        order.removeAll(keepingCapacity: true)
        if isWeighted { dijkstra(source) } else { breadthFirst(source) }
    }

    private mutating func breadthFirst(_ source: Int) {
        (distances[source], counts[source]) = (0, 1)
        order.append(Int32(source))
        var head = 0
        while head < order.count {
            let node = Int(order[head])
            head += 1
            let (next, count) = (distances[node] + 1, counts[node])
            for place in adjacency.range(of: node) {
                let neighbour = Int(adjacency.neighbours[place])
                let known = distances[neighbour]
                if known < 0 {
                    (distances[neighbour], counts[neighbour]) = (next, count)
                    order.append(Int32(neighbour))
                } else if known == next {
                    counts[neighbour] += count
                }
            }
        }
    }

    /// Paths of equal length are compared exactly, as networkx does: lengths that are whole numbers are safe.
    private mutating func dijkstra(_ source: Int) {
        heap.clear()
        (distances[source], counts[source]) = (0, 1)
        heap.push(Int32(source), at: 0)
        while let entry = heap.pop() {
            let node = Int(entry.node)
            if isSettled[node] { continue }
            isSettled[node] = true
            order.append(entry.node)
            for place in adjacency.range(of: node) {
                let neighbour = Int(adjacency.neighbours[place])
                if isSettled[neighbour] { continue }
                let length = entry.distance + adjacency.weights[place]
                let known = distances[neighbour]
                if known < 0 || length < known {
                    (distances[neighbour], counts[neighbour]) = (length, counts[node])
                    heap.push(Int32(neighbour), at: length)
                } else if length == known {
                    counts[neighbour] += counts[node]
                }
            }
        }
    }
}
