import RapportPluginKit

/// Measures each conversation: how long until an answer, how many turns, whether one contact was enough.
struct Conversations: Analysis {
    static let name = "efficiency.conversations"
    static let version = 1
    static let summary = "Measure how fast and with how many turns each conversation was answered."
    static let aliases = ["service.conversations"]
    static let references = [
        "Zendesk, native duration metrics: first reply, requester wait, resolution (support article 4408834848154)",
        "Chatwoot, waiting_since: the first message nobody has answered yet (app/models/message.rb)",
        "Intercom, medians for response times (help article 7022438)",
        "The rules for what counts are Rapport's own and stand in the details; no outside standard exists",
    ]
    static let outputs = ConversationTables.declared
    static let metrics = ConversationTables.metrics

    // MARK: - Messages

    @Input("When a message was sent.", "time", types: [.time]) var time: String?
    @Input("Who wrote: customer, agent, bot or system, in English or Chinese.", "side") var side: String?
    @Input("The conversation, thread or ticket that a message belongs to.", "conversation")
    var conversation: String?
    @Input("Which agent wrote; of a table of tickets: whose it is.", "agent") var agent: String?
    @Input("Whose conversation it is.", "customer") var customer: String?
    @Input("Chat, mail, phone, …", "channel") var channel: String?
    @Input("How urgent it is; targets may depend on it.", "priority") var priority: String?
    @Input("The team that answers.", "team") var team: String?
    @Input(
        "Whether the customer can see the message; notes are not seen.", "public",
        types: [.bool, .number, .text])
    var isPublic: String?
    @Input("Whether the message is a note among agents.", "private", types: [.bool, .number, .text])
    var isPrivate: String?
    @Input("The text, to tell thanks from questions.", "message_text", types: [.text]) var text: String?

    // MARK: - Mails without a conversation

    @Input("The message's own id.", "message") var message: String?
    @Input("The id of the message it answers.", "reply_to") var replyTo: String?
    @Input("The subject of a mail.", "subject", types: [.text]) var subject: String?
    @Input("Who sent a mail.", "sender", types: [.text]) var sender: String?
    @Input("Who received a mail.", "recipient", types: [.text]) var recipient: String?

    // MARK: - Cases

    @Input("When a case was opened; missing: its first message.", "created_at", types: [.time])
    var createdAt: String?
    @Input("Of a table of tickets: when the first answer was given.", "first_response_at", types: [.time])
    var firstResponseAt: String?
    @Input("When a case was resolved; missing: it is open.", "resolved_at", types: [.time])
    var resolvedAt: String?
    @Input("Open or closed: a case that is open again is not resolved.", "status", types: [.text])
    var status: String?
    @Input("How often a case was opened again.", "reopens", types: [.number, .bool]) var reopens: String?
    @TableInput(
        "One row a conversation, with what its messages do not say: opened, resolved, priority.",
        optional: true)
    var tickets: String?

    // MARK: - Rules

    @Parameter("A CSV file of opening hours; with it business times are told.") var calendar: FilePath? = nil
    @Parameter("Times to meet, by `first_response`, `next_reply`, `resolution`: one for all or by priority.")
    var targets = Targets.Given()
    @Parameter("What targets count: all time, or open hours only.") var clock = ClockKind.calendar
    @Parameter(
        "Resolved in one contact: at most one message of an agent, exactly one, or any number of one agent.")
    var oneContactRule = OneContactRule.le1
    @Parameter("Customer messages that are no open question: those that only say thanks, praise or goodbye.")
    var ignore = Ignore.none
    @Parameter("Whether a bot's message is an answer.") var countBots = false
    @Parameter("What words in `side` mean: `{\"visitor\": \"customer\", \"desk\": \"agent\"}`.")
    var sides = NamedValues<Side>()
    @Parameter("Our addresses or their domains, for mails without `side`: all other senders are customers.")
    var ours: [String] = []
    @Parameter(
        "What makes a conversation: its column, reply links, the subject with who takes part, or the customer."
    )
    var threads = ThreadRule.auto
    @Parameter("Where a subject or a customer makes the conversation: a silence that ends it.")
    var threadGap = Period(days: 30)
    @Parameter("Messages later than `as_of`: an error, or left out.") var future = Future.error

    enum ClockKind: String, Choice { case calendar, business }
    enum OneContactRule: String, Choice { case le1, eq1, oneAgent = "one_agent" }
    enum Ignore: String, Choice { case none, thanks }
    enum ThreadRule: String, Choice { case auto, conversation, replies, subject, customer }
    enum Future: String, Choice { case error, drop }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        let source = try source(inputs.piped)
        if case .messages = source {
            _ = try threadRule()
            if ignore == .thanks, text == nil {
                throw Self.lacking("text", "what was written, to know thanks by")
            }
        }
        let targets = try Targets(targets)
        _ = try businessCalendar()
        _ = try gap()
        var warnings: [Note] = []
        if targets.needPriority, priority == nil, tickets == nil {
            warnings.append(
                Note("role.missing", "targets depend on the priority, and no column is one", isWarning: true))
        }
        if case .tickets = source, tickets != nil {
            throw Diagnostic(
                "parameter.conflict", "`tickets` comes beside messages; the piped table has none",
                subject: .parameter("tickets"), help: ["pipe the messages, or leave `tickets` out"])
        }
        let output = try outputSchema(inputs, source)
        var outline = Outline(declared: Self.outputs, output: output, warnings: warnings)
        outline.tables[1].schema = ConversationTables.waitingSchema(output)
        outline.unused = try unused(by: source)
        return outline
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let source = try source(inputs.piped.schema)
        let schema = try outputSchema(
            Inputs(inputs.piped.schema, named: inputs.named.mapValues(\.schema)), source)
        var measured: Measured
        switch source {
        case .messages(let time): measured = try measure(messages: inputs, time: time, context)
        case .tickets(let created): measured = try measure(tickets: inputs.piped, created: created, context)
        }
        measured.finish(targets: try Targets(targets), clock: clock)
        let tables = ConversationTables(measured, schema)
        let laid = try tables.laidOut(work: context.work)
        var outcome = Outcome(
            laid.output, tables: laid.named, metrics: laid.metrics,
            charts: ConversationTables.charts(of: try Targets(targets), clock), caveats: [],
            rows: Outcome.RowCount(input: inputs.piped.count, used: measured.rowsUsed))
        let sentences = ConversationSentences(analysis: self, measured: measured, metrics: outcome.metrics)
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        if case .tickets(let created) = source, firstResponseAt == nil {
            outcome.caveats += Self.countedResponse(in: inputs.piped.schema, created: created)
        }
        return outcome
    }

    static let examples = [
        Example(
            "Three conversations: answered at once, answered after a bot and a note, and still waiting.",
            run:
                "given | efficiency.conversations | select conversation_id, first_response_seconds, replies, "
                + "turns, awaiting_reply, waiting_seconds",
            given: """
                conversation_id,sent_at,sender_type,agent,is_private
                C1,2026-06-01T09:00:00,customer,,false
                C1,2026-06-01T09:05:00,agent,Mei,false
                C1,2026-06-01T09:06:00,customer,,false
                C1,2026-06-01T09:16:00,agent,Mei,false
                C2,2026-06-01T10:00:00,customer,,false
                C2,2026-06-01T10:00:01,bot,,false
                C2,2026-06-01T10:10:00,agent,Tom,true
                C2,2026-06-01T10:30:00,agent,Tom,false
                C3,2026-06-01T11:00:00,customer,,false
                C3,2026-06-01T12:00:00,customer,,false
                """,
            gives: """
                conversation_id,first_response_seconds,replies,turns,awaiting_reply,waiting_seconds
                C1,300.0,2,4,false,
                C2,1800.0,1,2,false,
                C3,,0,1,true,3600.0
                """),
        Example(
            "Chinese sides, tickets that say when they were resolved, and a target of half an hour.",
            run: "given | efficiency.conversations targets={\"first_response\": 30min} "
                + "| select conversation_id, first_response_seconds, sla_first_response, resolution_seconds, one_contact",
            given: """
                会话,时间,发送方,客服,解决时间
                甲,2026-06-01T09:00:00,客户,,2026-06-01T09:30:00
                甲,2026-06-01T09:20:00,客服,林静,2026-06-01T09:30:00
                乙,2026-06-01T09:00:00,客户,,
                乙,2026-06-01T09:45:00,客服,林静,
                """,
            gives: """
                conversation_id,first_response_seconds,sla_first_response,resolution_seconds,one_contact
                乙,2700.0,false,,false
                甲,1200.0,true,1800.0,true
                """),
        Example(
            "A mailbox without conversations: reply links make them, and the domain says who is ours.",
            run: "given | efficiency.conversations ours=[\"willow.example\"] "
                + "| select conversation_id, customer_messages, agent_messages, first_response_seconds",
            given: """
                message_id,in_reply_to,date,from
                m1,,2026-06-01T09:00:00,Ada <ada@home.example>
                m2,m1,2026-06-01T10:00:00,Mei <mei@willow.example>
                m3,m2,2026-06-01T10:30:00,Ada <ada@home.example>
                m4,,2026-06-02T09:00:00,bea@cafe.example
                """,
            gives: """
                conversation_id,customer_messages,agent_messages,first_response_seconds
                m1,2,1,3600.0
                m4,1,0,
                """),
    ]
}
