import RapportTable

/// Random expressions, as text of a wanted type, over random small tables.
struct Generator {
    var state: UInt64

    init(seed: UInt64) {
        state = (seed &* 0x9E37_79B9_7F4A_7C15) | 1
        // Seeds that are near each other begin alike; a few steps part them.
        for _ in 0..<20 { _ = below(2) }
    }

    /// xorshift64*: what matters is that a seed gives the same run everywhere.
    mutating func below(_ bound: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int(((state &* 2_685_821_657_736_338_717) >> 33) % UInt64(bound))
    }
    mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

    // MARK: - Tables

    static let columns: [(String, ColumnType)] = [
        ("i", .int), ("j", .int), ("f", .float), ("g", .float), ("s", .text), ("c", .text), ("b", .bool),
        ("d", .date), ("t", .datetime(zone: nil)), ("u", .duration),
    ]

    mutating func table() -> Table {
        let rows = pick([0, 1, 2, 7, 65, 130])
        var columns: [Column] = []
        for (name, type) in Self.columns {
            var cells: [Scalar] = []
            for _ in 0..<rows { cells.append(below(5) == 0 ? .missing : cell(type)) }
            let column = Column(type, scalars: cells)
            columns.append(name == "c" ? coded(column) : column)
        }
        let table = Table(Schema(Self.columns.map { Field($0.0, $0.1) }), columns, count: rows)
        // A slice begins in the middle of a word.
        return rows > 3 && below(2) == 0 ? table[3..<rows] : table
    }

    /// The same texts with a dictionary, which holds one value that no row has.
    private func coded(_ column: Column) -> Column {
        let texts = (0..<column.count).map { row -> String? in
            if case .text(let text) = column[row] { text } else { nil }
        }
        let entries = ["unused"] + Array(Set(texts.compactMap { $0 })).sorted()
        let codes = texts.map { text in text.flatMap { entries.firstIndex(of: $0) }.map { Int32($0) } }
        return Column(
            .text,
            .codes(CategoryColumn(codes: FixedColumn(codes, filler: 0), dictionary: TextColumn(entries))))
    }

    private mutating func cell(_ type: ColumnType) -> Scalar {
        switch type {
        case .bool: .bool(below(2) == 0)
        case .int: .int(below(40) == 0 ? pick([.max, .min, 4_000_000_000_000_000_000]) : Int64(below(7) - 3))
        case .float: .float(pick([0, 0.5, -0.25, 1, 2.5, 2.675, -1.005, 1e10, 3]))
        case .text: .text(pick(["", "a", "Ab", " a b ", "refund", "ÄÖ", "北京市", "\u{3000}x\u{A0}"]))
        case .date: .date(Int32(below(40_000) - 10_000))
        case .datetime: .datetime(Int64(below(1_000_000_000)) * 1_000_000 - 300_000_000_000_000)
        case .duration: .duration(Int64(below(2_000_000) - 1_000_000) * 1_000_000)
        case .list(let element): .list((0..<below(4)).map { _ in below(6) == 0 ? .missing : cell(element) })
        }
    }

    // MARK: - Expressions

    mutating func expression(_ type: ColumnType, depth: Int) -> String {
        if depth == 0 || below(6) == 0 { return leaf(type) }
        let inner = depth - 1
        switch below(8) {
        case 0:
            return "if(\(expression(.bool, depth: inner)), \(expression(type, depth: inner)), \(leaf(type)))"
        case 1: return "coalesce(\(expression(type, depth: inner)), \(expression(type, depth: inner)))"
        case 2:
            let condition = expression(.bool, depth: inner)
            return
                "case(\(condition), \(expression(type, depth: inner)), \(expression(.bool, depth: inner)), \(leaf(type)))"
        default: return computed(type, inner)
        }
    }

    private mutating func leaf(_ type: ColumnType) -> String {
        let names = Self.columns.filter { $0.1 == type }.map(\.0)
        return below(3) == 0 ? literal(type) : pick(names)
    }

    private mutating func literal(_ type: ColumnType) -> String {
        switch type {
        case .bool: pick(["true", "false"])
        case .int: pick(["0", "1", "2", "-3", "7"])
        case .float: pick(["0.0", "0.5", "-2.5", "10%", "3.0"])
        case .text: pick(["\"\"", "\"a\"", "\"京\"", "\"fun\"", "\"A\"", "\" \""])
        case .date: pick(["2020-02-29", "1999-12-31"])
        case .datetime: pick(["2001-01-31T09:30", "1970-01-01T00:00"])
        case .duration: pick(["2h", "1d", "90min", "-3d"])
        case .list(let element): "[\(literal(element)), \(literal(element))]"
        }
    }

    private mutating func computed(_ type: ColumnType, _ depth: Int) -> String {
        func bracketed(_ text: String) -> String { "(\(text))" }
        switch type {
        case .int:
            switch below(8) {
            case 0: return "length(\(expression(.text, depth: depth)))"
            case 1: return "year(\(expression(.date, depth: depth)))"
            case 2: return "weekday(\(expression(.datetime(zone: nil), depth: depth)))"
            case 3: return "abs(\(expression(.int, depth: depth)))"
            case 4: return "days(\(expression(.duration, depth: depth)))"
            case 5: return "min_of(\(expression(.int, depth: depth)), \(expression(.int, depth: depth)))"
            case 6: return "-(\(expression(.int, depth: depth)))"
            default:
                let sign = pick(["+", "-", "*", "%"])
                return "(\(expression(.int, depth: depth)) \(sign) \(expression(.int, depth: depth)))"
            }
        case .float:
            switch below(7) {
            case 0: return "(\(expression(.int, depth: depth)) / \(expression(.int, depth: depth)))"
            case 1: return "round(\(expression(.float, depth: depth)), \(below(4)))"
            case 2: return "floor(\(expression(.float, depth: depth)))"
            case 3: return "sqrt(\(expression(.float, depth: depth)))"
            case 4: return "max_of(\(expression(.float, depth: depth)), \(expression(.int, depth: depth)))"
            default:
                let sign = pick(["+", "-", "*", "/", "%"])
                return
                    "(\(expression(.float, depth: depth)) \(sign) \(expression(pick([.int, .float]), depth: depth)))"
            }
        case .text:
            switch below(6) {
            case 0: return "\(pick(["lower", "upper", "trim"]))(\(expression(.text, depth: depth)))"
            case 1: return "concat(\(expression(.text, depth: depth)), \(expression(.text, depth: depth)))"
            case 2: return "\(pick(["left", "right"]))(\(expression(.text, depth: depth)), \(below(4)))"
            case 3: return "replace(\(expression(.text, depth: depth)), \(leaf(.text)), \(leaf(.text)))"
            default: return "lower(\(pick(["s", "c"])))"
            }
        case .bool: return condition(depth)
        case .date:
            switch below(4) {
            case 0: return "month(\(expression(.datetime(zone: nil), depth: depth)))"
            case 1:
                return
                    "(\(expression(.date, depth: depth)) \(pick(["+", "-"])) \(pick(["1mo", "3d", "1y", "2w"])))"
            case 2: return "week(\(expression(.date, depth: depth)))"
            default: return "date(\(expression(.datetime(zone: nil), depth: depth)))"
            }
        case .datetime:
            switch below(3) {
            case 0: return "(\(expression(.date, depth: depth)) + \(pick(["2h", "90min"])))"
            case 1:
                return "(\(expression(.datetime(zone: nil), depth: depth)) - \(pick(["1mo", "3d", "5h"])))"
            default:
                return
                    "(\(expression(.datetime(zone: nil), depth: depth)) + \(expression(.duration, depth: 0)))"
            }
        case .duration:
            switch below(4) {
            case 0: return "(\(expression(.date, depth: depth)) - \(expression(.date, depth: depth)))"
            case 1: return "(\(expression(.duration, depth: depth)) + \(expression(.duration, depth: depth)))"
            case 2: return "(u * \(expression(.int, depth: depth)))"
            default: return "(t - \(expression(.date, depth: depth)))"
            }
        case .list: return leaf(type)
        }
    }

    private mutating func condition(_ depth: Int) -> String {
        let order = pick(["<", "<=", ">", ">="])
        switch below(10) {
        case 0: return "(\(expression(.bool, depth: depth)) and \(expression(.bool, depth: depth)))"
        case 1: return "(\(expression(.bool, depth: depth)) or \(expression(.bool, depth: depth)))"
        case 2: return "(not \(expression(.bool, depth: depth)))"
        case 3:
            let type = pick(Self.columns).1
            return "\(pick(["missing", "present"]))(\(expression(type, depth: depth)))"
        case 4:
            return "(\(pick(["s", "c"])) \(pick(["in", "not in"])) [\(literal(.text)), \(literal(.text))])"
        case 5: return "(i in [\(literal(.int)), \(literal(.float))])"
        case 6:
            let search = pick(["contains", "starts_with", "ends_with"])
            return "\(search)(\(expression(.text, depth: depth)), \(leaf(.text)))"
        case 7: return "(\(pick(["s", "c"])) \(pick(["==", "!=", order])) \(expression(.text, depth: depth)))"
        case 8: return "(t \(order) \(expression(.date, depth: depth)))"
        default:
            let sign = pick(["==", "!=", order])
            return "(\(expression(.float, depth: depth)) \(sign) \(expression(.int, depth: depth)))"
        }
    }
}
