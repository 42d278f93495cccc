import RapportPluginKit

/// Scores conversations from 0 to 100 by how fast, in how few steps and how finally they were answered.
struct Score: Analysis {
    static let name = "efficiency.score"
    static let version = 1
    static let summary =
        "Score conversations and agents from 0 to 100 by speed, one contact and exchanges, by Rapport's own rule."
    static let aliases = ["service.score"]
    static let references = [
        "Rapport's own definition: no outside standard for such a score exists",
        "Efron & Morris, Stein's Paradox in Statistics, 1977: means shrunk to the whole",
        "Kendall, Rank Correlation Methods, 1948: how far other weights change the order",
    ]
    static let outputs = ScoreTables.declared
    static let metrics = ScoreTables.metrics

    @Input("Seconds to the first answer.", "first_response_seconds", types: [.number])
    var firstResponseSeconds: String
    @Input("Seconds waited, where there is no answer.", "waiting_seconds", types: [.number])
    var waitingSeconds: String?
    @Input("The median of its reply times, in seconds.", "median_reply_seconds", types: [.number])
    var medianReplySeconds: String?
    @Input("Seconds to the resolve.", "resolution_seconds", types: [.number]) var resolutionSeconds: String?
    @Input("Seconds that it has been open.", "unresolved_seconds", types: [.number]) var unresolvedSeconds:
        String?
    @Input("Resolved in one contact.", "one_contact", types: [.bool]) var oneContact: String?
    @Input("Questions and their answers.", "exchanges", types: [.number]) var exchanges: String?
    @Input("Whose it is.", "agent") var agent: String?
    @Input("Chat, mail, phone, …", "channel") var channel: String?

    @Parameter("How much each part counts; parts that are not named count nothing.")
    var weights = NamedValues<Double>([
        ("first_response", 0.25), ("reply", 0.20), ("resolution", 0.25), ("one_contact", 0.15),
        ("exchanges", 0.15),
    ])
    @Parameter("The times that score one half, of `first_response`, `reply`, `resolution`.")
    var targets = NamedValues<Period>([
        ("first_response", Period(microseconds: 3_600_000_000)),
        ("reply", Period(microseconds: 3_600_000_000)),
        ("resolution", Period(microseconds: 86_400_000_000)),
    ])
    @Parameter(
        "An agent's score is as if this many more conversations had the score of the whole.", in: 0.0...1_000)
    var shrinkage = 10.0

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        _ = try rule()
        var outline = Outline(declared: Self.outputs, output: inputs.piped.adding(Self.added))
        retype(&outline.tables[0].schema, agent, inputs.piped)
        retype(&outline.tables[1].schema, channel, inputs.piped)
        return outline
    }

    private func retype(_ schema: inout Schema, _ name: String?, _ piped: Schema) {
        if let name, let type = piped[name]?.type { schema.fields[0].type = type }
    }

    static let added = ScoreTables.declared[0].fields

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let table = inputs.piped
        let rule = try rule()
        let scored = try Scored(self, rule, table, work: context.work)
        let tables = try ScoreTables(self, rule, scored, table, work: context.work)
        let sentences = ScoreSentences(analysis: self, rule: rule, scored: scored, tables: tables)
        return Outcome(
            tables.output, tables: tables.named, metrics: tables.metrics, charts: ScoreTables.charts,
            findings: sentences.findings, caveats: sentences.caveats,
            rows: Outcome.RowCount(input: table.count, used: table.count))
    }

    /// Weights and targets, checked.
    /// - Throws: `parameter.range`.
    func rule() throws(Diagnostic) -> ScoreRule {
        var rule = ScoreRule()
        let parts = ScoreRule.Part.allCases.map(\.rawValue)
        for (name, value) in weights.entries {
            guard let part = ScoreRule.Part(rawValue: name) else {
                throw Self.unknown(name, "weights", parts)
            }
            guard value >= 0, value.isFinite else {
                throw Diagnostic(
                    "parameter.range", "`weights` of `\(name)` is below 0; expected 0 or more",
                    subject: .parameter("weights"), help: ["0 leaves a part out"])
            }
            rule.weights[part] = value
        }
        guard rule.weights.values.contains(where: { $0 > 0 }) else {
            throw Diagnostic(
                "parameter.range", "`weights` are all 0; expected one above 0",
                subject: .parameter("weights"),
                help: ["`weights={\"first_response\": 0.5, \"resolution\": 0.5}`"])
        }
        for (name, value) in targets.entries {
            guard let part = ScoreRule.Part(rawValue: name), part.isTime else {
                throw Self.unknown(
                    name, "targets", parts.filter { ScoreRule.Part(rawValue: $0)?.isTime == true })
            }
            rule.targets[part] = try Targets.seconds(of: value)
        }
        return rule
    }

    private static func unknown(_ name: String, _ parameter: String, _ known: [String]) -> Diagnostic {
        Diagnostic(
            "parameter.range", "`\(parameter)` takes \(Wording.list(known)); found `\(name)`",
            subject: .parameter(parameter),
            help: [name.nearest(in: known).map { "`\($0)`?" } ?? "name each once"])
    }

    static let details = """
        **This score is Rapport's own; no outside standard exists.** Compare it with itself, never with another \
        program's.

        Each part is from 0 to 1. Times (`first_response`, `reply`: the median of a conversation, `resolution`) score \
        0.5^(time / target): 1 at once, one half at the target, a quarter at twice the target. `one_contact` is 1 or 0, \
        `exchanges` 1 / exchanges. The score is 100 times their weighted mean over the parts that a conversation has; \
        `weight_present` says how much of the weights that is.

        What is still open is scored by the time it has taken so far, and `censored` names it: a conversation that \
        nobody answers scores low instead of vanishing.

        An agent's score is the mean of the agent's conversations, drawn to the mean of all as if `shrinkage` (10) more \
        conversations had that: a few lucky ones make no best agent.

        **Read it** with its parts and `sensitivity`: how far the order of agents (of conversations, where there are \
        fewer than three agents) changes when a weight is half or one and a half times as large; Kendall's tau of 1 is \
        no change.

        **Do not trust it** for pay or blame: it knows neither how hard a case was nor whether the answer was right.
        """

    static let examples = [
        Example(
            "One answered at once and for good, one slowly, one not at all.",
            run: "given | efficiency.score | select conversation_id, efficiency_score, censored",
            given: """
                conversation_id,first_response_seconds,waiting_seconds,median_reply_seconds,resolution_seconds,unresolved_seconds,one_contact,exchanges
                a,0,,0,0,,true,1
                b,3600,,3600,86400,,false,2
                c,,7200,,,86400,,
                """,
            gives: """
                conversation_id,efficiency_score,censored
                a,100.0,
                b,42.5,
                c,37.5,first_response resolution
                """)
    ]
}
