import Foundation
import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportTable
import RapportTestKit
import SharedFiles
import Testing

@testable import CommunityPlugin

@Suite struct DetectTests {
    private func karate() throws -> Table? {
        guard let text = SharedFiles.text("data/networks/karate_edges.csv") else { return nil }
        let csv = try CSVText(text)
        func numbers(_ name: String) throws -> [Int?] { try #require(csv.column(name)).map { Int($0) } }
        return Table(["source": .ints(try numbers("source")), "target": .ints(try numbers("target"))])
    }

    @Test func `Leiden finds the best division of the karate club`() async throws {
        guard let table = try karate() else { return }
        let outcome = try await detect.outcome(of: table)
        #expect((outcome.value(of: "modularity") ?? 0) >= 0.41978)
        #expect(outcome.value(of: "communities") == 4)
        #expect(outcome.value(of: "disconnected") == 0)
        #expect(outcome.output.count == 34)
        let agreement = try #require(outcome.value(of: "agreement"))
        #expect(agreement > 0.8 && agreement <= 1)
    }

    @Test("a directed ring comes to an end", .timeLimit(.minutes(1)), arguments: ["leiden", "louvain"])
    func directedRing(_ method: String) async throws {
        let ring = (0..<15).map { ("a\($0)", "a\(($0 + 1) % 15)") }
        let outcome = try await detect.outcome(
            of: Table.edges(ring), ["directed": .bool(true), "method": .text(method)])
        // Four arcs are best, 1 − 4/15 − (3·16 + 9)/225; three or five come next.
        let modularity = try #require(outcome.value(of: "modularity"))
        #expect(modularity > 0.466 && modularity < 0.48 + 1e-12)
    }

    @Test func `Louvain with a seed of networkx's gives its division`() async throws {
        guard let table = try karate() else { return }
        var tried = 0
        for each in try GoldenCase.all("cen_louvain_leiden") {
            guard each.params["algorithm"] as? String != "leiden", let seed = each.params["seed"] as? Int,
                (each.input["nodes"] as? [Any])?.count == 34,
                let wanted = (each.expected["modularity"] as? NSNumber)?.doubleValue
            else { continue }
            let outcome = try await detect.outcome(
                of: table,
                [
                    "method": .text("louvain"), "n_init": .int(1),
                    "resolution": .float((each.params["resolution"] as? NSNumber)?.doubleValue ?? 1),
                ], seed: UInt64(seed))
            #expect(abs((outcome.value(of: "modularity") ?? .nan) - wanted) < 1e-12, "seed \(seed)")
            tried += 1
        }
        #expect(tried > 0)
    }

    @Test func `two circles and a bridge`() async throws {
        let table = Table.edges([
            ("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("d", "f"),
        ])
        let outcome = try await detect.outcome(of: table)
        let q = 6.0 / 7 - 0.5
        #expect(abs((outcome.value(of: "modularity") ?? 0) - q) < 1e-12)
        #expect(abs((outcome.value(of: "coverage") ?? 0) - 6.0 / 7) < 1e-12)
        #expect(outcome.value(of: "agreement") == 1)
        let participation = outcome.values(of: "participation", by: "node")
        #expect(abs((participation["c"] ?? 0) - 4.0 / 9) < 1e-12 && participation["a"] == 0)
        let groups = try outcome.table("communities")
        #expect(groups.count == 2 && groups["density"]?[0].number == 1)
        let one = try await detect.outcome(of: table, ["resolution": .float(0.1)])
        #expect(one.value(of: "communities") == 1)
        let many = try await detect.outcome(of: table, ["resolution": .float(20)])
        #expect(many.value(of: "communities") == 6)
    }

    @Test func `who is tied to themselves makes no group denser`() async throws {
        let table = Table.edges([("a", "b"), ("b", "c"), ("a", "a"), ("b", "b"), ("c", "c")])
        let outcome = try await detect.outcome(
            of: table, ["self_loops": .text("keep"), "resolution": .float(0.1)])
        let groups = try outcome.table("communities")
        #expect(groups.count == 1 && groups["edges_inside"]?[0].number == 5)
        #expect(abs((groups["density"]?[0].number ?? 0) - 2.0 / 3) < 1e-12)
    }

    @Test func `what lies within groups is told by weight where ties weigh differently`() async throws {
        let ties = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("d", "f")]
        // The bridge weighs one of 601: nearly all of the weight lies within, and not all.
        let weights = ties.map { $0 == ("c", "d") ? 1.0 : 100 }
        let weighted = try await detect.outcome(of: Table.edges(ties, weights: weights))
        #expect(
            weighted.findings.first?.text.contains("over 99% of the weight of all ties lies within") == true)
        let plain = try await detect.outcome(of: Table.edges(ties))
        #expect(plain.findings.first?.text.contains("86% of all ties lie within groups") == true)
    }

    @Test func `no edge, and nodes without one`() async throws {
        let error = await detect.refusal(
            of: Table.edges([("a", "a")]), ["nodes": .table("all")],
            named: ["nodes": Table(["node": .texts(["a", "b"])])])
        #expect(error?.code == "table.empty")
        let outcome = try await detect.outcome(
            of: Table.edges([("a", "b")]), ["nodes": .table("all")],
            named: ["nodes": Table(["node": .texts(["a", "b", "z"])])])
        #expect(outcome.values(of: "internal_ratio", by: "node")["z"] == nil)
        #expect(outcome.output["part"]?[2].text() == "alone")
        #expect(outcome.caveat("community.alone")?.count == 1)
    }

    @Test func `random networks: groups hang together, parts never share one, Q is what it says`()
        async throws
    {
        let seed = UInt64(77)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        for _ in 0..<8 {
            let n = Int.random(in: 10...40, using: &random)
            let rows = (0..<(2 * n)).map { _ in
                (Int.random(in: 0..<n, using: &random), Int.random(in: 0..<n, using: &random))
            }
            let table = Table(["source": .ints(rows.map(\.0)), "target": .ints(rows.map(\.1))])
            let outcome = try await detect.outcome(of: table)
            #expect(outcome.value(of: "disconnected") == 0)
            let community = outcome.values(of: "community", by: "node")
            // Newman's sum over all pairs, as it stands.
            var weight: [[Int]: Double] = [:]
            var degree: [Int: Double] = [:]
            for (a, b) in rows where a != b {
                weight[[a, b], default: 0] += 1
                weight[[b, a], default: 0] += 1
                degree[a, default: 0] += 1
                degree[b, default: 0] += 1
            }
            let total = degree.values.reduce(0, +)
            var q = 0.0
            for (a, da) in degree {
                for (b, db) in degree where community["\(a)"] == community["\(b)"] {
                    q += ((weight[[a, b]] ?? 0) - da * db / total) / total
                }
            }
            #expect(abs((outcome.value(of: "modularity") ?? .nan) - q) < 1e-9)
        }
    }

    @Test func `the picture colours everybody by group`() async throws {
        let outcome = try await detect.outcome(of: Table.edges([("a", "b"), ("c", "d"), ("d", "e")]))
        let picture = try outcome.table("picture")
        #expect(picture.count == 5 + 3)
        let (ids, groups) = (try #require(picture["node"]), try #require(picture["community"]))
        let wanted = outcome.values(of: "community", by: "node")
        for row in 0..<5 { #expect(groups[row].number == wanted[ids[row].text()]) }
        #expect(groups[6].isMissing)
    }
}
