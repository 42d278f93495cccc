public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// Writes tables as RFC 4180 asks, with line feeds.
///
/// What is written reads back as the same table: missing is an empty cell and empty text is `""`; floats are
/// the shortest text that reads back; quotes stand only where they are needed. Nothing is altered: a cell
/// that a spreadsheet would run as a formula stays as it is.
public enum CSVWriter {
    public struct Options: Sendable, Hashable {
        /// One ASCII character.
        public var delimiter: Character
        public var hasHeader: Bool
        public var hasByteOrderMark: Bool

        public init(delimiter: Character = ",", hasHeader: Bool = true, hasByteOrderMark: Bool = false) {
            (self.delimiter, self.hasHeader, self.hasByteOrderMark) = (delimiter, hasHeader, hasByteOrderMark)
        }
    }

    /// The whole text, in memory.
    public static func text(of table: Table, options: Options = Options()) -> [UInt8] {
        let rows = CSVRows(table, delimiter: options.delimiter.asciiValue ?? UInt8(ascii: ","))
        var bytes = preamble(rows, options)
        rows.append(0..<table.count, to: &bytes)
        return bytes
    }

    /// Writes into a file, without its text ever being in memory as a whole.
    ///
    /// - Throws: `file.write`; `csv.option`; `run.cancelled`.
    public static func write(
        _ table: Table, to file: FileReplacement, options: Options = Options(), work: Work
    ) throws(Diagnostic) {
        guard let delimiter = options.delimiter.asciiValue, delimiter != .lineFeed,
            delimiter != .carriageReturn
        else {
            throw Diagnostic(
                "csv.option", "`delimiter=` takes one ASCII character", subject: .parameter("delimiter"))
        }
        let rows = CSVRows(table, delimiter: delimiter)
        try file.write(preamble(rows, options))
        try file.writeRows(of: table, work: work) { range, bytes in rows.append(range, to: &bytes) }
    }

    private static func preamble(_ rows: CSVRows, _ options: Options) -> [UInt8] {
        var bytes: [UInt8] = options.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
        if options.hasHeader { rows.appendHeader(to: &bytes) }
        return bytes
    }
}

/// A table on its way to text.
struct CSVRows: Sendable {
    private let table: Table
    private let delimiter: UInt8

    init(_ table: Table, delimiter: UInt8) { (self.table, self.delimiter) = (table, delimiter) }

    func appendHeader(to bytes: inout [UInt8]) {
        for (index, name) in table.schema.names.enumerated() {
            if index > 0 { bytes.append(delimiter) }
            append(Array(name.utf8)[...], to: &bytes)
        }
        bytes.append(.lineFeed)
    }

    func append(_ rows: Range<Int>, to bytes: inout [UInt8]) {
        for row in rows {
            for index in table.columns.indices {
                if index > 0 { bytes.append(delimiter) }
                append(table.columns[index], row, to: &bytes)
            }
            bytes.append(.lineFeed)
        }
    }

    private func append(_ column: Column, _ row: Int, to bytes: inout [UInt8]) {
        switch column.layout {
        case .text(let text):
            if text.validity.map({ $0[row] }) ?? true { append(text, row, to: &bytes) }
        case .codes(let codes):
            if let code = codes.codes[row] { append(codes.dictionary, Int(code), to: &bytes) }
        case .float64(let floats):
            guard let value = floats[row] else { return }
            if !appendShort(value, to: &bytes) { bytes += column.text(at: row).utf8 }
        case .int64(let ints) where column.type == .int:
            if let value = ints[row] { appendDigits(value, to: &bytes) }
        default:
            // Lists hold commas and quotes, times what somebody may take for a delimiter.
            let text = column.text(at: row)
            if !text.isEmpty { append(text.utf8, to: &bytes) }
        }
    }

    private func append(_ text: TextColumn, _ row: Int, to bytes: inout [UInt8]) {
        let (lower, upper) = (Int(text.offsets[row]), Int(text.offsets[row + 1]))
        // SAFETY: offsets are ascending and inside the bytes.
        unsafe text.bytes.withUnsafeElements { elements in
            unsafe append(elements[lower..<upper], to: &bytes)
        }
    }

    /// A text with quotes where it would read back as something else without.
    private func append(_ text: some BidirectionalCollection<UInt8>, to bytes: inout [UInt8]) {
        var (needsQuotes, isBlank) = (false, true)
        for byte in text {
            if byte == delimiter || byte == .lineFeed || byte == .carriageReturn || byte == UInt8(ascii: "\"")
            {
                needsQuotes = true
            }
            if !byte.isBlank { isBlank = false }
        }
        guard needsQuotes || isBlank else {
            bytes.append(contentsOf: text)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func appendDigits(_ value: Int64, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(.minus) }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(truncatingIfNeeded: 48 + rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Floats of up to four decimals, by integers; false where the value is another.
    private func appendShort(_ value: Double, to bytes: inout [UInt8]) -> Bool {
        guard let decimal = ShortDecimal(value) else { return false }
        if decimal.isNegative { bytes.append(.minus) }
        appendDigits(Int64(decimal.whole), to: &bytes)
        bytes.append(UInt8(ascii: "."))
        var place: UInt64 = 1
        for _ in 1..<decimal.width { place *= 10 }
        while place > 0 {
            bytes.append(UInt8(truncatingIfNeeded: 48 + decimal.fraction / place % 10))
            place /= 10
        }
        return true
    }
}
