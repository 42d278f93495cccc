/// An analysis: a struct whose wrapped properties are its parameters, with two functions.
///
/// A property `nBins` is the parameter `n_bins`. The kit makes one value a call with `init()`, binds its
/// parameters, calls ``check(_:)`` and then ``run(_:in:)``, and holds the result to what `check` promised.
///
///     struct TopSpenders: Analysis {
///         static let name = "segmentation.top", version = 1
///         static let summary = "Find the customers who spend most."
///         static let outputs = [Signature.Output("output", "One row a customer.", [Field("customer", .text)])]
///
///         @Input("Who bought.", "customer") var customer: String
///         @Parameter("How many to show.", in: 1...1_000) var n = 10
///         …
///     }
///
/// Every analysis takes `by=` without a line of its own: a fit for each group, the keys in front of every
/// table that comes out.
public protocol Analysis: Sendable {
    /// `segmentation.rfm`: the plugin's name, a dot, a noun or verb.
    static var name: String { get }
    /// Goes up when numbers change.
    static var version: Int { get }
    /// One sentence that ends with a period.
    static var summary: String { get }
    /// Further names at the prompt, whole.
    static var aliases: [String] { get }
    /// Markdown: the method, how to read the result, when not to trust it.
    static var details: String { get }
    /// Paper and section.
    static var references: [String] { get }
    /// The table that flows on, named `output`, first; then the others.
    static var outputs: [Signature.Output] { get }
    static var metrics: [Signature.MetricDescription] { get }
    static var determinism: Signature.Determinism { get }
    static var examples: [Example] { get }

    init()

    /// What will come out of tables with these schemas; or the parameter or column that will not do.
    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline

    /// Whether a piped table without rows is an answer too: nodes come from another table. No by default, and the
    /// kit refuses one.
    var takesNoRows: Bool { get }

    /// Does the work; the tables have rows, and the schemas that ``check(_:)`` accepted.
    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome
}

extension Analysis {
    public static var aliases: [String] { [] }
    public static var details: String { "" }
    public static var references: [String] { [] }
    public static var metrics: [Signature.MetricDescription] { [] }
    public static var determinism: Signature.Determinism { .pure }
    public static var examples: [Example] { [] }
    public var takesNoRows: Bool { false }
}

extension Outline {
    /// What an analysis declares, word for word; `output` in place of the declared one where columns of
    /// the input flow through.
    public init(
        declared outputs: [Signature.Output], output: Schema? = nil, warnings: [Note] = [],
        unused: Set<String> = []
    ) {
        let tables = outputs.dropFirst().map { NamedSchema($0.name, Schema($0.fields)) }
        self.init(
            output ?? Schema(outputs.first?.fields ?? []), tables: Array(tables), warnings: warnings,
            unused: unused)
    }
}
