import RapportPluginKit

/// What is known of each conversation, one place each in every array.
///
/// Arrays of one kind and no optionals, because there are millions: a time that is not there is ``never``, a number NaN,
/// a count or a truth -1.
struct Records {
    static let never = Int64.min

    // MARK: Moments, in microseconds since 1970-01-01T00:00

    var created: [Int64] = []
    /// The first message of a customer.
    var asked: [Int64] = []
    var firstResponseAt: [Int64] = []
    /// The first customer message that nobody has answered yet.
    var waitingSince: [Int64] = []
    var resolved: [Int64] = []
    var lastMessage: [Int64] = []

    // MARK: Counts

    var customerMessages: [Int32] = []
    var agentMessages: [Int32] = []
    var turns: [Int32] = []
    var distinctAgents: [Int32] = []
    var reopens: [Int32] = []

    // MARK: People, as codes of agents

    var firstResponder: [Int32] = []
    var lastAgent: [Int32] = []
    /// 1 where an agent wrote first.
    var startedByAgent: [Int8] = []

    // MARK: Truths

    var oneContact: [Int8] = []

    // MARK: Replies, those of one conversation behind those of the one before

    /// Where the replies of each conversation begin; one more than conversations.
    var replyStarts: [Int64] = [0]
    /// When the question was put, and when it was answered.
    var replyAsked: [Int64] = []
    var replyAt: [Int64] = []
    var replyAgent: [Int32] = []

    var count: Int { created.count }

    mutating func reserve(_ count: Int, replies: Int) {
        created.reserveCapacity(count)
        asked.reserveCapacity(count)
        firstResponseAt.reserveCapacity(count)
        waitingSince.reserveCapacity(count)
        resolved.reserveCapacity(count)
        lastMessage.reserveCapacity(count)
        customerMessages.reserveCapacity(count)
        agentMessages.reserveCapacity(count)
        turns.reserveCapacity(count)
        distinctAgents.reserveCapacity(count)
        reopens.reserveCapacity(count)
        firstResponder.reserveCapacity(count)
        lastAgent.reserveCapacity(count)
        startedByAgent.reserveCapacity(count)
        oneContact.reserveCapacity(count)
        replyStarts.reserveCapacity(count + 1)
        replyAsked.reserveCapacity(replies)
        replyAt.reserveCapacity(replies)
        replyAgent.reserveCapacity(replies)
    }

    /// Puts the conversations of another stretch behind these.
    mutating func append(_ other: Records) {
        let replies = Int64(replyAt.count)
        created += other.created
        asked += other.asked
        firstResponseAt += other.firstResponseAt
        waitingSince += other.waitingSince
        resolved += other.resolved
        lastMessage += other.lastMessage
        customerMessages += other.customerMessages
        agentMessages += other.agentMessages
        turns += other.turns
        distinctAgents += other.distinctAgents
        reopens += other.reopens
        firstResponder += other.firstResponder
        lastAgent += other.lastAgent
        startedByAgent += other.startedByAgent
        oneContact += other.oneContact
        for start in other.replyStarts.dropFirst() { replyStarts.append(start + replies) }
        replyAsked += other.replyAsked
        replyAt += other.replyAt
        replyAgent += other.replyAgent
    }

    func replies(of conversation: Int) -> Range<Int> {
        Int(replyStarts[conversation])..<Int(replyStarts[conversation + 1])
    }
}

/// What was seen on the way, for the caveats.
struct Tally {
    var duplicates = 0
    var future = 0
    var privateNotes = 0
    var ignoredBots = 0
    var ignoredSystem = 0
    /// Thanks that would have been an open question.
    var thanks = 0
    /// Conversations that still wait, whose last word is thanks.
    var thanksWaiting = 0
    var resolvedBeforeCreated = 0
    /// Messages of those.
    var messagesLeftOut = 0
    var respondedBeforeCreated = 0
    var resolvedLater = 0
    var resolvedWhileWaiting = 0
    var unknownStatus = 0
    var closedWithoutTime = 0
    var withoutCustomer = 0
    /// Of bots, notes and what is left out alone.
    var uncounted = 0
    var ticketsWithoutMessages = 0
    var messagesWithoutTicket = 0
    var orphanReplies = 0
    var derivedReopens = false
    var resolvedDays = false

    /// What was counted in another stretch of the same table.
    mutating func add(_ other: Tally) {
        for count in Self.counts { self[keyPath: count] += other[keyPath: count] }
        derivedReopens = derivedReopens || other.derivedReopens
        resolvedDays = resolvedDays || other.resolvedDays
    }

    static var counts: [WritableKeyPath<Tally, Int>] {
        [
            \.duplicates, \.future, \.privateNotes, \.ignoredBots, \.ignoredSystem, \.thanks,
            \.thanksWaiting, \.resolvedBeforeCreated, \.messagesLeftOut, \.respondedBeforeCreated,
            \.resolvedLater, \.resolvedWhileWaiting, \.unknownStatus, \.closedWithoutTime,
            \.withoutCustomer, \.uncounted, \.ticketsWithoutMessages, \.messagesWithoutTicket,
            \.orphanReplies,
        ]
    }
}
