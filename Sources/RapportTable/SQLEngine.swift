public import RapportDiagnostics
public import RapportWork

/// What runs SQL over tables: read-only, without copying them.
///
/// Labels and edits of its failures are places in the SQL text; whoever knows the typed line moves them there.
/// To SQL a bool is 0 or 1, a date `2025-01-31`, a datetime `2025-01-31 09:30:00` (the wall clock of its zone), a
/// duration an integer of microseconds, a list JSON. A column of the result that plainly names a column of a table is described
/// as that one is and has its type again; any other takes its type from what came.
public protocol SQLEngine: Sendable {
    /// What a statement reads and gives, known from schemas alone.
    ///
    /// - Parameters:
    ///   - text: One `select`.
    ///   - tables: Those that it may name.
    ///   - names: All that exist, for near misses.
    /// - Returns: sources, columns, parameters.
    /// - Throws: `table.unknown`, `table.unknown-column`, `table.duplicate-column`, `sql.…`.
    func outline(
        of text: String, tables: [(name: String, schema: Schema)], names: [String]
    ) throws(Diagnostic) -> SQLOutline

    /// Runs a statement; `tables` may lack columns of their schemas that it does not read.
    ///
    /// - Throws: as ``outline(of:tables:names:)``, and `run.cancelled`, `memory.limit`, `sql.failed`.
    func run(
        _ text: String, over tables: [SQLTable], parameters: [String: Scalar], work: Work
    ) throws(Diagnostic) -> SQLResult
}

/// A table under the name that SQL knows it by.
public struct SQLTable: Sendable {
    public var name: String
    /// All of its columns, those that ``table`` lacks too.
    public var schema: Schema
    public var table: Table

    public init(_ name: String, schema: Schema, _ table: Table) {
        (self.name, self.schema, self.table) = (name, schema, table)
    }
}

/// A statement, before it runs.
public struct SQLOutline: Sendable, Hashable {
    /// The tables that it reads, in the order of first mention, with the columns of each that it uses.
    public var sources: [Source]
    /// The columns whose type is known; open where there are others.
    public var schema: Schema
    /// Columns whose type shows when it runs.
    public var openColumns: [String]
    /// `$name`s, without the sign, in order.
    public var parameters: [String]
    /// It ends in `order by`.
    public var isOrdered: Bool

    public struct Source: Sendable, Hashable {
        public var name: String
        public var columns: [String]
        public init(_ name: String, columns: [String]) { (self.name, self.columns) = (name, columns) }
    }

    public init(
        sources: [Source], schema: Schema, openColumns: [String] = [], parameters: [String] = [],
        isOrdered: Bool = false
    ) {
        (self.sources, self.schema, self.openColumns) = (sources, schema, openColumns)
        (self.parameters, self.isOrdered) = (parameters, isOrdered)
    }
}

/// The rows of a statement, and what is to be said of them.
public struct SQLResult: Sendable {
    public var table: Table
    public var notes: [Note]
    public init(_ table: Table, notes: [Note] = []) { (self.table, self.notes) = (table, notes) }
}
