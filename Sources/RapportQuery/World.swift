public import RapportContract
public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// The world as the query sees it, handed over by whoever runs the line: analyses, bound names, files,
/// kept runs.
///
/// The query asks and never stores.
public protocol Catalog: Sendable {
    /// The analyses of all plugins.
    var stages: [any RapportContract.Stage] { get }

    /// What a name is bound to; `it` too.
    func bound(_ name: String) -> BoundTable?
    /// In the order of binding; for near misses.
    var boundNames: [String] { get }

    /// `runs`, `tables`, `verbs`, …: a table about the session or the program, or one that the workspace
    /// keeps under a name; nil where there is neither.
    func noun(_ name: String) throws(Diagnostic) -> Table?
    var nouns: [String] { get }

    /// An output of a kept run; without a name the one that flowed on.
    func run(_ number: Int, output: String?) throws(Diagnostic) -> Table

    /// Opens what `load` names: looks at it as far as its columns need.
    func source(for file: FileSource) throws(Diagnostic) -> any TableSource

    /// Names of the tables that the workspace keeps, which ``noun(_:)`` gives.
    var savedNames: [String] { get }

    /// What runs SQL; nil where nothing does.
    var sql: (any SQLEngine)? { get }

    /// Writes a table, and says what was written.
    func save(_ table: Table, to target: SaveTarget) throws(Diagnostic) -> Note

    /// Texts in the place of which no one without the workspace's key can name the old ones: equal ones stay
    /// equal, a missing one missing.
    func hashed(_ texts: Column, work: Work) throws(Diagnostic) -> Column

    /// For the audit: columns that were masked, which are private no longer.
    func noteMasked(_ columns: [String], how: String)
}

extension Catalog {
    public func hashed(_ texts: Column, work: Work) throws(Diagnostic) -> Column { throw .noKey }
    public func noteMasked(_ columns: [String], how: String) {}
}

extension Diagnostic {
    static let noKey = Diagnostic("mask.key", "no key to mask with: a workspace has one")
}

extension Catalog {
    public var savedNames: [String] { [] }
    public var sql: (any SQLEngine)? { nil }
}

/// What a name stands for.
public struct BoundTable: Sendable {
    public var name: String
    /// The rows; nil where a `load … as name` read only some columns of a longer line: the plan gives them
    /// when the name is used.
    public var table: Table?
    public var plan: Plan
    /// Further outputs of the analysis that the plan ends in, in the order of its signature.
    public var outputs: [Outcome.NamedTable]
    /// The kept run that made it.
    public var run: Int?
    /// The latest moment in the loaded tables at the plan's root, where it is known already.
    public var latest: LatestMoment?
    /// What became of the rows on the way from the load.
    public var ledger: Ledger

    public init(
        name: String, table: Table?, plan: Plan, outputs: [Outcome.NamedTable] = [], run: Int? = nil,
        latest: LatestMoment? = nil, ledger: Ledger = Ledger()
    ) {
        (self.name, self.table, self.plan, self.outputs) = (name, table, plan, outputs)
        (self.run, self.latest, self.ledger) = (run, latest, ledger.named(name))
    }

    public var schema: Schema { table?.schema ?? plan.schema }
}

/// What `load` was told: paths as typed, and its options.
public struct FileSource: Sendable, Hashable {
    public var path: String
    /// `format=csv`; nil: by the name's ending.
    public var format: String?
    /// By the option's name, bound to its declared kind.
    public var options: [String: Value]

    public init(_ path: String, format: String? = nil, options: [String: Value] = [:]) {
        (self.path, self.format, self.options) = (path, format, options)
    }
}

/// Where `save` writes.
public enum SaveTarget: Sendable, Hashable {
    /// A file, its format by the name's ending; options by name (`for=excel`).
    case file(String, options: [String: Value])
    /// A table kept in the workspace; options by name (`mode=append`).
    case dataset(String, options: [String: Value] = [:])
    /// How the table's one file is read, and its columns, for `load … schema=`.
    case schema(String, of: [FileSource])
}

/// What a line is bound and run under.
public struct QuerySettings: Sendable, Hashable {
    /// Microseconds since 1970-01-01T00:00; nil: the latest moment of the loaded tables.
    public var asOf: Int64?
    public var seed: UInt64
    /// `$name`: parameters of a notebook and scalars of `let`.
    public var parameters: [String: Scalar]
    /// A notebook must state `as_of` itself.
    public var isNotebook: Bool
    /// How texts are ordered where a line does not say; nil: by Unicode scalars.
    public var collation: Collation?
    /// The zone of times in files that state none, where a line does not say; nil: wall clocks without a zone.
    public var timezone: String?

    public init(
        asOf: Int64? = nil, seed: UInt64 = 42, parameters: [String: Scalar] = [:], isNotebook: Bool = false,
        collation: Collation? = nil, timezone: String? = nil
    ) {
        (self.asOf, self.seed, self.parameters) = (asOf, seed, parameters)
        (self.isNotebook, self.collation, self.timezone) = (isNotebook, collation, timezone)
    }

    /// What a plan runs with, while nothing else gives `as_of`.
    var lateValues: LateValues { LateValues(asOf: asOf, seed: seed, parameters: parameters) }
}
