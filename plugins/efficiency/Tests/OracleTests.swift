import RapportNumerics
import RapportPluginKit
import RapportTestKit
import Testing

@testable import EfficiencyPlugin

/// The rules written out literally, message by message, against the columns.
@Suite struct OracleTests {
    struct Message {
        var conversation: String
        var time: Int64
        var side: String
        var agent: String?
        var isPrivate: Bool
    }

    struct Expected: Equatable {
        var first: Double?
        var replies: [Double] = []
        var customers = 0
        var agents = 0
        var turns = 0
        var people = 0
        var awaiting = false
        var waiting: Double?
    }

    /// As methods.md 7.2 says it, and no faster.
    private func reference(_ all: [Message], asOf: Int64) -> [String: Expected] {
        var found: [String: Expected] = [:]
        for (id, rows) in Dictionary(grouping: all.enumerated(), by: \.element.conversation) {
            let own = rows.filter { !$0.element.isPrivate }
                .filter { $0.element.side == "customer" || $0.element.side == "agent" }
                .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
            if own.isEmpty { continue }
            var expected = Expected()
            var since: Int64?
            var last = ""
            for message in own {
                if message.side != last { expected.turns += 1 }
                last = message.side
                if message.side == "customer" {
                    expected.customers += 1
                    since = since ?? message.time
                } else {
                    expected.agents += 1
                    if let asked = since {
                        let seconds = Double(message.time - asked) / 1e6
                        expected.first = expected.first ?? seconds
                        expected.replies.append(seconds)
                    }
                    since = nil
                }
            }
            expected.people = Set(own.compactMap { $0.side == "agent" ? $0.agent : nil }).count
            expected.awaiting = since != nil
            if expected.first == nil, let asked = own.first(where: { $0.side == "customer" })?.time {
                expected.waiting = Double(asOf - asked) / 1e6
            }
            found[id] = expected
        }
        return found
    }

    @Test("agrees with the rules written out", arguments: 1...40)
    func agrees(seed: Int) async throws {
        print("conversations: seed \(seed)")
        var random = SeededRandom(seed: UInt64(seed))
        let count = Int.random(in: 2...120, using: &random)
        // Few moments, so that many are equal; texts make every row its own.
        let span = Int64([20, 400, 100_000][seed % 3])
        var all = (0..<count).map { _ -> Message in
            let side =
                ["customer", "customer", "agent", "agent", "bot", "system"].randomElement(using: &random)
                ?? ""
            return Message(
                conversation: "c\(Int.random(in: 0..<(count / 5 + 1), using: &random))",
                time: june("1 09:00") + Int64.random(in: 0..<span, using: &random) * 1_000_000, side: side,
                agent: side == "agent" ? ["Mei", "Tom", "Ann"].randomElement(using: &random) : nil,
                isPrivate: Int.random(in: 0..<8, using: &random) == 0)
        }
        all.append(
            Message(conversation: "c0", time: june("1 09:00"), side: "customer", agent: nil, isPrivate: false)
        )
        try await compare(all, widths: [1, 2], seed)
    }

    /// More conversations and messages than one stretch of them holds, some of one conversation in many thousands of
    /// rows.
    @Test("agrees with the rules written out where stretches are read side by side")
    func stretches() async throws {
        var random = SeededRandom(seed: 77)
        let all = (0..<150_000).map { row -> Message in
            let number = row % 10 == 0 ? 12 : Int.random(in: 0..<18_000, using: &random)
            let side = ["customer", "agent", "agent", "bot"].randomElement(using: &random) ?? ""
            return Message(
                conversation: "conversation \(number)",
                time: june("1 09:00") + Int64.random(in: 0..<90_000, using: &random) * 1_000_000, side: side,
                agent: side == "agent" ? ["Mei", "Tom", "Ann"].randomElement(using: &random) : nil,
                isPrivate: Int.random(in: 0..<8, using: &random) == 0)
        }
        try await compare(all, widths: [1, 2, 5], 77)
    }

    private func compare(_ all: [Message], widths: [Int], _ seed: Int) async throws {
        let table = Table([
            "conversation_id": .texts(all.map(\.conversation)), "sent_at": .datetimes(all.map(\.time)),
            "sender_type": .texts(all.map(\.side)), "agent": .texts(all.map(\.agent)),
            "is_private": .bools(all.map(\.isPrivate)), "row": .ints(Array(0..<all.count)),
        ])
        let asOf = june("3 09:00")
        let expected = reference(all, asOf: asOf)
        var first: Table?
        for width in widths {
            let output = try await conversations.outcome(of: table, asOf: asOf, width: width).output
            if let first {
                #expect(output.isIdentical(to: first), "seed \(seed), width \(width)")
                continue
            }
            first = output
            let ids = output.texts("conversation_id").compactMap(\.self)
            #expect(ids == expected.keys.sorted(), "seed \(seed)")
            let (waits, replies) = (output.floats("first_response_seconds"), lists(output, "reply_seconds"))
            let (customers, agents) = (output.ints("customer_messages"), output.ints("agent_messages"))
            let (turns, people) = (output.ints("turns"), output.ints("distinct_agents"))
            let (awaiting, waiting) = (output.bools("awaiting_reply"), output.floats("waiting_seconds"))
            let medians = output.floats("median_reply_seconds")
            for (row, id) in ids.enumerated() {
                let found = Expected(
                    first: waits[row], replies: replies[row] ?? [], customers: customers[row] ?? -1,
                    agents: agents[row] ?? -1, turns: turns[row] ?? -1, people: people[row] ?? -1,
                    awaiting: awaiting[row] ?? false, waiting: waiting[row])
                #expect(found == expected[id], "seed \(seed), \(id)")
                #expect(
                    medians[row] == Quantile.type7(0.5, of: found.replies), "seed \(seed), \(id)")
            }
        }
    }

    @Test("reply links make the conversations that follow them by hand", arguments: 1...12)
    func links(seed: Int) async throws {
        print("reply links: seed \(seed)")
        var random = SeededRandom(seed: UInt64(seed))
        var (root, parent): ([Int], [Int?]) = ([], [])
        for message in 0..<60 {
            let answered =
                message > 0 && Int.random(in: 0..<4, using: &random) > 0
                ? Int.random(in: 0..<message, using: &random) : nil
            parent.append(answered)
            root.append(answered.map { root[$0] } ?? message)
        }
        let order = Array(0..<60).shuffled(using: &random)
        func id(_ message: Int) -> String { "m\(message < 10 ? "0" : "")\(message)" }
        let table = Table([
            "message_id": .texts(order.map(id)), "reply_to": .texts(order.map { parent[$0].map(id) }),
            "sent_at": .datetimes(order.map { june("1 09:00") + Int64($0) * 60_000_000 }),
            "sender_type": .texts(order.map { $0 % 2 == 0 ? "customer" : "agent" }),
        ])
        let output = try await conversations.outcome(of: table).output
        #expect(output.texts("conversation_id") == Set(root).sorted().map(id), "seed \(seed)")
        let sizes = zip(output.ints("customer_messages"), output.ints("agent_messages")).map {
            ($0 ?? 0) + ($1 ?? 0)
        }
        #expect(sizes == Set(root).sorted().map { first in root.count { $0 == first } }, "seed \(seed)")
    }
}

@Suite struct MailTests {
    @Test func `subjects and who takes part make conversations, silences end them`() async throws {
        let table = Table([
            "subject": .texts(["Order 12", "RE: order 12", "回复：Order 12", "Order 12", "Re: Order 12"]),
            "from": .texts([
                "Ada <ada@home.example>", "desk@shop.example", "ada@home.example", "bob@home.example",
                "desk@shop.example",
            ]),
            "to": .texts([
                "desk@shop.example", "ada@home.example", "desk@shop.example", "desk@shop.example",
                "ada@home.example",
            ]),
            "date": .datetimes([
                june("1 09:00"), june("1 10:00"), june("1 11:00"), june("1 12:00"), june("20 09:00"),
            ]),
        ])
        let arguments: [String: Value] = [
            "ours": .list([.text("shop.example")]), "thread_gap": .duration(Period(days: 7)),
        ]
        let outcome = try await conversations.outcome(of: table, arguments)
        #expect(outcome.output.texts("conversation_id") == ["T0001", "T0002", "T0003"])
        #expect(outcome.output.ints("customer_messages") == [2, 1, 0])
        #expect(outcome.output.floats("first_response_seconds") == [3_600, nil, nil])
        #expect(outcome.output.texts("agent") == ["desk@shop.example", nil, "desk@shop.example"])
        #expect(
            await conversations.refusal(of: table, ["ours": .list([.text("nowhere.example")])])?.code
                == "side.unmapped")
        #expect(await conversations.refusal(of: table)?.code == "role.missing")
    }

    @Test func `an answer to what is not there joins those that answer it too`() async throws {
        let table = Table([
            "message_id": .texts(["b", "c", "d"]), "reply_to": .texts(["a", "a", nil]),
            "sent_at": .datetimes([june("1 09:00"), june("1 09:30"), june("1 10:00")]),
            "sender_type": .texts(["customer", "agent", "customer"]),
        ])
        let outcome = try await conversations.outcome(of: table)
        #expect(outcome.output.texts("conversation_id") == ["b", "d"])
        #expect(outcome.caveat("replies.orphans")?.count == 2)
        let mixed = await conversations.refusal(
            of: table.adding(Field("reply_to", .int), .ints([1, 2, nil])))
        #expect(mixed?.code == "column.type")
    }
}

@Suite struct ThanksTests {
    @Test(
        "thanks and goodbyes are known",
        arguments: [
            "Thanks!", "thank you so much, Mei 🙏", "Ok great, thanks for your help", "thx",
            "Perfect, that works. Cheers",
            "谢谢", "好的，谢谢您！", "非常感谢", "收到，谢谢", "明白了", "好的好的 再见", "辛苦了～", "👍", "Great, that was quick 👍",
            "太好了，回复真快👍", "问题解决了，客服很耐心，很满意。",
            "Thank you!\n\nOn Mon, 1 Jun 2026 Mei wrote:\n> Your parcel is on its way?",
        ])
    func known(_ text: String) { #expect(Thanks(agents: ["Mei Tan"]).isThanks(text), "\(text)") }

    @Test(
        "questions and complaints are not",
        arguments: [
            "Thanks, but it is still broken", "thank you for nothing, where is it",
            "Thanks. When will it arrive?", "ok so what now",
            "no thanks to you", "谢谢，什么时候到", "还没收到货，谢谢", "不明白", "好的，那运费呢？", "没收到", "please help me", "hello",
            "", "？",
            "不行", "谢谢，请退款", "great, but the lid is broken", "not great", "太慢了",
        ])
    func unknown(_ text: String) { #expect(!Thanks(agents: ["Mei Tan"]).isThanks(text), "\(text)") }
}
