import RapportPluginKit

/// Scores customers by recency, frequency and monetary value, and names the groups.
struct RFM: Analysis {
    static let name = "segmentation.rfm"
    static let version = 1
    static let summary =
        "Score customers by how recently, how often and for how much they bought, and name the groups."
    static let references = [
        "Hughes, Strategic Database Marketing, 1994",
        "Fader, Hardie & Lee, RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, JMR 42, 2005",
        "Hyndman & Fan, Sample Quantiles in Statistical Packages, 1996, type 7",
    ]
    static let outputs = RFMTables.declared
    static let metrics = RFMTables.metrics

    // MARK: - Columns

    @Input("Who bought.", "customer") var customer: String
    @Input("When they bought.", "time", types: [.time]) var time: String?
    @Input("What they paid; below 0 where it was given back.", "amount", types: [.number])
    var amount: String?
    @Input("The order a row belongs to; without one each row is an order.", "order") var order: String?
    @Input("Of a table with one row a customer: days since the last purchase.", "recency", types: [.number])
    var recencyColumn: String?
    @Input("Of a table with one row a customer: how often they bought.", "frequency", types: [.number])
    var frequencyColumn: String?
    @Input("Of a table with one row a customer: what they spent.", "monetary", types: [.number])
    var monetaryColumn: String?

    // MARK: - What is measured

    @Parameter("The day that recency is counted to; auto: one day after `as_of`, or after the last purchase.")
    var snapshotDate: Auto<Moment> = .auto
    @Parameter("What is counted: orders, or days with a purchase.") var frequency = Frequency.orders
    @Parameter("What is summed up: all they paid, or the mean of an order.") var monetary = Monetary.sum
    @Parameter("Rows with an amount below 0: netted against what was paid, left out, or taken as purchases.")
    var refunds = Refunds.net
    @Parameter("Rows later than the snapshot: an error, or left out.") var future = Future.error

    // MARK: - How it is scored and named

    @Parameter("How many scores: 5 gives 1 to 5.", in: 2...9, aliases: "bins") var nBins = 5
    @Parameter("How scores are cut: equal customers share a score with `quantile` and `custom` only.")
    var scoring = Scoring.quantile
    @Parameter("For `scoring=custom`: ascending limits by measure, one fewer than scores.")
    var thresholds = NamedValues<[Double]>()
    @Parameter("How groups are named: a scheme, or a CSV file with the columns r, f, m, segment.")
    var scheme: Either<BuiltInScheme, FilePath> = .first(.rfGrid)
    @ModelInput("An earlier run: its cut points and means are the yardstick.", output: "cuts")
    var cuts: String?

    enum Frequency: String, Choice { case orders, days }
    enum Monetary: String, Choice { case sum, mean }
    enum Refunds: String, Choice { case net, drop, keep }
    enum Future: String, Choice { case error, drop }
    enum Scoring: String, Choice { case quantile, ntile, rankFirst = "rank_first", custom }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        let source = try source()
        try checkScoring()
        if let cuts, let schema = inputs.named[cuts] { try CutPoints.kept.check(schema) }
        // With the cut points of another run, the number of scores is that run's.
        _ = try SegmentScheme(scheme, scores: cuts == nil ? nBins : nil)
        var warnings: [Note] = []
        if case .customerTable = source, snapshotDate.given != nil {
            warnings.append(
                Note(
                    "parameter.unused",
                    "`snapshot_date` is not used: the table says how recent purchases are",
                    isWarning: true))
        }
        return Outline(
            declared: Self.outputs, output: outputSchema(inputs.piped, source), warnings: warnings,
            unused: unused(by: source))
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let source = try source()
        let facts = try CustomerFacts(self, source, inputs.piped, context)
        let cutPoints = try cutPoints(inputs)
        let scores = try score(facts, with: cutPoints, work: context.work)
        let names = try SegmentScheme(scheme, scores: scores.bins)
        let segments = names.segments(of: facts, scores)
        let tables = RFMTables(facts: facts, scores: scores, names: names.names, segments: segments)
        var outcome = Outcome(
            try tables.output(outputSchema(inputs.piped.schema, source)), tables: tables.named,
            metrics: tables.metrics, charts: RFMTables.charts, caveats: [],
            rows: Outcome.RowCount(input: inputs.piped.count, used: facts.rowsUsed))
        let sentences = RFMSentences(
            analysis: self, tables: tables, namedBy: names.measures, isGivenCuts: cutPoints != nil)
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        outcome.caveats += orderIDs(source, facts, inputs.piped.schema)
        return outcome
    }

    /// That nobody came back, and another column has the name of customers too: shops give each order an id of its own
    /// for who ordered.
    private func orderIDs(_ source: Source, _ facts: CustomerFacts, _ schema: Schema) -> [Outcome.Caveat] {
        if case .customerTable = source { return [] }
        guard facts.count > 20, facts.frequency.allSatisfy({ $0 == 1 }) else { return [] }
        let others = schema.fields.filter {
            $0.name != customer && $0.kind == .id && !$0.isPrivate
                && RoleAliases.isName($0.name, of: "customer")
        }
        guard others.count == 1, let other = others.first else { return [] }
        return [
            .init(
                "customer.once",
                "nobody by `\(customer)` bought twice, as where it is new with each order: "
                    + "`customer=\(other.name.asColumnName)` may be who they are")
        ]
    }

    static let examples = [
        Example(
            "Six customers, three scores: who bought lately, often and for much comes out as 333.",
            run: "given | segmentation.rfm n_bins=3 | select customer, r, f, m, rfm_score, segment",
            given: """
                customer,date,amount
                ada,2026-01-03,10
                ada,2026-03-30,90
                ada,2026-06-30,120
                bea,2026-06-20,60
                bea,2026-06-28,80
                cyd,2026-06-29,15
                dan,2026-02-01,30
                eva,2026-01-15,70
                eva,2026-02-11,75
                eva,2026-03-20,95
                fay,2026-04-04,20
                """,
            gives: """
                customer,r,f,m,rfm_score,segment
                ada,3,3,3,333,Champions
                bea,2,2,2,222,Loyal Customers
                cyd,3,1,1,311,Potential Loyalists
                dan,1,1,2,112,Hibernating
                eva,1,3,3,133,Can't Lose Them
                fay,2,1,1,211,Potential Loyalists
                """),
        Example(
            "A table with one row a customer, named by the eight cells above and below the means.",
            run: "given | segmentation.rfm scheme=cn8 | select customer, segment",
            given: """
                customer,recency,frequency,monetary
                ada,3,12,900
                bea,5,1,700
                cyd,80,10,650
                dan,95,2,800
                eva,4,9,60
                fay,6,1,20
                guo,90,8,50
                hui,120,1,30
                """,
            gives: """
                customer,segment
                ada,重要价值客户
                bea,重要发展客户
                cyd,重要保持客户
                dan,重要挽留客户
                eva,一般价值客户
                fay,一般发展客户
                guo,一般保持客户
                hui,一般挽留客户
                """),
    ]
}
