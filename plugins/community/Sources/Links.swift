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
    static let outputs = [
        Signature.Output(
            "output", "One row a pair without a tie, the likeliest first, ties by id.",
            [
                Field("source", .text, kind: .id, role: "source"),
                Field("target", .text, kind: .id, role: "target"),
                Field("rank", .int, kind: .measure, meaning: "equal scores share a place"),
                Field("score", .float, kind: .measure, meaning: "by `score`; larger is likelier"),
                Field("common_neighbors", .int, kind: .measure, meaning: "people whom both know"),
                Field("through", .list(of: .text), kind: .id, meaning: "their ids"),
            ]),
        Signature.Output(
            "evaluation", "One row a trial: ties were hidden and looked for.",
            [
                Field("trial", .int, kind: .category),
                Field("hidden", .int, kind: .measure, meaning: "ties hidden"),
                Field(
                    "auc", .float, kind: .measure,
                    meaning: "chance that a hidden tie scores above a pair without one"),
                Field("precision", .float, kind: .measure, meaning: "hidden ties among as many best pairs"),
            ]),
        LinksPicture.declared,
    ]
    static let metrics: [Signature.MetricDescription] = [
        .init("nodes", "Nodes of the network."), .init("edges", "Ties, merged, without directions."),
        .init("candidates", "Pairs given."),
        .init(
            "auc", "The chance that a hidden tie scores above a pair without one; 0.5 is a coin.",
            direction: .higher),
        .init("precision_at_k", "Hidden ties among as many best pairs as were hidden.", direction: .higher),
    ]
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
        var schema = Schema(
            outputs[0].retyped(["source", "target"], type).fields, rowGrain: ["source", "target"])
        if let index = schema.index(of: "through") { schema.fields[index].type = .list(of: .text) }
        return schema
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let work = context.work
        let found = try network.network(from: inputs, for: Self.name, work: work)
        let ties = try Graph.merged(found.graph.edges, isDirected: false)
        let graph = try Graph(nodeCount: found.nodeCount, edges: ties.edges, isDirected: false)
        let predicted = try graph.predictedLinks(
            by: score.link, limit: topK, perNode: perNode, work: work)
        let pairs = predicted.pairs
        let checks = try evaluate(graph, found, seed: context.seed, work: work)
        var rank: [Int] = []
        for (place, pair) in pairs.enumerated() {
            rank.append(place > 0 && pairs[place - 1].score == pair.score ? rank[place - 1] : place + 1)
        }
        let output = Table(
            Self.schema(found.nodes.type),
            [
                try found.ids(of: pairs.map(\.first), work: work),
                try found.ids(of: pairs.map(\.second), work: work),
                .ints(present: rank), .floats(pairs.map(\.score)), .ints(present: pairs.map(\.common.count)),
                .lists(pairs.map { $0.common.map { .text(found.nodes[$0].text()) } }, of: .text),
            ])
        let evaluation = Table(
            Schema(Self.outputs[1].fields),
            [
                .ints(present: checks.indices.map { $0 + 1 }), .ints(present: checks.map(\.hidden)),
                .floats(checks.map(\.auc)), .floats(checks.map(\.precision)),
            ])
        let trials = Double(max(checks.count, 1))
        let auc = checks.isEmpty ? nil : checks.reduce(0) { $0 + $1.auc } / trials
        let precision = checks.isEmpty ? nil : checks.reduce(0) { $0 + $1.precision } / trials
        return Outcome(
            output,
            tables: [
                .init("evaluation", evaluation),
                .init(LinksPicture.name, try LinksPicture(graph, pairs).table(found, work: work)),
            ],
            metrics: [
                .init("nodes", Double(graph.nodeCount)), .init("edges", Double(graph.edgeCount)),
                .init("candidates", Double(pairs.count)),
                .init(
                    "auc", auc, low: checks.map(\.auc).min(), high: checks.map(\.auc).max(), n: checks.count),
                .init("precision_at_k", precision, n: checks.first?.hidden),
            ],
            charts: [
                LinksPicture.chart,
                ChartSpecification(
                    .bar, title: "How well hidden ties were found", table: "evaluation", x: "trial", y: "auc",
                    xLabel: "trial", yLabel: "AUC, 0.5 is a coin"),
            ],
            findings: findings(found, pairs, auc), caveats: caveats(found, graph, predicted, checks),
            rows: found.rows)
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

    private func findings(
        _ network: Network, _ pairs: [LinkCandidate], _ auc: Double?
    ) -> [Outcome.Finding] {
        guard let first = pairs.first else {
            return [.init("links.none", "Nobody is two steps from anybody whom they do not know.")]
        }
        let (a, b) = (network.name(of: first.first), network.name(of: first.second))
        var findings = [
            Outcome.Finding(
                "links.first",
                "\(a) and \(b) are the likeliest to get to know each other: \(Wording.count(first.common.count, "contact")) in "
                    + "common.",
                values: [
                    .init("source", .text(a)), .init("target", .text(b)), .init("score", .float(first.score)),
                ])
        ]
        if let auc {
            findings.append(
                .init(
                    "links.trust",
                    "Tried on ties that were hidden, a true tie scores above a chance pair in \(Wording.percent(auc)) of the cases.",
                    values: [.init("auc", .float(auc))]))
        }
        return findings
    }

    private func caveats(
        _ network: Network, _ graph: Graph, _ predicted: LinkPrediction, _ checks: [LinkEvaluation]
    ) -> [Outcome.Caveat] {
        var caveats = network.caveats
        if network.isDirected {
            caveats.append(
                .init("network.directions", "ties were taken without their direction: both know each other"))
        }
        let isolated = graph.degrees.count { $0 == 0 }
        if isolated > 0 {
            caveats.append(
                .init(
                    "links.no-evidence", count: isolated,
                    "of \(Wording.count(isolated, "node")) without a tie nothing can be said"))
        }
        if predicted.isCut {
            caveats.append(
                .init(
                    "links.limit", count: topK,
                    "only the first \(Wording.count(topK, "pair")) \(topK == 1 ? "is" : "are") given (top_k), at most "
                        + "\(Wording.count(perNode)) of one person (per_node)"))
        } else if predicted.passedOver > 0 {
            caveats.append(
                .init(
                    "links.per-node", count: predicted.passedOver,
                    "\(Wording.count(predicted.passedOver, "pair")) \(predicted.passedOver == 1 ? "is" : "are") left out: at "
                        + "most \(Wording.count(perNode)) of one person are given, the best (per_node)"))
        }
        if holdout > 0 {
            if let first = checks.first {
                let auc = checks.reduce(0) { $0 + $1.auc } / Double(checks.count)
                let how = self.network.time != nil && checks.count == 1 ? "the latest" : "drawn"
                caveats.append(
                    auc < 0.6
                        ? .init(
                            "links.weak", count: first.hidden,
                            "common contacts hardly tell ties here: AUC \(Wording.number(auc)) for \(Wording.count(first.hidden)) hidden ties (\(how)), a coin has 0.5"
                        )
                        : .init(
                            "links.evaluation", count: first.hidden,
                            "tried on \(Wording.count(first.hidden)) hidden ties (\(how)): AUC \(Wording.number(auc))"
                        ))
            } else {
                caveats.append(
                    .init(
                        "links.untried",
                        "no tie could be hidden without tearing the network: the scores were not tried"))
            }
        }
        return caveats
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
