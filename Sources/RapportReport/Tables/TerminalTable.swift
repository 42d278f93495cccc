public import RapportTable

/// A table fitted to the screen.
public struct TerminalTable: Sendable {
    public var table: Table
    /// Rows of the whole, of which `table` may hold only the first.
    public var totalRows: Int
    public var language: Document.Language

    public init(_ table: Table, totalRows: Int? = nil, language: Document.Language = .english) {
        (self.table, self.totalRows) = (table, max(totalRows ?? table.count, table.count))
        self.language = language
    }

    /// Ends without a line end.
    public func render(_ style: TerminalStyle = .plain) -> String { "" }
}
