import RapportNumerics
import RapportPluginKit
import RapportText

/// Puts new messages into the groups of an earlier run.
struct Assign: Analysis {
    static let name = "demand.assign"
    static let version = 1
    static let aliases = ["needs.assign"]
    static let summary =
        "Put new messages into the groups of an earlier run, and see how far they have drifted."
    static let references = Cluster.references
    static let outputs = [
        Signature.Output("output", "The messages, each with its group.", ClusterTables.documentFields),
        Signature.Output(
            "drift", "One row a group: what has changed since it was made.",
            [
                Field("cluster", .int, kind: .category),
                Field("label", .text, kind: .category, role: "label"),
                Field("n", .int, kind: .measure, meaning: "messages"),
                Field("share", .float, kind: .measure, meaning: "of those that have a group"),
                Field("share_before", .float, kind: .measure, meaning: "when the groups were made"),
                Field(
                    "mean_similarity", .float, kind: .measure,
                    meaning: "with the center; missing without messages"),
                Field(
                    "outlier_share", .float, kind: .measure, meaning: "a twentieth when the groups were made"),
            ]),
    ]
    static let metrics: [Signature.MetricDescription] = [
        .init("messages", "Messages that have a group."),
        .init("unassigned_share", "Part of the rows that have no group.", direction: .lower),
        .init("new_vocabulary_rate", "Part of all words that the groups do not know.", direction: .lower),
        .init("outlier_share", "Part of the messages that lie far from their group.", direction: .lower),
        .init(
            "drift_psi", "Population stability index of the groups' shares: from 0.25 a large change.",
            direction: .lower),
    ]

    @Input("What they wrote.", "text", types: [.text]) var text: String
    @ModelInput("An earlier run of `demand.cluster`.", output: "model", optional: false) var model: String?

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        guard let model, let schema = inputs.named[model] else {
            throw .internalError("`model` without a schema")
        }
        try DemandModel.check(schema)
        var outline = Outline(declared: Self.outputs)
        outline.output = inputs.piped.adding(ClusterTables.documentFields)
        outline.warnings += inputs.piped.replaced(by: ClusterTables.documentFields)
        return outline
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        guard let key = model, let kept = inputs.named[key] else {
            throw .internalError("`model` without a table")
        }
        let model = try DemandModel(reading: kept)
        let table = inputs.piped
        let found = try AssignedTexts(model, try table.textsToRead(in: text), work: context.work)
        let drift = AssignmentDrift(model, found)
        return Outcome(
            found.assignment(model).added(to: table), tables: [.init("drift", drift.table)],
            metrics: drift.metrics,
            charts: [
                ChartSpecification(
                    .bar, title: "Messages by what they ask for", table: "drift", x: "label", y: "n",
                    xLabel: "group", yLabel: "messages")
            ],
            findings: drift.findings, caveats: drift.caveats,
            rows: Outcome.RowCount(input: table.count, used: found.assigned))
    }

    static let details = """
        Texts become words as they did in the earlier run, with its word list; words that it did not have count for \
        nothing. A message goes to the center that lies nearest by angle (for `algorithm=kmeans`: by distance).

        **Read it** from `drift`: how the groups' shares have changed, and whether messages still lie near their \
        centers. A message whose words are all unknown has no group and says so in `reason`.

        **Do not trust it** when many words are unknown or many messages lie far from their group: people ask for \
        something that there was no group for. Run `demand.cluster` again then, on the old and new messages together.
        """

    static let examples = [
        Example(
            "Messages go to the groups that were made of others; one has no word that was known.",
            run: """
                groups = given | where month == 1 | demand.cluster n_clusters=2
                given | where month == 2 | demand.assign model=groups | select text, cluster, reason
                """,
            given: """
                month,text
                1,the parcel is late
                1,my parcel is late again
                1,refund to my card please
                1,a refund for the card
                1,the refund
                2,parcel late: three days
                2,refund my card
                2,engrave this cup
                """,
            gives: """
                text,cluster,reason
                parcel late: three days,2,
                refund my card,1,
                engrave this cup,,no known word
                """)
    ]
}
