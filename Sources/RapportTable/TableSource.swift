public import RapportDiagnostics
public import RapportWork

/// Where rows come from: a file, a saved dataset, a run's output.
///
/// Opened, so that its columns are known.
public protocol TableSource: Sendable {
    /// What the columns are, guessed from a sample where the source is a file, until ``scan(_:work:)``
    /// has proved them.
    var schema: Schema { get }

    /// Reads the columns asked for, over the whole source.
    ///
    /// Where the data contradict a type of ``schema``, the result's schema has the right type: whoever
    /// planned with the wrong one plans again with ``ScanResult/schema`` and calls once more, which may
    /// use what was learnt.
    func scan(_ request: ScanRequest, work: Work) throws(Diagnostic) -> ScanResult
}

/// What a statement needs of a source: nothing else is parsed.
public struct ScanRequest: Sendable {
    /// In the order wanted; nil: all.
    ///
    /// May be empty: only the number of rows is wanted.
    public var columns: [String]?
    /// Keeps the rows for which it is true.
    ///
    /// Called for blocks of rows that hold ``filterColumns``, on any thread; whether a row stays must
    /// depend on its own values alone.
    public var filter: (@Sendable (Table) throws(Diagnostic) -> FilterDecision)?
    public var filterColumns: [String]
    /// Stop after so many rows that pass the filter: the first ones in the order of the source.
    public var limit: Int?

    public init(
        columns: [String]? = nil, filterColumns: [String] = [],
        filter: (@Sendable (Table) throws(Diagnostic) -> FilterDecision)? = nil, limit: Int? = nil
    ) {
        (self.columns, self.filterColumns, self.filter, self.limit) = (columns, filterColumns, filter, limit)
    }
}

/// Which rows of a block stay, and how many were left out only because a value was missing.
public struct FilterDecision: Sendable {
    public var keep: Bitmap
    public var undecided: Int
    public init(keep: Bitmap, undecided: Int) { (self.keep, self.undecided) = (keep, undecided) }
}

public struct ScanResult: Sendable {
    /// The columns asked for, of the rows that passed.
    public var table: Table
    /// The source's whole schema as it is known now.
    public var schema: Schema
    /// Rows of the source that were read, before the filter; fewer than it has where a limit stopped it.
    public var rowsRead: Int
    public var undecided: Int
    /// True where ``rowsRead`` is all there is.
    public var isComplete: Bool
    public var notes: [Note]

    public init(
        table: Table, schema: Schema, rowsRead: Int, undecided: Int = 0, isComplete: Bool = true,
        notes: [Note] = []
    ) {
        (self.table, self.schema, self.rowsRead, self.undecided) = (table, schema, rowsRead, undecided)
        (self.isComplete, self.notes) = (isComplete, notes)
    }
}
