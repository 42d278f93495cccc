import RapportPluginKit
import RapportTestKit
import Testing

@testable import DemandPlugin

/// Words brought into a few directions before texts are grouped (`lsa`).
@Suite struct DirectionTests {
    /// Two matters, each said in words that never stand in one message, but beside the same third word.
    private let rows = [
        "refund card", "refund money", "reimburse card", "reimburse money", "refund card money",
        "parcel courier", "parcel tracking", "shipment courier", "shipment tracking",
        "parcel courier tracking",
    ]

    @Test(arguments: ["spherical", "kmeans"])
    func `words that stand beside the same words count alike`(_ algorithm: String) async throws {
        let outcome = try await stage("cluster").outcome(
            of: messages(rows), ["n_clusters": .int(2), "lsa": .int(2), "algorithm": .text(algorithm)])
        let found = outcome.output.ints("cluster")
        #expect(Set(found[..<5]).count == 1 && Set(found[5...]).count == 1 && found[0] != found[9])
        // In two directions messages of a matter are nearly the same; in words they share one of two.
        #expect(outcome.output.floats("similarity").allSatisfy { ($0 ?? 0) > 0.95 })
        let plain = try await stage("cluster").outcome(of: messages(rows), ["n_clusters": .int(2)])
        #expect((outcome.value(of: "silhouette") ?? 0) > (plain.value(of: "silhouette") ?? 1))
        let words = lists(try outcome.table("clusters"), "top_terms").map(Set.init)
        #expect(words.contains { $0.contains("refund") } && words.contains { $0.contains("parcel") })
    }

    @Test(arguments: ["spherical", "kmeans"])
    func `the messages that made the groups go back to them`(_ algorithm: String) async throws {
        let drawn = drawnMessages(200, seed: 31)
        let call: [String: Value] = [
            "n_clusters": .int(5), "lsa": .int(12), "algorithm": .text(algorithm), "stem": .text("porter"),
            "binary": .bool(true),
        ]
        let made = try await stage("cluster").outcome(of: messages(drawn.texts), call, width: 1)
        let wide = try await stage("cluster").outcome(of: messages(drawn.texts), call, width: 2)
        #expect(made.output.isIdentical(to: wide.output))
        let model = try made.table("model")
        #expect(model.isIdentical(to: try wide.table("model")))
        let again = try await stage("assign").outcome(
            of: messages(drawn.texts), ["model": .table("run 1")], named: ["model": model])
        #expect(again.output.ints("cluster") == made.output.ints("cluster"))
        for (a, b) in zip(again.output.floats("similarity"), made.output.floats("similarity")) {
            #expect(abs((a ?? 0) - (b ?? 0)) < 1e-9)
        }
        #expect(again.caveat("drift.vocabulary") == nil && again.caveat("drift.shares") == nil)
    }

    @Test func `a message along none of the directions has no group, and says so`() async throws {
        // The two strongest directions are of the two matters; the third stands by itself.
        let outcome = try await stage("cluster").outcome(
            of: messages(rows + ["zebra stripes"]), ["n_clusters": .int(2), "lsa": .int(2)])
        #expect(outcome.output.ints("cluster").last == .some(nil))
        #expect(outcome.output.texts("reason").last == "no direction")
        #expect(outcome.caveat("rows.no-direction")?.count == 1)
        #expect(outcome.rows == .init(input: 11, used: 10))
        let model = try outcome.table("model")
        let later = try await stage("assign").outcome(
            of: messages(["zebra", "refund"]), ["model": .table("run 1")], named: ["model": model])
        #expect(later.output.texts("reason") == ["no direction", nil])
    }

    @Test func `more directions than texts, and parts that add up, are refused`() async throws {
        let many = try await stage("cluster").refusal(of: messages(rows), ["lsa": .int(100)])
        #expect(many?.code == "parameter.range")
        #expect(many?.message.contains("expected at most 8") == true, "\(many?.message ?? "")")
        #expect(many?.help.first?.text == "`lsa=8` or fewer")
        let parts = try await stage("cluster").refusal(
            of: messages(rows), ["lsa": .int(2), "algorithm": .text("nmf")])
        #expect(parts?.code == "parameter.conflict")
    }
}
