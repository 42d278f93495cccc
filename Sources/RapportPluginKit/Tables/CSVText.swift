internal import FoundationEssentials

/// A small CSV text (RFC 4180) as it is written in an example or a table of names: a header, and cells of
/// text.
///
/// For files of customers there is `load`, which knows types, encodings and problems.
public struct CSVText: Sendable, Hashable {
    public var header: [String]
    public var rows: [[String]]

    /// - Throws: `csv.quote` where a quote does not end; `csv.row` where a row has more or fewer cells than the header.
    public init(_ text: String) throws(Diagnostic) {
        var records = try Self.records(of: text)
        guard !records.isEmpty else {
            throw Diagnostic(
                "csv.empty", "no header: the text is empty", help: ["write the names of the columns first"])
        }
        header = records.removeFirst()
        rows = records
        if let index = rows.firstIndex(where: { $0.count != header.count }) {
            throw Diagnostic(
                "csv.row", "row \(index + 1) has \(rows[index].count) cells; expected \(header.count)",
                subject: .row(index + 1))
        }
    }

    /// Reads a small file.
    /// - Throws: `file.unreadable`, `file.too-large`, `file.encoding`, and as above.
    public init(file: FilePath) throws(Diagnostic) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: file.path))
        } catch {
            throw Diagnostic(
                "file.unreadable", "cannot read `\(file.path)`",
                help: ["the path is relative to the working directory"])
        }
        guard data.count <= 1_000_000 else {
            throw Diagnostic(
                "file.too-large",
                "`\(file.path)` has \(Wording.count(data.count)) bytes; expected at most 1,000,000")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Diagnostic("file.encoding", "`\(file.path)` is not UTF-8", help: ["save it as UTF-8"])
        }
        do throws(Diagnostic) {
            try self.init(text)
        } catch {
            var named = error
            named.message = "`\(file.path)`: \(error.message)"
            throw named
        }
    }

    public func column(_ name: String) -> [String]? {
        header.firstIndex(of: name).map { index in rows.map { $0[index] } }
    }

    private static func records(of text: String) throws(Diagnostic) -> [[String]] {
        var records: [[String]] = []
        var (record, cell): ([String], String.UnicodeScalarView) = ([], .init())
        var (isQuoted, wasQuoted) = (false, false)
        var scalars = text.unicodeScalars[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        func endCell() {
            record.append(String(cell))
            (cell, wasQuoted) = (.init(), false)
        }
        func endRecord() {
            let isBlank = record.isEmpty && cell.isEmpty && !wasQuoted
            endCell()
            if !isBlank { records.append(record) }
            record = []
        }
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted:
                if scalars.first == "\"" {
                    cell.append("\"")
                    scalars.removeFirst()
                } else {
                    isQuoted = false
                }
            case _ where isQuoted: cell.append(scalar)
            case "\"" where cell.isEmpty: (isQuoted, wasQuoted) = (true, true)
            case ",": endCell()
            case "\r" where scalars.first == "\n": continue
            case "\n": endRecord()
            default: cell.append(scalar)
            }
        }
        guard !isQuoted else { throw Diagnostic("csv.quote", "a quote in row \(records.count) does not end") }
        endRecord()
        return records
    }
}
