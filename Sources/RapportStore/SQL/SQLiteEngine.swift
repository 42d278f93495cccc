internal import GRDBSQLite
public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// SQLite over tables of columns, each a virtual table that reads the columns where they lie.
///
/// SQLite is the one that plans and runs; it is given the comparisons that a table can decide itself, an index for
/// joins, and how many rows to expect. What it sorts it may write to unnamed files of the folder for temporary ones.
public struct SQLiteEngine: SQLEngine {
    /// Rows between two looks at the memory that they take.
    private static let stride = 4_096

    public init() {}

    public func outline(
        of text: String, tables: [(name: String, schema: Schema)], names: [String]
    ) throws(Diagnostic) -> SQLOutline {
        let work = Work(width: 1)
        let known = try Self.distinct(
            tables.map { VirtualTable($0.name, schema: $0.schema, nil, work: work) })
        let statement = try SQLStatement(text, on: SQLConnection(known, work: work), names: names)
        let fields = Self.fields(of: statement)
        let open = zip(statement.columns, fields).filter { $1 == nil }.map(\.0.name)
        return SQLOutline(
            sources: statement.sources, schema: Schema(fields.compactMap(\.self), isOpen: !open.isEmpty),
            openColumns: open, parameters: try statement.parameters(), isOrdered: statement.words.isOrdered)
    }

    public func run(
        _ text: String, over tables: [SQLTable], parameters: [String: Scalar], work: Work
    ) throws(Diagnostic) -> SQLResult {
        let known = tables.map { VirtualTable($0.name, schema: $0.schema, $0.table, work: work) }
        let statement = try SQLStatement(
            text, on: SQLConnection(known, work: work), names: tables.map(\.name))
        try statement.bind(parameters)
        var columns = [ResultColumn](repeating: ResultColumn(), count: statement.columns.count)
        var (count, reserved) = (0, 0)
        defer { work.memory.release(reserved) }
        while true {
            let code = unsafe sqlite3_step(statement.handle)
            if code == SQLITE_DONE { break }
            guard code == SQLITE_ROW else {
                let message = unsafe String(cString: sqlite3_errmsg(statement.connection.handle))
                throw SQLFailure.running(code, message, work: work.isCancelled)
            }
            for index in columns.indices {
                try unsafe columns[index].take(
                    statement.handle, Int32(index), name: statement.columns[index].name)
            }
            count += 1
            if count % Self.stride == 0 {
                let bytes = columns.reduce(0) { $0 + $1.byteCount }
                try work.memory.reserve(bytes - reserved, for: "the result of `sql`")
                reserved = bytes
                work.advance(by: Self.stride)
                try work.check()
            }
        }
        try work.check()
        return Self.result(of: statement, columns, count)
    }

    /// Tables that SQLite, which ignores case, can tell apart.
    private static func distinct(_ tables: [VirtualTable]) throws(Diagnostic) -> [VirtualTable] {
        var kept: [VirtualTable] = []
        // A name that differs from an earlier one by case alone cannot be reached.
        for table in tables where !kept.contains(where: { $0.name.lowercased() == table.name.lowercased() }) {
            kept.append(table)
        }
        return kept
    }

    /// The description of each column that plainly names one of a table; nil for others.
    private static func fields(of statement: SQLStatement) -> [Field?] {
        var roles = Set<Role>()
        return statement.columns.map { column in
            guard var field = column.origin?.renamed(column.name) else { return nil }
            field.isPrivate = column.isPrivate
            // A role has one column.
            if let role = field.role, !roles.insert(role).inserted { field.role = nil }
            return field
        }
    }

    private static func result(
        of statement: SQLStatement, _ columns: [ResultColumn], _ count: Int
    ) -> SQLResult {
        var (fields, made, notes): ([Field], [Column], [Note]) = ([], [], [])
        for ((described, column), known) in zip(zip(statement.columns, columns), Self.fields(of: statement)) {
            if let known, let typed = column.column(as: known.type) {
                fields.append(known)
                made.append(typed)
            } else {
                let plain = column.column()
                fields.append(Field(described.name, plain.type, isPrivate: described.isPrivate))
                made.append(plain)
            }
            if column.isMixed {
                notes.append(
                    Note("sql.mixed", "`\(described.name)` mixes numbers and text: all are text here"))
            }
            if column.infinite > 0 {
                notes.append(
                    Note(
                        "sql.infinite",
                        "`\(described.name)`: \(column.infinite) infinite \(column.infinite == 1 ? "value" : "values") "
                            + "became missing", isWarning: true))
            }
        }
        if count > 1, !statement.words.isOrdered {
            notes.append(
                Note("sql.order", "rows in the order in which SQLite gives them: `order by` states one"))
        }
        return SQLResult(RapportTable.Table(Schema(fields), made, count: count), notes: notes)
    }
}
