public import RapportContract
public import RapportTable

/// A table, or its first rows.
public struct TableBlock: Sendable {
    public var caption: String
    public var table: Table
    /// Rows of the whole, of which `table` may hold only the first.
    public var totalRows: Int
    /// Rows to print; the rest is counted in the last line.
    public var shownRows: Int
    /// The words that give the table again (`rfm.segments`); empty: not said.
    public var source: String

    /// Shows 50 rows unless told otherwise.
    public init(
        _ table: Table, caption: String = "", totalRows: Int? = nil, shownRows: Int? = nil,
        source: String = ""
    ) {
        (self.table, self.caption, self.source) = (table, caption, source)
        self.totalRows = max(totalRows ?? table.count, table.count)
        self.shownRows = min(max(shownRows ?? 50, 0), table.count)
    }

    var shown: Table { table.prefix(shownRows) }
    var hiddenRows: Int { totalRows - shownRows }
}

/// A chart and the table that it draws, which every renderer can print below it.
public struct ChartBlock: Sendable {
    public var specification: ChartSpecification
    public var table: Table

    public init(_ specification: ChartSpecification, _ table: Table) {
        (self.specification, self.table) = (specification, table)
    }
}

/// Names and values: the ledger of a binding, settings, a load report.
public struct FactsBlock: Sendable, Hashable {
    public var caption: String
    public var facts: [Fact]

    public init(caption: String = "", _ facts: [Fact]) { (self.caption, self.facts) = (caption, facts) }

    public struct Fact: Sendable, Hashable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }
}

/// Where a result comes from: enough to make it again.
public struct Provenance: Sendable, Hashable {
    public var analysis: String
    public var version: Int
    /// The workspace's number of the run; nil where it must not be printed (a notebook that is replayed).
    public var run: Int?
    /// The line that gives the result again, with bindings inlined.
    public var recipe: String
    /// As printed; empty: the analysis took none.
    public var asOf: String
    public var seed: UInt64?
    public var inputs: [Input]
    public var parameters: [Parameter]
    public var rows: Outcome.RowCount?

    public init(
        analysis: String, version: Int, run: Int? = nil, recipe: String, asOf: String = "",
        seed: UInt64? = nil, inputs: [Input] = [], parameters: [Parameter] = [],
        rows: Outcome.RowCount? = nil
    ) {
        (self.analysis, self.version, self.run, self.recipe) = (analysis, version, run, recipe)
        (self.asOf, self.seed, self.inputs) = (asOf, seed, inputs)
        (self.parameters, self.rows) = (parameters, rows)
    }

    public struct Input: Sendable, Hashable {
        public var name: String
        public var rows: Int
        /// Digest of the content, or SHA-256 of the file, with the word that says which (`sha256 …`).
        public var digest: String
        public init(_ name: String, rows: Int, digest: String) {
            (self.name, self.rows, self.digest) = (name, rows, digest)
        }
    }

    public struct Parameter: Sendable, Hashable {
        public var name: String
        /// As the language writes it.
        public var value: String
        public var isDefault: Bool
        public init(_ name: String, _ value: String, isDefault: Bool) {
            (self.name, self.value, self.isDefault) = (name, value, isDefault)
        }
    }
}
