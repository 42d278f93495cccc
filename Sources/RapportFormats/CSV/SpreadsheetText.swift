public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// What a spreadsheet that opens a CSV file would change or run, written so that it does neither.
///
/// - A text that begins like a formula (`=`, `+`, `-`, `@`, their full-width forms, a tab, a line end) gets an
///   apostrophe in front.
/// - A text of digits and signs only, which would be read as a number or a date (`007`, `1E5`, `3-4`,
///   `+8613812345678`), becomes `="007"`: a formula of nothing but that text.
/// - A whole number of more than 15 digits, whose last ones would be lost, becomes such a text too.
///
/// Source: OWASP, *CSV Injection*.
public enum SpreadsheetText {
    /// The table to write, and how many cells and names are written in another way.
    ///
    /// A cell of a dictionary counts once for all rows that have it.
    public static func safe(_ table: Table, work: Work) throws(Diagnostic) -> (table: Table, formulas: Int) {
        var formulas = 0
        var (fields, columns) = ([Field](), [Column]())
        for (field, column) in zip(table.schema.fields, table.columns) {
            try work.check()
            let name = safe(field.name)
            if name.isFormula { formulas += 1 }
            var field = field.renamed(name.text)
            let made = safe(column, &formulas)
            field.type = made.type
            fields.append(field)
            columns.append(made)
        }
        return (Table(Schema(fields), columns, count: table.count), formulas)
    }

    private static func safe(_ column: Column, _ formulas: inout Int) -> Column {
        switch column.layout {
        case .text(let text): return Column(.text, .text(safe(text, &formulas)))
        case .codes(let codes):
            // Two entries may become the same text; that is no matter where they are only written.
            return Column(
                .text,
                .codes(CategoryColumn(codes: codes.codes, dictionary: safe(codes.dictionary, &formulas))))
        case .int64(let ints) where column.type == .int:
            let limit: Int64 = 1_000_000_000_000_000
            guard (0..<ints.count).contains(where: { ints[$0].map { abs($0 / 2) >= limit / 2 } ?? false })
            else { return column }
            return .texts((0..<ints.count).map { row in ints[row].map { "=\"\($0)\"" } })
        default: return column
        }
    }

    private static func safe(_ text: TextColumn, _ formulas: inout Int) -> TextColumn {
        let bytes = text.bytes.span
        var isAltered = false
        for row in 0..<text.count where !isAltered {
            let (lower, upper) = (Int(text.offsets[row]), Int(text.offsets[row + 1]))
            guard lower < upper else { continue }
            isAltered = mayBeTaken(bytes[lower])
        }
        if !isAltered { return text }
        return TextColumn(
            (0..<text.count).map { row in
                text[row].map { cell in
                    let made = safe(cell)
                    if made.isFormula { formulas += 1 }
                    return made.text
                }
            })
    }

    /// Whether a text of this first byte needs a look.
    private static func mayBeTaken(_ byte: UInt8) -> Bool {
        byte.isDigit || byte.isBlank || byte == 0xEF || Array("=+-@.".utf8).contains(byte)
    }

    static func safe(_ text: String) -> (text: String, isFormula: Bool) {
        let bytes = Array(text.utf8)
        let signs = Array("eE+-./:, ".utf8)
        let isNumber =
            bytes.count <= 255 && bytes.contains(where: \.isDigit)
            && bytes.allSatisfy { $0.isDigit || signs.contains($0) }
        if isNumber { return ("=\"\(text)\"", false) }
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
            return (text, false)
        }
        return ("'" + text, true)
    }
}
