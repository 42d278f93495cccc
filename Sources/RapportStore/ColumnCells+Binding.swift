internal import GRDBSQLite
internal import RapportTable

extension ColumnCells {
    /// Whether cells of a type are bound as they lie; times and lists are written out first.
    static func areBound(_ type: ColumnType) -> Bool {
        switch type {
        case .bool, .int, .float, .duration, .text: true
        case .date, .datetime, .list: false
        }
    }

    /// Binds a cell to a parameter; text is not copied, so that the column must outlive the statement's step.
    @unsafe @inline(__always) func bind(_ row: Int, at place: Int32, to statement: OpaquePointer) -> Int32 {
        guard isPresent(row) else { return unsafe sqlite3_bind_null(statement, place) }
        switch form {
        case .float: return unsafe sqlite3_bind_double(statement, place, float(row))
        case .text, .codes:
            let bytes = unsafe text(row)
            // SAFETY: a nil destructor (SQLITE_STATIC) leaves the bytes where they lie; the caller keeps the column.
            return unsafe sqlite3_bind_text64(
                statement, place,
                UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self) ?? Self.emptyText,
                UInt64(bytes.count), nil, UInt8(SQLITE_UTF8))
        case .bits, .int, .date, .datetime: return unsafe sqlite3_bind_int64(statement, place, int(row))
        }
    }
}
