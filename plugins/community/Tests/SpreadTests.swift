import Foundation
import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportTable
import RapportTestKit
import Testing

@testable import CommunityPlugin

@Suite struct SpreadTests {
    @Test func `simulations lie within four standard errors of the exact chances`() async throws {
        // ada tells bea and cyd; dan hears from either: 1 − (1 − p²)², by hand.
        let table = Table.edges([("ada", "bea"), ("ada", "cyd"), ("bea", "dan"), ("cyd", "dan")])
        let (p, runs) = (0.3, 20_000)
        let outcome = try await spread.outcome(
            of: table,
            [
                "directed": .bool(true), "seeds": .list([.text("ada")]), "p": .float(p),
                "n_simulations": .int(Int64(runs)),
            ])
        let exact = ["ada": 1, "bea": p, "cyd": p, "dan": 1 - (1 - p * p) * (1 - p * p)]
        for (node, value) in outcome.values(of: "activation_probability", by: "node") {
            let expected = try #require(exact[node])
            let error = 4 * (expected * (1 - expected) / Double(runs)).squareRoot()
            #expect(abs(value - expected) <= error + 1e-12, "\(node)")
        }
        #expect(abs((outcome.value(of: "expected_spread") ?? 0) - exact.values.reduce(0, +)) < 0.05)
    }

    @Test func `one who adds nothing is not said to take away`() async throws {
        let dense = (0..<8).flatMap { a in ((a + 1)..<8).map { ("n\(a)", "n\($0)") } }
        for p in [1, 0.9] {
            let outcome = try await spread.outcome(of: Table.edges(dense), ["p": .float(p), "k": .int(4)])
            let gain = try #require(outcome.findings.first { $0.code == "spread.gain" })
            #expect(gain.text.contains("adds -") == false, "\(gain.text)")
            if p == 1 {
                #expect(gain.text.hasSuffix("adds nothing that the simulations can tell from chance."))
            }
        }
    }

    @Test func `strength, weighted cascades and thresholds`() async throws {
        let table = Table.edges([("a", "c"), ("b", "c")], weights: [2, 1])
        func chance(_ extra: [String: Value], from seed: String = "a") async throws -> Double {
            let outcome = try await spread.outcome(
                of: table,
                extra.merging([
                    "directed": .bool(true), "seeds": .list([.text(seed)]), "n_simulations": .int(20_000),
                ]) { $1 })
            return outcome.values(of: "activation_probability", by: "node")["c"] ?? .nan
        }
        #expect(abs(try await chance(["p": .float(0.1), "probability": .text("strength")]) - 0.19) < 0.012)
        #expect(abs(try await chance(["probability": .text("weighted_cascade")]) - 0.5) < 0.015)
        #expect(abs(try await chance(["model": .text("linear_threshold")]) - 2.0 / 3) < 0.014)
        #expect(abs(try await chance(["model": .text("linear_threshold")], from: "b") - 1.0 / 3) < 0.014)
    }

    @Test func `seeds are found in the order of what they add`() async throws {
        // Two stars: the larger one's middle first, then the other's, and a leaf adds but itself.
        let stars = (0..<20).map { ("hub", "h\($0)") } + (0..<10).map { ("sub", "s\($0)") }
        let outcome = try await spread.outcome(
            of: Table.edges(stars), ["directed": .bool(true), "p": .float(0.5), "k": .int(3)])
        let curve = try outcome.table("curve")
        #expect((0..<2).map { curve["node"]?[$0].text() } == ["hub", "sub"])
        let gains = (0..<3).compactMap { curve["gain"]?[$0].number }
        #expect(gains == gains.sorted(by: >))
        #expect(abs(gains[0] - 11) < 0.4 && abs(gains[1] - 6) < 0.3)
    }

    @Test func `word goes against rank, and stories that happened are told`() async throws {
        let rows = [("ada", "bea"), ("bea", "cyd"), ("bea", "dan"), ("eva", "fay")]
        let table = Table.edges(rows).adding(Field("date", .date), .dates([1, 2, 3, 4]))
        let outcome = try await spread.outcome(
            of: table, ["meaning": .text("referral"), "seeds": .list([.text("ada")]), "p": .float(1)])
        let reached = outcome.values(of: "activation_probability", by: "node")
        #expect(reached["dan"] == 1 && reached["eva"] == 0)
        let cascades = try outcome.table("cascades")
        #expect(cascades.count == 2 && cascades["root"]?[0].text() == "ada")
        #expect(cascades["size"]?[0] == .int(4) && cascades["depth"]?[0] == .int(2))
        #expect(cascades["breadth"]?[0] == .int(2))
        // Distances of ada–bea–{cyd, dan}: 1, 2, 2, 1, 1, 2.
        #expect(abs((cascades["structural_virality"]?[0].number ?? 0) - 9.0 / 6) < 1e-12)
        let mention = try await spread.outcome(
            of: table, ["meaning": .text("mention"), "seeds": .list([.text("dan")]), "p": .float(1)])
        #expect(mention.values(of: "activation_probability", by: "node")["ada"] == 1)
    }

    @Test func `unknown seeds are refused, and many who begin are fine`() async throws {
        let table = Table.edges([("a", "b"), ("b", "c")])
        let error = await spread.refusal(of: table, ["seeds": .list([.text("nobody")])])
        #expect(error?.code == "graph.unknown-node")
        let outcome = try await spread.outcome(of: table, ["k": .int(9)])
        #expect(outcome.caveat("spread.fewer")?.count == 3)
        #expect(outcome.value(of: "expected_spread") == 3)
    }
}
