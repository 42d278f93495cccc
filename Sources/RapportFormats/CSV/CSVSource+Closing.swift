internal import RapportDiagnostics
internal import RapportTable

/// What stands at the end of a table and is no row of it: footers, and totals that would be counted twice.
extension CSVSource {
    private static let totalWords: Set<String> = [
        "total", "totals", "grand total", "sum", "subtotal", "sub total", "overall", "summe", "gesamt",
        "gesamtsumme",
        "totale", "somme", "total général", "suma", "合计", "总计", "小计", "汇总", "合計", "総計", "總計", "小計", "计",
    ]

    func noteClosing(_ plan: CSVScan.Plan, _ outcome: ScanOutcome) {
        let notes = [footer(plan, outcome), total(plan, outcome)].compactMap(\.self)
        learn { knowledge in
            for note in notes where !knowledge.closing.contains(where: { $0.code == note.code }) {
                knowledge.closing.append(note)
            }
        }
    }

    /// The last rows have fewer cells than the others.
    private func footer(_ plan: CSVScan.Plan, _ outcome: ScanOutcome) -> Note? {
        let short = Set(outcome.problems.kept.filter { $0.column == nil }.compactMap(\.row))
        var count = 0
        while short.contains(outcome.rowsRead - count), count < 100 { count += 1 }
        guard (1...10).contains(count), outcome.rowsRead > count + 1, short.count == count else { return nil }
        guard let last = plan.columns.last(where: { $0.index == dialect.columns - 1 }) else { return nil }
        let name = Tally.written(names[last.index])
        let rows = count == 1 ? "the last row has" : "the last \(count) rows have"
        return Note(
            "csv.footer",
            "\(rows) fewer cells, as a footer has: `… | where present(\(name))` leaves out such rows",
            isWarning: true)
    }

    /// The last row says that it is a total; where it is the sum of a column, the note says of which.
    private func total(_ plan: CSVScan.Plan, _ outcome: ScanOutcome) -> Note? {
        guard outcome.rows > 2 else { return nil }
        let last = outcome.rows - 1
        var label: (name: String, word: String)?
        for (place, column) in plan.columns.enumerated().prefix(50) where column.type.isText {
            guard case .text(let text) = outcome.columns[place][last] else { continue }
            let word = text.lowercased().filter { $0 != ":" && $0 != "：" }
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if Self.totalWords.contains(word) {
                label = (names[column.index], text)
                break
            }
        }
        guard let label else { return nil }
        var proved: String?
        for (place, column) in plan.columns.enumerated().prefix(200) where column.type.number != nil {
            if Self.isSum(outcome.columns[place], last) {
                proved = names[column.index]
                break
            }
        }
        let proof = proved.map { "; its `\($0)` is the sum of the rows above" } ?? ""
        let word = label.word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return Note(
            "csv.total-row",
            "the last row says in `\(label.name)` that it is a total\(proof): "
                + "`… | where \(Tally.written(label.name)) != \"\(word)\"` leaves it out",
            isWarning: true)
    }

    private static func isSum(_ column: Column, _ last: Int) -> Bool {
        guard let value = column[last].number else { return false }
        var sum = 0.0
        var present = 0
        for row in 0..<last {
            guard let number = column[row].number else { continue }
            sum += number
            present += 1
        }
        return present > 1 && sum != 0 && abs(sum - value) <= 1e-6 * max(abs(sum), 1)
    }
}
