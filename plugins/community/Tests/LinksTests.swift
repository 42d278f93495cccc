import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportTable
import RapportTestKit
import Testing

@testable import CommunityPlugin

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct LinksTests {
    /// Four who all know each other but for one pair, and a fifth.
    let table = Table.edges([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "e")])

    @Test(
        "scores are what they say",
        arguments: [
            ("jaccard", 2.0 / 3), ("common_neighbors", 2), ("preferential_attachment", 6),
            ("adamic_adar", 2 / log(2)), ("resource_allocation", 1),
        ] as [(String, Double)])
    func score(_ name: String, _ value: Double) async throws {
        let outcome = try await links.outcome(of: table, ["score": .text(name), "holdout": .float(0)])
        let (source, target) = (
            try #require(outcome.output["source"]), try #require(outcome.output["target"])
        )
        let row = try #require(
            (0..<outcome.output.count).first { source[$0].text() == "a" && target[$0].text() == "d" })
        #expect(abs((outcome.output["score"]?[row].number ?? 0) - value) < 1e-12)
        #expect(outcome.output["through"]?[row] == .list([.text("b"), .text("c")]))
        #expect(outcome.value(of: "auc") == nil)
    }

    @Test func `no more pairs than asked for, and none that has a tie`() async throws {
        var random = SeededRandom(seed: 4)
        let rows = (0..<300).map { _ in
            ("n\(Int.random(in: 0..<60, using: &random))", "n\(Int.random(in: 0..<60, using: &random))")
        }
        let outcome = try await links.outcome(
            of: Table.edges(rows), ["top_k": .int(40), "per_node": .int(2)])
        let tied = Set(rows.flatMap { [[$0.0, $0.1], [$0.1, $0.0]] })
        var count: [String: Int] = [:]
        for row in 0..<outcome.output.count {
            let ends = ["source", "target"].map { outcome.output[$0]?[row].text() ?? "" }
            #expect(!tied.contains(ends))
            for end in ends { count[end, default: 0] += 1 }
        }
        #expect(outcome.output.count <= 40 && outcome.output.count > 20)
        #expect(count.values.allSatisfy { $0 <= 2 })
        let auc = try #require(outcome.value(of: "auc"))
        #expect((0...1).contains(auc))
    }

    @Test func `hidden ties of circles are found, those of chance are not`() async throws {
        let circles =
            (0..<8).flatMap { circle in
                (0..<6).flatMap { a in ((a + 1)..<6).map { ("c\(circle)-\(a)", "c\(circle)-\($0)") } }
            } + (0..<7).map { ("c\($0)-0", "c\($0 + 1)-0") }
        let found = try await links.outcome(of: Table.edges(circles))
        #expect((found.value(of: "auc") ?? 0) > 0.95)
        #expect((found.value(of: "precision_at_k") ?? 0) > 0.8)
        var random = SeededRandom(seed: 8)
        let chance = (0..<400).map { _ in
            ("n\(Int.random(in: 0..<200, using: &random))", "n\(Int.random(in: 0..<200, using: &random))")
        }
        let none = try await links.outcome(of: Table.edges(chance))
        #expect(abs((none.value(of: "auc") ?? 0) - 0.5) < 0.1)
        #expect(none.caveat("links.weak") != nil)
    }

    @Test func `what is left out is told, and nothing else`() async throws {
        // A star: each two of ten leaves have the middle in common, and nobody may be in more than five pairs.
        let star = Table.edges((0..<10).map { ("hub", "leaf\($0)") })
        let cut = try await links.outcome(of: star, ["holdout": .float(0)])
        #expect(cut.output.count == 21)
        #expect(cut.caveat("links.per-node")?.count == 45 - 21 && cut.caveat("links.limit") == nil)
        let whole = try await links.outcome(of: star, ["holdout": .float(0), "per_node": .int(9)])
        #expect(whole.output.count == 45)
        #expect(whole.caveat("links.per-node") == nil && whole.caveat("links.limit") == nil)
        // One pair was asked for, and there is but one.
        let one = try await links.outcome(
            of: Table.edges([("a", "b"), ("b", "c")]), ["holdout": .float(0), "top_k": .int(1)])
        #expect(one.output.count == 1 && one.caveat("links.limit") == nil)
        let first = try await links.outcome(of: star, ["holdout": .float(0), "top_k": .int(1)])
        #expect(first.caveat("links.limit")?.text.hasPrefix("only the first 1 pair is given") == true)
    }

    @Test func `with times the latest ties are hidden`() async throws {
        let circles = (0..<4).flatMap { circle in
            (0..<5).flatMap { a in ((a + 1)..<5).map { ("c\(circle)-\(a)", "c\(circle)-\($0)") } }
        }
        let table = Table.edges(circles).adding(
            Field("date", .date), .dates(circles.indices.map { Int32($0) }))
        let outcome = try await links.outcome(of: table)
        #expect(outcome.metrics.first { $0.name == "auc" }?.n == 1, "one trial")
        #expect(outcome.caveats.contains { $0.text.contains("the latest") })
    }

    @Test func `the picture has the suggested pairs and the ties around them`() async throws {
        let outcome = try await links.outcome(of: table, ["top_k": .int(1), "holdout": .float(0)])
        let picture = try outcome.table("picture")
        let rows = (0..<picture.count).map { row in
            picture.schema.names.map { picture[$0]?[row].text() ?? "" }
        }
        // The best pair with the two whom both know; `e` knows neither.
        #expect(rows.filter { $0[2] == "suggested" }.count == 1)
        #expect(rows.filter { $0[2] != "suggested" }.map { $0[0] + $0[1] } == ["ab", "ac", "bd", "cd"])
        #expect(outcome.charts.first?.split == "tie")
    }
}
