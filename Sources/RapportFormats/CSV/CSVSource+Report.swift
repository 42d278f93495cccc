internal import RapportDiagnostics
internal import RapportTable

extension CSVSource {
    /// What is known of the file and of its columns now.
    public var loadReport: LoadReport {
        let known = knowledge
        let columns = picked.map { report(names[$0], known.columns[$0]) }
        let stem = file.name.split(separator: ".", omittingEmptySubsequences: false).dropLast()
        var described = LoadReport(
            table: stem.isEmpty || stem == [""] ? file.name : stem.joined(separator: "."), file: file.name,
            rows: known.rows, encoding: encoding, delimiter: dialect.delimiterWord, hasHeader: hasHeader,
            columns: columns, notes: fileNotes)
        described.choices = choices(known)
        return described
    }

    private func choices(_ known: Knowledge) -> [LoadReport.Choice] {
        let words = String(encoding.prefix { $0 != "," }).replacing(" with BOM", with: "")
        var choices: [LoadReport.Choice] = [.init("encoding", .text(words))]
        if dialect.delimiter != Dialect.noDelimiter {
            choices.append(.init("delimiter", .text(dialect.delimiterText)))
        }
        choices.append(.init("header", .bool(hasHeader)))
        let orders = known.columns.compactMap { column -> DateOrder? in
            switch column.type {
            case .date(let order), .datetime(let order, _): order == .iso ? nil : order
            default: nil
            }
        }
        if let order = orders.first, orders.allSatisfy({ $0 == order }) {
            choices.append(.init("dates", .text(order.rawValue)))
        }
        return choices
    }

    private func report(_ name: String, _ column: Knowledge.Column) -> LoadReport.Column {
        var report = LoadReport.Column(
            name: name, type: column.type.type, kind: column.kind(name), wasRead: column.isProved)
        guard let stats = column.stats else {
            if column.isProved || !column.isSample { report.proofs = column.decision.remarks }
            return report
        }
        report.proofs = column.remarks
        report.proofs += column.decision.remarks
        report.proofs += dateProofs(column, stats)
        report.proofs += numberProofs(name, column, stats)
        if column.type.isText {
            if report.kind == .category || report.kind == .flag, let distinct = stats.distinct {
                report.proofs.append("\(LoadReport.grouped(distinct)) value\(distinct == 1 ? "" : "s")")
            }
            for (word, count) in stats.keptWords.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
            where count > 0 && !reading.codes.areNamed {
                report.proofs.append(
                    "\(LoadReport.grouped(count)) × \"\(word)\" kept as text: `missing=[\"\(word)\"]` reads them as missing"
                )
            }
            if stats.invalid > 0 {
                report.proofs.append(
                    "\(LoadReport.grouped(stats.invalid)) not valid UTF-8, mended with U+FFFD: see `problems`, or name the file's `encoding=`"
                )
            }
            if stats.marks > 0 {
                report.proofs.append(
                    "\(LoadReport.grouped(stats.marks)) behind a byte order mark, as where files were joined: left out"
                )
            }
            if stats.zeros > 0 { report.proofs.append("\(LoadReport.grouped(stats.zeros)) with NUL bytes") }
        }
        for code in stats.codes.keys.sorted(by: { (stats.codes[$1] ?? 0, $0) < (stats.codes[$0] ?? 0, $1) }) {
            report.missing.append(.init(code: reading.codes.names[code], count: stats.codes[code] ?? 0))
        }
        if stats.emptyQuoted > 0 { report.missing.append(.init(code: "", count: stats.emptyQuoted)) }
        if stats.blank > 0 { report.missing.append(.init(code: nil, count: stats.blank)) }
        return report
    }

    /// `705 × 2025-01-31, 495 × 31/01/2025 (day first: 495 values prove it)`.
    private func dateProofs(_ column: Knowledge.Column, _ stats: ColumnStats) -> [String] {
        let order: DateOrder
        let suffix: String
        switch column.type {
        case .date(let found): (order, suffix) = (found, "")
        case .datetime(let found, _): (order, suffix) = (found, stats.dates.timed > 0 ? " 08:45" : "")
        default: return []
        }
        var counts: [String] = []
        for shape in Temporal.Shape.allCases where stats.dates.shapes[shape.rawValue] > 0 {
            let example = shape.example(order) + suffix
            counts.append("\(LoadReport.grouped(stats.dates.shapes[shape.rawValue])) × \(example)")
        }
        var sentence = counts.joined(separator: ", ")
        if stats.dates.open > 0 {
            let proofs = stats.dates.proofs
            if column.decision.isToldOrder {
                sentence += " (\(order.words): as `dates=` says)"
            } else {
                sentence +=
                    " (\(order.words): \(LoadReport.grouped(proofs)) value\(proofs == 1 ? " proves" : "s prove") it)"
            }
        }
        let short: [Temporal.Shape] = [.namedShort, .openShort]
        if short.contains(where: { stats.dates.shapes[$0.rawValue] > 0 }) {
            sentence += " (years 69 to 99 are taken as 1969 to 1999)"
        }
        if stats.dates.turned > 0 {
            sentence += "; \(LoadReport.grouped(stats.dates.turned)) of other zones, turned to UTC"
        }
        return sentence.isEmpty ? [] : [sentence]
    }

    /// Of the file as a whole.
    var fileNotes: [Note] {
        let known = knowledge
        var notes = openingNotes
        let counts = known.counts
        let sums = picked.compactMap { index -> String? in
            let column = known.columns[index]
            guard let sum = column.leftOut, column.kind(names[index]) == .measure else { return nil }
            return "`\(names[index])` \(Self.written(sum))"
        }
        let leftOut = sums.isEmpty ? "" : "; in them, by place: " + sums.prefix(3).joined(separator: ", ")
        func rows(_ count: Int) -> String { "\(LoadReport.grouped(count)) row\(count == 1 ? "" : "s")" }
        if counts.long > 0 {
            notes.append(
                Note(
                    "csv.long-rows",
                    "\(rows(counts.long)) with more cells than the \(dialect.columns) columns left out: see "
                        + "`problems`" + leftOut, isWarning: true))
        }
        if counts.short > 0 {
            notes.append(
                Note(
                    "csv.short-rows",
                    "\(rows(counts.short)) with fewer cells than the \(dialect.columns) columns: the rest is missing",
                    isWarning: true))
        }
        if counts.trailingDelimiters > 0 {
            notes.append(
                Note(
                    "csv.trailing-delimiters",
                    "\(rows(counts.trailingDelimiters)) \(counts.trailingDelimiters == 1 ? "ends" : "end") in blank "
                        + "cells too many"))
        }
        if counts.strayQuotes > 0 {
            notes.append(
                Note(
                    "csv.stray-quotes",
                    "\(LoadReport.grouped(counts.strayQuotes)) cell\(counts.strayQuotes == 1 ? " goes" : "s go") on behind the closing quote",
                    isWarning: true))
        }
        if counts.blankLines > 0 {
            notes.append(
                Note(
                    "csv.blank-lines",
                    "\(LoadReport.grouped(counts.blankLines)) blank line\(counts.blankLines == 1 ? "" : "s") left out"
                ))
        }
        let comments = counts.comments + headerComments
        if comments > 0 {
            notes.append(
                Note(
                    "csv.comments",
                    "\(LoadReport.grouped(comments)) comment line\(comments == 1 ? "" : "s") left out"))
        }
        notes += known.closing
        if known.grew > 0 {
            notes.append(
                Note(
                    "file.grew",
                    "the file grew by \(LoadReport.grouped(known.grew)) bytes since it was opened, which are not read",
                    isWarning: true))
        }
        return notes
    }
}

extension Temporal.Shape {
    /// The last day of January 2025, as this shape writes it.
    fileprivate func example(_ order: DateOrder) -> String {
        switch self {
        case .dashed: "2025-01-31"
        case .slashed: "2025/01/31"
        case .chinese: "2025年1月31日"
        case .pointed: "2025.01.31"
        case .openSlash: order == .dayFirst ? "31/01/2025" : "1/31/2025"
        case .openDash: order == .dayFirst ? "31-01-2025" : "1-31-2025"
        case .openShort: order == .dayFirst ? "31/01/25" : "1/31/25"
        case .dotted: "31.01.2025"
        case .written: "Fri, 31 Jan 2025"
        case .named: "31/Jan/2025"
        case .namedShort: "31/Jan/25"
        }
    }
}
