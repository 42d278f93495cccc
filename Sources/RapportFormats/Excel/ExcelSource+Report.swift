internal import RapportDiagnostics
internal import RapportTable

extension ExcelSource {
    /// What is known of the sheet and of its columns now.
    public var loadReport: LoadReport {
        let learnt = kinds
        let stem = name.split(separator: ".", omittingEmptySubsequences: false).dropLast()
        var report = LoadReport(
            table: stem.isEmpty || stem == [""] ? name : stem.joined(separator: "."), file: name,
            rows: ranks.count,
            encoding: "Excel", delimiter: "", hasHeader: table.header != nil,
            columns: columns.enumerated().map { index, column in described(column, learnt[index]) },
            notes: notes)
        let header = table.header.map { $0 == 0 ? "header" : "header in row \($0 + 1)" } ?? "no header"
        report.form = "sheet `\(sheet)`, \(header)"
        report.choices = [.init("sheet", .text(sheet)), .init("header", .bool(table.header != nil))]
        if let top = table.header ?? (ranks.count > 0 ? table.first : nil), top > 0 {
            report.choices.append(.init("skip", .int(top)))
        }
        return report
    }

    private func described(_ column: ExcelColumn, _ learnt: (kind: Kind?, isUnique: Bool, distinct: Int?)?)
        -> LoadReport.Column
    {
        var report = LoadReport.Column(
            name: column.name, type: column.type.type, kind: learnt?.kind ?? column.kind)
        if learnt?.isUnique ?? false { report.proofs.append("unique") }
        report.proofs += column.decision.remarks
        report.proofs += formatProofs(column)
        let isText = column.type == .cell(.text(mayRepeat: true)) || column.type.type == .text
        if isText, report.kind == .category || report.kind == .flag, let distinct = learnt?.distinct {
            report.proofs.append("\(LoadReport.grouped(distinct)) value\(distinct == 1 ? "" : "s")")
        }
        for (code, count) in column.codes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            if !isText || reading.codes.areNamed {
                report.missing.append(.init(code: reading.codes.names[code], count: count))
            } else {
                let word = reading.codes.names[code]
                report.proofs.append(
                    "\(LoadReport.grouped(count)) × \"\(word)\" kept as text: `missing=[\"\(word)\"]` reads them as missing"
                )
            }
        }
        for (error, count) in column.errors.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            report.missing.append(.init(code: data.errors[error], count: count))
        }
        let coded = column.codes.values.reduce(0, +) + column.errors.values.reduce(0, +)
        let blank = ranks.count - column.tally.present - coded - column.misfits
        if blank > 0 { report.missing.append(.init(code: nil, count: blank)) }
        return report
    }

    /// What the number formats say.
    private func formatProofs(_ column: ExcelColumn) -> [String] {
        var proofs: [String] = []
        if column.type.type.isTime {
            let written = column.tally.times - column.counts.dates
            if column.counts.dates > 0, written > 0 {
                proofs.append(
                    "\(LoadReport.grouped(column.counts.dates)) date\(column.counts.dates == 1 ? "" : "s") of Excel"
                )
            }
            if written > 0 {
                let proved = column.tally.dates.proofs
                let order: String =
                    switch column.decision.type {
                    case .date(let order), .datetime(let order, _):
                        order == .iso
                            ? ""
                            : " (\(order.words): \(LoadReport.grouped(proved)) value\(proved == 1 ? " proves" : "s prove") it)"
                    default: ""
                    }
                proofs.append("\(LoadReport.grouped(written)) written as text" + order)
            }
        }
        guard column.type.type.isNumber else { return proofs }
        for (number, count) in column.units.sorted(by: { $0.key < $1.key }) where !data.units[number].isEmpty
        {
            let unit = data.units[number]
            proofs.append(
                unit == "%"
                    ? "\(LoadReport.grouped(count)) shown as percent: 25% is 0.25"
                    : count == column.counts.numbers ? unit : "\(LoadReport.grouped(count)) in \(unit)")
        }
        return proofs
    }

    /// Of the sheet as a whole.
    static func notes(_ sheet: SheetChoice, _ ranks: RowRanks, _ table: SheetTable) -> [Note] {
        let counts = sheet.counts
        var notes: [Note] = []
        func some(_ count: Int, _ noun: String) -> String {
            "\(LoadReport.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
        }
        if ranks.count == 0 {
            notes.append(Note("excel.no-rows", "a header and no rows: all columns are text"))
        }
        if ranks.blank > 0 {
            notes.append(Note("excel.blank-rows", "\(some(ranks.blank, "blank row")) left out"))
        }
        if counts.mergedRanges > 0 {
            notes.append(
                Note(
                    "excel.merged",
                    "\(some(counts.mergedRanges, "merged range")), the first `\(counts.firstMerged)`: the value stands in the "
                        + "first cell, the others are missing", isWarning: true))
        }
        if counts.formulasWithoutValue > 0 {
            notes.append(
                Note(
                    "excel.formulas",
                    "\(some(counts.formulasWithoutValue, "formula")) without a computed value read as missing, the first in "
                        + "`\(counts.firstWithoutValue)`: open and save the file in Excel", isWarning: true))
        }
        if counts.hiddenRows > 0 || counts.hiddenColumns > 0 {
            let parts = [(counts.hiddenRows, "hidden row"), (counts.hiddenColumns, "hidden column")]
            let said = parts.filter { $0.0 > 0 }.map { some($0.0, $0.1) }.joined(separator: " and ")
            notes.append(Note("excel.hidden", "\(said) read like the others"))
        }
        if counts.duplicates > 0 {
            notes.append(
                Note(
                    "excel.duplicates",
                    "\(some(counts.duplicates, "cell")) twice in one place: the last counts",
                    isWarning: true))
        }
        if sheet.misfitCount > 0 {
            notes.append(
                Note(
                    "excel.misfits",
                    "\(some(sheet.misfitCount, "cell")) without a day or number that is: see `problems`",
                    isWarning: true))
        }
        return notes
    }
}
