import RapportPluginKit
import RapportTestKit
import Testing

/// Topics are found by both methods, and their limits told.
@Suite struct TopicTests {
    @Test(arguments: ["nmf", "lda"])
    func `matters that were drawn become topics`(_ method: String) async throws {
        let drawn = drawnMessages(300, seed: 12)
        let outcome = try await stage("topics").outcome(
            of: messages(drawn.texts), ["n_components": .int(5), "method": .text(method)])
        let found = outcome.output.ints("topic").map { $0 ?? 0 }
        #expect(agreement(found, drawn.matters) > (method == "nmf" ? 0.85 : 0.5))
        #expect(outcome.output.floats("weight").allSatisfy { (0...1.000001).contains($0 ?? -1) })
        let topics = try outcome.table("topics")
        #expect(abs(topics.floats("share").compactMap(\.self).reduce(0, +) - 1) < 1e-9)
        #expect(topics.ints("n").compactMap(\.self).reduce(0, +) == 300)
        #expect((outcome.value(of: "npmi") ?? -1) > 0)
        #expect((outcome.caveat("topics.lda-short") != nil) == (method == "lda"))
    }

    @Test func `the number with the most coherent words is taken`() async throws {
        let outcome = try await stage("topics").outcome(of: messages(drawnMessages(200, seed: 3).texts))
        let curve = try outcome.table("k_curve")
        let npmi = curve.floats("npmi").map { $0 ?? -1 }
        #expect(curve.bools("is_chosen").firstIndex(of: true) == npmi.firstIndex(of: npmi.max() ?? 0))
    }

    @Test(arguments: ["nmf", "lda"])
    func `the same on one thread and on two`(_ method: String) async throws {
        let rows = messages(drawnMessages(120, seed: 8).texts)
        let arguments: [String: Value] = ["n_components": .int(4), "method": .text(method)]
        let one = try await stage("topics").outcome(of: rows, arguments, width: 1)
        let two = try await stage("topics").outcome(of: rows, arguments, width: 2)
        #expect(one.output.isIdentical(to: two.output))
        for (a, b) in zip(one.tables, two.tables) { #expect(a.table.isIdentical(to: b.table)) }
    }

    @Test func `more topics than texts is an error that says how many will do`() async throws {
        let error = try await stage("topics").refusal(
            of: messages(["refund card", "parcel late", "invoice"]), ["n_components": .int(9)])
        #expect(error?.code == "table.too-few-rows")
        #expect(error?.help.first?.text == "`n_components=3` or fewer")
        #expect(
            try await stage("topics").refusal(of: messages(["refund", "parcel"]))?.code
                == "table.too-few-rows")
        #expect(
            try await stage("topics").refusal(of: messages(["", "the"]))?.code == "text.empty-vocabulary")
    }
}
