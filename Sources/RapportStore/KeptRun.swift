internal import GRDB
public import RapportContract
public import RapportDiagnostics
public import RapportTable

/// A run as the workspace kept it: enough to report on it again.
public struct KeptRun: Sendable {
    public var id: Int
    public var analysis: String
    public var analysisVersion: Int
    public var line: String
    public var recipe: String
    public var seed: UInt64
    public var asOf: String?
    public var startedAt: String
    public var seconds: Double
    public var status: String
    public var error: String?
    public var rowsIn: Int
    public var rowsUsed: Int?
    public var parameters: [Parameter]
    public var inputs: [Input]
    public var metrics: [Outcome.Metric]
    public var findings: [Outcome.Finding]
    public var caveats: [Outcome.Caveat]
    public var charts: [ChartSpecification]
    /// The names of its tables, `output` first.
    public var tables: [String]

    public struct Parameter: Sendable, Hashable {
        public var name: String
        public var value: String?
        public var isDefault: Bool
    }

    public struct Input: Sendable, Hashable {
        public var role: String
        public var tableName: String
        public var rows: Int
        public var source: String?
        public var contentDigest: String?
        public var sha256: String?
        public var parentRun: Int?
    }
}

extension Workspace {
    /// All that was kept of a run, its tables by name only.
    /// - Throws: `run.unknown`.
    public func run(_ id: Int) throws(Diagnostic) -> KeptRun {
        try reading("read run \(id)") { db in
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT run.*, statement.line FROM run JOIN statement ON statement.id = statement_id
                         WHERE run.id = ?
                        """, arguments: [id])
            else { throw Self.unknownRun(id, in: db) }
            func all(_ sql: String) throws -> [Row] { try Row.fetchAll(db, sql: sql, arguments: [id]) }
            let milliseconds: Int = row["duration_ms"]
            let seed: Int64 = row["seed"]
            return KeptRun(
                id: id, analysis: row["analysis"], analysisVersion: row["analysis_version"],
                line: row["line"],
                recipe: row["recipe"], seed: UInt64(bitPattern: seed), asOf: row["as_of"],
                startedAt: row["started_at"], seconds: Double(milliseconds) / 1000, status: row["status"],
                error: row["error"], rowsIn: row["rows_in"], rowsUsed: row["rows_used"],
                parameters: try all("SELECT * FROM run_parameter WHERE run_id = ? ORDER BY rowid").map {
                    KeptRun.Parameter(name: $0["name"], value: $0["value_text"], isDefault: $0["is_default"])
                },
                inputs: try all("SELECT * FROM run_input WHERE run_id = ? ORDER BY rowid").map {
                    KeptRun.Input(
                        role: $0["role"], tableName: $0["table_name"], rows: $0["rows"], source: $0["source"],
                        contentDigest: $0["content_digest"], sha256: $0["sha256"],
                        parentRun: $0["parent_run_id"])
                },
                metrics: try all("SELECT * FROM metric WHERE run_id = ? ORDER BY rowid").map { each in
                    let direction: String = each["direction"]
                    return Outcome.Metric(
                        each["name"], group: each["group_key"], each["value"], low: each["low"],
                        high: each["high"], n: each["n"], unit: each["unit"],
                        direction: Signature.Direction(rawValue: direction) ?? .neither)
                },
                findings: try all("SELECT * FROM finding WHERE run_id = ? ORDER BY position").map {
                    Outcome.Finding($0["code"], $0["text"], values: try SchemaCoding.values($0["values"]))
                },
                caveats: try all("SELECT * FROM caveat WHERE run_id = ? ORDER BY position").map {
                    Outcome.Caveat(
                        $0["code"], count: $0["count"], $0["text"],
                        values: try SchemaCoding.values($0["values"]))
                },
                charts: try all(
                    "SELECT schema FROM output WHERE run_id = ? AND kind = 'chart' ORDER BY position"
                ).compactMap { try SchemaCoding.chart($0["schema"]) },
                tables: try all(
                    "SELECT name FROM output WHERE run_id = ? AND kind = 'table' ORDER BY position"
                )
                .map { $0["name"] })
        }
    }

    /// One table of a run; `output` is the one that flowed on.
    /// - Throws: `run.unknown`, `run.unknown-output`, `run.not-kept`.
    public func output(ofRun id: Int, named name: String = "output") throws(Diagnostic) -> RapportTable.Table
    {
        try reading("read run \(id)") { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM run WHERE id = ?", arguments: [id]) ?? false
            else {
                throw Self.unknownRun(id, in: db)
            }
            let row = try Row.fetchOne(
                db,
                sql: "SELECT schema, storage FROM output WHERE run_id = ? AND name = ? AND kind = 'table'",
                arguments: [id, name])
            guard let row else {
                let names = try String.fetchAll(
                    db, sql: "SELECT name FROM output WHERE run_id = ? AND kind = 'table' ORDER BY position",
                    arguments: [id])
                throw Diagnostic(
                    "run.unknown-output", "run \(id) has no output named `\(name)`",
                    help: [
                        names.isEmpty
                            ? "it kept none: it did not end well"
                            : "it has \(names.map { "`\($0)`" }.joined(separator: ", "))"
                    ])
            }
            guard row["storage"] == "rows" else {
                throw Diagnostic(
                    "run.not-kept", "run \(id) kept the digest of `\(name)`, not its rows",
                    help: ["run its recipe again, and `save table=…` keeps all rows"])
            }
            let schema = try SchemaCoding.schema(row["schema"])
            return try ResultTable(name: "result_\(id)_\(name)", columns: schema.names).read(schema, in: db)
        }
    }

    /// The number of the last run, 0 where there is none.
    public func lastRun() throws(Diagnostic) -> Int {
        try reading("read the runs") { try Int.fetchOne($0, sql: "SELECT max(id) FROM run") ?? 0 }
    }

    private static func unknownRun(_ id: Int, in db: Database) -> Diagnostic {
        let last = try? Int.fetchOne(db, sql: "SELECT max(id) FROM run")
        return Diagnostic(
            "run.unknown", "there is no run \(id)",
            help: [last.map { "the last one is `run \($0)`; `runs` lists them" } ?? "there are no runs yet"])
    }
}
