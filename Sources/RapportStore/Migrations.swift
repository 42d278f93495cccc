internal import GRDB
internal import RapportTable

/// The schema of the workspace, as numbered steps that are never edited once released.
///
/// A new version appends a step; `PRAGMA user_version` says how far a file is, so that an older program
/// refuses a newer file in place of half understanding it.
enum Migrations {
    static let current = 2

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: first)
            try db.execute(sql: views)
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2") { db in
            try db.execute(sql: versions)
            // Rows of a kept table are of versions from now on: those that are there of the first.
            for row in try Row.fetchAll(db, sql: "SELECT id, schema FROM dataset") {
                let (id, schema): (Int64, String) = (row["id"], row["schema"])
                let names = try SchemaCoding.schema(schema).names
                let stored = ResultTable(name: "data_\(id)", columns: names)
                try stored.addVersions(in: db)
            }
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        return migrator
    }

    private static let first = """
        CREATE TABLE meta (
            workspace_uuid TEXT NOT NULL, schema_version INTEGER NOT NULL, digest_version INTEGER NOT NULL
        ) STRICT;
        INSERT INTO meta VALUES (lower(hex(randomblob(16))), 1, 1);

        CREATE TABLE session (
            id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, ended_at TEXT, app_version TEXT NOT NULL,
            host TEXT NOT NULL, mode TEXT NOT NULL CHECK (mode IN ('repl', 'batch', 'once'))
        ) STRICT;

        CREATE TABLE notebook (
            id INTEGER PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, UNIQUE (path, sha256)
        ) STRICT;
        CREATE TABLE cell (
            id INTEGER PRIMARY KEY, notebook_id INTEGER NOT NULL REFERENCES notebook ON DELETE CASCADE,
            key TEXT NOT NULL, source TEXT NOT NULL, sha256 TEXT NOT NULL, UNIQUE (notebook_id, key)
        ) STRICT;

        CREATE TABLE statement (
            id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
            cell_id INTEGER REFERENCES cell ON DELETE SET NULL, at TEXT NOT NULL, line TEXT NOT NULL,
            ok INTEGER NOT NULL CHECK (ok IN (0, 1))
        ) STRICT;

        CREATE TABLE dataset (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rows INTEGER NOT NULL, schema TEXT NOT NULL,
            content_digest TEXT NOT NULL, source TEXT, bytes INTEGER, sha256 TEXT, created_at TEXT NOT NULL
        ) STRICT;

        CREATE TABLE run (
            id INTEGER PRIMARY KEY, statement_id INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,
            analysis TEXT NOT NULL, analysis_version INTEGER NOT NULL, plugin TEXT NOT NULL,
            plugin_version TEXT NOT NULL, plugin_sha256 TEXT, recipe TEXT NOT NULL, language INTEGER NOT NULL,
            seed INTEGER NOT NULL, as_of TEXT, started_at TEXT NOT NULL, duration_ms INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('ok', 'failed', 'cancelled')), error_code TEXT, error TEXT,
            rows_in INTEGER NOT NULL, rows_used INTEGER, rows_dropped INTEGER
        ) STRICT;
        CREATE INDEX run_of_statement ON run (statement_id);
        CREATE INDEX run_of_analysis ON run (analysis, id);

        CREATE TABLE run_parameter (
            run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, name TEXT NOT NULL, type TEXT NOT NULL,
            value_number REAL, value_text TEXT, is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
            PRIMARY KEY (run_id, name)
        ) STRICT;
        CREATE TABLE run_input (
            run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, role TEXT NOT NULL,
            table_name TEXT NOT NULL, rows INTEGER NOT NULL, schema TEXT NOT NULL, content_digest TEXT,
            source TEXT, sha256 TEXT, parent_run_id INTEGER REFERENCES run ON DELETE SET NULL,
            PRIMARY KEY (run_id, role)
        ) STRICT;
        CREATE TABLE metric (
            run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, name TEXT NOT NULL,
            group_key TEXT NOT NULL, period_start TEXT, period_end TEXT, value REAL, low REAL, high REAL,
            n INTEGER, unit TEXT NOT NULL, direction TEXT NOT NULL,
            PRIMARY KEY (run_id, name, group_key)
        ) STRICT;
        CREATE TABLE output (
            run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, position INTEGER NOT NULL,
            name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('table', 'chart', 'model', 'text')),
            rows INTEGER NOT NULL, schema TEXT NOT NULL, content_digest TEXT,
            storage TEXT NOT NULL CHECK (storage IN ('rows', 'digest', 'specification')),
            PRIMARY KEY (run_id, name)
        ) STRICT;
        CREATE TABLE finding (
            run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, position INTEGER NOT NULL,
            code TEXT NOT NULL, "values" TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (run_id, position)
        ) STRICT;
        CREATE TABLE caveat (
            run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, position INTEGER NOT NULL,
            code TEXT NOT NULL, count INTEGER NOT NULL, "values" TEXT NOT NULL, text TEXT NOT NULL,
            PRIMARY KEY (run_id, position)
        ) STRICT;
        CREATE TABLE note (
            run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, at TEXT NOT NULL, text TEXT NOT NULL
        ) STRICT;
        CREATE TABLE tag (
            run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, name TEXT NOT NULL, value TEXT,
            PRIMARY KEY (run_id, name)
        ) STRICT;
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY, at TEXT NOT NULL,
            session_id INTEGER REFERENCES session ON DELETE SET NULL, action TEXT NOT NULL,
            object TEXT NOT NULL, detail TEXT NOT NULL
        ) STRICT;
        """

    /// A kept table has versions: a row of `dataset` each, which says what the save did.
    ///
    /// Versions that add to each other share the rows of `data_<storage>`, where `from_` is the version that brought a
    /// row and `until_` the one that took it; a replaced table begins a new storage.
    private static let versions = """
        CREATE TABLE dataset_version (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, version INTEGER NOT NULL,
            mode TEXT NOT NULL CHECK (mode IN ('replace', 'append', 'upsert', 'replace_period')),
            storage INTEGER NOT NULL, rows INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL,
            removed INTEGER NOT NULL, schema TEXT NOT NULL, content_digest TEXT NOT NULL,
            batch_digest TEXT NOT NULL, source TEXT, bytes INTEGER, sha256 TEXT, created_at TEXT NOT NULL,
            UNIQUE (name, version)
        ) STRICT;
        INSERT INTO dataset_version
            SELECT id, name, 1, 'replace', id, rows, rows, 0, 0, schema, content_digest, content_digest, source,
                   bytes, sha256, created_at
              FROM dataset;
        DROP TABLE dataset;
        ALTER TABLE dataset_version RENAME TO dataset;
        CREATE VIEW latest_dataset AS
            SELECT dataset.* FROM dataset
             WHERE version = (SELECT max(later.version) FROM dataset AS later WHERE later.name = dataset.name);
        UPDATE meta SET schema_version = 2;
        """

    private static let views = """
        CREATE VIEW run_summary AS
            SELECT run.id, run.analysis, statement.line, run.status, run.started_at AS started,
                   run.duration_ms / 1000.0 AS seconds,
                   (SELECT output.rows FROM output
                     WHERE output.run_id = run.id AND output.name = 'output') AS rows,
                   (SELECT group_concat(main.name || '=' || printf('%.6g', main.value), ', ')
                      FROM (SELECT name, value FROM metric
                             WHERE metric.run_id = run.id AND group_key = '' AND value IS NOT NULL
                             ORDER BY rowid LIMIT 4) AS main) AS metrics
              FROM run JOIN statement ON statement.id = run.statement_id
             ORDER BY run.id;

        CREATE VIEW latest_run AS
            SELECT run.* FROM run
             WHERE run.id = (SELECT max(later.id) FROM run AS later
                              WHERE later.analysis = run.analysis AND later.status = 'ok');

        CREATE VIEW run_metric_wide AS
            SELECT run.id, run.analysis, metric.group_key, json_group_object(metric.name, metric.value) AS metrics
              FROM run JOIN metric ON metric.run_id = run.id
             GROUP BY run.id, metric.group_key;

        CREATE VIEW lineage AS
            SELECT run.id AS run_id, run.analysis, run_input.role, run_input.table_name, run_input.source,
                   run_input.content_digest, run_input.sha256, run_input.parent_run_id
              FROM run JOIN run_input ON run_input.run_id = run.id;
        """
}
