internal import GRDB
internal import RapportDiagnostics
internal import RapportTable

/// A table of the engine as a table of SQLite: one STRICT table, a column each, rows in order.
///
/// | type | in SQLite |
/// |---|---|
/// | bool, int | INTEGER |
/// | float | REAL |
/// | text | TEXT |
/// | date, datetime | TEXT, ISO 8601 |
/// | duration | INTEGER, microseconds |
/// | list | TEXT, JSON |
struct ResultTable {
    /// SQLite's own limit of columns is 2,000; one is the row's number.
    static let columnLimit = 1_999

    let name: String
    let columns: [String]
    private let rowColumn: String
    /// The versions that brought and took a row, where the table has versions.
    private let fromColumn: String
    private let untilColumn: String

    /// Names for the columns: their own, unless SQLite, which ignores case, would take two for one.
    init(name: String, columns: [String]) {
        self.name = name
        var taken = Set<String>()
        func free(_ wanted: String) -> String {
            // A NUL would end the name inside SQLite.
            let base = wanted.replacing("\0", with: "")
            var candidate = base.isEmpty ? "column" : base
            var number = 2
            while !taken.insert(candidate.lowercased()).inserted {
                candidate = "\(base)_\(number)"
                number += 1
            }
            return candidate
        }
        self.columns = columns.map(free)
        rowColumn = free("row_")
        fromColumn = free("from_")
        untilColumn = free("until_")
    }

    static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    func create(_ schema: Schema, isVersioned: Bool = false, in db: Database) throws {
        let typed = zip(columns, schema.fields).map { "\(Self.quoted($0)) \(Self.sqlType($1.type))" }
        let versions = isVersioned ? versionDeclarations : []
        let all = ["\(Self.quoted(rowColumn)) INTEGER PRIMARY KEY"] + typed + versions
        try db.execute(sql: "CREATE TABLE \(Self.quoted(name)) (\(all.joined(separator: ", "))) STRICT")
    }

    private var versionDeclarations: [String] {
        [
            "\(Self.quoted(fromColumn)) INTEGER NOT NULL DEFAULT 1", "\(Self.quoted(untilColumn)) INTEGER",
        ]
    }

    /// Gives a table of the first schema its versions.
    func addVersions(in db: Database) throws {
        for declaration in versionDeclarations {
            try db.execute(sql: "ALTER TABLE \(Self.quoted(name)) ADD COLUMN \(declaration)")
        }
    }

    /// The rows of one version.
    private func condition(_ version: Int) -> String {
        let (from, until) = (Self.quoted(fromColumn), Self.quoted(untilColumn))
        return "\(from) <= \(version) AND (\(until) IS NULL OR \(until) > \(version))"
    }

    func count(ofVersion version: Int, in db: Database) throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT count(*) FROM \(Self.quoted(name)) WHERE \(condition(version))") ?? 0
    }

    /// Takes rows out of a version on; `places` count from 0 among the rows of the version before.
    func end(_ places: Set<Int>, from version: Int, in db: Database) throws {
        if places.isEmpty { return }
        let ids = try Int64.fetchAll(
            db,
            sql: """
                SELECT \(Self.quoted(rowColumn)) FROM \(Self.quoted(name)) WHERE \(condition(version - 1))
                 ORDER BY \(Self.quoted(rowColumn))
                """)
        let update = try db.makeStatement(
            sql: """
                UPDATE \(Self.quoted(name)) SET \(Self.quoted(untilColumn)) = ? WHERE \(Self.quoted(rowColumn)) = ?
                """)
        for place in places.sorted() where ids.indices.contains(place) {
            try update.execute(arguments: [version, ids[place]])
        }
    }

    static func sqlType(_ type: ColumnType) -> String {
        switch type {
        case .bool, .int, .duration: "INTEGER"
        case .float: "REAL"
        case .text, .date, .datetime, .list: "TEXT"
        }
    }

    /// Reads the rows back in their order, with the types of `schema`.
    /// - Throws: `workspace.result` where a cell is none of its type: somebody else wrote it.
    func read(_ schema: Schema, version: Int? = nil, in db: Database) throws -> RapportTable.Table {
        let list = columns.map(Self.quoted).joined(separator: ", ")
        let statement = try db.makeStatement(
            sql: """
                SELECT \(list.isEmpty ? "1" : list) FROM \(Self.quoted(name))
                 \(version.map { "WHERE " + condition($0) } ?? "") ORDER BY \(Self.quoted(rowColumn))
                """)
        var cells = columns.map { _ in ResultColumn() }
        var count = 0
        let rows = try Row.fetchCursor(statement)
        while try rows.next() != nil {
            count += 1
            for index in cells.indices {
                // SAFETY: the statement is alive, and its cursor has just brought it to a row.
                try unsafe cells[index].take(
                    statement.sqliteStatement, Int32(index), name: schema.fields[index].name)
            }
        }
        let read = zip(schema.fields, cells).map { field, cells in cells.column(as: field.type) }
        for (field, column) in zip(schema.fields, read) where column == nil {
            throw Diagnostic(
                "workspace.result",
                "`\(field.name)` of the kept table `\(name)` holds what is no \(field.type.name)",
                help: ["`rapport workspace check` looks for damage; a fresh run keeps the result anew"])
        }
        return RapportTable.Table(schema, read.compactMap(\.self), count: count)
    }

    static func scalar(_ value: DatabaseValue, _ type: ColumnType) -> Scalar {
        switch (type, value.storage) {
        case (.bool, .int64(let value)): .bool(value != 0)
        case (.int, .int64(let value)): .int(value)
        case (.duration, .int64(let value)): .duration(value)
        case (.float, .double(let value)): .float(value)
        case (.float, .int64(let value)): .float(Double(value))
        case (.text, .string(let value)): .text(value)
        case (.text, .blob(let value)): .text(String(decoding: value, as: UTF8.self))
        case (.date, .string(let value)), (.datetime, .string(let value)), (.list, .string(let value)):
            Scalar(text: value, type: type) ?? .missing
        default: .missing
        }
    }
}
