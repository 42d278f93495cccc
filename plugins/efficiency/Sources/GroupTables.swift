import RapportNumerics
import RapportPluginKit

/// The numbers of every group, and the comparisons between them.
struct GroupTables {
    /// What is known of one group.
    struct Row {
        var by: String
        var key: String
        var n = 0
        var answered = 0
        var frtMedian: Double?
        var frtNinth: Double?
        var frtMean: Double?
        var replyMedian: Double?
        var replyNinth: Double?
        var resolutionMedian: Double?
        var resolutionLasting: Double?
        var oneContact: ProportionInterval?
        var sla: ProportionInterval?
        var reopened: ProportionInterval?
        var score: Double?
        var standardised: Double?
        var covered: Double?
        var isFew = false
    }

    /// One group against all others of its kind.
    struct Comparison {
        var by: String
        var key: String
        var n: Int
        var others: Int
        var shift: HodgesLehmann?
        /// That an answer of the group took longer than one of the others, ties counted half.
        var superiority: Double
        var p: Double
        var adjusted = 1.0
    }

    struct Test {
        var by: String
        var groups: Int
        var h: Double
        var p: Double
        var adjusted = 1.0
    }

    private(set) var rows: [Row] = []
    private(set) var comparisons: [Comparison] = []
    private(set) var tests: [Test] = []
    let facts: GroupFacts
    let loads: [AgentLoad]
    let ratings: RatingCurve

    init(_ analysis: Groups, _ facts: GroupFacts, _ work: Work) throws(Diagnostic) {
        self.facts = facts
        loads = AgentLoad.loads(facts)
        ratings = RatingCurve(facts)
        let all = Array(0..<facts.count)
        let whole = GroupFacts.Grouped(
            dimension: .week, keys: ["all"], group: all.map { _ in 0 }, responder: all.map { _ in 0 },
            missing: 0)
        rows += try Self.rows(whole, named: "all", facts, analysis, work)
        for dimension in facts.dimensions {
            let name = dimension.dimension.rawValue
            var found = try Self.rows(dimension, named: name, facts, analysis, work)
            let isComparable = [.agent, .channel, .priority, .team].contains(dimension.dimension)
            if isComparable {
                try standardise(&found, dimension, work)
                try compare(dimension, named: name, minN: analysis.minN, work)
            }
            rows += found
        }
        let adjusted = MultipleTesting.holm(tests.map(\.p))
        for place in tests.indices { tests[place].adjusted = adjusted[place] }
    }

    // MARK: - Rows

    private static func rows(
        _ grouped: GroupFacts.Grouped, named name: String, _ facts: GroupFacts, _ analysis: Groups,
        _ work: Work
    ) throws(Diagnostic) -> [Row] {
        let count = grouped.keys.count
        var members = [[Int]](repeating: [], count: count)
        for (row, group) in grouped.group.enumerated() where group >= 0 { members[group].append(row) }
        var answers = [[Double]](repeating: [], count: count)
        for (row, group) in grouped.responder.enumerated() where group >= 0 && !facts.firstResponse[row].isNaN
        {
            answers[group].append(facts.firstResponse[row])
        }
        let replies = replies(grouped, facts)
        var found: [Row] = []
        for group in 0..<count {
            try work.check()
            let (own, first) = (members[group], answers[group])
            var row = Row(by: name, key: grouped.keys[group], n: own.count, answered: first.count)
            row.frtMedian = ConversationTables.quantile(0.5, first)
            row.frtNinth = ConversationTables.quantile(0.9, first)
            row.frtMean = ConversationTables.mean(first)
            row.replyMedian = ConversationTables.quantile(0.5, replies[group])
            row.replyNinth = ConversationTables.quantile(0.9, replies[group])
            row.resolutionMedian = ConversationTables.quantile(
                0.5, own.map { facts.resolution[$0] }.filter { !$0.isNaN })
            row.resolutionLasting = lasting(own, facts)
            row.oneContact = share(own.filter { !facts.resolution[$0].isNaN }.map { facts.oneContact[$0] })
            row.sla = share(own.map { facts.met[$0] })
            row.reopened = share(own.map { facts.reopened[$0] })
            row.score = ConversationTables.mean(own.map { facts.score[$0] }.filter { !$0.isNaN })
            row.isFew = first.count < analysis.minN
            found.append(row)
        }
        return found
    }

    /// Each reply belongs to the group of its conversation; by agent, to who wrote it.
    private static func replies(_ grouped: GroupFacts.Grouped, _ facts: GroupFacts) -> [[Double]] {
        var found = [[Double]](repeating: [], count: grouped.keys.count)
        guard let replies = facts.replies else {
            for (row, group) in grouped.group.enumerated() where group >= 0 && !facts.medianReply[row].isNaN {
                found[group].append(facts.medianReply[row])
            }
            return found
        }
        var place: [String: Int] = [:]
        for (index, key) in grouped.keys.enumerated() { place[key] = index }
        for (index, seconds) in replies.seconds.enumerated() where !seconds.isNaN {
            var group = grouped.group[replies.conversation[index]]
            if grouped.dimension == .agent, let authors = replies.author {
                group = authors[index].flatMap { place[$0] } ?? -1
            }
            if group >= 0 { found[group].append(seconds) }
        }
        return found
    }

    /// Nil where one is open and nobody knows for how long: without it the curve would be that of the resolved.
    private static func lasting(_ rows: [Int], _ facts: GroupFacts) -> Double? {
        var (durations, ended): ([Double], [Bool]) = ([], [])
        for row in rows {
            if !facts.resolution[row].isNaN {
                durations.append(facts.resolution[row])
                ended.append(true)
            } else if !facts.unresolved[row].isNaN {
                durations.append(facts.unresolved[row])
                ended.append(false)
            } else {
                return nil
            }
        }
        return try? KaplanMeier(durations: durations, ended: ended).median
    }

    static func share(_ truths: [Int8]) -> ProportionInterval? {
        ProportionInterval(
            successes: Double(truths.count { $0 == 1 }), trials: Double(truths.count { $0 >= 0 }))
    }

    // MARK: - The mix

    /// Σ over strata of their share in all · the group's median there; of strata that the group has none of, the rest
    /// stands for them.
    private func standardise(
        _ rows: inout [Row], _ grouped: GroupFacts.Grouped, _ work: Work
    ) throws(Diagnostic) {
        guard facts.strataCount > 1 else { return }
        var sizes = [Double](repeating: 0, count: facts.strataCount)
        for row in 0..<facts.count where !facts.firstResponse[row].isNaN { sizes[facts.strata[row]] += 1 }
        var cells: [Int: [Double]] = [:]
        for (row, group) in grouped.responder.enumerated() where group >= 0 && !facts.firstResponse[row].isNaN
        {
            cells[group * facts.strataCount + facts.strata[row], default: []].append(facts.firstResponse[row])
        }
        let total = sizes.compensatedSum()
        guard total > 0 else { return }
        for group in rows.indices {
            try work.check()
            var (weighted, covered) = (0.0, 0.0)
            for stratum in 0..<facts.strataCount {
                guard let own = cells[group * facts.strataCount + stratum],
                    let median = ConversationTables.quantile(0.5, own)
                else { continue }
                weighted += sizes[stratum] / total * median
                covered += sizes[stratum] / total
            }
            guard covered > 0 else { continue }
            (rows[group].standardised, rows[group].covered) = (weighted / covered, min(covered, 1))
        }
    }

    // MARK: - Comparisons

    private mutating func compare(
        _ grouped: GroupFacts.Grouped, named name: String, minN: Int, _ work: Work
    ) throws(Diagnostic) {
        var answers = [[Double]](repeating: [], count: grouped.keys.count)
        for (row, group) in grouped.responder.enumerated() where group >= 0 && !facts.firstResponse[row].isNaN
        {
            answers[group].append(facts.firstResponse[row])
        }
        let compared = answers.indices.filter { answers[$0].count >= minN }
        guard compared.count > 1 else { return }
        if let test = KruskalWallis(compared.map { answers[$0] }) {
            tests.append(Test(by: name, groups: compared.count, h: test.h, p: test.p))
        }
        var found: [Comparison] = []
        for group in compared {
            try work.check()
            let others = compared.filter { $0 != group }.flatMap { answers[$0] }
            guard let test = MannWhitney(answers[group], others) else { continue }
            found.append(
                Comparison(
                    by: name, key: grouped.keys[group], n: answers[group].count, others: others.count,
                    shift: try HodgesLehmann(others, answers[group], work: work),
                    superiority: test.superiority, p: test.p))
        }
        let adjusted = MultipleTesting.holm(found.map(\.p))
        for place in found.indices { found[place].adjusted = adjusted[place] }
        comparisons += found
    }
}
