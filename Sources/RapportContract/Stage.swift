public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// What the pipeline can call between two bars.
///
/// The query knows this much of an analysis and no more: a bundled analysis, a child process and a
/// recording in a test are all one of these.
public protocol Stage: Sendable {
    var signature: Signature { get }

    /// The schema that will come out, without touching data; or the parameter or column that will not do.
    func check(_ call: Call<Schema>) async throws(Diagnostic) -> Outline

    /// Does the work.
    ///
    /// The tables of the outcome have the schemas that ``check(_:)`` promised.
    func run(_ call: Call<Table>, in context: Context) async throws(Diagnostic) -> Outcome
}

/// One call, bound: `arguments` has a value for every parameter, with defaults and columns found by role.
public struct Call<Each: Sendable>: Sendable {
    public var inputs: Inputs<Each>
    public var arguments: [String: Value]

    public init(_ inputs: Inputs<Each>, _ arguments: [String: Value]) {
        (self.inputs, self.arguments) = (inputs, arguments)
    }
}

/// The table (or its schema) that came through the bar, and those that parameters name.
public struct Inputs<Each: Sendable>: Sendable {
    public var piped: Each
    /// By the name of the parameter.
    public var named: [String: Each]

    public init(_ piped: Each, named: [String: Each] = [:]) { (self.piped, self.named) = (piped, named) }
}

/// What a run may use beside its arguments; nothing else of the world reaches an analysis.
public struct Context: Sendable {
    public var seed: UInt64
    /// Microseconds since 1970-01-01T00:00; nil where no `as_of` is set and the tables have no time.
    public var asOf: Int64?
    public var work: Work

    public init(seed: UInt64 = 42, asOf: Int64? = nil, work: Work) {
        (self.seed, self.asOf, self.work) = (seed, asOf, work)
    }
}

/// What will come out: known before the run.
public struct Outline: Sendable, Hashable {
    public var output: Schema
    /// Further outputs, in the order of the signature.
    public var tables: [NamedSchema]
    public var warnings: [Note]
    /// Rows that the run will look at, where that can be told; for an estimate.
    public var cost: String?
    /// Parameters whose columns this call makes no use of: where a role finds several columns for one, or one of
    /// another type, nobody is asked.
    public var unused: Set<String>

    public init(
        _ output: Schema, tables: [NamedSchema] = [], warnings: [Note] = [], cost: String? = nil,
        unused: Set<String> = []
    ) {
        (self.output, self.tables, self.warnings, self.cost) = (output, tables, warnings, cost)
        self.unused = unused
    }

    public struct NamedSchema: Sendable, Hashable {
        public var name: String
        public var schema: Schema
        public init(_ name: String, _ schema: Schema) { (self.name, self.schema) = (name, schema) }
    }
}
