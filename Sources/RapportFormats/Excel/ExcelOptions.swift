/// What `load` may be told about an Excel file; what is nil is found, and the load report says what was found.
public struct ExcelOptions: Sendable, Hashable {
    /// Nil: the first sheet that has cells.
    public var sheet: Sheet?
    /// Whether the first row of the table names the columns.
    public var header: Bool?
    /// The rows of the table, from 1, that name the columns together, in place of ``header``.
    public var headerRows: [Int]?
    /// Rows to leave out before anything else; nil: what stands above the table is looked for.
    public var skip: Int?
    /// The codes that mean missing, in every column, in place of the usual ones (``MissingCodes/usual``).
    public var missing: [String]?
    /// How dates written as text are ordered.
    public var dates: DateOrder?
    /// Names in place of the file's own.
    public var columns: [String]?
    /// The first cell that does not fit is an error.
    public var strict: Bool
    /// Columns that are text whatever stands in them: a schema says so.
    public var texts: Set<String> = []

    public enum Sheet: Sendable, Hashable {
        case name(String)
        /// From 1, in the order of the workbook.
        case number(Int)
    }

    public init(
        sheet: Sheet? = nil, header: Bool? = nil, skip: Int? = nil, missing: [String]? = nil,
        dates: DateOrder? = nil, columns: [String]? = nil, strict: Bool = false
    ) {
        (self.sheet, self.header, self.skip, self.missing) = (sheet, header, skip, missing)
        (self.dates, self.columns, self.strict) = (dates, columns, strict)
    }
}
