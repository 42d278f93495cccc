import RapportNumerics
import RapportPluginKit

/// Which messages make a conversation, and in which order they were sent.
struct Threads {
    /// One a conversation, ascending.
    var ids: Column
    /// All messages: conversation by conversation, by time, then by place in the table.
    var messages: Buffer<Message>
    /// Where each conversation begins in ``messages``; one more than conversations.
    var starts: [Int]
    /// Replies to a message that is not in the table.
    var orphans = 0

    var count: Int { starts.count - 1 }

    /// A row of the table, with what is read of it beside it: rows may lie anywhere, and each would be looked up again.
    struct Message: BitwiseCopyable, Sendable {
        var time: Int64
        var row: Int32
        /// Who of ours wrote it, as a code; -1 where nobody is named.
        var author: Int32
    }

    /// When each row was sent, and by whom of ours; no authors at all where no column names them.
    struct Sent: Sendable {
        let times: [Int64]
        let authors: [Int32]

        subscript(row: Int) -> Message {
            Message(
                time: times[row], row: Int32(truncatingIfNeeded: row),
                author: authors.isEmpty ? -1 : authors[row])
        }
    }

    /// By a column that names the conversation.
    init(by column: Column, sent: Sent, work: Work) throws(Diagnostic) {
        let grouping = try Grouping(sortedBy: [column], count: column.count, work: work)
        ids = try column.gathered(at: grouping.firstRows, work: work)
        (messages, starts) = try Self.ordered(grouping.groups, grouping.sizes, sent: sent, work: work)
    }

    /// From numbers in any order: a conversation is called as the message that began it, or counted.
    private init(
        _ numbers: [Int32], count: Int, called: Column?, sent: Sent, work: Work
    ) throws(Diagnostic) {
        var sizes = [Int32](repeating: 0, count: count)
        for number in numbers { sizes[Int(number)] += 1 }
        let begun = try Self.ordered(.of(numbers), .of(sizes), sent: sent, work: work)
        let first = (0..<count).map { begun.messages[begun.starts[$0]].row }
        let byTime = (0..<count).sorted {
            (sent.times[Int(first[$0])], first[$0]) < (sent.times[Int(first[$1])], first[$1])
        }
        var names: Column
        if let called {
            names = try called.gathered(at: .of(first), work: work)
        } else {
            var cells = [String?](repeating: nil, count: count)
            let width = max(4, String(count).utf8.count)
            for (place, number) in byTime.enumerated() {
                let digits = String(place + 1)
                cells[number] = "T" + String(repeating: "0", count: width - digits.utf8.count) + digits
            }
            names = .texts(cells)
        }
        let order = try sortOrder([SortKey(names)], count: count, work: work)
        var rank = [Int32](repeating: 0, count: count)
        for place in 0..<count { rank[Int(order[place])] = Int32(place) }
        names = try names.gathered(at: order, work: work)
        ids = names
        (messages, starts) = try Self.ordered(
            .of(numbers.map { rank[Int($0)] }), .of((0..<count).map { sizes[Int(order[$0])] }), sent: sent,
            work: work)
    }

    /// From links: a message belongs to the conversation of the one that it answers.
    ///
    /// Two that answer the same message belong together even where that is not in the table.
    static func linked(
        messages: Column, replies: Column, names: (message: String, reply: String), sent: Sent, work: Work
    ) throws(Diagnostic) -> Threads {
        guard messages.type == replies.type else {
            throw Diagnostic(
                "column.type",
                "`\(names.reply)` is of type \(replies.type.name), `\(names.message)` of type \(messages.type.name); "
                    + "expected the same of both",
                subject: .column(names.reply),
                help: ["`… | cast \(names.reply.asColumnName)=\(messages.type.name)` before it"])
        }
        let count = messages.count
        let both = try Column.concatenated([messages, replies], work: work)
        let grouping = try Grouping(by: [both], count: 2 * count, work: work)
        let groups = grouping.groups.span
        var sets = DisjointSets(grouping.groupCount)
        var isMessage = [Bool](repeating: false, count: grouping.groupCount)
        for row in 0..<count { isMessage[Int(groups[row])] = true }
        var orphans = 0
        let validity = replies.validity
        for row in 0..<count where validity.map({ $0[row] }) ?? true {
            if row % Work.morsel == 0 { try work.check() }
            let (own, answered) = (Int(groups[row]), Int(groups[count + row]))
            if !isMessage[answered] { orphans += 1 }
            sets.join(own, answered)
        }
        var numberOf = [Int32](repeating: -1, count: grouping.groupCount)
        var found: Int32 = 0
        let numbers = (0..<count).map { row -> Int32 in
            let root = sets.root(of: Int(groups[row]))
            if numberOf[root] < 0 {
                numberOf[root] = found
                found += 1
            }
            return numberOf[root]
        }
        var threads = try Threads(numbers, count: Int(found), called: messages, sent: sent, work: work)
        threads.orphans = orphans
        return threads
    }

    /// By whatever two messages of one conversation share, cut where nobody wrote for longer than `gap`.
    static func keyed(
        by keys: [Column], gap: Int64, messages: Column?, sent: Sent, work: Work
    ) throws(Diagnostic) -> Threads {
        let grouping = try Grouping(by: keys, count: sent.times.count, work: work)
        let order = try ordered(grouping.groups, grouping.sizes, sent: sent, work: work)
        var numbers = [Int32](repeating: 0, count: sent.times.count)
        var next: Int32 = -1
        for group in 0..<grouping.groupCount {
            var last = Records.never
            for place in order.starts[group]..<order.starts[group + 1] {
                let message = order.messages[place]
                if last == Records.never || message.time - last > gap { next += 1 }
                last = message.time
                numbers[Int(message.row)] = next
            }
        }
        return try Threads(numbers, count: Int(next) + 1, called: messages, sent: sent, work: work)
    }

    /// A counting sort by conversation, which keeps the order of rows; then each conversation by time, where it is not
    /// in that order yet.
    ///
    /// Stretches of conversations are filled side by side, each from all rows: what one of them writes stays in the cache.
    private static func ordered(
        _ numbers: Buffer<Int32>, _ sizes: Buffer<Int32>, sent: Sent, work: Work
    ) throws(Diagnostic) -> (messages: Buffer<Message>, starts: [Int]) {
        var starts = [0]
        starts.reserveCapacity(sizes.count + 1)
        let cells = sizes.span
        for conversation in cells.indices { starts.append(starts[conversation] + Int(cells[conversation])) }
        let stretches = stretches(starts)
        let messages = try work.fill(
            stretches: [0] + stretches.map { [starts] in starts[$0.upperBound] }, for: "the conversations"
        ) { [starts] (index, own: inout MutableSpan<Message>) throws(Diagnostic) in
            try fill(&own, stretches[index], numbers, starts, sent, work)
        }
        return (messages, starts)
    }

    /// Conversations in ranges of about as many messages, at most 6 of them.
    private static func stretches(_ starts: [Int]) -> [Range<Int>] {
        let (conversations, messages) = (starts.count - 1, starts[starts.count - 1])
        let size = max(messages / 6 + 1, 1 << 16)
        var (found, lower): ([Range<Int>], Int) = ([], 0)
        for conversation in 0..<conversations
        where starts[conversation + 1] - starts[lower] >= size || conversation + 1 == conversations {
            found.append(lower..<conversation + 1)
            lower = conversation + 1
        }
        return found
    }

    private static func fill(
        _ messages: inout MutableSpan<Message>, _ conversations: Range<Int>, _ numbers: Buffer<Int32>,
        _ starts: [Int], _ sent: Sent, _ work: Work
    ) throws(Diagnostic) {
        let base = starts[conversations.lowerBound]
        var next = conversations.map { starts[$0] - base }
        let numbers = numbers.span
        for row in numbers.indices {
            let number = Int(numbers[row])
            guard conversations.contains(number) else { continue }
            let place = number - conversations.lowerBound
            messages[next[place]] = sent[row]
            next[place] += 1
        }
        for conversation in conversations {
            if conversation % 16_384 == 0 { try work.check() }
            sort(&messages, starts[conversation] - base..<starts[conversation + 1] - base)
        }
        try work.check()
    }

    /// By time, then by row, in which order they come.
    private static func sort(_ messages: inout MutableSpan<Message>, _ places: Range<Int>) {
        if places.count > 32 {
            var own = places.map { messages[$0] }
            own.sort { $0.time == $1.time ? $0.row < $1.row : $0.time < $1.time }
            for (place, message) in zip(places, own) { messages[place] = message }
            return
        }
        for end in places.dropFirst() {
            let message = messages[end]
            var place = end
            while place > places.lowerBound, messages[place - 1].time > message.time {
                messages[place] = messages[place - 1]
                place -= 1
            }
            messages[place] = message
        }
    }
}

/// What mails of one conversation share: the subject without its prefixes, and who takes part.
enum MailKey {
    private static let prefixes = [
        "re", "fw", "fwd", "aw", "wg", "sv", "antw", "回复", "答复", "转发", "re自动回复",
    ]

    /// `RE: Fwd: Order 12 ` is `order 12`.
    static func subject(_ text: String) -> String {
        var rest = text.lowercased()[...]
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
            guard let colon = rest.firstIndex(where: { $0 == ":" || $0 == "：" }) else { break }
            var word = rest[..<colon].filter { $0 != " " }
            // `Re[2]:`
            if let bracket = word.firstIndex(of: "[") { word = String(word[..<bracket]) }
            guard prefixes.contains(word) else { break }
            rest = rest[rest.index(after: colon)...]
        }
        return rest.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.joined(
            separator: " ")
    }

    /// The addresses of a sender and of the recipients, each once, in order.
    static func participants(_ cells: [String?]) -> String {
        var found: Set<String> = []
        for cell in cells {
            // `"Tan, Mei" <mei@shop.example>` is one address: what has no @ beside what has is part of a name.
            let isAddressed = cell?.contains("@") ?? false
            for part in (cell ?? "").split(whereSeparator: { ",;，；".contains($0) })
            where !isAddressed || part.contains("@") {
                let address = Address(String(part)).folded
                if !address.isEmpty { found.insert(address) }
            }
        }
        return found.sorted().joined(separator: " ")
    }
}
