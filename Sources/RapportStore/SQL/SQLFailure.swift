internal import GRDBSQLite
internal import RapportDiagnostics

/// SQLite's messages as ours: with a place in the text, and a help that can be acted on.
///
/// While a statement is prepared no cell is read, so that SQLite's words quote the text alone. While it runs they may
/// quote cells: then only those pass that are known to hold none.
struct SQLFailure {
    let connection: SQLConnection
    let words: SQLText
    /// All tables that exist.
    let names: [String]

    // MARK: - Before it runs

    func preparing(_ code: Int32) -> Diagnostic {
        let message = unsafe String(cString: sqlite3_errmsg(connection.handle))
        let offset = Int(unsafe sqlite3_error_offset(connection.handle))
        let token = offset >= 0 ? words.token(at: offset) : nil
        let span = token.map { SourceSpan($0.span) }
        // Of a virtual table SQLite says it itself, before it asks.
        let change = message.hasSuffix("may not be modified") ? words.change : nil
        if let refused = connection.refused ?? change {
            let word = refused.split(separator: " ")[0]
            return Diagnostic(
                "sql.read-only", "`sql` reads tables and changes nothing, found \(refused)",
                at: words.tokens.first { $0.text.lowercased() == word }.map { SourceSpan($0.span) } ?? span,
                help: ["`… | save table=NAME` keeps a result, `drop NAME` forgets one"])
        }
        func rest(_ prefix: String) -> String? {
            message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : nil
        }
        if let name = rest("no such table: ") { return unknownTable(name) }
        if let name = rest("no such column: ") { return unknownColumn(name, span) }
        if let name = rest("ambiguous column name: ") {
            let tables = connection.tables.filter { table in
                connection.reads.contains { $0.table == table.name } || words.mention(of: table.name) != nil
            }
            let having = tables.filter { $0.columns.contains { $0.lowercased() == name.lowercased() } }
            let shown = having.map { "`\(SQLText.name($0.name)).\(SQLText.name(name))`" }.joined(
                separator: " or ")
            return Diagnostic(
                "sql.ambiguous-column", "more than one table has a column `\(name)`",
                at: span ?? place(of: name), help: shown.isEmpty ? [] : [.init(shown)])
        }
        if let name = rest("no such function: ") {
            let near = name.lowercased().nearest(in: Self.functions)
            return Diagnostic(
                "sql.unknown-function", "SQLite has no function `\(name)`", at: span ?? place(of: name),
                help: [
                    help(near, for: span ?? place(of: name))
                        ?? "SQL is SQLite's here: `strftime`, `group_concat`, …"
                ])
        }
        if message.hasPrefix("near ") || message.hasPrefix("unrecognized token")
            || message == "incomplete input"
        {
            let found = message == "incomplete input" ? "the end" : token.map { "`\($0.text)`" } ?? "this"
            return Diagnostic("sql.syntax", "SQLite cannot read the text at \(found)", at: span)
        }
        return Diagnostic("sql.refused", "SQLite refuses the text: \(message)", at: span)
    }

    private func unknownTable(_ typed: String) -> Diagnostic {
        let name =
            typed.split(separator: ".").count > 1 && typed.hasPrefix("main.")
            ? String(typed.dropFirst(5)) : typed
        let span = place(of: name) ?? name.split(separator: ".").last.flatMap { place(of: String($0)) }
        let tables = names.filter { $0 != "it" }
        var help = help(name.nearest(in: names), for: span)
        if help == nil, names.contains(name) { help = .init("in quotes: `\(ResultTable.quoted(name))`") }
        return Diagnostic(
            "table.unknown", "no table named `\(name)`", at: span,
            help: [
                help
                    ?? (tables.isEmpty
                        ? "`load \"file.csv\"` reads a file"
                        : .init(
                            "tables: "
                                + tables.suffix(12).map { "`\(SQLText.name($0))`" }.joined(separator: ", ")))
            ])
    }

    private func unknownColumn(_ typed: String, _ span: SourceSpan?) -> Diagnostic {
        let parts = typed.split(separator: ".").map(String.init)
        let name = parts.last ?? typed
        let mentioned = connection.tables.filter { words.mention(of: $0.name) != nil }
        let columns = mentioned.flatMap(\.columns)
        let place = place(of: name) ?? span
        var help = help(name.nearest(in: columns), for: place)
        let isQuoted = words.tokens.contains { SourceSpan($0.span) == place && $0.text.first == "\"" }
        // In double quotes stands a name; of a short one anything is near.
        if let place, isQuoted, help == nil || name.count < 4 {
            let text = "'" + name.replacing("'", with: "''") + "'"
            help = .init("`\(text)` if it is a text", edit: .init(place, text))
        }
        return Diagnostic(
            "table.unknown-column", "no column named `\(name)`", at: place,
            help: [
                help
                    ?? .init(
                        "columns: "
                            + columns.prefix(12).map { "`\(SQLText.name($0))`" }.joined(separator: ", ")
                            + (columns.count > 12 ? " and \(columns.count - 12) more" : ""))
            ])
    }

    private func place(of name: String) -> SourceSpan? { words.mention(of: name).map { SourceSpan($0.span) } }

    private func help(_ near: String?, for span: SourceSpan?) -> Diagnostic.Help? {
        near.map { name in
            let text = SQLText.name(name)
            return .init("`\(text)`", edit: span.map { .init($0, text) })
        }
    }

    private static let functions = [
        "abs", "avg", "ceil", "char", "coalesce", "concat", "count", "cume_dist", "date", "datetime",
        "dense_rank",
        "exp", "first_value", "floor", "format", "glob", "group_concat", "hex", "ifnull", "iif", "instr",
        "json_each",
        "json_extract", "julianday", "lag", "last_value", "lead", "length", "like", "ln", "log", "log10",
        "log2",
        "lower", "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif", "percent_rank", "pow", "power",
        "printf", "quote", "random", "rank", "replace", "round", "row_number", "rtrim", "sign", "sqrt",
        "strftime",
        "substr", "substring", "sum", "time", "total", "trim", "typeof", "unicode", "unixepoch", "upper",
    ]

    // MARK: - While it runs

    static func running(_ code: Int32, _ message: String, work isCancelled: Bool) -> Diagnostic {
        if isCancelled || code == SQLITE_INTERRUPT { return .cancelled }
        let known = [
            "integer overflow": "a sum of ints is too large for 64 bits",
            "string or blob too big": "a text grows past 200 MB",
            "malformed JSON": "a cell is no JSON",
            "LIKE or GLOB pattern too complex": "a pattern of `like` or `glob` is too long",
        ]
        if let text = known[message] {
            return Diagnostic(
                "sql.failed", "the statement stopped: \(text)",
                help: message == "integer overflow" ? ["`total(…)` adds as a float"] : [])
        }
        switch code & 0xFF {
        case SQLITE_NOMEM: return Diagnostic("memory.limit", "SQLite has no memory left")
        case SQLITE_FULL, SQLITE_IOERR:
            return Diagnostic(
                "sql.failed", "SQLite has no room to sort in",
                help: ["free some room in the folder for temporary files"])
        default: return Diagnostic("sql.failed", "the statement stopped: SQLite error \(code)")
        }
    }
}
