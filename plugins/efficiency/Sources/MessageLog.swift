import RapportPluginKit

/// A log of messages as arrays: when, whose, by which agent, in which conversation.
struct MessageLog {
    let clock: Clock
    var threads: Threads
    /// Instants, one a row.
    let times: [Int64]
    /// Who wrote each row, as a code of ``Part``; what does not count is ``Part/none``.
    var parts: [UInt8]
    /// The agents' names (or ids), each once; nil where no column says who answered.
    let agents: Column?
    let sides: Sides
    var asOf: Int64
    var tally = Tally()

    /// What a row counts as.
    enum Part {
        static let none: UInt8 = 0
        static let customer: UInt8 = 1
        static let agent: UInt8 = 2
    }

    init(
        _ analysis: Conversations, _ table: Table, time: String, calendar: BusinessCalendar?, context: Context
    ) throws(Diagnostic) {
        let work = context.work
        let needed = [time, analysis.side ?? analysis.sender].compactMap(\.self)
        try table.requirePresent(needed)
        let timeColumn = try table.column(time)
        clock = try Clock(times: timeColumn.type, calendar: calendar)
        let (clock, times) = (clock, try clock.instants(of: timeColumn))
        let latest = times.max() ?? 0
        let asOf = context.asOf.map { clock.instant(ofSetting: $0) } ?? latest
        if latest > asOf, analysis.future == .error {
            throw .laterThanAsOf(times.count { $0 > asOf }, of: table.count)
        }
        (self.times, self.asOf) = (times, asOf)
        sides = try analysis.sides(in: table, work: work)
        let (agents, authors) = try Self.authors(analysis, table, work: work)
        self.agents = agents
        threads = try analysis.threads(
            in: table, sent: Threads.Sent(times: times, authors: authors), work: work)
        tally.orphanReplies = threads.orphans

        // What each side counts as, by its code.
        var meaning = [UInt8](repeating: Part.none, count: Sides.order.count)
        meaning[Int(Sides.code(.customer))] = Part.customer
        meaning[Int(Sides.code(.agent))] = Part.agent
        if analysis.countBots { meaning[Int(Sides.code(.bot))] = Part.agent }
        var parts: [UInt8] = []
        parts.reserveCapacity(times.count)
        for code in sides.codes { parts.append(meaning[Int(code)]) }
        self.parts = parts
        for level in sides.levels {
            if level.side == .bot, !analysis.countBots { tally.ignoredBots += level.rows }
            if level.side == .system { tally.ignoredSystem += level.rows }
        }
        try leaveOut(analysis, table, work: work)
    }

    /// Private notes, what is later than `as_of`, and what stands there twice.
    private mutating func leaveOut(
        _ analysis: Conversations, _ table: Table, work: Work
    ) throws(Diagnostic) {
        for (name, meansPrivate) in [(analysis.isPublic, false), (analysis.isPrivate, true)] {
            guard let name else { continue }
            let marks = try Marks.read(try table.column(name), named: name, work: work)
            for row in marks.indices where marks[row] == meansPrivate && parts[row] != Part.none {
                parts[row] = Part.none
                tally.privateNotes += 1
            }
        }
        for row in times.indices where times[row] > asOf && parts[row] != Part.none {
            parts[row] = Part.none
            tally.future += 1
        }
        for row in try duplicates(analysis, table, work: work) {
            parts[row] = Part.none
            tally.duplicates += 1
        }
        guard parts.contains(Part.customer) else {
            throw Diagnostic(
                "role.missing",
                "no customer messages: \(Wording.count(parts.count { $0 == Part.agent }, "message")) of agents, none of a customer",
                subject: .parameter(analysis.side == nil ? "ours" : "side"),
                help: [
                    analysis.side == nil
                        ? "every sender is one of `ours`; it takes our domains and addresses alone"
                        : "`sides={\"…\": \"customer\"}` says which word of the column is a customer's"
                ])
        }
    }

    /// Rows that count and are there once more: the same message (by its id, where there is one) at the same moment of
    /// the same conversation, or the same in all columns.
    private func duplicates(
        _ analysis: Conversations, _ table: Table, work: Work
    ) throws(Diagnostic) -> [Int] {
        var rows: [Int32] = []
        let messages = threads.messages.span
        for conversation in 0..<threads.count {
            let places = threads.starts[conversation]..<threads.starts[conversation + 1]
            var isRun = false
            for place in places.dropFirst() {
                let (before, message) = (messages[place - 1], messages[place])
                let isSame = before.time == message.time
                if isSame, !isRun { rows.append(before.row) }
                if isSame { rows.append(message.row) }
                isRun = isSame
            }
        }
        guard !rows.isEmpty else { return [] }
        try work.check()
        let candidates = Buffer<Int32>.of(rows)
        var keys: [Column] = []
        if let message = analysis.message {
            keys = [try table.column(message), try table.column(analysis.side ?? analysis.sender ?? message)]
            if let conversation = analysis.conversation { keys.append(try table.column(conversation)) }
            keys.append(try table.column(analysis.time ?? message))
        } else {
            keys = table.columns
        }
        var gathered: [Column] = []
        for key in keys { gathered.append(try key.gathered(at: candidates, work: work)) }
        let grouping = try Grouping(by: gathered, count: rows.count, work: work)
        var isSeen = [Bool](repeating: false, count: grouping.groupCount)
        let groups = grouping.groups.span
        var found: [Int] = []
        // Without an id of the message a missing one tells nothing apart, and the other columns are equal as well.
        let ids = analysis.message.flatMap { table[$0] }?.validity
        for place in rows.indices {
            let group = Int(groups[place])
            let row = Int(rows[place])
            guard parts[row] != Part.none else { continue }
            if isSeen[group], ids.map({ $0[row] }) ?? true { found.append(row) }
            isSeen[group] = true
        }
        return found
    }

    private static func authors(
        _ analysis: Conversations, _ table: Table, work: Work
    ) throws(Diagnostic) -> (Column?, [Int32]) {
        let isMail = analysis.side == nil
        guard let name = analysis.agent ?? (isMail ? analysis.sender : nil) else {
            return (nil, [])
        }
        let column = try table.column(name)
        let grouping = try Grouping(sortedBy: [column], count: column.count, work: work)
        // Missing comes last, and is nobody.
        var people = grouping.groupCount
        if people > 0, column.missingCount > 0 { people -= 1 }
        let groups = grouping.groups.span
        // `Mei <mei@shop.example>` and `mei@shop.example` are one sender, called by the first of these in their order.
        var (numbers, firstRows): ([Int32], [Int32]) = ([], [])
        var known: [String: Int32] = [:]
        for group in 0..<people {
            let first = grouping.firstRows[group]
            let address = analysis.agent == nil ? Address(column.text(at: Int(first))).folded : ""
            if !address.isEmpty, let number = known[address] {
                numbers.append(number)
            } else {
                let number = Int32(truncatingIfNeeded: firstRows.count)
                if !address.isEmpty { known[address] = number }
                numbers.append(number)
                firstRows.append(first)
            }
        }
        var codes: [Int32] = []
        codes.reserveCapacity(groups.count)
        for row in groups.indices { codes.append(groups[row] < people ? numbers[Int(groups[row])] : -1) }
        return (try column.gathered(at: .of(firstRows), work: work), codes)
    }
}

extension Diagnostic {
    static func laterThanAsOf(_ count: Int, of rows: Int) -> Diagnostic {
        Diagnostic(
            "parameter.range",
            "\(Wording.count(count)) of \(Wording.count(rows)) rows are later than `as_of`; expected none",
            subject: .parameter("as_of"),
            help: ["`future=drop` leaves them out; a later `as_of` takes them in"])
    }
}
