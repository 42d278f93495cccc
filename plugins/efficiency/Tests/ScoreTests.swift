import RapportNumerics
import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

@testable import EfficiencyPlugin

@Suite struct ScoreTests {
    struct Recorded: Decodable {
        struct Facts: Decodable {
            var first_response_seconds: Double?
            var waiting_seconds: Double?
            var reply_seconds: [Double]
            var resolution_seconds: Double?
            var one_contact: Bool
            var exchanges: Int
        }
        struct Input: Decodable {
            var conversations: [String: Facts]
            var created: [String: String]
            var as_of: String
        }
        struct Parameters: Decodable {
            var weights: [String: Double]
            var targets: [String: Double]
        }
        struct Expected: Decodable {
            var sub_scores: [String: Double?]
            var efficiency_score: Double
            var weight_present: Double
            var censored: [String]
        }
        var input: Input
        var params: Parameters
        var expected: [String: Expected]
    }

    @Test func `scores agree with the definition in Python`() async throws {
        guard let each = try GoldenCase.all("com_efficiency_score", as: Recorded.self).first else { return }
        let ids = each.input.conversations.keys.sorted()
        let facts = ids.compactMap { each.input.conversations[$0] }
        let asOf = try ConversationGoldenTests.moment(each.input.as_of)
        let open = try ids.map { id -> Double? in
            guard each.input.conversations[id]?.resolution_seconds == nil,
                let created = each.input.created[id]
            else {
                return nil
            }
            return Double(asOf - (try ConversationGoldenTests.moment(created))) / 1e6
        }
        let table = Table([
            "id": .texts(ids), "first_response_seconds": .floats(facts.map(\.first_response_seconds)),
            "waiting_seconds": .floats(facts.map(\.waiting_seconds)),
            "median_reply_seconds": .floats(facts.map { Quantile.type7(0.5, of: $0.reply_seconds) }),
            "resolution_seconds": .floats(facts.map(\.resolution_seconds)),
            "unresolved_seconds": .floats(open),
            "one_contact": .bools(facts.map(\.one_contact)), "exchanges": .ints(facts.map(\.exchanges)),
        ])
        let outcome = try await stage("score").outcome(of: table)
        let output = outcome.output
        for (row, id) in ids.enumerated() {
            let expected = try #require(each.expected[id])
            for (name, score) in expected.sub_scores {
                expectClose(output.floats("score_\(name)")[row], score, "\(id) \(name)")
            }
            expectClose(output.floats("efficiency_score")[row], expected.efficiency_score, id)
            expectClose(output.floats("weight_present")[row], expected.weight_present, id)
            #expect(
                (output.texts("censored")[row] ?? "") == expected.censored.joined(separator: " "), "\(id)")
        }
    }

    private func expectClose(_ found: Double?, _ expected: Double?, _ what: String) {
        switch (found, expected) {
        case (nil, nil): break
        case (let a?, let b?): #expect(abs(a - b) <= 1e-10, "\(what)")
        default:
            Issue.record(
                "\(what): found \(String(describing: found)), expected \(String(describing: expected))")
        }
    }

    @Test func `agents are drawn to the mean of all`() async throws {
        let table = Table([
            "agent": .texts(["Mei", "Tom", "Tom", "Tom"]),
            "first_response_seconds": .floats([0, 3_600, 3_600, 3_600]),
        ])
        let outcome = try await stage("score").outcome(
            of: table, ["weights": .map([.init(.text("first_response"), .float(1))])])
        // 100 and 50, 50, 50: the mean is 62.5.
        let agents = try outcome.table("agents")
        #expect(agents.texts("agent") == ["Mei", "Tom"])
        #expect(agents.floats("mean") == [100, 50])
        let shrunk: [Double?] = [725.0 / 11, 775.0 / 13]
        #expect(agents.floats("efficiency_score") == shrunk)
        #expect(outcome.caveat("score.own") != nil)
    }

    @Test func `what is open may end higher or lower`() async throws {
        // The second is the first, answered and resolved at that instant.
        let table = Table([
            "conversation_id": .texts(["open", "done"]), "first_response_seconds": .floats([nil, 7_200]),
            "waiting_seconds": .floats([7_200, nil]), "median_reply_seconds": .floats([nil, 7_200]),
            "resolution_seconds": .floats([nil, 86_400]), "unresolved_seconds": .floats([86_400, nil]),
            "one_contact": .bools([nil, true]), "exchanges": .ints([nil, 1]),
        ])
        let outcome = try await stage("score").outcome(of: table)
        #expect(outcome.output.floats("efficiency_score") == [37.5, 53.75])
        #expect(
            outcome.caveat("score.censored")?.text
                == "1 conversation scored by the time taken so far: these parts can only fall, and parts still "
                + "missing may move the score either way")
    }

    @Test func `weights and targets that are none are refused`() async {
        let table = Table(["first_response_seconds": .floats([1])])
        for (name, value, near) in [
            ("weights", Value.map([.init(.text("replie"), .float(1))]), "`reply`?"),
            ("targets", .map([.init(.text("resolutoin"), .duration(Period(days: 1)))]), "`resolution`?"),
        ] {
            let error = await stage("score").refusal(of: table, [name: value])
            #expect(error?.code == "parameter.range")
            #expect(error?.help.first?.text == near)
        }
        let zero = await stage("score").refusal(
            of: table, ["weights": .map([.init(.text("reply"), .float(0))])])
        #expect(zero?.code == "parameter.range")
    }
}
