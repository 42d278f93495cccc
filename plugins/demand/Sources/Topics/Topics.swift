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

    @Parameter("Which texts to take: all, or those in English or Chinese.") var language = LanguageChoice.auto
    @Parameter(
        "Words that say nothing: of both languages and greetings, of one, none, or a list of your own.")
    var stopWords: Either<StopWordList, [String]> = .first(.auto)
    @Parameter("Further words to leave out.") var ignoreWords: [String] = []
    @Parameter("A CSV file of Chinese words that belong together: columns word and freq, or word alone.")
    var userDict: FilePath? = nil
    @Parameter("How Chinese is cut: into words, or into every two characters side by side.", advanced: true)
    var segmentation = Segmentation.dictionary
    @Parameter("Least and most words of a term: [1, 2] takes pairs too.", in: 1...5) var ngramRange = [1, 1]
    @Parameter(
        "In how many texts a word must be; auto: 2 from 50 different texts, else 1.", in: 1...1_000_000)
    var minDf: Auto<Int> = .auto
    @Parameter(
        "In which part of the texts a word may be; auto: half from 50 different texts, else all.",
        in: 0.01...1)
    var maxDf: Auto<Double> = .auto
    @Parameter("Whether numbers count as words.", advanced: true) var numbers = false
    @Parameter("Whether quoted mail below an answer is left out.", advanced: true) var stripQuotes = true

    enum Method: String, Choice { case nmf, lda }

    func textOptions() throws(Diagnostic) -> TextOptions {
        try TextOptions(
            language: language, stopWords: stopWords, ignoring: ignoreWords, userDict: userDict,
            segmentation: segmentation, numbers: numbers, stripQuotes: stripQuotes, ngramRange: ngramRange)
    }

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        _ = try textOptions()
        var outline = Outline(declared: Self.outputs, output: inputs.piped.adding(TopicTables.documentFields))
        outline.warnings += inputs.piped.replaced(by: TopicTables.documentFields)
        return outline
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let texts = try inputs.piped.textsToRead(in: text)
        context.work.begin("read texts")
        let corpus = try Corpus(texts, try textOptions(), work: context.work)
            .trimmed(minDf.given, maxDf.given, nil, for: Self.name)
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
