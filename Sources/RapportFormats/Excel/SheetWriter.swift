internal import CXlsxWriter
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// Writes one table as one sheet.
struct SheetWriter {
    private let table: Table
    private let sheet: WorksheetPointer
    private let header: FormatPointer
    private var columns: [Written]
    private(set) var losses = ExcelWriter.Losses()
    private var text = CellText()

    /// One column on its way.
    private struct Written {
        var name: String
        var column: Column
        var format: FormatPointer
        /// Of times with a zone, to its wall clock.
        var zone: Zone
    }

    init(_ sheet: ExcelWriter.Sheet, _ book: WorkbookFile, _ work: Work) throws(Diagnostic) {
        table = sheet.table
        self.sheet = try book.sheet(sheet.name)
        header = try book.format(nil, isBold: true)
        columns = []
        for (field, column) in zip(table.schema.fields, table.columns) {
            try work.check()
            let format = try book.format(ExcelFormat.code(field, column))
            let zone = try Zone(of: column.type)
            if case .datetime(let name?) = column.type { losses.zones.append("\(field.name)` in `\(name)") }
            columns.append(Written(name: field.name, column: column, format: format, zone: zone))
        }
    }

    mutating func write(work: Work) throws(Diagnostic) {
        let pointer = unsafe sheet.pointer
        for (index, column) in columns.enumerated() {
            let width = ExcelFormat.width(column.name, column.column)
            unsafe worksheet_set_column(pointer, UInt16(index), UInt16(index), width, column.format.pointer)
        }
        for (index, column) in columns.enumerated() {
            text.set(Array(column.name.utf8))
            try put(text: 0, index, header, row: nil)
        }
        if !columns.isEmpty {
            unsafe worksheet_freeze_panes(pointer, 1, 0)
            unsafe worksheet_autofilter(pointer, 0, 0, UInt32(table.count), UInt16(columns.count - 1))
        }
        for row in 0..<table.count {
            if row & 1023 == 0 {
                try work.check()
                work.advance(by: min(1024, table.count - row))
            }
            for index in columns.indices { try write(row, index) }
        }
        try work.check()
    }

    private mutating func write(_ row: Int, _ index: Int) throws(Diagnostic) {
        let column = columns[index].column
        switch column.layout {
        case .text(let texts):
            guard texts.validity.map({ $0[row] }) ?? true else { return }
            try write(texts, row, at: row, index)
        case .codes(let codes):
            guard let code = codes.codes[row] else { return }
            try write(codes.dictionary, Int(code), at: row, index)
        case .list(let lists):
            guard lists.validity.map({ $0[row] }) ?? true else { return }
            text.set(Array(column.text(at: row).utf8))
            try put(text: row + 1, index, columns[index].format, row: row)
        case .bits(let values, let validity):
            guard validity.map({ $0[row] }) ?? true else { return }
            unsafe worksheet_write_boolean(
                sheet.pointer, UInt32(row + 1), UInt16(index), values[row] ? 1 : 0,
                columns[index].format.pointer)
        case .float64(let cells):
            guard let value = cells[row] else { return }
            if Self.digits(value) > 16 { losses.longFloats += 1 }
            put(value, row, index)
        case .int32(let cells):
            guard let days = cells[row] else { return }
            try put(moment: Int(days), 0, row, index)
        case .int64(let cells):
            guard let value = cells[row] else { return }
            switch column.type {
            case .datetime:
                let wall = columns[index].zone.wall(at: value) ?? value
                let (days, rest) = wall.quotientAndRemainder(dividingBy: 86_400_000_000)
                try put(
                    moment: Int(rest < 0 ? days - 1 : days), rest < 0 ? rest + 86_400_000_000 : rest, row,
                    index)
            case .duration: put(Double(value) / 86_400e6, row, index)
            default:
                // A double has no more digits.
                if value.magnitude > 1 << 53 {
                    losses.hugeInts += 1
                    text.set(Array(String(value).utf8))
                    try put(text: row + 1, index, columns[index].format, row: row)
                } else {
                    put(Double(value), row, index)
                }
            }
        }
    }

    private func put(_ value: Double, _ row: Int, _ index: Int) {
        unsafe worksheet_write_number(
            sheet.pointer, UInt32(row + 1), UInt16(index), value, columns[index].format.pointer)
    }

    /// A day and the time in it; as text where Excel has no such day.
    private mutating func put(moment days: Int, _ microseconds: Int64, _ row: Int, _ index: Int)
        throws(Diagnostic)
    {
        if let serial = SerialDate.since1900.serial(days, microseconds: microseconds) {
            return put(serial, row, index)
        }
        losses.earlyDays += 1
        text.set(Array(columns[index].column.text(at: row).utf8))
        try put(text: row + 1, index, columns[index].format, row: row)
    }

    private mutating func write(_ texts: TextColumn, _ entry: Int, at row: Int, _ index: Int)
        throws(Diagnostic)
    {
        let (lower, upper) = (Int(texts.offsets[entry]), Int(texts.offsets[entry + 1]))
        if lower == upper {
            losses.emptyTexts += 1
            return
        }
        text.set(texts.bytes, lower..<upper)
        try put(text: row + 1, index, columns[index].format, row: row)
    }

    /// The text at hand; `row` is that of the table, nil in the header.
    private func put(text line: Int, _ index: Int, _ format: FormatPointer, row: Int?) throws(Diagnostic) {
        let code = unsafe text.withCString {
            unsafe worksheet_write_string(sheet.pointer, UInt32(line), UInt16(index), $0, format.pointer)
        }
        guard code == LXW_NO_ERROR else {
            let place =
                row.map { "row \(LoadReport.grouped($0 + 1)), column `\(columns[index].name)`" }
                ?? "a column's name"
            throw Diagnostic(
                "excel.text-too-long", "\(place): a cell holds 32,767 characters, found more",
                help: ["`derive` with `left(…, 32767)` keeps the beginning; `save \"….csv\"` keeps all"])
        }
    }

    /// Significant digits of the shortest decimal that reads back.
    private static func digits(_ value: Double) -> Int {
        // Whole numbers and amounts, which most are, need no look.
        let scaled = value * 10_000
        if abs(scaled) < 1e15, scaled == scaled.rounded() { return 15 }
        var (count, zeros) = (0, 0)
        for byte in value.description.utf8 {
            if byte == UInt8(ascii: "e") { break }
            guard byte.isDigit else { continue }
            if byte == 48 {
                if count > 0 { zeros += 1 }
            } else {
                (count, zeros) = (count + zeros + 1, 0)
            }
        }
        return count
    }
}

/// The bytes of one cell as the library takes them: with a zero behind, and without one inside.
private struct CellText {
    private var bytes: [CChar] = [0]

    mutating func set(_ text: [UInt8]) { set(Buffer(text), 0..<text.count) }

    mutating func set(_ text: Buffer<UInt8>, _ range: Range<Int>) {
        bytes.removeAll(keepingCapacity: true)
        let span = text.span
        for place in range {
            let byte = span[place]
            if byte == 0 {
                bytes += [CChar(bitPattern: 0xEF), CChar(bitPattern: 0xBF), CChar(bitPattern: 0xBD)]
                continue
            }
            if byte == UInt8(ascii: "_"), Self.looksEscaped(span.extracting(place..<range.upperBound)) {
                // What looks like an escape of Excel is written as one of the sign itself.
                bytes += "_x005F".utf8.map { CChar(bitPattern: $0) }
            }
            bytes.append(CChar(bitPattern: byte))
        }
        bytes.append(0)
    }

    /// `_x000D_`.
    private static func looksEscaped(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 7, text[1] | 0x20 == UInt8(ascii: "x"), text[6] == UInt8(ascii: "_") else {
            return false
        }
        for place in 2..<6 where Character(UnicodeScalar(text[place])).hexDigitValue == nil { return false }
        return true
    }

    @unsafe func withCString<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        unsafe bytes.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
    }
}
