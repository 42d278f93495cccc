internal import GRDB
internal import GRDBSQLite
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension ResultTable {
    /// Rows that SQLite takes while the next are written out.
    private static let blockRows = 16_384
    /// What SQLite calls the rows on their way in; no table of the workspace has this name.
    private static let incoming = "rapport_incoming"

    /// Inserts all rows, as `version` where the table has versions, behind those that are there.
    ///
    /// SQLite reads them out of a virtual table, from where they lie: half the time of binding them one by one. What it
    /// has no type for (times and lists) is written out before, with a second thread while SQLite takes the rows before
    /// those.
    func insert(
        _ table: RapportTable.Table, version: Int? = nil, in db: Database, _ work: Work = Work(width: 1)
    ) throws {
        guard let connection = unsafe db.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE)
        }
        if table.count == 0 { return }
        // SQLite numbers the rows itself, from the last one on.
        let rowNumber = "NULL"
        let cells = zip(columns(of: table), table.columns).map {
            $1.missingCount == $1.count ? "NULL" : Self.quoted($0)
        }
        let sql = """
            INSERT INTO \(Self.quoted(name))
            SELECT \(([rowNumber] + cells + (version.map { ["\($0)", "NULL"] } ?? [])).joined(separator: ", "))
              FROM \(Self.incoming)
            """
        defer { unsafe sqlite3_create_module_v2(connection, Self.incoming, nil, nil, nil) }
        let blocks = (table.count + Self.blockRows - 1) / Self.blockRows
        try work.ahead(blocks) { block in
            Self.writtenOut(
                table, block * Self.blockRows..<min(table.count, (block + 1) * Self.blockRows))
        } take: { (_, block) throws(any Error) in
            try unsafe ColumnarModule.register(
                VirtualTable(Self.incoming, schema: block.schema, block, work: work), on: connection)
            let code = unsafe sqlite3_exec(connection, sql, nil, nil, nil)
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        }
    }

    /// The names that the virtual table gives to the columns.
    private func columns(of table: RapportTable.Table) -> [String] {
        ResultTable(name: Self.incoming, columns: table.schema.names).columns
    }

    /// The rows with texts in place of times and lists.
    private static func writtenOut(_ table: RapportTable.Table, _ rows: Range<Int>) -> RapportTable.Table {
        var (fields, columns) = (table.schema.fields, table.columns)
        for index in fields.indices {
            columns[index] = columns[index][rows]
            switch fields[index].type {
            case .bool, .int, .float, .duration, .text: continue
            case .date, .datetime, .list: columns[index] = columns[index].canonicalTexts()
            }
            fields[index].type = .text
        }
        return RapportTable.Table(Schema(fields), columns, count: rows.count)
    }
}
