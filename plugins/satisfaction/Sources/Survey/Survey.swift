import RapportNumerics
import RapportPluginKit

/// Sums up answers to surveys: the share satisfied, the net promoter score, the share who found it easy, each
/// with its interval, compared between groups and periods.
struct Survey: Analysis {
    static let name = "satisfaction.survey"
    static let version = 1
    static let summary =
        "Sum up survey answers (CSAT, NPS, CES) with honest intervals, and compare groups and periods."
    static let references = [
        "Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22, 1927",
        "Brown, Cai & DasGupta, Interval Estimation for a Binomial Proportion, Statistical Science 16, 2001",
        "Rocks, Interval Estimation for the Net Promoter Score, The American Statistician 70, 2016",
        "Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979",
        "Reichheld, The One Number You Need to Grow, HBR 2003; Dixon, Freeman & Toman, HBR 2010",
    ]
    static let outputs = SurveyTables.declared
    static let metrics = SurveyTables.metrics

    // MARK: - Columns

    @InputSet("The answers: one column a question.", "rating", types: [.number, .text], aliases: ["rating"])
    var ratings: [String]
    @Input("Who answered; for `answers=latest`, and to count who answered twice.", "customer")
    var customer: String?
    @Input("When they answered; for `period` and `answers=latest`.", "time", types: [.time])
    var time: String?
    @Input("How much an answer counts: 0 or more.", "weight", types: [.number]) var weight: String?
    @InputSet("Columns to break the answers down by, each on its own.", optional: true, aliases: ["groups"])
    var compare: [String]
    @TableInput(
        "The surveys sent, one row each, with the columns of `compare`: for response rates.", optional: true)
    var sent: String?

    // MARK: - What an answer is

    @Parameter("What the points mean; auto: by the column's name, else by the values, and says which.")
    var scale: Auto<Scale> = .auto
    @Parameter("Of effort (ces): the highest answer is the worst.") var reverse = false
    @Parameter("The least answer that counts as satisfied (csat); auto: 4.", advanced: true)
    var satisfiedFrom: Auto<Double> = .auto
    @Parameter("The least answer that counts as easy (ces); auto: 5.", advanced: true)
    var easyFrom: Auto<Double> = .auto
    @Parameter("A row without any answer: an error, or a survey that was sent and not answered.")
    var unanswered = Unanswered.error
    @Parameter("All answers, or the latest of each customer to each question.") var answers = Kept.all

    // MARK: - How it is summed up

    @Parameter("Break down by time too.") var period = Period.none
    @Parameter("Which interval of a share; wilson is the one to take.") var interval = Interval.wilson
    @Parameter("What part of such intervals holds the truth.", in: 0.5...0.999) var confidence = 0.95
    @Parameter("Groups are ranked by the interval's lower end, or by the mean shrunk to the whole.")
    var rankBy = RankBy.lower
    @Parameter("How many answers of the whole the shrunk mean mixes in.", in: 0...1_000_000, advanced: true)
    var priorAnswers = 10.0
    @Parameter("Groups with fewer answers are marked and not compared.", in: 1...100_000)
    var minAnswers = 30

    enum Unanswered: String, Choice { case error, count }
    enum Kept: String, Choice { case all, latest }
    enum Period: String, Choice { case none, week, month, quarter, year }
    enum Interval: String, Choice {
        case wilson
        case agrestiCoull = "agresti_coull"
        case beta, jeffreys, normal
    }
    enum RankBy: String, Choice {
        case lower
        case shrunkMean = "shrunk_mean"
    }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        try checkRoles(inputs)
        let needsTime = period != .none || answers == .latest
        return Outline(declared: Self.outputs, unused: needsTime ? [] : ["time"])
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        var groups: [Breakdown] = []
        for name in compare { groups.append(try Breakdown(name, inputs.piped, context.work)) }
        let answers = try SurveyAnswers(self, inputs.piped, groups, context.work)
        let breakdowns = try breakdowns(inputs, answers, groups, context.work)
        let summary = try SurveySummary(self, answers, breakdowns, context.work)
        let tables = SurveyTables(summary: summary)
        var outcome = Outcome(
            tables.output, tables: tables.named, metrics: tables.metrics, charts: tables.charts, caveats: [],
            rows: Outcome.RowCount(input: inputs.piped.count, used: answers.rowsUsed))
        let sentences = SurveySentences(analysis: self, summary: summary, asOf: context.asOf)
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        return outcome
    }

    static let examples = [
        Example(
            "Twelve answers from 1 to 5: eight satisfied, and how sure that is.",
            run: """
                given | satisfaction.survey compare=channel min_answers=5 | derive value=round(value, 3), \
                low=round(low, 3), high=round(high, 3) | select by, group, metric, value, low, high, n, rank
                """,
            given: """
                channel,csat
                chat,5
                chat,4
                chat,4
                chat,2
                chat,5
                chat,3
                email,4
                email,1
                email,5
                email,4
                email,2
                email,4
                """,
            gives: """
                by,group,metric,value,low,high,n,rank
                all,all,csat,0.667,0.391,0.862,12,
                channel,chat,csat,0.667,0.3,0.903,6,1
                channel,email,csat,0.667,0.3,0.903,6,1
                """),
        Example(
            "Five who would all recommend it: a score of 100, and an interval that says how little five tell.",
            run: """
                given | satisfaction.survey scale=nps | derive low=round(low, 2) | \
                select metric, value, low, high, n, note
                """,
            given: """
                推荐意愿,rating
                a,10
                b,10
                c,10
                d,10
                e,10
                """,
            gives: """
                metric,value,low,high,n,note
                nps,100,17.49,100,5,fewer than 30 answers
                """),
    ]
}
