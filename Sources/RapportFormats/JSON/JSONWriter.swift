public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// Writes tables as JSON: an object a row, keys in the order of the columns.
///
/// What is written reads back as the same columns: missing is `null`, dates and times are ISO 8601 texts, floats
/// the shortest digits that read back. Durations become seconds. A column `user.id` stays one key.
public enum JSONWriter {
    public enum Form: Sendable, Hashable {
        /// JSON Lines: a line a row.
        case lines
        /// One document: an array, with its objects on lines of their own.
        case array
    }

    /// Writes into a file, without its text ever being in memory as a whole.
    ///
    /// - Throws: `file.write`, `run.cancelled`.
    public static func write(_ table: Table, to file: FileReplacement, form: Form, work: Work)
        throws(Diagnostic)
    {
        if form == .array { try file.write([UInt8](table.count == 0 ? "[]\n".utf8 : "[\n".utf8)) }
        let rows = JSONRows(table, form)
        try file.writeRows(of: table, work: work) { range, bytes in rows.append(range, to: &bytes) }
        if form == .array, table.count > 0 { try file.write([UInt8]("]\n".utf8)) }
    }

    /// JSON Lines as a whole text, in memory.
    public static func lines(of table: Table) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONRows(table, .lines).append(0..<table.count, to: &bytes)
        return bytes
    }
}

/// A table on its way to text.
private struct JSONRows: Sendable {
    let columns: [Column]
    let keys: [[UInt8]]
    let form: JSONWriter.Form
    let count: Int

    init(_ table: Table, _ form: JSONWriter.Form) {
        (columns, count, self.form) = (table.columns, table.count, form)
        keys = table.schema.names.enumerated().map { index, name in
            var key: [UInt8] = index == 0 ? [] : [UInt8(ascii: ",")]
            Self.append(quoted: Array(name.utf8).span.extracting(...), to: &key)
            key.append(UInt8(ascii: ":"))
            return key
        }
    }

    func append(_ rows: Range<Int>, to bytes: inout [UInt8]) {
        for row in rows {
            bytes.append(UInt8(ascii: "{"))
            for index in columns.indices {
                bytes += keys[index]
                append(columns[index], row, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
            if form == .array, row + 1 < count { bytes.append(UInt8(ascii: ",")) }
            bytes.append(.lineFeed)
        }
    }

    private func append(_ column: Column, _ row: Int, to bytes: inout [UInt8]) {
        switch column.layout {
        case .text(let text):
            guard text.validity.map({ $0[row] }) ?? true else { break }
            return append(text, row, to: &bytes)
        case .codes(let codes):
            guard let code = codes.codes[row] else { break }
            return append(codes.dictionary, Int(code), to: &bytes)
        case .list(let lists):
            guard lists.validity.map({ $0[row] }) ?? true else { break }
            bytes.append(UInt8(ascii: "["))
            let places = lists.places(of: row)
            for place in places {
                if place > places.lowerBound { bytes.append(UInt8(ascii: ",")) }
                append(lists.elements, place, to: &bytes)
            }
            return bytes.append(UInt8(ascii: "]"))
        default:
            switch column[row] {
            case .missing: break
            case .float(let value): return bytes.append(contentsOf: value.description.utf8)
            case .duration(let value): return bytes.append(contentsOf: (Double(value) / 1e6).description.utf8)
            case .date, .datetime:
                // A blank between day and time is no ISO 8601.
                bytes.append(UInt8(ascii: "\""))
                for byte in column.text(at: row).utf8 { bytes.append(byte == 32 ? UInt8(ascii: "T") : byte) }
                return bytes.append(UInt8(ascii: "\""))
            default: return bytes.append(contentsOf: column.text(at: row).utf8)
            }
        }
        bytes += [UInt8(ascii: "n"), UInt8(ascii: "u"), UInt8(ascii: "l"), UInt8(ascii: "l")]
    }

    private func append(_ text: TextColumn, _ row: Int, to bytes: inout [UInt8]) {
        Self.append(
            quoted: text.bytes.span.extracting(Int(text.offsets[row])..<Int(text.offsets[row + 1])),
            to: &bytes)
    }

    private static func append(quoted text: Span<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for index in text.indices {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 8: bytes += Array("\\b".utf8)
            case 9: bytes += Array("\\t".utf8)
            case 10: bytes += Array("\\n".utf8)
            case 12: bytes += Array("\\f".utf8)
            case 13: bytes += Array("\\r".utf8)
            case 0..<32:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
