import RapportNumerics
import RapportPluginKit

/// Groups rows whose numbers are alike, and says what sets each group apart.
struct KMeansAnalysis: Analysis {
    static let name = "segmentation.kmeans"
    static let version = 1
    static let summary = "Find groups of customers whose numbers are alike, and say what sets each apart."
    static let references = [
        "Lloyd, Least Squares Quantization in PCM, IEEE Trans. Inf. Theory 28, 1982",
        "Arthur & Vassilvitskii, k-means++: The Advantages of Careful Seeding, SODA 2007",
        "Hamerly, Making k-means Even Faster, SDM 2010",
        "Rousseeuw, Silhouettes, J. Comput. Appl. Math. 20, 1987",
        "Tibshirani, Walther & Hastie, Estimating the Number of Clusters via the Gap Statistic, JRSS B 63, 2001",
        "Hennig, Cluster-wise Assessment of Cluster Stability, CSDA 52, 2007",
    ]
    static let outputs = KMeansTables.declared
    static let metrics = KMeansTables.metrics
    static let determinism = Signature.Determinism.seeded

    // MARK: - What is measured

    let measured = FeatureInput()
    @Input("How much a row counts, above 0.", types: [.number]) var sampleWeight: String?

    // MARK: - How many, and how they are found

    @Parameter(
        "How many clusters; auto: the number from 2 to 10 with the best silhouette.", in: 1...1_000,
        aliases: "k")
    var nClusters: Auto<Int> = .auto
    @Parameter("Starts, of which the best is kept.", in: 1...1_000) var nInit = 10
    @Parameter("Iterations of a start at most.", in: 1...100_000, advanced: true) var maxIter = 300
    @Parameter(
        "Movement of the centres that ends a start, as a part of the mean variance.", in: 0.0...1.0,
        advanced: true)
    var tol = 1e-4
    @Parameter(
        "Every distance, at first in single precision, or only those that bounds do not rule out: the same clusters.",
        advanced: true)
    var algorithm = Algorithm.auto

    // MARK: - How it is tested

    @Parameter(
        "Refits on bootstrap samples that tell whether clusters are stable; 0: none.", in: 0...1_000,
        advanced: true)
    var refits = 20
    @Parameter(
        "Boxes of evenly drawn rows for the gap statistic, where n_clusters=auto; 0: none.", in: 0...1_000,
        advanced: true)
    var boxes = 20

    enum Algorithm: String, Choice {
        case auto, lloyd, hamerly

        var method: KMeans.Algorithm {
            switch self {
            case .auto: .automatic
            case .lloyd: .lloyd
            case .hamerly: .hamerly
            }
        }
    }

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        _ = try choice(inputs.piped)
        return Outline(declared: Self.outputs, output: inputs.piped.adding(Self.outputs[0].fields))
    }

    private func choice(_ schema: Schema) throws(Diagnostic) -> FeatureChoice {
        try measured.choice(in: schema, for: Self.name, others: [sampleWeight])
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let table = inputs.piped
        let choice = try choice(table.schema)
        let matrix = try measured.matrix(of: table, choice, work: context.work)
        let weights = try weights(table)
        let search = try ClusterSearch(self, matrix, weights, context)
        let clusters = try Clusters(search, matrix, context)
        let components = try PrincipalComponents(of: matrix.scaled, work: context.work)
        let tables = KMeansTables(
            search: search, clusters: clusters, matrix: matrix, components: components,
            model: try ClusterModel(clusters, matrix, sample: search.sample, work: context.work))
        var outcome = Outcome(
            try tables.output(table), tables: tables.named, metrics: tables.metrics,
            charts: tables.charts, caveats: [], rows: .init(input: table.count, used: table.count))
        let sentences = KMeansSentences(
            analysis: self, search: search, clusters: clusters, matrix: matrix, choice: choice,
            noun: table.schema.noun,
            repeated: try RepeatedCustomers(table, work: context.work))
        (outcome.findings, outcome.caveats) = (sentences.findings, sentences.caveats)
        return outcome
    }

    private func weights(_ table: Table) throws(Diagnostic) -> [Double]? {
        guard let sampleWeight else { return nil }
        let weights = try table.numbers(in: sampleWeight)
        try FeatureMatrix.requireFinite(weights, sampleWeight)
        guard let row = weights.firstIndex(where: { $0 <= 0 }) else { return weights }
        throw Diagnostic(
            "column.range",
            "`\(sampleWeight)` is 0 or less in \(Wording.count(weights.count { $0 <= 0 }, "row")), the first is row "
                + "\(row + 1); expected weights above 0", subject: .column(sampleWeight),
            help: ["`… | where \(sampleWeight.asColumnName) > 0` leaves such rows out"])
    }

    static let examples = [
        Example(
            "Two groups of shops: who buys little of both, and who buys much.",
            run: "given | segmentation.kmeans n_clusters=2 | select shop, cluster",
            given: """
                shop,tea,cups
                a,5,1
                b,6,2
                c,4,1
                d,60,20
                e,55,18
                """,
            gives: """
                shop,cluster
                a,1
                b,1
                c,1
                d,2
                e,2
                """),
        Example(
            "A text column counts too, as 0 and 1.",
            run: "given | segmentation.kmeans features=[orders, kind] encode=true k=2 | select name, cluster",
            given: """
                name,orders,kind
                ada,2,home
                bea,3,home
                cyd,2,home
                dan,30,cafe
                eva,28,cafe
                """,
            gives: """
                name,cluster
                ada,1
                bea,1
                cyd,1
                dan,2
                eva,2
                """),
    ]
}

extension Schema {
    /// What a row is, as sentences call it.
    var noun: String {
        let isCustomer = rowGrain.count == 1 && self[rowGrain[0]]?.role == "customer"
        return isCustomer ? "customer" : "row"
    }
}
