import RapportNumerics
import RapportPluginKit

/// Joins the accounts that are nearest to one another into a tree, and cuts it into groups.
struct Hierarchical: Analysis {
    static let name = "segmentation.hierarchical"
    static let version = 1
    static let summary = "Join the accounts nearest to one another into a tree, and cut it into groups."
    static let references = [
        "Ward, Hierarchical Grouping to Optimize an Objective Function, JASA 58, 1963",
        "Lance & Williams, A General Theory of Classificatory Sorting Strategies, The Computer Journal 9, 1967",
        "Müllner, Modern Hierarchical, Agglomerative Clustering Algorithms, arXiv:1109.2378, 2011",
        "Sokal & Rohlf, The Comparison of Dendrograms by Objective Methods, Taxon 11, 1962",
        "Rousseeuw, Silhouettes, J. Comput. Appl. Math. 20, 1987",
    ]
    static let outputs = HierarchicalTables.declared
    static let metrics = HierarchicalTables.metrics

    // MARK: - What is measured

    @Input(
        "What a row is called in the tree: an account's name or number; without it by its place.", "customer",
        aliases: ["account"])
    var customer: String?
    let measured = FeatureInput()

    // MARK: - The tree, and where it is cut

    @Parameter(
        "How far groups are apart: by what joining adds to their spread, or by the mean, largest or smallest distance of "
            + "their rows.", aliases: "method")
    var linkage = Linkage.ward
    @Parameter(
        "How many groups at most; auto: the number from 2 to 10 with the best silhouette.", in: 1...1_000,
        aliases: "k")
    var nClusters: Auto<Int> = .auto
    @Parameter("Cuts at this height of the tree, in place of n_clusters.", above: 0, aliases: "height")
    var distance: Double? = nil

    enum Linkage: String, Choice {
        case ward, average, complete, single

        var method: HierarchicalClustering.Linkage {
            switch self {
            case .ward: .ward
            case .average: .average
            case .complete: .complete
            case .single: .single
            }
        }
    }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        _ = try choice(inputs.piped)
        if distance != nil, nClusters.given != nil {
            throw Diagnostic(
                "parameter.conflict", "`distance` says where to cut, and so does `n_clusters`",
                subject: .parameter("distance"), help: ["leave out one of the two"])
        }
        return Outline(declared: Self.outputs, output: inputs.piped.adding(Self.outputs[0].fields))
    }

    private func choice(_ schema: Schema) throws(Diagnostic) -> FeatureChoice {
        try measured.choice(in: schema, for: Self.name, others: [customer])
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let (table, work) = (inputs.piped, context.work)
        let choice = try choice(table.schema)
        try table.requirePresent([customer].compactMap(\.self))
        let rows = try SortedRows(table, id: customer, columns: choice.columns, work: work)
        let matrix = try measured.matrix(of: rows.table, choice, work: work)
        let cut = try TreeCut(self, matrix, work: work)
        let tables = HierarchicalTables(
            cut: cut, matrix: matrix, rows: rows, names: try accountNames(rows))
        var outcome = Outcome(
            tables.output(table), tables: tables.named, metrics: tables.metrics, charts: tables.charts,
            caveats: [], rows: .init(input: table.count, used: table.count))
        let sentences = HierarchicalSentences(
            analysis: self, cut: cut, matrix: matrix, choice: choice, names: tables.names)
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        return outcome
    }

    /// What each sorted row is called.
    private func accountNames(_ rows: SortedRows) throws(Diagnostic) -> [String] {
        // Names stand in sentences too, which are not masked.
        guard let customer, rows.table.schema[customer]?.isPrivate != true else {
            return rows.places.map { "row \($0 + 1)" }
        }
        let column = try rows.table.column(customer)
        return (0..<column.count).map { column.text(at: $0) }
    }

    static let details = """
        At first every row is a group of its own. The two nearest groups are joined, and so on until one is left; \
        `merges` is that tree from the bottom up, and `leaves` its rows side by side, near ones together. Cutting \
        it at a height gives groups: those joined below it.

        **How far groups are apart** (`linkage`): `ward` by what joining adds to their spread, which makes \
        groups of like size; `average` by the mean distance of their rows; `complete` by the largest; `single` by \
        the smallest, which makes chains and finds outliers.

        **Where to cut.** `n_clusters=auto` tries 2 to 10 groups and takes the best mean silhouette (of those within \
        a thousandth of it the fewest); `n_clusters=5` makes at most five; `distance=` cuts at a height. Merges of one \
        height are made together, so that there may be fewer groups than asked for.

        **Read it** from `clusters`, which says how large each group is, what sets it apart and who is in it, and \
        from `merges` at its end: where the height leaps, two groups were joined that have little in common. \
        `cophenetic_correlation` tells how well the tree keeps the distances: below 0.7 the tree is a poor picture.

        **Do not trust it** for many rows of no structure, which a tree cuts into groups all the same; nor for more \
        than a few hundred accounts to look at one by one: for those there is `segmentation.kmeans`. It takes at most \
        10,000 rows, for it needs the distance of every two.
        """

    static let examples = [
        Example(
            "Five accounts: two small ones, two large ones and one apart.",
            run: "given | segmentation.hierarchical n_clusters=3 | select customer, cluster",
            given: """
                customer,orders,seats
                Acme,10,5
                Bolt,11,6
                Corex,60,50
                Dyna,62,48
                Ergo,200,4
                """,
            gives: """
                customer,cluster
                Acme,1
                Bolt,1
                Corex,2
                Dyna,2
                Ergo,3
                """),
        Example(
            "Cut at a height: what lies nearer is one group.",
            run: "given | segmentation.hierarchical features=[orders] scale=none linkage=single distance=5 "
                + "| select 客户, cluster",
            given: """
                客户,orders
                甲,1
                乙,4
                丙,20
                丁,24
                戊,27
                """,
            gives: """
                客户,cluster
                甲,2
                乙,2
                丙,1
                丁,1
                戊,1
                """),
    ]
}
