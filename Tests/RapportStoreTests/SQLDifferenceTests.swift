import Foundation
import GRDB
import RapportDiagnostics
import RapportStore
import RapportTable
import RapportWork
import Testing

/// The same SQL over the same rows, in our columns and in plain tables of SQLite: what is pushed down, looked up by
/// an index or read in place must change nothing.
@Suite struct SQLDifferenceTests {
    /// Rows of two tables, as scalars: the plain tables are made of them too.
    struct Rows {
        var left: [(field: Field, cells: [Scalar])]
        var right: [(field: Field, cells: [Scalar])]
    }

    static let texts = ["", "a", "A", "ab", "b", "5", "5.0", "客户", "2025-01-01", "z z"]
    static let zones: [String?] = [nil, "UTC", "+08:00"]

    static func rows(_ random: inout SeededNumbers) -> Rows {
        func column(_ name: String, _ type: ColumnType, _ count: Int, kind: Kind? = nil) -> (Field, [Scalar])
        {
            let cells = (0..<count).map { _ -> Scalar in
                if random.below(6) == 0 { return .missing }
                switch type {
                case .bool: return .bool(random.below(2) == 0)
                case .int: return .int([0, 1, 2, 5, -3, .max, .min, 1 << 53 + 1][random.below(8)])
                case .float:
                    return .float([0, -0.0, 1, 5, 0.1, -2.5, 1e300, 9007199254740992][random.below(8)])
                case .text: return .text(texts[random.below(texts.count)])
                case .date: return .date(Int32(20_088 + random.below(4)))
                case .datetime:
                    return .datetime(
                        (Int64(20_088 + random.below(3)) * 86_400 + Int64(random.below(3)) * 30_000)
                            * 1_000_000 + [0, 500_000][random.below(2)])
                case .duration: return .duration(Int64(random.below(3)) * 1_000_000)
                case .list: return .missing
                }
            }
            return (Field(name, type, kind: kind), cells)
        }
        let (n, m) = (random.below(40), random.below(25))
        let zone = zones[random.below(3)]
        return Rows(
            left: [
                column("k", .int, n), column("x", .float, n), column("t", .text, n, kind: .id),
                column("d", .date, n),
                column("m", .datetime(zone: zone), n), column("b", .bool, n), column("w", .duration, n),
            ],
            right: [column("k", .int, m), column("t", .text, m), column("v", .int, m), column("d", .date, m)])
    }

    static func table(_ columns: [(field: Field, cells: [Scalar])], coded: Bool) -> RapportTable.Table {
        RapportTable.Table(
            Schema(columns.map(\.field)),
            columns.map { field, cells in
                guard coded, field.type == .text else { return Column(field.type, scalars: cells) }
                let codes = cells.map { cell -> Int32? in
                    guard case .text(let text) = cell else { return nil }
                    return texts.firstIndex(of: text).map(Int32.init)
                }
                return Column(
                    .text,
                    .codes(
                        CategoryColumn(codes: FixedColumn(codes, filler: 0), dictionary: TextColumn(texts))))
            }, count: columns[0].cells.count)
    }

    /// As SQL sees a cell.
    static func plain(_ cell: Scalar, _ type: ColumnType) -> DatabaseValue {
        switch cell {
        case .missing: .null
        case .bool(let value): (value ? 1 : 0).databaseValue
        case .int(let value), .duration(let value): value.databaseValue
        case .float(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .date, .list: cell.text().databaseValue
        case .datetime(let moment):
            if case .datetime(zone: "+08:00") = type {
                Scalar.datetime(moment + 8 * 3_600_000_000).text().databaseValue
            } else {
                cell.text().databaseValue
            }
        }
    }

    static func insert(_ name: String, _ columns: [(field: Field, cells: [Scalar])], in db: Database) throws {
        let typed = columns.map { field, _ in
            let type =
                switch field.type {
                case .bool, .int, .duration: "INTEGER"
                case .float: "REAL"
                default: "TEXT"
                }
            return "\(field.name) \(type)"
        }
        try db.execute(sql: "CREATE TABLE \(name) (\(typed.joined(separator: ", ")))")
        for row in 0..<columns[0].cells.count {
            try db.execute(
                sql: "INSERT INTO \(name) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))",
                arguments: StatementArguments(columns.map { plain($0.cells[row], $0.field.type) }))
        }
    }

    // MARK: - Queries

    static func value(_ random: inout SeededNumbers) -> String {
        [
            "0", "1", "5", "-3", "5.0", "0.1", "2.5", "1e300", "9223372036854775807", "9007199254740993",
            "'5'", "'a'",
            "'A'", "''", "'客户'", "'2025-01-01'", "'2025-01-02'", "'2025-01-01 08:20:00'",
            "'2025-01-01 08:20'",
            "'2025-01'", "null", "true", "1000000", "'z'",
        ][random.below(24)]
    }

    static func predicate(_ a: String, _ b: String?, _ random: inout SeededNumbers, depth: Int = 0) -> String
    {
        func column() -> String {
            if let b, random.below(3) == 0 { return b + "." + ["k", "t", "v", "d"][random.below(4)] }
            return a + "." + ["k", "x", "t", "d", "m", "b", "w"][random.below(7)]
        }
        switch random.below(depth > 1 ? 7 : 10) {
        case 0...2:
            return "\(column()) \(["=", "<", "<=", ">", ">=", "<>", "is"][random.below(7)]) \(value(&random))"
        case 3: return "\(column()) is \(random.below(2) == 0 ? "" : "not ")null"
        case 4:
            return
                "\(column()) \(random.below(2) == 0 ? "" : "not ")in (\(value(&random)), \(value(&random)), \(value(&random)))"
        case 5: return "\(column()) between \(value(&random)) and \(value(&random))"
        case 6:
            return
                "\(a).t \(["like 'a%'", "= 'A' collate nocase", "> 'a' collate nocase", "glob '*5*'"][random.below(4)])"
        case 7:
            return
                "(\(predicate(a, b, &random, depth: depth + 1)) and \(predicate(a, b, &random, depth: depth + 1)))"
        case 8:
            return
                "(\(predicate(a, b, &random, depth: depth + 1)) or \(predicate(a, b, &random, depth: depth + 1)))"
        default: return "not (\(predicate(a, b, &random, depth: depth + 1)))"
        }
    }

    static func query(_ random: inout SeededNumbers) -> String {
        let on = [
            "l.k = r.k", "l.t = r.t", "l.d = r.d", "l.x = r.k", "l.k = r.v and l.t = r.t", "l.k < r.v",
            "l.t = r.k",
        ][
            random.below(7)]
        let filter = random.below(5) == 0 ? "" : " where " + predicate("l", nil, &random)
        switch random.below(9) {
        case 0: return "select * from l\(filter)"
        case 1: return "select rowid, k, upper(t) as u, x + k as s, d from l\(filter)"
        case 2:
            return
                "select \(["t", "d", "b", "k", "substr(m, 1, 10)"][random.below(5)]) as g, count(*) as n, count(x) as c, "
                + "min(d) as first, max(m) as last, total(w) as s from l\(filter) group by 1"
        case 3, 4:
            let kind = ["join", "left join"][random.below(2)]
            return "select l.k, l.t, l.x, r.v, r.d from l \(kind) r on \(on)"
                + (random.below(2) == 0 ? "" : " where " + predicate("l", "r", &random))
        case 5: return "select distinct t, b from l\(filter)"
        case 6:
            return
                "select l.t, l.m from l where \(random.below(2) == 0 ? "" : "not ")exists (select 1 from r where \(on))"
        case 7: return "select k, d from l\(filter) union select v, d from r"
        default:
            return "select a.k, b.t, c.v from l as a join l as b on a.t = b.t join r as c on c.k = b.k"
                + (random.below(2) == 0 ? "" : " where " + predicate("a", nil, &random))
        }
    }

    /// Rows as text, sorted: without `order by` any order is right.
    static func shown(_ rows: [[DatabaseValue]]) -> [String] {
        rows.map { row in
            row.map { cell in
                switch cell.storage {
                case .null: "null"
                case .int64(let value):
                    "\(Double(value) == 9007199254740992 ? "\(value)" : "\(Double(value))")"
                case .double(let value): "\(value == 0 ? 0 : value)"
                case .string(let value): "'\(value)'"
                case .blob: "blob"
                }
            }.joined(separator: ", ")
        }.sorted()
    }

    @Test func `what our columns give is what plain tables of SQLite give`() throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        print("seed \(seed)")
        var random = SeededNumbers(seed)
        var (compared, nonEmpty) = (0, 0)
        for _ in 0..<40 {
            let rows = Self.rows(&random)
            let coded = random.below(2) == 0
            var tables = [
                ("l", Self.table(rows.left, coded: coded)), ("r", Self.table(rows.right, coded: coded)),
            ]
            // A window on a longer table is read where it begins.
            if tables[0].1.count > 3, random.below(2) == 0 {
                tables[0].1 = tables[0].1[1..<tables[0].1.count]
            }
            let plain = try DatabaseQueue()
            let kept = tables[0].1
            try plain.write { db in
                try Self.insert(
                    "l",
                    zip(kept.schema.fields, kept.columns).map { field, column in
                        (field, (0..<column.count).map { column[$0] })
                    }, in: db)
                try Self.insert("r", rows.right, in: db)
            }
            for _ in 0..<50 {
                let query = Self.query(&random)
                let wanted = try plain.read { db in
                    try Row.fetchAll(db, sql: query).map { row in Array(row.databaseValues) }
                }
                let given = try SQLiteEngine().run(
                    query, over: tables.map { SQLTable($0, schema: $1.schema, $1) }, parameters: [:],
                    work: Work(width: 1)
                ).table
                let cells = (0..<given.count).map { row in
                    given.columns.map { Self.plain($0[row], $0.type) }
                }
                compared += 1
                if !wanted.isEmpty { nonEmpty += 1 }
                #expect(Self.shown(cells) == Self.shown(wanted), "seed \(seed): \(query)")
            }
        }
        #expect(compared == 2_000 && nonEmpty > 500, "\(nonEmpty) of \(compared) gave rows")
    }
}

/// A small generator that a seed determines.
struct SeededNumbers {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var x = state
        x = (x ^ x >> 30) &* 0xBF58_476D_1CE4_E5B9
        x = (x ^ x >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((x ^ x >> 31) % UInt64(bound))
    }
}
