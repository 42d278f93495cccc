import RapportNumerics
import RapportPluginKit

/// The parts and scores of all conversations.
struct Scored {
    /// Of each conversation, in the order of ``ScoreRule/Part``; nil where it has nothing of a part.
    let parts: [[Double?]]
    let scores: [Double?]
    let present: [Double]
    /// Names of the parts that are still running, a blank between.
    let censored: [String?]

    init(_ analysis: Score, _ rule: ScoreRule, _ table: Table, work: Work) throws(Diagnostic) {
        func numbers(_ name: String?) throws(Diagnostic) -> [Double] {
            guard let name else { return Array(repeating: .nan, count: table.count) }
            let found = try table.optionalNumbers(in: name).map { $0 ?? .nan }
            try table.requireNotNegative(found, in: name)
            return found
        }
        let first = try numbers(analysis.firstResponseSeconds)
        let waiting = try numbers(analysis.waitingSeconds)
        let reply = try numbers(analysis.medianReplySeconds)
        let resolution = try numbers(analysis.resolutionSeconds)
        let unresolved = try numbers(analysis.unresolvedSeconds)
        let exchanges = try numbers(analysis.exchanges)
        var contacts = [Bool?](repeating: nil, count: table.count)
        if let name = analysis.oneContact {
            contacts = try Marks.read(try table.column(name), named: name, work: work)
        }
        let knows =
            analysis.resolutionSeconds != nil && resolution.contains { !$0.isNaN }
            || unresolved.contains { !$0.isNaN }
        var (parts, scores): ([[Double?]], [Double?]) = ([], [])
        var (present, censored): ([Double], [String?]) = ([], [])
        for row in 0..<table.count {
            if row % 8_192 == 0 { try work.check() }
            let facts = ScoreRule.Facts(
                firstResponse: first[row], waiting: waiting[row], reply: reply[row],
                resolution: resolution[row],
                unresolved: unresolved[row], oneContact: contacts[row], exchanges: exchanges[row],
                knowsResolution: knows)
            var (own, open): ([Double?], [String]) = ([], [])
            for part in ScoreRule.Part.allCases {
                let found = rule.part(part, of: facts)
                own.append(found.score)
                if found.isOpen, rule.weights[part] ?? 0 > 0 { open.append(part.rawValue) }
            }
            let score = rule.score(own)
            parts.append(own)
            scores.append(score.score)
            present.append(score.present)
            censored.append(open.isEmpty ? nil : open.joined(separator: " "))
        }
        (self.parts, self.scores, self.present, self.censored) = (parts, scores, present, censored)
    }

    /// The scores under other weights.
    func scores(under rule: ScoreRule) -> [Double?] { parts.map { rule.score($0).score } }

    /// The mean of all; nil where none has a score.
    static func mean(_ scores: [Double?]) -> Double? {
        ConversationTables.mean(scores.compactMap(\.self))
    }

    /// The mean of each group drawn to that of all: (n·mean + m·all) / (n + m); nil where a group has no score.
    static func shrunk(_ scores: [Double?], _ groups: [Int], count: Int, by m: Double) -> [(
        n: Int, mean: Double, shrunk: Double
    )?] {
        guard let all = mean(scores) else { return Array(repeating: nil, count: count) }
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: count)
        var sizes = [Int](repeating: 0, count: count)
        for (row, group) in groups.enumerated() where group >= 0 {
            guard let score = scores[row] else { continue }
            sums[group].add(score)
            sizes[group] += 1
        }
        return sizes.indices.map { group in
            guard sizes[group] > 0 else { return nil }
            let n = Double(sizes[group])
            return (sizes[group], sums[group].total / n, (sums[group].total + m * all) / (n + m))
        }
    }
}
