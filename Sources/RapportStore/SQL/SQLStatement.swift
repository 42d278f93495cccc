internal import GRDBSQLite
internal import RapportDiagnostics
internal import RapportTable

/// One prepared select.
@safe final class SQLStatement {
    let connection: SQLConnection
    let text: String
    let words: SQLText
    /// SAFETY: prepared in `init`, finalised in `deinit`, on the connection that `self` holds.
    let handle: OpaquePointer
    /// The columns of the result.
    let columns: [Column]

    struct Column {
        var name: String
        /// The column of a table that it plainly names.
        var origin: Field?
        /// It takes values of a private column, or may.
        var isPrivate: Bool
    }

    /// - Throws: what ``SQLFailure`` makes of SQLite's own message; `sql.empty`, `sql.several`,
    ///   `table.duplicate-column`.
    init(_ text: String, on connection: SQLConnection, names: [String]) throws(Diagnostic) {
        (self.connection, self.text) = (connection, text)
        words = SQLText(text)
        if text.contains("\0") { throw Diagnostic("sql.syntax", "an SQL text holds no NUL") }
        if words.hasCollation { for table in connection.tables { table.comparesText = false } }
        var (prepared, rest): (OpaquePointer?, Int) = (nil, 0)
        let bytes = text.utf8CString
        let code = unsafe bytes.withUnsafeBufferPointer { buffer in
            var tail: UnsafePointer<CChar>?
            let code = unsafe sqlite3_prepare_v2(connection.handle, buffer.baseAddress, -1, &prepared, &tail)
            if let tail = unsafe tail, let start = buffer.baseAddress { rest = unsafe tail - start }
            return code
        }
        if code != SQLITE_OK {
            throw SQLFailure(connection: connection, words: words, names: names).preparing(code)
        }
        guard let prepared = unsafe prepared else {
            throw Diagnostic(
                "sql.empty", "the SQL text holds no statement", help: ["`sql \"select … from …\"`"])
        }
        unsafe handle = unsafe prepared
        if let more = words.tokens.first(where: { $0.span.lowerBound >= rest && $0.text != ";" }) {
            unsafe sqlite3_finalize(prepared)
            throw Diagnostic(
                "sql.several", "`sql` takes one statement, found more after the first",
                at: SourceSpan(more.span),
                help: ["a line of its own for each"])
        }
        columns = unsafe Self.columns(of: prepared, on: connection, isCompound: words.isCompound)
        if unsafe sqlite3_stmt_readonly(prepared) == 0 || columns.isEmpty || words.isExplain {
            // From here on all is set, so that `deinit` finalises.
            throw Diagnostic("sql.read-only", "`sql` takes a select", help: ["`sql \"select … from …\"`"])
        }
        for (index, column) in columns.enumerated() {
            guard columns[..<index].contains(where: { $0.name == column.name }) else { continue }
            throw Diagnostic(
                "table.duplicate-column", "two columns of the result are named `\(column.name)`",
                at: words.tokens.last { SQLText.unquoted($0.text) == column.name }.map {
                    SourceSpan($0.span)
                },
                help: ["a name for one of them: `… as \(SQLText.name(column.name + "_2"))`"])
        }
    }

    deinit { unsafe sqlite3_finalize(handle) }

    private static func columns(
        of statement: OpaquePointer, on connection: SQLConnection, isCompound: Bool
    ) -> [Column] {
        let readsPrivate = connection.reads.contains { read in
            guard let table = connection.tables.first(where: { $0.name == read.table }) else { return false }
            return zip(table.columns, table.schema.fields).contains {
                $1.isPrivate && read.columns.contains($0)
            }
        }
        return unsafe (0..<sqlite3_column_count(statement)).map { index in
            func text(_ pointer: UnsafePointer<CChar>?) -> String? {
                unsafe pointer.map { unsafe String(cString: $0) }
            }
            let name = unsafe text(sqlite3_column_name(statement, index)) ?? ""
            var origin: Field?
            if let table = unsafe text(sqlite3_column_table_name(statement, index)),
                let column = unsafe text(sqlite3_column_origin_name(statement, index)),
                let known = connection.tables.first(where: { $0.name == table }),
                let place = known.columns.firstIndex(of: column)
            {
                origin = known.schema.fields[place]
            }
            // Of several selects put together SQLite names the origin in the first alone.
            let isPrivate = (origin?.isPrivate ?? false) || (isCompound && readsPrivate)
            let folded = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return Column(
                name: folded.isEmpty ? "column_\(index + 1)" : folded, origin: origin, isPrivate: isPrivate)
        }
    }

    /// The tables and columns that it reads, under their own names.
    var sources: [SQLOutline.Source] {
        connection.reads.map { read in
            let table = connection.tables.first { $0.name == read.table }
            let columns = read.columns.compactMap { column in
                table?.columns.firstIndex(of: column).flatMap { table?.schema.fields[$0].name }
            }
            return SQLOutline.Source(read.table, columns: columns)
        }
    }

    /// The names of its parameters, without `$`.
    /// - Throws: `sql.parameter` for `?`, `:name` and `@name`.
    func parameters() throws(Diagnostic) -> [String] {
        var names: [String] = []
        for index in 0..<(unsafe sqlite3_bind_parameter_count(handle)) {
            let name =
                unsafe sqlite3_bind_parameter_name(handle, index + 1).map { unsafe String(cString: $0) }
                ?? "?"
            guard name.hasPrefix("$") else {
                let wish = "$" + (name == "?" ? "name" : name.dropFirst())
                throw Diagnostic(
                    "sql.parameter", "a value from outside is written `$name`, found `\(name)`",
                    at: words.tokens.first { $0.text == name.prefix(1) }.map { SourceSpan($0.span) },
                    help: ["`\(wish)`, which `let \(wish.dropFirst())=…` sets"])
            }
            names.append(String(name.dropFirst()))
        }
        return names
    }

    /// Binds every parameter; a name without a value is the caller's to refuse before.
    func bind(_ values: [String: Scalar]) throws(Diagnostic) {
        for (index, name) in try parameters().enumerated() {
            let place = Int32(index + 1)
            var code = SQLITE_OK
            switch values[name] ?? .missing {
            case .missing: code = unsafe sqlite3_bind_null(handle, place)
            case .bool(let value): code = unsafe sqlite3_bind_int64(handle, place, value ? 1 : 0)
            case .int(let value), .duration(let value): code = unsafe sqlite3_bind_int64(handle, place, value)
            case .float(let value): code = unsafe sqlite3_bind_double(handle, place, value)
            case .text(let value): code = unsafe Self.bind(value, at: place, to: handle)
            case .list:
                let text = (values[name] ?? .missing).text()
                code = unsafe Self.bind(text, at: place, to: handle)
            case .date(let days):
                code = unsafe Self.bind(ClockText.date(days), at: place, to: handle)
            case .datetime(let moment):
                code = unsafe Self.bind(ClockText.moment(moment), at: place, to: handle)
            }
            if code != SQLITE_OK {
                throw .internalError("SQLite takes no value for `$\(name)`, code \(code)")
            }
        }
    }

    @unsafe private static func bind(_ text: String, at place: Int32, to statement: OpaquePointer) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            // SAFETY: -1 (SQLITE_TRANSIENT) makes SQLite copy the bytes before the call returns.
            unsafe sqlite3_bind_text64(
                statement, place,
                UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
                    ?? ColumnCells.emptyText,
                UInt64(bytes.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self), UInt8(SQLITE_UTF8))
        }
    }
}

extension SQLText {
    /// `explain` gives a program of SQLite's, not rows.
    var isExplain: Bool { tokens.first?.text.lowercased() == "explain" }
}
