import RapportPluginKit

/// Reads conversations message by message: who asked, who answered, what is open.
///
/// A question is open from the first customer message that nobody has answered; the next public message of an agent
/// closes it, and is a reply. What does not count (bots, notes, what stands there twice) is not seen at all.
struct Ledger {
    /// Says whether the message of a row is thanks.
    typealias Thanking = @Sendable (Int) -> Bool

    let records: Records
    private(set) var tally: Tally
    /// The conversations that have a record, ascending.
    private(set) var kept: [Int32] = []

    /// Conversations that one thread reads at a time.
    private static let stretch = 8_192

    init(
        _ log: MessageLog, _ cases: Cases, rule: Conversations.OneContactRule, ignoringThanks: Bool,
        texts: Thanking?, work: Work
    ) throws(Diagnostic) {
        tally = log.tally
        tally.ticketsWithoutMessages = cases.tally.ticketsWithoutMessages
        tally.messagesWithoutTicket = cases.tally.messagesWithoutTicket
        tally.unknownStatus = cases.tally.unknownStatus
        tally.derivedReopens = cases.reopens == nil
        tally.resolvedDays = cases.areResolvesDays
        let count = log.threads.count
        let parts = try work.map((count + Self.stretch - 1) / Self.stretch) { (index) throws(Diagnostic) in
            var reader = LedgerReader(
                log: log, cases: cases, rule: rule, isThanks: ignoringThanks ? texts : nil,
                looksLikeThanks: texts)
            reader.read(index * Self.stretch..<min(count, (index + 1) * Self.stretch))
            return reader
        }
        records = try Records(joining: parts.map(\.records), work: work)
        kept.reserveCapacity(count)
        for part in parts {
            kept += part.kept
            tally.add(part.tally)
        }
    }
}

/// Reads a stretch of conversations.
private struct LedgerReader: Sendable {
    let log: MessageLog
    let cases: Cases
    let rule: Conversations.OneContactRule
    /// Nil where thanks count as any other message.
    let isThanks: Ledger.Thanking?
    /// The same, to say how many open questions are none.
    let looksLikeThanks: Ledger.Thanking?

    private(set) var records = Records()
    private(set) var tally = Tally()
    private(set) var kept: [Int32] = []
    /// Agents of the conversation that is read: one array for all of them.
    private var people: [Int32] = []

    init(
        log: MessageLog, cases: Cases, rule: Conversations.OneContactRule, isThanks: Ledger.Thanking?,
        looksLikeThanks: Ledger.Thanking?
    ) {
        (self.log, self.cases, self.rule) = (log, cases, rule)
        (self.isThanks, self.looksLikeThanks) = (isThanks, looksLikeThanks)
    }

    mutating func read(_ conversations: Range<Int>) {
        let (starts, end) = (log.threads.starts, conversations.upperBound)
        records.reserve(
            conversations.count, replies: (starts[end] - starts[conversations.lowerBound]) / 2)
        kept.reserveCapacity(conversations.count)
        for conversation in conversations { read(conversation) }
    }

    /// What one pass over a conversation finds.
    private struct Pass {
        var first = Records.never
        var last = Records.never
        var asked = Records.never
        var firstResponseAt = Records.never
        var waitingSince = Records.never
        var customerMessages: Int32 = 0
        var agentMessages: Int32 = 0
        var turns: Int32 = 0
        var lastPart = MessageLog.Part.none
        var startedByAgent = false
        var firstResponder: Int32 = -1
        var lastAgent: Int32 = -1
        var lastCustomerRow = -1
        /// Customer messages after the resolve, thanks apart.
        var isReopened = false
    }

    private mutating func read(_ conversation: Int) {
        let repliesBefore = records.replyAt.count
        let stated = cases.resolved(of: conversation, asOf: log.asOf)
        let known = stated > log.asOf ? Records.never : stated
        let pass = pass(over: conversation, resolved: known)
        // Nothing but notes, bots and what is left out.
        guard pass.first != Records.never else {
            tally.uncounted += 1
            return
        }
        var created = cases.created?[conversation] ?? Records.never
        if created == Records.never { created = pass.first }
        if stated != Records.never, stated < created {
            tally.resolvedBeforeCreated += 1
            tally.messagesLeftOut += Int(pass.customerMessages + pass.agentMessages)
            return forgetReplies(from: repliesBefore)
        }
        let status = cases.statuses.flatMap { $0[conversation] }
        // A case that is open again has no end yet.
        let isOpenAgain = known != Records.never && status == .open
        let resolved = isOpenAgain ? Records.never : known
        if stated != Records.never, known == Records.never { tally.resolvedLater += 1 }
        if status == .closed, stated == Records.never { tally.closedWithoutTime += 1 }
        note(pass, resolved: resolved)
        let reopens =
            cases.reopens.flatMap { $0[conversation] }.map { Int32(max(0, min($0, 1e6))) }
            ?? (cases.resolved == nil ? -1 : pass.isReopened || isOpenAgain ? 1 : 0)
        kept.append(Int32(conversation))
        record(pass, created: created, resolved: resolved, reopens: reopens)
    }

    // MARK: - Message by message

    /// Reads the messages that count, and appends the replies among them.
    private mutating func pass(over conversation: Int, resolved: Int64) -> Pass {
        let places = log.threads.starts[conversation]..<log.threads.starts[conversation + 1]
        let messages = log.threads.messages
        var pass = Pass()
        people.removeAll(keepingCapacity: true)
        for place in places {
            let message = messages.span[place]
            let (row, time) = (Int(message.row), message.time)
            let part = log.parts[row]
            if part == MessageLog.Part.none { continue }
            if pass.first == Records.never {
                pass.first = time
                pass.startedByAgent = part == MessageLog.Part.agent
            }
            pass.last = time
            if part != pass.lastPart { pass.turns += 1 }
            pass.lastPart = part
            if part == MessageLog.Part.customer {
                hear(row, at: time, resolved: resolved, &pass)
            } else {
                answer(message, &pass)
            }
        }
        return pass
    }

    /// A message of the customer.
    @inline(__always)
    private mutating func hear(_ row: Int, at time: Int64, resolved: Int64, _ pass: inout Pass) {
        pass.customerMessages += 1
        pass.lastCustomerRow = row
        let isLate = resolved != Records.never && time > resolved
        guard pass.waitingSince == Records.never || isLate else { return }
        // Thanks end a matter only where somebody has answered.
        if let isThanks, pass.agentMessages > 0, isThanks(row) {
            if pass.waitingSince == Records.never { tally.thanks += 1 }
            return
        }
        if pass.waitingSince == Records.never {
            pass.waitingSince = time
            if pass.asked == Records.never { pass.asked = time }
        }
        if isLate { pass.isReopened = true }
    }

    /// A message of ours: a reply where a question is open.
    @inline(__always)
    private mutating func answer(_ message: Threads.Message, _ pass: inout Pass) {
        let (time, author) = (message.time, message.author)
        pass.agentMessages += 1
        if author >= 0 {
            pass.lastAgent = author
            if !people.contains(author) { people.append(author) }
        }
        guard pass.waitingSince != Records.never else { return }
        if pass.firstResponseAt == Records.never {
            pass.firstResponseAt = time
            pass.firstResponder = author
        }
        records.replyAsked.append(pass.waitingSince)
        records.replyAt.append(time)
        records.replyAgent.append(author)
        pass.waitingSince = Records.never
    }

    // MARK: - What came of it

    /// Takes back the replies of a conversation that is left out.
    private mutating func forgetReplies(from first: Int) {
        let replies = records.replyAt.count - first
        records.replyAsked.removeLast(replies)
        records.replyAt.removeLast(replies)
        records.replyAgent.removeLast(replies)
    }

    /// Counts what the caveats tell.
    private mutating func note(_ pass: Pass, resolved: Int64) {
        if pass.customerMessages == 0 { tally.withoutCustomer += 1 }
        guard pass.waitingSince != Records.never else { return }
        if isThanks == nil, let looksLikeThanks, pass.agentMessages > 0, looksLikeThanks(pass.lastCustomerRow)
        {
            tally.thanksWaiting += 1
        }
        if resolved != Records.never, resolved >= pass.waitingSince { tally.resolvedWhileWaiting += 1 }
    }

    private mutating func record(_ pass: Pass, created: Int64, resolved: Int64, reopens: Int32) {
        records.created.append(created)
        records.asked.append(pass.asked)
        records.firstResponseAt.append(pass.firstResponseAt)
        records.waitingSince.append(pass.waitingSince)
        records.resolved.append(resolved)
        records.lastMessage.append(pass.last)
        records.customerMessages.append(pass.customerMessages)
        records.agentMessages.append(pass.agentMessages)
        records.turns.append(pass.turns)
        records.distinctAgents.append(log.agents == nil ? -1 : Int32(people.count))
        records.reopens.append(reopens)
        records.firstResponder.append(pass.firstResponder)
        records.lastAgent.append(pass.lastAgent)
        records.startedByAgent.append(pass.startedByAgent ? 1 : 0)
        records.oneContact.append(
            oneContact(pass, resolved: resolved, reopens: reopens, people: people.count))
        records.replyStarts.append(Int64(records.replyAt.count))
    }

    /// -1 where nothing says whether conversations were resolved.
    private func oneContact(_ pass: Pass, resolved: Int64, reopens: Int32, people: Int) -> Int8 {
        guard cases.resolved != nil else { return -1 }
        guard resolved != Records.never, reopens <= 0 else { return 0 }
        let holds =
            switch rule {
            case .le1: pass.agentMessages <= 1
            case .eq1: pass.agentMessages == 1
            case .oneAgent: people == 1 || people == 0 && pass.agentMessages <= 1
            }
        return holds ? 1 : 0
    }
}

// MARK: - Tickets without messages

extension Records {
    /// What a table of tickets says: no turns, no replies, and no agents' messages.
    init(_ cases: Cases, clock: Clock, asOf: Int64, tally: inout Tally, kept: inout [Int32]) {
        let count = cases.created?.count ?? 0
        for row in 0..<count {
            let created = cases.created?[row] ?? Self.never
            guard created != Self.never, created <= asOf else {
                if created != Self.never { tally.future += 1 }
                continue
            }
            let stated = cases.resolved(of: row, asOf: asOf)
            if stated != Self.never, stated < created {
                tally.resolvedBeforeCreated += 1
                continue
            }
            var responded = cases.firstResponseAt?[row] ?? Self.never
            if responded != Self.never, responded < created {
                tally.respondedBeforeCreated += 1
                continue
            }
            if responded > asOf { responded = Self.never }
            var resolved = stated > asOf ? Self.never : stated
            if stated != resolved { tally.resolvedLater += 1 }
            let status = cases.statuses.flatMap { $0[row] }
            let isOpenAgain = resolved != Self.never && status == .open
            if isOpenAgain { resolved = Self.never }
            if status == .closed, stated == Self.never { tally.closedWithoutTime += 1 }
            kept.append(Int32(row))
            self.created.append(created)
            // Without a column of responses nobody knows who waited, and who still does.
            let asked = cases.firstResponseAt == nil ? Self.never : created
            self.asked.append(asked)
            firstResponseAt.append(responded)
            waitingSince.append(responded == Self.never ? asked : Self.never)
            if asked != Self.never, responded == Self.never, resolved != Self.never {
                tally.resolvedWhileWaiting += 1
            }
            self.resolved.append(resolved)
            lastMessage.append(Self.never)
            customerMessages.append(-1)
            agentMessages.append(-1)
            turns.append(-1)
            distinctAgents.append(-1)
            reopens.append(
                cases.reopens.flatMap { $0[row] }.map { Int32(max(0, min($0, 1e6))) }
                    ?? (isOpenAgain ? 1 : -1))
            firstResponder.append(-1)
            lastAgent.append(-1)
            startedByAgent.append(-1)
            oneContact.append(-1)
            replyStarts.append(0)
        }
        tally.unknownStatus = cases.tally.unknownStatus
        tally.resolvedDays = cases.areResolvesDays
    }
}
