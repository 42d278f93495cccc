internal import GRDBSQLite
internal import RapportTable

/// A comparison that SQLite handed down, as a test of a column's cells.
///
/// It may let rows through that do not hold, never the reverse: SQLite looks again. So values of another class than
/// the column's, which SQLite would convert by its own rules, are not tested here.
enum CellTest {
    case missing(ColumnCells)
    case present(ColumnCells)
    case ints(ColumnCells, ClosedRange<Int64>)
    case floats(ColumnCells, ClosedRange<Double>)
    case text(ColumnCells, Comparison, [UInt8])
    /// By code: whether the dictionary's value holds.
    case codes(ColumnCells, [Bool])

    enum Comparison { case equal, less, greater }

    /// What became of a comparison.
    enum Outcome {
        case test(CellTest)
        /// SQLite decides alone.
        case undecided
        /// No row can hold: nothing compares with missing.
        case never
    }

    @inline(__always) func holds(_ row: Int) -> Bool {
        switch self {
        case .missing(let cells): return !cells.isPresent(row)
        case .present(let cells): return cells.isPresent(row)
        case .ints(let cells, let range): return cells.isPresent(row) && range.contains(cells.int(row))
        case .floats(let cells, let range): return cells.isPresent(row) && range.contains(cells.float(row))
        case .codes(let cells, let holding): return cells.isPresent(row) && holding[cells.code(row)]
        case .text(let cells, let comparison, let wanted):
            return cells.isPresent(row) && (unsafe Self.holds(cells.text(row), comparison, wanted))
        }
    }

    @unsafe private static func holds(
        _ bytes: UnsafeBufferPointer<UInt8>, _ comparison: Comparison, _ wanted: [UInt8]
    ) -> Bool {
        switch comparison {
        case .equal: unsafe bytes.count == wanted.count && bytes.elementsEqual(wanted)
        case .less: unsafe !wanted.lexicographicallyPrecedes(bytes)
        case .greater: unsafe !bytes.lexicographicallyPrecedes(wanted)
        }
    }

    /// The test for `column OPERATION value`.
    static func of(_ cells: ColumnCells, _ operation: Int32, _ value: OpaquePointer?) -> Outcome {
        switch operation {
        case SQLITE_INDEX_CONSTRAINT_ISNULL: return .test(.missing(cells))
        case SQLITE_INDEX_CONSTRAINT_ISNOTNULL: return .test(.present(cells))
        default: break
        }
        guard let value = unsafe value else { return .undecided }
        let type = unsafe sqlite3_value_type(value)
        if type == SQLITE_NULL { return .never }
        let comparison: Comparison =
            switch operation {
            case SQLITE_INDEX_CONSTRAINT_EQ: .equal
            case SQLITE_INDEX_CONSTRAINT_LT, SQLITE_INDEX_CONSTRAINT_LE: .less
            default: .greater
            }
        switch cells.form {
        case .bits, .int:
            if type == SQLITE_INTEGER {
                return .test(.ints(cells, range(unsafe sqlite3_value_int64(value), comparison)))
            }
            guard type == SQLITE_FLOAT else { return .undecided }
            return whole(cells, unsafe sqlite3_value_double(value), comparison)
        case .float:
            var number: Double
            if type == SQLITE_INTEGER {
                let whole = unsafe sqlite3_value_int64(value)
                guard whole.magnitude <= 1 << 53 else { return .undecided }
                number = Double(whole)
            } else if type == SQLITE_FLOAT {
                number = unsafe sqlite3_value_double(value)
            } else {
                return .undecided
            }
            guard number.isFinite else { return .undecided }
            if number == 0 { number = 0 }
            return .test(.floats(cells, range(number, comparison)))
        case .date:
            guard type == SQLITE_TEXT, let days = unsafe ClockText.days(bytes(of: value)) else {
                return .undecided
            }
            return .test(.ints(cells, range(Int64(days), comparison)))
        case .datetime:
            // Only the forms whose order as text is that of the moments.
            guard type == SQLITE_TEXT, let (text, isCanonical) = unsafe canonical(value), isCanonical else {
                return .undecided
            }
            return .test(.ints(cells, range(text &- cells.ahead, comparison)))
        case .text:
            guard type == SQLITE_TEXT else { return .undecided }
            return .test(.text(cells, comparison, unsafe Array(bytes(of: value))))
        case .codes:
            guard type == SQLITE_TEXT else { return .undecided }
            let wanted = unsafe Array(bytes(of: value))
            // The index knows texts, not codes.
            if comparison == .equal { return .test(.text(cells, .equal, wanted)) }
            let holding = (0..<cells.distinct).map { unsafe holds(cells.value($0), comparison, wanted) }
            return holding.contains(true) ? .test(.codes(cells, holding)) : .never
        }
    }

    @unsafe static func bytes(of value: OpaquePointer) -> UnsafeBufferPointer<UInt8> {
        // The blob of a text is its bytes; asked for first, as the manual wants it.
        let start = unsafe sqlite3_value_blob(value)
        let count = Int(unsafe sqlite3_value_bytes(value))
        return unsafe UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count)
    }

    /// A moment, and whether it is written as a column's cells are, with a blank and whole seconds or as a day.
    @unsafe private static func canonical(_ value: OpaquePointer) -> (Int64, Bool)? {
        let bytes = unsafe bytes(of: value)
        guard let moment = unsafe ClockText.moment(bytes) else { return nil }
        let isDay = bytes.count == 10
        return unsafe (moment, isDay || bytes.count == 19 && bytes[10] == UInt8(ascii: " "))
    }

    private static func range(_ value: Int64, _ comparison: Comparison) -> ClosedRange<Int64> {
        switch comparison {
        case .equal: value...value
        case .less: Int64.min...value
        case .greater: value...Int64.max
        }
    }

    private static func range(_ value: Double, _ comparison: Comparison) -> ClosedRange<Double> {
        switch comparison {
        case .equal: value...value
        case .less: -Double.infinity...value
        case .greater: value...Double.infinity
        }
    }

    /// An int's column against a float.
    private static func whole(_ cells: ColumnCells, _ number: Double, _ comparison: Comparison) -> Outcome {
        switch comparison {
        case .equal:
            guard let exact = Int64(exactly: number) else { return .never }
            return .test(.ints(cells, exact...exact))
        case .less:
            if number >= 0x1p63 { return .test(.present(cells)) }
            guard number >= -0x1p63 else { return .never }
            return .test(.ints(cells, Int64.min...Int64(number.rounded(.down))))
        case .greater:
            if number <= -0x1p63 { return .test(.present(cells)) }
            guard number < 0x1p63 else { return .never }
            return .test(.ints(cells, Int64(number.rounded(.up))...Int64.max))
        }
    }
}
