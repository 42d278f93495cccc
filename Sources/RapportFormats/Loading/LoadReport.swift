public import RapportDiagnostics
public import RapportTable

/// What was read, and how each guess was proved.
public struct LoadReport: Sendable, Hashable {
    /// The table's name: the file's stem until `load` binds another.
    public var table: String
    /// The file's name without its folder.
    public var file: String
    /// Nil until a statement has read the file to its end.
    public var rows: Int?
    public var encoding: String
    /// As a word: `comma`, `tab`.
    public var delimiter: String
    public var hasHeader: Bool
    /// What stands in place of delimiter and header where a format has neither: `JSON Lines`.
    public var form: String?
    public var columns: [Column]
    /// How the file is read, by the options of `load` that say the same: what was told and what was found.
    public var choices: [Choice] = []
    /// What befell the file as a whole: rows that do not fit, names that were changed.
    public var notes: [Note]

    public init(
        table: String, file: String, rows: Int?, encoding: String, delimiter: String, hasHeader: Bool,
        columns: [Column], notes: [Note] = []
    ) {
        (self.table, self.file, self.rows, self.encoding) = (table, file, rows, encoding)
        (self.delimiter, self.hasHeader, self.columns, self.notes) = (delimiter, hasHeader, columns, notes)
    }

    public struct Choice: Sendable, Hashable {
        public var option: String
        public var value: Value
        public init(_ option: String, _ value: Value) { (self.option, self.value) = (option, value) }

        public enum Value: Sendable, Hashable {
            case bool(Bool)
            case int(Int)
            case text(String)
        }
    }

    /// One column: what it is, and the sentences that say how that is known.
    public struct Column: Sendable, Hashable {
        public var name: String
        public var type: ColumnType
        public var kind: Kind?
        /// `unique`, `leading zeros kept`, `705 × 2025-01-31 …`.
        public var proofs: [String]
        /// What was read as missing, and how often; blank cells under the code ``blank``.
        public var missing: [MissingCount]
        /// False where no statement needed the column: its type is a guess from a sample.
        public var wasRead: Bool

        public init(
            name: String, type: ColumnType, kind: Kind? = nil, proofs: [String] = [],
            missing: [MissingCount] = [], wasRead: Bool = true
        ) {
            (self.name, self.type, self.kind) = (name, type, kind)
            (self.proofs, self.missing, self.wasRead) = (proofs, missing, wasRead)
        }
    }

    public struct MissingCount: Sendable, Hashable {
        /// As it stands in the file; nil for a blank cell.
        public var code: String?
        public var count: Int
        public init(code: String?, count: Int) { (self.code, self.count) = (code, count) }
    }
}

extension LoadReport {
    /// The report as the terminal shows it: a line for the file, a line a column, a line a note.
    public var lines: [String] {
        let size = "\(rows.map(Self.grouped) ?? "?") row\(rows == 1 ? "" : "s")"
        let form = form ?? "\(delimiter), \(hasHeader ? "header" : "no header")"
        var lines = [
            "\(table): \(size) × \(Self.grouped(columns.count)) column\(columns.count == 1 ? "" : "s") from "
                + "\(file) (\(encoding), \(form))"
        ]
        let shown = columns.prefix(Self.columnsShown)
        let nameWidth = shown.map { $0.name.displayWidth }.max() ?? 0
        let typeWidth = max(shown.map { $0.type.description.displayWidth }.max() ?? 0, 8)
        for column in shown {
            let kind = column.kind?.rawValue ?? ""
            let line =
                "  " + Self.padded(column.name, to: nameWidth) + "  "
                + Self.padded(column.type.description, to: typeWidth) + "  " + Self.padded(kind, to: 8) + "  "
                + column.sentence
            lines.append(line.trimmingBlanksAtEnd)
        }
        if columns.count > shown.count {
            lines.append("  … and \(Self.grouped(columns.count - shown.count)) more columns")
        }
        return lines + notes.map { "  " + ($0.isWarning ? "warning: " : "") + $0.text }
    }

    /// A file of thousands of columns must not fill the terminal.
    static let columnsShown = 200

    /// `1,200`.
    static func grouped(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
            place -= 3
        }
        return number < 0 ? "-" + digits : digits
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.displayWidth, 0))
    }
}

extension LoadReport.Column {
    /// All that is known of the column, as one line.
    public var sentence: String {
        guard wasRead else { return "not read" }
        var parts = proofs
        if !missing.isEmpty {
            let counted = missing.map { each in
                let count = LoadReport.grouped(each.count)
                return each.code.map { "\(count) × \"\($0)\"" } ?? "\(count) blank"
            }
            let listed =
                counted.count > 1
                ? counted.dropLast().joined(separator: ", ") + " and " + counted[counted.count - 1]
                : counted[0]
            parts.append("\(listed) read as missing")
        }
        return parts.joined(separator: "; ")
    }
}

extension String {
    fileprivate var trimmingBlanksAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
