import RapportGraph
import RapportPluginKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Simulates how far word goes from some people.
struct Spread: Analysis {
    static let name = "community.spread"
    static let version = 1
    static let summary = "Simulate how far word spreads from some people, or find whom to tell first."
    static let references = [
        "Kempe, Kleinberg & Tardos, Maximizing the spread of influence through a social network, KDD 2003",
        "Leskovec et al., Cost-effective outbreak detection in networks, KDD 2007",
        "Goel, Anderson, Hofman & Watts, The structural virality of online diffusion, Management Science 62, 2016",
    ]
    static let determinism = Signature.Determinism.seeded
    static let outputs = SpreadTables.declared
    static let metrics = SpreadTables.metrics
    static let details = """
        A message begins at a few people. With `independent_cascade` each who hears it tells each contact once, who \
        takes it up with probability p: the same for all ties (`probability=constant`), 1 over the contacts that the \
        other one listens to (`weighted_cascade`), or larger for stronger ties, 1 − (1 − p)^weight (`strength`). With \
        `linear_threshold` each takes it up when enough of those they listen to have, in parts of their weight.

        Who is told first is given with `seeds=`, or found: each next one adds most to the spread (CELF), which is \
        within 63% of the best choice. `curve` says what each further one adds.

        **Direction.** Word goes along the edges; with `meaning=mention` from who is spoken of to who speaks, with \
        `meaning=referral` from who brought to who was brought: against the way that rank goes.

        **Observed.** Where a directed network has a `time`, `cascades` are the trees that really grew: their size, \
        depth, breadth, and structural virality, which is about 2 where one told all and large for a chain.

        **Do not** take the numbers for a forecast: p is an assumption, no measurement. They compare beginnings with \
        each other, under the same assumption.
        """

    let network = NetworkInput()

    @Parameter("Who is told first, by name or number; empty: they are found.") var seeds:
        [Either<String, Int>] = []
    @Parameter("How many to find, where `seeds` is empty.", in: 1...1_000) var k = 5
    @Parameter("How word is taken up.") var model = Model.independentCascade
    @Parameter("What the probability of a tie is made of.") var probability = Probability.constant
    @Parameter("The probability that word is taken up along a tie.", in: 0...1) var p = 0.1
    @Parameter("Simulations of the result.", in: 1...1_000_000) var nSimulations = 1_000
    @Parameter("Simulations of each candidate while seeds are found.", in: 1...100_000, advanced: true)
    var searchSimulations = 200
    @Parameter("Seeds are found among so many of most ties.", in: 1...1_000_000, advanced: true)
    var candidates = 500

    enum Model: String, Choice {
        case independentCascade = "independent_cascade"
        case linearThreshold = "linear_threshold"
    }
    enum Probability: String, Choice {
        case constant
        case weightedCascade = "weighted_cascade"
        case strength
    }

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        var (type, warnings) = try network.check(inputs, for: Self.name)
        if model == .linearThreshold, probability != .constant {
            warnings.append(
                Note(
                    "parameter.unused",
                    "`probability` is not used: a threshold weighs contacts by their ties",
                    isWarning: true))
        }
        return Outline(
            declared: Self.outputs.map { $0.retyped(["node", "root"], type) },
            output: Self.schema(type), warnings: warnings,
            unused: network.unused(readsTime: network.isDirected))
    }

    private static func schema(_ type: ColumnType) -> Schema {
        Schema(outputs[0].retyped(["node"], type).fields, rowGrain: ["node"])
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let (work, seed) = (context.work, UInt32(truncatingIfNeeded: context.seed))
        let found = try network.network(from: inputs, for: Self.name, work: work)
        let graph = try influence(found)
        let probabilities = chances(graph)
        let kind: DiffusionModel = model == .linearThreshold ? .linearThreshold : .independentCascade
        let (first, limit) = try beginnings(found, graph, probabilities, kind, seed: seed, work: work)
        var curve: [Cascade] = []
        for count in 1...max(min(first.count, Self.curvePoints), 1) {
            curve.append(
                try graph.cascade(
                    from: Array(first.prefix(count)), probabilities: probabilities, model: kind,
                    simulations: nSimulations, seed: seed, work: work))
        }
        let last = curve[curve.count - 1]
        let whole =
            first.count > curve.count
            ? try graph.cascade(
                from: first, probabilities: probabilities, model: kind, simulations: nSimulations, seed: seed,
                work: work) : last
        let tables = SpreadTables(
            analysis: self, network: found, seeds: first, limit: limit, curve: curve, cascade: whole,
            observed: observed(found))
        return Outcome(
            try tables.output(Self.schema(found.nodes.type), work: work),
            tables: try tables.named(work: work),
            metrics: tables.metrics, charts: SpreadTables.charts, findings: tables.findings,
            caveats: tables.caveats, rows: found.rows)
    }

    /// A longer list of seeds has its first points drawn, and the whole told.
    static let curvePoints = 50

    /// Along which word goes: against the way of rank where the direction has a meaning.
    private func influence(_ network: Network) throws(Diagnostic) -> Graph {
        guard network.isDirected, network.meaning != .plain else { return network.graph }
        return try Graph(
            nodeCount: network.nodeCount,
            edges: network.edges.map { Graph.Edge($0.target, $0.source, weight: $0.strength) },
            isDirected: true)
    }

    /// Of each arrow the chance, or the part of what its end listens to.
    private func chances(_ graph: Graph) -> [Double] {
        let arrows = graph.outgoing
        if model == .linearThreshold {
            let heard = graph.incoming.strengths(graph.nodeCount)
            return arrows.neighbours.indices.map { arrows.weights[$0] / heard[Int(arrows.neighbours[$0])] }
        }
        switch probability {
        case .constant: return [Double](repeating: p, count: arrows.neighbours.count)
        case .weightedCascade:
            return arrows.neighbours.map { 1 / Double(max(graph.incoming.degree(of: Int($0)), 1)) }
        case .strength: return arrows.weights.map { 1 - pow(1 - p, $0) }
        }
    }

    /// Those given, or those found; and among how many, where that was not all.
    private func beginnings(
        _ network: Network, _ graph: Graph, _ chances: [Double], _ kind: DiffusionModel, seed: UInt32,
        work: Work
    ) throws(Diagnostic) -> ([Int], Int?) {
        var given: [Int] = []
        for each in seeds {
            let name =
                switch each {
                case .first(let text): text
                case .second(let number): String(number)
                }
            let node = try network.node(named: name, for: "seeds")
            if !given.contains(node) { given.append(node) }
        }
        if !given.isEmpty { return (given, nil) }
        let reach = (0..<graph.nodeCount).map { graph.outgoing.degree(of: $0) }
        let order = reach.indices.sorted { reach[$0] != reach[$1] ? reach[$0] > reach[$1] : $0 < $1 }
        let among = Array(order.prefix(max(candidates, k))).sorted()
        let found = try graph.influenceSeeds(
            k, among: among, probabilities: chances, model: kind, simulations: searchSimulations, seed: seed,
            work: work)
        return (found.map(\.node), among.count < graph.nodeCount ? among.count : nil)
    }

    /// The trees that grew in time; none without times or directions.
    private func observed(_ network: Network) -> [(cascade: ObservedCascade, first: Int64, last: Int64)] {
        guard network.isDirected, network.edges.contains(where: { $0.first != nil }) else { return [] }
        let timed = network.edges.filter { $0.first != nil }.sorted {
            ($0.first ?? 0, $0.source, $0.target) < ($1.first ?? 0, $1.source, $1.target)
        }
        let turns = network.meaning != .plain
        let edges = timed.map { turns ? Graph.Edge($0.target, $0.source) : Graph.Edge($0.source, $0.target) }
        return Graph.observedCascades(edges, nodeCount: network.nodeCount).map {
            ($0, timed[$0.edges.first].first ?? 0, timed[$0.edges.last].first ?? 0)
        }
    }

    static let examples = [
        Example(
            "A chain, and word that everybody passes on.",
            run:
                "given | community.spread directed=true seeds=[\"bea\"] p=1 | select node, activation_probability, is_seed",
            given: """
                source,target
                ada,bea
                bea,cyd
                cyd,dan
                """,
            gives: """
                node,activation_probability,is_seed
                bea,1.0,true
                cyd,1.0,false
                dan,1.0,false
                ada,0.0,false
                """)
    ]
}
