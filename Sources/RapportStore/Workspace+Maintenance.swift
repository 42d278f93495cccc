internal import GRDB
public import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension Workspace {
    /// What is wrong with the file; empty where all is well.
    ///
    /// SQLite's own integrity, foreign keys, tables of results that no run owns, outputs without their table, and
    /// rows whose number is not the recorded one, kept tables whose content has another digest.
    public func check() throws(Diagnostic) -> [String] {
        try reading("check") { db in
            var found = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            found += try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
                let table: String = row["table"]
                return "a row of `\(table)` refers to one that is gone"
            }
            let tables = Set(
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT name FROM sqlite_schema
                         WHERE type = 'table' AND (name GLOB 'result_*' OR name GLOB 'data_*')
                        """))
            var expected: [(name: String, rows: Int)] = []
            for row in try Row.fetchAll(
                db, sql: "SELECT run_id, name, rows FROM output WHERE storage = 'rows'")
            {
                let (run, name): (Int, String) = (row["run_id"], row["name"])
                expected.append(("result_\(run)_\(name)", row["rows"]))
            }
            let storages = try Set(
                Int64.fetchAll(db, sql: "SELECT DISTINCT storage FROM dataset").map { "data_\($0)" })
            for name in storages.sorted() where !tables.contains(name) {
                found.append("`\(name)` is recorded but not there")
            }
            found += try Self.checkDatasets(among: tables, in: db)
            for (name, rows) in expected {
                guard tables.contains(name) else {
                    found.append("`\(name)` is recorded but not there")
                    continue
                }
                let there = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(ResultTable.quoted(name))") ?? 0
                if there != rows { found.append("`\(name)` has \(there) rows, \(rows) are recorded") }
            }
            let orphans = tables.subtracting(expected.map(\.name)).subtracting(storages).sorted()
            return found
                + orphans.map { "`\($0)` belongs to no \($0.hasPrefix("data_") ? "kept table" : "run")" }
        }
    }

    /// Every version has its rows, and the last one its content.
    private static func checkDatasets(among tables: Set<String>, in db: Database) throws -> [String] {
        var found: [String] = []
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT name, version, storage, rows, schema, content_digest,
                       id IN (SELECT id FROM latest_dataset) AS is_latest
                  FROM dataset ORDER BY id
                """)
        for row in rows {
            let (name, version, storage): (String, Int, Int64) = (row["name"], row["version"], row["storage"])
            let (recorded, digest): (Int, String) = (row["rows"], row["content_digest"])
            guard tables.contains("data_\(storage)") else { continue }
            let schema = try SchemaCoding.schema(row["schema"])
            let stored = ResultTable(name: "data_\(storage)", columns: schema.names)
            let there = try stored.count(ofVersion: version, in: db)
            if there != recorded {
                found.append(
                    "version \(version) of the kept table `\(name)` has \(there) rows, \(recorded) are recorded"
                )
            } else if row["is_latest"] {
                let content = try stored.read(schema, version: version, in: db)
                if try ContentDigest(of: content, work: Work()).hex != digest {
                    found.append("the kept table `\(name)` holds other values than were saved")
                }
            }
        }
        return found
    }

    /// Writes a copy by SQLite's online backup; other processes may go on.
    public func backup(to path: String) throws(Diagnostic) {
        try Self.wrap("back up to `\(path)`", self.path) {
            try database.backup(to: DatabaseQueue(path: path))
        }
    }

    /// Removes all runs but the last `keep`, with their tables.
    ///
    /// - Returns: how many were removed.
    public func prune(keep: Int) throws(Diagnostic) -> Int {
        try writing("prune the runs") { db in
            let old = try Int.fetchAll(
                db, sql: "SELECT id FROM run ORDER BY id DESC LIMIT -1 OFFSET ?", arguments: [max(keep, 0)])
            for run in old {
                let names = try String.fetchAll(
                    db, sql: "SELECT name FROM output WHERE run_id = ? AND storage = 'rows'", arguments: [run]
                )
                for name in names {
                    try db.execute(sql: "DROP TABLE IF EXISTS \(ResultTable.quoted("result_\(run)_\(name)"))")
                }
                try db.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [run])
            }
            return old.count
        }
    }

    /// Gives the room of removed rows back to the disk.
    public func vacuum() throws(Diagnostic) {
        try Self.wrap("vacuum", path) { try database.vacuum() }
    }
}
