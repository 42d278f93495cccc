public import RapportContract
public import RapportDiagnostics
public import RapportTable

/// What became of a plan: the table, and all that was said and done on the way.
///
/// Where a step failed, `failure` says why, `table` is nil, and what was finished before is still here.
public struct Execution: Sendable {
    public var table: Table?
    /// Further outputs of the analysis that gave ``table``, where the plan ends in one (verbs such as
    /// `chart`, `expect` and `save`, which pass the table on, may follow it).
    public var outputs: [Outcome.NamedTable] = []
    /// Analyses in the order in which they ran, the failing one last.
    public var runs: [StageRun] = []
    public var charts: [Chart] = []
    public var notes: [Note] = []
    /// Names that `as` binds, in the order of the line; empty after a failure.
    public var bindings: [BoundTable] = []
    /// Files that were read.
    public var scans: [Scan] = []
    public var failure: Diagnostic?
    /// As it ran: with other types than it was bound with where a file proved them.
    public var plan: Plan
    /// What `$as_of` was, where something used it.
    public var asOf: Int64?
    /// Where ``asOf`` comes from, when it is a default.
    public var latest: LatestMoment?
    /// What became of the rows of ``table``, from the load; stages of bindings before this line first.
    public var ledger = Ledger()

    public init(plan: Plan) { self.plan = plan }

    public struct Chart: Sendable {
        public var specification: ChartSpecification
        public var table: Table
        /// Drawn by an analysis, whose outcome holds it too, and not by the verb `chart`.
        public var isOfRun: Bool
        public init(_ specification: ChartSpecification, _ table: Table, ofRun isOfRun: Bool = false) {
            (self.specification, self.table, self.isOfRun) = (specification, table, isOfRun)
        }
    }

    /// One reading of a file; `source` is what ``Catalog/source(for:)`` gave, and knows its load report.
    public struct Scan: Sendable {
        public var file: FileSource
        public var source: any TableSource
        /// In the file's order.
        public var columnsRead: [String]
        public var schema: Schema
        public var rowsRead: Int
        public var isComplete: Bool
        /// The place of the reading in ``Execution/ledger``, where the table comes from it.
        public var ledgerEntry: Int?
    }
}

/// One analysis that ran, with everything a record of it needs.
public struct StageRun: Sendable {
    public var signature: Signature
    /// One a parameter, in the order of the signature; then `seed` and `as_of` where it uses them.
    public var arguments: [Argument]
    /// Which column was taken for what.
    public var mapping: [Mapping]
    /// The piped table first, then those that parameters name.
    public var inputs: [Input]
    /// The language that gives this run's output again: bindings inlined, `as_of` and seed pinned.
    public var recipe: String
    /// The stage in the typed line.
    public var span: SourceSpan?
    public var seed: UInt64
    public var asOf: Int64?
    /// Microseconds since 1970-01-01T00:00 UTC, by the clock that ``execute(_:catalog:settings:work:now:)`` was given.
    public var startedAt: Int64
    public var seconds: Double
    public var outcome: Outcome?
    public var failure: Diagnostic?

    /// Piped rows.
    public var rowsIn: Int { inputs.first?.table.count ?? 0 }

    public struct Argument: Sendable, Hashable {
        public var name: String
        public var value: Value
        public var isDefault: Bool
    }

    public struct Mapping: Sendable, Hashable {
        public var parameter: String
        public var column: String
        public var origin: Origin
        public enum Origin: String, Sendable, Hashable {
            /// Named in the line.
            case given
            /// By `roles`.
            case role
            /// By an exact, unique alias.
            case alias
            /// By what another program calls such a column, which is told.
            case name
        }
    }

    public struct Input: Sendable {
        /// The parameter that names it; empty for the table that came through the bar.
        public var parameter: String
        /// A bound name, a file's path, `run 12`; empty where a line before it has none.
        public var name: String
        /// The language that gives it.
        public var source: String
        public var table: Table
        /// The kept run that it is an output of.
        public var run: Int?
        public var schema: Schema { table.schema }
        public var rows: Int { table.count }
    }
}
