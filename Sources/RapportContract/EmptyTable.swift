public import RapportDiagnostics

extension Diagnostic {
    /// The table that came through the bar has no rows: the first thing that is looked at, before columns and types.
    public static func emptyTable(
        for stage: String,
        help: Help = "a `where` before it may have left none: run the line without its last stage"
    ) -> Diagnostic {
        Diagnostic("table.empty", "the table has no rows; `\(stage)` needs at least one", help: [help])
    }
}
