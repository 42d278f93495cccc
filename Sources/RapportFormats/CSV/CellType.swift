internal import RapportTable

/// How the cells of a column are read: a type of the language, with what its writing needs.
enum CellType: Sendable, Hashable {
    case bool
    case int(NumberForm)
    case float(NumberForm)
    case date(DateOrder)
    /// `zone`: minutes east of Greenwich, where every cell says so.
    case datetime(DateOrder, zone: Int?)
    /// `mayRepeat`: a sample had few distinct values, so codes are tried.
    case text(mayRepeat: Bool)

    var type: ColumnType {
        switch self {
        case .bool: .bool
        case .int: .int
        case .float: .float
        case .date: .date
        case .datetime(_, let zone): .datetime(zone: zone.map(Temporal.zoneName))
        case .text: .text
        }
    }

    var number: NumberForm? {
        switch self {
        case .int(let form), .float(let form): form
        default: nil
        }
    }

    var isText: Bool { if case .text = self { true } else { false } }

    /// Bytes a row, where all rows take the same.
    var width: Int {
        switch self {
        case .bool: 0
        case .int, .float, .datetime: 8
        case .date, .text: 4
        }
    }
}

/// How the numbers of a column are written.
struct NumberForm: Sendable, Hashable {
    /// `.` or `,`.
    var decimal = UInt8(ascii: ".")
    /// All have a percent sign.
    var isPercent = false
}

/// The words that mean that there is no value.
///
/// Unless an analyst names them, they count only in a column whose other cells are numbers, times or
/// booleans: in a text column `NA` may be Namibia.
struct MissingCodes: Sendable {
    static let usual = [
        "NA", "N/A", "n/a", "na", "N.A.", "#N/A", "<NA>", "NULL", "null", "Null", "None", "none", "nil",
        "NaN",
        "nan", "NAN", "-nan", "inf", "-inf", "Inf", "-Inf", "INF", "-INF", "Infinity", "-Infinity",
        "infinity",
        "-infinity", "missing", "-", "--", "—", "?", "\\N", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!",
        "无", "空", "缺失", "未知",
    ]

    let names: [String]
    /// True where the analyst named them.
    let areNamed: Bool
    private let codes: [[UInt8]]
    private let longest: Int

    init(_ named: [String]?) {
        names = named ?? Self.usual
        areNamed = named != nil
        codes = names.map { Array($0.utf8) }
        longest = codes.map(\.count).max() ?? 0
    }

    func index(of cell: CellBytes) -> Int? {
        guard cell.count <= longest else { return nil }
        return codes.firstIndex { cell.equals($0) }
    }
}
