import RapportNumerics
import RapportPluginKit

/// Finds clusters where rows lie close together, and says which rows lie in none.
struct HDBSCANAnalysis: Analysis {
    static let name = "segmentation.hdbscan"
    static let version = 1
    static let summary =
        "Find clusters where customers lie close together, how many there are, and who is in none."
    static let references = [
        "Campello, Moulavi & Sander, Density-Based Clustering Based on Hierarchical Density Estimates, PAKDD 2013",
        "McInnes, Healy & Astels, hdbscan: Hierarchical Density Based Clustering, JOSS 2, 2017",
        "Malzer & Baum, A Hybrid Approach To Hierarchical Density-based Cluster Selection, MFI 2020",
    ]
    static let outputs = HDBSCANTables.declared
    static let metrics = HDBSCANTables.metrics

    // MARK: - What is measured

    @Input("Whose row it is; decides nothing but the order of equal rows.", "customer") var customer: String?
    let measured = FeatureInput()

    // MARK: - What a cluster is

    @Parameter("Fewer rows are no cluster; auto: a hundredth of the rows, at least 5.", in: 2...100_000)
    var minClusterSize: Auto<Int> = .auto
    @Parameter(
        "Rows, itself among them, within which a row's density is measured: more make more noise; missing: "
            + "min_cluster_size.", in: 1...100_000)
    var minSamples: Int? = nil
    @Parameter("Clusters that last longest as the density rises, or the smallest ones.", advanced: true)
    var clusterSelectionMethod = Selection.eom
    @Parameter(
        "Clusters that part at a smaller distance stay together; in the scaled columns.", in: 0.0...,
        advanced: true)
    var clusterSelectionEpsilon = 0.0
    @Parameter("Whether all rows may be one cluster.", advanced: true) var allowSingleCluster = false

    enum Selection: String, Choice { case eom, leaf }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        _ = try choice(inputs.piped)
        return Outline(declared: Self.outputs, output: inputs.piped.adding(Self.outputs[0].fields))
    }

    private func choice(_ schema: Schema) throws(Diagnostic) -> FeatureChoice {
        try measured.choice(in: schema, for: Self.name, others: [customer])
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let (table, work) = (inputs.piped, context.work)
        let choice = try choice(table.schema)
        let rows = try SortedRows(table, id: customer, columns: choice.columns, work: work)
        let matrix = try measured.matrix(of: rows.table, choice, work: work)
        let options = try options(rows: table.count)
        let fit = try HDBSCAN(matrix.scaled, options, work: work)
        let found = try DensityClusters(fit, matrix, work: work)
        let components = try PrincipalComponents(of: matrix.scaled, work: work)
        let tables = HDBSCANTables(
            fit: fit, found: found, matrix: matrix, rows: rows, components: components)
        var outcome = Outcome(
            tables.output(table), tables: tables.named, metrics: tables.metrics, charts: tables.charts,
            caveats: [], rows: .init(input: table.count, used: table.count))
        let sentences = HDBSCANSentences(
            analysis: self, options: options, found: found, matrix: matrix, choice: choice,
            noun: table.schema.noun,
            repeated: try RepeatedCustomers(table, work: context.work))
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        return outcome
    }

    /// - Throws: `table.too-few-rows`, `parameter.range`.
    private func options(rows: Int) throws(Diagnostic) -> HDBSCAN.Options {
        var options = HDBSCAN.Options()
        options.minClusterSize = minClusterSize.given ?? max(5, rows / 100)
        options.minSamples = minSamples
        options.selection = clusterSelectionMethod == .eom ? .excessOfMass : .leaf
        options.epsilon = clusterSelectionEpsilon
        options.allowsSingleCluster = allowSingleCluster
        guard rows >= options.minClusterSize else {
            throw Diagnostic(
                "table.too-few-rows",
                "\(Wording.count(rows, "row")); a cluster has at least \(options.minClusterSize) (`min_cluster_size`)",
                subject: .parameter("min_cluster_size"),
                help: [
                    rows >= 2 ? "`min_cluster_size=\(max(rows / 2, 2))` or less" : "cluster more rows at once"
                ])
        }
        if let minSamples, minSamples > rows {
            throw Diagnostic(
                "parameter.range",
                "`min_samples` is \(minSamples), and there are \(Wording.count(rows, "row")); expected no more than these",
                subject: .parameter("min_samples"), help: ["`min_samples=\(rows)` or less"])
        }
        return options
    }

    static let details = """
        A cluster is a place where rows lie closer together than around it. The distance of two rows counts at least as \
        much as the distance within which each has `min_samples` neighbours, so that thin places push rows apart. As the \
        density asked for rises, clusters shrink, part and vanish; those that last longest (`eom`), or the smallest of all \
        (`leaf`), are taken. How many there are is found, not given, and they may have any shape. Distances that are equal \
        part at once, so that the order of rows decides nothing; scikit-learn takes them one by one, in the order of rows.

        **Noise.** Rows that belong to no such place have cluster -1, shown as `(noise)`, and probability 0. That is an \
        answer and no failure: most customers of a shop lie in one large crowd with thin edges. The share of noise is a \
        metric, and a caveat.

        **Read it** from `clusters`: size, how firmly its rows belong to it (`mean_probability`), and what sets it apart.

        **Turn it** by `min_cluster_size`, the smallest group worth a name: larger values give fewer clusters. Smaller \
        `min_samples` give less noise.

        **Do not trust it** with many columns, where everything is far from everything else; with columns of few whole \
        numbers, whose equal rows are infinitely dense; nor for a plan that must give every customer a group: \
        `segmentation.kmeans` leaves none over. It measures every two rows: 50,000 take \
        minutes, and above 100,000 it refuses.
        """

    static let examples = [
        Example(
            "Two crowds, and one account far from both.",
            run: "given | segmentation.hdbscan features=[orders, seats] min_cluster_size=3 scale=none "
                + "| select name, cluster, cluster_name",
            given: """
                name,orders,seats
                a,10,5
                b,11,5
                c,10,6
                d,11,6
                e,60,50
                f,61,50
                g,60,51
                h,300,2
                """,
            gives: """
                name,cluster,cluster_name
                a,1,1
                b,1,1
                c,1,1
                d,1,1
                e,2,2
                f,2,2
                g,2,2
                h,-1,(noise)
                """)
    ]
}
