internal import GRDB
public import RapportDiagnostics
public import RapportTable

extension Workspace {
    /// The noun `runs`: one row a run, oldest first.
    public func runs() throws(Diagnostic) -> RapportTable.Table {
        try table(
            "list the runs",
            "SELECT id, analysis, line, status, started, seconds, rows, metrics FROM run_summary",
            [
                Field("id", .int, kind: .id), Field("analysis", .text), Field("line", .text),
                Field("status", .text),
                Field("started", .datetime(zone: "UTC")), Field("seconds", .float), Field("rows", .int),
                Field("metrics", .text),
            ])
    }

    /// The noun `metrics`: one row a number of a run.
    public func metrics() throws(Diagnostic) -> RapportTable.Table {
        try table(
            "list the metrics",
            """
            SELECT run_id, analysis, name, group_key, value, low, high, n, unit, direction
              FROM metric JOIN run ON run.id = run_id ORDER BY run_id, metric.rowid
            """,
            [
                Field("run", .int, kind: .id), Field("analysis", .text), Field("name", .text),
                Field("group", .text), Field("value", .float), Field("low", .float), Field("high", .float),
                Field("n", .int), Field("unit", .text), Field("direction", .text),
            ])
    }

    /// The noun `history`: every line, failed ones too, oldest first.
    public func history() throws(Diagnostic) -> RapportTable.Table {
        try table(
            "list the history",
            "SELECT statement.id, at, line, ok FROM statement ORDER BY statement.id",
            [
                Field("id", .int, kind: .id), Field("at", .datetime(zone: "UTC")), Field("line", .text),
                Field("ok", .bool),
            ])
    }

    /// The tables that were kept by `save table=…`, a row a version.
    public func datasets() throws(Diagnostic) -> RapportTable.Table {
        try table(
            "list the datasets",
            """
            SELECT name, version, mode, rows, added, changed, removed, source, created_at FROM dataset
             ORDER BY name, version
            """,
            [
                Field("name", .text), Field("version", .int), Field("mode", .text), Field("rows", .int),
                Field("added", .int), Field("changed", .int), Field("removed", .int), Field("source", .text),
                Field("created_at", .datetime(zone: "UTC")),
            ])
    }

    private func table(_ what: String, _ sql: String, _ fields: [Field]) throws(Diagnostic)
        -> RapportTable.Table
    {
        try reading(what) { db in
            var cells = [[Scalar]](repeating: [], count: fields.count)
            let rows = try Row.fetchCursor(db, sql: sql)
            while let row = try rows.next() {
                for index in fields.indices {
                    cells[index].append(ResultTable.scalar(row[index] as DatabaseValue, fields[index].type))
                }
            }
            return RapportTable.Table(Schema(fields), zip(fields, cells).map { Column($0.type, scalars: $1) })
        }
    }
}
