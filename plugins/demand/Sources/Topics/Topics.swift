import RapportPluginKit

/// Finds what texts are about, where one text may be about several things.
struct Topics: Analysis {
    static let name = "demand.topics"
    static let version = 1
    static let aliases = ["needs.topics"]
    static let summary = "Find the topics of messages, where one message may have several."
    static let references = [
        "Lee & Seung, Learning the Parts of Objects by Non-Negative Matrix Factorization, 1999",
        "Boutsidis & Gallopoulos, SVD Based Initialization: A Head Start for NMF, 2008",
        "Blei, Ng & Jordan, Latent Dirichlet Allocation, 2003; Hoffman, Blei & Bach, 2010",
        "Röder, Both & Hinneburg, Exploring the Space of Topic Coherence Measures, 2015; Mimno et al., 2011",
    ]
    static let outputs = TopicTables.declared
    static let metrics = TopicTables.metrics
    static let determinism = Signature.Determinism.seeded

    @Input("What they wrote.", "text", types: [.text]) var text: String

    @Parameter(
        "How many topics; auto: the number from 2 to 15 whose words come together most.", in: 1...500,
        aliases: "k",
        "n_topics")
    var nComponents: Auto<Int> = .auto
    @Parameter("Parts that add up (NMF), or a model of how texts come about (LDA).") var method = Method.nmf
    @Parameter("How many words describe a topic.", in: 3...50) var topTerms = 8
    @Parameter("How many rounds at most.", in: 1...10_000, advanced: true) var maxIter = 200
    @Parameter("NMF: when a round brings so little that it ends.", in: 0...1, advanced: true) var tol = 1e-4

    @Parameter("NMF: one part after another (cd), or all by multiplication (mu).", advanced: true)
    var solver = Solver.cd
    @Parameter(
        "NMF: what is to be small; `kullback-leibler` counts a miss by its ratio and needs `solver=mu`.",
        advanced: true)
    var betaLoss = Loss.frobenius
    @Parameter(
        "NMF: the start of singular vectors, its zeros filled with the mean (nndsvda) or kept.",
        advanced: true)
    var `init` = Start.nndsvda
    @Parameter(
        "LDA: how many topics a text tends to have; auto: 1 by their number.", above: 0, advanced: true)
    var alpha: Auto<Double> = .auto
    @Parameter(
        "LDA: how many words a topic tends to have; auto: 1 by the number of topics.", above: 0,
        advanced: true)
    var eta: Auto<Double> = .auto

    let words = WordParameters()
    let vocabulary = VocabularyParameters()

    enum Method: String, Choice { case nmf, lda }
    enum Solver: String, Choice { case cd, mu }
    enum Loss: String, Choice {
        case frobenius
        case kullbackLeibler = "kullback-leibler"
    }
    enum Start: String, Choice { case nndsvda, nndsvd }

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        _ = try words.options()
        if method == .nmf, betaLoss == .kullbackLeibler, solver == .cd {
            throw Diagnostic(
                "parameter.conflict",
                "`beta_loss=kullback-leibler` cannot be had by `solver=cd`; expected `solver=mu`",
                subject: .parameter("solver"), help: ["`beta_loss=kullback-leibler solver=mu`"])
        }
        var outline = Outline(declared: Self.outputs, output: inputs.piped.adding(TopicTables.documentFields))
        outline.warnings += inputs.piped.replaced(by: TopicTables.documentFields)
        return outline
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let texts = try inputs.piped.textsToRead(in: text)
        context.work.begin("read texts")
        let corpus = try Corpus(texts, try words.options(), work: context.work)
            .trimmed(by: vocabulary, for: Self.name, work: context.work)
        let fit = try TopicFit(self, corpus, seed: context.seed, work: context.work)
        let tables = TopicTables(fit, corpus: corpus, texts: texts, topTerms: topTerms)
        let sentences = TopicSentences(analysis: self, fit: fit, tables: tables)
        return Outcome(
            tables.output(inputs.piped), tables: tables.named, metrics: tables.metrics,
            charts: TopicTables.charts, findings: sentences.findings, caveats: sentences.caveats,
            rows: Outcome.RowCount(input: inputs.piped.count, used: corpus.usable))
    }

    static let details = """
        A topic is a list of words with weights; a message has a part of each topic. `nmf` takes the messages apart into \
        topics that add up to them: it always gives the same and does well with short texts. `lda` is a model of \
        probabilities that wants some 200 messages of 20 words or more; below that a caveat says so.

        **Read it** from `topics`: words, share of all talk, and `npmi`, whether the words come together in messages (0 \
        is chance, above 0.1 is a topic one can name). `output` has each message's strongest topic and its weight: \
        below 0.5 it is about several things.

        **Against `demand.cluster`**: there each message has one group; here it may have several topics. For messages of \
        one sentence groups read better.

        **Do not trust it** where `npmi` is near 0, or where another number of topics tells another story: see `k_curve`.
        `example` is a customer's own words, and private.
        """

    static let examples = [
        Example(
            "Two topics; the one that more is said of comes first.",
            run: "given | demand.topics n_components=2 | select topic, weight",
            given: """
                text
                refund to my card
                card refund please
                parcel tracking late
                late parcel again: tracking
                """,
            gives: """
                topic,weight
                2,1
                2,1
                1,1
                1,1
                """)
    ]
}
