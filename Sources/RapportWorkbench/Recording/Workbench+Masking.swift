internal import RapportContract
internal import RapportDiagnostics
internal import RapportReport
internal import RapportTable

extension Workbench {
    /// Blocks as they go into a report: private columns are masked in tables and in what charts draw.
    func masked(_ blocks: [Block]) throws(Diagnostic) -> [Block] {
        var masked: [Block] = []
        for block in blocks {
            switch block {
            case .table(let shown):
                let rows = try PrivateColumns.masked(
                    shown.table.prefix(shown.shownRows), settings: state.settings)
                masked.append(
                    .table(
                        TableBlock(
                            rows.table, caption: shown.caption, totalRows: shown.totalRows,
                            shownRows: shown.shownRows, source: shown.source)))
            case .chart(let chart):
                // Of many columns only those that are drawn are hashed.
                let drawn = [
                    chart.specification.x, chart.specification.y, chart.specification.split,
                    chart.specification.value,
                ].compactMap(\.self)
                let isPrivate = drawn.contains { chart.table.schema[$0]?.isPrivate == true }
                guard isPrivate else {
                    masked.append(block)
                    continue
                }
                let names = chart.table.schema.names.filter(drawn.contains)
                let rows = try PrivateColumns.masked(chart.table.selecting(names), settings: state.settings)
                masked.append(.chart(ChartBlock(chart.specification, rows.table)))
            default: masked.append(block)
            }
        }
        return masked
    }
}
