internal import GRDBSQLite
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// A database in memory that holds nothing, with virtual tables over ours, for one statement.
///
/// Reading is all it can do: an authorizer refuses every other action while a statement is prepared. It stops when
/// the work is cancelled, at the latest after a thousand of SQLite's steps.
@safe final class SQLConnection {
    /// SAFETY: open from `init` to `deinit`; statements are finalised before, because they hold the connection.
    let handle: OpaquePointer
    let tables: [VirtualTable]
    let work: Work
    /// The tables that a statement reads and the columns it uses, in the order of first mention.
    private(set) var reads: [(table: String, columns: [String])] = []
    /// What a statement wanted beside reading.
    private(set) var refused: String?

    init(_ tables: [VirtualTable], work: Work) throws(Diagnostic) {
        (self.tables, self.work) = (tables, work)
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(
            ":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened = unsafe opened else {
            unsafe sqlite3_close_v2(opened)
            throw .internalError("SQLite does not open, code \(code)")
        }
        unsafe handle = unsafe opened
        // A name in double quotes that is no column is a mistake, not a text.
        unsafe _disableDoubleQuotedStringLiterals(handle)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 200_000_000)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        // SQLite's own functions that give tables connect when they are first named, by a `create` that the authorizer
        // below would refuse.
        unsafe sqlite3_exec(handle, "SELECT 1 FROM json_each('1'), json_tree('1')", nil, nil, nil)
        for table in tables { try unsafe ColumnarModule.register(table, on: handle) }
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        // SAFETY of both callbacks: SQLite calls them only inside calls on the handle, which `self` makes.
        unsafe sqlite3_set_authorizer(
            handle,
            { context, action, first, second, _, _ in
                guard let context = unsafe context else { return SQLITE_DENY }
                let connection = unsafe Unmanaged<SQLConnection>.fromOpaque(context).takeUnretainedValue()
                return connection.allows(
                    action, unsafe first.map { unsafe String(cString: $0) } ?? "",
                    unsafe second.map { unsafe String(cString: $0) } ?? "") ? SQLITE_OK : SQLITE_DENY
            }, this)
        unsafe sqlite3_progress_handler(
            handle, 1_000,
            { context in
                guard let context = unsafe context else { return 1 }
                let connection = unsafe Unmanaged<SQLConnection>.fromOpaque(context).takeUnretainedValue()
                return connection.work.isCancelled ? 1 : 0
            }, this)
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// Tables that SQLite brings along about itself; `json_each` and `json_tree` read nothing but their arguments.
    private static func isOfSQLite(_ name: String) -> Bool {
        ["sqlite_", "pragma_", "fts"].contains { name.hasPrefix($0) }
            || ["dbstat", "bytecode", "tables_used"].contains(name)
    }

    private func allows(_ action: Int32, _ first: String, _ second: String) -> Bool {
        // To declare a table SQLite runs a `create` of its own.
        if tables.contains(where: \.isConnecting) { return true }
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: return true
        case SQLITE_FUNCTION where !["load_extension", "fts3_tokenizer"].contains(second.lowercased()):
            return true
        case SQLITE_READ:
            if tables.contains(where: { $0.name == first }) {
                note(second, of: first)
                return true
            }
            // What is left is a name of the statement's own (`with recursive`), or SQLite's.
            if !Self.isOfSQLite(first.lowercased()) { return true }
        default: break
        }
        refused = refused ?? Self.word(action, first, second)
        return false
    }

    private func note(_ column: String, of table: String) {
        if !reads.contains(where: { $0.table == table }) { reads.append((table, [])) }
        guard !column.isEmpty, let index = reads.firstIndex(where: { $0.table == table }),
            !reads[index].columns.contains(column)
        else { return }
        reads[index].columns.append(column)
    }

    /// What an action is called in the language.
    private static func word(_ action: Int32, _ first: String, _ second: String) -> String {
        switch action {
        case SQLITE_INSERT: "insert"
        case SQLITE_UPDATE: "update"
        case SQLITE_DELETE: "delete"
        case SQLITE_PRAGMA: "pragma \(first)"
        case SQLITE_ATTACH: "attach"
        case SQLITE_DETACH: "detach"
        case SQLITE_TRANSACTION, SQLITE_SAVEPOINT: "a transaction"
        case SQLITE_READ: "reading `\(first)`"
        case SQLITE_FUNCTION: "`\(second)()`"
        case SQLITE_ANALYZE: "analyze"
        case SQLITE_REINDEX: "reindex"
        case SQLITE_ALTER_TABLE: "alter"
        case SQLITE_DROP_INDEX, SQLITE_DROP_TABLE, SQLITE_DROP_TRIGGER, SQLITE_DROP_VIEW,
            SQLITE_DROP_TEMP_INDEX,
            SQLITE_DROP_TEMP_TABLE, SQLITE_DROP_TEMP_TRIGGER, SQLITE_DROP_TEMP_VIEW, SQLITE_DROP_VTABLE:
            "drop"
        default: "create"
        }
    }
}
