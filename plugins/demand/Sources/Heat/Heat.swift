import RapportPluginKit

/// Counts each demand per period, with its heat, growth and bursts.
struct Heat: Analysis {
    static let name = "demand.heat"
    static let version = 1
    static let aliases = ["needs.heat"]
    static let summary = "See which demands are hot, growing or bursting, period by period."
    static let references = [
        "Kleinberg, Bursty and Hierarchical Structure in Streams, KDD 2002, section 4 (batched, two states)",
        "Mann, Nonparametric Tests Against Trend, Econometrica 13, 1945; Kendall, Rank Correlation Methods, 1975",
        "Sen, Estimates of the Regression Coefficient Based on Kendall's Tau, JASA 63, 1968",
    ]
    static let outputs = HeatTables.declared
    static let metrics = HeatTables.metrics

    // MARK: - Columns

    @Input("When it was asked.", "time", types: [.time]) var time: String
    @Input("What was asked for: a cluster's label, a category.", "label", types: [.text]) var label: String?
    @Input("The text that `keywords` are looked for in.", "text", types: [.text]) var text: String?

    // MARK: - What is counted

    @Parameter("Words or phrases to count in place of labels; a text that has one counts once for it.")
    var keywords: [String] = []
    @Parameter(
        "How long a period is; auto: days, weeks or months by how long the table lasts.", aliases: "freq")
    var every: Auto<Every> = .auto
    @Parameter("After how long a message counts half for the heat.") var halfLife = Period(days: 14)
    @Parameter("How many periods before it a period's growth is measured against.", in: 1...52) var window = 4
    @Parameter("Rows later than `as_of`: an error, or left out.") var future = Future.error

    // MARK: - Bursts

    @Parameter("How much higher than usual a share is in a burst.", above: 1, advanced: true) var s = 2.0
    @Parameter("How much it costs to begin a burst; more finds fewer.", in: 0..., advanced: true)
    var gamma = 1.0

    enum Future: String, Choice { case error, drop }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        _ = try source()
        _ = try halfLifeDays()
        var schema = Schema(Self.outputs[0].fields)
        if let every = every.given { schema.fields[0].grain = every.grain }
        // Keywords are looked for in texts; labels are counted as they stand.
        var outline = Outline(
            declared: Self.outputs, output: schema, unused: [keywords.isEmpty ? "text" : "label"])
        if !keywords.isEmpty, label != nil {
            outline.warnings.append(
                Note("heat.keywords", "`keywords` are counted; the column of labels is not used"))
        }
        return outline
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let counts = try HeatCounts(self, try source(), inputs.piped, context)
        let tables = try HeatTables(counts, analysis: self, work: context.work)
        var outcome = Outcome(
            tables.output, tables: tables.named, metrics: tables.metrics, charts: HeatTables.charts,
            caveats: [], rows: Outcome.RowCount(input: inputs.piped.count, used: counts.rowsUsed))
        let sentences = HeatSentences(analysis: self, tables: tables)
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        return outcome
    }

    static let examples = [
        Example(
            "Refunds are asked for three days in a row; each day shows all messages of the day beside it.",
            run:
                "given | demand.heat every=day half_life=1d | where label == \"refund\" | select period, n, total, heat",
            given: """
                date,label
                2026-06-01,refund
                2026-06-01,invoice
                2026-06-02,refund
                2026-06-02,refund
                2026-06-04,invoice
                """,
            gives: """
                period,n,total,heat
                2026-06-01,1,2,0.5
                2026-06-02,2,2,1.25
                2026-06-03,0,0,0.625
                2026-06-04,0,1,0.3125
                """),
        Example(
            "Keywords in two languages, counted in the texts.",
            run:
                "given | demand.heat keywords=[\"refund\", \"退款\"] every=day | select period, label, n, total",
            given: """
                date,text
                2026-06-01,I want a refund
                2026-06-01,我要退款
                2026-06-01,Where is my parcel?
                2026-06-02,退款一直没有到账
                """,
            gives: """
                period,label,n,total
                2026-06-01,refund,1,3
                2026-06-02,refund,0,1
                2026-06-01,退款,1,3
                2026-06-02,退款,1,1
                """),
    ]
}
