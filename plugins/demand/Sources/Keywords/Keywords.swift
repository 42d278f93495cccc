import RapportPluginKit

/// Finds the words that matter in texts, or that tell groups of them apart.
struct Keywords: Analysis {
    static let name = "demand.keywords"
    static let version = 1
    static let aliases = ["needs.keywords"]
    static let summary = "Find the words that matter in messages, or that set groups of them apart."
    static let references = [
        "Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, 1993",
        "Grootendorst, BERTopic: Neural Topic Modeling with a Class-Based TF-IDF Procedure, 2022",
        "Rose, Engel, Cramer & Cowley, Automatic Keyword Extraction from Individual Documents, 2010",
        "Mihalcea & Tarau, TextRank: Bringing Order into Texts, 2004",
    ]
    static let outputs = [
        Signature.Output(
            "output", "One row a group and word, the strongest first.",
            [
                Field("group", .text, kind: .category, role: "group", meaning: "missing without groups"),
                Field("rank", .int), Field("term", .text, kind: .category, meaning: "a word or phrase"),
                Field("score", .float, kind: .measure, meaning: "by the method"),
                Field(
                    "p", .float, kind: .measure,
                    meaning: "of g2: how often chance alone sets a word apart so far; else missing"),
                Field("df", .int, kind: .measure, meaning: "messages that have it"),
                Field("tf", .int, kind: .measure, meaning: "times it is used"),
                Field(
                    "examples", .list(of: .text),
                    meaning: "ids of some messages that have it, where `id` is given"),
            ])
    ]
    static let metrics: [Signature.MetricDescription] = [
        .init("messages", "Messages that were read."), .init("terms", "Different words in them."),
        .init("groups", "Groups that were set apart; 1 without groups."),
    ]

    @Input("What they wrote.", "text", types: [.text]) var text: String
    @Input("What sets messages apart: a segment, a month, a group of `demand.cluster`.", "group") var group:
        String?
    @Input("What names a message: the ids of some that have a word are shown.", "message") var id: String?

    @Parameter(
        "tfidf: mean weight; ctfidf and g2: against the other groups; rake, textrank: within the texts; auto: tfidf, or g2 with groups."
    )
    var method = Method.auto
    @Parameter("How many words to show, of each group.", in: 1...10_000, aliases: "n", "top_k") var topN = 20
    @Parameter("TextRank: how many words apart still count as near.", in: 2...50, advanced: true) var window =
        5
    @Parameter("In how many texts a word must be.", in: 1...1_000_000) var minDf = 1
    let words = WordParameters()

    enum Method: String, Choice { case auto, tfidf, ctfidf, g2, rake, textrank }

    /// What `auto` stands for.
    var chosenMethod: Method { method == .auto ? (group == nil ? .tfidf : .g2) : method }

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        _ = try textOptions()
        if group == nil, chosenMethod == .g2 || chosenMethod == .ctfidf {
            throw Diagnostic(
                "role.missing",
                "`method=\(method.rawValue)` sets groups apart and needs a column for `group`: what sets messages apart",
                subject: .parameter("group"), help: ["`group=…` names the column; `method=tfidf` needs none"])
        }
        return Outline(declared: Self.outputs)
    }

    func textOptions() throws(Diagnostic) -> TextOptions {
        try words.options(singleWords: chosenMethod == .rake || chosenMethod == .textrank)
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let texts = try KeywordTexts(self, inputs.piped, work: context.work)
        let found = try KeywordSearch(self, texts).found(work: context.work)
        let sentences = KeywordSentences(analysis: self, texts: texts, found: found)
        return Outcome(
            found.table(texts, topN: topN),
            metrics: [
                .init("messages", Double(texts.read)), .init("terms", Double(found.terms)),
                .init("groups", Double(texts.groupNames.count)),
            ],
            charts: [
                ChartSpecification(
                    .bar, title: "Words that matter", x: "term", y: "score",
                    split: group == nil ? nil : "group",
                    xLabel: "word", yLabel: "score")
            ],
            findings: sentences.findings, caveats: sentences.caveats,
            rows: Outcome.RowCount(input: inputs.piped.count, used: texts.read))
    }

    static let details = """
        `tfidf` is the mean weight of a word over all messages: often used, and not by everyone. With `group`, `g2` \
        shows the words that a group uses more than the others do, with the chance that this is chance (the \
        log-likelihood ratio of Dunning); `ctfidf` the words that are much of a group's talk and little of all. `rake` \
        takes phrases between stop words and scores them by how their words come with others, `textrank` ranks words by \
        the words around them; both look within texts and know nothing of groups but to keep them apart.

        **Read it** with `df` and `tf` beside the score: a word of two messages is an anecdote. `p` is not corrected for \
        the many words that were tested: below 0.0001 it means something.

        **Do not trust it** for short tables, nor where one customer wrote most of a group's messages.
        """

    static let examples = [
        Example(
            "What sets complaints apart from questions.",
            run: "given | demand.keywords top_n=2 | select group, term, df",
            given: """
                group,text
                complaint,the parcel is broken
                complaint,a broken cup again
                complaint,everything broken
                question,which tea for the morning
                question,is this tea green
                question,tea or coffee
                """,
            gives: """
                group,term,df
                complaint,broken,3
                complaint,cup,1
                question,tea,3
                question,coffee,1
                """),
        Example(
            "Phrases of one text by RAKE.",
            run: "given | demand.keywords method=rake top_n=2 | select rank, term, score",
            given: """
                text
                "The free trial of the premium plan ended, and the premium plan is on my invoice."
                """,
            gives: """
                rank,term,score
                1,premium plan ended,8
                2,premium plan,5
                """),
    ]
}
