import RapportNumerics
import RapportPluginKit

/// How much each agent has on hand.
struct AgentLoad {
    var agent: String
    var conversations = 0
    var messages = 0.0
    /// In the zone of the table.
    var days: Set<Int32> = []
    /// Seconds of all conversations together.
    var open = 0.0
    var concurrency: Double?

    /// One an agent with a conversation, in the order of keys; none where the table has no agents or no beginnings.
    ///
    /// `concurrency` is by Little's law: the time that all conversations of an agent were open, over the time that the
    /// table spans.
    static func loads(_ facts: GroupFacts) -> [AgentLoad] {
        guard let agents = facts.dimensions.first(where: { $0.dimension == .agent }),
            let beginnings = facts.beginnings
        else { return [] }
        let created = beginnings.instants
        var loads = agents.keys.map { AgentLoad(agent: $0) }
        var (first, last): (Int64, Int64) = (.max, .min)
        for row in 0..<facts.count where created[row] != Records.never {
            first = min(first, created[row])
            let open = facts.openSeconds[row].isNaN ? 0 : facts.openSeconds[row]
            last = max(last, created[row] + Int64(min(open, 1e12) * 1_000_000))
            let group = agents.group[row]
            guard group >= 0 else { continue }
            loads[group].conversations += 1
            if !facts.agentMessages[row].isNaN { loads[group].messages += facts.agentMessages[row] }
            if let day = beginnings.days[row] { loads[group].days.insert(day) }
            loads[group].open += open
        }
        let span = last > first ? Double(last - first) / 1_000_000 : 0
        for place in loads.indices where span > 0 && loads[place].open > 0 {
            loads[place].concurrency = loads[place].open / span
        }
        return loads.filter { $0.conversations > 0 }
    }

    static let fields = [
        Field("key", .text, kind: .category, meaning: "the agent"),
        Field("conversations", .int, kind: .measure),
        Field("messages", .int, kind: .measure, meaning: "of agents, in these conversations"),
        Field("days", .int, kind: .measure, meaning: "on which one of them began"),
        Field("messages_per_day", .float, kind: .measure),
        Field("concurrency", .float, kind: .measure, meaning: "open at once, on the mean over all the time"),
    ]

    static func table(_ loads: [AgentLoad]) -> Table {
        Table(
            Schema(fields),
            [
                .texts(loads.map(\.agent)), .ints(present: loads.map(\.conversations)),
                .ints(loads.map { Int(exactly: $0.messages.rounded()) }),
                .ints(present: loads.map(\.days.count)),
                .floats(loads.map { $0.days.isEmpty ? nil : $0.messages / Double($0.days.count) }),
                .floats(loads.map(\.concurrency)),
            ])
    }
}

/// Whether who waits longer is less content.
struct RatingCurve {
    struct Bin {
        var fifth: Int
        var n: Int
        var longest: Double
        var mean: Double
    }
    /// Fifths of the rated conversations by first response, the fastest first; equal waits stand together, so that
    /// some fifths may be larger and others not there.
    private(set) var bins: [Bin] = []
    /// Spearman's, of the first response and the rating.
    private(set) var correlation: Correlation?

    /// Empty for fewer than ten rated conversations with a first response.
    init(_ facts: GroupFacts) {
        var pairs = (0..<facts.count).filter { !facts.rating[$0].isNaN && !facts.firstResponse[$0].isNaN }
            .map { (wait: facts.firstResponse[$0], rating: facts.rating[$0]) }
        guard pairs.count >= 10 else { return }
        // By rating too, so that sums do not depend on the order of rows.
        pairs.sort { ($0.wait, $0.rating) < ($1.wait, $1.rating) }
        correlation = Correlation.spearman(pairs.map(\.wait), pairs.map(\.rating))
        var start = 0
        for fifth in 1...5 {
            // Who waited as long as the last of a fifth is in it: ratings must not tell equal waits apart.
            var end = max(pairs.count * fifth / 5, start)
            while end > start, end < pairs.count, pairs[end].wait == pairs[end - 1].wait { end += 1 }
            let part = pairs[start..<end]
            start = end
            guard let longest = part.last?.wait, let mean = ConversationTables.mean(part.map(\.rating)) else {
                continue
            }
            bins.append(Bin(fifth: fifth, n: part.count, longest: longest, mean: mean))
        }
    }

    static let fields = [
        Field(
            "fifth", .int, kind: .category,
            meaning: "1 was answered fastest; equal waits are in the same"),
        Field("n", .int, kind: .measure), Field("up_to_seconds", .float, kind: .measure, unit: "seconds"),
        Field("mean_rating", .float, kind: .measure),
    ]

    var table: Table {
        Table(
            Schema(Self.fields),
            [
                .ints(present: bins.map(\.fifth)), .ints(present: bins.map(\.n)),
                .floats(bins.map(\.longest)), .floats(bins.map(\.mean)),
            ])
    }
}
