internal import GRDBSQLite
internal import RapportDiagnostics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The C side of ``VirtualTable``: SQLite's structures with what is ours behind them.
///
/// A module without `xCreate` is *eponymous*: the table is there under the module's name, without a statement that
/// makes it, and connects when a statement first names it.
enum ColumnarModule {
    /// SQLite sees the first member alone.
    @unsafe private struct TableHeader {
        var base = unsafe sqlite3_vtab()
        var table: Unmanaged<VirtualTable>
    }
    @unsafe private struct CursorHeader {
        var base = unsafe sqlite3_vtab_cursor()
        var state: Unmanaged<CursorState>
    }

    /// Registers a table under its name, for as long as the connection is open.
    static func register(_ table: VirtualTable, on connection: OpaquePointer) throws(Diagnostic) {
        let code = unsafe sqlite3_create_module_v2(
            connection, table.name, module, Unmanaged.passRetained(table).toOpaque(),
            // SAFETY: SQLite calls it once, with the pointer retained above, also where registering fails.
            { unsafe $0.map { unsafe Unmanaged<VirtualTable>.fromOpaque($0).release() } })
        if code != SQLITE_OK { throw .internalError("SQLite refuses a virtual table, code \(code)") }
    }

    /// Outlives every connection, as SQLite wants it.
    nonisolated(unsafe) private static let module: UnsafeMutablePointer<sqlite3_module> = {
        let module = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
        var methods = sqlite3_module()
        unsafe methods.xConnect = { db, auxiliary, _, _, result, _ in
            unsafe ColumnarModule.connect(db, auxiliary, result)
        }
        unsafe methods.xBestIndex = { table, information in
            unsafe ColumnarModule.bestIndex(table, information)
        }
        unsafe methods.xDisconnect = { unsafe ColumnarModule.disconnect($0) }
        unsafe methods.xOpen = { unsafe ColumnarModule.open($0, $1) }
        unsafe methods.xClose = { unsafe ColumnarModule.close($0) }
        unsafe methods.xFilter = { cursor, number, _, count, values in
            unsafe ColumnarModule.filter(cursor, number, count, values)
        }
        unsafe methods.xNext = { cursor in
            unsafe ColumnarModule.read(cursor, orElse: false) { $0.advance() }
                ? SQLITE_OK : SQLITE_INTERRUPT
        }
        unsafe methods.xEof = { cursor in
            unsafe ColumnarModule.read(cursor, orElse: true) { $0.isAtEnd } ? 1 : 0
        }
        unsafe methods.xColumn = { cursor, context, column in
            unsafe ColumnarModule.read(cursor, orElse: ()) { state in
                guard let context = unsafe context else { return }
                let index = Int(column)
                guard state.table.cells.indices.contains(index), let cells = state.table.cells[index] else {
                    return unsafe sqlite3_result_null(context)
                }
                unsafe cells.give(state.row, to: context)
            }
            return SQLITE_OK
        }
        unsafe methods.xRowid = { cursor, row in
            unsafe row?.pointee = unsafe ColumnarModule.read(cursor, orElse: 0) {
                Int64($0.row) + 1
            }
            return SQLITE_OK
        }
        unsafe module.initialize(to: methods)
        return unsafe module
    }()

    // MARK: - Methods
    //
    // SAFETY: SQLite hands every method what `connect` and `open` gave it, between them and `disconnect` and `close`.

    private static func connect(
        _ db: OpaquePointer?, _ auxiliary: UnsafeMutableRawPointer?,
        _ result: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?
    ) -> Int32 {
        guard let auxiliary = unsafe auxiliary else { return SQLITE_MISUSE }
        let table = unsafe Unmanaged<VirtualTable>.fromOpaque(auxiliary)
        let code = unsafe table._withUnsafeGuaranteedRef { table in
            table.isConnecting = true
            defer { table.isConnecting = false }
            return unsafe sqlite3_declare_vtab(db, table.declaration)
        }
        guard code == SQLITE_OK else { return code }
        let header = UnsafeMutablePointer<TableHeader>.allocate(capacity: 1)
        unsafe header.initialize(to: TableHeader(table: table.retain()))
        unsafe result?.pointee = unsafe UnsafeMutableRawPointer(header).assumingMemoryBound(
            to: sqlite3_vtab.self)
        return SQLITE_OK
    }

    private static func disconnect(_ table: UnsafeMutablePointer<sqlite3_vtab>?) -> Int32 {
        guard let table = unsafe table else { return SQLITE_OK }
        let header = unsafe UnsafeMutableRawPointer(table).assumingMemoryBound(to: TableHeader.self)
        unsafe header.pointee.table.release()
        unsafe header.deinitialize(count: 1)
        unsafe header.deallocate()
        return SQLITE_OK
    }

    private static func open(
        _ table: UnsafeMutablePointer<sqlite3_vtab>?,
        _ result: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab_cursor>?>?
    ) -> Int32 {
        guard let table = unsafe table else { return SQLITE_MISUSE }
        let state = unsafe CursorState(ColumnarModule.table(table).takeUnretainedValue())
        let header = UnsafeMutablePointer<CursorHeader>.allocate(capacity: 1)
        unsafe header.initialize(to: CursorHeader(state: Unmanaged.passRetained(state)))
        unsafe result?.pointee =
            unsafe UnsafeMutableRawPointer(header).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
        return SQLITE_OK
    }

    private static func close(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
        guard let cursor = unsafe cursor else { return SQLITE_OK }
        let header = unsafe UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: CursorHeader.self)
        unsafe header.pointee.state.release()
        unsafe header.deinitialize(count: 1)
        unsafe header.deallocate()
        return SQLITE_OK
    }

    private static func filter(
        _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ number: Int32, _ count: Int32,
        _ values: UnsafeMutablePointer<OpaquePointer?>?
    ) -> Int32 {
        unsafe read(cursor, orElse: SQLITE_MISUSE) { state in
            let plans = state.table.plans
            guard plans.indices.contains(Int(number)) else { return SQLITE_ERROR }
            let values = unsafe UnsafeBufferPointer(start: UnsafePointer(values), count: Int(count))
            return unsafe state.start(plans[Int(number)], values) ? SQLITE_OK : SQLITE_INTERRUPT
        }
    }

    @unsafe static func table(_ table: UnsafeMutablePointer<sqlite3_vtab>) -> Unmanaged<VirtualTable> {
        unsafe UnsafeMutableRawPointer(table).assumingMemoryBound(to: TableHeader.self).pointee.table
    }

    /// Reads the state of a cursor; SQLite always hands one.
    @unsafe private static func read<Answer>(
        _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, orElse none: Answer,
        _ body: (CursorState) -> Answer
    ) -> Answer {
        guard let cursor = unsafe cursor else { return none }
        let header = unsafe UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: CursorHeader.self)
        return unsafe header.pointee.state._withUnsafeGuaranteedRef(body)
    }
}
