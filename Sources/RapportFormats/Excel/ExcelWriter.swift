internal import CXlsxWriter
public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// Writes tables as the sheets of an Excel file, row by row.
///
/// The header is bold and stays in sight, and the columns have filters and widths. Numbers, days and times have formats
/// of their types, amounts of their unit. Texts are cells of text, which no spreadsheet runs as a formula, so that none
/// is altered; columns of ids, and of texts that look like numbers, are formatted as text, and stay it when they are
/// edited or read again. The same tables give the same bytes: no clock, no name of a user.
///
/// What Excel cannot hold is told: whole numbers above 2^53 become text, floats keep 16 digits, empty text is a blank
/// cell, times lose their zone.
public enum ExcelWriter {
    static let maximumRows = 1_048_576
    static let maximumColumns = 16_384

    public struct Sheet: Sendable {
        public var name: String
        public var table: Table
        public init(_ name: String, _ table: Table) { (self.name, self.table) = (name, table) }
    }

    /// Writes the sheets in their order, and says what the file does not hold as it was.
    ///
    /// - Throws: `excel.sheet-name`; `excel.too-many-rows`, `excel.too-many-columns`, `excel.text-too-long`: nothing is
    ///   ever cut; `file.write`; `run.cancelled`.
    public static func write(_ sheets: [Sheet], title: String = "", to file: FileReplacement, work: Work)
        throws(Diagnostic)
        -> [String]
    {
        try checkNames(sheets.map(\.name))
        for sheet in sheets { try checkSize(sheet) }
        let book = try WorkbookFile(
            file.partialPath, name: file.name, title: title, hasManyCells: sheets.contains { $0.isLarge })
        work.begin("save \(file.name)", of: sheets.reduce(0) { $0 + $1.table.count }, unit: "rows")
        var losses = Losses()
        for sheet in sheets {
            var writer = try SheetWriter(sheet, book, work)
            try writer.write(work: work)
            losses.add(writer.losses)
        }
        try book.close()
        return losses.remarks
    }

    /// What a sheet may be called.
    ///
    /// - Throws: `excel.sheet-name`.
    public static func checkNames(_ names: [String]) throws(Diagnostic) {
        var seen: Set<String> = []
        for name in names {
            let why: String? =
                if name.isEmpty || name.utf16.count > 31 {
                    "1 to 31 characters"
                } else if name.contains(where: { "[]:*?/\\\0".contains($0) }) || name.hasPrefix("'")
                    || name.hasSuffix("'")
                {
                    "none of `[ ] : * ? / \\`, and no `'` at an end"
                } else if name.lowercased() == "history" {
                    "another name, for Excel keeps that one"
                } else if !seen.insert(name.lowercased()).inserted {
                    "each name once, whatever its case"
                } else {
                    nil
                }
            if let why {
                throw Diagnostic(
                    "excel.sheet-name", "no sheet can be called `\(name)`", help: [.init("expected \(why)")])
            }
        }
    }

    private static func checkSize(_ sheet: Sheet) throws(Diagnostic) {
        let table = sheet.table
        if table.count >= maximumRows {
            throw Diagnostic(
                "excel.too-many-rows",
                "a sheet holds 1,048,576 rows with its header, found \(LoadReport.grouped(table.count))",
                help: ["`save \"….csv\"` holds all; `where` or `summarize` makes fewer"])
        }
        if table.columns.count > maximumColumns {
            throw Diagnostic(
                "excel.too-many-columns",
                "a sheet holds 16,384 columns, found \(LoadReport.grouped(table.columns.count))",
                help: ["`select` fewer, or `save \"….csv\"`"])
        }
    }

    /// What did not go into the file as it was.
    struct Losses {
        var hugeInts = 0
        var longFloats = 0
        var emptyTexts = 0
        var earlyDays = 0
        var zones: [String] = []

        mutating func add(_ other: Losses) {
            hugeInts += other.hugeInts
            longFloats += other.longFloats
            emptyTexts += other.emptyTexts
            earlyDays += other.earlyDays
            zones += other.zones
        }

        var remarks: [String] {
            func some(_ count: Int, _ noun: String) -> String {
                "\(LoadReport.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
            }
            var remarks: [String] = []
            if hugeInts > 0 { remarks.append("\(some(hugeInts, "whole number")) above 2^53 as text") }
            if longFloats > 0 { remarks.append("\(some(longFloats, "float")) with 16 of 17 digits") }
            if emptyTexts > 0 { remarks.append("\(some(emptyTexts, "empty text")) as blank cells") }
            if earlyDays > 0 { remarks.append("\(some(earlyDays, "day")) before 1900 as text") }
            if !zones.isEmpty {
                remarks.append("times without their zone: \(zones.map { "`\($0)`" }.joined(separator: ", "))")
            }
            return remarks
        }
    }
}

extension ExcelWriter.Sheet {
    /// Beyond what a zip archive of the old form may hold.
    fileprivate var isLarge: Bool { table.count * table.columns.count > 50_000_000 }
}

/// A workbook that libxlsxwriter writes.
@safe final class WorkbookFile {
    // SAFETY: made in `init`; freed by `close`, else in `deinit`; given to the library alone.
    private var book: UnsafeMutablePointer<lxw_workbook>?
    private let name: String

    init(_ path: String, name: String, title: String, hasManyCells: Bool) throws(Diagnostic) {
        self.name = name
        var options = unsafe lxw_workbook_options()
        unsafe options.constant_memory = 1
        unsafe options.use_zip64 = hasManyCells ? 1 : 0
        guard let made = unsafe workbook_new_opt(path, &options) else {
            throw .internalError("libxlsxwriter would not begin")
        }
        unsafe book = made
        // With no time of its own a file would hold that of the clock.
        var properties = unsafe lxw_doc_properties()
        unsafe properties.created = 946_684_800
        var titleBytes = Array(title.utf8CString)
        // SAFETY: the library copies the properties.
        unsafe titleBytes.withUnsafeMutableBufferPointer { text in
            unsafe properties.title = title.isEmpty ? nil : text.baseAddress
            unsafe workbook_set_properties(made, &properties)
        }
    }

    deinit { if let book = unsafe book { unsafe lxw_workbook_free(book) } }

    func sheet(_ name: String) throws(Diagnostic) -> WorksheetPointer {
        guard let book = unsafe book, let sheet = unsafe workbook_add_worksheet(book, name) else {
            throw Diagnostic("excel.sheet-name", "no sheet can be called `\(name)`")
        }
        return unsafe WorksheetPointer(sheet)
    }

    /// A format of cells; nil: the general one.
    func format(_ code: String?, isBold: Bool = false) throws(Diagnostic) -> FormatPointer {
        guard let book = unsafe book, let format = unsafe workbook_add_format(book) else {
            throw .internalError("libxlsxwriter made no format")
        }
        if isBold { unsafe format_set_bold(format) }
        if let code { unsafe format_set_num_format(format, code) }
        return unsafe FormatPointer(format)
    }

    /// - Throws: `file.write`.
    func close() throws(Diagnostic) {
        guard let closing = unsafe book else { return }
        unsafe book = nil
        let code = unsafe workbook_close(closing)
        guard code == LXW_NO_ERROR else {
            let reason = unsafe lxw_strerror(code).map { unsafe String(cString: $0) } ?? ""
            throw Diagnostic(
                "file.write", "cannot write `\(name)`: \(reason.prefix(1).lowercased() + reason.dropFirst())",
                help: ["look whether there is room in its folder and in /tmp"])
        }
    }
}

/// SAFETY: both belong to a ``WorkbookFile``, and are used while it is open.
@safe struct WorksheetPointer {
    let pointer: UnsafeMutablePointer<lxw_worksheet>
    init(_ pointer: UnsafeMutablePointer<lxw_worksheet>) { unsafe self.pointer = pointer }
}

@safe struct FormatPointer {
    let pointer: UnsafeMutablePointer<lxw_format>
    init(_ pointer: UnsafeMutablePointer<lxw_format>) { unsafe self.pointer = pointer }
}
