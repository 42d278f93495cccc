internal import GRDBSQLite
internal import RapportTable

/// A column as SQLite reads it: pointers into the column's own memory.
///
/// Trivial, so that giving a cell counts no references; whoever makes one keeps the column.
@safe struct ColumnCells {
    enum Form { case bits, int, float, text, codes, date, datetime }

    let form: Form
    private var words: UnsafePointer<UInt64>?
    private var firstBit = 0
    private var days: UnsafePointer<Int32>?
    private var ints: UnsafePointer<Int64>?
    private var floats: UnsafePointer<Double>?
    private var offsets: UnsafePointer<Int64>?
    private var bytes: UnsafePointer<UInt8>?
    private var validity: UnsafePointer<UInt64>?
    private var validityBit = 0
    /// Microseconds that the wall clock of the column's zone is ahead of UTC.
    let ahead: Int64
    /// Values of a dictionary.
    private(set) var distinct = 0

    // Lists, and moments of zones whose clocks are set, come as texts, which the virtual table makes of them.
    // SAFETY of all pointers: buffers never move or change while their column lives, and the virtual table that
    // makes these cells holds the column as long as SQLite can read them. Rows come from `0..<count` of the table.

    init(_ column: Column) {
        if case .datetime(let zone?) = column.type {
            ahead = ZoneOffset(zone)?.microseconds ?? 0
        } else {
            ahead = 0
        }
        switch column.layout {
        case .bits(let values, _):
            form = .bits
            (unsafe words, firstBit) = (unsafe Self.pointer(values.words), values.firstBit)
        case .int32(let values):
            form = .date
            unsafe days = unsafe Self.pointer(values.values)
        case .int64(let values):
            if case .datetime = column.type { form = .datetime } else { form = .int }
            unsafe ints = unsafe Self.pointer(values.values)
        case .float64(let values):
            form = .float
            unsafe floats = unsafe Self.pointer(values.values)
        case .text(let text):
            form = .text
            unsafe offsets = unsafe Self.pointer(text.offsets)
            unsafe bytes = unsafe Self.pointer(text.bytes)
        case .codes(let text):
            form = .codes
            unsafe days = unsafe Self.pointer(text.codes.values)
            unsafe offsets = unsafe Self.pointer(text.dictionary.offsets)
            unsafe bytes = unsafe Self.pointer(text.dictionary.bytes)
            distinct = text.dictionary.count
        case .list: form = .text
        }
        if let present = column.validity {
            (unsafe validity, validityBit) = (unsafe Self.pointer(present.words), present.firstBit)
        }
    }

    private static func pointer<Element>(_ buffer: Buffer<Element>) -> UnsafePointer<Element>? {
        unsafe buffer.withUnsafeElements { $0.baseAddress }
    }

    @inline(__always) private static func bit(_ words: UnsafePointer<UInt64>, _ place: Int) -> Bool {
        unsafe words[place >> 6] >> UInt64(place & 63) & 1 == 1
    }

    @inline(__always) func isPresent(_ row: Int) -> Bool {
        guard let validity = unsafe validity else { return true }
        return unsafe Self.bit(validity, validityBit + row)
    }

    /// A present cell of a form that is a whole number: 0 or 1, the int, days, microseconds.
    @inline(__always) func int(_ row: Int) -> Int64 {
        switch form {
        case .bits: unsafe words.map { unsafe Self.bit($0, firstBit + row) } ?? false ? 1 : 0
        case .date: unsafe Int64(days?[row] ?? 0)
        default: unsafe ints?[row] ?? 0
        }
    }

    @inline(__always) func float(_ row: Int) -> Double { unsafe floats?[row] ?? 0 }
    @inline(__always) func code(_ row: Int) -> Int { unsafe Int(days?[row] ?? 0) }

    /// The bytes of a present cell of text, or with `value` of a dictionary's value.
    @inline(__always) func text(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        unsafe value(form == .codes ? code(row) : row)
    }

    @inline(__always) func value(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        guard let offsets = unsafe offsets, let bytes = unsafe bytes else {
            return unsafe UnsafeBufferPointer(start: nil, count: 0)
        }
        let (lower, upper) = unsafe (Int(offsets[index]), Int(offsets[index + 1]))
        return unsafe UnsafeBufferPointer(start: bytes + lower, count: upper - lower)
    }

    /// A pointer for empty text: SQLite reads a null pointer as NULL, which would be missing.
    nonisolated(unsafe) static let emptyText = unsafe UnsafePointer(
        UnsafeMutablePointer<CChar>.allocate(capacity: 1))

    /// Gives a cell to SQLite; text stays where it lies.
    func give(_ row: Int, to context: OpaquePointer) {
        guard isPresent(row) else { return unsafe sqlite3_result_null(context) }
        switch form {
        case .bits, .int: unsafe sqlite3_result_int64(context, int(row))
        case .float: unsafe sqlite3_result_double(context, float(row))
        case .text, .codes:
            let bytes = unsafe text(row)
            let start = unsafe UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
            // No destructor (SQLITE_STATIC): the column outlives the statement.
            unsafe sqlite3_result_text64(
                context, start ?? Self.emptyText, UInt64(bytes.count), nil, UInt8(SQLITE_UTF8))
        case .date: unsafe ClockText.withDate(Int(int(row))) { unsafe Self.give($0, to: context) }
        case .datetime: unsafe ClockText.withMoment(int(row) &+ ahead) { unsafe Self.give($0, to: context) }
        }
    }

    @unsafe private static func give(_ bytes: UnsafeBufferPointer<UInt8>, to context: OpaquePointer) {
        let start = unsafe UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
        // SAFETY: -1 (SQLITE_TRANSIENT) makes SQLite copy the bytes before the call returns.
        unsafe sqlite3_result_text64(
            context, start ?? emptyText, UInt64(bytes.count),
            unsafeBitCast(-1, to: sqlite3_destructor_type.self),
            UInt8(SQLITE_UTF8))
    }
}
