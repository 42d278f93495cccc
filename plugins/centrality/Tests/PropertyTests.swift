import Foundation
import RapportContract
import RapportPluginKit
import RapportTable
import RapportTestKit
import RapportWork
import Testing

@testable import CentralityPlugin

/// Random networks against definitions written down as they stand, and promises of all analyses.
@Suite struct PropertyTests {
    /// All shortest paths, by trying all walks level by level: slow and plain.
    private func naiveBetweenness(_ n: Int, _ edges: Set<[Int]>) -> [Double] {
        var near = [[Int]](repeating: [], count: n)
        for edge in edges {
            near[edge[0]].append(edge[1])
            near[edge[1]].append(edge[0])
        }
        var found = [Double](repeating: 0, count: n)
        for s in 0..<n {
            for t in 0..<n where t != s {
                var (paths, next): ([[Int]], [[Int]]) = ([[s]], [])
                var seen: Set<Int> = [s]
                while !paths.isEmpty, !paths.contains(where: { $0.last == t }) {
                    next = paths.flatMap { path in
                        near[path[path.count - 1]].filter { !seen.contains($0) }.map { path + [$0] }
                    }
                    for path in next { seen.insert(path[path.count - 1]) }
                    paths = next
                }
                let ways = paths.filter { $0.last == t }
                for way in ways {
                    for node in way.dropFirst().dropLast() { found[node] += 1 / Double(ways.count) }
                }
            }
        }
        return found.map { n > 2 ? $0 / Double((n - 1) * (n - 2)) : 0 }
    }

    @Test func `betweenness, degree and distances are what their definitions say`() async throws {
        let seed = UInt64(20_261_122)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        for _ in 0..<15 {
            let n = Int.random(in: 3...12, using: &random)
            var edges: Set<[Int]> = []
            for _ in 0..<Int.random(in: n...(2 * n), using: &random) {
                let (a, b) = (Int.random(in: 0..<n, using: &random), Int.random(in: 0..<n, using: &random))
                if a != b { edges.insert([min(a, b), max(a, b)]) }
            }
            guard !edges.isEmpty else { continue }
            let rows = edges.shuffled(using: &random)
            let table = Table(["source": .ints(rows.map { $0[0] }), "target": .ints(rows.map { $0[1] })])
            let outcome = try await nodes.outcome(
                of: table, ["nodes": .table("all"), "stability": .int(0)],
                named: ["nodes": Table(["node": .ints(Array(0..<n))])])
            let found = outcome.values(of: "betweenness", by: "node")
            for (node, value) in naiveBetweenness(n, edges).enumerated() {
                #expect(abs((found["\(node)"] ?? .nan) - value) < 1e-12)
            }
            let degree = outcome.values(of: "degree", by: "node")
            for node in 0..<n {
                #expect(degree["\(node)"] == Double(edges.count { $0.contains(node) }))
            }
            #expect(abs(outcome.values(of: "pagerank", by: "node").values.reduce(0, +) - 1) < 1e-9)
        }
    }

    @Test func `places are shared, and the order of rows changes no value`() async throws {
        var random = SeededRandom(seed: 5)
        let rows = (0..<120).map { _ in
            ("n\(Int.random(in: 0..<40, using: &random))", "n\(Int.random(in: 0..<40, using: &random))")
        }
        let plain: [String: Value] = ["stability": .int(0)]
        let first = try await nodes.outcome(of: Table.edges(rows), plain)
        let second = try await nodes.outcome(of: Table.edges(rows.shuffled(using: &random)), plain)
        #expect(first.output.isIdentical(to: second.output))
        let ranks = first.output.ints("rank").compactMap(\.self)
        for (place, rank) in ranks.enumerated() {
            #expect(rank == place + 1 || place > 0 && rank == ranks[place - 1])
        }
    }

    @Test func `a sample says how far off it may be, and is not`() async throws {
        var random = SeededRandom(seed: 9)
        let rows = (0..<600).map { _ in
            ("n\(Int.random(in: 0..<200, using: &random))", "n\(Int.random(in: 0..<200, using: &random))")
        }
        let arguments: [String: Value] = ["measures": .words(["betweenness"]), "stability": .int(0)]
        let exact = try await nodes.outcome(of: Table.edges(rows), arguments).values(
            of: "betweenness", by: "node")
        let sampled = try await nodes.outcome(
            of: Table.edges(rows), arguments.merging(["k": .int(60)]) { $1 })
        let error = try #require(sampled.value(of: "betweenness_error"))
        #expect(error > 0 && sampled.caveat("betweenness.sampled")?.count == 60)
        for (node, value) in sampled.values(of: "betweenness", by: "node") {
            #expect(abs(value - (exact[node] ?? 0)) <= error)
        }
        // There are more ties than nodes: that none of them is off by more takes a wider bound.
        let edges = try await ties.outcome(of: Table.edges(rows), ["k": .int(60)])
        let count = try #require(edges.value(of: "edges"))
        let bound = try #require(edges.value(of: "betweenness_error"))
        #expect(abs(bound - (log(2 * count / 0.05) / 120).squareRoot()) < 1e-12 && bound > error)
        #expect(edges.caveat("betweenness.sampled")?.text.contains("no value is off by more than") == true)
    }
}
