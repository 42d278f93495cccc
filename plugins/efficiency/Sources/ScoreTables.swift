import RapportNumerics
import RapportPluginKit

/// Lays the scores out: conversations, agents, channels, the rule, and how much it matters.
struct ScoreTables {
    let output: Table
    let agents: [Group]
    let channels: [Group]
    /// Kendall's tau of the order under another weight, with the part and the factor.
    let sensitivity: [(part: String, factor: Double, tau: Double?)]
    let isByAgent: Bool
    private let rule: ScoreRule
    private let agentKeys: Column
    private let channelKeys: Column

    struct Group {
        var n: Int
        var mean: Double
        var shrunk: Double
    }

    init(
        _ analysis: Score, _ rule: ScoreRule, _ scored: Scored, _ table: Table, work: Work
    ) throws(Diagnostic) {
        self.rule = rule
        var columns = ScoreRule.Part.allCases.indices.map { part in
            Column.floats(scored.parts.map { $0[part] })
        }
        columns += [.floats(scored.present), .floats(scored.scores), .texts(scored.censored)]
        var output = table
        for (field, column) in zip(Score.added, columns) { output = output.adding(field, column) }
        self.output = output

        let agents = try Self.groups(analysis.agent, table, work)
        let channels = try Self.groups(analysis.channel, table, work)
        let (byAgent, agentKeys) = try Self.scored(agents, scored, analysis, work)
        let (byChannel, channelKeys) = try Self.scored(channels, scored, analysis, work)
        (self.agents, self.channels) = (byAgent, byChannel)
        (self.agentKeys, self.channelKeys) = (agentKeys, channelKeys)

        let isByAgent = byAgent.count >= 3
        var sensitivity: [(part: String, factor: Double, tau: Double?)] = []
        func ranking(_ scores: [Double?]) -> [Double?] {
            guard isByAgent else { return scores }
            return Scored.shrunk(scores, agents.numbers, count: agents.count, by: analysis.shrinkage).map {
                $0?.shrunk
            }
        }
        let base = ranking(scored.scores)
        for part in ScoreRule.Part.allCases where rule.weights[part] ?? 0 > 0 {
            for factor in [0.5, 1.5] {
                try work.check()
                var other = rule
                other.weights[part] = (rule.weights[part] ?? 0) * factor
                let pairs = zip(base, ranking(scored.scores(under: other))).compactMap { a, b in
                    a.flatMap { a in b.map { (a, $0) } }
                }
                sensitivity.append((part.rawValue, factor, KendallTau(pairs.map(\.0), pairs.map(\.1))?.tau))
            }
        }
        (self.sensitivity, self.isByAgent) = (sensitivity, isByAgent)
    }

    private struct Keys {
        var column: Column
        var numbers: [Int]
        var count: Int
    }

    private static func groups(_ name: String?, _ table: Table, _ work: Work) throws(Diagnostic) -> Keys {
        guard let name else {
            return Keys(column: .texts([]), numbers: Array(repeating: -1, count: table.count), count: 0)
        }
        let column = try table.column(name)
        let grouping = try Grouping(sortedBy: [column], count: table.count, work: work)
        let count = grouping.groupCount - (column.missingCount > 0 ? 1 : 0)
        return Keys(
            column: try column.gathered(at: grouping.firstRows[0..<count], work: work),
            numbers: (0..<table.count).map {
                Int(grouping.groups[$0]) < count ? Int(grouping.groups[$0]) : -1
            },
            count: count)
    }

    /// Groups with a score, the best first; equal ones by key.
    private static func scored(
        _ keys: Keys, _ scored: Scored, _ analysis: Score, _ work: Work
    ) throws(Diagnostic) -> ([Group], Column) {
        let found = Scored.shrunk(scored.scores, keys.numbers, count: keys.count, by: analysis.shrinkage)
        let order = found.indices.filter { found[$0] != nil }
            .sorted { a, b in
                let (x, y) = (found[a]?.shrunk ?? 0, found[b]?.shrunk ?? 0)
                return x == y ? a < b : x > y
            }
        let groups = order.compactMap { found[$0] }.map { Group(n: $0.n, mean: $0.mean, shrunk: $0.shrunk) }
        return (groups, try keys.column.gathered(at: .of(order.map { Int32($0) }), work: work))
    }

    // MARK: - Declared

    static let declared = [
        Signature.Output(
            "output", "The conversations with their parts and score; Rapport's own definition.",
            [
                Field("score_first_response", .float, kind: .measure, meaning: "0 to 1: 0.5^(time / target)"),
                Field("score_reply", .float, kind: .measure),
                Field("score_resolution", .float, kind: .measure),
                Field(
                    "score_one_contact", .float, kind: .measure, meaning: "1 or 0; missing while it is open"),
                Field("score_exchanges", .float, kind: .measure, meaning: "1 / exchanges"),
                Field(
                    "weight_present", .float, kind: .measure,
                    meaning: "part of the weights that the score rests on"),
                Field(
                    "efficiency_score", .float, kind: .measure, role: "service", meaning: "0 to 100"),
                Field("censored", .text, kind: .category, meaning: "parts whose time is still running"),
            ]),
        Signature.Output("agents", "One row an agent, the best first.", groupFields("agent")),
        Signature.Output("channels", "One row a channel, the best first.", groupFields("channel")),
        Signature.Output(
            "rule", "What the score is made of.",
            [
                Field("part", .text, kind: .category), Field("weight", .float, kind: .measure),
                Field("target_seconds", .float, kind: .measure, unit: "seconds", meaning: "scores one half"),
            ]),
        Signature.Output(
            "sensitivity", "How the order changes under other weights.",
            [
                Field("part", .text, kind: .category),
                Field("factor", .float, kind: .measure, meaning: "what its weight is multiplied with"),
                Field(
                    "tau", .float, kind: .measure,
                    meaning: "Kendall's tau with the order of the score; 1 is the same"),
            ]),
    ]

    private static func groupFields(_ name: String) -> [Field] {
        [
            Field(name, .text, kind: .category, role: Role(name)), Field("n", .int, kind: .measure),
            Field("mean", .float, kind: .measure, meaning: "of its conversations"),
            Field("efficiency_score", .float, kind: .measure, meaning: "the mean drawn to that of all"),
        ]
    }

    static let metrics: [Signature.MetricDescription] = [
        .init("efficiency_score", "Mean score of all, and by agent.", direction: .higher),
        .init(
            "censored_share", "Part of the conversations with a time that is still running.",
            direction: .lower),
        .init("least_tau", "The least Kendall's tau under other weights.", direction: .higher),
    ]

    static let charts = [
        ChartSpecification(
            .bar, title: "Score by agent", table: "agents", x: "agent", y: "efficiency_score",
            xLabel: "agent",
            yLabel: "score, 0 to 100")
    ]

    // MARK: - Layout

    var named: [Outcome.NamedTable] {
        [
            .init("agents", table(agents, agentKeys, 1)), .init("channels", table(channels, channelKeys, 2)),
            .init(
                "rule",
                Table(
                    Schema(Self.declared[3].fields),
                    [
                        .texts(ScoreRule.Part.allCases.map(\.rawValue)),
                        .floats(ScoreRule.Part.allCases.map { rule.weights[$0] ?? 0 }),
                        .floats(ScoreRule.Part.allCases.map { rule.targets[$0] }),
                    ])),
            .init(
                "sensitivity",
                Table(
                    Schema(Self.declared[4].fields),
                    [
                        .texts(sensitivity.map(\.part)), .floats(sensitivity.map(\.factor)),
                        .floats(sensitivity.map(\.tau)),
                    ])),
        ]
    }

    private func table(_ groups: [Group], _ keys: Column, _ place: Int) -> Table {
        var schema = Schema(Self.declared[place].fields)
        schema.fields[0].type = keys.type
        return Table(
            schema,
            [
                keys, .ints(present: groups.map(\.n)), .floats(groups.map(\.mean)),
                .floats(groups.map(\.shrunk)),
            ],
            count: groups.count)
    }

    var metrics: [Outcome.Metric] {
        let scores = (0..<output.count).map { output["efficiency_score"]?[$0].number }
        let open = output["censored"].map { output.count - $0.missingCount } ?? 0
        var found: [Outcome.Metric] = [
            .init("efficiency_score", Scored.mean(scores), n: scores.count { $0 != nil }),
            .init("censored_share", Double(open) / Double(max(output.count, 1)), n: output.count),
            .init("least_tau", sensitivity.compactMap(\.tau).min(), n: sensitivity.count),
        ]
        for (place, agent) in agents.enumerated() {
            found.append(
                .init("efficiency_score", group: agentKeys.text(at: place), agent.shrunk, n: agent.n))
        }
        return found
    }
}
