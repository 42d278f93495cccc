internal import GRDB
internal import RapportContract
public import RapportDiagnostics
internal import RapportTable
internal import RapportWork
internal import Synchronization

extension Workspace {
    /// Rows of an output past which the workspace keeps its digest alone; `save table=…` keeps them all.
    public static let keptRows = 1_000_000

    /// Writes one statement with its runs, in one transaction; `width` is how many threads may help.
    ///
    /// `numbered` hears the numbers of the runs as soon as SQLite has given them, before digests and rows are written.
    ///
    /// - Returns: the numbers of the runs, in order.
    /// - Throws: `workspace.locked`, `workspace.read-only`, `workspace.full`; nothing is written then.
    @discardableResult
    public func record(
        _ record: StatementRecord, width: Int = 1, numbered: ([Int]) -> Void = { _ in }
    ) throws(Diagnostic) -> [Int] {
        try writing("keep the statement") { db in
            let session = try openSession(at: record.at, in: db)
            let cell = try record.cell.map { try cellID($0, in: db) }
            try db.write(
                "INSERT INTO statement (session_id, cell_id, at, line, ok) VALUES (?, ?, ?, ?, ?)",
                arguments: [session, cell, record.at, record.line, record.ok])
            let statement = db.lastInsertedRowID
            for audit in record.audits {
                try db.write(
                    "INSERT INTO audit (at, session_id, action, object, detail) VALUES (?, ?, ?, ?, ?)",
                    arguments: [record.at, session, audit.action, audit.object, audit.detail])
            }
            let numbers = try record.runs.map { try insertHead(of: $0, statement: statement, in: db) }
            numbered(numbers)
            let work = Work(width: width)
            for (run, id) in zip(record.runs, numbers) { try insertDetails(of: run, id, in: db, work) }
            return numbers
        }
    }

    /// The row of this session, made with its first statement: a session that keeps nothing leaves no trace.
    private func openSession(at time: String, in db: Database) throws -> Int64 {
        if let id = session.withLock({ $0 }),
            try Bool.fetchOne(db, sql: "SELECT 1 FROM session WHERE id = ?", arguments: [id]) ?? false
        {
            return id
        }
        try db.write(
            "INSERT INTO session (started_at, app_version, host, mode) VALUES (?, ?, ?, ?)",
            arguments: [time, origin.appVersion, origin.host, origin.mode.rawValue])
        let id = db.lastInsertedRowID
        session.withLock { $0 = id }
        return id
    }

    private func cellID(_ cell: CellRecord, in db: Database) throws -> Int64 {
        try db.write(
            "INSERT INTO notebook (path, sha256) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments: [cell.notebookPath, cell.notebookSHA256])
        let notebook = try Int64.fetchOne(
            db, sql: "SELECT id FROM notebook WHERE path = ? AND sha256 = ?",
            arguments: [cell.notebookPath, cell.notebookSHA256])
        let sourceSHA256 = SHA256Digest.text(of: Array(cell.source.utf8))
        try db.write(
            """
            INSERT INTO cell (notebook_id, key, source, sha256) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            arguments: [notebook, cell.key, cell.source, sourceSHA256])
        guard
            let id = try Int64.fetchOne(
                db, sql: "SELECT id FROM cell WHERE notebook_id = ? AND key = ?",
                arguments: [notebook, cell.key])
        else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
        return id
    }

    private func insertHead(of run: RunRecord, statement: Int64, in db: Database) throws -> Int {
        try db.write(
            """
            INSERT INTO run (statement_id, analysis, analysis_version, plugin, plugin_version, recipe, language,
                             seed, as_of, started_at, duration_ms, status, error_code, error, rows_in, rows_used,
                             rows_dropped)
            VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                statement, run.analysis, run.analysisVersion, run.plugin, run.pluginVersion, run.recipe,
                Int64(bitPattern: run.seed), run.asOf, run.startedAt, run.durationMilliseconds,
                run.status.rawValue, run.errorCode, run.error, run.rowsIn, run.rowsUsed,
                run.rowsUsed.map { run.rowsIn - $0 },
            ])
        return Int(db.lastInsertedRowID)
    }

    private func insertDetails(of run: RunRecord, _ id: Int, in db: Database, _ work: Work) throws {
        try insertParameters(of: run, id, in: db)
        try insertInputs(of: run, id, in: db, work)
        if run.status == .ok {
            try insertNumbersAndSentences(of: run, id, in: db)
            try insertOutputs(of: run, id, in: db, work)
        }
    }

    private func insertParameters(of run: RunRecord, _ id: Int, in db: Database) throws {
        for parameter in run.parameters {
            try db.write(
                """
                INSERT INTO run_parameter (run_id, name, type, value_number, value_text, is_default)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                arguments: [
                    id, parameter.name, parameter.value.typeName, parameter.value.number,
                    parameter.value.printed,
                    parameter.isDefault,
                ])
        }
    }

    private func insertInputs(of run: RunRecord, _ id: Int, in db: Database, _ work: Work) throws {
        for input in run.inputs {
            try db.write(
                """
                INSERT INTO run_input (run_id, role, table_name, rows, schema, content_digest, source, sha256,
                                       parent_run_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM run WHERE id = ?))
                """,
                arguments: [
                    id, input.role, input.tableName, input.rows, try SchemaCoding.text(input.schema),
                    try ContentDigest(of: input.table, work: work).hex, input.source, input.sha256(),
                    input.parentRun,
                ])
        }
    }

    private func insertNumbersAndSentences(of run: RunRecord, _ id: Int, in db: Database) throws {
        for metric in run.metrics {
            try db.write(
                """
                INSERT INTO metric (run_id, name, group_key, value, low, high, n, unit, direction)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                arguments: [
                    id, metric.name, metric.group, metric.value, metric.low, metric.high, metric.n,
                    metric.unit,
                    metric.direction.rawValue,
                ])
        }
        for (position, finding) in run.findings.enumerated() {
            try db.write(
                """
                INSERT INTO finding (run_id, position, code, "values", text) VALUES (?, ?, ?, ?, ?)
                """,
                arguments: [id, position, finding.code, try SchemaCoding.text(finding.values), finding.text])
        }
        for (position, caveat) in run.caveats.enumerated() {
            try db.write(
                """
                INSERT INTO caveat (run_id, position, code, count, "values", text) VALUES (?, ?, ?, ?, ?, ?)
                """,
                arguments: [
                    id, position, caveat.code, caveat.count, try SchemaCoding.text(caveat.values),
                    caveat.text,
                ])
        }
    }

    private func insertOutputs(of run: RunRecord, _ id: Int, in db: Database, _ work: Work) throws {
        var position = 0
        func add(
            _ name: String, _ kind: String, _ rows: Int, _ schema: String, _ digest: String?,
            _ storage: String
        )
            throws
        {
            try db.write(
                """
                INSERT INTO output (run_id, position, name, kind, rows, schema, content_digest, storage)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                arguments: [id, position, name, kind, rows, schema, digest, storage])
            position += 1
        }
        for output in run.outputs {
            let stored = ResultTable(name: "result_\(id)_\(output.name)", columns: output.kept.schema.names)
            let fits = output.kept.count <= Self.keptRows && stored.columns.count <= ResultTable.columnLimit
            if fits {
                try stored.create(output.kept.schema, in: db)
                try stored.insert(output.kept, in: db, work)
            }
            try add(
                output.name, "table", output.table.count,
                try SchemaCoding.text(output.kept.schema, storedNames: stored.columns),
                try ContentDigest(of: output.table, work: work).hex,
                fits ? "rows" : "digest")
        }
        for (number, chart) in run.charts.enumerated() {
            try add("chart_\(number + 1)", "chart", 0, try SchemaCoding.text(chart), nil, "specification")
        }
    }
}

extension Database {
    /// Runs what every record runs: compiled once, and kept with the connection.
    fileprivate func write(_ sql: String, arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
