public import RapportContract
import RapportTable

/// What became of the rows of a table, for a reader who did not write the stages.
public struct LedgerBlock: Sendable {
    /// The table's name.
    public var name: String
    public var stages: [Stage]

    public init(name: String, _ stages: [Stage]) { (self.name, self.stages) = (name, stages) }

    public struct Stage: Sendable {
        /// The name that the stage's line was bound to; empty: none.
        public var table: String
        /// The language.
        public var text: String
        public var rows: Int
        public var customers: Int?
        public var amount: Double?
        public var unit: String?
        public var reasons: [Ledger.Reason]

        public init(
            table: String = "", _ text: String, rows: Int, customers: Int? = nil, amount: Double? = nil,
            unit: String? = nil, reasons: [Ledger.Reason] = []
        ) {
            (self.table, self.text, self.rows, self.customers) = (table, text, rows, customers)
            (self.amount, self.unit, self.reasons) = (amount, unit, reasons)
        }
    }
}

extension LedgerBlock {
    /// The table that every renderer shows: columns that no stage has a figure for stay out.
    func tableBlock(_ words: Vocabulary) -> TableBlock {
        var fields = [Field(words.ledgerStage, .text), Field(words.rows, .int)]
        var columns: [Column] = [.texts(stages.map(\.text)), .ints(stages.map(\.rows))]
        if stages.contains(where: { $0.customers != nil }) {
            fields.append(Field(words.customers, .int))
            columns.append(.ints(stages.map(\.customers)))
        }
        if stages.contains(where: { $0.amount != nil }) {
            fields.append(Field(words.amount, .float, unit: stages.compactMap(\.unit).first))
            columns.append(.floats(stages.map(\.amount)))
        }
        if stages.contains(where: { !$0.reasons.isEmpty }) {
            fields.append(Field(words.why, .text))
            columns.append(
                .texts(
                    stages.map { stage in
                        stage.reasons.isEmpty
                            ? nil
                            : stage.reasons.map { words.reason($0) }
                                .joined(separator: words.semicolon)
                    }))
        }
        return TableBlock(
            Table(Schema(fields), columns), caption: words.ledger(name), shownRows: stages.count,
            source: "ledger \(name)")
    }
}
