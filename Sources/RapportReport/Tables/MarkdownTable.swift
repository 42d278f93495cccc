import RapportDiagnostics
public import RapportTable

/// A table as a Markdown table, its columns aligned in the source too.
///
/// Cells are escaped, so that data can neither end a cell nor begin markup; missing is an empty cell.
public enum MarkdownTable {
    public static func write(_ table: Table, to output: inout some TextOutputStream) {
        guard !table.columns.isEmpty else { return }
        let columns = table.columnTexts.map { column in
            Laid(
                name: (column.unit.isEmpty ? column.name : "\(column.name) (\(column.unit))").markdownEscaped,
                alignment: column.alignment,
                cells: column.cells.map { $0?.markdownEscaped ?? "" })
        }
        func line(_ pieces: [String]) -> String { "| \(pieces.joined(separator: " | ")) |\n" }
        output.write(line(columns.map { $0.name.padded(to: $0.width, $0.alignment) }))
        output.write(
            line(
                columns.map {
                    let dashes = String(repeating: "-", count: $0.width - 1)
                    return $0.alignment == .right ? dashes + ":" : dashes + "-"
                }))
        for row in 0..<table.count {
            output.write(line(columns.map { $0.cells[row].padded(to: $0.width, $0.alignment) }))
        }
    }

    private struct Laid {
        var name: String
        var alignment: Alignment
        var cells: [String]
        var width: Int

        init(name: String, alignment: Alignment, cells: [String]) {
            (self.name, self.alignment, self.cells) = (name, alignment, cells)
            width = max(cells.reduce(name.displayWidth) { max($0, $1.displayWidth) }, 3)
        }
    }
}
