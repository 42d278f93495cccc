import RapportPluginKit

/// Compares how agents, channels, priorities, teams and times of the week are answered.
struct Groups: Analysis {
    static let name = "efficiency.groups"
    static let version = 1
    static let summary = "Compare response times by agent, channel, priority, team, week and hour."
    static let aliases = ["service.groups"]
    static let references = [
        "Wilson, Probable Inference, JASA 22, 1927: intervals of shares",
        "Hodges & Lehmann, Estimates of Location Based on Rank Tests, 1963; Holm, 1979: comparisons",
        "Kaplan & Meier, 1958: medians where some are still open",
        "Direct standardisation: Rothman & Greenland, Modern Epidemiology, chapter 3",
    ]
    static let outputs = GroupTables.declared
    static let metrics = GroupTables.metrics

    @Input("Whose the conversation is.", "agent") var agent: String?
    @Input("Who gave the first answer.", "first_responder") var firstResponder: String?
    @Input("Chat, mail, phone, …", "channel") var channel: String?
    @Input("How urgent it was.", "priority") var priority: String?
    @Input("The team that answers.", "team") var team: String?
    @Input("When it began.", "created_at", "time", types: [.time]) var createdAt: String?
    @Input("Seconds to the first answer.", "first_response_seconds", types: [.number])
    var firstResponseSeconds: String?
    @Input("The same, in open hours.", "first_response_business_seconds", types: [.number])
    var firstResponseBusinessSeconds: String?
    @Input("The median of a conversation's reply times.", "median_reply_seconds", types: [.number])
    var medianReplySeconds: String?
    @Input("The same, in open hours.", "median_reply_business_seconds", types: [.number])
    var medianReplyBusinessSeconds: String?
    @Input("Seconds to the resolve; missing: not resolved.", "resolution_seconds", types: [.number])
    var resolutionSeconds: String?
    @Input("The same, in open hours.", "resolution_business_seconds", types: [.number])
    var resolutionBusinessSeconds: String?
    @Input("Seconds that it has been open.", "unresolved_seconds", types: [.number]) var unresolvedSeconds:
        String?
    @Input("Resolved in one contact.", "one_contact", types: [.bool]) var oneContact: String?
    @Input("How often it was opened again.", "reopens", types: [.number]) var reopens: String?
    @Input("Target of the first answer met.", "sla_first_response", types: [.bool]) var slaFirstResponse:
        String?
    @Input("Target of the replies met.", "sla_next_reply", types: [.bool]) var slaNextReply: String?
    @Input("Target of the resolve met.", "sla_resolution", types: [.bool]) var slaResolution: String?
    @Input("The score of `efficiency.score`.", "service", types: [.number]) var efficiencyScore: String?

    @Input("Messages of agents in it.", "agent_messages", types: [.number]) var agentMessages: String?
    @Input("How content the customer was.", "rating", types: [.number]) var rating: String?

    @Parameter("What to group by; all that the table has, unless given.") var per: [Dimension] = []
    @Parameter("Which times: all, or open hours only.") var clock = Conversations.ClockKind.calendar
    @Parameter("Which target `sla` shows.") var sla = SLA.firstResponse
    @Parameter("Groups with fewer answered conversations are flagged.", in: 1...1_000) var minN = 5

    enum Dimension: String, Choice { case agent, channel, priority, team, week, weekday, hour }
    enum SLA: String, Choice { case firstResponse = "first_response", nextReply = "next_reply", resolution }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        guard firstResponseSeconds != nil else {
            throw Diagnostic(
                "role.missing",
                "`\(Self.name)` needs a column for `first_response_seconds`: the table of `efficiency.conversations`",
                subject: .parameter("first_response_seconds"),
                help: ["`… | efficiency.conversations | efficiency.groups`"])
        }
        if clock == .business, firstResponseBusinessSeconds == nil {
            throw Conversations.lacking("first_response_business_seconds", "seconds in open hours")
        }
        for dimension in per where column(of: dimension) == nil {
            throw Diagnostic(
                "role.missing", "`per=\(dimension.rawValue)` needs a column for `\(role(of: dimension))`",
                subject: .parameter("per"), help: ["`\(role(of: dimension))=…` names the column"])
        }
        return Outline(declared: Self.outputs)
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let table = inputs.piped
        let facts = try GroupFacts(self, table, work: context.work)
        let tables = try GroupTables(self, facts, context.work)
        let sentences = GroupSentences(analysis: self, facts: facts, tables: tables)
        return Outcome(
            tables.output, tables: tables.named, metrics: tables.metrics, charts: tables.charts,
            findings: sentences.findings, caveats: sentences.caveats,
            rows: Outcome.RowCount(input: table.count, used: table.count))
    }

    // MARK: - Dimensions

    /// What was asked for, else what the table has something for.
    func dimensions(in table: Table) -> [Dimension] {
        if !per.isEmpty {
            return per.enumerated().filter { !per[..<$0.offset].contains($0.element) }.map(\.element)
        }
        return Dimension.allCases.filter { dimension in
            guard let name = column(of: dimension), let column = table[name] else { return false }
            return column.missingCount < column.count
        }
    }

    func column(of dimension: Dimension) -> String? {
        switch dimension {
        case .agent: agent
        case .channel: channel
        case .priority: priority
        case .team: team
        case .week, .weekday, .hour: createdAt
        }
    }

    private func role(of dimension: Dimension) -> String {
        switch dimension {
        case .week, .weekday, .hour: "created_at"
        default: dimension.rawValue
        }
    }

    var slaColumn: String? {
        switch sla {
        case .firstResponse: slaFirstResponse
        case .nextReply: slaNextReply
        case .resolution: slaResolution
        }
    }

    static let details = """
        One row a group: `by` says of what (agent, channel, …), `key` which one. The first row is the whole.

        **Times** are those of `efficiency.conversations`, with the median and the 90% limit first: a few long waits \
        carry every mean. A first answer belongs to whoever gave it and a reply to whoever wrote it; resolves, one \
        contact and reopens to the agent whose the conversation is. `resolution_km_median` counts open conversations as \
        lasting at least until now; it is missing where less than half are resolved, and where it is not known how \
        long one has been open (with `clock=business`, in open hours).

        **`standardised`** is the median first response that a group would have with the mix of channels and \
        priorities of all conversations: Σ share of the stratum in all × median of the group in it. Where a group has \
        no conversation of a stratum, the others stand for it, and `mix_covered` says how much it has.

        **`comparisons`** holds each agent, channel, priority and team against all others: the Hodges–Lehmann shift of \
        the first response with its 95% interval, and Mann–Whitney's test, adjusted by Holm within its kind. `tests` \
        has Kruskal–Wallis over all groups of a kind. Groups below `min_n` answered are flagged `few` and not compared.

        `load` has the messages of each agent a day, and how many conversations were open at once. With a column of \
        ratings (`answers | join surveys on conversation_id | efficiency.groups rating=score`) `ratings` shows the mean \
        rating of each fifth of the waits; equal waits stand in the same fifth, so that there may be fewer than five.

        `per=[agent, channel]` chooses what is grouped by. `by=region` is another thing: an analysis of its own for \
        each region.

        **Do not trust it** to rank people. Who takes the hard cases is slow; look at `standardised`, at `n`, and at \
        reopens beside the speed.
        """

    static let examples = [
        Example(
            "Two agents; medians beside means, and the share of one contact.",
            run:
                "given | efficiency.groups per=agent min_n=1 | select by, key, n, frt_median, frt_mean, one_contact_rate",
            given: """
                agent,first_response_seconds,resolution_seconds,one_contact
                Mei,60,600,true
                Mei,120,900,true
                Mei,900,1200,false
                Tom,300,400,true
                Tom,600,,false
                """,
            gives: """
                by,key,n,frt_median,frt_mean,one_contact_rate
                all,all,5,300.0,396.0,0.75
                agent,Mei,3,120.0,360.0,0.6666666666666666
                agent,Tom,2,450.0,450.0,1.0
                """)
    ]
}
