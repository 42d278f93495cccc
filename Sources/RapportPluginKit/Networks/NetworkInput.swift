/// How an analysis of networks is told its network: which columns are the ends of an edge, or what edges are made of.
///
/// A property of this type gives an analysis all of these parameters:
///
///     let network = NetworkInput()
public struct NetworkInput: ParameterGroup {
    // MARK: - Columns

    @Input("Where an edge begins: who speaks, chooses, or brings.", "source") public var source: String?
    @Input("Where it leads: who is spoken to, chosen, or brought.", "target") public var target: String?
    @Input("How strong an edge is; without one each counts 1.", "weight", types: [.number])
    public var weight: String?
    @Input("When it came to be.", "time", types: [.time]) public var time: String?
    @Input("Of which kind it is; all kinds count alike.", "relation") public var relation: String?
    @Input("Who wrote, bought, belongs, or was brought: for edges that are made of rows.", "customer")
    public var customer: String?
    @Input("What people have in common: a company, a team. For `edges=members`.", "membership")
    public var group: String?
    @Input("What was bought. For `edges=purchases`.", "item") public var item: String?
    @Input("The message's id. For `edges=replies`.", "message") public var message: String?
    @Input("The id of the message that it answers. For `edges=replies`.", "reply_to") public var replyTo:
        String?
    @Input("What was written. For `edges=mentions`.", "text", types: [.text]) public var text: String?
    @TableInput("A table of all nodes: adds those without an edge.", optional: true) public var nodes: String?

    // MARK: - What an edge is

    @Parameter("What makes an edge: a row of a table, or what rows have in common.") public var edges = Edges
        .table
    @Parameter(
        "Whether edges have a direction; auto: where they are made of referrals or messages, or `meaning` says."
    )
    public var directed: Auto<Bool> = .auto
    @Parameter(
        "What the direction means: in a `mention` rank goes to the target; in a `referral` to the source, who brought."
    )
    public var meaning = Meaning.auto
    @Parameter("Names or numbers of nodes to leave out, such as an account of your own.")
    public var exclude: [Either<String, Int>] = []

    // MARK: - Weights

    @Parameter("Whether weights count; false: every edge counts 1.") public var weighted = true
    @Parameter("What a weight says: how close two are, or how far apart.") public var weightKind = WeightKind
        .strength
    @Parameter("A path's step is 1/weight to this power; 0 counts steps alone.", in: 0...10, advanced: true)
    public var weightExponent = 1.0
    @Parameter("How the weights of several edges between the same two become one.")
    public var aggregate = Aggregation.sum
    @Parameter("Edges from a node to itself: left out, or kept.") public var selfLoops = SelfLoops.drop
    @Parameter(
        "For `members` and `purchases`: what more people than this have in common ties nobody.",
        in: 2...10_000,
        advanced: true)
    public var maxGroup = 500

    public enum Edges: String, Choice { case table, referrals, members, replies, mentions, purchases }
    public enum Meaning: String, Choice { case auto, plain, mention, referral }
    public enum WeightKind: String, Choice { case strength, distance }
    public enum Aggregation: String, Choice { case sum, first, max, error }
    public enum SelfLoops: String, Choice { case drop, keep }

    public init() {}
}
