public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// A file that must have the columns of a written schema: their names, types, kinds, roles, units, in their order.
///
/// Whatever is otherwise is an error; a whole number in a column of floats, and a column without any value, fit.
public final class PinnedSource: ReportingSource {
    private let source: any ReportingSource
    private let fields: [Field]
    private let file: String

    /// - Throws: `schema.columns`, with what is gone and what is new.
    public init(_ source: any ReportingSource, to fields: [Field]) throws(Diagnostic) {
        (self.source, self.fields, file) = (source, fields, source.loadReport.file)
        let (wanted, found) = (fields.map(\.name), source.schema.names)
        let gone = wanted.filter { !found.contains($0) }
        let new = found.filter { !wanted.contains($0) }
        guard !gone.isEmpty || !new.isEmpty else { return }
        func listed(_ names: [String], _ what: String) -> String {
            let shown = names.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
            return "\(what) \(shown)" + (names.count > 5 ? ", …" : "")
        }
        var changes: [String] = []
        if !gone.isEmpty {
            changes.append(
                listed(gone, "column\(gone.count == 1 ? "" : "s")")
                    + (gone.count == 1 ? " is gone" : " are gone"))
        }
        if !new.isEmpty { changes.append(listed(new, "new column\(new.count == 1 ? "" : "s")")) }
        let near = gone.first.flatMap { $0.nearest(in: new) }
        throw Diagnostic(
            "schema.columns", "`\(file)` is not as its schema says: \(changes.joined(separator: ", "))",
            help: [
                near.map { "`\($0)` may be `\(gone[0])` under another name: mend the file or the schema" }
                    ?? "mend the file, or `load` it without `schema=` and `save schema=…` anew"
            ].map { Diagnostic.Help($0) })
    }

    public var schema: Schema { Schema(fields) }
    public var problemsByFile: [Problems] { source.problemsByFile }

    public var loadReport: LoadReport {
        var report = source.loadReport
        report.columns = fields.compactMap { field in
            guard var column = report.columns.first(where: { $0.name == field.name }) else { return nil }
            (column.type, column.kind) = (field.type, field.kind)
            return column
        }
        report.notes.append(Note("schema.held", "as its schema says"))
        return report
    }

    public func scan(_ request: ScanRequest, work: Work) throws(Diagnostic) -> ScanResult {
        var inner = request
        inner.columns = request.columns ?? fields.map(\.name)
        if let filter = request.filter {
            inner.filter = { [self] (table) throws(Diagnostic) in try filter(try pinned(table, work)) }
        }
        var result = try source.scan(inner, work: work)
        // Types that the file did not promise were met: it says so, and reads once more.
        if request.filter != nil, !result.isComplete, result.rowsRead == 0 {
            result = try source.scan(inner, work: work)
        }
        result.table = try pinned(result.table, work)
        result.schema = schema
        return result
    }

    private func pinned(_ table: Table, _ work: Work) throws(Diagnostic) -> Table {
        var (made, columns) = ([Field](), [Column]())
        for (name, column) in zip(table.schema.names, table.columns) {
            guard let field = fields.first(where: { $0.name == name }) else {
                throw Diagnostic(
                    "table.unknown-column", "no column named `\(name)` in `\(file)`", subject: .column(name))
            }
            made.append(field)
            columns.append(try pinned(column, field, work))
        }
        return Table(Schema(made), columns, count: table.count)
    }

    private func pinned(_ column: Column, _ field: Field, _ work: Work) throws(Diagnostic) -> Column {
        if column.type == field.type { return column }
        if column.missingCount == column.count {
            return Column(field.type, scalars: [Scalar](repeating: .missing, count: column.count))
        }
        if canCast(from: column.type, to: field.type) {
            let made = try cast(column, to: field.type, work: work)
            if made.misfits == 0 { return made.column }
        }
        throw try contradiction(field, work)
    }

    /// Where a column is of another type: looked for in the whole of it, for a filter sees rows without their numbers.
    private func contradiction(_ field: Field, _ work: Work) throws(Diagnostic) -> Diagnostic {
        let whole = try source.scan(ScanRequest(columns: [field.name]), work: work).table
        let told = "`\(file)`, column `\(field.name)`: expected \(field.type) as its schema says"
        let help: [Diagnostic.Help] = ["mend the file, or the type in the schema"]
        guard let column = whole[field.name], canCast(from: column.type, to: field.type) else {
            return Diagnostic(
                "schema.type", told + ", found \(whole[field.name]?.type.description ?? "nothing")",
                help: help)
        }
        let made = try cast(column, to: field.type, work: work)
        let row = made.firstMisfit.map { "row \(LoadReport.grouped($0 + 1)), " } ?? ""
        return Diagnostic(
            "schema.type",
            "`\(file)`, \(row)column `\(field.name)`: expected \(field.type) as its schema says, found another value"
                + (made.misfits > 1 ? ", and \(LoadReport.grouped(made.misfits - 1)) more" : ""), help: help)
    }
}
