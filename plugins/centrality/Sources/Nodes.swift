import RapportGraph
import RapportPluginKit

/// Measures the place of everybody in a network.
struct Nodes: Analysis {
    static let name = "centrality.nodes"
    static let aliases = ["network.people"]
    static let version = 1
    static let summary = "Measure who connects, bridges and is looked to in a network of customers."
    static let references = [
        "Freeman, Centrality in social networks, Social Networks 1, 1978/79",
        "Brandes, A faster algorithm for betweenness centrality, J. Math. Sociol. 25, 2001",
        "Brandes & Pich, Centrality estimation in large networks, IJBC 17, 2007",
        "Boldi & Vigna, Axioms for centrality, Internet Mathematics 10, 2014",
        "Opsahl, Agneessens & Skvoretz, Node centrality in weighted networks, Social Networks 32, 2010",
        "Page, Brin, Motwani & Winograd, The PageRank citation ranking, 1999",
        "Burt, Structural Holes, 1992",
    ]
    static let outputs = NodesTables.declared
    static let metrics = NodesTables.metrics
    static let determinism = Signature.Determinism.seeded

    let network = NetworkInput()

    // MARK: - What is measured

    @Parameter("What is measured.") var measures = Array(Measure.allCases)
    @Parameter(
        "What nodes are put in order by; auto: `pagerank` where the direction has a meaning, else `betweenness`."
    )
    var rankBy = RankBy.auto
    @Parameter(
        "Betweenness from so many nodes, drawn by the seed, in place of all: quicker, with an error that is told.",
        in: 2...1_000_000, aliases: "samples")
    var k: Int? = .none
    @Parameter(
        "How often a tenth of the edges is dropped to see whether the first places hold.", in: 0...1_000)
    var stability = 50

    // MARK: - How

    @Parameter("Betweenness as a share of the pairs that a node could lie between.", advanced: true)
    var normalized = true
    @Parameter("Whether the ends of a path lie on it.", advanced: true) var endpoints = false
    @Parameter("Closeness times the share of the network within reach.", advanced: true) var wfImproved = true
    @Parameter("Harmonic over the number of all others, from 0 to 1.", advanced: true)
    var harmonicNormalized = false
    @Parameter("PageRank: how likely a walker is to go on along an edge.", in: 0...1) var alpha = 0.85
    @Parameter("PageRank: where a walker begins again, by id and weight; empty: anywhere.", advanced: true)
    var personalization = NamedValues<Double>()
    @Parameter(
        "Katz: what is left of influence after a step; auto: 0.1, or 0.9 of the largest that converges.",
        above: 0, advanced: true)
    var katzAlpha: Auto<Double> = .auto
    @Parameter("Katz: what everybody has by themselves.", above: 0, advanced: true) var beta = 1.0
    @Parameter("Communities: above 1 for smaller ones.", above: 0, advanced: true) var resolution = 1.0
    @Parameter("Iterations end where the mean change is below.", above: 0, advanced: true) var tol = 1e-12
    @Parameter("Iterations at the most.", in: 1...1_000_000, advanced: true) var maxIter = 10_000
    @Parameter("Gives values that have not settled, with a caveat, in place of none.", advanced: true)
    var allowUnconverged = false

    // MARK: - Two steps

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        let (type, warnings) = try network.check(inputs, for: Self.name)
        guard !measures.isEmpty else {
            throw Diagnostic(
                "parameter.range", "`measures` is empty; expected at least one",
                subject: .parameter("measures"),
                help: ["`measures=[\"degree\", \"betweenness\"]`"])
        }
        if let measure = rankBy.measure, !measures.contains(measure) {
            throw Diagnostic(
                "parameter.conflict",
                "`rank_by=\(rankBy.rawValue)` needs `\(measure.rawValue)`, which `measures` leaves out",
                subject: .parameter("rank_by"), help: ["add \"\(measure.rawValue)\" to `measures`"])
        }
        if k != nil, !measures.contains(.betweenness) {
            throw Diagnostic(
                "parameter.conflict", "`k` samples betweenness, which `measures` leaves out",
                subject: .parameter("k"), help: ["leave `k` out"])
        }
        return Outline(
            declared: Self.outputs.map { $0.retyped(["node", "tied_to"], type) }, output: outputSchema(type),
            warnings: warnings, unused: network.unused())
    }

    /// Isolates of a table of nodes have measures too.
    var takesNoRows: Bool { network.takesNoRows }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let found = try network.network(from: inputs, for: Self.name, work: context.work)
        let measured = try NodeMeasures(self, found, seed: context.seed, work: context.work)
        let column = rankColumn(found)
        let stability = try RankStability(
            of: column, in: measured, found, self, seed: context.seed, work: context.work)
        let tables = try NodesTables(
            analysis: self, network: found, measured: measured, rankedBy: column, stability: stability,
            work: context.work)
        let sentences = NodesSentences(tables: tables)
        return Outcome(
            try tables.output(outputSchema(found.nodes.type), work: context.work),
            tables: try tables.named(work: context.work), metrics: tables.metrics, charts: tables.charts,
            findings: sentences.findings, caveats: sentences.caveats, rows: found.rows)
    }

    /// The measures in one order, each once, however they were typed.
    var chosen: [Measure] { Measure.allCases.filter(measures.contains) }

    /// The column that nodes are put in order by.
    func rankColumn(_ network: Network) -> String {
        if rankBy != .auto { return rankBy.rawValue }
        if network.isDirected, self.network.meaning != .plain, measures.contains(.pagerank) {
            return "pagerank"
        }
        if measures.contains(.betweenness) { return "betweenness" }
        return chosen.flatMap(\.ranked).first ?? "component"
    }

    /// The columns of the chosen measures, in the declared order.
    func outputSchema(_ type: ColumnType) -> Schema {
        let fields = Self.outputs[0].retyped(["node"], type).fields.filter { field in
            NodesTables.measure(of: field.name).map(chosen.contains) ?? true
        }
        return Schema(fields, rowGrain: ["node"])
    }

    static let examples = [
        Example(
            "A chain of four with a branch: who lies between others.",
            run: """
                given | centrality.nodes measures=["degree", "betweenness"]
                | select node, rank, degree, betweenness
                """,
            given: """
                source,target
                ada,bea
                bea,cyd
                cyd,dan
                cyd,eva
                """,
            gives: """
                node,rank,degree,betweenness
                cyd,1,3,0.8333333333333334
                bea,2,2,0.5
                ada,3,1,0.0
                dan,3,1,0.0
                eva,3,1,0.0
                """),
        Example(
            "Referrals: rank goes to who brought others.",
            run: """
                given | centrality.nodes edges=referrals measures=["degree", "pagerank"]
                | select node, rank, in_degree
                """,
            given: """
                customer_id,referrer
                ada,
                bea,ada
                cyd,ada
                dan,bea
                """,
            gives: """
                node,rank,in_degree
                ada,1,2
                bea,2,1
                cyd,3,0
                dan,3,0
                """),
    ]
}
