public import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// A stage of the language: one file holds its name, what it takes, how it binds, what it does, and
/// examples, which are help and tests.
protocol Verb: Sendable {
    static var description: VerbDescription { get }
    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb
}

/// What a verb says of itself, for help, completion and the noun `verbs`.
public struct VerbDescription: Sendable {
    public var name: String
    public var aliases: [String]
    /// One sentence that ends with a period.
    public var summary: String
    /// `summarize NAME = AGGREGATE, … by KEY, …`.
    public var signature: String
    public var options: [Signature.Parameter]
    /// Of `by on sort to from within of`.
    public var clauses: [String]
    /// What a named item is.
    public var namedItems: NamedItems
    /// The items without a name are tables: `join customers`.
    public var takesTables: Bool
    /// A second list stands behind `:`.
    public var takesColon: Bool
    public var examples: [Example]

    public enum NamedItems: Sendable {
        /// New columns: `derive a = 1, b = 2`.
        case columns
        /// Options, with a comma or without: `chart x=month, y=revenue`.
        case options
        /// Options, and names that the verb judges itself: `roles customer=id`.
        case open
    }

    public init(
        _ name: String, aliases: [String] = [], _ summary: String, signature: String,
        options: [Signature.Parameter] = [], clauses: [String] = [], namedItems: NamedItems = .columns,
        takesTables: Bool = false, takesColon: Bool = false, examples: [Example]
    ) {
        (self.name, self.aliases, self.summary, self.signature) = (name, aliases, summary, signature)
        (self.options, self.clauses, self.namedItems) = (options, clauses, namedItems)
        (self.takesTables, self.takesColon, self.examples) = (takesTables, takesColon, examples)
    }
}

/// What a stage becomes.
struct BoundVerb {
    /// Nil: the stage changes nothing (`as`).
    var operation: (any Operation)?
    var schema: Schema
    var order: Plan.Order
    /// The rows are still those of the source, so that messages may call the table by its name.
    var isSameTable = true
    /// By option, for failures that come later.
    var places: [String: SourceSpan] = [:]
    /// The name that `as` gives.
    var alias: Name?
    var notes: [Note] = []
}
