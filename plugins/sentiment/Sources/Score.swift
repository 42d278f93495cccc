import RapportPluginKit

/// Scores how texts feel, row by row.
struct Score: Analysis {
    static let name = "sentiment.score"
    static let version = 1
    static let summary = "Tell how pleased or displeased each text is, in English and Chinese."
    static let references = [
        "Hutto & Gilbert, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text, ICWSM 2014",
        "Manning, Raghavan & Schütze, Introduction to Information Retrieval, 2008, 13.2 (naive Bayes)",
        "Lin, Weng & Keerthi, Trust Region Newton Method for Large-Scale Logistic Regression, JMLR 9, 2008",
    ]
    static let outputs = ScoreTables.declared
    static let metrics = ScoreTables.metrics

    // MARK: - Columns

    @Input("What was written.", "text", types: [.text]) var text: String
    @Input(
        "How the writer rated: Chinese texts are trained on it, and scores compared with it.", "rating",
        types: [.number])
    var rating: String?

    // MARK: - How texts are read

    @Parameter("The language of all texts; auto: of each by its letters.") var language = Language.auto
    @Parameter("A text's score: of it as a whole, or the mean over its sentences; mean suits long texts.")
    var aggregate = Aggregate.document
    @Parameter("Leave out what a mail quotes or forwards, and its signature.") var stripQuotes = false
    @Parameter(
        "Leave out texts that are none: a shop's or form's words (系统默认好评, [deleted]), and that there is nothing to say (无, N/A)."
    )
    var skipPlaceholders = true
    @Parameter(
        "Aspects or products: a list of words, a map of each to its words, or a table; how the sentences that mention each feel."
    )
    var byAspect: Either<Either<[String], NamedValues<[String]>>, TableName>? = nil

    // MARK: - What scores

    @Parameter("How Chinese texts are scored: by what rated texts teach where it holds, or one way.")
    var method = Method.auto
    @Parameter("A CSV file with the columns word and valence (-4 to 4): words of the trade.")
    var userLexicon: FilePath? = nil
    @Parameter("The lowest and the highest rating there can be; auto: the survey's scale that holds all.")
    var ratingScale: Auto<[Double]> = .auto
    @ModelInput("An earlier run: its words and what it learnt score these texts too.", output: "model")
    var model: String?
    @Parameter("What is put before the names of the new columns.", advanced: true) var prefix = ""

    enum Language: String, Choice { case auto, en, zh }
    enum Aggregate: String, Choice { case document, mean }
    enum Method: String, Choice { case auto, rules, trained }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        try checkModel(inputs)
        _ = try Self.scale(of: [], given: ratingScale.given)
        if let userLexicon { _ = try UserLexicon(file: userLexicon) }
        try checkAspects(inputs)
        return Outline(
            declared: Self.outputs, output: try outputSchema(inputs.piped), warnings: unused)
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let table = inputs.piped
        let texts = try Texts(
            try table.column(text), named: text, stripsQuotes: stripQuotes,
            skipsPlaceholders: skipPlaceholders, language: language, work: context.work)
        let (ratings, refused) = try ratings(table)
        let (scorer, learning) = try scorer(inputs, texts, ratings, context.work)
        let scores = try scorer.scores(of: texts, aggregate: aggregate, work: context.work)
        let aspects = try Aspects(self, inputs)
        let found = try aspects?.mentions(in: texts, scorer, work: context.work)
        let tables = ScoreTables(
            texts: texts, scores: scores, ratings: ratings, mentions: found?.mentions ?? [],
            shared: .init(sentences: found?.shared ?? 0, terms: aspects?.sharedTerms ?? []), scorer: scorer,
            learning: learning)
        let sentences = ScoreSentences(analysis: self, tables: tables)
        let mixed = try mixedSides(table, work: context.work)
        return Outcome(
            try tables.output(table, outputSchema(table.schema)), tables: tables.named,
            metrics: tables.numbers, charts: tables.charts, findings: sentences.findings,
            caveats: sentences.caveats + [refused].compactMap(\.self) + mixed,
            rows: Outcome.RowCount(input: table.count, used: tables.scored))
    }

    static let examples = [
        Example(
            "Each text by its own language: VADER for English, rules over an own lexicon for Chinese.",
            run: "given | sentiment.score | select text, language, compound, class, hits",
            given: """
                text
                "VADER is smart, handsome, and funny!"
                The parcel is not very good
                客服很好，非常满意
                退款一直没到账
                Where is my order?
                """,
            gives: """
                text,language,compound,class,hits
                "VADER is smart, handsome, and funny!",en,0.8439,positive,3
                The parcel is not very good,en,-0.3865,negative,1
                客服很好，非常满意,zh,0.8176,positive,2
                退款一直没到账,zh,-0.4588,negative,2
                Where is my order?,en,0,neutral,0
                """),
        Example(
            "What the sentences say that mention an aspect, over all texts.",
            run:
                "given | sentiment.score by_aspect={delivery: [\"delivery\", \"物流\"], tea: [\"tea\", \"茶\"]} | select text, compound",
            given: """
                text
                The tea is wonderful. The delivery was terrible.
                茶很好喝。物流太慢了
                """,
            gives: """
                text,compound
                The tea is wonderful. The delivery was terrible.,0.1531
                茶很好喝。物流太慢了,0.128
                """),
    ]
}
