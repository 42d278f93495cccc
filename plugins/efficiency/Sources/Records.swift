import RapportPluginKit

/// What is known of each conversation, one place each in every array.
///
/// Arrays of one kind and no optionals, because there are millions: a time that is not there is ``never``, a number NaN,
/// a count or a truth -1.
struct Records {
    static let never = Int64.min

    // MARK: Moments, in microseconds since 1970-01-01T00:00

    var created: [Int64] = []
    /// The first message of a customer that asks for an answer: thanks that are ignored ask for none.
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

    // MARK: - All arrays of one kind

    private typealias Path<Cell> = any WritableKeyPath<Records, [Cell]> & Sendable

    private static let moments: [Path<Int64>] = [
        \.created, \.asked, \.firstResponseAt, \.waitingSince, \.resolved, \.lastMessage,
    ]
    private static let codes: [Path<Int32>] = [
        \.customerMessages, \.agentMessages, \.turns, \.distinctAgents, \.reopens, \.firstResponder,
        \.lastAgent,
    ]
    private static let truths: [Path<Int8>] = [\.startedByAgent, \.oneContact]
    private static let replyMoments: [Path<Int64>] = [\.replyAsked, \.replyAt]

    mutating func reserve(_ count: Int, replies: Int) {
        for path in Self.moments { self[keyPath: path].reserveCapacity(count) }
        for path in Self.codes { self[keyPath: path].reserveCapacity(count) }
        for path in Self.truths { self[keyPath: path].reserveCapacity(count) }
        for path in Self.replyMoments { self[keyPath: path].reserveCapacity(replies) }
        replyAgent.reserveCapacity(replies)
        replyStarts.reserveCapacity(count + 1)
    }

    init() {}

    /// The conversations of stretches, one stretch behind the other.
    init(joining parts: [Records], work: Work) throws(Diagnostic) {
        try join(Self.moments + Self.replyMoments, of: parts, work: work)
        try join(Self.codes + [\.replyAgent], of: parts, work: work)
        try join(Self.truths, of: parts, work: work)
        replyStarts.reserveCapacity(count + 1)
        for part in parts {
            let replies = replyStarts[replyStarts.count - 1]
            for start in part.replyStarts.dropFirst() { replyStarts.append(start + replies) }
        }
    }

    /// Array by array, side by side.
    private mutating func join<Cell: Sendable>(
        _ paths: [Path<Cell>], of parts: [Records], work: Work
    ) throws(Diagnostic) {
        let joined = try work.map(paths.count) { (place) throws(Diagnostic) in
            var all: [Cell] = []
            all.reserveCapacity(parts.reduce(0) { $0 + $1[keyPath: paths[place]].count })
            for part in parts { all += part[keyPath: paths[place]] }
            try work.check()
            return all
        }
        for (path, cells) in zip(paths, joined) { self[keyPath: path] = cells }
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
