internal import GRDB
public import RapportDiagnostics
public import RapportTable
public import RapportWork

extension Workspace {
    /// Keeps a table under a name as a new version; earlier ones stay.
    ///
    /// A table that is there already, with these very values, makes no version.
    /// - Throws: `save.again`, `save.schema`, `save.key`, `save.period`, `workspace.too-many-columns`.
    @discardableResult
    public func saveDataset(
        _ save: DatasetSave, _ table: RapportTable.Table, work: Work
    ) throws(Diagnostic) -> DatasetChange {
        guard table.columns.count <= ResultTable.columnLimit else {
            throw Diagnostic(
                "workspace.too-many-columns",
                "a kept table has at most \(ResultTable.columnLimit) columns, this one has \(table.columns.count)",
                help: ["`select` the columns that matter, or `save \"file.csv\"`"])
        }
        return try writing("keep the table `\(save.name)`") { db in
            let latest = try DatasetVersion.latest(save.name, in: db)
            guard let latest, save.mode != .replace else {
                let digest = try ContentDigest(of: table, work: work).hex
                if let latest, latest.contentDigest == digest, latest.schema == table.schema {
                    return DatasetChange(
                        version: latest.version, added: 0, changed: 0, removed: 0, left: latest.rows,
                        isSame: true)
                }
                // The rules of keys and periods hold from the first rows on.
                _ = try DatasetMerge(nil, table, save.mode, work: work)
                return try begin(save, table, digest, after: latest, work, in: db)
            }
            let incoming = try latest.arranged(table)
            let batch = try ContentDigest(of: incoming, work: work).hex
            try refuseAgain(save, batch, count: incoming.count, latest, in: db)
            return try add(incoming, to: latest, save, batch, work, in: db)
        }
    }

    /// A version with rows of its own.
    private func begin(
        _ save: DatasetSave, _ table: RapportTable.Table, _ digest: String, after latest: DatasetVersion?,
        _ work: Work, in db: Database
    ) throws -> DatasetChange {
        let change = DatasetChange(
            version: (latest?.version ?? 0) + 1, added: table.count, changed: 0, removed: latest?.rows ?? 0,
            left: 0)
        let id = try insert(
            save, change, table.schema, digest, digest, bytes: table.byteCount, storage: 0, in: db)
        let stored = ResultTable(name: "data_\(id)", columns: table.schema.names)
        try stored.create(table.schema, isVersioned: true, in: db)
        try stored.insert(table, version: change.version, in: db, Work(width: work.width))
        try db.execute(sql: "UPDATE dataset SET storage = id WHERE id = ?", arguments: [id])
        return change
    }

    /// A version that adds to the rows of the one before.
    private func add(
        _ incoming: RapportTable.Table, to latest: DatasetVersion, _ save: DatasetSave, _ batch: String,
        _ work: Work,
        in db: Database
    ) throws -> DatasetChange {
        let stored = ResultTable(name: "data_\(latest.storage)", columns: latest.schema.names)
        let current = try stored.read(latest.schema, version: latest.version, in: db)
        let merge = try DatasetMerge(current, incoming, save.mode, work: work)
        let change = DatasetChange(
            version: latest.version + 1, added: merge.inserted.count - merge.changed, changed: merge.changed,
            removed: merge.ended.count - merge.changed, left: current.count - merge.ended.count)
        try stored.end(merge.ended, from: change.version, in: db)
        try stored.insert(merge.inserted, version: change.version, in: db, Work(width: work.width))
        let keep = Bitmap((0..<current.count).map { !merge.ended.contains($0) })
        let now = try RapportTable.Table.concatenated(
            [current.filtered(by: keep, work: work), merge.inserted], work: work)
        try insert(
            save, change, latest.schema, ContentDigest(of: now, work: work).hex, batch, bytes: now.byteCount,
            storage: latest.storage, in: db)
        return change
    }

    @discardableResult
    private func insert(
        _ save: DatasetSave, _ change: DatasetChange, _ schema: Schema, _ digest: String, _ batch: String,
        bytes: Int,
        storage: Int64, in db: Database
    ) throws -> Int64 {
        let names = ResultTable(name: "", columns: schema.names).columns
        try db.execute(
            sql: """
                INSERT INTO dataset (name, version, mode, storage, rows, added, changed, removed, schema,
                                     content_digest, batch_digest, source, bytes, sha256, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                save.name, change.version, save.mode.name, storage, change.rows, change.added, change.changed,
                change.removed, try SchemaCoding.text(schema, storedNames: names), digest, batch, save.source,
                bytes,
                save.sha256, save.at,
            ])
        return db.lastInsertedRowID
    }

    /// Rows that were saved before and are still there must not come twice.
    private func refuseAgain(
        _ save: DatasetSave, _ batch: String, count: Int, _ latest: DatasetVersion, in db: Database
    ) throws {
        // What an upsert or a replaced period brought once may be right again later; at once it changes nothing.
        let isAppend = save.mode == .append
        let earlier = try Int.fetchOne(
            db,
            sql: """
                SELECT version FROM dataset WHERE name = ? AND storage = ? AND batch_digest = ? AND version >= ?
                 ORDER BY version DESC
                """,
            arguments: [save.name, latest.storage, batch, isAppend ? 1 : latest.version])
        guard let earlier, count > 0 else { return }
        throw Diagnostic(
            "save.again",
            "`\(save.name)` has \(count == 1 ? "this row" : "these \(count) rows") already, as version \(earlier)",
            help: [
                isAppend
                    ? "`mode=upsert key=[…]` takes the place of rows that are there"
                    : "`datasets` lists what was saved"
            ])
    }

    /// The table kept under `name`, its last version, or of `name@2` its second; nil where there is none.
    public func dataset(_ name: String) throws(Diagnostic) -> RapportTable.Table? {
        try reading("read the table `\(name)`") { db in
            guard let found = try DatasetVersion.named(name, in: db) else { return nil }
            return try ResultTable(name: "data_\(found.storage)", columns: found.schema.names)
                .read(found.schema, version: found.version, in: db)
        }
    }

    /// The columns of ``dataset(_:)``, without its rows.
    public func datasetSchema(_ name: String) throws(Diagnostic) -> Schema? {
        try reading("read the table `\(name)`") { db in try DatasetVersion.named(name, in: db)?.schema }
    }

    /// The last version of every kept table, by name.
    public func latestDatasets() throws(Diagnostic) -> [String: DatasetVersion] {
        try reading("list the datasets") { db in
            let all = try Row.fetchAll(db, sql: "SELECT * FROM latest_dataset").map { try DatasetVersion($0) }
            return Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Names of the kept tables, in order.
    public func datasetNames() throws(Diagnostic) -> [String] {
        try reading("list the datasets") {
            try String.fetchAll($0, sql: "SELECT DISTINCT name FROM dataset ORDER BY name")
        }
    }

    /// Removes a kept table with all its versions.
    ///
    /// - Returns: how many versions there were, 0 where it is unknown.
    public func dropDataset(_ name: String) throws(Diagnostic) -> Int {
        try writing("remove the table `\(name)`") { db in
            let storages = try Int64.fetchAll(
                db, sql: "SELECT DISTINCT storage FROM dataset WHERE name = ?", arguments: [name])
            for storage in storages {
                try db.execute(sql: "DROP TABLE IF EXISTS \(ResultTable.quoted("data_\(storage)"))")
            }
            try db.execute(sql: "DELETE FROM dataset WHERE name = ?", arguments: [name])
            return db.changesCount
        }
    }
}

/// A version of a kept table.
public struct DatasetVersion: Sendable {
    public var name: String
    public var version: Int
    public var rows: Int
    public var schema: Schema
    /// Of all its rows.
    public var contentDigest: String
    /// The number of the table that holds its rows, among those of other versions.
    var storage: Int64

    fileprivate init(_ row: Row) throws {
        (name, version, storage) = (row["name"], row["version"], row["storage"])
        (rows, contentDigest) = (row["rows"], row["content_digest"])
        schema = try SchemaCoding.schema(row["schema"])
    }

    fileprivate static func latest(_ name: String, in db: Database) throws -> DatasetVersion? {
        try Row.fetchOne(db, sql: "SELECT * FROM latest_dataset WHERE name = ?", arguments: [name])
            .map { try DatasetVersion($0) }
    }

    fileprivate static func named(_ name: String, in db: Database) throws -> DatasetVersion? {
        if let latest = try latest(name, in: db) { return latest }
        guard let sign = name.lastIndex(of: "@"), let number = Int(name[name.index(after: sign)...]) else {
            return nil
        }
        return try Row.fetchOne(
            db, sql: "SELECT * FROM dataset WHERE name = ? AND version = ?",
            arguments: [String(name[..<sign]), number]
        ).map { try DatasetVersion($0) }
    }

    /// The table with the columns of this version, in its order.
    /// - Throws: `save.schema`, with every difference.
    fileprivate func arranged(_ table: RapportTable.Table) throws(Diagnostic) -> RapportTable.Table {
        var differences: [String] = []
        for field in schema.fields {
            guard let found = table.schema[field.name] else {
                differences.append("`\(field.name)` is not there")
                continue
            }
            if found.type != field.type {
                differences.append(
                    "`\(field.name)` is \(Self.word(found.type)), was \(Self.word(field.type))")
            }
        }
        for field in table.schema.fields where schema[field.name] == nil {
            differences.append("`\(field.name)` is new")
        }
        guard differences.isEmpty else {
            let shown = differences.prefix(6).joined(separator: "; ")
            let more = differences.count > 6 ? " and \(differences.count - 6) more" : ""
            throw Diagnostic(
                "save.schema", "the columns are not those of `\(name)`: \(shown)\(more)",
                help: ["`cast`, `rename` and `select` bring them in line; without `mode=` all is replaced"])
        }
        return table.selecting(schema.names).described(by: schema)
    }

    private static func word(_ type: ColumnType) -> String {
        if case .datetime(let zone) = type {
            "datetime" + (zone.map { " of \($0)" } ?? " without a zone")
        } else {
            type.name
        }
    }
}
