import RapportDiagnostics
import RapportGraph
import Testing

@Suite struct MergingTests {
    /// By a dictionary, an edge at a time: what a reader would write first.
    private func slow(
        _ edges: [Graph.Edge], isDirected: Bool, aggregate: EdgeAggregation, keepsLoops: Bool
    ) -> (edges: [Graph.Edge], given: [[Int32]], loops: Int, zeros: Int) {
        struct Ends: Hashable { var low: Int32, high: Int32 }
        var (places, found, given): ([Ends: Int], [Graph.Edge], [[Int32]]) = ([:], [], [])
        var (loops, zeros) = (0, 0)
        for (row, edge) in edges.enumerated() {
            if edge.weight == 0 {
                zeros += 1
                continue
            }
            if edge.source == edge.target, !keepsLoops {
                loops += 1
                continue
            }
            let key =
                isDirected
                ? Ends(low: edge.source, high: edge.target)
                : Ends(low: min(edge.source, edge.target), high: max(edge.source, edge.target))
            guard let place = places[key] else {
                places[key] = found.count
                found.append(edge)
                given.append([Int32(row)])
                continue
            }
            given[place].append(Int32(row))
            switch aggregate {
            case .sum: found[place].weight += edge.weight
            case .first: break
            case .max: found[place].weight = max(found[place].weight, edge.weight)
            }
        }
        return (found, given, loops, zeros)
    }

    @Test(
        "as a dictionary merges them, whatever the numbers of the nodes",
        arguments: [(UInt32(1), 6), (2, 40), (3, 3_000), (4, 2_000_000_000), (5, 1)])
    func oracle(_ seed: UInt32, _ nodes: Int) throws {
        var state = UInt64(seed)
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let edges = (0..<2_000).map { _ in
            Graph.Edge(draw(nodes), draw(nodes), weight: Double(draw(5)) * 0.1)
        }
        for isDirected in [false, true] {
            for aggregate in EdgeAggregation.allCases {
                for keepsLoops in [false, true] {
                    let merged = try Graph.merged(
                        edges, isDirected: isDirected, aggregate: aggregate, keepsLoops: keepsLoops)
                    let wanted = slow(
                        edges, isDirected: isDirected, aggregate: aggregate, keepsLoops: keepsLoops)
                    #expect(merged.edges == wanted.edges, "seed \(seed)")
                    #expect(merged.selfLoops == wanted.loops && merged.zeroWeights == wanted.zeros)
                    #expect(merged.edges.indices.map { Array(merged.given(at: $0)) } == wanted.given)
                    #expect(
                        merged.duplicates == edges.count - wanted.loops - wanted.zeros - wanted.edges.count)

                    let byEnds = try Graph.merged(
                        edges, isDirected: isDirected, aggregate: aggregate, keepsLoops: keepsLoops,
                        order: .ends)
                    func ends(_ edge: Graph.Edge) -> (Int32, Int32) {
                        isDirected
                            ? (edge.source, edge.target)
                            : (min(edge.source, edge.target), max(edge.source, edge.target))
                    }
                    #expect(byEnds.edges == wanted.edges.sorted { ends($0) < ends($1) })
                    for index in byEnds.edges.indices {
                        #expect(byEnds.count(at: index) == byEnds.given(at: index).count)
                    }
                }
            }
        }
    }

    @Test func `a weight below 0 is told with its row, and one that is no number`() {
        for weight in [-1, Double.nan] {
            let error = #expect(throws: Diagnostic.self) {
                try Graph.merged([Graph.Edge(0, 1), Graph.Edge(1, 2, weight: weight)], isDirected: true)
            }
            #expect(error?.code == "graph.negative-weight")
            #expect(error?.message == "the weight in row 2 is below 0 or no number; expected 0 or more")
        }
    }

    @Test func `no edges are none`() throws {
        let merged = try Graph.merged([], isDirected: false, order: .ends)
        #expect(merged.edges.isEmpty && merged.duplicates == 0)
    }
}
