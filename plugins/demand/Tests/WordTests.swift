import RapportPluginKit
import RapportTestKit
import Testing

@testable import DemandPlugin

/// How texts become words and words weights: what each parameter does.
@Suite struct WordTests {
    private func vocabulary(
        _ rows: [String], _ arguments: [String: Value]
    ) async throws -> (terms: Set<String>, idf: [String: Double]) {
        let outcome = try await stage("cluster").outcome(
            of: messages(rows), arguments.merging(["n_clusters": .int(2)]) { given, _ in given })
        let model = try outcome.table("model")
        let (parts, terms, values) = (model.texts("part"), model.texts("term"), model.floats("value"))
        var idf: [String: Double] = [:]
        for row in parts.indices where parts[row] == "idf" { idf[terms[row] ?? ""] = values[row] }
        return (Set(idf.keys), idf)
    }

    private let rows = ["my refund can't wait", "refunds and refunded money", "parcel late", "parcel's late"]

    @Test func `endings and apostrophes`() async throws {
        let plain = try await vocabulary(rows, [:]).terms
        #expect(plain.isSuperset(of: ["refund", "refunds", "refunded"]) && !plain.contains("can't"))
        let stemmed = try await vocabulary(rows, ["stem": .text("porter")]).terms
        #expect(stemmed.contains("refund") && stemmed.isDisjoint(with: ["refunds", "refunded"]))
        let kept = try await vocabulary(rows, ["keep_apostrophe": .bool(true)]).terms
        #expect(kept.isSuperset(of: ["can't", "parcel's"]))
    }

    @Test func `rarity may count for nothing, or be reckoned without the text more`() async throws {
        // Three different texts: without its apostrophe the last is the third. `late` is in one of them.
        let smooth = try await vocabulary(rows, [:]).idf["late"] ?? 0
        #expect(abs(smooth - (Double.log(4.0 / 2) + 1)) < 1e-12)
        let raw = try await vocabulary(rows, ["smooth_idf": .bool(false)]).idf["late"] ?? 0
        #expect(abs(raw - (Double.log(3.0 / 1) + 1)) < 1e-12)
        let none = try await vocabulary(rows, ["use_idf": .bool(false)]).idf
        #expect(Set(none.values) == [1])
    }

    @Test func `a word counts once a text where asked`() async throws {
        let rows = ["tea tea tea tea cup", "tea cup cup cup cup", "parcel late", "parcel lost"]
        func likeness(_ call: [String: Value]) async throws -> [Double] {
            let all = call.merging(["n_clusters": .int(2), "use_idf": .bool(false)]) { given, _ in given }
            let outcome = try await stage("cluster").outcome(of: messages(rows), all)
            return outcome.output.floats("similarity").compactMap(\.self)
        }
        let (often, once) = (try await likeness([:]), try await likeness(["binary": .bool(true)]))
        #expect(often[0] < 0.9 && abs(once[0] - 1) < 1e-12 && abs(once[1] - 1) < 1e-12)
    }

    @Test func `topics take the ways of factors and their priors`() async throws {
        let drawn = drawnMessages(200, seed: 12)
        func topics(_ call: [String: Value]) async throws -> Outcome {
            try await stage("topics").outcome(
                of: messages(drawn.texts), call.merging(["n_components": .int(5)]) { given, _ in given })
        }
        let ways: [[String: Value]] = [
            ["solver": .text("mu")], ["solver": .text("mu"), "beta_loss": .text("kullback-leibler")],
            ["init": .text("nndsvd")],
        ]
        let plain = try await topics([:])
        for way in ways {
            let outcome = try await topics(way)
            #expect(agreement(outcome.output.ints("topic").map { $0 ?? 0 }, drawn.matters) > 0.6, "\(way)")
            #expect(!outcome.output.isIdentical(to: plain.output), "\(way)")
        }
        let (even, sharp) = (
            try await topics(["method": .text("lda"), "alpha": .float(5)]),
            try await topics(["method": .text("lda"), "alpha": .float(0.01)])
        )
        func mean(_ outcome: Outcome) -> Double {
            outcome.output.floats("weight").compactMap(\.self).reduce(0, +) / 200
        }
        #expect(mean(even) < mean(sharp))
        let conflict = try await stage("topics").refusal(
            of: messages(drawn.texts), ["beta_loss": .text("kullback-leibler")])
        #expect(conflict?.code == "parameter.conflict")
        #expect(conflict?.help.first?.text == "`beta_loss=kullback-leibler solver=mu`")
        let few = try await stage("topics").outcome(
            of: messages(drawn.texts), ["n_components": .int(2), "max_features": .int(4)])
        #expect(Set(try few.table("terms").texts("term")).count <= 4)
    }

    @Test func `a model of an earlier release is read`() async throws {
        let outcome = try await stage("cluster").outcome(
            of: messages(["refund card", "parcel late"]), ["n_clusters": .int(2)])
        let model = try outcome.table("model")
        let old = ["binary", "stem", "apostrophes", "skip_placeholders"]
        let rows = (0..<model.count).filter { !old.contains(model.texts("term")[$0] ?? "") }
        let earlier = try model.gathered(at: Buffer(rows.map(Int32.init)), work: Work(width: 1))
            .selecting(["part", "cluster", "term", "value"])
        let call: [String: Value] = ["model": .table("run 1")]
        let now = try await stage("assign").outcome(
            of: messages(["the card", "late"]), call, named: ["model": model])
        let then = try await stage("assign").outcome(
            of: messages(["the card", "late"]), call, named: ["model": earlier])
        #expect(then.output.isIdentical(to: now.output))
    }

    @Test func `of many texts agreement is measured on a sample, and it is told`() async throws {
        var random = SeededRandom(seed: 8)
        let rows = (0..<5_400).map { row in
            let matter = ["refund card money", "parcel late courier"][row % 2]
            return "\(matter) w\(Int.random(in: 0..<900, using: &random)) v\(row % 977)"
        }
        let outcome = try await stage("cluster").outcome(of: messages(rows), ["n_clusters": .int(2)])
        #expect(outcome.caveat("groups.stability-on-sample")?.count == 5_000)
        #expect((outcome.value(of: "stability") ?? 0) > 0.9)
    }
}
