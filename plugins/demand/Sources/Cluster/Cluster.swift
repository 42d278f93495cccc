import RapportPluginKit

/// Groups texts by what they ask for, and names the groups.
struct Cluster: Analysis {
    static let name = "demand.cluster"
    static let version = 1
    static let aliases = ["needs.cluster"]
    static let summary = "Group messages by what customers ask for, with names, sizes and trends."
    static let references = [
        "Dhillon & Modha, Concept Decompositions for Large Sparse Text Data Using Clustering, 2001",
        "Rousseeuw, Silhouettes: A Graphical Aid to the Interpretation and Validation of Cluster Analysis, 1987",
        "Grootendorst, BERTopic: Neural Topic Modeling with a Class-Based TF-IDF Procedure, 2022",
        "Röder, Both & Hinneburg, Exploring the Space of Topic Coherence Measures, 2015",
    ]
    static let outputs = ClusterTables.declared
    static let metrics = ClusterTables.metrics
    static let determinism = Signature.Determinism.seeded

    // MARK: - Columns

    @Input("What they wrote.", "text", types: [.text]) var text: String
    @Input("Who wrote.", "customer") var customer: String?
    @Input("When they wrote; gives each group its trend.", "time", types: [.time]) var time: String?
    @Input("How content they were; its mean is shown.", "rating", types: [.number]) var rating: String?
    @Input("How the text feels, of `sentiment.score`; its mean is shown.", "sentiment", types: [.number])
    var sentiment: String?

    // MARK: - How it is grouped

    @Parameter(
        "How many groups; auto: the number from 2 to 15 whose groups lie furthest apart.", in: 1...1_000,
        aliases: "k")
    var nClusters: Auto<Int> = .auto
    @Parameter("By the angle between texts, by their distance, or by parts that add up.")
    var algorithm = Algorithm.spherical
    @Parameter(
        "Brings texts into so many directions first, so that words used alike count alike (LSA; 100 is usual).",
        in: 2...1_000, advanced: true)
    var lsa: Int? = nil
    @Parameter("How often it begins anew; the best is kept.", in: 1...100, advanced: true) var nInit = 10
    @Parameter("How many words describe a group.", in: 3...50) var topTerms = 8
    @Parameter("How long a period of the trend is.") var every: Auto<Every> = .auto

    // MARK: - How texts become words

    let words = WordParameters()
    let vocabulary = VocabularyParameters()
    let weights = WeightParameters()

    enum Algorithm: String, Choice { case spherical, kmeans, nmf }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        _ = try words.options()
        if lsa != nil, algorithm == .nmf {
            throw Diagnostic(
                "parameter.conflict",
                "`lsa` gives texts places below 0, which `algorithm=nmf` cannot take apart; expected one of both",
                subject: .parameter("lsa"), help: ["`algorithm=spherical`, or leave `lsa` out"])
        }
        var outline = Outline(declared: Self.outputs)
        let added = ClusterTables.documentFields
        outline.output = inputs.piped.adding(added)
        outline.warnings += inputs.piped.replaced(by: added)
        return outline
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let table = inputs.piped
        let subject = try ClusterSubject(self, table, asOf: context.asOf, work: context.work)
        let fit = try ClusterFit(self, subject, seed: context.seed, work: context.work)
        let tables = try ClusterTables(self, subject, fit, work: context.work)
        var outcome = Outcome(
            tables.output(table), tables: tables.named, metrics: tables.metrics,
            charts: ClusterTables.charts(hasTime: subject.periods != nil), caveats: [],
            rows: Outcome.RowCount(input: table.count, used: subject.corpus.usable))
        let sentences = ClusterSentences(analysis: self, subject: subject, fit: fit, tables: tables)
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        return outcome
    }

    static let examples = [
        Example(
            "Six messages in two languages ask for three things.",
            run: "given | demand.cluster n_clusters=3 | select text, cluster",
            given: """
                text
                My parcel is late: where is the parcel?
                The parcel is late again
                I want a refund to my card
                Please send the refund to the card
                发票抬头写错了
                请重新开发票，抬头不对
                """,
            gives: """
                text,cluster
                My parcel is late: where is the parcel?,1
                The parcel is late again,1
                I want a refund to my card,2
                Please send the refund to the card,2
                发票抬头写错了,3
                "请重新开发票，抬头不对",3
                """)
    ]
}
