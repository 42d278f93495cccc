import RapportPluginKit

/// A table in which a customer has several rows: order lines, reviews.
///
/// What is clustered then is rows, not customers.
struct RepeatedCustomers {
    let column: String
    let rows: Int
    let customers: Int

    /// Nil where no column is known for the customer's, or where each row has another.
    init?(_ table: Table, work: Work) throws(Diagnostic) {
        let stated = table.schema.fields.filter { $0.role == "customer" }
        let alike = table.schema.fields.filter {
            $0.role == nil && RoleAliases.isAlias($0.name, of: "customer")
        }
        let found = stated.isEmpty ? alike : stated
        guard found.count == 1 else { return nil }
        let cells = try table.column(found[0].name)
        let groups = try Grouping(by: [cells], count: table.count, work: work).groupCount
        column = found[0].name
        rows = table.count - cells.missingCount
        customers = groups - (cells.missingCount > 0 ? 1 : 0)
        if customers >= rows || customers == 0 { return nil }
    }

    var caveat: Outcome.Caveat {
        .init(
            "customers.repeated", count: rows - customers,
            "\(Wording.count(rows, "row")) are of \(Wording.count(customers, "customer")) (`\(column)`): a cluster is one "
                + "of rows, not of customers; `summarize … by \(column.asColumnName)` or `segmentation.rfm` before it "
                + "makes one row of each")
    }
}
