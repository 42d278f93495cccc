import RapportGraph
import RapportPluginKit

/// Finds groups that have more ties within than between.
struct Detect: Analysis {
    static let name = "community.detect"
    static let version = 1
    static let summary = "Find groups of people who are tied to each other more than to others."
    static let references = [
        "Traag, Waltman & van Eck, From Louvain to Leiden: guaranteeing well-connected communities, Sci. Rep. 9, 2019",
        "Blondel, Guillaume, Lambiotte & Lefebvre, Fast unfolding of communities in large networks, J. Stat. Mech., 2008",
        "Newman & Girvan, Finding and evaluating community structure in networks, Phys. Rev. E 69, 2004",
        "Guimerà & Amaral, Functional cartography of complex metabolic networks, Nature 433, 2005",
    ]
    static let determinism = Signature.Determinism.seeded
    static let outputs = DetectTables.declared
    static let metrics = DetectTables.metrics
    static let details = """
        Modularity Q counts how many more ties lie within groups than chance would put there; the search moves people, \
        and then whole groups, while Q grows. `leiden` (the default) gives groups that hang together in themselves, \
        `louvain` may give one that falls apart. Each run begins with another shuffle; the best of `n_init` is taken.

        **Read it.** `output` says of everybody the group, and the place in it: `internal_ratio` is the share of their \
        ties that stay in the group, `participation` how evenly their ties go to many groups. A `core` member has \
        both feet inside, a `connector` has ties to several groups: to reach other groups, write to the connectors. \
        `communities` says how large and how closed each group is, and who has most ties in it.

        **How far to trust it.** `agreement` is how much the other runs say of the best one, from 0 to 1 (normalised \
        mutual information). Below 0.7 the network has no one right division. Q above 0.3 is a clear structure, near 0 \
        none. A larger `resolution` gives more and smaller groups: modularity cannot see groups smaller than about the \
        square root of twice the ties.

        Groups are of ties, not of likeness: for customers who buy alike there is segmentation.
        """

    let network = NetworkInput()

    @Parameter("How groups are searched.") var method = Method.leiden
    @Parameter("Runs from as many shuffles, of which the best is taken.", in: 1...1_000, aliases: "starts")
    var nInit = 10
    @Parameter("Above 1 for more and smaller groups, below for fewer.", above: 0) var resolution = 1.0
    @Parameter("Louvain: a level that gains less ends the search.", in: 0...1, advanced: true) var threshold =
        1e-7

    enum Method: String, Choice { case leiden, louvain }

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        let (type, warnings) = try network.check(inputs, for: Self.name)
        return Outline(
            declared: Self.outputs.map { $0.retyped(["node", "most_tied", "tied_to"], type) },
            output: outputSchema(type), warnings: warnings, unused: network.unused())
    }

    private func outputSchema(_ type: ColumnType) -> Schema {
        Schema(Self.outputs[0].retyped(["node"], type).fields, rowGrain: ["node"])
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let found = try network.network(from: inputs, for: Self.name, work: context.work)
        guard found.edgeCount > 0 else {
            throw Diagnostic(
                "table.empty", "groups need at least one edge; none is left",
                help: ["edges of weight 0 and from a node to itself are none"])
        }
        let runs = try found.graph.communityRuns(
            method == .leiden ? .leiden : .louvain, resolution: resolution, threshold: threshold,
            starts: nInit,
            seed: context.seed, work: context.work)
        let tables = DetectTables(analysis: self, network: found, runs: runs)
        return Outcome(
            tables.output(outputSchema(found.nodes.type)), tables: try tables.named(work: context.work),
            metrics: tables.metrics, charts: DetectTables.charts, findings: tables.findings,
            caveats: tables.caveats, rows: found.rows)
    }

    static let examples = [
        Example(
            "Two circles, and the one tie between them.",
            run: "given | community.detect | select node, community, internal_ratio, part",
            given: """
                source,target
                ada,bea
                bea,cyd
                ada,cyd
                cyd,dan
                dan,eva
                eva,fay
                dan,fay
                """,
            gives: """
                node,community,internal_ratio,part
                ada,1,1.0,core
                bea,1,1.0,core
                cyd,1,0.6666666666666666,connector
                dan,2,0.6666666666666666,connector
                eva,2,1.0,core
                fay,2,1.0,core
                """)
    ]
}
