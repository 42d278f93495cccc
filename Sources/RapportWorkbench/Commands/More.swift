internal import RapportDiagnostics
internal import RapportReport
internal import RapportTable

struct MoreCommand: Command {
    let name = "more"
    let usage = "more"
    let summary = "Shows the next rows of the table that was shown last."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        try call.expectNothing()
        guard let (table, start) = bench.unshown else {
            throw Diagnostic(
                "more.nothing", "there are no more rows", at: call.span,
                help: ["`it` shows the last table from its first row"])
        }
        let block = bench.page(of: table, from: start)
        return call.response(
            [.table(block)],
            notes: [
                Note(
                    "more.rows",
                    "rows \(start + 1) to \(start + block.shownRows) of \(counted(table.count, "row"))")
            ])
    }
}

extension Workbench {
    /// The rows from `start` that the screen or the document holds; the next `more` goes on behind them.
    func page(of table: Table, from start: Int) -> TableBlock {
        let rest = table.count - start
        var rows = configuration.isNotebook ? Self.documentRows : Self.shownRows
        // A table that fits needs no line that counts the rest.
        if let screen = configuration.screenRows() { rows = rest <= screen + 1 ? screen + 1 : screen }
        rows = min(max(rows, 1), rest)
        unshown = rows < rest ? (table, start + rows) : nil
        return TableBlock(table[start..<start + rows], totalRows: rest, shownRows: rows)
    }
}
