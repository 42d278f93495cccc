import Foundation
import RapportPluginKit
import RapportTestKit
import Testing

@testable import EfficiencyPlugin

/// The edge cases of the method, and what is said of them.
@Suite struct EdgeCaseTests {
    @Test func `only customer messages is no error: everybody waits`() async throws {
        let outcome = try await conversations.outcome(
            of: messages([("a", "1 09:00", "customer", nil), ("b", "1 10:00", "customer", nil)]),
            ["targets": .map([.init(.text("first_response"), .duration(Period(microseconds: 600_000_000)))])],
            asOf: june("1 11:00"))
        #expect(outcome.output.floats("first_response_seconds") == [nil, nil])
        #expect(outcome.output.floats("waiting_seconds") == [7_200, 3_600])
        #expect(outcome.output.bools("sla_first_response") == [false, false])
        #expect(outcome.value(of: "sla_first_response") == 0)
        #expect(outcome.findings[0].text == "None of 2 conversations has an answer.")
    }

    @Test func `only agent messages is an error`() async {
        let error = await conversations.refusal(of: messages([("a", "1 09:00", "agent", "Mei")]))
        #expect(error?.code == "role.missing")
        #expect(error?.message.hasPrefix("no customer messages") == true)
        #expect(error?.help.first?.text.contains("sides=") == true)
    }

    @Test func `mails that are all ours are told of ours`() async {
        let mails = Table([
            "message_id": .texts(["m1"]), "in_reply_to": .texts([nil]),
            "date": .datetimes([june("1 09:00")]), "from": .texts(["Mei <mei@willow.example>"]),
        ])
        let error = await conversations.refusal(of: mails, ["ours": .list([.text("willow.example")])])
        #expect(error?.code == "role.missing" && error?.subject == .parameter("ours"))
        #expect(error?.help.first?.text.contains("`ours`") == true)
    }

    @Test func `an address is one sender, however it is written`() async throws {
        let mails = Table([
            "message_id": .texts(["m1", "m2", "m3", "m4"]), "in_reply_to": .texts([nil, "m1", "m2", "m3"]),
            "date": .datetimes(["1 09:00", "1 09:10", "1 09:20", "1 09:30"].map(june)),
            "from": .texts([
                "ada@home.example", "mei@willow.example", "ada@home.example", "Mei <MEI@willow.example>",
            ]),
        ])
        let outcome = try await conversations.outcome(
            of: mails, ["ours": .list([.text("willow.example")])])
        #expect(outcome.output.ints("distinct_agents") == [1])
        #expect(outcome.output.texts("agent") == outcome.output.texts("first_responder"))
        // A comma within a name parts no two addresses.
        let both = [
            "\"Tan, Mei\" <mei@willow.example>, ada@home.example", "ada@home.example;mei@willow.example",
        ]
        #expect(Set(both.map { MailKey.participants([$0]) }).count == 1)
    }

    @Test func `what is resolved before it begins is left out and counted`() async throws {
        let table = messages([
            ("a", "1 09:00", "customer", nil), ("a", "1 09:10", "agent", "Mei"),
            ("b", "1 09:00", "customer", nil),
        ])
        .adding(
            Field("resolved_at", .datetime(zone: nil)),
            .datetimes([june("1 08:00"), june("1 08:00"), june("1 09:30")]))
        let outcome = try await conversations.outcome(of: table)
        #expect(outcome.output.texts("conversation_id") == ["b"])
        #expect(outcome.caveat("rows.resolved-before-created")?.count == 1)
        #expect(outcome.rows == .init(input: 3, used: 1))
        #expect(outcome.output.floats("resolution_seconds") == [1_800])
    }

    @Test func `a reply at the same second takes no time`() async throws {
        let outcome = try await conversations.outcome(
            of: messages([("a", "1 09:00", "customer", nil), ("a", "1 09:00", "agent", "Mei")]))
        #expect(outcome.output.floats("first_response_seconds") == [0])
    }

    @Test func `rows in any order are sorted, and those that stand twice are left out`() async throws {
        let rows: [(String, String, String, String?)] = [
            ("a", "1 09:30", "agent", "Mei"), ("a", "1 09:00", "customer", nil),
            ("b", "1 12:00", "customer", nil),
            ("a", "1 09:30", "agent", "Mei"), ("a", "1 09:40", "customer", nil),
            ("a", "1 09:30", "agent", "Mei"),
        ]
        let outcome = try await conversations.outcome(of: messages(rows))
        #expect(outcome.output.ints("agent_messages") == [1, 0])
        #expect(outcome.caveat("rows.duplicate")?.count == 2)
        #expect(outcome.rows == .init(input: 6, used: 4))
        // Two messages of one second that differ are two.
        let texted = messages(rows).adding(Field("text", .text), .texts(["1", "2", "3", "4", "5", "6"]))
        let kept = try await conversations.outcome(of: texted)
        #expect(kept.output.ints("agent_messages") == [3, 0])
        // With an id of the message, that alone decides.
        let numbered = texted.adding(Field("message_id", .int), .ints([1, 2, 3, 1, 5, 6]))
        let found = try await conversations.outcome(of: numbered)
        #expect(found.output.ints("agent_messages") == [2, 0])
    }

    @Test func `what is left out is left out once`() async throws {
        // Two messages of a bot that are the same, and a note that stands there twice.
        let table = messages([
            ("a", "1 09:00", "customer", nil), ("a", "1 09:01", "bot", nil), ("a", "1 09:01", "bot", nil),
            ("a", "1 09:02", "agent", "Mei"), ("a", "1 09:02", "agent", "Mei"),
            ("a", "1 09:05", "agent", "Mei"),
            ("a", "1 09:05", "agent", "Mei"), ("a", "4 09:00", "bot", nil),
        ])
        .adding(Field("is_private", .bool), .bools([false, false, false, true, true, false, false, false]))
        let outcome = try await conversations.outcome(
            of: table, ["future": .text("drop")], asOf: june("2 09:00"))
        #expect(outcome.caveat("rows.bots")?.count == 3 && outcome.caveat("rows.private")?.count == 2)
        #expect(outcome.caveat("rows.duplicate")?.count == 1 && outcome.caveat("rows.future") == nil)
        #expect(outcome.caveat("rows.duplicate")?.text == "1 message left out: the same as one before")
        #expect(outcome.output.ints("agent_messages") == [1])
    }

    @Test func `a message whose first copy is a note counts`() async throws {
        let table = messages([
            ("a", "1 09:00", "customer", nil), ("a", "1 09:05", "agent", "Mei"),
            ("a", "1 09:05", "agent", "Mei"),
        ])
        .adding(Field("is_private", .bool), .bools([false, true, false]))
        .adding(Field("message_id", .int), .ints([1, 2, 2]))
        let outcome = try await conversations.outcome(of: table)
        #expect(outcome.output.ints("agent_messages") == [1])
        #expect(outcome.caveat("rows.duplicate") == nil)
    }

    @Test(.timeLimit(.minutes(1))) func `the median of very many replies takes no square of them`()
        async throws
    {
        // Each reply is faster than the one before: what an insertion sort likes least.
        let count: Int64 = 120_000
        var times: [Int64] = []
        var start = june("1 00:00")
        for reply in 0..<count {
            times += [start, start + (count - reply) * 1_000_000]
            start = (times.last ?? 0) + 1_000_000
        }
        let table = Table([
            "conversation_id": .texts(times.map { _ in "a" }), "sent_at": .datetimes(times),
            "sender_type": .texts(times.indices.map { $0 % 2 == 0 ? "customer" : "agent" }),
        ])
        let outcome = try await conversations.outcome(of: table)
        #expect(outcome.output.floats("median_reply_seconds") == [Double(count + 1) / 2])
    }

    @Test func `bots, notes and the system are not seen`() async throws {
        let table = messages([
            ("a", "1 09:00", "customer", nil), ("a", "1 09:01", "bot", nil), ("a", "1 09:02", "system", nil),
            ("a", "1 09:03", "agent", "Tom"), ("a", "1 09:20", "agent", "Mei"),
        ])
        .adding(Field("is_private", .bool), .bools([false, false, nil, true, false]))
        let outcome = try await conversations.outcome(of: table)
        #expect(outcome.output.floats("first_response_seconds") == [1_200])
        #expect(outcome.output.ints("distinct_agents") == [1])
        #expect(outcome.caveat("rows.bots")?.count == 1 && outcome.caveat("rows.private")?.count == 1)
        let bots = try await conversations.outcome(of: table, ["count_bots": .bool(true)])
        #expect(bots.output.floats("first_response_seconds") == [60])
    }

    @Test func `sides in Chinese, and of directions, are read and told`() async throws {
        for (words, rest) in [
            (["客户", "客服"], "客服"), (["inbound", "outbound"], "outbound"), (["接收", "发送"], "发送"),
        ] {
            let outcome = try await conversations.outcome(
                of: messages([("a", "1 09:00", words[0], nil), ("a", "1 09:05", words[1], "Mei")]))
            #expect(outcome.output.floats("first_response_seconds") == [300])
            #expect(outcome.caveat("sides.mapping")?.text.contains("agent is `\(rest)`") == true)
        }
    }

    @Test func `a side that is no side is an error without its values, and can be mapped`() async throws {
        let table = messages([("a", "1 09:00", "Ms Secret", nil), ("a", "1 09:05", "agent", "Mei")])
        let error = await conversations.refusal(of: table)
        #expect(error?.code == "side.unmapped")
        #expect(
            error?.message
                == "1 of 2 values of `sender_type` say neither customer nor agent (1 row, the first is row 1)"
        )
        #expect("\(error?.message ?? "") \(error?.help.map(\.text) ?? [])".contains("Secret") == false)
        let mapped = try await conversations.outcome(
            of: table, ["sides": .map([.init(.text("ms secret"), .text("customer"))])])
        #expect(mapped.output.floats("first_response_seconds") == [300])
    }

    @Test func `a log without times names the role`() async {
        let table = messages([("a", "1 09:00", "customer", nil)]).selecting([
            "conversation_id", "sender_type",
        ])
        let error = await conversations.refusal(of: table)
        #expect(error?.code == "role.missing")
        #expect(error?.message.contains("`time`") == true)
        let text = await conversations.refusal(of: table.adding(Field("date", .text), .texts(["yesterday"])))
        #expect(text?.code == "column.type")
        #expect(
            text?.help.first?.text
                == "`… | cast date=datetime` before it (`on_error=missing` where some do not fit), or `parse_date`"
        )
        let noSide = await conversations.refusal(
            of: messages([("a", "1 09:00", "customer", nil)]).selecting(["conversation_id", "sent_at"]))
        #expect(noSide?.message.contains("`side`") == true)
        let noThread = await conversations.refusal(
            of: messages([("a", "1 09:00", "customer", nil)]).selecting(["sent_at", "sender_type"]))
        #expect(noThread?.message.contains("`conversation`") == true)
    }

    @Test func `missing cells are an error with the line that leaves them out`() async {
        let error = await conversations.refusal(
            of: messages([("a", "1 09:00", "customer", nil)]).adding(
                Field("sender_type", .text), .texts([nil])))
        #expect(error?.code == "column.all-missing")
    }

    @Test func `messages later than as_of are an error, or left out`() async throws {
        let table = messages([("a", "1 09:00", "customer", nil), ("a", "3 09:00", "agent", "Mei")])
        let error = await conversations.refusal(of: table, asOf: june("2 09:00"))
        #expect(error?.code == "parameter.range")
        let outcome = try await conversations.outcome(
            of: table, ["future": .text("drop")], asOf: june("2 09:00"))
        #expect(outcome.output.floats("waiting_seconds") == [86_400])
        #expect(outcome.caveat("rows.future")?.count == 1)
    }

    @Test func `closing thanks are no open question where that is asked for`() async throws {
        let table = messages([
            ("a", "1 09:00", "customer", nil), ("a", "1 09:05", "agent", "Mei"),
            ("a", "1 09:06", "customer", nil),
            ("b", "1 09:00", "customer", nil), ("b", "1 09:05", "agent", "Mei"),
            ("b", "1 09:06", "customer", nil),
            ("c", "1 09:00", "customer", nil),
        ])
        .adding(
            Field("text", .text),
            .texts(["broken?", "sorry", "Thanks, Mei! 👍", "发货了吗？", "今天发", "谢谢，什么时候到？", "谢谢"]))
        let plain = try await conversations.outcome(of: table)
        #expect(plain.output.bools("awaiting_reply") == [true, true, true])
        #expect(plain.caveat("thanks.waiting")?.count == 1)
        let ignoring = try await conversations.outcome(of: table, ["ignore": .text("thanks")])
        // Thanks before any answer are a message like any other.
        #expect(ignoring.output.bools("awaiting_reply") == [false, true, true])
        #expect(ignoring.caveat("thanks.ignored")?.count == 1)
        #expect(
            await conversations.refusal(
                of: table.selecting(["conversation_id", "sent_at", "sender_type"]),
                ["ignore": .text("thanks")])?.code == "role.missing")
    }

    @Test func `thanks that are ignored begin no wait for a first answer`() async throws {
        let table = messages([
            ("a", "1 08:00", "agent", "Mei"), ("a", "1 09:00", "customer", nil),
            ("b", "1 08:00", "agent", "Mei"), ("b", "1 09:00", "customer", nil),
            ("b", "1 11:00", "customer", nil), ("b", "1 11:10", "agent", "Mei"),
        ])
        .adding(
            Field("text", .text),
            .texts(["Your parcel is here", "Thanks!", "Your parcel is here", "谢谢", "Where?", "At the desk"]))
        let target = Value.map([
            .init(.text("first_response"), .duration(Period(microseconds: 1_200_000_000)))
        ])
        let outcome = try await conversations.outcome(
            of: table, ["ignore": .text("thanks"), "targets": target], asOf: june("2 09:00"))
        #expect(outcome.output.floats("first_response_seconds") == [nil, 600])
        #expect(outcome.output.floats("waiting_seconds") == [nil, nil])
        #expect(outcome.output.bools("awaiting_reply") == [false, false])
        #expect(outcome.output.bools("sla_first_response") == [nil, true])
    }

    @Test func `an agent who writes first is timed from the customer's first message`() async throws {
        let outcome = try await conversations.outcome(
            of: messages([
                ("a", "1 09:00", "agent", "Mei"), ("a", "1 10:00", "customer", nil),
                ("a", "1 10:15", "agent", "Tom"),
                ("b", "1 09:00", "agent", "Mei"),
            ]))
        #expect(outcome.output.floats("first_response_seconds") == [900, nil])
        #expect(outcome.output.floats("waiting_seconds") == [nil, nil])
        #expect(outcome.output.texts("initiated_by") == ["agent", "agent"])
        #expect(outcome.caveat("conversations.without-customer")?.count == 1)
    }

    @Test func `the curve of first answers has the targets as lines`() async throws {
        let table = messages([
            ("a", "1 09:00", "customer", nil), ("a", "1 09:20", "agent", "Mei"),
            ("b", "1 09:00", "customer", nil), ("b", "1 11:00", "agent", "Mei"),
        ])
        func period(_ minutes: Int64) -> Value { .duration(Period(microseconds: minutes * 60_000_000)) }
        func lines(_ targets: Value, _ more: [String: Value] = [:]) async throws -> [ChartSpecification
            .Reference]
        {
            let outcome = try await conversations.outcome(
                of: table, more.merging(["targets": targets]) { $1 })
            let chart = try #require(outcome.charts.first)
            #expect(chart.table == "answered" && chart.x == "hours")
            return chart.references
        }
        let one = Value.map([
            .init(.text("first_response"), period(30)), .init(.text("resolution"), period(600)),
        ])
        #expect(try await lines(one) == [.init(.x, 0.5, label: "target: 30 min")])
        let several = Value.map([
            .init(
                .text("first_response"),
                .map([
                    .init(.text("low"), period(240)), .init(.text("High"), period(30)),
                    .init(.text("other"), period(240)),
                ]))
        ])
        #expect(
            try await lines(several) == [
                .init(.x, 0.5, label: "target of high: 30 min"),
                .init(.x, 4, label: "target of low, other: 4 h"),
            ])
        #expect(try await lines(.map([.init(.text("next_reply"), period(5))])).isEmpty)
    }

    @Test func `with targets in open hours the curve counts them, and has the targets as lines`() async throws
    {
        // Nine hours a day: a is answered after 1 h in open hours, b after 2; c waits for 3.
        let table = messages([
            ("a", "1 17:30", "customer", nil), ("a", "2 09:30", "agent", "Mei"),
            ("b", "2 09:00", "customer", nil), ("b", "2 11:00", "agent", "Mei"),
            ("c", "1 16:00", "customer", nil),
        ])
        let hours = FileManager.default.temporaryDirectory.appending(path: "hours-\(UUID()).csv").path()
        try "day,hours\nzone,UTC\nmon-sun,09:00-18:00\n".write(
            toFile: hours, atomically: true, encoding: .utf8)
        let call: [String: Value] = [
            "calendar": .file(hours), "clock": .text("business"),
            "targets": .map([.init(.text("first_response"), .duration(Period(microseconds: 5_400_000_000)))]),
        ]
        let outcome = try await conversations.outcome(of: table, call, asOf: june("2 11:00"))
        let chart = try #require(outcome.charts.first)
        #expect(chart.references == [.init(.x, 1.5, label: "target: 1 h 30 min")])
        #expect(chart.xLabel == "open hours")
        let curve = try outcome.table("answered")
        #expect(curve.floats("hours") == [0, 1, 2])
        #expect(curve.floats("share").map { $0.map { ($0 * 1_000).rounded() } } == [0, 333, 667])
        let wall = try await conversations.outcome(
            of: table, call.filter { $0.key != "clock" }, asOf: june("2 11:00"))
        #expect(try wall.table("answered").floats("hours") == [0, 2, 16])
        #expect(wall.charts.first?.xLabel == "hours")
    }

    @Test func `targets depend on the priority`() async throws {
        let table = messages([
            ("a", "1 09:00", "customer", nil), ("a", "1 09:40", "agent", "Mei"),
            ("b", "1 09:00", "customer", nil),
            ("b", "1 09:40", "agent", "Mei"), ("c", "1 09:30", "customer", nil),
            ("d", "1 09:00", "customer", nil),
        ])
        .adding(Field("priority", .text), .texts(["high", "high", "low", "low", "low", "high"]))
        let byPriority = Value.map([
            .init(.text("high"), .duration(Period(microseconds: 1_800_000_000))),
            .init(.text("other"), .duration(Period(microseconds: 3_600_000_000))),
        ])
        let outcome = try await conversations.outcome(
            of: table, ["targets": .map([.init(.text("first_response"), byPriority)])])
        // c is open and not yet too late; d is.
        #expect(outcome.output.bools("sla_first_response") == [false, true, nil, false])
        let wrong = await conversations.refusal(
            of: table, ["targets": .map([.init(.text("first_respons"), .duration(Period(days: 1)))])])
        #expect(wrong?.help.first?.text == "`first_response`?")
        let none = await conversations.refusal(of: table, ["clock": .text("business")])
        #expect(none?.code == "parameter.missing")
    }

    @Test func `a resolve of a whole day is the end of it, or as_of`() async throws {
        let table = messages([
            ("a", "1 09:00", "customer", nil), ("a", "1 10:00", "agent", "Mei"),
            ("b", "2 09:00", "customer", nil),
        ])
        .adding(Field("closed_at", .date), .dates([1, 1, 2].map { daysFromCivil(2026, 6, $0) }))
        let outcome = try await conversations.outcome(of: table, asOf: june("2 12:00"))
        #expect(outcome.output.floats("resolution_seconds") == [53_999.999999, 10_800])
        #expect(outcome.caveat("resolution.days") != nil)
        #expect(outcome.caveat("rows.resolved-before-created") == nil)
    }

    @Test func `a customer's messages are cut at silences where that is asked for`() async throws {
        let table = Table([
            "customer_id": .texts(["x", "x", "x", "y"]),
            "sent_at": .datetimes([june("1 09:00"), june("1 09:30"), june("5 09:00"), june("1 09:00")]),
            "sender_type": .texts(["customer", "agent", "customer", "customer"]),
        ])
        let outcome = try await conversations.outcome(
            of: table, ["threads": .text("customer"), "thread_gap": .duration(Period(days: 2))])
        #expect(outcome.output.texts("conversation_id") == ["T0001", "T0002", "T0003"])
        #expect(outcome.output.texts("customer_id") == ["x", "y", "x"])
        #expect(outcome.output.floats("first_response_seconds") == [1_800, nil, nil])
    }

    @Test func `tickets beside messages must be one row a conversation`() async throws {
        let rows = messages([("a", "1 09:00", "customer", nil), ("b", "1 09:00", "customer", nil)])
        let tickets = Table([
            "ticket_id": .texts(["a", "a", "z"]),
            "opened_at": .datetimes([june("1 08:00"), june("1 08:00"), nil]),
        ])
        let twice = await conversations.refusal(
            of: rows, ["tickets": .table("t")], named: ["tickets": tickets])
        #expect(twice?.code == "table.duplicate-key")
        let outcome = try await conversations.outcome(
            of: rows, ["tickets": .table("t")], named: ["tickets": tickets[1..<3]])
        #expect(outcome.caveat("tickets.without-messages")?.count == 1)
        #expect(outcome.output["created_at"]?[0] == .datetime(june("1 08:00")))
        let numbers = await conversations.refusal(
            of: rows, ["tickets": .table("t")], named: ["tickets": Table(["ticket_id": .ints([1])])])
        #expect(numbers?.code == "column.type")
    }

    @Test func `tickets alone are measured too`() async throws {
        let table = Table([
            "ticket_id": .ints([3, 1, 2]),
            "created_at": .datetimes([june("1 09:00"), june("1 10:00"), june("1 11:00")]),
            "first_response_at": .datetimes([june("1 09:30"), nil, june("1 10:00")]),
            "resolved_at": .datetimes([june("2 09:00"), nil, nil]),
            "status": .texts(["closed", "open", "open"]),
        ])
        let outcome = try await conversations.outcome(of: table, asOf: june("2 10:00"))
        #expect(outcome.output.ints("conversation_id") == [3, 1])
        #expect(outcome.output.floats("first_response_seconds") == [1_800, nil])
        #expect(outcome.output.floats("waiting_seconds") == [nil, 86_400])
        #expect(outcome.output.floats("resolution_seconds") == [86_400, nil])
        #expect(outcome.output.ints("turns") == [nil, nil])
        #expect(outcome.caveat("rows.answered-before-created")?.count == 1)
    }

    @Test func `tickets that do not say when they were answered have no waits`() async throws {
        let table = Table([
            "ticket_id": .ints([1, 2]),
            "created_at": .datetimes([june("1 09:00"), june("1 10:00")]),
            "resolved_at": .datetimes([june("2 09:00"), nil]),
        ])
        let outcome = try await conversations.outcome(
            of: table,
            [
                "targets": .map([
                    .init(.text("first_response"), .duration(Period(microseconds: 1_800_000_000)))
                ])
            ],
            asOf: june("2 10:00"))
        for name in ["waiting_seconds", "open_wait_seconds", "first_response_seconds"] {
            #expect(outcome.output.floats(name) == [nil, nil], Comment(rawValue: name))
        }
        #expect(outcome.output.bools("awaiting_reply") == [nil, nil])
        #expect(outcome.output.bools("sla_first_response") == [nil, nil])
        #expect(outcome.output.floats("resolution_seconds") == [86_400, nil])
        #expect(outcome.value(of: "awaiting_reply") == nil)
        #expect(outcome.findings.first?.code == "answers.unknown")
        #expect(outcome.caveat("response.unknown") != nil)
    }

    @Test func `tickets resolved without an answer are counted`() async throws {
        let table = Table([
            "ticket_id": .ints([1]), "created_at": .datetimes([june("1 09:00")]),
            "first_response_at": .datetimes([nil]), "resolved_at": .datetimes([june("1 12:00")]),
        ])
        let outcome = try await conversations.outcome(of: table, asOf: june("2 09:00"))
        #expect(outcome.caveat("resolution.unanswered")?.count == 1)
        #expect(outcome.caveat("response.unknown") == nil)
    }

    @Test func `conversations of notes alone are counted`() async throws {
        var table = messages([
            ("A", "1 09:00", "customer", nil), ("A", "1 09:30", "agent", "Mei"),
            ("B", "1 10:00", "agent", "Tom"),
        ])
        table = table.adding(Field("is_private", .bool), .bools([false, false, true]))
        let outcome = try await conversations.outcome(of: table)
        #expect(outcome.output.count == 1)
        #expect(outcome.caveat("conversations.uncounted")?.count == 1)
    }

    @Test func `what stretches count is added up, all of it`() {
        var one = Tally()
        for count in Tally.counts { one[keyPath: count] = 1 }
        var sum = one
        sum.add(one)
        let counted = Mirror(reflecting: sum).children.compactMap { $0.value as? Int }
        #expect(counted == Array(repeating: 2, count: Tally.counts.count))
    }

    @Test func `a side that is true or false gets a mapping to copy`() async throws {
        let table = Table([
            "conversation_id": .texts(["A", "A"]), "sent_at": .datetimes([june("1 09:00"), june("1 09:30")]),
            "role": .bools([true, false]),
        ])
        let refused = await conversations.refusal(of: table, ["side": .column("role")])
        #expect(refused?.code == "side.unmapped")
        #expect(refused?.help.first?.text.contains(#"sides={"true": "customer", "false": "agent"}"#) == true)
        let mapped = try await conversations.outcome(
            of: table,
            [
                "side": .column("role"),
                "sides": .map([
                    .init(.text("true"), .text("customer")),
                    .init(.text("false"), .text("agent")),
                ]),
            ])
        #expect(mapped.output.floats("first_response_seconds") == [1_800])
    }

    @Test func `posts and answers of a service account are found by the names that the network gives`()
        async throws
    {
        let table = Table([
            "tweet_id": .ints([8, 6, 5]), "author_id": .texts(["115712", "shopcare", "115712"]),
            "inbound": .bools([true, false, true]),
            "created_at": .datetimes([june("1 09:00"), june("1 09:02"), june("1 09:05")]),
            "in_response_to_tweet_id": .ints([nil, 8, 6]),
        ])
        let outcome = try await conversations.outcome(
            of: table,
            [
                "sides": .map([
                    .init(.text("true"), .text("customer")), .init(.text("false"), .text("agent")),
                ])
            ])
        #expect(outcome.output.ints("customer_messages") == [2])
        #expect(outcome.output.floats("first_response_seconds") == [120])
    }

    @Test func `times that are numbers or text are told what reads them`() async {
        let count = Table([
            "created_at": .ints([1_709_251_200]), "role": .texts(["customer"]), "thread": .ints([1]),
        ])
        #expect(
            await conversations.refusal(of: count)?.help.first?.text.contains("from_epoch(created_at, \"s\")")
                == true)
        let word = Table([
            "created_at": .texts(["1/2/24"]), "role": .texts(["customer"]), "thread": .ints([1]),
        ])
        let refused = await conversations.refusal(of: word)
        #expect(refused?.help.first?.text.hasPrefix("`… | cast created_at=datetime` before it") == true)
    }

    @Test func `a log of what happened to tickets is not a table of tickets`() async throws {
        let table = Table([
            "ticket_id": .ints([7, 7, 8]),
            "created_at": .datetimes([june("1 09:00"), june("1 09:00"), june("1 10:00")]),
            "resolved_at": .datetimes([june("2 09:00"), june("2 09:00"), nil]),
        ])
        let refused = await conversations.refusal(of: table)
        #expect(refused?.code == "table.duplicate-key")
        #expect(
            refused?.message == "1 of 3 rows repeat the `ticket_id` of another; expected one row a ticket")
        #expect(refused?.help.first?.text.contains("distinct ticket_id") == true)
    }
}
