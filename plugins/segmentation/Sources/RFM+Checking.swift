import RapportPluginKit

extension RFM {
    /// What the rows of the table are.
    enum Source {
        case transactions(time: String, amount: String)
        /// One row a customer.
        case customerTable(recency: String, frequency: String, monetary: String)
    }

    /// A table that has all three measures is a customer table; else its rows are transactions.
    /// - Throws: `role.missing`.
    func source() throws(Diagnostic) -> Source {
        if let recencyColumn, let frequencyColumn, let monetaryColumn {
            return .customerTable(
                recency: recencyColumn, frequency: frequencyColumn, monetary: monetaryColumn)
        }
        guard let time else { throw Self.lacking("time", "when they bought") }
        guard let amount else { throw Self.lacking("amount", "what they paid") }
        return .transactions(time: time, amount: amount)
    }

    /// Columns that rows of this kind do not need.
    func unused(by source: Source) -> Set<String> {
        switch source {
        case .customerTable: ["time", "amount", "order"]
        case .transactions where frequency == .days:
            ["recency_column", "frequency_column", "monetary_column", "order"]
        case .transactions: ["recency_column", "frequency_column", "monetary_column"]
        }
    }

    private static func lacking(_ role: String, _ meaning: String) -> Diagnostic {
        Diagnostic(
            "role.missing", "`\(name)` needs a column for `\(role)`: \(meaning)", subject: .parameter(role),
            help: [
                """
                `\(role)=…` names the column; a table with one row a customer needs `recency_column`, \
                `frequency_column` and `monetary_column` in its place
                """
            ])
    }

    /// - Throws: `parameter.missing`, `parameter.range`, `parameter.conflict`.
    func checkScoring() throws(Diagnostic) {
        if cuts != nil, scoring != .quantile {
            throw Diagnostic(
                "parameter.conflict", "`cuts` gives the limits of the scores, and so does `scoring`",
                subject: .parameter("scoring"), help: ["leave out one of the two"])
        }
        guard scoring == .custom else {
            if thresholds.entries.isEmpty { return }
            throw Diagnostic(
                "parameter.conflict", "`thresholds` is for `scoring=custom`; found `\(scoring.rawValue)`",
                subject: .parameter("thresholds"), help: ["add `scoring=custom`"])
        }
        let measures = Measure.allCases.map(\.rawValue)
        if let other = thresholds.names.first(where: { !measures.contains($0) }) {
            throw Diagnostic(
                "parameter.range", "`thresholds` takes \(Wording.list(measures)); found `\(other)`",
                subject: .parameter("thresholds"),
                help: [other.nearest(in: measures).map { "`\($0)`?" } ?? "name each measure once"])
        }
        for measure in measures {
            guard let limits = thresholds[measure] else {
                throw Diagnostic(
                    "parameter.missing", "`thresholds` has no limits for `\(measure)`",
                    subject: .parameter("thresholds"),
                    help: ["`thresholds={\"recency\": […], \"frequency\": […], \"monetary\": […]}`"])
            }
            guard limits.count == nBins - 1 else {
                throw Diagnostic(
                    "parameter.range",
                    "`thresholds` has \(limits.count) limits for `\(measure)`; \(nBins) scores take \(nBins - 1)",
                    subject: .parameter("thresholds"), help: ["`n_bins=\(limits.count + 1)`?"])
            }
            guard zip(limits, limits.dropFirst()).allSatisfy({ $0 < $1 }) else {
                throw Diagnostic(
                    "parameter.range", "`thresholds` of `\(measure)` must ascend, each above the one before",
                    subject: .parameter("thresholds"), help: ["write them from small to large"])
            }
        }
    }

    /// Recency and frequency of a customer table keep their types; money is a float.
    func outputSchema(_ input: Schema, _ source: Source) -> Schema {
        var schema = Schema(RFMTables.declared[0].fields, rowGrain: ["customer"])
        func retype(_ name: String, like column: String) {
            guard let index = schema.index(of: name), let field = input[column] else { return }
            schema.fields[index].type = field.type
        }
        retype("customer", like: customer)
        switch source {
        case .transactions(_, let amount):
            if let index = schema.index(of: "monetary") { schema.fields[index].unit = input[amount]?.unit }
        case .customerTable(let recency, let frequency, _):
            retype("recency", like: recency)
            retype("frequency", like: frequency)
        }
        return schema
    }
}
