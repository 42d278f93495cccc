internal import GRDBSQLite
internal import RapportTable

extension ColumnarModule {
    /// Takes the comparisons that cells can be tested by, and tells SQLite what reading so costs.
    ///
    /// Numbers are rows read. An equality is by an index, so a join reads the shorter table and looks up in the
    /// longer one. SQLite looks at every row again (`omit` stays 0): see ``CellTest``.
    static func bestIndex(
        _ pointer: UnsafeMutablePointer<sqlite3_vtab>?,
        _ information: UnsafeMutablePointer<sqlite3_index_info>?
    ) -> Int32 {
        guard let pointer = unsafe pointer, let information = unsafe information else { return SQLITE_MISUSE }
        return unsafe table(pointer)._withUnsafeGuaranteedRef { table in
            let rows = Double(max(table.count, 1))
            var plan = VirtualTable.Plan(constraints: [])
            var (estimate, best) = (rows, rows)
            for index in 0..<Int(unsafe information.pointee.nConstraint) {
                let constraint = unsafe information.pointee.aConstraint[index]
                let (column, operation) = (Int(constraint.iColumn), Int32(constraint.op))
                guard constraint.usable != 0, table.schema.fields.indices.contains(column),
                    operations.contains(operation),
                    unsafe isPlain(information, index, column, of: table)
                else { continue }
                let share: Double
                switch operation {
                case SQLITE_INDEX_CONSTRAINT_EQ:
                    let expected = equal(to: column, in: table)
                    if expected < best { (best, plan.equality) = (expected, plan.constraints.count) }
                    share = expected / rows
                case SQLITE_INDEX_CONSTRAINT_ISNULL: share = 0.1
                case SQLITE_INDEX_CONSTRAINT_ISNOTNULL: share = 0.9
                default: share = 0.3
                }
                plan.constraints.append(.init(column: column, operation: operation))
                unsafe information.pointee.aConstraintUsage[index].argvIndex = Int32(plan.constraints.count)
                estimate *= share
            }
            unsafe information.pointee.idxNum = table.number(of: plan)
            unsafe information.pointee.estimatedRows = Int64(max(estimate, 1))
            // A look-up is dearer than a step; a scan reads all whatever it lets through.
            unsafe information.pointee.estimatedCost = plan.equality == nil ? rows : best + 4
            return SQLITE_OK
        }
    }

    private static let operations: Set<Int32> = [
        SQLITE_INDEX_CONSTRAINT_EQ, SQLITE_INDEX_CONSTRAINT_LT, SQLITE_INDEX_CONSTRAINT_LE,
        SQLITE_INDEX_CONSTRAINT_GT, SQLITE_INDEX_CONSTRAINT_GE, SQLITE_INDEX_CONSTRAINT_ISNULL,
        SQLITE_INDEX_CONSTRAINT_ISNOTNULL,
    ]

    /// Text is compared byte by byte; under another collation SQLite does it.
    private static func isPlain(
        _ information: UnsafeMutablePointer<sqlite3_index_info>, _ index: Int, _ column: Int,
        of table: VirtualTable
    ) -> Bool {
        guard ResultTable.sqlType(table.schema.fields[column].type) == "TEXT" else { return true }
        guard table.comparesText else { return false }
        guard let name = unsafe sqlite3_vtab_collation(information, Int32(index)) else { return false }
        return unsafe String(cString: name) == "BINARY"
    }

    /// Rows that hold one value, as far as it can be known without counting.
    private static func equal(to column: Int, in table: VirtualTable) -> Double {
        let (field, rows) = (table.schema.fields[column], Double(max(table.count, 1)))
        if let distinct = table.cells[column]?.distinct, distinct > 0 {
            return max(rows / Double(distinct), 1)
        }
        if field.type == .bool { return max(rows / 2, 1) }
        return field.kind == .id ? min(10, rows) : max(rows.squareRoot(), 1)
    }
}
