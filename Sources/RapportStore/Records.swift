public import RapportContract
public import RapportTable

/// One line that was executed, with all that it left to keep.
///
/// It is written in one transaction: after a crash all of it is there, or nothing.
public struct StatementRecord: Sendable {
    public var line: String
    /// UTC, ISO 8601.
    public var at: String
    public var ok: Bool
    public var cell: CellRecord?
    public var runs: [RunRecord]
    public var audits: [AuditRecord]

    public init(
        line: String, at: String, ok: Bool, cell: CellRecord? = nil, runs: [RunRecord] = [],
        audits: [AuditRecord] = []
    ) {
        (self.line, self.at, self.ok, self.cell) = (line, at, ok, cell)
        (self.runs, self.audits) = (runs, audits)
    }
}

/// The cell of a notebook that a statement stands in.
public struct CellRecord: Sendable, Hashable {
    public var notebookPath: String
    public var notebookSHA256: String
    public var key: String
    public var source: String

    public init(notebookPath: String, notebookSHA256: String, key: String, source: String) {
        (self.notebookPath, self.notebookSHA256) = (notebookPath, notebookSHA256)
        (self.key, self.source) = (key, source)
    }
}

/// Who read or wrote what outside the workspace.
public struct AuditRecord: Sendable, Hashable {
    public var action: String
    public var object: String
    public var detail: String

    public init(action: String, object: String, detail: String = "") {
        (self.action, self.object, self.detail) = (action, object, detail)
    }
}

/// One executed analysis.
public struct RunRecord: Sendable {
    public enum Status: String, Sendable { case ok, failed, cancelled }

    public var analysis: String
    public var analysisVersion: Int
    public var plugin: String
    public var pluginVersion: String
    /// The line that reproduces the result: bindings inlined, `as_of` and seed pinned.
    public var recipe: String
    public var seed: UInt64
    /// ISO 8601, nil where the run had none.
    public var asOf: String?
    public var startedAt: String
    public var durationMilliseconds: Int
    public var status: Status
    public var errorCode: String?
    public var error: String?
    public var rowsIn: Int
    public var rowsUsed: Int?
    public var parameters: [Parameter]
    public var inputs: [Input]
    public var outputs: [Output]
    public var charts: [ChartSpecification]
    public var metrics: [Outcome.Metric]
    public var findings: [Outcome.Finding]
    public var caveats: [Outcome.Caveat]

    public init(
        analysis: String, analysisVersion: Int, plugin: String, pluginVersion: String, recipe: String,
        seed: UInt64, asOf: String?, startedAt: String, durationMilliseconds: Int, status: Status,
        errorCode: String? = nil, error: String? = nil, rowsIn: Int, rowsUsed: Int? = nil,
        parameters: [Parameter] = [], inputs: [Input] = [], outputs: [Output] = [],
        charts: [ChartSpecification] = [], metrics: [Outcome.Metric] = [],
        findings: [Outcome.Finding] = [], caveats: [Outcome.Caveat] = []
    ) {
        (self.analysis, self.analysisVersion, self.plugin) = (analysis, analysisVersion, plugin)
        (self.pluginVersion, self.recipe, self.seed, self.asOf) = (pluginVersion, recipe, seed, asOf)
        (self.startedAt, self.durationMilliseconds) = (startedAt, durationMilliseconds)
        (self.status, self.errorCode, self.error) = (status, errorCode, error)
        (self.rowsIn, self.rowsUsed, self.parameters, self.inputs) = (rowsIn, rowsUsed, parameters, inputs)
        (self.outputs, self.charts, self.metrics) = (outputs, charts, metrics)
        (self.findings, self.caveats) = (findings, caveats)
    }

    public struct Parameter: Sendable, Hashable {
        public var name: String
        public var value: Value
        public var isDefault: Bool
        public init(_ name: String, _ value: Value, isDefault: Bool) {
            (self.name, self.value, self.isDefault) = (name, value, isDefault)
        }
    }

    /// A table that went in: the edge of the lineage.
    public struct Input: Sendable {
        /// `piped`, or the parameter that named it.
        public var role: String
        public var tableName: String
        public var rows: Int
        public var schema: Schema
        /// The columns that were read, which the digest is of.
        public var table: Table
        public var source: String?
        /// Of the file behind the table, asked for when the record is written; nil where no one file is.
        public var sha256: @Sendable () -> String?
        public var parentRun: Int?

        public init(
            role: String, tableName: String, rows: Int, schema: Schema, table: Table, source: String? = nil,
            sha256: @escaping @Sendable () -> String? = { nil }, parentRun: Int? = nil
        ) {
            (self.role, self.tableName, self.rows, self.schema) = (role, tableName, rows, schema)
            (self.table, self.source, self.sha256, self.parentRun) = (table, source, sha256, parentRun)
        }
    }

    /// A table that came out; `kept` holds the columns that the workspace stores of it.
    public struct Output: Sendable {
        public var name: String
        public var table: Table
        public var kept: Table

        public init(_ name: String, _ table: Table, kept: Table) {
            (self.name, self.table, self.kept) = (name, table, kept)
        }
    }
}
