import RapportGraph
import RapportWork
import Testing

/// Paths of random graphs against a relaxation of all edges until nothing falls.
@Suite struct PathTests {
    @Test("lengths, counts and loads are those of Bellman and Ford", arguments: [true, false])
    func paths(isDirected: Bool) throws {
        print("seed 11")
        var random = SeededRandom(seed: 11)
        for _ in 0..<30 {
            let n = 3 + random.below(12)
            let drawn = (0..<(3 * n)).map { _ in
                Graph.Edge(random.below(n), random.below(n), weight: Double(1 + random.below(4)))
            }
            let edges = try Graph.merged(drawn, isDirected: isDirected, aggregate: .first).edges
            let graph = try Graph(nodeCount: n, edges: edges, isDirected: isDirected)
            let arrows = edges.flatMap { edge in
                isDirected
                    ? [edge] : [edge, Graph.Edge(Int(edge.target), Int(edge.source), weight: edge.weight)]
            }
            var (betweenness, closeness) = (
                [Double](repeating: 0, count: n), [Double](repeating: 0, count: n)
            )
            for source in 0..<n {
                var distance = [Double](repeating: .infinity, count: n)
                distance[source] = 0
                for _ in 0..<n {
                    for arrow in arrows {
                        let length = distance[Int(arrow.source)] + arrow.weight
                        distance[Int(arrow.target)] = min(distance[Int(arrow.target)], length)
                    }
                }
                let order = (0..<n).filter { distance[$0].isFinite }.sorted { distance[$0] < distance[$1] }
                var counts = [Double](repeating: 0, count: n)
                counts[source] = 1
                func before(_ node: Int) -> [Int] {
                    arrows.filter {
                        Int($0.target) == node && distance[Int($0.source)] + $0.weight == distance[node]
                    }.map { Int($0.source) }
                }
                for node in order.dropFirst() {
                    counts[node] = before(node).reduce(0) { $0 + counts[$1] }
                }
                var load = [Double](repeating: 0, count: n)
                for node in order.dropFirst().reversed() {
                    for earlier in before(node) {
                        load[earlier] += counts[earlier] / counts[node] * (1 + load[node])
                    }
                    betweenness[node] += load[node]
                }
                for node in order.dropFirst() { closeness[node] += 1 / distance[node] }
            }
            var options = Betweenness.Options()
            (options.isWeighted, options.isNormalized) = (true, false)
            let found = try graph.betweenness(options, work: Work())
            let pairs = isDirected ? 1.0 : 2.0
            expectEqual(found.nodes, betweenness.map { $0 / pairs }, within: 1e-9, "betweenness")
            options.countsEdges = false
            #expect(try graph.betweenness(options, work: Work(width: 1)).nodes == found.nodes)
            let near = try graph.closeness(isWeighted: true, work: Work())
            expectEqual(near.harmonic, closeness, within: 1e-9, "harmonic")
        }
    }

    /// Walks by hops, which follow arrows or look back, against walks by lengths, which do neither.
    @Test("hops are lengths of 1", arguments: [true, false])
    func hops(isDirected: Bool) throws {
        print("seed 12")
        var random = SeededRandom(seed: 12)
        for round in 0..<60 {
            let n = 1 + random.below(round < 40 ? 60 : 400)
            // From several parts and nodes without an edge to nearly all tied to all, with hubs and long tails.
            let count = [n / 2, n, 4 * n, n * n / 4][round % 4]
            let drawn = (0..<count).map { _ in
                Graph.Edge(random.below(n) * random.below(n) / n, random.below(n))
            }
            let chain = (n / 2..<max(n - 1, n / 2)).map { Graph.Edge($0, $0 + 1) }
            let edges = try Graph.merged(
                drawn + (round % 3 == 0 ? chain : []), isDirected: isDirected, aggregate: .first,
                keepsLoops: round % 5 == 0
            ).edges
            let graph = try Graph(nodeCount: n, edges: edges, isDirected: isDirected)
            var options = Betweenness.Options()
            options.countsEndpoints = round % 2 == 0
            let found = try graph.betweenness(options, work: Work())
            options.isWeighted = true
            let wanted = try graph.betweenness(options, work: Work())
            expectEqual(found.nodes, wanted.nodes, within: 1e-12, "nodes of round \(round)")
            expectEqual(found.edges, wanted.edges, within: 1e-12, "edges of round \(round)")
            let (near, far) = (
                try graph.closeness(work: Work()), try graph.closeness(isWeighted: true, work: Work())
            )
            expectEqual(near.closeness, far.closeness, within: 1e-12, "closeness of round \(round)")
            expectEqual(near.harmonic, far.harmonic, within: 1e-12, "harmonic of round \(round)")
            #expect(near.eccentricity == far.eccentricity, "round \(round)")
        }
    }

    @Test func `a chain is deep, a broadcast is wide`() {
        func edges(_ pairs: [(Int, Int)]) -> [Graph.Edge] { pairs.map { Graph.Edge($0.0, $0.1) } }
        let chain = Graph.observedCascades(edges([(0, 1), (1, 2), (2, 3)]), nodeCount: 4)[0]
        #expect(chain.depth == 3 && chain.breadth == 1)
        #expect(abs(chain.structuralVirality - 10.0 / 6) < 1e-12)
        let star = Graph.observedCascades(edges([(0, 1), (0, 2), (0, 3)]), nodeCount: 4)[0]
        #expect(star.depth == 1 && star.breadth == 3 && star.structuralVirality == 1.5)
        // Who has passed something on before is reached by nobody later.
        let two = Graph.observedCascades(edges([(1, 2), (0, 1)]), nodeCount: 3)
        #expect(two.map(\.size) == [2])
    }

    /// A thousand and a hundred forks in a row that close again: 2^1100 ways from end to end.
    @Test("more paths than a number holds", arguments: [true, false])
    func manyPaths(isWeighted: Bool) throws {
        let forks = 1_100
        var edges: [Graph.Edge] = []
        for fork in 0..<forks {
            let (start, end) = (3 * fork, 3 * fork + 3)
            for side in [start + 1, start + 2] { edges += [Graph.Edge(start, side), Graph.Edge(side, end)] }
        }
        // Beside them a chain of its own, as long: one way from end to end of 2^1100 and one.
        let (count, last) = (3 * forks + 1, 3 * forks)
        let chain = [0] + Array(count..<count + 2 * forks - 1) + [last]
        for (a, b) in zip(chain, chain.dropFirst()) { edges.append(Graph.Edge(a, b)) }
        let graph = try Graph(nodeCount: count + 2 * forks - 1, edges: edges, isDirected: true)
        var options = Betweenness.Options()
        (options.isWeighted, options.isNormalized) = (isWeighted, false)
        let found = try graph.betweenness(options, work: Work())
        // Those before a fork's end times those behind it; a side has half of what leads through its fork.
        for fork in [0, 1, 500, forks - 1] {
            let (before, behind) = (Double(3 * fork), Double(3 * (forks - fork) - 3))
            let wanted = (before + 1) * (behind + 1) / 2
            #expect(abs(found.nodes[3 * fork + 1] - wanted) < 1e-9 * wanted)
        }
        let middle = 3 * 500
        let between = Double(middle) * Double(last - middle)
        #expect(abs(found.nodes[middle] - between) < 1e-9 * between)
        // The chain's own pairs, and from and to the ends, but none from end to end.
        let inner = Double(2 * forks - 1)
        let wanted = 700 * (inner - 699) - 1
        #expect(abs(found.nodes[count + 699] - wanted) < 1e-9 * wanted)
        #expect(found.nodes.allSatisfy { $0.isFinite } && found.edges.allSatisfy { $0.isFinite })
    }
}
