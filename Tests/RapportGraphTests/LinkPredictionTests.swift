import RapportWork
import Testing

@testable import RapportGraph

@Suite struct LinkPredictionTests {
    private func drawn(_ seed: UInt64, nodes: Int, edges: Int) throws -> Graph {
        var state = seed
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let rows = (0..<edges).map { _ in Graph.Edge(draw(nodes) * draw(nodes) / nodes, draw(nodes)) }
        let ties = try Graph.merged(rows, isDirected: false).edges
        return try Graph(nodeCount: nodes, edges: ties, isDirected: false)
    }

    /// Scores every pair of nodes by itself, sorts all, and takes from the top.
    private func slow(_ graph: Graph, by score: LinkScore, limit: Int, perNode: Int) -> [LinkCandidate] {
        let near = (0..<graph.nodeCount).map { node in
            Set(graph.outgoing.range(of: node).map { Int(graph.outgoing.neighbours[$0]) })
        }
        var pairs: [(Int, Int)] = []
        for a in 0..<graph.nodeCount {
            for b in a + 1..<graph.nodeCount where !near[a].contains(b) && !near[a].isDisjoint(with: near[b])
            {
                pairs.append((a, b))
            }
        }
        var all = zip(pairs, graph.linkScores(pairs, by: score)).map { pair, value in
            LinkCandidate(
                first: pair.0, second: pair.1, score: value,
                common: near[pair.0].intersection(near[pair.1]).sorted())
        }
        all.sort { ($1.score, $0.first, $0.second) < ($0.score, $1.first, $1.second) }
        var (taken, kept) = ([Int](repeating: 0, count: graph.nodeCount), [LinkCandidate]())
        for pair in all where kept.count < limit && max(taken[pair.first], taken[pair.second]) < perNode {
            taken[pair.first] += 1
            taken[pair.second] += 1
            kept.append(pair)
        }
        return kept
    }

    @Test("the best pairs, however few are held at a time", arguments: LinkScore.allCases)
    func batches(_ score: LinkScore) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let graph = try drawn(seed, nodes: 80, edges: 300)
            for (limit, perNode) in [(40, 2), (1_000, .max), (100, 5)] {
                let wanted = slow(graph, by: score, limit: limit, perNode: perNode)
                for batch in [1, 7, 1 << 18] {
                    let found = try graph.predictedLinks(
                        by: score, limit: limit, perNode: perNode, batch: batch, work: Work())
                    #expect(found == wanted, "seed \(seed), \(limit) of \(perNode) each, batch \(batch)")
                }
            }
        }
    }
}
