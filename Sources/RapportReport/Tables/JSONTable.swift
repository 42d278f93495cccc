import RapportDiagnostics
public import RapportTable

/// A table as a JSON array of objects, one line a row, keys in the order of the columns.
///
/// Ints are digits however large, floats the shortest that reads back, missing is null, dates and times
/// are ISO 8601 texts, durations seconds.
public enum JSONTable {
    /// Ends with a line end; a table without rows is `[]`.
    public static func write(_ table: Table, to output: inout some TextOutputStream) {
        guard table.count > 0 else { return output.write("[]\n") }
        let keys = table.schema.names.map { jsonQuoted($0) + ": " }
        output.write("[\n")
        for row in 0..<table.count {
            var line = "  {"
            for (index, column) in table.columns.enumerated() {
                if index > 0 { line += ", " }
                line += keys[index]
                line += json(column[row], zone: column.type.zone)
            }
            line += row + 1 < table.count ? "},\n" : "}\n"
            output.write(line)
        }
        output.write("]\n")
    }

    private static func json(_ scalar: Scalar, zone: String?) -> String {
        switch scalar {
        case .missing: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .float(let value): value.description
        case .text(let value): jsonQuoted(value)
        case .date: "\"\(scalar.text())\""
        case .datetime: "\"\(scalar.text(zone: zone).replacing(" ", with: "T"))\""
        case .duration(let microseconds): (Double(microseconds) / 1e6).description
        case .list(let elements): "[" + elements.map { json($0, zone: zone) }.joined(separator: ", ") + "]"
        }
    }
}
