import RapportPluginKit

/// What is known of conversations beside their messages: when they were opened and resolved, how urgent they are, whose.
///
/// One place a conversation in every column; from the table of tickets where it has the column, else from the rows.
struct Cases {
    var created: [Int64]?
    var firstResponseAt: [Int64]?
    var resolved: [Int64]?
    /// Whether resolves are whole days where the other times are not.
    var areResolvesDays = false
    var statuses: [Status?]?
    var reopens: [Double?]?
    /// Of the output: customer, channel, priority, team, agent; nil where no column says.
    var labels: [Label: Column] = [:]
    var tally = Tally()

    enum Label: String, CaseIterable { case customer, channel, priority, team, agent }

    init(
        of log: MessageLog, _ analysis: Conversations, _ table: Table, tickets: Table?, work: Work
    ) throws(Diagnostic) {
        let source = try CaseSource(log: log, table: table, tickets: tickets, work: work)
        tally.ticketsWithoutMessages = source.ticketsWithoutMessages
        tally.messagesWithoutTicket = source.withoutTicket
        try read(analysis, source, log.clock)
        // An agent's column of messages says who wrote, not whose the conversation is.
        labels[.agent] = try source.column(of: "agent", types: [], piped: nil)
    }

    /// Of a table of tickets alone.
    init(tickets table: Table, _ analysis: Conversations, _ clock: Clock, work: Work) throws(Diagnostic) {
        try read(analysis, CaseSource(tickets: table), clock)
        labels[.agent] = try analysis.agent.map { name throws(Diagnostic) in try table.column(name) }
    }

    /// When a case was resolved; ``Records/never`` where it was not.
    ///
    /// A whole day stands for its end, or for `as_of` where that is sooner: its midnight would be before most of what
    /// happened on it.
    func resolved(of place: Int, asOf: Int64) -> Int64 {
        guard let stated = resolved?[place], stated != Records.never else { return Records.never }
        return areResolvesDays ? min(stated + Day.microseconds - 1, max(asOf, stated)) : stated
    }

    private mutating func read(
        _ analysis: Conversations, _ source: CaseSource, _ clock: Clock
    ) throws(Diagnostic) {
        created = try source.column(of: "created_at", types: [.time], piped: analysis.createdAt)
            .map { column throws(Diagnostic) in try clock.instants(of: column) }
        firstResponseAt = try source.column(
            of: "first_response_at", types: [.time], piped: analysis.firstResponseAt
        ).map { column throws(Diagnostic) in try clock.instants(of: column) }
        if let column = try source.column(of: "resolved_at", types: [.time], piped: analysis.resolvedAt) {
            resolved = try clock.instants(of: column)
            areResolvesDays = column.type == .date && !clock.isDaily
        }
        if let column = try source.column(of: "status", types: [.text], piped: analysis.status) {
            var known: [String: Status?] = [:]
            statuses = (0..<column.count).map { row in
                guard case .text(let word) = column[row] else { return nil }
                if let status = known[word] { return status }
                let status = Status(word)
                known[word] = .some(status)
                return status
            }
            tally.unknownStatus = zip(statuses ?? [], 0..<column.count)
                .count { $0 == nil && !column[$1].isMissing }
        }
        if let column = try source.column(of: "reopens", types: [.number, .bool], piped: analysis.reopens) {
            reopens = (0..<column.count).map { row in
                if case .bool(let isReopened) = column[row] { return isReopened ? 1 : 0 }
                return column[row].number
            }
        }
        labels[.customer] = try source.column(of: "customer", types: [], piped: analysis.customer)
        labels[.channel] = try source.column(of: "channel", types: [], piped: analysis.channel)
        labels[.priority] = try source.column(of: "priority", types: [], piped: analysis.priority)
        labels[.team] = try source.column(of: "team", types: [], piped: analysis.team)
    }
}

/// Columns with one cell a conversation, out of rows of messages and a table of tickets.
struct CaseSource {
    private let table: Table
    private let log: MessageLog?
    private let tickets: Table?
    /// The ticket of each conversation; -1 where there is none.
    private var ticketRows: Buffer<Int32>?
    private let work: Work
    private(set) var ticketsWithoutMessages = 0
    private(set) var withoutTicket = 0

    init(tickets: Table) { (table, log, self.tickets, work) = (tickets, nil, nil, Work(width: 1)) }

    init(log: MessageLog, table: Table, tickets: Table?, work: Work) throws(Diagnostic) {
        (self.table, self.log, self.tickets, self.work) = (table, log, tickets, work)
        guard let tickets else { return }
        guard let key = try tickets.schema.column(for: "conversation", of: "tickets") else { return }
        let (ids, keys) = (log.threads.ids, try tickets.column(key))
        guard ids.type == keys.type else {
            throw Diagnostic(
                "column.type",
                "`\(key)` of `tickets` is of type \(keys.type.name), the conversation of type \(ids.type.name); "
                    + "expected the same of both",
                subject: .parameter("tickets"),
                help: ["`… | cast \(key.asColumnName)=\(ids.type.name)` on that table"])
        }
        let both = try Column.concatenated([ids, keys], work: work)
        let grouping = try Grouping(by: [both], count: both.count, work: work)
        let groups = grouping.groups.span
        var ticketOf = [Int32](repeating: -1, count: grouping.groupCount)
        var repeated = 0
        for ticket in 0..<keys.count where keys.validity.map({ $0[ticket] }) ?? true {
            let group = Int(groups[ids.count + ticket])
            if ticketOf[group] >= 0 { repeated += 1 }
            ticketOf[group] = Int32(ticket)
        }
        guard repeated == 0 else {
            throw Diagnostic(
                "table.duplicate-key",
                "\(Wording.count(repeated, "row")) of `tickets` repeat the `\(key)` of another; expected one row each",
                subject: .parameter("tickets"), help: ["`… | distinct \(key.asColumnName)` on that table"])
        }
        var rows: [Int32] = []
        var used = 0
        for conversation in 0..<ids.count {
            let ticket = ticketOf[Int(groups[conversation])]
            rows.append(ticket)
            if ticket >= 0 { used += 1 } else { withoutTicket += 1 }
        }
        ticketsWithoutMessages = keys.count - used
        ticketRows = .of(rows)
    }

    /// The tickets' column of a role, else the first present cell of each conversation in the rows' column.
    func column(
        of role: Role, types: [ColumnRequirement.TypeClass], piped name: String?
    ) throws(Diagnostic) -> Column? {
        if let tickets, let ticketRows {
            var found = try tickets.schema.column(for: role, types: types, of: "tickets", isOptional: true)
            // What `roles time=…` says of a ticket is when it was opened.
            if found == nil, role == "created_at" {
                found = try tickets.schema.column(for: "time", types: types, of: "tickets", isOptional: true)
            }
            if let found { return try tickets.column(found).gathered(at: ticketRows, work: work) }
        }
        guard let name else { return nil }
        let column = try table.column(name)
        guard let log else { return column }
        let threads = log.threads
        let validity = column.missingCount > 0 ? column.validity : nil
        let messages = threads.messages.span
        var rows: [Int32] = []
        rows.reserveCapacity(threads.count)
        for conversation in 0..<threads.count {
            var place = threads.starts[conversation]
            if let validity {
                let end = threads.starts[conversation + 1]
                while place < end, !validity[Int(messages[place].row)] { place += 1 }
                rows.append(place < end ? messages[place].row : -1)
            } else {
                rows.append(messages[place].row)
            }
        }
        return try column.gathered(at: .of(rows), work: work)
    }
}
