import RapportPluginKit

extension Conversations {
    /// What the rows of the table are.
    enum Source {
        case messages(time: String)
        /// One row a case; when it was opened.
        case tickets(created: String)
    }

    /// Rows with a side are messages; else rows that say when a case was opened and answered or resolved are tickets.
    /// - Throws: `role.missing`; `column.type` for times that are still text.
    func source(_ schema: Schema) throws(Diagnostic) -> Source {
        let isMail = sender != nil && !ours.isEmpty
        if side != nil || isMail {
            guard let time else { throw Self.lackingTime(in: schema) }
            return .messages(time: time)
        }
        if resolvedAt != nil || firstResponseAt != nil, conversation != nil || message == nil {
            guard let created = createdAt ?? time else {
                throw Self.lacking("created_at", "when a case was opened")
            }
            return .tickets(created: created)
        }
        guard let time else { throw Self.lackingTime(in: schema) }
        var help: [Diagnostic.Help] = []
        if sender == nil, let conversation {
            let (moment, each) = (time.asColumnName, conversation.asColumnName)
            help.append(
                .init(
                    "of a log of events, one row a step of a ticket: `… | summarize created_at=min(\(moment)), "
                        + "resolved_at=max(\(moment)) by \(each) | \(Self.name)` takes the first and the last"
                ))
        }
        throw Diagnostic(
            "role.missing", "`\(Self.name)` needs a column for `side`: who wrote, customer or agent",
            subject: .parameter("side"),
            help: help + [
                sender == nil
                    ? "`side=…` names the column; mails need `sender=…` and `ours=[\"our.domain\"]` in its place"
                    : "`ours=[\"our.domain\"]` says which senders are ours; or `side=…` names a column"
            ])
    }

    /// Columns that rows of this kind do not need.
    /// - Throws: `role.missing`.
    func unused(by source: Source) throws(Diagnostic) -> Set<String> {
        let ofMessages: Set = [
            "side", "is_public", "is_private", "text", "message", "reply_to", "subject", "sender",
            "recipient",
        ]
        guard case .messages = source else {
            return createdAt == nil ? ofMessages : ofMessages.union(["time"])
        }
        let rule = try threadRule()
        var unused: Set<String> = []
        if rule != .subject { unused.formUnion(["subject", "recipient"]) }
        if rule != .subject, side != nil { unused.insert("sender") }
        if rule != .replies { unused.insert("reply_to") }
        return unused
    }

    /// No column is a time; one that is called so may still be text.
    private static func lackingTime(in schema: Schema) -> Diagnostic {
        let called = schema.fields.first { !$0.type.isTime && RoleAliases.isAlias($0.name, of: "time") }
        guard let called else {
            var lacking = lacking(
                "time", "when a message was sent; a log without times tells no response times")
            lacking.help.append(
                "a table of tickets takes `created_at=…` with `resolved_at=…` or `first_response_at=…`")
            return lacking
        }
        return Diagnostic(
            "column.type",
            "`time` takes a date or datetime; column `\(called.name)` is of type \(called.type.name)",
            subject: .parameter("time"),
            help: [
                called.type.isNumber
                    ? "`… | derive \(called.name.asColumnName)=from_epoch(\(called.name.asColumnName), \"s\")` before it, or \"ms\""
                    : "`… | cast \(called.name.asColumnName)=datetime` before it (`on_error=missing` where some do not fit), or `parse_date`"
            ])
    }

    static func lacking(_ role: String, _ meaning: String) -> Diagnostic {
        Diagnostic(
            "role.missing", "`\(name)` needs a column for `\(role)`: \(meaning)", subject: .parameter(role),
            help: ["`\(role)=…` names the column"])
    }

    /// The rule that `auto` stands for.
    /// - Throws: `role.missing`.
    func threadRule() throws(Diagnostic) -> ThreadRule {
        let canLink = message != nil && replyTo != nil
        let canKey = subject != nil && (sender != nil || customer != nil)
        switch threads {
        case .auto:
            if conversation != nil { return .conversation }
            if canLink { return .replies }
            if canKey { return .subject }
            var help: [Diagnostic.Help] = []
            if let side, let sender, let recipient {
                let (side, sender, recipient) =
                    (side.asColumnName, sender.asColumnName, recipient.asColumnName)
                help.append(
                    .init(
                        "of chats between two, with your word for customers: `… | derive customer_id = "
                            + "if(\(side) == \"…\", \(sender), \(recipient)) | \(Self.name) threads=customer`"
                    ))
            }
            throw Diagnostic(
                "role.missing",
                "`\(Self.name)` needs a column for `conversation`: which messages belong together",
                subject: .parameter("conversation"),
                help: help + [
                    Diagnostic.Help(
                        "`conversation=…`; or `message=…` with `reply_to=…`; or `subject=…` with `sender=…`; "
                            + "or `threads=customer`, cut at silences")
                ])
        case .conversation where conversation == nil:
            throw Self.lacking("conversation", "which messages belong together")
        case .replies where !canLink:
            throw Self.lacking(
                message == nil ? "message" : "reply_to", "the links of messages to those they answer")
        case .subject where !canKey:
            throw Self.lacking(subject == nil ? "subject" : "sender", "what mails of one conversation share")
        case .customer where customer == nil: throw Self.lacking("customer", "whose conversation it is")
        default: return threads
        }
    }

    /// In microseconds.
    func gap() throws(Diagnostic) -> Int64 {
        Int64(min(try Targets.seconds(of: threadGap, parameter: "thread_gap"), 1e11) * 1_000_000)
    }

    func businessCalendar() throws(Diagnostic) -> BusinessCalendar? {
        guard let calendar else {
            if clock == .calendar { return nil }
            throw Diagnostic(
                "parameter.missing", "`clock=business` needs `calendar`: a CSV file of opening hours",
                subject: .parameter("calendar"),
                help: ["`calendar=\"hours.csv\"`; `help conversations` shows the form"])
        }
        do throws(Diagnostic) {
            return try BusinessCalendar(file: calendar)
        } catch {
            var placed = error
            placed.subject = .parameter("calendar")
            throw placed
        }
    }

    // MARK: - Reading

    func sides(in table: Table, work: Work) throws(Diagnostic) -> Sides {
        if let side {
            return try Sides(of: try table.column(side), named: side, given: sides, work: work)
        }
        let sender = sender ?? ""
        return try Sides(senders: try table.column(sender), named: sender, ours: ours, work: work)
    }

    func threads(in table: Table, sent: Threads.Sent, work: Work) throws(Diagnostic) -> Threads {
        let messages = try message.map { name throws(Diagnostic) in try table.column(name) }
        switch try threadRule() {
        case .replies:
            guard let message, let replyTo, let messages else { break }
            try table.requirePresent([message])
            return try Threads.linked(
                messages: messages, replies: try table.column(replyTo), names: (message, replyTo),
                sent: sent,
                work: work)
        case .subject:
            guard let subject else { break }
            let subjects = try table.texts(in: subject)
            var people: [[String?]] = []
            if sender != nil {
                for name in [sender, recipient].compactMap(\.self) {
                    people.append(try table.texts(in: name))
                }
            } else if let customer {
                let column = try table.column(customer)
                people.append((0..<table.count).map { column[$0].isMissing ? nil : column.text(at: $0) })
            }
            let keys = subjects.indices.map { row in
                MailKey.subject(subjects[row] ?? "") + "\n" + MailKey.participants(people.map { $0[row] })
            }
            return try Threads.keyed(
                by: [.texts(keys)], gap: try gap(), messages: whole(messages), sent: sent, work: work)
        case .customer:
            guard let customer else { break }
            try table.requirePresent([customer])
            return try Threads.keyed(
                by: [try table.column(customer)], gap: try gap(), messages: whole(messages), sent: sent,
                work: work)
        case .conversation, .auto: break
        }
        let name = conversation ?? ""
        try table.requirePresent([name])
        return try Threads(by: try table.column(name), sent: sent, work: work)
    }

    /// Ids that can name conversations: none is missing.
    private func whole(_ messages: Column?) -> Column? {
        messages.flatMap { $0.missingCount == 0 ? $0 : nil }
    }

    // MARK: - Measuring

    func measure(
        messages inputs: Inputs<Table>, time: String, _ context: Context
    ) throws(Diagnostic) -> Measured {
        let (table, work) = (inputs.piped, context.work)
        let calendar = try businessCalendar()
        var log = try MessageLog(self, table, time: time, calendar: calendar, context: context)
        let cases = try Cases(
            of: log, self, table, tickets: tickets.flatMap { inputs.named[$0] }, work: work)
        if context.asOf == nil {
            // The latest that the data know of is no later than what they say of a resolve.
            log.asOf = max(log.asOf, cases.created?.max() ?? log.asOf, cases.resolved?.max() ?? log.asOf)
        }
        var thanks: Ledger.Thanking?
        if let text {
            let names =
                log.agents.map { column in (0..<min(column.count, 5_000)).map { column.text(at: $0) } } ?? []
            let (column, known) = (try table.column(text), Thanks(agents: names))
            thanks = { row in if case .text(let cell) = column[row] { known.isThanks(cell) } else { false } }
        }
        let ledger = try Ledger(
            log, cases, rule: oneContactRule, ignoringThanks: ignore == .thanks, texts: thanks, work: work)
        let kept = Buffer<Int32>.of(ledger.kept)
        var labels: [Cases.Label: Column] = [:]
        for (label, column) in cases.labels { labels[label] = try column.gathered(at: kept, work: work) }
        return try Measured(
            records: ledger.records, tally: ledger.tally,
            ids: try log.threads.ids.gathered(at: kept, work: work),
            labels: labels, people: log.agents, clock: log.clock,
            timeline: try Self.timeline(
                calendar, over: [log.times, cases.created, cases.resolved], asOf: log.asOf),
            asOf: log.asOf,
            sides: log.sides, knowsResolution: cases.resolved != nil,
            rowsUsed: log.parts.count { $0 != MessageLog.Part.none } - ledger.tally.messagesLeftOut,
            work: work)
    }

    func measure(
        tickets table: Table, created: String, _ context: Context
    ) throws(Diagnostic) -> Measured {
        let work = context.work
        try table.requirePresent([created])
        try requireOneRowEach(table, work: work)
        let calendar = try businessCalendar()
        let clock = try Clock(times: try table.column(created).type, calendar: calendar)
        var copy = try Cases(tickets: table, self, clock, work: work)
        copy.created = try clock.instants(of: try table.column(created))
        let moments = [copy.created, copy.firstResponseAt, copy.resolved]
        let latest = moments.compactMap { $0?.max() }.max() ?? 0
        let asOf = context.asOf.map { clock.instant(ofSetting: $0) } ?? latest
        var (tally, kept): (Tally, [Int32]) = (Tally(), [])
        let records = Records(copy, clock: clock, asOf: asOf, tally: &tally, kept: &kept)
        if tally.future > 0, future == .error { throw .laterThanAsOf(tally.future, of: table.count) }
        let rows = Buffer<Int32>.of(kept)
        var labels: [Cases.Label: Column] = [:]
        for (label, column) in copy.labels { labels[label] = try column.gathered(at: rows, work: work) }
        let ids: Column
        if let id = ticketID(in: table.schema) {
            ids = try table.column(id).gathered(at: rows, work: work)
        } else {
            ids = .texts(kept.map { "row \($0 + 1)" })
        }
        return try Measured(
            records: records, tally: tally, ids: ids, labels: labels, people: nil, clock: clock,
            timeline: try Self.timeline(calendar, over: moments, asOf: asOf), asOf: asOf, sides: nil,
            knowsResolution: copy.resolved != nil, knowsResponse: copy.firstResponseAt != nil,
            rowsUsed: kept.count, work: work)
    }

    /// The tickets' ids: by their role, else the one column that is called nothing but an id, as help desks write it.
    private func ticketID(in schema: Schema) -> String? {
        if let conversation { return conversation }
        let words: Set = ["id", "number", "key", "编号", "单号"]
        let found = schema.fields.filter {
            $0.kind == .id && $0.role == nil && !$0.isPrivate && words.contains(RoleAliases.folded($0.name))
        }
        return found.count == 1 ? found[0].name : nil
    }

    /// A log of what happened to tickets, one row an event, would count a ticket as often as it was touched.
    private func requireOneRowEach(_ table: Table, work: Work) throws(Diagnostic) {
        guard let conversation = ticketID(in: table.schema) else { return }
        try table.requirePresent([conversation])
        let column = try table.column(conversation)
        let repeated = column.count - (try Grouping(by: [column], count: column.count, work: work)).groupCount
        guard repeated > 0 else { return }
        let name = conversation.asColumnName
        // The first row of an event log says that a case is new, whatever became of it.
        let step = table.schema.fields.first {
            $0.type.isTime
                && ["updated", "modified", "timestamp", "更新"].contains(where: $0.name.lowercased().contains)
        }
        let order = step?.name.asColumnName ?? "…"
        throw Diagnostic(
            "table.duplicate-key",
            "\(Wording.count(repeated)) of \(Wording.count(column.count, "row")) repeat the `\(conversation)` of another; "
                + "expected one row a ticket",
            subject: .column(conversation),
            help: [
                status == nil
                    ? "`… | distinct \(name)` before it keeps the first row of each; `sort \(order) | distinct \(name) keep=last` the last"
                    : "`… | sort \(order) | distinct \(name) keep=last` before it keeps the last row of each, which says how it ended"
            ])
    }

    /// The open hours over all moments that are there.
    private static func timeline(
        _ calendar: BusinessCalendar?, over moments: [[Int64]?], asOf: Int64
    ) throws(Diagnostic) -> BusinessTimeline? {
        guard let calendar else { return nil }
        var (earliest, latest) = (asOf, asOf)
        for each in moments.compactMap(\.self) {
            for moment in each where moment != Records.never {
                (earliest, latest) = (min(earliest, moment), max(latest, moment))
            }
        }
        return try BusinessTimeline(calendar, covering: earliest...latest)
    }

    /// That a column counts how long the first answer took, as help desks export it: a moment can be made of it.
    static func countedResponse(in schema: Schema, created: String) -> [Outcome.Caveat] {
        let units = [
            ("1min", ["minute", "mins", "分钟"]), ("1h", ["hour", "hrs", "小时"]),
            ("1s", ["second", "secs", "秒"]),
        ]
        for field in schema.fields where field.type.isNumber {
            let name = field.name.lowercased()
            let isFirst =
                name.contains("first") && (name.contains("reply") || name.contains("response"))
                || name.contains("首次响应") || name.contains("首次回复") || name.contains("首响")
            guard isFirst, let unit = units.first(where: { $0.1.contains(where: name.contains) })?.0 else {
                continue
            }
            return [
                .init(
                    "response.counted",
                    "`\(field.name)` counts how long the first answer took: `… | derive first_response_at = "
                        + "\(created.asColumnName) + \(field.name.asColumnName) * \(unit)` before it makes use of that"
                )
            ]
        }
        return []
    }

    // MARK: - The output

    /// Labels keep their types, moments that of the column of times.
    func outputSchema(_ inputs: Inputs<Schema>, _ source: Source) throws(Diagnostic) -> Schema {
        var schema = Schema(ConversationTables.declared[0].fields, rowGrain: ["conversation_id"])
        func retype(_ name: String, _ type: ColumnType?) {
            guard let type, let index = schema.index(of: name) else { return }
            schema.fields[index].type = type
        }
        let piped = inputs.piped
        let ticketSchema = tickets.flatMap { inputs.named[$0] }
        func type(of role: Role, piped name: String?) throws(Diagnostic) -> ColumnType? {
            if let found = try ticketSchema?.column(for: role, of: "tickets", isOptional: true) {
                return ticketSchema?[found]?.type
            }
            return name.flatMap { piped[$0]?.type }
        }
        let time: String
        var named: String?
        switch source {
        case .messages(let column):
            time = column
            switch try threadRule() {
            case .conversation: named = conversation
            case .replies: named = message
            case .subject, .customer, .auto: named = nil
            }
            let people = agent ?? (side == nil ? sender : nil)
            retype("first_responder", people.flatMap { piped[$0]?.type })
            retype("repliers", people.flatMap { piped[$0] }.map { .list(of: $0.type) })
            retype("agent", try type(of: "agent", piped: people))
        case .tickets(let column):
            time = column
            named = ticketID(in: piped)
            retype("agent", agent.flatMap { piped[$0]?.type })
        }
        retype("conversation_id", named.flatMap { piped[$0]?.type })
        retype("customer_id", try type(of: "customer", piped: customer))
        retype("channel", try type(of: "channel", piped: channel))
        retype("priority", try type(of: "priority", piped: priority))
        retype("team", try type(of: "team", piped: team))
        for name in ["created_at", "first_response_at", "resolved_at", "last_message_at"] {
            retype(name, .datetime(zone: piped[time]?.type.zone))
        }
        return schema
    }
}
