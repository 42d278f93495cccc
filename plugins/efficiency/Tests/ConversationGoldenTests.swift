import Foundation
import RapportNumerics
import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

@testable import EfficiencyPlugin

/// Agreement with the definition written out in plain Python, `golden/com_conversation_metrics.json`.
@Suite struct ConversationGoldenTests {
    enum File {
        struct Message: Decodable {
            var conversation: String
            var time: String
            var side: String
            var agent: String?
            var isPublic: Int
            init(from decoder: any Decoder) throws {
                var cells = try decoder.unkeyedContainer()
                conversation = try cells.decode(String.self)
                time = try cells.decode(String.self)
                side = try cells.decode(String.self)
                agent = try cells.decodeNil() ? nil : cells.decode(String.self)
                isPublic = try cells.decode(Int.self)
            }
        }
        struct Ticket: Decodable {
            var created: String
            var resolved: String?
            var reopens: Int
        }
        struct Input: Decodable {
            var messages: [Message]
            var tickets: [String: Ticket]
            var as_of: String
        }
        struct Conversation: Decodable {
            var first_response_seconds: Double?
            var first_response_business_seconds: Double?
            var first_responder: String?
            var reply_seconds: [Double]
            var reply_business_seconds: [Double]
            var n_replies: Int
            var agent_messages: Int
            var turns: Int
            var exchanges: Int
            var distinct_agents: Int
            var initiated_by: String
            var awaiting_reply: Bool
            var waiting_seconds: Double?
            var resolution_seconds: Double?
            var resolution_business_seconds: Double?
            var one_contact: Bool
            var sla_first_response_met: Bool?
        }
        struct Summary: Decodable {
            struct Agent: Decodable {
                var n: Int
                var median: Double
                var mean: Double
            }
            var first_response_median: Double
            var first_response_p90: Double
            var first_response_mean: Double
            var reply_median: Double
            var reply_p90: Double
            var resolution_median_resolved_only: Double
            var one_contact_rate: Double
            var sla_attainment: Double
            var reopen_rate: Double
            var backlog_at: [String: Int]
            var by_agent_reply: [String: Agent]
        }
        struct Expected: Decodable {
            var conversations: [String: Conversation]
            var summary: Summary
        }
        struct Case: Decodable {
            var input: Input
            var expected: Expected
        }
    }

    static func file() throws -> File.Case? {
        try GoldenCase.all("com_conversation_metrics", as: File.Case.self).first
    }

    static func moment(_ text: String) throws -> Int64 {
        guard case .datetime(let moment)? = Scalar(text: text, type: .datetime(zone: "UTC")) else {
            throw Diagnostic("test.time", "no time")
        }
        return moment
    }

    /// The file's conversations, measured.
    static func outcome(_ input: File.Input) async throws -> Outcome {
        let rows = input.messages
        let table = Table([
            "conversation_id": .texts(rows.map(\.conversation)),
            "sent_at": .datetimes(try rows.map { try moment($0.time) }, zone: "UTC"),
            "sender_type": .texts(rows.map(\.side)), "agent": .texts(rows.map(\.agent)),
            "public": .ints(rows.map(\.isPublic)),
        ])
        let ids = input.tickets.keys.sorted()
        let tickets = ids.compactMap { input.tickets[$0] }
        let named = Table([
            "ticket_id": .texts(ids),
            "created_at": .datetimes(try tickets.map { try moment($0.created) }, zone: "UTC"),
            "resolved_at": .datetimes(try tickets.map { try $0.resolved.map(moment) }, zone: "UTC"),
            "reopens": .ints(tickets.map(\.reopens)),
        ])
        let hours = FileManager.default.temporaryDirectory.appending(path: "hours-\(UUID()).csv").path()
        try "day,hours\nzone,UTC\nmon-fri,09:00-17:00\n".write(
            toFile: hours, atomically: true, encoding: .utf8)
        return try await conversations.outcome(
            of: table,
            [
                "tickets": .table("tickets"), "calendar": .file(hours), "clock": .text("business"),
                "is_public": .column("public"),
                "targets": .map([
                    .init(.text("first_response"), .duration(Period(microseconds: 1_800_000_000)))
                ]),
            ], named: ["tickets": named], asOf: try moment(input.as_of))
    }

    @Test func `every conversation agrees`() async throws {
        guard let each = try Self.file() else { return }
        let outcome = try await Self.outcome(each.input)
        let output = outcome.output
        let ids = output.texts("conversation_id").compactMap(\.self)
        #expect(ids == each.expected.conversations.keys.sorted())
        let expected = ids.compactMap { each.expected.conversations[$0] }
        #expect(output.floats("first_response_seconds") == expected.map(\.first_response_seconds))
        #expect(
            output.floats("first_response_business_seconds")
                == expected.map(\.first_response_business_seconds))
        #expect(output.texts("first_responder") == expected.map(\.first_responder))
        #expect(lists(output, "reply_seconds") == expected.map(\.reply_seconds))
        #expect(lists(output, "reply_business_seconds") == expected.map(\.reply_business_seconds))
        #expect(output.ints("replies") == expected.map(\.n_replies))
        #expect(output.ints("exchanges") == expected.map(\.exchanges))
        #expect(output.ints("agent_messages") == expected.map(\.agent_messages))
        #expect(output.ints("turns") == expected.map(\.turns))
        #expect(output.ints("distinct_agents") == expected.map(\.distinct_agents))
        #expect(output.texts("initiated_by") == expected.map(\.initiated_by))
        #expect(output.bools("awaiting_reply") == expected.map(\.awaiting_reply))
        #expect(output.floats("waiting_seconds") == expected.map(\.waiting_seconds))
        #expect(output.floats("resolution_seconds") == expected.map(\.resolution_seconds))
        #expect(output.floats("resolution_business_seconds") == expected.map(\.resolution_business_seconds))
        #expect(output.bools("one_contact") == expected.map(\.one_contact))
        #expect(output.bools("sla_first_response") == expected.map(\.sla_first_response_met))
    }

    @Test func `the summary agrees`() async throws {
        guard let each = try Self.file() else { return }
        let outcome = try await Self.outcome(each.input)
        let summary = each.expected.summary
        for (name, value) in [
            ("first_response_median", summary.first_response_median),
            ("first_response_p90", summary.first_response_p90),
            ("first_response_mean", summary.first_response_mean), ("reply_median", summary.reply_median),
            ("reply_p90", summary.reply_p90), ("resolution_median", summary.resolution_median_resolved_only),
            ("one_contact_rate", summary.one_contact_rate), ("reopen_rate", summary.reopen_rate),
            ("sla_first_response", summary.sla_attainment),
        ] {
            let found = try #require(outcome.value(of: name), "\(name)")
            #expect(abs(found - value) <= 1e-9, "\(name)")
        }
    }
}
