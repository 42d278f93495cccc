import RapportNumerics
import RapportPluginKit

/// Scores how content each customer is, from what they answered, what they wrote and how they were served.
struct Score: Analysis {
    static let name = "satisfaction.score"
    static let version = 1
    static let summary =
        "Score how content each customer is, from survey answers, the tone of their texts and the service they got."
    static let references = [
        "Rapport's own definition: no outside standard for such a score exists",
        "Kendall, Rank Correlation Methods, 1948 (sensitivity to the weights)",
        "Wheeler & Chambers, Understanding Statistical Process Control (limits of the months)",
    ]
    static let outputs = ScoreTables.declared
    static let metrics = ScoreTables.metrics

    // MARK: - Columns and tables

    @Input("Whose answer or text a row is.", "customer") var customer: String
    @Input("When; for the half-life, the months and the score of before.", "time", types: [.time])
    var time: String?
    @InputSet(
        "The answers: one column a question; a missing cell is no answer.", "rating",
        types: [.number, .text],
        optional: true, aliases: ["rating"])
    var ratings: [String]
    @Input("The tone of a text, -1 to 1, as `sentiment.score` gives it.", "sentiment", types: [.number])
    var sentiment: String?
    @Input(
        "How well a conversation was handled, 0 to 100, as `efficiency.score` gives it.", "service",
        types: [.number])
    var service: String?
    @Input("Each customer's group, for the means by group.", "segment") var segment: String?
    @TableInput(
        "Texts with their tone: columns for customer, time, sentiment, and the side where agents write too.",
        optional: true)
    var texts: String?
    @TableInput("Conversations with their efficiency score: customer, time, service.", optional: true)
    var conversations: String?
    @TableInput(
        "All customers, so that those without a word are counted; with a segment, and whether they left (event).",
        optional: true)
    var customers: String?

    // MARK: - How it is scored

    @Parameter(
        "What the points of answers mean; auto: by the column's name, else by the values, and says which.")
    var scale: Auto<Scale> = .auto
    @Parameter("A column that says it for each answer: csat, nps, ces or good.", advanced: true)
    var scaleColumn: BareName? = nil
    @Parameter("Of effort (ces): the highest answer is the worst.") var reverse = false
    @Parameter("What each part counts; a part that is left out counts nothing.")
    var weights = NamedValues<Double>(Component.allCases.map { ($0.rawValue, $0.usualWeight) })
    @Parameter("After so many days an answer counts half; none: all count the same.", unit: "days")
    var halfLife = HalfLife.days(90)
    @Parameter("How many answers of the mean of all a customer's part is mixed with.", in: 0...1_000)
    var priorStrength = 2.0
    @Parameter("Below the first dissatisfied, from the second on satisfied.") var thresholds = [50.0, 70]
    @Parameter("Below this confidence the label is `not enough evidence`.", in: 0...1)
    var minConfidence = 0.2
    @Parameter("The day that ages are counted to; auto: `as_of`, or the last row.")
    var snapshotDate: Auto<Moment> = .auto
    @Parameter("Rows later than the snapshot: an error, or left out.") var future = Future.error
    @Parameter("The score of so many days before is given beside.", in: 1...3_650, unit: "days")
    var compareDays = 90

    enum Future: String, Choice { case error, drop }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        try checkArguments()
        let sources = try EvidenceSources(self, inputs)
        var output = Schema(Self.outputs[0].fields, rowGrain: ["customer"])
        output.fields[0].type = sources.customerType
        return Outline(declared: Self.outputs, output: output)
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        try checkArguments()
        let evidence = try Evidence(self, inputs, context)
        let scores = CustomerScores(evidence, self, asOf: evidence.asOf)
        let before = CustomerScores(
            evidence, self, asOf: evidence.asOf &- Int32(truncatingIfNeeded: compareDays))
        let summary = try ScoreSummary(self, evidence, scores, before, context.work)
        let tables = ScoreTables(summary: summary)
        let sentences = ScoreSentences(analysis: self, summary: summary)
        return Outcome(
            tables.output, tables: tables.named, metrics: tables.metrics, charts: tables.charts,
            findings: sentences.findings, caveats: sentences.caveats,
            rows: Outcome.RowCount(input: inputs.piped.count, used: evidence.rowsUsed))
    }

    static let examples = [
        Example(
            "Answers count half after 90 days; who said nothing has no score.",
            run: """
                given | satisfaction.score snapshot_date=2026-06-30 \
                | derive satisfaction_score=round(satisfaction_score, 2), confidence=round(confidence, 3) \
                | select customer, satisfaction_score, label, survey_n, confidence, reason
                """,
            given: """
                customer,date,csat
                ada,2026-06-30,5
                ada,2026-04-01,4
                bea,2026-06-30,2
                cyd,2026-06-30,
                """,
            gives: """
                customer,satisfaction_score,label,survey_n,confidence,reason
                ada,76.43,satisfied,2,0.429,
                bea,51.67,neutral,1,0.333,
                cyd,,not enough evidence,0,,no survey
                """)
    ]
}

/// A part of the score.
enum Component: String, CaseIterable {
    case survey, sentiment, service

    var usualWeight: Double {
        switch self {
        case .survey: 0.6
        case .sentiment: 0.4
        case .service: 0.2
        }
    }

    /// What a customer without it lacks.
    var lack: String {
        switch self {
        case .survey: "no survey"
        case .sentiment: "no text"
        case .service: "no conversation"
        }
    }
}
