internal import RapportDiagnostics
internal import RapportTable

extension JSONSource {
    /// What is known of the file and of its columns now.
    public var loadReport: LoadReport {
        let learnt = learnt
        let stem = file.name.prefix { $0 != "." }
        var report = LoadReport(
            table: stem.isEmpty ? file.name : String(stem), file: file.name, rows: rows, encoding: encoding,
            delimiter: "", hasHeader: true,
            columns: columns.enumerated().map { index, column in described(column, learnt[index]) },
            notes: openingNotes)
        report.form =
            switch form {
            case .lines: "JSON Lines"
            case .array: "JSON"
            case .sequence: rows == 1 ? "JSON, one object" : "JSON, objects one behind the other"
            }
        return report
    }

    private func described(_ column: JSONColumn, _ learnt: JSONColumn.Learnt?) -> LoadReport.Column {
        let (tally, cells) = (column.tally, column.arrays ?? column.tally)
        let values = tally.present + tally.nulls + tally.noNumbers + tally.coded
        var report = LoadReport.Column(
            name: column.name, type: column.type, kind: learnt?.kind ?? column.kind)
        if learnt?.isUnique ?? false { report.proofs.append("unique") }
        report.proofs += column.decision.remarks
        switch column.decision.type {
        case .date: report.proofs.append("\(LoadReport.grouped(tally.days)) × 2025-01-31")
        case .datetime:
            if tally.days > 0 { report.proofs.append("\(LoadReport.grouped(tally.days)) × 2025-01-31") }
            report.proofs.append("\(LoadReport.grouped(tally.times)) × 2025-01-31T08:45")
        default: break
        }
        if report.kind == .category || report.kind == .flag, column.decision.type.isText,
            let distinct = learnt?.distinct
        {
            report.proofs.append("\(LoadReport.grouped(distinct)) value\(distinct == 1 ? "" : "s")")
        }
        if !column.isList, column.decision.type.type == .int, tally.ints > 0,
            let hint = MomentHint.text(column.name, tally.smallest, tally.largest)
        {
            report.proofs.append(hint)
        }
        let isTime = column.decision.type.type.isTime
        if column.isList { report.proofs.append("\(LoadReport.grouped(values)) in lists") }
        let absent = column.rows - cells.present - cells.nulls - cells.noNumbers - cells.coded
        if absent > 0 { report.proofs.append("\(LoadReport.grouped(absent)) without the key") }
        if cells.nulls > 0 { report.missing.append(.init(code: "null", count: cells.nulls)) }
        if tally.noNumbers > 0 { report.missing.append(.init(code: "NaN", count: tally.noNumbers)) }
        if isTime, tally.blanks > 0 { report.missing.append(.init(code: "", count: tally.blanks)) }
        for (code, count) in tally.codes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            report.missing.append(.init(code: codes?.names[code] ?? "", count: count))
        }
        return report
    }
}
