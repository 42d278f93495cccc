import RapportNumerics
import RapportPluginKit
import RapportTestKit
import Testing

@testable import EfficiencyPlugin

@Suite struct GroupTests {
    private let groups = stage("groups")

    @Test func `replies belong to who wrote them, as the golden file has it`() async throws {
        guard let each = try ConversationGoldenTests.file() else { return }
        let measured = try await ConversationGoldenTests.outcome(each.input)
        let outcome = try await groups.outcome(of: measured.output, ["per": .list([.text("agent")])])
        let output = outcome.output
        #expect(output.texts("key") == ["all", "ann", "bob"])
        let expected = each.expected.summary.by_agent_reply
        #expect(
            output.floats("reply_median").dropFirst() == [expected["ann"]?.median, expected["bob"]?.median])
        #expect(output.floats("one_contact_rate")[0] == each.expected.summary.one_contact_rate)
        #expect(output.floats("sla")[0] == each.expected.summary.sla_attainment)
        #expect(output.floats("reopen_rate")[0] == each.expected.summary.reopen_rate)
        #expect(output.floats("frt_median")[0] == each.expected.summary.first_response_median)
    }

    /// First responses by agent and channel.
    private func table(_ rows: [(String?, String, Double?)]) -> Table {
        Table([
            "agent": .texts(rows.map(\.0)), "channel": .texts(rows.map(\.1)),
            "first_response_seconds": .floats(rows.map(\.2)),
        ])
    }

    @Test func `direct standardisation gives each agent the mix of all`() async throws {
        // Mei takes mail, which is slow; within a channel both are alike.
        let rows =
            Array(repeating: ("Mei" as String?, "mail", 1_000 as Double?), count: 8)
            + Array(repeating: ("Mei", "chat", 100), count: 2)
            + Array(repeating: ("Tom", "mail", 1_000), count: 2)
            + Array(repeating: ("Tom", "chat", 100), count: 8)
        let output = try await groups.outcome(of: table(rows), ["per": .list([.text("agent")])]).output
        #expect(output.floats("frt_median") == [550, 1_000, 100])
        #expect(output.floats("standardised").dropFirst() == [550, 550])
        #expect(output.floats("mix_covered").dropFirst() == [1, 1])
    }

    @Test func `a median that counts open ones is missing where nobody knows how long they last`()
        async throws
    {
        let table = Table([
            "agent": .texts(["Mei", "Mei", "Mei", "Tom", "Tom"]),
            "first_response_seconds": .floats([1, 1, 1, 1, 1]),
            "first_response_business_seconds": .floats([1, 1, 1, 1, 1]),
            "resolution_seconds": .floats([100, nil, nil, 100, 300]),
            "resolution_business_seconds": .floats([50, nil, nil, 50, 150]),
            "unresolved_seconds": .floats([nil, 900, 200, nil, nil]),
        ])
        let arguments: [String: Value] = ["per": .list([.text("agent")])]
        let calendar = try await groups.outcome(of: table, arguments)
        // Of Mei's three one is resolved, the others last longer: less than half have ended.
        #expect(calendar.output.floats("resolution_km_median") == [300, nil, 100])
        #expect(calendar.caveat("resolution.unwatched") == nil)
        let business = try await groups.outcome(
            of: table, arguments.merging(["clock": .text("business")]) { $1 })
        #expect(business.output.floats("resolution_km_median") == [nil, nil, 50])
        #expect(business.output.floats("resolution_median") == [50, 50, 100])
        #expect(business.caveat("resolution.unwatched")?.count == 2)
    }

    @Test func `a group without a stratum says how much of the mix it has`() async throws {
        let rows =
            Array(repeating: ("Mei" as String?, "mail", 1_000 as Double?), count: 6)
            + Array(repeating: ("Tom", "chat", 100), count: 2)
        let outcome = try await groups.outcome(of: table(rows), ["per": .list([.text("agent")])])
        #expect(outcome.output.floats("mix_covered").dropFirst() == [0.75, 0.25])
        #expect(outcome.output.floats("standardised").dropFirst() == [1_000, 100])
        #expect(outcome.caveat("mix.partial")?.count == 2)
    }

    @Test func `comparisons name who is slower, and few are flagged`() async throws {
        var rows: [(String?, String, Double?)] = []
        for index in 0..<20 { rows.append(("Mei", "chat", Double(100 + index))) }
        for index in 0..<20 { rows.append(("Tom", "chat", Double(1_000 + index))) }
        rows += [("New", "chat", 5), (nil, "chat", 7), ("New", "chat", nil)]
        let outcome = try await groups.outcome(of: table(rows))
        let comparisons = try outcome.table("comparisons")
        #expect(comparisons.texts("key") == ["Mei", "Tom"])
        #expect(comparisons.floats("shift_seconds") == [-900, 900])
        #expect(comparisons.floats("p_holm").allSatisfy { ($0 ?? 1) < 1e-6 })
        #expect(outcome.output.texts("flag") == [nil, nil, "few", nil, nil])
        #expect(outcome.caveat("groups.few")?.count == 1)
        #expect(outcome.caveat("groups.missing")?.count == 1)
        #expect(
            outcome.findings.contains {
                $0.text.contains("15 min later than the others") || $0.text.contains("earlier")
            })
    }

    @Test func `open conversations count in the lasting median`() async throws {
        let table = Table([
            "first_response_seconds": .floats([1, 1, 1, 1]),
            "resolution_seconds": .floats([10, 20, nil, nil]),
            "unresolved_seconds": .floats([nil, nil, 100, 5]),
        ])
        let output = try await groups.outcome(of: table).output
        #expect(output.floats("resolution_median") == [15])
        let curve = try KaplanMeier(durations: [10, 20, 100, 5], ended: [true, true, false, false])
        #expect(output.floats("resolution_km_median") == [curve.median])
        #expect(curve.median == 20)
    }

    @Test func `weeks and hours come from the beginning`() async throws {
        let table = Table([
            "created_at": .datetimes([june("1 09:30"), june("8 09:00"), june("9 22:00")]),
            "first_response_seconds": .floats([60, 120, 3_600]),
        ])
        let outcome = try await groups.outcome(of: table)
        #expect(
            outcome.output.texts("key") == [
                "all", "2026-06-01", "2026-06-08", "Monday", "Tuesday", "09", "22",
            ])
        let hours = try outcome.table("hours")
        #expect(hours.ints("weekday") == [1, 2] && hours.ints("hour") == [9, 22])
        #expect(hours.floats("frt_median") == [90, 3_600])
    }

    @Test func `what agents have on hand follows Little's law`() async throws {
        let table = Table([
            "agent": .texts(["Mei", "Mei", "Tom"]), "agent_messages": .ints([2, 4, 3]),
            "created_at": .datetimes([june("1 00:00"), june("1 12:00"), june("3 00:00")]),
            "first_response_seconds": .floats([1, 1, 1]),
            "resolution_seconds": .floats([86_400, nil, 86_400]),
            "unresolved_seconds": .floats([nil, 172_800, nil]),
        ])
        let load = try await groups.outcome(of: table).table("load")
        #expect(load.texts("key") == ["Mei", "Tom"])
        #expect(load.ints("messages") == [6, 3] && load.ints("days") == [1, 1])
        // Three days and one day of conversations over the three days of the table.
        #expect(load.floats("concurrency") == [1, 1.0 / 3])
    }

    @Test func `ratings fall with the wait where they do`() async throws {
        let table = Table([
            "first_response_seconds": .floats((1...20).map(Double.init)),
            "rating": .ints((1...20).map { 5 - $0 / 5 }),
        ])
        let outcome = try await groups.outcome(of: table)
        #expect(try outcome.table("ratings").ints("n") == [4, 4, 4, 4, 4])
        #expect(try outcome.table("ratings").floats("up_to_seconds") == [4, 8, 12, 16, 20])
        #expect((outcome.value(of: "rating_correlation") ?? 0) < -0.9)
    }

    @Test func `ratings tell no equal waits apart`() async throws {
        func ratings(_ waits: [Double]) async throws -> Table {
            let table = Table([
                "first_response_seconds": .floats(waits), "rating": .ints(waits.indices.map { $0 % 5 + 1 }),
            ])
            return try await groups.outcome(of: table).table("ratings")
        }
        let equal = try await ratings(Array(repeating: 60, count: 25))
        #expect(equal.ints("fifth") == [1] && equal.ints("n") == [25])
        #expect(equal.floats("mean_rating") == [3])
        // Fifteen wait the first three fifths alike.
        let partly = try await ratings(Array(repeating: 60, count: 15) + (1...10).map { 60 + Double($0) })
        #expect(partly.ints("fifth") == [1, 4, 5] && partly.ints("n") == [15, 5, 5])
        #expect(
            partly.floats("up_to_seconds") == [60, 65, 70] && partly.floats("mean_rating") == [3, 3, 3])
    }

    @Test func `days on hand are those of the zone, and before 1970 too`() async throws {
        func days(_ created: Column) async throws -> Table {
            let count = created.count
            let table = Table([
                "agent": .texts(Array(repeating: "Mei", count: count)),
                "agent_messages": .ints(Array(repeating: 2, count: count)), "created_at": created,
                "first_response_seconds": .floats(Array(repeating: 60, count: count)),
                "resolution_seconds": .floats(Array(repeating: 600, count: count)),
            ])
            return try await groups.outcome(of: table).table("load")
        }
        // 07:00, 09:00 and 10:00 of one day eight hours ahead.
        let east = try await days(
            .datetimes([june("1 23:00"), june("2 01:00"), june("2 02:00")], zone: "+08:00"))
        #expect(east.ints("days") == [1] && east.floats("messages_per_day") == [6])
        // The evening before 1970, and the morning after it.
        let early = try await days(.datetimes([-3_600_000_000, 3_600_000_000]))
        #expect(early.ints("days") == [2])
    }

    @Test func `counts of messages beyond every count end no program`() async throws {
        func load(_ messages: Column) async throws -> Table {
            let table = Table([
                "agent": .texts(["Mei", "Mei"]), "agent_messages": messages,
                "created_at": .datetimes([june("1 09:00"), june("1 10:00")]),
                "first_response_seconds": .floats([60, 60]),
            ])
            return try await groups.outcome(of: table).table("load")
        }
        #expect(try await load(.ints([.max, .max])).ints("messages") == [nil])
        #expect(try await load(.floats([1e300, 2])).floats("messages_per_day") == [1e300])
        let table = Table([
            "agent": .texts(["Mei"]), "agent_messages": .floats([-1e300]),
            "first_response_seconds": .floats([60]),
        ])
        let error = await groups.refusal(of: table)
        #expect(error?.code == "column.range")
        #expect(
            error?.message
                == "`agent_messages` is below 0 in 1 of 1 row, the first is row 1; expected 0 or more")
        // Open hours alone were asked for: what the other clock says is read for the load all the same.
        let business = Table([
            "first_response_seconds": .floats([60]), "first_response_business_seconds": .floats([60]),
            "unresolved_seconds": .floats([-1e300]), "agent": .texts(["Mei"]),
            "created_at": .datetimes([june("1 09:00")]),
        ])
        let negative = await groups.refusal(of: business, ["clock": .text("business")])
        #expect(negative?.code == "column.range")
    }

    @Test func `a difference of no seconds is told by who is quicker more often`() async throws {
        func rows(_ agent: String, slow: Int) -> [(String?, String, Double?)] {
            (0..<100).map { (agent, "chat", $0 < slow ? 120 : 60) }
        }
        let outcome = try await groups.outcome(
            of: table(rows("Mei", slow: 20) + rows("Tom", slow: 40)), ["per": .list([.text("agent")])])
        #expect(try outcome.table("comparisons").floats("shift_seconds") == [0, 0])
        // 60 s against 120 s: 0.8 · 0.4; equal ones: 0.8 · 0.6 + 0.2 · 0.4, half of them.
        #expect(
            outcome.findings.first { $0.code == "groups.difference" }?.text
                == "Mei (agent) answers earlier than the others more often than not, in 60% of all pairs (ties count "
                + "half); the median difference is 0 s, over 100 conversations.")
    }

    @Test func `by an agent is an analysis of its own for each`() async throws {
        let rows = table([("Mei", "mail", 60), ("Tom", "mail", 120), ("Tom", "chat", 180)])
        let output = try await groups.outcome(of: rows, ["by": .columns(["agent"])]).output
        #expect(output.texts("agent") == ["Mei", "Mei", "Tom", "Tom", "Tom"])
        #expect(output.texts("key") == ["all", "mail", "all", "chat", "mail"])
        #expect(output.floats("frt_median") == [60, 60, 150, 180, 120])
    }

    @Test func `another table says what is wanted`() async {
        let error = await groups.refusal(of: messages([("a", "1 09:00", "customer", nil)]))
        #expect(error?.code == "role.missing")
        #expect(error?.help.first?.text == "`… | efficiency.conversations | efficiency.groups`")
        let waits = Table(["first_response_seconds": .floats([60, nil, -1, -2])])
        let negative = await groups.refusal(of: waits)
        #expect(negative?.code == "column.range")
        #expect(
            negative?.message
                == "`first_response_seconds` is below 0 in 2 of 4 rows, the first is row 3; expected 0 or more"
        )
        // Who still waits stays in: without them the others look as if all had been answered.
        #expect(
            negative?.help.map(\.text) == [
                "`… | where not present(first_response_seconds) or first_response_seconds >= 0` before it leaves such "
                    + "rows out"
            ])
    }
}

@Suite struct BacklogTests {
    @Test func `the backlog at a moment agrees with the golden file`() throws {
        guard let each = try ConversationGoldenTests.file() else { return }
        let tickets = each.input.tickets.values
        let cases = OpenCases(
            created: try tickets.map { try ConversationGoldenTests.moment($0.created) },
            resolved: try tickets.map { try $0.resolved.map(ConversationGoldenTests.moment) ?? Records.never }
        )
        for (time, open) in each.expected.summary.backlog_at {
            #expect(cases.open(at: try ConversationGoldenTests.moment(time)) == open, "\(time)")
        }
    }

    @Test("counts agree with looking at every case", arguments: 1...12)
    func property(seed: Int) async throws {
        print("backlog: seed \(seed)")
        var random = SeededRandom(seed: UInt64(seed))
        let count = Int.random(in: 1...40, using: &random)
        let created = (0..<count).map { _ in
            june("1 00:00") + Int64.random(in: 0..<20 * 86_400, using: &random) * 1_000_000
        }
        let resolved = created.map { start -> Int64? in
            Bool.random(using: &random)
                ? start + Int64.random(in: 0..<10 * 86_400, using: &random) * 1_000_000 : nil
        }
        let asOf = june("21 12:00")
        let table = Table(["created_at": .datetimes(created), "resolved_at": .datetimes(resolved)])
        let output = try await stage("backlog").outcome(of: table, ["every": .text("day")], asOf: asOf).output
        for row in 0..<output.count {
            guard case .date(let day)? = output["time"]?[row] else { continue }
            let (begin, end) = (Int64(day) * 86_400_000_000, min(Int64(day + 1) * 86_400_000_000 - 1, asOf))
            let isOpen = zip(created, resolved).filter { $0 <= end && ($1 ?? .max) > end }
            #expect(output.ints("open")[row] == isOpen.count, "seed \(seed)")
            #expect(
                output.ints("created")[row] == created.count { begin <= $0 && $0 <= end }, "seed \(seed)")
            #expect(
                output.ints("resolved")[row] == resolved.count { ($0 ?? .max) <= end && ($0 ?? 0) >= begin },
                "seed \(seed)")
            let ages = isOpen.map { Double(end - $0.0) / 1e6 }
            #expect(output.floats("age_median")[row] == Quantile.type7(0.5, of: ages), "seed \(seed)")
        }
        let open = output.ints("open").compactMap(\.self)
        #expect(open.last == zip(created, resolved).count { ($1 ?? .max) > asOf && $0 <= asOf })
    }

    @Test func `what ends before it begins is left out and counted`() async throws {
        let table = Table([
            "opened_at": .datetimes([june("2 09:00"), june("1 09:00")]),
            "closed_at": .datetimes([june("1 09:00"), nil]),
        ])
        let outcome = try await stage("backlog").outcome(of: table, asOf: june("3 09:00"))
        #expect(outcome.caveat("rows.resolved-before-created")?.count == 1)
        #expect(outcome.rows == .init(input: 2, used: 1))
        #expect(outcome.value(of: "age_median") == 172_800)
    }
}
