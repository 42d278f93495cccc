/// A column of the language: a meaning over a layout.
///
/// Kernels see layouts, the binder sees types.
///
/// | type | layout |
/// |---|---|
/// | bool | bits |
/// | int | int64 |
/// | float | float64; NaN and infinities never enter a column |
/// | text | text or codes |
/// | date | int32, days since 1970-01-01 |
/// | datetime | int64, microseconds: of the instant in UTC with a zone, of the wall clock without one |
/// | duration | int64, microseconds |
/// | list | list: offsets into a column of the elements |
public struct Column: Sendable {
    public let type: ColumnType
    public let layout: Layout

    /// Traps where the layout is not one of the type's: a fault of the caller, never of data.
    public init(_ type: ColumnType, _ layout: Layout) {
        switch (type, layout) {
        case (.bool, .bits), (.int, .int64), (.float, .float64), (.text, .text), (.text, .codes),
            (.date, .int32), (.datetime, .int64), (.duration, .int64):
            (self.type, self.layout) = (type, layout)
        case (.list(let element), .list(let column)) where column.elements.type == element:
            (self.type, self.layout) = (type, layout)
        default: preconditionFailure("a column of type \(type) cannot lie as \(layout)")
        }
    }

    public var count: Int { layout.count }
    public var validity: Bitmap? { layout.validity }
    public var missingCount: Int { validity?.clearCount ?? 0 }
    public subscript(rows: Range<Int>) -> Column { Column(type, layout[rows]) }

    /// One cell.
    ///
    /// For a few: output, tests, literal tables.
    public subscript(row: Int) -> Scalar {
        switch layout {
        case .bits(let values, let validity): validity.map { $0[row] } ?? true ? .bool(values[row]) : .missing
        case .int32(let column): column[row].map { .date($0) } ?? .missing
        case .int64(let column):
            column[row].map { value in
                switch type {
                case .datetime: .datetime(value)
                case .duration: .duration(value)
                default: .int(value)
                }
            } ?? .missing
        case .float64(let column): column[row].map { .float($0) } ?? .missing
        case .text(let column): column[row].map { .text($0) } ?? .missing
        case .codes(let column): column[row].map { .text($0) } ?? .missing
        case .list(let column): column[row].map { .list($0) } ?? .missing
        }
    }
}

extension Column {
    public static func bools(_ cells: [Bool?]) -> Column {
        let validity = cells.contains { $0 == nil } ? Bitmap(cells.map { $0 != nil }) : nil
        return Column(.bool, .bits(values: Bitmap(cells.map { $0 ?? false }), validity: validity))
    }
    public static func ints(_ cells: [Int?]) -> Column {
        Column(.int, .int64(FixedColumn(cells.map { $0.map(Int64.init) }, filler: 0)))
    }
    /// NaN and infinities become missing.
    public static func floats(_ cells: [Double?]) -> Column {
        Column(.float, .float64(FixedColumn(cells.map { $0.flatMap { $0.isFinite ? $0 : nil } }, filler: 0)))
    }
    public static func texts(_ cells: [String?]) -> Column { Column(.text, .text(TextColumn(cells))) }
    /// Days since 1970-01-01.
    public static func dates(_ cells: [Int32?]) -> Column {
        Column(.date, .int32(FixedColumn(cells, filler: 0)))
    }
    /// Microseconds since 1970-01-01T00:00.
    public static func datetimes(_ cells: [Int64?], zone: String? = nil) -> Column {
        Column(.datetime(zone: zone), .int64(FixedColumn(cells, filler: 0)))
    }
    /// Microseconds.
    public static func durations(_ cells: [Int64?]) -> Column {
        Column(.duration, .int64(FixedColumn(cells, filler: 0)))
    }

    public static func lists(_ cells: [[Scalar]?], of element: ColumnType) -> Column {
        Column(.list(of: element), .list(ListColumn(cells, of: element)))
    }

    /// A column of `type` from scalars; a scalar of another type counts as missing, an int fits a float.
    public init(_ type: ColumnType, scalars: [Scalar]) {
        switch type {
        case .bool: self = .bools(scalars.map { if case .bool(let v) = $0 { v } else { nil } })
        case .int: self = .ints(scalars.map { if case .int(let v) = $0 { Int(v) } else { nil } })
        case .float: self = .floats(scalars.map(\.number))
        case .text: self = .texts(scalars.map { if case .text(let v) = $0 { v } else { nil } })
        case .date: self = .dates(scalars.map { if case .date(let v) = $0 { v } else { nil } })
        case .datetime(let zone):
            self = .datetimes(scalars.map { if case .datetime(let v) = $0 { v } else { nil } }, zone: zone)
        case .duration: self = .durations(scalars.map { if case .duration(let v) = $0 { v } else { nil } })
        case .list(let element):
            self = .lists(scalars.map { if case .list(let v) = $0 { v } else { nil } }, of: element)
        }
    }
}
