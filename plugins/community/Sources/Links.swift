import RapportGraph
import RapportNumerics
import RapportPluginKit

/// Finds ties that are likely and not there.
struct Links: Analysis {
    static let name = "community.links"
    static let aliases = ["network.expand"]
    static let version = 1
    static let summary =
        "Find pairs who do not know each other yet and whose common contacts say that they may."
    static let references = [
        "Liben-Nowell & Kleinberg, The link-prediction problem for social networks, JASIST 58, 2007",
        "Adamic & Adar, Friends and neighbors on the Web, Social Networks 25, 2003",
        "Zhou, Lü & Zhang, Predicting missing links via local information, Eur. Phys. J. B 71, 2009",
    ]
    static let determinism = Signature.Determinism.seeded
    static let outputs = LinksTables.declared
    static let metrics = LinksTables.metrics
    static let details = """
        People with friends in common come to know each other. A pair is scored by whom both know: `adamic_adar` and \
        `resource_allocation` count a common contact the more the fewer others that one knows, `jaccard` the share of \
        all contacts that are common, `common_neighbors` just counts, and `preferential_attachment` takes the product \
        of how many each knows. Only pairs two steps apart are looked at; directions and weights are left aside.

        **Read it.** `through` says who could introduce the two. `evaluation` says how far the scores may be trusted \
        here: a tenth of the ties is hidden and looked for, the latest where ties have a `time`, else drawn. An AUC \
        near 0.5 means that common contacts say nothing about ties in this network.

        **Do not** read a score as a probability, and do not introduce people to each other without asking them.
        """

    let network = NetworkInput()

    @Parameter("How a pair is scored.") var score = Score.adamicAdar
    @Parameter("The most pairs of all.", in: 1...1_000_000) var topK = 100
    @Parameter("The most pairs of one person.", in: 1...10_000) var perNode = 5
    @Parameter("The share of ties that a trial hides; 0: no trial.", in: 0...0.5) var holdout = 0.1
    @Parameter("Trials, where ties to hide are drawn.", in: 1...100, advanced: true) var trials = 5

    enum Score: String, Choice {
        case jaccard
        case adamicAdar = "adamic_adar"
        case resourceAllocation = "resource_allocation"
        case preferentialAttachment = "preferential_attachment"
        case commonNeighbors = "common_neighbors"

        var link: LinkScore {
            switch self {
            case .jaccard: .jaccard
            case .adamicAdar: .adamicAdar
            case .resourceAllocation: .resourceAllocation
            case .preferentialAttachment: .preferentialAttachment
            case .commonNeighbors: .commonNeighbours
            }
        }
    }

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        let (type, warnings) = try network.check(inputs, for: Self.name)
        return Outline(
            declared: Self.outputs.map { $0.retyped(["source", "target"], type) }, output: Self.schema(type),
            warnings: warnings, unused: network.unused(readsTime: holdout > 0))
    }

    private static func schema(_ type: ColumnType) -> Schema {
        Schema(outputs[0].retyped(["source", "target"], type).fields, rowGrain: ["source", "target"])
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let work = context.work
        let found = try network.network(from: inputs, for: Self.name, work: work)
        let ties = try Graph.merged(found.graph.edges, isDirected: false)
        let graph = try Graph(nodeCount: found.nodeCount, edges: ties.edges, isDirected: false)
        let tables = LinksTables(
            analysis: self, network: found, graph: graph,
            prediction: try graph.predictedLinks(by: score.link, limit: topK, perNode: perNode, work: work),
            trials: try evaluate(graph, found, seed: context.seed, work: work))
        return Outcome(
            try tables.output(Self.schema(found.nodes.type), work: work),
            tables: try tables.named(work: work), metrics: tables.metrics, charts: LinksTables.charts,
            findings: tables.findings, caveats: tables.caveats, rows: found.rows)
    }

    /// Of ties with a time the latest are hidden, once; else some that are drawn, several times.
    private func evaluate(
        _ graph: Graph, _ network: Network, seed: UInt64, work: Work
    ) throws(Diagnostic) -> [LinkEvaluation] {
        guard holdout > 0 else { return [] }
        if let latest = latestFirst(graph, network) {
            return [
                try graph.linkEvaluation(
                    by: score.link, share: holdout, candidates: latest,
                    seed: UInt32(truncatingIfNeeded: seed),
                    work: work)
            ].compactMap(\.self)
        }
        var found: [LinkEvaluation] = []
        for trial in 0..<trials {
            let each = try graph.linkEvaluation(
                by: score.link, share: holdout, seed: UInt32(truncatingIfNeeded: derivedSeed(seed, trial)),
                work: work)
            if let each { found.append(each) }
        }
        return found
    }

    /// Places of the edges, the latest first; nil without times.
    private func latestFirst(_ graph: Graph, _ network: Network) -> [Int]? {
        guard self.network.time != nil, network.edges.contains(where: { $0.first != nil }) else { return nil }
        var firsts: [UInt64: Int64] = [:]
        func key(_ a: Int, _ b: Int) -> UInt64 { UInt64(min(a, b)) << 32 | UInt64(max(a, b)) }
        for edge in network.edges {
            guard let first = edge.first else { continue }
            let key = key(edge.source, edge.target)
            firsts[key] = min(firsts[key] ?? first, first)
        }
        let moments = graph.edges.map { firsts[key(Int($0.source), Int($0.target))] ?? .min }
        return moments.indices.sorted { moments[$0] != moments[$1] ? moments[$0] > moments[$1] : $0 < $1 }
    }

    static let examples = [
        Example(
            "Ada and Dan both know Bea and Cyd.",
            run: "given | community.links score=jaccard | select source, target, score, common_neighbors",
            given: """
                source,target
                ada,bea
                ada,cyd
                bea,dan
                cyd,dan
                dan,eva
                """,
            gives: """
                source,target,score,common_neighbors
                bea,cyd,1.0,2
                ada,dan,0.6666666666666666,2
                bea,eva,0.5,1
                cyd,eva,0.5,1
                """)
    ]
}
