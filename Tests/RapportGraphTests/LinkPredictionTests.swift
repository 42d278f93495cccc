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
    private func slow(
        _ graph: Graph, by score: LinkScore, limit: Int, perNode: Int
    ) -> (kept: [LinkCandidate], isCut: Bool, passedOver: Int) {
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
        var isCut = false
        for pair in all where max(taken[pair.first], taken[pair.second]) < perNode {
            isCut = isCut || kept.count == limit
            if isCut { continue }
            taken[pair.first] += 1
            taken[pair.second] += 1
            kept.append(pair)
        }
        return (kept, isCut, isCut ? 0 : all.count - kept.count)
    }

    @Test("the best pairs, however few are held at a time", arguments: LinkScore.allCases)
    func batches(_ score: LinkScore) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let graph = try drawn(seed, nodes: 80, edges: 300)
            let all = slow(graph, by: score, limit: .max, perNode: .max).kept.count
            for (limit, perNode) in [(40, 2), (1_000, .max), (100, 5), (all, .max), (all - 1, .max)] {
                let wanted = slow(graph, by: score, limit: limit, perNode: perNode)
                for batch in [1, 7, 1 << 18] {
                    let found = try graph.predictedLinks(
                        by: score, limit: limit, perNode: perNode, batch: batch, work: Work())
                    #expect(
                        found.pairs == wanted.kept,
                        "seed \(seed), \(limit) of \(perNode) each, batch \(batch)")
                    #expect(found.isCut == wanted.isCut && found.passedOver == wanted.passedOver)
                }
            }
        }
    }

    /// Of nearly all pairs tied, one without an edge is not to be waited for.
    @Test("an evaluation of a nearly complete graph comes to an end", .timeLimit(.minutes(1)))
    func nearlyComplete() async throws {
        let n = 60
        var edges = (0..<n).flatMap { a in (a + 1..<n).map { Graph.Edge(a, $0) } }
        let work = Work()
        try await withTaskCancellationHandler {
            #expect(
                try Graph(nodeCount: n, edges: edges, isDirected: false).linkEvaluation(
                    by: .adamicAdar, work: work) == nil, "no pair to compare with")
            edges.removeAll { $0.source == 0 && $0.target == 1 }
            let found = try Graph(nodeCount: n, edges: edges, isDirected: false).linkEvaluation(
                by: .adamicAdar, work: work)
            #expect(found?.compared == 1 && found?.hidden == edges.count / 10)
        } onCancel: {
            work.cancel()
        }
    }

    @Test func `where pairs without an edge are few, all are compared, each once`() throws {
        let graph = try drawn(9, nodes: 30, edges: 80)
        let found = try #require(try graph.linkEvaluation(by: .commonNeighbours, work: Work()))
        #expect(found.compared == 30 * 29 / 2 - graph.edgeCount)
    }
}
