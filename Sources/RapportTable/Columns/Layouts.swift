/// Values of one fixed width, and which of them are present (`nil`: all).
public struct FixedColumn<Value: BitwiseCopyable & Sendable>: Sendable {
    public let values: Buffer<Value>
    public let validity: Bitmap?

    public init(values: Buffer<Value>, validity: Bitmap? = nil) {
        precondition(validity.map { $0.count == values.count } ?? true)
        (self.values, self.validity) = (values, validity)
    }

    /// From a few cells: literal tables and tests.
    public init(_ cells: [Value?], filler: Value) {
        values = Buffer(cells.map { $0 ?? filler })
        validity = cells.contains { $0 == nil } ? Bitmap(cells.map { $0 != nil }) : nil
    }

    public var count: Int { values.count }
    public subscript(rows: Range<Int>) -> Self { Self(values: values[rows], validity: validity?[rows]) }

    /// The cell, nil where missing.
    ///
    /// For a few cells; loops take spans.
    public subscript(row: Int) -> Value? { validity.map { $0[row] } ?? true ? values[row] : nil }
}

/// UTF-8 text: row `i` is `bytes[offsets[i] ..< offsets[i + 1]]`.
///
/// Offsets are 64-bit (Arrow's `large_utf8`), so that a column of messages may pass 2 GB. The bytes are
/// valid UTF-8: whoever builds a column has checked them. A missing row has an empty range.
public struct TextColumn: Sendable {
    /// One more than there are rows.
    public let offsets: Buffer<Int64>
    public let bytes: Buffer<UInt8>
    public let validity: Bitmap?

    public init(offsets: Buffer<Int64>, bytes: Buffer<UInt8>, validity: Bitmap? = nil) {
        precondition(offsets.count >= 1 && validity.map { $0.count == offsets.count - 1 } ?? true)
        (self.offsets, self.bytes, self.validity) = (offsets, bytes, validity)
    }

    public init(_ cells: [String?]) {
        var offsets: [Int64] = [0]
        var bytes: [UInt8] = []
        for cell in cells {
            if let cell { bytes += Array(cell.utf8) }
            offsets.append(Int64(bytes.count))
        }
        self.init(
            offsets: Buffer(offsets), bytes: Buffer(bytes),
            validity: cells.contains { $0 == nil } ? Bitmap(cells.map { $0 != nil }) : nil)
    }

    public var count: Int { offsets.count - 1 }
    public subscript(rows: Range<Int>) -> Self {
        Self(
            offsets: offsets[rows.lowerBound..<rows.upperBound + 1], bytes: bytes, validity: validity?[rows])
    }

    /// The cell, nil where missing.
    ///
    /// Makes a `String`: for a few cells.
    public subscript(row: Int) -> String? {
        guard validity.map({ $0[row] }) ?? true else { return nil }
        let (lower, upper) = (Int(offsets[row]), Int(offsets[row + 1]))
        // SAFETY: offsets are ascending and inside the bytes, by construction.
        return unsafe bytes.withUnsafeElements { unsafe String(decoding: $0[lower..<upper], as: UTF8.self) }
    }
}

/// Text of few distinct values: a code a row into a shared dictionary.
///
/// Codes of present rows are in `0..<dictionary.count`; the dictionary has no duplicates and no missing
/// rows, in no promised order, and may hold values that no row has (after a filter).
public struct CategoryColumn: Sendable {
    public let codes: FixedColumn<Int32>
    public let dictionary: TextColumn

    public init(codes: FixedColumn<Int32>, dictionary: TextColumn) {
        (self.codes, self.dictionary) = (codes, dictionary)
    }
    public var count: Int { codes.count }
    public subscript(rows: Range<Int>) -> Self { Self(codes: codes[rows], dictionary: dictionary) }
    public subscript(row: Int) -> String? { codes[row].flatMap { dictionary[Int($0)] } }
}

/// How the values lie in memory.
///
/// A closed enum: a kernel switches once a morsel, never once a row.
public enum Layout: Sendable {
    case bits(values: Bitmap, validity: Bitmap?)
    case int32(FixedColumn<Int32>)
    case int64(FixedColumn<Int64>)
    case float64(FixedColumn<Double>)
    case text(TextColumn)
    case codes(CategoryColumn)
    indirect case list(ListColumn)

    public var count: Int {
        switch self {
        case .bits(let values, _): values.count
        case .int32(let column): column.count
        case .int64(let column): column.count
        case .float64(let column): column.count
        case .text(let column): column.count
        case .codes(let column): column.count
        case .list(let column): column.count
        }
    }

    /// Which rows are present; nil: all.
    public var validity: Bitmap? {
        switch self {
        case .bits(_, let validity): validity
        case .int32(let column): column.validity
        case .int64(let column): column.validity
        case .float64(let column): column.validity
        case .text(let column): column.validity
        case .codes(let column): column.codes.validity
        case .list(let column): column.validity
        }
    }

    public subscript(rows: Range<Int>) -> Layout {
        switch self {
        case .bits(let values, let validity): .bits(values: values[rows], validity: validity?[rows])
        case .int32(let column): .int32(column[rows])
        case .int64(let column): .int64(column[rows])
        case .float64(let column): .float64(column[rows])
        case .text(let column): .text(column[rows])
        case .codes(let column): .codes(column[rows])
        case .list(let column): .list(column[rows])
        }
    }
}
