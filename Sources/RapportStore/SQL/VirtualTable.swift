internal import GRDBSQLite
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// A table of ours as a table of SQLite: cursors read the columns where they lie.
///
/// Columns have names of their own where SQLite, which ignores case, would take two for one.
final class VirtualTable {
    let name: String
    let schema: Schema
    /// The columns' names in SQL, in the order of the schema.
    let columns: [String]
    /// The rows, while a statement runs; nil while it is only looked at.
    let table: RapportTable.Table?
    /// The columns that ``cells`` point into.
    private let shown: [Column?]
    let work: Work
    /// Whether texts may be compared here, byte by byte.
    ///
    /// Not in a statement with a `collate`: of `t = 'A' collate nocase or t = 'b'` SQLite (3.40) makes a list of values
    /// and hands them down as if no collation were there.
    var comparesText = true
    /// While SQLite is told of the columns.
    var isConnecting = false
    /// By column of the schema; nil for one that is not at hand, because nothing reads it.
    let cells: [ColumnCells?]
    /// What ``bestIndex`` chose, by the number that SQLite hands back.
    var plans: [Plan] = []
    /// Look-ups by column so far; the second makes the index.
    private var lookups: [Int: Int] = [:]
    private var indexes: [Int: HashIndex?] = [:]

    /// The comparisons of one way to read, in the order of the values that SQLite hands over.
    struct Plan: Hashable {
        struct Constraint: Hashable {
            var column: Int
            var operation: Int32
        }
        var constraints: [Constraint]
        /// The place in ``constraints`` of the equality that an index serves.
        var equality: Int?
    }

    init(_ name: String, schema: Schema, _ table: RapportTable.Table?, work: Work) {
        (self.name, self.schema, self.table, self.work) = (name, schema, table, work)
        columns = ResultTable(name: name, columns: schema.names).columns
        shown = schema.names.map { name in table?[name].map(Self.shown) }
        cells = shown.map { column in column.map { ColumnCells($0) } }
    }

    /// The column as SQL sees it, where that is another one.
    private static func shown(_ column: Column) -> Column {
        switch column.type {
        case .list:
            // JSON, which SQLite's own functions take apart.
            return .texts((0..<column.count).map { column[$0].isMissing ? nil : column.text(at: $0) })
        case .datetime(let name?) where ZoneOffset(name) == nil:
            guard let zone = try? Zone(name) else { return column }
            let texts = (0..<column.count).map { row -> String? in
                guard case .datetime(let instant) = column[row], let wall = zone.wall(at: instant) else {
                    return nil
                }
                // The second time that the clock shows it: the offset behind tells the two apart.
                return ClockText.moment(wall)
                    + (zone.instant(ofWall: wall) == instant ? "" : ClockText.offset(wall - instant))
            }
            return .texts(texts)
        default: return column
        }
    }

    var count: Int { table?.count ?? 1_000_000 }

    /// `CREATE TABLE` as `sqlite3_declare_vtab` wants it.
    var declaration: String {
        let typed = zip(columns, schema.fields).map {
            "\(ResultTable.quoted($0)) \(ResultTable.sqlType($1.type))"
        }
        // A table without columns still has rows to count.
        return "CREATE TABLE x(\(typed.isEmpty ? "\"\" HIDDEN" : typed.joined(separator: ", ")))"
    }

    /// The number of a plan, the same for the same.
    func number(of plan: Plan) -> Int32 {
        if let known = plans.firstIndex(of: plan) { return Int32(known) }
        plans.append(plan)
        return Int32(plans.count - 1)
    }

    /// The index of a column from its second look-up on.
    func index(of column: Int) -> HashIndex? {
        lookups[column, default: 0] += 1
        guard lookups[column, default: 0] > 1, let cells = cells[column] else { return nil }
        if let made = indexes[column] { return made }
        let made = HashIndex(cells, count: count)
        indexes[column] = .some(made)
        return made
    }
}

/// Where a cursor is: the rows that pass the tests, one after the other.
final class CursorState {
    let table: VirtualTable
    private var tests: [CellTest] = []
    private var index: HashIndex?
    private(set) var row = 0
    private let count: Int

    init(_ table: VirtualTable) {
        self.table = table
        count = table.table?.count ?? 0
        row = count
    }

    var isAtEnd: Bool { row >= count }

    /// Begins to read by a plan with its values.
    ///
    /// - Returns: false where the statement was stopped.
    func start(_ plan: VirtualTable.Plan, _ values: UnsafeBufferPointer<OpaquePointer?>) -> Bool {
        tests = []
        index = nil
        var hash: UInt64?
        for (place, constraint) in plan.constraints.enumerated() {
            guard let cells = table.cells[constraint.column] else { continue }
            let value = unsafe place < values.count ? values[place] : nil
            switch unsafe CellTest.of(cells, constraint.operation, value) {
            case .undecided: continue
            case .never:
                row = count
                return true
            case .test(let test):
                tests.append(test)
                if place == plan.equality, let wanted = HashIndex.hash(of: test) {
                    index = table.index(of: constraint.column)
                    if index != nil { hash = wanted }
                }
            }
        }
        if let index, let hash {
            row = index.first(hash)
            return skip()
        }
        row = 0
        return skip()
    }

    func advance() -> Bool {
        row = index.map { $0.after(row) } ?? row + 1
        return tests.isEmpty ? true : skip()
    }

    /// Goes on to the next row that passes, from ``row`` on; false where the statement was stopped.
    private func skip() -> Bool {
        if let index {
            while row >= 0, !passes(row) { row = index.after(row) }
            if row < 0 { row = count }
            return true
        }
        var untilLook = Work.morsel
        while row < count, !passes(row) {
            row += 1
            untilLook -= 1
            if untilLook == 0 {
                if table.work.isCancelled { return false }
                untilLook = Work.morsel
            }
        }
        return true
    }

    @inline(__always) private func passes(_ row: Int) -> Bool {
        for test in tests where !test.holds(row) { return false }
        return true
    }
}
