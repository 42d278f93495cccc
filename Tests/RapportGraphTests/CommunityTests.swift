import Foundation
import RapportGraph
import RapportWork
import SharedFiles
import Testing

@Suite struct CommunityTests {
    @Test func `modularity`() throws {
        for each in try GoldenCase.all("cen_modularity") {
            let graph = try each.graph(isWeighted: each.params["weight"] is String)
            let numbers = Dictionary(uniqueKeysWithValues: each.nodes.enumerated().map { ($1, $0) })
            let given = each.input["communities"] ?? each.input["partition"] ?? each.params["communities"]
            let parts = try #require(given as? [[Any]], "\(each.input.keys)")
            var community = [Int](repeating: 0, count: graph.nodeCount)
            for (part, members) in parts.enumerated() {
                for member in members { community[try #require(numbers["\(member)"])] = part }
            }
            let found = graph.modularity(of: community, resolution: each.parameter("resolution") ?? 1)
            #expect(abs(found - (each.number("modularity") ?? .nan)) < 1e-12, "\(each.params)")
        }
    }

    @Test func `Louvain is networkx's with the same seed, and Leiden finds the optimum`() throws {
        for each in try GoldenCase.all("cen_louvain_leiden") {
            let graph = try each.graph()
            if each.params["algorithm"] as? String == "leiden" {
                let found = try graph.leiden(work: Work())
                let optimum = try #require(each.number("known_optimum"))
                #expect(abs(graph.modularity(of: found) - optimum) < 1e-9)
            } else if let seed = each.parameter("seed") {
                let found = try graph.louvain(
                    resolution: each.parameter("resolution") ?? 1,
                    threshold: each.parameter("threshold") ?? 1e-7,
                    seed: UInt64(seed), work: Work())
                #expect(abs(graph.modularity(of: found) - (each.number("modularity") ?? .nan)) < 1e-12)
                let parts = try #require(each.expected["communities"] as? [[Any]])
                let numbers = Dictionary(uniqueKeysWithValues: each.nodes.enumerated().map { ($1, $0) })
                for members in parts {
                    let inside = Set(members.compactMap { numbers["\($0)"] }.map { found[$0] })
                    #expect(inside.count == 1, "one community: \(members)")
                }
                #expect(Set(found).count == parts.count)
            }
        }
    }

    @Test func `Leiden's communities are connected`() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<20 {
            let count = 60
            let edges = (0..<150).map { _ in
                Graph.Edge(random.below(count), random.below(count), weight: Double(1 + random.below(3)))
            }
            let merged = try Graph.merged(edges, isDirected: false)
            let graph = try Graph(nodeCount: count, edges: merged.edges, isDirected: false)
            let found = try graph.leiden(starts: 2, work: Work())
            for part in Set(found) {
                let members = found.indices.filter { found[$0] == part }
                let inside = merged.edges.filter {
                    found[Int($0.source)] == part && found[Int($0.target)] == part
                }
                let numbers = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
                let own = try Graph(
                    nodeCount: members.count,
                    edges: inside.map {
                        Graph.Edge(numbers[Int($0.source)] ?? 0, numbers[Int($0.target)] ?? 0)
                    },
                    isDirected: false)
                #expect(own.components().sizes.count == 1)
            }
            let best = (0..<5).map {
                try? graph.modularity(of: graph.louvain(seed: UInt64($0), work: Work()))
            }
            #expect(graph.modularity(of: found) > (best.compactMap(\.self).max() ?? 0) - 0.03)
        }
    }

    /// Gains that are 0 round to either side of it: nodes must not move for them.
    @Test("directed rings and grids, full of ties, come to an end", .timeLimit(.minutes(1)))
    func levelGains() async throws {
        var graphs: [Graph] = []
        for n in [7, 12, 15, 27, 28, 30, 32, 34, 35, 37, 39] {
            let ring = (0..<n).map { Graph.Edge($0, ($0 + 1) % n) }
            let light = ring.map { Graph.Edge(Int($0.source), Int($0.target), weight: 0.3) }
            var chords = ring
            for node in stride(from: 0, to: n, by: 3) {
                chords.append(Graph.Edge(node, (node + n / 2) % n, weight: 0.1))
            }
            for edges in [ring, light, chords] {
                graphs.append(try Graph(nodeCount: n, edges: edges, isDirected: true))
            }
        }
        let side = 7
        var grid: [Graph.Edge] = []
        for cell in 0..<side * side {
            if cell % side + 1 < side { grid.append(Graph.Edge(cell, cell + 1)) }
            if cell + side < side * side { grid.append(Graph.Edge(cell, cell + side)) }
        }
        graphs.append(try Graph(nodeCount: side * side, edges: grid, isDirected: true))
        // The time limit cancels the task, which stops the search.
        let work = Work(width: 1)
        try await withTaskCancellationHandler {
            for graph in graphs {
                for method in CommunityMethod.allCases {
                    for resolution in [0.5, 1, 1e6] {
                        let runs = try graph.communityRuns(
                            method, resolution: resolution, starts: 5, work: work)
                        #expect(runs.best.count == graph.nodeCount)
                    }
                    let runs = try graph.communityRuns(method, starts: 5, work: work)
                    let alone = graph.modularity(of: Array(0..<graph.nodeCount))
                    #expect(runs.modularity[runs.bestRun] > alone, "better than everybody alone")
                }
            }
        } onCancel: {
            work.cancel()
        }
    }

    @Test func `groups do not depend on the unit of the weights`() throws {
        var random = SeededRandom(seed: 21)
        let count = 40
        let drawn = (0..<160).map { _ in
            Graph.Edge(random.below(count), random.below(count), weight: Double(1 + random.below(9)))
        }
        for isDirected in [false, true] {
            let edges = try Graph.merged(drawn, isDirected: isDirected).edges
            func found(_ unit: Double, _ method: CommunityMethod) throws -> CommunityRuns {
                let scaled = edges.map {
                    Graph.Edge(Int($0.source), Int($0.target), weight: $0.weight * unit)
                }
                let graph = try Graph(nodeCount: count, edges: scaled, isDirected: isDirected)
                return try graph.communityRuns(method, starts: 3, work: Work())
            }
            for method in CommunityMethod.allCases {
                let plain = try found(1, method)
                // Powers of two near 1e-200 and 1e200, whose squares no number holds.
                for unit in [Double(sign: .plus, exponent: -664, significand: 1), 0x1p664] {
                    let scaled = try found(unit, method)
                    #expect(scaled.communities == plain.communities)
                    #expect(scaled.modularity == plain.modularity)
                }
            }
        }
    }

    @Test func `seeds side by side have no simulation in common`() throws {
        // A middle and nine around it: of simulations all but two of which are shared the sums differ by nine at most.
        let star = (1...9).map { Graph.Edge(0, $0) }
        let graph = try Graph(nodeCount: 10, edges: star, isDirected: true)
        let half = [Double](repeating: 0.5, count: 9)
        let sums = try (42...52).map { seed in
            try graph.cascade(from: [0], probabilities: half, seed: seed, work: Work()).expectedSpread * 1_000
        }
        let steps = zip(sums, sums.dropFirst()).map { abs($0 - $1) }
        #expect(steps.count { $0 > 9.5 } > 5, "\(steps)")
    }

    @Test func `link scores`() throws {
        for each in try GoldenCase.all("cen_link_prediction") {
            let numbers = Dictionary(uniqueKeysWithValues: each.nodes.enumerated().map { ($1, $0) })
            let listed = each.params["pairs"] ?? each.expected["all_non_edges"] ?? each.expected["top"]
            let given = try #require(listed as? [[Any]])
            let pairs = try given.map { pair in
                (try #require(numbers["\(pair[0])"]), try #require(numbers["\(pair[1])"]))
            }
            let scores = [
                "jaccard_coefficient": LinkScore.jaccard, "adamic_adar_index": .adamicAdar,
                "resource_allocation_index": .resourceAllocation,
                "preferential_attachment": .preferentialAttachment, "common_neighbors": .commonNeighbours,
                "common_neighbor_count": .commonNeighbours,
            ]
            let name = each.params["function"] as? String ?? ""
            let score = try #require(scores[name], "\(name)")
            let found = try each.graph().linkScores(pairs, by: score)
            let expected = each.numbers("score") ?? given.map { ($0.last as? NSNumber)?.doubleValue }
            expectEqual(found, expected, within: 1e-12, name)
            guard each.expected["top"] != nil else { continue }
            let best = try each.graph().predictedLinks(
                by: score, limit: pairs.count, perNode: .max, work: Work()
            ).pairs
            #expect(best.map(\.first) == pairs.map(\.0) && best.map(\.second) == pairs.map(\.1))
        }
    }

    @Test func `simulated cascades lie within four standard errors of the exact ones`() throws {
        let runs = 20_000
        for each in try GoldenCase.all("cen_independent_cascade") {
            guard let rows = each.input["edges_p"] as? [[Any]], let seeds = each.params["seeds"] as? [String],
                let expected = each.expected["activation_probability"] as? [String: Double]
            else { continue }
            let numbers = Dictionary(uniqueKeysWithValues: each.nodes.enumerated().map { ($1, $0) })
            let edges = rows.map { row in
                Graph.Edge(
                    numbers["\(row[0])"] ?? 0, numbers["\(row[1])"] ?? 0, weight: (row[2] as? Double) ?? 0)
            }
            let graph = try Graph(nodeCount: each.nodes.count, edges: edges, isDirected: true)
            let found = try graph.cascade(
                from: seeds.compactMap { numbers[$0] }, probabilities: graph.outgoing.weights,
                simulations: runs,
                work: Work())
            for (name, p) in expected {
                let error = 4 * (p * (1 - p) / Double(runs)).squareRoot() + 1e-12
                #expect(abs(found.activation[numbers[name] ?? 0] - min(p, 1)) <= error, "\(name)")
            }
            let alone = try graph.cascade(
                from: seeds.compactMap { numbers[$0] }, probabilities: graph.outgoing.weights,
                simulations: runs,
                work: Work(width: 1))
            #expect(alone.activation == found.activation)
        }
    }
}

/// The same numbers on every machine.
struct SeededRandom {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }
}
