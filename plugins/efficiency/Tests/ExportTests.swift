import RapportPluginKit
import RapportTestKit
import Testing

/// Tables as help desks and chats export them.
@Suite struct ExportTests {
    @Test(arguments: [("inbound", true), ("is_agent", false), ("IsSender", false)])
    func `a column that asks who wrote needs no words`(_ name: String, _ customerWrites: Bool) async throws {
        func log(_ name: String) -> Table {
            Table(
                Schema([
                    Field("conversation_id", .text), Field("sent_at", .datetime(zone: nil)),
                    Field(name, .bool),
                ]),
                [
                    .texts(["a", "a"]), .datetimes([june("1 09:00"), june("1 09:10")]),
                    .bools([customerWrites, !customerWrites]),
                ])
        }
        let outcome = try await conversations.outcome(of: log(name))
        #expect(outcome.output.floats("first_response_seconds") == [600])
        let error = await conversations.refusal(of: log("role"))
        #expect(error?.code == "side.unmapped")
    }

    /// Tickets with a column that is called nothing but an id.
    private func tickets(_ ids: [String]) -> Table {
        let count = ids.count
        return Table(
            Schema([
                Field("Number", .text, kind: .id), Field("opened_at", .datetime(zone: nil)),
                Field("resolved_at", .datetime(zone: nil)), Field("First reply time in minutes", .int),
            ]),
            [
                .texts(ids), .datetimes((0..<count).map { _ in june("1 09:00") }),
                .datetimes((0..<count).map { _ in june("1 10:00") }), .ints((0..<count).map { $0 + 5 }),
            ])
    }

    @Test func `a column called number names tickets, and repeats are events`() async throws {
        let outcome = try await conversations.outcome(of: tickets(["INC1", "INC2"]))
        #expect(outcome.output.texts("conversation_id") == ["INC1", "INC2"])
        let events = tickets(["INC1", "INC2", "INC1"])
        let error = await conversations.refusal(of: events)
        #expect(error?.code == "table.duplicate-key")
        // Of an event log the last row says how a case ended.
        let logged = events.adding(
            Field("state", .text), .texts(["New", "New", "Closed"])
        ).adding(
            Field("sys_updated_at", .datetime(zone: nil)),
            .datetimes([june("1 09:00"), june("1 09:00"), june("1 10:00")]))
        let last = await conversations.refusal(of: logged)
        #expect(
            last?.help.first?.text.contains("`… | sort sys_updated_at | distinct Number keep=last`") == true)
    }

    @Test func `minutes to the first answer can be made a moment of`() async throws {
        let outcome = try await conversations.outcome(of: tickets(["INC1", "INC2"]))
        #expect(
            outcome.caveat("response.counted")?.text.contains(
                "`… | derive first_response_at = opened_at + `First reply time in minutes` * 1min`") == true)
    }

    @Test func `a log of events is told how to become tickets`() async {
        let events = Table([
            "case_id": .texts(["a", "a"]), "activity": .texts(["open", "close"]),
            "timestamp": .datetimes([june("1 09:00"), june("1 10:00")]),
        ])
        let error = await conversations.refusal(of: events)
        #expect(error?.code == "role.missing" && error?.subject == .parameter("side"))
        #expect(
            error?.help.first?.text.contains(
                "summarize created_at=min(timestamp), resolved_at=max(timestamp) by case_id") == true)
    }
}
