import RapportNumerics
import RapportPluginKit

/// Tells who is late by their own rhythm: silent for longer than they usually are between two purchases.
struct Overdue: Analysis {
    static let name = "loyalty.overdue"
    static let version = 1
    static let summary = "Find customers who have been silent for longer than their own rhythm."
    static let details = """
        The gap of a customer is the median of the days between one purchase and the next; purchases of one day \
        count once. Who has been silent for more than `factor` times that is overdue. A customer who buys every \
        week is late after a fortnight, one who buys every quarter is not.

        **Do not trust it** for customers with a contract, or for a table that ends long before today: `as_of` \
        says which day is today.
        """
    static let references = ["Hyndman & Fan, Sample Quantiles in Statistical Packages, 1996, type 7"]

    @Input("Who bought.", "customer") var customer: String
    @Input("When they bought.", "time", types: [.time]) var time: String
    @Parameter("Gaps of silence from which a customer is overdue.", above: 1, unit: "gaps") var factor = 2.0
    @Parameter("Days with a purchase that a rhythm takes.", in: 3...100) var minPurchases = 3

    static let outputs = [
        Signature.Output(
            "output", "One row a customer, by id.",
            [
                Field(
                    "customer", .text, kind: .id, role: "customer", meaning: "as in the input, of its type"),
                Field("purchases", .int, kind: .measure, meaning: "days with a purchase"),
                Field(
                    "gap", .float, kind: .measure, unit: "days",
                    meaning: "the median; missing without a rhythm"),
                Field("silent", .int, kind: .measure, unit: "days", meaning: "since the last purchase"),
                Field("status", .text, kind: .category, meaning: "on time, overdue, or no rhythm"),
            ]),
        Signature.Output(
            "statuses", "One row a status.",
            [
                Field("status", .text, kind: .category),
                Field("n", .int, kind: .measure, meaning: "customers"),
                Field("share", .float, kind: .measure, meaning: "of all customers"),
            ]),
    ]

    static let metrics = [
        Signature.MetricDescription("customers", "Customers with a rhythm."),
        Signature.MetricDescription("overdue", "Of them those who are overdue.", direction: .lower),
        Signature.MetricDescription(
            "overdue_share", "Part of the customers with a rhythm.", direction: .lower),
    ]

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        Outline(declared: Self.outputs, output: outputSchema(inputs.piped))
    }

    /// Ids keep their type.
    private func outputSchema(_ input: Schema) -> Schema {
        var fields = Self.outputs[0].fields
        if let type = input[customer]?.type { fields[0].type = type }
        return Schema(fields, rowGrain: ["customer"])
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let (table, work) = (inputs.piped, context.work)
        try table.requirePresent([customer, time])
        let days = try table.moments(in: time).map { ($0 / 86_400_000_000) }
        let today = context.asOf.map { $0 / 86_400_000_000 } ?? days.max() ?? 0
        let later = days.count { $0 > today }
        guard later == 0 else {
            throw Diagnostic(
                "parameter.range",
                "\(Wording.count(later, "row")) of \(Wording.count(days.count)) are later than `as_of`; expected none",
                subject: .column(time), help: ["`… | where \(time.asColumnName) <= $as_of` leaves them out"])
        }

        let ids = try table.column(customer)
        let grouping = try Grouping(sortedBy: [ids], count: table.count, work: work)
        var bought = [Set<Int64>](repeating: [], count: grouping.groupCount)
        for (row, day) in days.enumerated() {
            if row % Work.morsel == 0 { try work.check() }
            bought[Int(grouping.groups[row])].insert(day)
        }
        let rhythms = try bought.map { (days) throws(Diagnostic) -> Rhythm in
            try work.check()
            return Rhythm(days: days.sorted(), today: today, factor: factor, minPurchases: minPurchases)
        }

        let output = Table(
            outputSchema(table.schema),
            [
                try ids.gathered(at: grouping.firstRows, work: work),
                .ints(present: rhythms.map(\.purchases)), .floats(rhythms.map(\.gap)),
                .ints(present: rhythms.map(\.silent)), .texts(rhythms.map(\.status.rawValue)),
            ])
        var outcome = Outcome(
            output, tables: [.init("statuses", statuses(rhythms))],
            charts: [
                ChartSpecification(
                    .bar, title: "Customers by status", table: "statuses", x: "status", y: "n",
                    yLabel: "customers")
            ],
            caveats: caveats(rhythms), rows: .init(input: table.count, used: table.count))
        let known = rhythms.count { $0.gap != nil }
        let overdue = rhythms.count { $0.status == .overdue }
        outcome.metrics = [
            .init("customers", Double(known)), .init("overdue", Double(overdue), n: known),
            .init("overdue_share", known > 0 ? Double(overdue) / Double(known) : nil, n: known),
        ]
        outcome.findings = [finding(overdue: overdue, known: known)]
        return outcome
    }

    private func statuses(_ rhythms: [Rhythm]) -> Table {
        let counts = Rhythm.Status.allCases.map { status in rhythms.count { $0.status == status } }
        return Table(
            Schema(Self.outputs[1].fields),
            [
                .texts(Rhythm.Status.allCases.map(\.rawValue)), .ints(present: counts),
                .floats(counts.map { Double($0) / Double(rhythms.count) }),
            ])
    }

    private func finding(overdue: Int, known: Int) -> Outcome.Finding {
        guard known > 0 else {
            return Outcome.Finding("overdue.none", "No customer bought often enough to have a rhythm.")
        }
        let share = Double(overdue) / Double(known)
        return Outcome.Finding(
            "overdue.share",
            "\(Wording.count(overdue)) of \(Wording.count(known, "customer")) with a rhythm "
                + "(\(Wording.percent(share))) have been silent for more than \(Wording.number(factor)) times their "
                + "usual gap.",
            values: [.init("overdue", .int(Int64(overdue))), .init("share", .float(share))])
    }

    private func caveats(_ rhythms: [Rhythm]) -> [Outcome.Caveat] {
        let unknown = rhythms.count { $0.gap == nil }
        let dropped = Outcome.Caveat("rows.dropped", "all rows used, none dropped")
        guard unknown > 0 else { return [dropped] }
        return [
            dropped,
            Outcome.Caveat(
                "customers.few-purchases", count: unknown,
                "\(Wording.count(unknown, "customer")) with fewer than \(minPurchases) days of purchases: no rhythm"
            ),
        ]
    }

    static let examples = [
        Example(
            "Ada buys every week and has been silent for three; Bea buys every month.",
            run: "given | loyalty.overdue | select customer, gap, silent, status",
            given: """
                customer,date
                ada,2026-01-01
                ada,2026-01-08
                ada,2026-01-15
                bea,2026-01-05
                bea,2025-12-05
                bea,2025-11-05
                cyd,2026-02-05
                """,
            gives: """
                customer,gap,silent,status
                ada,7,21,overdue
                bea,30.5,31,on time
                cyd,,0,no rhythm
                """)
    ]
}

/// How often one customer buys, and for how long they have not.
private struct Rhythm: Sendable {
    enum Status: String, CaseIterable { case onTime = "on time", overdue, none = "no rhythm" }

    var purchases: Int
    /// The median of the days between two purchases; nil where there are too few.
    var gap: Double?
    var silent: Int
    var status: Status

    init(days: [Int64], today: Int64, factor: Double, minPurchases: Int) {
        purchases = days.count
        silent = Int(today - (days.last ?? today))
        guard days.count >= minPurchases else {
            (gap, status) = (nil, .none)
            return
        }
        let gaps = zip(days.dropFirst(), days).map { Double($0 - $1) }
        gap = Quantile.type7(0.5, of: gaps)
        status = Double(silent) > factor * (gap ?? .infinity) ? .overdue : .onTime
    }
}
