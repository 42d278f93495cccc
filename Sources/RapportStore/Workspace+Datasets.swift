internal import GRDB
public import RapportDiagnostics
public import RapportTable

extension Workspace {
    /// Keeps a whole table under a name; one of that name is replaced.
    public func saveDataset(
        _ name: String, _ table: RapportTable.Table, contentDigest: String, source: String?, at time: String
    ) throws(Diagnostic) {
        guard table.columns.count <= ResultTable.columnLimit else {
            throw Diagnostic(
                "workspace.too-many-columns",
                "a kept table has at most \(ResultTable.columnLimit) columns, this one has \(table.columns.count)",
                help: ["`select` the columns that matter, or `save \"file.csv\"`"])
        }
        try writing("keep the table `\(name)`") { db in
            let old = try Int64.fetchOne(db, sql: "SELECT id FROM dataset WHERE name = ?", arguments: [name])
            if let old {
                try db.execute(sql: "DROP TABLE IF EXISTS \(ResultTable.quoted("data_\(old)"))")
                try db.execute(sql: "DELETE FROM dataset WHERE id = ?", arguments: [old])
            }
            try db.execute(
                sql: """
                    INSERT INTO dataset (name, rows, schema, content_digest, source, bytes, created_at)
                    VALUES (?, ?, '', ?, ?, ?, ?)
                    """,
                arguments: [name, table.count, contentDigest, source, table.byteCount, time])
            let id = db.lastInsertedRowID
            let stored = ResultTable(name: "data_\(id)", columns: table.schema.names)
            try stored.create(table.schema, in: db)
            try stored.insert(table, in: db)
            try db.execute(
                sql: "UPDATE dataset SET schema = ? WHERE id = ?",
                arguments: [try SchemaCoding.text(table.schema, storedNames: stored.columns), id])
        }
    }

    /// The table kept under `name`; nil where there is none.
    public func dataset(_ name: String) throws(Diagnostic) -> RapportTable.Table? {
        try reading("read the table `\(name)`") { db in
            guard
                let row = try Row.fetchOne(
                    db, sql: "SELECT id, schema FROM dataset WHERE name = ?", arguments: [name])
            else { return nil }
            let schema = try SchemaCoding.schema(row["schema"])
            let id: Int64 = row["id"]
            return try ResultTable(name: "data_\(id)", columns: schema.names).read(schema, in: db)
        }
    }

    /// Names of the kept tables, in order.
    public func datasetNames() throws(Diagnostic) -> [String] {
        try reading("list the datasets") {
            try String.fetchAll($0, sql: "SELECT name FROM dataset ORDER BY name")
        }
    }
}
