import RapportNumerics
import RapportPluginKit

/// Gives rows the clusters of an earlier run.
struct Assign: Analysis {
    static let name = "segmentation.assign"
    static let version = 1
    static let summary = "Give other rows the clusters of an earlier run, and say how far they have drifted."
    static let references = [
        "Siddiqi, Credit Risk Scorecards, 2006, ch. 9: the population stability index"
    ]
    static let outputs = AssignTables.declared
    static let metrics = AssignTables.metrics

    @ModelInput("The run whose clusters are given.", output: "model", optional: false) var model: String?

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        if let model, let schema = inputs.named[model] { try ClusterModel.kept.check(schema) }
        return Outline(declared: Self.outputs, output: inputs.piped.adding(Self.outputs[0].fields))
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        guard let key = model, let kept = inputs.named[key] else {
            throw .internalError("no table came with `model`")
        }
        let model = try ClusterModel(kept)
        let assignment = try Assignment(of: inputs.piped, model, context.work)
        let tables = AssignTables(assignment: assignment, model: model)
        var outcome = Outcome(
            tables.output(inputs.piped), tables: tables.named, metrics: tables.metrics,
            charts: AssignTables.charts, caveats: [],
            rows: .init(input: inputs.piped.count, used: inputs.piped.count))
        let sentences = AssignSentences(tables: tables, noun: inputs.piped.schema.noun)
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        return outcome
    }

    static let details = """
        Each row is brought to the scales of the earlier run and given the nearest of its centres. Nothing is learnt: \
        the same row has the same cluster whatever rows stand beside it, so that months can be compared.

        **Read it** from `clusters`: how many rows each cluster has now, beside its share then. `drift` compares the \
        values of each column with those the model was made from, by the population stability index: below 0.1 \
        little has changed, above 0.25 the rows are others, and the clusters should be made anew.

        The columns of the model must be there under the same names, without missing cells. A value of a text column \
        that the model has not seen counts as none of its values. `is_outside` marks rows with a value outside the \
        range seen then, or farther from their centre than any row was.

        **Do not trust it** where the caveats speak of drift: the nearest centre of a row may still be far away. For \
        the segments of `rfm` there is `rfm cuts=run 12`, which keeps its limits.
        """

    static let examples = [
        Example(
            "The clusters of some shops, given to the same shops again.",
            run: """
                groups = given | segmentation.kmeans n_clusters=2
                given | segmentation.assign model=groups | select shop, cluster, is_outside
                """,
            given: """
                shop,tea,cups
                a,5,1
                b,6,2
                c,4,1
                d,60,20
                e,55,18
                """,
            gives: """
                shop,cluster,is_outside
                a,1,false
                b,1,false
                c,1,false
                d,2,false
                e,2,false
                """)
    ]
}
