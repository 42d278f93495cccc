import RapportPluginKit

/// Which columns of a table a clustering measures rows by, told from the schema alone.
struct FeatureChoice {
    var columns: [Field]
    /// Numbers that were not taken because they are ids, or flags of 0 and 1.
    var leftOut: [String] = []

    /// The columns that the line names, or all measures of the table where it names none.
    ///
    /// `others` have another part in the analysis.
    /// - Throws: `role.missing`, `role.ambiguous`, `column.type`.
    init(
        named: [String], in schema: Schema, isEncoding: Bool, analysis: String, others: [String?]
    ) throws(Diagnostic) {
        guard named.isEmpty else {
            columns = named.compactMap { schema[$0] }
            for field in columns where !field.type.isNumber {
                guard field.type == .text || field.type == .bool else {
                    throw Diagnostic(
                        "column.type",
                        "`features` takes numbers; column `\(field.name)` is of type \(field.type.name)",
                        subject: .column(field.name),
                        help: ["`derive` a number from it, such as the days since then"])
                }
                guard isEncoding else {
                    throw Diagnostic(
                        "column.type",
                        "`features` takes numbers; column `\(field.name)` is of type \(field.type.name)",
                        subject: .column(field.name),
                        help: ["`encode=true` makes a column of 0 and 1 of each of its values"])
                }
            }
            return
        }
        // A table of recency, frequency and monetary value has been made for this.
        let purchases = ["recency", "frequency", "monetary"].compactMap { (role: String) -> Field? in
            let found = schema.fields.filter { $0.role == Role(role) && $0.type.isNumber }
            return found.count == 1 ? found[0] : nil
        }
        if purchases.count == 3 {
            columns = purchases
            return
        }
        let candidates = schema.fields.filter { field in
            field.type.isNumber && !others.contains { $0 == field.name }
        }
        columns = candidates.filter { $0.kind == nil || $0.kind == .measure }
        let codes = candidates.filter { $0.kind == .category }
        leftOut = candidates.filter { $0.kind == .id || $0.kind == .flag }.map(\.name)
        if !codes.isEmpty {
            let line = columns.isEmpty ? "…" : columns.map(\.name.asColumnName).joined(separator: ", ")
            let names = Wording.list(codes.map { "`\($0.name)`" })
            throw Diagnostic(
                "role.ambiguous",
                "the numbers of \(names) look like codes, which are near or far from nothing; `\(analysis)` "
                    + "cannot tell whether to measure by them", subject: .parameter("features"),
                help: [
                    columns.isEmpty
                        ? "`features=[…]` names the columns that are measures"
                        : "`features=[\(line)]` measures by the others"
                ])
        }
        guard !columns.isEmpty else {
            throw Diagnostic(
                "role.missing",
                "`\(analysis)` needs a column of numbers to measure rows by; this table has none",
                subject: .parameter("features"),
                help: ["`features=[…]` names columns; `encode=true` takes text columns in too"])
        }
    }

    /// What a caveat says of the columns, with what was left out.
    func caveats(constant: [String]) -> [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        if !constant.isEmpty {
            caveats.append(
                .init(
                    "column.constant", count: constant.count,
                    "\(Wording.list(constant.map { "`\($0)`" })) "
                        + (constant.count == 1 ? "has one value" : "have one value each")
                        + " in all rows and is left out"))
        }
        if !leftOut.isEmpty {
            caveats.append(
                .init(
                    "features.left-out", count: leftOut.count,
                    "not measured by \(Wording.list(leftOut.map { "`\($0)`" })): ids and flags are no measures"
                ))
        }
        return caveats
    }
}
