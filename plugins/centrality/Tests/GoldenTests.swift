import Foundation
import RapportContract
import RapportPluginKit
import RapportTable
import RapportTestKit
import SharedFiles
import Testing

@testable import CentralityPlugin

/// What networkx gave, through the analysis: reading, merging, weights, ids and all.
@Suite struct GoldenTests {
    @Test func `degrees`() async throws {
        for each in try GoldenCase.all("cen_degree") {
            let outcome = try await each.outcome([
                "measures": .words(["degree"]), "self_loops": .text("keep"),
            ])
            try each.expectEqual(outcome, "degree", "degree", within: 0)
            try each.expectEqual(outcome, "degree_centrality", "degree_centrality", within: 1e-15)
        }
    }

    @Test func `betweenness`() async throws {
        for each in try GoldenCase.all("cen_betweenness") where each.params["normalized"] != nil {
            let outcome = try await each.outcome([
                "measures": .words(["betweenness"]), "weight_kind": .text("distance"),
                "normalized": .bool(each.params["normalized"] as? Bool ?? true),
                "endpoints": .bool(each.params["endpoints"] as? Bool ?? false),
            ])
            try each.expectEqual(outcome, "betweenness", "betweenness", within: 1e-12)
        }
    }

    @Test func `closeness and harmonic`() async throws {
        for each in try GoldenCase.all("cen_closeness") {
            let outcome = try await each.outcome([
                "measures": .words(["closeness", "harmonic"]), "weight_kind": .text("distance"),
                "wf_improved": .bool(each.params["wf_improved"] as? Bool ?? true),
            ])
            try each.expectEqual(outcome, "closeness", "closeness", within: 1e-12)
            try each.expectEqual(outcome, "harmonic", "harmonic", within: 1e-12)
        }
    }

    @Test func `PageRank, Katz, HITS`() async throws {
        for each in try GoldenCase.all("cen_pagerank") {
            let start = each.params["personalization"] as? [String: Double] ?? [:]
            let outcome = try await each.outcome([
                "measures": .words(["pagerank"]), "tol": .float(1e-15),
                "alpha": .float((each.params["alpha"] as? NSNumber)?.doubleValue ?? 0.85),
                "personalization": .map(
                    start.sorted { $0.key < $1.key }.map { .init(.text($0.key), .float($0.value)) }),
            ])
            try each.expectEqual(outcome, "pagerank", "pagerank_converged", within: 1e-10)
        }
        for each in try GoldenCase.all("cen_katz") {
            let outcome = try await each.outcome([
                "measures": .words(["katz"]), "tol": .float(1e-14),
                "katz_alpha": .float((each.params["alpha"] as? NSNumber)?.doubleValue ?? 0.1),
            ])
            try each.expectEqual(outcome, "katz", "katz_normalized", within: 1e-10)
        }
        for each in try GoldenCase.all("cen_hits") {
            let outcome = try await each.outcome(["measures": .words(["hits"]), "weighted": .bool(true)])
            try each.expectEqual(outcome, "hub", "hubs", within: 1e-8)
            try each.expectEqual(outcome, "authority", "authorities", within: 1e-8)
        }
    }

    @Test func `cores, clustering, structural holes`() async throws {
        for each in try GoldenCase.all("cen_structure") {
            let outcome = try await each.outcome(["measures": .words(["core", "clustering", "constraint"])])
            try each.expectEqual(outcome, "core_number", "core_number", within: 0)
            try each.expectEqual(outcome, "clustering", "clustering", within: 1e-12)
            try each.expectEqual(outcome, "triangles", "triangles", within: 0)
            try each.expectEqual(outcome, "constraint_", "constraint", within: 1e-12)
            try each.expectEqual(outcome, "effective_size", "effective_size", within: 1e-12)
        }
    }
}

/// Real networks, against what networkx gave.
@Suite struct RealNetworkTests {
    @Test("all measures to 1e-9", arguments: ["karate", "les_miserables"])
    func measures(_ name: String) async throws {
        guard let text = SharedFiles.text("data/networks/\(name)_edges.csv"),
            let data = SharedFiles.data("data/networks/expected_centralities_networkx.json")
        else { return }
        let file = try #require(
            JSONSerialization.jsonObject(with: data) as? [String: [String: [String: Double]]])
        let expected = try #require(file[name])
        let table = try edges(text)
        func agree(_ outcome: Outcome, _ column: String, _ fact: String) throws {
            let (found, wanted) = (outcome.values(of: column, by: "node"), try #require(expected[fact]))
            #expect(found.count == wanted.count)
            for (node, value) in wanted {
                #expect(abs((found[node] ?? .nan) - value) < 1e-9, "\(column) of \(node)")
            }
        }
        // The facts were taken at networkx's tolerance; ours ends as early there.
        let plain = try await nodes.outcome(
            of: table, ["weighted": .bool(false), "tol": .float(1e-6), "stability": .int(0)])
        try agree(plain, "degree_centrality", "degree_centrality")
        try agree(plain, "betweenness", "betweenness_unweighted")
        try agree(plain, "closeness", "closeness")
        try agree(plain, "eigenvector", "eigenvector_unweighted")
        try agree(plain, "pagerank", "pagerank_unweighted")
        try agree(plain, "clustering", "clustering")
        let weighted = try await nodes.outcome(
            of: table, ["measures": .words(["pagerank"]), "tol": .float(1e-6), "stability": .int(0)])
        try agree(weighted, "pagerank", "pagerank_weighted")
    }

    /// Marriages of Florence: Padgett's Medici lie on half of the ways; women of Davis' meetings meet by two modes.
    @Test func `known facts of Florence and of Davis' women`() async throws {
        guard let text = SharedFiles.text("data/networks/florentine_families_edges.csv"),
            let meetings = SharedFiles.text("data/networks/davis_southern_women_edges.csv")
        else { return }
        let florence = try await nodes.outcome(of: try edges(text), ["stability": .int(0)])
        let betweenness = florence.values(of: "betweenness", by: "node")
        #expect(abs((betweenness["Medici"] ?? 0) - 0.521978021978022) < 1e-12)
        #expect(
            florence.findings.contains {
                $0.text.hasPrefix("Medici lies on the shortest ways of 52% of all pairs of others")
            })

        let csv = try CSVText(meetings)
        let two = Table([
            "customer": .texts(try #require(csv.column("source"))),
            "company": .texts(try #require(csv.column("target"))),
        ])
        let projected = try await nodes.outcome(
            of: two, ["edges": .text("members"), "measures": .words(["degree"]), "stability": .int(0)])
        #expect(projected.output.count == 18)
        #expect(projected.values(of: "degree", by: "node").values.reduce(0, +) == 2 * 139)
        // Who comes to k meetings gets 1 of each: Newman's weights add up to the meetings shared with others.
        let strength = projected.values(of: "strength", by: "node")
        for (woman, sum) in strength {
            let own = try #require(csv.column("source")).count { $0 == woman }
            #expect(abs(sum - Double(own)) < 1e-9)
        }
    }

    private func edges(_ text: String) throws -> Table {
        let csv = try CSVText(text)
        let table = Table.edges(
            Array(zip(try #require(csv.column("source")), try #require(csv.column("target")))))
        guard let weights = csv.column("weight") else { return table }
        return table.adding(Field("weight", .float), .floats(weights.map { Double($0) }))
    }
}
