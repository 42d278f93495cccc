/// What became of the rows of a table, stage by stage, from where they were loaded to the result.
public struct Ledger: Sendable {
    /// In the order in which they ran, the load first.
    public var entries: [Entry]

    public init(_ entries: [Entry] = []) { self.entries = entries }

    /// One stage, and what there was after it.
    public struct Entry: Sendable {
        /// The name that the stage's line was bound to; empty for a line that bound none.
        public var table: String
        /// The language, without the bar before it.
        public var stage: String
        public var rows: Int
        /// Different values of the customer's column; nil where no column is the customer's, or a scan that
        /// filters while it reads did not see them.
        public var customers: Tally?
        /// The sum of the measure; nil where no column is the measure.
        public var amount: Double?
        /// Of the measure: `CNY`.
        public var unit: String?
        public var reasons: [Reason]

        public init(
            table: String = "", stage: String, rows: Int, customers: Tally? = nil, amount: Double? = nil,
            unit: String? = nil, reasons: [Reason] = []
        ) {
            (self.table, self.stage, self.rows, self.customers) = (table, stage, rows, customers)
            (self.amount, self.unit, self.reasons) = (amount, unit, reasons)
        }
    }

    /// Why rows fell or came, and how many.
    public struct Reason: Sendable, Hashable {
        public var cause: Cause
        public var rows: Int
        /// What those rows held of the measure, where it was added up.
        public var amount: Double?

        public init(_ cause: Cause, _ rows: Int, amount: Double? = nil) {
            (self.cause, self.rows, self.amount) = (cause, rows, amount)
        }
    }

    public enum Cause: String, Sendable, Hashable, CaseIterable {
        /// Left out by a condition that is false, or that a missing value leaves open.
        case conditionFalse, conditionMissing
        /// Equal to a row that stayed.
        case repeats
        /// Of a join: without a partner, with one, repeated by several, and of the other table alone.
        case unmatched, matched, multiplied, added
        /// Behind the last row that was asked for; not drawn.
        case beyond, notDrawn
        /// Made into fewer rows, one a group; into more, one a column or an element.
        case grouped, spread
        /// Put behind by `union`.
        case appended
        /// A period without rows, completed.
        case completed
        /// Rows of the file that did not fit.
        case unreadable
        /// Left aside by an analysis.
        case unused
        /// Whatever the stage does not say.
        case other
    }

    /// The same entries, those without a name under this one.
    public func named(_ name: String) -> Ledger {
        Ledger(
            entries.map { entry in
                var copy = entry
                if copy.table.isEmpty { copy.table = name }
                return copy
            })
    }
}

extension Ledger.Reason {
    /// `276 rows: the condition is false`.
    public var text: String {
        let digits = Array(String(rows))
        var count = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { count += "," }
            count.append(digit)
        }
        return "\(count) \(rows == 1 ? "row" : "rows"): \(cause.phrase)"
    }
}

extension Ledger.Cause {
    /// In English, for one row or many.
    public var phrase: String {
        switch self {
        case .conditionFalse: "the condition is false"
        case .conditionMissing: "a value of the condition is missing"
        case .repeats: "equal to a row that stayed"
        case .unmatched: "no partner in the other table"
        case .matched: "a partner in the other table"
        case .multiplied: "repeated by several partners"
        case .added: "of the other table alone"
        case .beyond: "behind those asked for"
        case .notDrawn: "not drawn"
        case .grouped: "made into one row a group"
        case .spread: "made from one row each"
        case .appended: "of the other tables"
        case .completed: "periods without rows"
        case .unreadable: "of the file, did not fit"
        case .unused: "not used by the analysis"
        case .other: "left out"
        }
    }
}
