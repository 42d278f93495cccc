import RapportPluginKit

extension ConversationTables {
    static let declared = [
        Signature.Output(
            "output", "One row a conversation, by id.",
            [
                Field("conversation_id", .text, kind: .id, role: "conversation"),
                Field("customer_id", .text, kind: .id, role: "customer"),
                Field("channel", .text, kind: .category, role: "channel"),
                Field("priority", .text, kind: .category, role: "priority"),
                Field("team", .text, kind: .category, role: "team"),
                Field(
                    "agent", .text, kind: .category, role: "agent",
                    meaning: "whose it is by the tickets, else who wrote last"),
                Field(
                    "first_responder", .text, kind: .category, role: "first_responder",
                    meaning: "who gave the first answer"),
                Field("initiated_by", .text, kind: .category, meaning: "who wrote first: customer or agent"),
                Field(
                    "created_at", .datetime(zone: nil), kind: .time, role: "time", meaning: "when it began"),
                Field("first_response_at", .datetime(zone: nil), kind: .time, role: "first_response_at"),
                Field("resolved_at", .datetime(zone: nil), kind: .time, role: "resolved_at"),
                Field("last_message_at", .datetime(zone: nil), kind: .time),
                seconds("first_response", "from the customer's first message to the first answer"),
                business("first_response", "the same, in open hours"),
                seconds("median_reply", "the median of its reply times"),
                business("median_reply", "the same, in open hours"),
                seconds("resolution", "from the beginning to the resolve; missing while it is open"),
                business("resolution", "the same, in open hours"),
                seconds("waiting", "to `as_of`, where the first answer is still missing"),
                Field(
                    "open_wait_seconds", .float, kind: .measure, unit: "seconds",
                    meaning: "to `as_of`, since the question that nobody has answered yet"),
                seconds("unresolved", "from the beginning to `as_of`, where it is not resolved"),
                Field("replies", .int, kind: .measure, meaning: "questions that an agent answered"),
                Field("agent_messages", .int, kind: .measure, role: "agent_messages"),
                Field("customer_messages", .int, kind: .measure),
                Field("turns", .int, kind: .measure, meaning: "runs of messages of one side"),
                Field(
                    "exchanges", .int, kind: .measure, role: "exchanges",
                    meaning: "questions and their answers: as many as replies"),
                Field("distinct_agents", .int, kind: .measure),
                Field(
                    "reopens", .int, kind: .measure, role: "reopens", meaning: "how often it was opened again"
                ),
                Field(
                    "one_contact", .bool, kind: .flag, role: "one_contact",
                    meaning: "resolved in one contact, by `one_contact_rule`"),
                Field(
                    "sla_first_response", .bool, kind: .flag, role: "sla_first_response",
                    meaning: "target met; missing: no target, or open and not yet too late"),
                Field(
                    "sla_next_reply", .bool, kind: .flag, role: "sla_next_reply",
                    meaning: "of its slowest reply"),
                Field("sla_resolution", .bool, kind: .flag, role: "sla_resolution"),
                Field(
                    "awaiting_reply", .bool, kind: .flag, meaning: "a customer's question is open at `as_of`"),
                Field(
                    "censored", .bool, kind: .flag, meaning: "not resolved at `as_of`; missing: nothing says"),
                Field(
                    "reply_seconds", .list(of: .float), unit: "seconds", meaning: "its reply times, in order"),
                Field(
                    "reply_business_seconds", .list(of: .float), unit: "seconds",
                    meaning: "the same, in open hours"),
                Field("repliers", .list(of: .text), meaning: "who gave each reply"),
            ]),
        Signature.Output(
            "sides", "How the words of the sides were read.",
            [
                Field("value", .text, kind: .category, meaning: "as the column has it"),
                Field("side", .text, kind: .category, meaning: "customer, agent, bot or system"),
                Field("messages", .int, kind: .measure),
            ]),
        Signature.Output(
            "waiting", "Conversations with an open question, the longest wait first.",
            [
                Field("conversation_id", .text, kind: .id, role: "conversation"),
                Field("agent", .text, kind: .category, role: "agent"),
                Field("since", .datetime(zone: nil), kind: .time),
                Field("open_wait_seconds", .float, kind: .measure, unit: "seconds"),
            ]),
        Signature.Output(
            "answered",
            "Which part of the first questions was answered within how long; open ones count as unanswered.",
            [
                Field(
                    "hours", .float, kind: .measure, unit: "hours",
                    meaning: "of the wall clock; with `clock=business` open hours"),
                Field("share", .float, kind: .measure, meaning: "answered within that time"),
            ]),
    ]

    private static func seconds(_ name: String, _ meaning: String) -> Field {
        Field(
            "\(name)_seconds", .float, kind: .measure, role: Role("\(name)_seconds"), unit: "seconds",
            meaning: meaning)
    }
    private static func business(_ name: String, _ meaning: String) -> Field {
        seconds("\(name)_business", meaning)
    }

    static let metrics: [Signature.MetricDescription] = [
        .init("conversations", "Conversations measured."),
        .init(
            "first_response_median", "Half of the answered first questions wait less.", unit: "seconds",
            direction: .lower),
        .init(
            "first_response_p90", "Nine of ten answered first questions wait less.", unit: "seconds",
            direction: .lower),
        .init(
            "first_response_mean", "Mean wait of the answered first questions.", unit: "seconds",
            direction: .lower),
        .init("reply_median", "Half of all replies took less.", unit: "seconds", direction: .lower),
        .init("reply_p90", "Nine of ten replies took less.", unit: "seconds", direction: .lower),
        .init("resolution_median", "Of resolved conversations alone.", unit: "seconds", direction: .lower),
        .init(
            "resolution_km_median", "Of all conversations, open ones counted as lasting at least until now.",
            unit: "seconds", direction: .lower),
        .init(
            "one_contact_rate", "Part of the resolved conversations that took one contact.",
            direction: .higher),
        .init("reopen_rate", "Part of the resolved conversations that were opened again.", direction: .lower),
        .init("awaiting_reply", "Conversations with an open question at `as_of`.", direction: .lower),
        .init("sla_first_response", "Part of the first answers that met their target.", direction: .higher),
        .init(
            "sla_next_reply", "Part of the conversations whose replies all met their target.",
            direction: .higher),
        .init("sla_resolution", "Part of the resolutions that met their target.", direction: .higher),
    ]

    /// The curve of first answers, with the targets that it is measured against.
    ///
    /// Its hours are those of the clock that the targets are times of.
    static func charts(
        of targets: Targets, _ clock: Conversations.ClockKind
    ) -> [ChartSpecification] {
        [
            ChartSpecification(
                .line, title: "First questions answered within", table: "answered", x: "hours", y: "share",
                xLabel: clock == .business ? "open hours" : "hours", yLabel: "share answered",
                references: targets.lines(.firstResponse).map {
                    .init(.x, $0.seconds / 3_600, label: $0.label)
                })
        ]
    }
}
