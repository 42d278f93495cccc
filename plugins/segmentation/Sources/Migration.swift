import RapportPluginKit

/// Compares two results of segmentation, customer by customer.
struct Migration: Analysis {
    static let name = "segmentation.migration"
    static let version = 1
    static let summary =
        "Show who changed segment between two results, and whether customers moved or the limits did."
    static let references = [
        "Hughes, Strategic Database Marketing, 1994",
        "Dwyer, Customer Lifetime Valuation to Support Marketing Decision Making, Journal of Direct Marketing 11, "
            + "1997: customers who migrate",
    ]
    static let outputs = MigrationTables.declared
    static let metrics = MigrationTables.metrics

    @Input("Who a row is about, each once.", "customer") var customer: String
    @Input("The segment now: a name, or the number of a cluster.", "segment", "cluster") var segment: String
    @TableInput("The earlier result: `run 3`, or a table by its name.") var previous: String?
    @Parameter("The customers' column of the earlier table; the one of this table unless given.")
    var previousCustomer: BareName? = nil
    @Parameter("The segments' column of the earlier table; the one of this table unless given.")
    var previousSegment: BareName? = nil
    @ModelInput(
        "The earlier run of `segmentation.rfm`, for its limits: tells moves from moved limits.",
        output: "cuts")
    var cuts: String?
    @Parameter("How `cuts` turns scores into names: the scheme of the earlier run.")
    var scheme: Either<BuiltInScheme, FilePath> = .first(.rfGrid)

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        let earlier = try earlierColumns(inputs)
        if let cuts, let schema = inputs.named[cuts] {
            try CutPoints.kept.check(schema)
            _ = try SegmentScheme(scheme, scores: nil)
            try checkMeasures(of: inputs.piped)
        }
        var warnings: [Note] = []
        if let table = previous.flatMap({ inputs.named[$0] }), isNumber(inputs.piped, table, earlier.segment)
        {
            warnings.append(
                Note(
                    "segments.numbers",
                    "`\(segment)` is a number: cluster 2 of one fit need not be cluster 2 of another",
                    isWarning: true))
        }
        return Outline(declared: Self.outputs, output: outputSchema(inputs.piped), warnings: warnings)
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let schemas = Inputs(inputs.piped.schema, named: inputs.named.mapValues(\.schema))
        let columns = try earlierColumns(schemas)
        guard let earlier = previous.flatMap({ inputs.named[$0] }) else {
            throw .internalError("no table came with `previous`")
        }
        let members = try MigrationMembers(
            now: (inputs.piped, customer, segment), before: (earlier, columns.customer, columns.segment),
            work: context.work)
        let yardstick = try yardstick(inputs)
        let moves = try MigrationMoves(members, under: yardstick, work: context.work)
        let tables = MigrationTables(
            moves, order: SegmentOrder(moves.members, scheme: yardstick?.scheme))
        var outcome = Outcome(
            try tables.output(outputSchema(inputs.piped.schema), work: context.work), tables: tables.named,
            metrics: tables.moveMetrics, charts: MigrationTables.charts, caveats: [],
            rows: Outcome.RowCount(input: inputs.piped.count, used: inputs.piped.count))
        let sentences = MigrationSentences(
            tables: tables, isNumber: isNumber(schemas.piped, earlier.schema, columns.segment))
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        return outcome
    }

    static let details = """
        Every customer of either result has a segment before and a segment now: `(new)` before where only this result \
        has them, `(left)` now where only the earlier one has. `matrix` counts the pairs; a row adds up to the \
        customers of the earlier segment, and `share` says what part of them went where.

        **Who moved, and what moved.** Quantiles of another month are other limits, so that a customer may change \
        segment without doing anything. With `cuts=run …`, the earlier run of `segmentation.rfm`, each mover is \
        named again by the earlier limits: `behaviour` where these move the customer to the same segment (more \
        purchases, fewer, or none for a while), `cut points` where they leave the customer where they were, `both` \
        where they name a third. `held` are those who stay only because the limits moved. Without `cuts` only \
        customers whose recency, frequency and monetary value are all the same are known to have been moved by the \
        limits; the others are `undecided`.

        **Read it** from `moves`, the largest first, and from `segments`: what each gained, lost and kept.

        **Do not trust it** for cluster numbers of two fits: number 2 of one need not be number 2 of the other. \
        Name both months with one model (`segmentation.assign`), or use `cuts=` when scoring. A customer whose id \
        changed appears as left and as new.
        """

    static let examples = [
        Example(
            "Two months side by side: one stayed, two moved, one is gone and one is new.",
            run: """
                before = given | where month == 1
                given | where month == 2 | segmentation.migration previous=before | select customer, before, now, status
                """,
            given: """
                month,customer,segment
                1,ada,Loyal
                1,bea,Loyal
                1,cyd,Casual
                1,dan,Casual
                2,ada,Loyal
                2,bea,At Risk
                2,cyd,Loyal
                2,eva,Casual
                """,
            gives: """
                customer,before,now,status
                ada,Loyal,Loyal,stayed
                bea,Loyal,At Risk,moved
                cyd,Casual,Loyal,moved
                dan,Casual,(left),left
                eva,(new),Casual,new
                """)
    ]
}
