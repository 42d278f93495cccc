import RapportPluginKit
import RapportTestKit
import Testing

/// New messages fall into known groups, and drift is told.
@Suite struct AssignTests {
    private func model(_ texts: [String], _ arguments: [String: Value]) async throws -> (Outcome, Table) {
        let outcome = try await stage("cluster").outcome(of: messages(texts), arguments)
        return (outcome, try outcome.table("model"))
    }

    @Test(arguments: ["spherical", "kmeans"])
    func `the messages that made the groups go back to them`(_ algorithm: String) async throws {
        let drawn = drawnMessages(200, seed: 31)
        let (made, model) = try await model(
            drawn.texts,
            ["n_clusters": .int(5), "algorithm": .text(algorithm), "ngram_range": .list([.int(1), .int(2)])])
        let again = try await stage("assign").outcome(
            of: messages(drawn.texts), ["model": .table("run 1")], named: ["model": model])
        #expect(again.output.ints("cluster") == made.output.ints("cluster"))
        #expect(again.output.texts("label") == made.output.texts("label"))
        for (a, b) in zip(again.output.floats("similarity"), made.output.floats("similarity")) {
            #expect(abs((a ?? 0) - (b ?? 0)) < 1e-12)
        }
        #expect(again.output.bools("is_outlier") == made.output.bools("is_outlier"))
        #expect(again.caveat("drift.vocabulary") == nil && again.caveat("drift.shares") == nil)
        #expect(abs(again.value(of: "drift_psi") ?? 1) < 1e-12)
    }

    @Test func `new words and far messages are told`() async throws {
        let (_, model) = try await model(drawnMessages(200, seed: 31).texts, ["n_clusters": .int(5)])
        let strange = (0..<30).map {
            "engrave the cup with initials parcel number\($0 % 2 == 0 ? "" : " gift")"
        }
        let outcome = try await stage("assign").outcome(
            of: messages(strange + ["zebra", nil]), ["model": .table("run 1")], named: ["model": model])
        #expect((outcome.value(of: "new_vocabulary_rate") ?? 0) > 0.5)
        #expect(outcome.caveat("drift.vocabulary") != nil)
        #expect(outcome.caveat("drift.similarity") != nil)
        #expect(outcome.output.texts("reason").suffix(2) == ["no known word", "missing"])
        #expect(outcome.rows == .init(input: 32, used: 30))
    }

    @Test func `Chinese words of one's own and stop words are kept with the model`() async throws {
        let file = try temporaryFile("word\n品茗杯\n")
        let (_, model) = try await model(
            ["品茗杯碎了", "品茗杯裂了", "refund card", "refund today"],
            ["n_clusters": .int(2), "user_dict": .file(file), "ignore_words": .list([.text("today")])])
        let outcome = try await stage("assign").outcome(
            of: messages(["我的品茗杯", "today"]), ["model": .table("run 1")], named: ["model": model])
        #expect(outcome.output.ints("cluster").map { $0 != nil } == [true, false])
        #expect(outcome.output.texts("reason")[1] == "no word left")
    }

    @Test func `a table that is no model is refused`() async throws {
        let rows = messages(["refund"])
        let call: [String: Value] = ["model": .table("run 1")]
        #expect(
            try await stage("assign").refusal(of: rows, call, named: ["model": rows])?.code == "model.shape")
        let (_, model) = try await model(["refund card", "parcel late"], ["n_clusters": .int(2)])
        for rows in [0, 3, 9, model.count - 1] {
            let cut = try await stage("assign").refusal(
                of: messages(["refund"]), call, named: ["model": model.prefix(rows)])
            if rows < 9 { #expect(cut?.code == "model.shape") }
            #expect(cut?.code != "internal.error")
        }
    }

    @Test func `no known word at all is a result, not an error`() async throws {
        let (_, model) = try await model(["refund card", "parcel late"], ["n_clusters": .int(2)])
        let outcome = try await stage("assign").outcome(
            of: messages(["zebra", ""]), ["model": .table("run 1")], named: ["model": model])
        #expect(outcome.output.ints("cluster") == [nil, nil])
        #expect(outcome.findings.first?.code == "assign.none")
        #expect(outcome.value(of: "outlier_share") == nil)
    }
}
