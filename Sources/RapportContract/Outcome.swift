public import RapportTable

/// What a run gives: the table that flows on, further tables, numbers, sentences, and what not to trust.
public struct Outcome: Sendable {
    public var output: Table
    /// In the order of the signature.
    public var tables: [NamedTable]
    public var metrics: [Metric]
    public var charts: [ChartSpecification]
    /// One to three sentences that a manager would read, made from the numbers.
    public var findings: [Finding]
    /// Has no default: an analysis says what it dropped, or that it dropped nothing.
    public var caveats: [Caveat]
    public var rows: RowCount

    public init(
        _ output: Table, tables: [NamedTable] = [], metrics: [Metric] = [],
        charts: [ChartSpecification] = [], findings: [Finding] = [], caveats: [Caveat], rows: RowCount
    ) {
        (self.output, self.tables, self.metrics, self.charts) = (output, tables, metrics, charts)
        (self.findings, self.caveats, self.rows) = (findings, caveats, rows)
    }

    /// Rows that came in, and what became of them: used + dropped = in.
    public struct RowCount: Sendable, Hashable {
        public var input: Int
        public var used: Int
        public var dropped: Int { input - used }
        public init(input: Int, used: Int) { (self.input, self.used) = (input, used) }
    }

    public struct NamedTable: Sendable {
        public var name: String
        public var table: Table
        public init(_ name: String, _ table: Table) { (self.name, self.table) = (name, table) }
    }

    public struct Metric: Sendable, Hashable {
        public var name: String
        /// The group it is of, empty for the whole.
        public var group: String
        /// Nil where it cannot be told; a caveat says why.
        public var value: Double?
        public var low: Double?
        public var high: Double?
        public var n: Int?
        public var unit: String
        public var direction: Signature.Direction

        public init(
            _ name: String, group: String = "", _ value: Double?, low: Double? = nil, high: Double? = nil,
            n: Int? = nil, unit: String = "", direction: Signature.Direction = .neither
        ) {
            (self.name, self.group, self.value) = (name, group, value.flatMap { $0.isFinite ? $0 : nil })
            (self.low, self.high, self.n, self.unit, self.direction) = (low, high, n, unit, direction)
        }
    }

    /// A sentence with its code and numbers, so that it renders in another language too.
    public struct Finding: Sendable, Hashable {
        public var code: String
        public var values: [NamedValue]
        public var text: String
        public init(_ code: String, _ text: String, values: [NamedValue] = []) {
            (self.code, self.text, self.values) = (code, text, values)
        }
    }

    public struct Caveat: Sendable, Hashable {
        public var code: String
        /// Rows, groups or columns it concerns; 0 where it is no count.
        public var count: Int
        public var values: [NamedValue]
        public var text: String
        public init(_ code: String, count: Int = 0, _ text: String, values: [NamedValue] = []) {
            (self.code, self.count, self.text, self.values) = (code, count, text, values)
        }
    }

    public struct NamedValue: Sendable, Hashable {
        public var name: String
        public var value: Scalar
        public init(_ name: String, _ value: Scalar) { (self.name, self.value) = (name, value) }
    }
}
