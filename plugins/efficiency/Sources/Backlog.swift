import RapportNumerics
import RapportPluginKit

/// Counts open conversations over time, what comes in and what is resolved.
struct Backlog: Analysis {
    static let name = "efficiency.backlog"
    static let version = 1
    static let summary =
        "Count open conversations over time, with what comes in, what is resolved and how old they are."
    static let aliases = ["service.backlog"]
    static let references = ["Little, A Proof for the Queuing Formula L = λW, Operations Research 9, 1961"]

    @Input("When it was opened.", "created_at", "time", types: [.time]) var createdAt: String
    @Input("When it was resolved; missing: it is open.", "resolved_at", types: [.time]) var resolvedAt: String

    @Parameter("How far apart the rows are.") var every = Step.week
    @Parameter("Rows opened after `as_of`: an error, or left out.") var future = Conversations.Future.error

    enum Step: String, Choice {
        case day, week, month
        var grain: Grain {
            switch self {
            case .day: .day
            case .week: .week
            case .month: .month
            }
        }
    }

    static let outputs = [
        Signature.Output(
            "output", "One row a day, week or month.",
            [
                Field("time", .date, kind: .time, role: "time", meaning: "its first day"),
                Field("open", .int, kind: .measure, meaning: "open at its end, or at `as_of`"),
                Field("created", .int, kind: .measure, meaning: "opened in it"),
                Field("resolved", .int, kind: .measure, meaning: "resolved in it"),
                Field(
                    "net", .int, kind: .measure, meaning: "opened less resolved: above 0 the backlog grows"),
                Field("created_per_day", .float, kind: .measure),
                Field("resolved_per_day", .float, kind: .measure),
                Field(
                    "age_median", .float, kind: .measure, unit: "seconds", meaning: "of those open at its end"
                ),
                Field("age_p90", .float, kind: .measure, unit: "seconds"),
            ])
    ]
    static let metrics: [Signature.MetricDescription] = [
        .init("open", "Open at the end.", direction: .lower),
        .init("created", "Opened in all."), .init("resolved", "Resolved in all.", direction: .higher),
        .init(
            "age_median", "Half of the open ones have been so for longer.", unit: "seconds", direction: .lower
        ),
        .init(
            "age_p90", "One in ten of the open ones has been so for longer.", unit: "seconds",
            direction: .lower),
    ]

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        Outline(declared: Self.outputs, output: schema)
    }

    private var schema: Schema {
        var schema = Schema(Self.outputs[0].fields)
        if every != .day { schema.fields[0].grain = every.grain }
        return schema
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let (table, work) = (inputs.piped, context.work)
        try table.requirePresent([createdAt])
        let clock = try Clock(times: try table.column(createdAt).type, calendar: nil)
        var created = try clock.instants(of: try table.column(createdAt))
        var resolved = try clock.instants(of: try table.column(resolvedAt))
        let latest = max(created.max() ?? 0, resolved.max() ?? 0)
        let asOf = context.asOf.map { clock.instant(ofSetting: $0) } ?? latest
        let future = created.count { $0 > asOf }
        if future > 0, self.future == .error { throw .laterThanAsOf(future, of: table.count) }
        let areDays = try table.column(resolvedAt).type == .date && !clock.isDaily
        for row in resolved.indices where areDays && resolved[row] != Records.never {
            // A whole day stands for its end.
            resolved[row] = min(resolved[row] + Day.microseconds - 1, max(asOf, resolved[row]))
        }
        var (reversed, later) = (0, 0)
        var kept: [Int] = []
        for row in created.indices where created[row] <= asOf {
            if resolved[row] != Records.never, resolved[row] < created[row] {
                reversed += 1
                continue
            }
            if resolved[row] > asOf {
                later += 1
                resolved[row] = Records.never
            }
            kept.append(row)
        }
        (created, resolved) = (kept.map { created[$0] }, kept.map { resolved[$0] })
        guard let first = created.min() else {
            throw Diagnostic(
                "table.empty", "no conversation was opened until `as_of`",
                help: ["a later `as_of`, or `… | where` before it leaves fewer out"])
        }
        let cases = OpenCases(created: created, resolved: resolved)
        let periods = try periods(from: first, to: asOf, clock)
        let output = try output(cases, periods, asOf: asOf, work)
        let facts = Facts(
            cases: cases, asOf: asOf, rows: kept.count, reversed: reversed, later: later, future: future)
        return Outcome(
            output, metrics: facts.metrics,
            charts: [
                ChartSpecification(.line, title: "Open conversations", x: "time", y: "open", yLabel: "open"),
                ChartSpecification(
                    .line, title: "Opened less resolved", x: "time", y: "net", yLabel: "a \(every.rawValue)"),
            ],
            findings: facts.findings(output, every.rawValue), caveats: facts.caveats,
            rows: Outcome.RowCount(input: table.count, used: kept.count))
    }

    /// The periods over the data: their first days, and the instants at which they begin and end.
    private func periods(
        from first: Int64, to last: Int64, _ clock: Clock
    ) throws(Diagnostic) -> [(day: Int32, begin: Int64, end: Int64)] {
        func day(_ instant: Int64) -> Int32 {
            Day.of(clock.local.wall(at: instant) ?? instant)
        }
        func instant(_ day: Int32) -> Int64 {
            clock.local.instant(ofWall: Int64(day) * Day.microseconds) ?? Int64(day) * Day.microseconds
        }
        var found: [(day: Int32, begin: Int64, end: Int64)] = []
        var next = every.grain.start(of: day(first))
        let end = day(last)
        while next <= end {
            let following = every.grain.end(of: next) + 1
            found.append((next, instant(next), instant(following)))
            next = following
            guard found.count <= 100_000 else {
                throw Diagnostic(
                    "parameter.range",
                    "more than 100,000 rows of a \(every.rawValue) between the first case and `as_of`",
                    subject: .parameter("every"),
                    help: [
                        "`every=month`; or a first date that is wrong: `… | sort \(createdAt.asColumnName)`"
                    ])
            }
        }
        return found
    }

    private func output(
        _ cases: OpenCases, _ periods: [(day: Int32, begin: Int64, end: Int64)], asOf: Int64, _ work: Work
    ) throws(Diagnostic) -> Table {
        var (open, opened, closed): ([Int], [Int], [Int]) = ([], [], [])
        var (median, ninth): ([Double?], [Double?]) = ([], [])
        var days: [Double] = []
        for period in periods {
            try work.check()
            // The end of a period belongs to the next one; nothing is known past `as_of`.
            let end = min(period.end - 1, asOf)
            open.append(cases.open(at: end))
            opened.append(cases.created(until: end) - cases.created(until: period.begin - 1))
            closed.append(cases.resolved(until: end) - cases.resolved(until: period.begin - 1))
            let ages = cases.ages(at: end)
            median.append(ConversationTables.quantile(0.5, ages))
            ninth.append(ConversationTables.quantile(0.9, ages))
            days.append(max(Double(end - period.begin + 1) / Double(Day.microseconds), 1 / 86_400))
        }
        return Table(
            schema,
            [
                .dates(periods.map(\.day)), .ints(present: open), .ints(present: opened),
                .ints(present: closed),
                .ints(present: zip(opened, closed).map { $0 - $1 }),
                .floats(zip(opened, days).map { Double($0) / $1 }),
                .floats(zip(closed, days).map { Double($0) / $1 }),
                .floats(median), .floats(ninth),
            ])
    }

    static let details = """
        `open` counts what was opened until the end of a period and not resolved until then; the last row ends at \
        `as_of`. `created` and `resolved` are counts within the period, `net` their difference: above 0 the backlog \
        grows. `age_median` and `age_p90` are how long those open at its end have been so.

        It takes the table of `efficiency.conversations`, or any table with a moment of opening and one of resolving.

        **Read it** from `net` over several weeks, and from the age of the oldest tenth: a backlog of constant size may \
        still grow old.

        **Do not trust it** in the first weeks, if the table begins in the middle: what was open before is not in it.
        """

    static let examples = [
        Example(
            "Three cases over two weeks: one is still open at the end.",
            run: "given | efficiency.backlog | select time, open, created, resolved, net",
            given: """
                opened_at,closed_at
                2026-06-01T09:00:00,2026-06-09T12:00:00
                2026-06-03T09:00:00,2026-06-04T09:00:00
                2026-06-08T09:00:00,
                """,
            gives: """
                time,open,created,resolved,net
                2026-06-01,1,2,1,1
                2026-06-08,1,1,1,0
                """)
    ]
}

extension Backlog {
    /// What the sentences are made of.
    struct Facts {
        let cases: OpenCases
        let asOf: Int64
        let rows: Int
        let reversed: Int
        let later: Int
        let future: Int

        private var ages: [Double] { cases.ages(at: asOf) }

        var metrics: [Outcome.Metric] {
            let ages = ages
            return [
                .init("open", Double(ages.count), n: rows), .init("created", Double(rows)),
                .init("resolved", Double(cases.resolved(until: asOf))),
                .init("age_median", ConversationTables.quantile(0.5, ages), n: ages.count),
                .init("age_p90", ConversationTables.quantile(0.9, ages), n: ages.count),
            ]
        }

        func findings(_ output: Table, _ period: String) -> [Outcome.Finding] {
            let ages = ages
            var text = "\(Wording.count(ages.count)) of \(Wording.count(rows, "conversation")) are open"
            if let median = ConversationTables.quantile(0.5, ages) {
                text += ", half of them for more than \(Wording.duration(median))"
            }
            var found = [
                Outcome.Finding(
                    "backlog.open", text + ".",
                    values: [.init("open", .int(Int64(ages.count))), .init("created", .int(Int64(rows)))])
            ]
            // The last period may be cut short.
            let recent = max(output.count - 5, 0)..<max(output.count - 1, 0)
            let net = recent.compactMap { output["net"]?[$0].number }
            if net.count == 4 {
                let sum = Int(net.reduce(0, +))
                let what =
                    sum > 0
                    ? "grew by \(Wording.count(sum))"
                    : sum < 0 ? "shrank by \(Wording.count(-sum))" : "stayed as it was"
                found.append(
                    Outcome.Finding(
                        "backlog.net", "Over the last four whole \(period)s the backlog \(what).",
                        values: [.init("net", .int(Int64(sum)))]))
            }
            return found
        }

        var caveats: [Outcome.Caveat] {
            var found: [Outcome.Caveat] = []
            if reversed > 0 {
                found.append(
                    .init(
                        "rows.resolved-before-created", count: reversed,
                        "\(Wording.count(reversed, "row")) resolved before it was opened left out"))
            }
            if future > 0 {
                found.append(
                    .init(
                        "rows.future", count: future,
                        "\(Wording.count(future, "row")) opened after `as_of` left out (future=drop)"))
            }
            if found.isEmpty { found.append(.init("rows.dropped", "all rows used, none dropped")) }
            if later > 0 {
                found.append(
                    .init(
                        "resolution.later", count: later,
                        "\(Wording.count(later, "conversation")) resolved after `as_of` count as open"))
            }
            found.append(.init("backlog.start", "what was open before the first row is not in the table"))
            return found
        }
    }
}
