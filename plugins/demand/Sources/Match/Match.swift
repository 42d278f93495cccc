import RapportPluginKit

/// Finds the ready answer to each need, and the needs that have none.
struct Match: Analysis {
    static let name = "demand.match"
    static let version = 1
    static let aliases = ["needs.match"]
    static let summary = "Match what customers ask to the solutions at hand, and find the needs without one."
    static let references = [
        "Salton & Buckley, Term-Weighting Approaches in Automatic Text Retrieval, 1988",
        "Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009",
        "Järvelin & Kekäläinen, Cumulated Gain-Based Evaluation of IR Techniques, 2002",
    ]
    static let outputs = MatchTables.declared
    static let metrics = MatchTables.metrics

    // MARK: - Columns

    @Input("What they ask.", "text", types: [.text]) var text: String
    @Input("What names a need; without it needs are numbered by row.", "need") var id: String?
    @Input("The id of the right solution where it is known: shows how good the matching is.", "expected")
    var expected: String?
    @TableInput("The solutions: an id, a text, maybe a title, tags, and the score each needs.")
    var solutions: String?

    @Parameter("Column of `solutions` with the ids; found by its name where not given.", advanced: true)
    var solutionId: BareName? = nil
    @Parameter("Column of `solutions` with the headings.", advanced: true) var solutionTitle: BareName? = nil
    @Parameter("Column of `solutions` with the texts.", advanced: true) var solutionText: BareName? = nil
    @Parameter("Column of `solutions` with the tags.", advanced: true) var solutionTags: BareName? = nil
    @Parameter("Column of `solutions` with the least score of each.", advanced: true)
    var solutionMinScore: BareName? = nil

    // MARK: - How it is matched

    @Parameter("How likeness is scored: the cosine of TF-IDF, or BM25.") var scorer = Scorer.tfidf
    @Parameter(
        "Where the weight of a word comes from: needs and solutions, or solutions alone; of BM25 always the latter."
    )
    var fitOn = FitOn.both
    @Parameter("How many solutions to list for a need.", in: 1...100) var topK = 3
    @Parameter(
        "From which likeness a solution counts as matched; of BM25, of the most it could be.", in: 0...1)
    var minSimilarity = 0.1
    @Parameter("BM25: how soon more of a word stops counting.", in: 0...10, advanced: true) var k1 = 1.2
    @Parameter("BM25: how much long solutions are held back.", in: 0...1, advanced: true) var b = 0.75

    // MARK: - How texts become words

    let words = WordParameters()

    enum Scorer: String, Choice { case tfidf, bm25 }
    enum FitOn: String, Choice { case both, solutions }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        _ = try words.options()
        guard let key = solutions, let schema = inputs.named[key] else {
            throw .internalError("`solutions` without a schema")
        }
        let columns = try SolutionColumns(self, in: schema)
        return try MatchTables.outline(self, inputs.piped, schema, columns)
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        guard let key = solutions, let table = inputs.named[key] else {
            throw .internalError("`solutions` without a table")
        }
        let columns = try SolutionColumns(self, in: table.schema)
        let outline = try MatchTables.outline(self, inputs.piped.schema, table.schema, columns)
        let shelf = try SolutionShelf(columns, table)
        let matching = try Matching(self, inputs.piped, shelf, work: context.work)
        let tables = MatchTables(matching, analysis: self, input: inputs.piped, outline: outline)
        var outcome = Outcome(
            try tables.output(), tables: tables.named, metrics: tables.metrics, charts: MatchTables.charts,
            caveats: [],
            rows: Outcome.RowCount(input: inputs.piped.count, used: matching.usable))
        let sentences = MatchSentences(analysis: self, matching: matching)
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        return outcome
    }

    static let examples = [
        Example(
            "Two questions find their answer; the third shares no word with any.",
            run: """
                kb = given | where kind == "answer" | select id, text
                given | where kind == "question" | demand.match solutions=kb | select text, best_solution, match_status
                """,
            given: """
                kind,id,text
                answer,S1,Return goods within 30 days: the refund reaches your card
                answer,S2,"A late parcel: open Orders, follow the tracking link"
                answer,S3,发票可以在订单里申请，抬头写公司名
                question,,Where is my parcel? The tracking shows nothing
                question,,公司发票怎么申请
                question,,Do you engrave names?
                """,
            gives: """
                text,best_solution,match_status
                Where is my parcel? The tracking shows nothing,S2,matched
                公司发票怎么申请,S3,matched
                Do you engrave names?,,no_match
                """)
    ]
}
