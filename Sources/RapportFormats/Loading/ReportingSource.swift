public import RapportTable

/// A source that can say what it read, and what in it did not fit.
public protocol ReportingSource: TableSource {
    /// What is known of the source and of its columns now.
    var loadReport: LoadReport { get }
    /// What did not fit in the rows that were read.
    var problemsByFile: [Problems] { get }
}

extension CSVSource: ReportingSource {
    public var problemsByFile: [Problems] { [problems] }
}

extension JSONSource {
    public var problemsByFile: [Problems] { [problems] }
}
