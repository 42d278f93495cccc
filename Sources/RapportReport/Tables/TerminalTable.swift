import RapportDiagnostics
public import RapportTable

/// A table fitted to the screen: names, types, a rule, rows, and a last line that counts what is not shown.
///
///     segment      n    spend
///     text       int    float
///     ───────────────────────
///     Champions   12  4,804.5
///     Lost       140        ·
///     1,190 more rows · 2 more columns (share, rank)
///
/// A missing value is `·` (`-` in ASCII), an empty text is blank. Numbers stand right, a column of floats
/// with the same digits behind the point. Only texts are cut; a column that does not fit is named instead.
public struct TerminalTable: Sendable {
    public var table: Table
    /// Rows of the whole, of which `table` may hold only the first.
    public var totalRows: Int
    public var language: Document.Language

    public init(_ table: Table, totalRows: Int? = nil, language: Document.Language = .english) {
        (self.table, self.totalRows) = (table, max(totalRows ?? table.count, table.count))
        self.language = language
    }

    /// Ends without a line end.
    ///
    /// - Complexity: O(rows shown); rows past the style's height are not looked at.
    public func render(_ style: TerminalStyle = .plain) -> String {
        let words = Vocabulary.of(language)
        guard !table.columns.isEmpty else { return style.paint(words.noColumns, .dim) }
        let shown = table.prefix(rowsThatFit(style))
        let texts = shown.columnTexts
        let fit = ColumnFit(texts.map { wish(of: $0) }, width: style.width)
        let columns = Array(zip(texts, fit.widths))

        var lines = [
            line(columns.map { column, width in cell(column.name, column, width, style, paint: .bold) }),
            line(columns.map { column, width in cell(column.typeWord, column, width, style, paint: .dim) }),
            style.paint(String(repeating: style.rule, count: fit.total), .dim),
        ]
        for row in 0..<shown.count {
            lines.append(
                line(
                    columns.map { column, width in
                        guard let text = column.cells[row] else {
                            return cell(style.missing, column, width, style, paint: .dim)
                        }
                        return cell(text, column, width, style)
                    }))
        }
        let footer = footer(shown: shown.count, hidden: texts.dropFirst(columns.count).map(\.name), words)
        if !footer.isEmpty {
            let text = footer.joined(separator: style.separator).cut(
                to: style.width, ellipsis: style.ellipsis)
            lines.append(style.paint(text, .dim))
        }
        return lines.joined(separator: "\n")
    }

    private func rowsThatFit(_ style: TerminalStyle) -> Int {
        guard let height = style.height else { return table.count }
        let frame = 3
        let isWhole = table.count == totalRows && table.count + frame <= height
        return isWhole ? table.count : min(table.count, max(height - frame - 1, 1))
    }

    private func wish(of column: ColumnText) -> ColumnFit.Wish {
        let cells = column.cells.reduce(1) { max($0, $1?.displayWidth ?? 1) }
        let head = max(column.name.displayWidth, column.typeWord.displayWidth)
        let natural = max(cells, head)
        guard column.isText else {
            return ColumnFit.Wish(
                natural: natural, minimum: max(cells, column.typeWord.displayWidth, min(head, 8)))
        }
        return ColumnFit.Wish(natural: min(natural, 60), minimum: min(natural, 10))
    }

    private func cell(
        _ text: String, _ column: ColumnText, _ width: Int, _ style: TerminalStyle,
        paint: TerminalStyle.Attribute? = nil
    ) -> String {
        let fits = text.displayWidth <= width
        // Half a number is another number.
        let cut =
            fits || column.isText || paint != nil
            ? text.cut(to: width, ellipsis: style.ellipsis) : style.ellipsis.cut(to: width)
        let blanks = String(repeating: " ", count: max(width - cut.displayWidth, 0))
        let painted = paint.map { style.paint(cut, $0) } ?? cut
        return column.alignment == .left ? painted + blanks : blanks + painted
    }

    private func line(_ cells: [String]) -> String {
        var line = cells.joined(separator: String(repeating: " ", count: ColumnFit.gap))
        while line.last == " " { line.removeLast() }
        return line
    }

    private func footer(shown: Int, hidden: [String], _ words: Vocabulary) -> [String] {
        var parts: [String] = []
        if totalRows == 0 { parts.append(words.noRows) }
        if totalRows > shown { parts.append(words.moreRows(totalRows - shown)) }
        if !hidden.isEmpty { parts.append(words.moreColumns(hidden)) }
        return parts
    }
}
