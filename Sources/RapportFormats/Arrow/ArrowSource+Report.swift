internal import RapportArrow
internal import RapportDiagnostics
internal import RapportTable

extension ArrowSource {
    /// What is known of the file and of its columns now.
    public var loadReport: LoadReport {
        let schema = schema
        let stem = file.name.prefix { $0 != "." }
        var report = LoadReport(
            table: stem.isEmpty ? file.name : String(stem), file: file.name, rows: reader.rows,
            encoding: "Arrow",
            delimiter: "", hasHeader: true,
            columns: columns.indices.map { described(columns[$0], schema.fields[$0], known($0)) },
            notes: notes(on: Array(columns.indices)))
        let batches = reader.batchRows.count
        report.form =
            (["\(reader.form)", "\(LoadReport.grouped(batches)) batch\(batches == 1 ? "" : "es")"]
            + reader.packing)
            .joined(separator: ", ")
        return report
    }

    private func described(_ column: ArrowColumn, _ field: Field, _ learnt: Learnt?) -> LoadReport.Column {
        var report = LoadReport.Column(name: field.name, type: field.type, kind: field.kind)
        report.proofs = ["declared \(column.field.typeName)"]
        if let role = field.role { report.proofs.append("role \(role)") }
        if let unit = field.unit { report.proofs.append("unit \(unit)") }
        if field.isPrivate { report.proofs.append("private") }
        if case .time = column.field.type { report.proofs.append("time since midnight") }
        guard let learnt else { return report }
        if learnt.isUnique { report.proofs.append("unique") }
        if field.kind == .category || field.kind == .flag, field.type == .text, let distinct = learnt.distinct
        {
            report.proofs.append("\(LoadReport.grouped(distinct)) value\(distinct == 1 ? "" : "s")")
        }
        let facts = learnt.facts
        if facts.cut > 0 {
            report.proofs.append("\(LoadReport.grouped(facts.cut)) \(Self.cutting(field.type))")
        }
        if facts.rounded > 0 {
            report.proofs.append("\(LoadReport.grouped(facts.rounded)) rounded to the nearest float")
        }
        if facts.missing > 0 { report.missing.append(.init(code: "null", count: facts.missing)) }
        if facts.notNumbers > 0 { report.missing.append(.init(code: "NaN", count: facts.notNumbers)) }
        return report
    }

    private static func cutting(_ type: ColumnType) -> String {
        type == .date ? "with a time of day, which was cut off" : "finer than a microsecond, the rest cut off"
    }

    /// What befell values, and names that were changed.
    func notes(on wanted: [Int]) -> [Note] {
        var notes: [Note] = []
        let renamed = columns.filter { $0.name != $0.nameInFile }
        if !renamed.isEmpty {
            let shown = renamed.prefix(5).map { "`\($0.name)`" }.joined(separator: ", ")
            notes.append(
                Note(
                    "arrow.names",
                    "\(LoadReport.grouped(renamed.count)) column name\(renamed.count == 1 ? "" : "s") empty, twice or "
                        + "with line ends: now \(shown)" + (renamed.count > 5 ? ", …" : "")))
        }
        for index in wanted {
            guard let facts = known(index)?.facts, facts.cut + facts.rounded + facts.notNumbers > 0 else {
                continue
            }
            let name = columns[index].name
            if facts.notNumbers > 0 {
                notes.append(
                    Note(
                        "arrow.not-numbers",
                        "`\(name)`: \(LoadReport.grouped(facts.notNumbers)) NaN or infinite, read as missing")
                )
            }
            if facts.cut > 0 {
                let type = columns[index].type ?? .text
                notes.append(
                    Note(
                        "arrow.cut",
                        "`\(name)`: \(LoadReport.grouped(facts.cut)) values \(Self.cutting(type))",
                        isWarning: true))
            }
            if facts.rounded > 0 {
                notes.append(
                    Note(
                        "arrow.rounded",
                        "`\(name)`: \(LoadReport.grouped(facts.rounded)) values of \(columns[index].field.typeName) have "
                            + "more digits than a float keeps, and were rounded", isWarning: true))
            }
        }
        return notes
    }

    func learnt(from column: Column, _ index: Int, _ facts: ArrowFacts) -> Learnt {
        let name = columns[index].name
        var stats = ColumnStats()
        stats.rows = column.count
        // What is missing here is blank there.
        stats.blank = column.missingCount
        if case .codes(let codes) = column.layout {
            stats.distinct = codes.dictionary.count
            if codes.dictionary.count <= 2 {
                stats.isFlag = KindGuess.isFlag(
                    (0..<codes.dictionary.count).compactMap { codes.dictionary[$0] })
            }
        }
        if case .int64(let ints) = column.layout, column.type == .int { stats.take(ints) }
        let isIDByContent = KindGuess.isIDByContent(name: name, column, stats)
        let kind =
            isIDByContent ? .id : KindGuess.kind(name: name, type: column.type, stats: stats)
        let isUnique = (kind == .id) && KindGuess.isUnique(column, stats)
        return Learnt(kind: kind, isUnique: isUnique, distinct: stats.distinct, facts: facts)
    }
}

extension ColumnStats {
    /// The range of a column of ints, and whether it ascends.
    fileprivate mutating func take(_ column: FixedColumn<Int64>) {
        let values = column.values.span
        guard let validity = column.validity else {
            for row in values.indices {
                isIncreasing = isIncreasing && (row == 0 || values[row] > largest)
                smallest = min(smallest, values[row])
                largest = max(largest, values[row])
            }
            return
        }
        isIncreasing = false
        let words = validity.words.span
        for slot in 0..<(values.count + 63) / 64 {
            let word = validity.word(slot, in: words)
            for row in slot * 64..<min(slot * 64 + 64, values.count) where word >> UInt64(row % 64) & 1 == 1 {
                smallest = min(smallest, values[row])
                largest = max(largest, values[row])
            }
        }
    }
}

extension KindGuess {
    /// For columns whose types are declared.
    static func kind(name: String, type: ColumnType, stats: ColumnStats?) -> Kind? {
        let cell: CellType
        switch type {
        case .bool: cell = .bool
        case .int: cell = .int(NumberForm())
        case .float: cell = .float(NumberForm())
        case .text: cell = .text(mayRepeat: true)
        case .date: cell = .date(.iso)
        case .datetime: cell = .datetime(.iso, zone: nil)
        case .duration: return .measure
        case .list: return nil
        }
        return kind(name: name, type: cell, stats: stats, hasLeadingZeros: false)
    }
}
