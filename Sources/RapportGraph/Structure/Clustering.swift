public import RapportDiagnostics
public import RapportWork

extension Graph {
    /// Triangles through each node, of the graph without directions, self loops and parallel edges.
    ///
    /// - Complexity: O(edges · √edges): each triangle is met once, from its node with the fewest neighbours on.
    /// - Throws: `run.cancelled`.
    public func triangles(work: Work) throws(Diagnostic) -> [Int] {
        try triangles(neighbourSets(), work: work)
    }

    private func triangles(_ sets: [[Int32]], work: Work) throws(Diagnostic) -> [Int] {
        // Towards more neighbours, ties by number: no node is left by more than √(2·edges) edges.
        func isUp(_ a: Int, _ b: Int) -> Bool {
            sets[a].count != sets[b].count ? sets[a].count < sets[b].count : a < b
        }
        let upward = (0..<nodeCount).map { node in sets[node].filter { isUp(node, Int($0)) } }
        var triangles = [Int](repeating: 0, count: nodeCount)
        var isMarked = [Bool](repeating: false, count: nodeCount)
        for node in 0..<nodeCount {
            try work.check()
            for other in upward[node] { isMarked[Int(other)] = true }
            for second in upward[node] {
                for third in upward[Int(second)] where isMarked[Int(third)] {
                    triangles[node] += 1
                    triangles[Int(second)] += 1
                    triangles[Int(third)] += 1
                }
            }
            for other in upward[node] { isMarked[Int(other)] = false }
        }
        return triangles
    }

    /// How many of the pairs of a node's neighbours are neighbours themselves, from 0 to 1; 0 below two neighbours.
    ///
    /// Source: Watts & Strogatz, *Collective dynamics of small-world networks*, Nature 393 (1998).
    /// - Throws: `run.cancelled`.
    public func clustering(
        work: Work
    ) throws(Diagnostic) -> (coefficients: [Double], transitivity: Double, triangles: [Int]) {
        let sets = neighbourSets()
        let (triangles, degrees) = (try triangles(sets, work: work), sets.map(\.count))
        let coefficients = zip(triangles, degrees).map { count, degree in
            degree < 2 ? 0 : 2 * Double(count) / (Double(degree) * Double(degree - 1))
        }
        let triples = degrees.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
        let closed = triangles.reduce(0, +)
        return (coefficients, triples > 0 ? Double(closed) / Double(triples) : 0, triangles)
    }

    /// The neighbours of each node, ascending and each once, itself left out, directions aside.
    func neighbourSets() -> [[Int32]] {
        (0..<nodeCount).map { node in
            var all: [Int32] = []
            for adjacency in isDirected ? [outgoing, incoming] : [outgoing] {
                all += adjacency.neighbours[adjacency.range(of: node)]
            }
            all.sort()
            var last: Int32 = -1
            return all.filter { next in
                defer { last = next }
                return next != last && Int(next) != node
            }
        }
    }

    /// For each edge the share of its ends' neighbours that both have: strong ties have much in common.
    ///
    /// Source: Onnela et al., *Structure and tie strengths in mobile communication networks*, PNAS 104 (2007).
    /// - Throws: `run.cancelled`.
    public func neighbourhoodOverlap(work: Work) throws(Diagnostic) -> [Double] {
        let sets = neighbourSets()
        var overlaps: [Double] = []
        overlaps.reserveCapacity(edgeCount)
        for (index, edge) in edges.enumerated() {
            if index & 0xFFF == 0 { try work.check() }
            let (a, b) = (sets[Int(edge.source)], sets[Int(edge.target)])
            let common = commonCount(a, b)
            let others = a.count + b.count - common - 2
            overlaps.append(others > 0 ? Double(common) / Double(others) : 0)
        }
        return overlaps
    }
}

/// How many numbers stand in both of two ascending lists.
func commonCount(_ a: [Int32], _ b: [Int32]) -> Int {
    var (i, j, count) = (0, 0, 0)
    while i < a.count, j < b.count {
        if a[i] == b[j] {
            (i, j, count) = (i + 1, j + 1, count + 1)
        } else if a[i] < b[j] {
            i += 1
        } else {
            j += 1
        }
    }
    return count
}
