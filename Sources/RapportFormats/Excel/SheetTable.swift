internal import RapportDiagnostics

/// Where on a sheet its table stands, and what the columns are called.
struct SheetTable {
    /// The sheet's columns that make the table, from 0.
    var places: [Int] = []
    var names: [String] = []
    /// From 0; nil: no row names the columns.
    var header: Int?
    /// The first row of data, from 0.
    var first = 0
    var notes: [Note] = []

    /// - Throws: `excel.skip`, `excel.columns`, `table.duplicate-column`.
    init(_ data: SheetData, _ options: ExcelOptions, _ reading: Reading, file: String) throws(Diagnostic) {
        let head = data.usedRows(from: max(options.skip ?? 0, 0), limit: Self.headRows)
        guard let top = head.first else {
            if let skip = options.skip, skip > 0 {
                throw Diagnostic(
                    "excel.skip", "the sheet of `\(file)` has no cells below its first \(skip) rows",
                    help: ["`skip=` counts rows before the header"])
            }
            return
        }
        let records = Self.records(data, head)
        let start = options.skip == nil ? Self.start(of: records.map { $0.count { !$0.text.isEmpty } }) : 0
        if start > 0 {
            notes.append(
                Note(
                    "excel.preamble",
                    "\(start) row\(start == 1 ? "" : "s") above the table left out, from row \(top + 1): "
                        + "`skip=\(top)` reads \(start == 1 ? "it" : "them") too", isWarning: true))
        }
        let table = Array(records[start...])
        let named = try headerRows(options, table, reading, file)
        let hasHeader = !named.isEmpty
        header = hasHeader ? head[start] : nil
        let last = named.last.map { head[start + $0 - 1] }
        first = last.map { $0 + 1 } ?? head[start]
        let titles = Sniffer.joined(named.map { table[$0 - 1] })
        if options.headerRows == nil, named == [1], table.count > 1, Sniffer.completes(table[0], table[1]) {
            notes.append(
                Note(
                    "excel.second-header",
                    "the second row holds the names that the first lacks, as the choices of a question do, and is read "
                        + "as a row of data: `load … header=[1, 2]` joins both",
                    isWarning: true))
        }
        var skipped = 0
        for (column, store) in data.columns.enumerated() {
            let isNamed = column < titles.count && !titles[column].text.isEmpty
            if isNamed || store.firstIndex(from: first) < store.count {
                places.append(column)
            } else if !places.isEmpty {
                skipped += 1
            }
        }
        if skipped > 0 {
            notes.append(
                Note(
                    "excel.blank-columns",
                    "\(LoadReport.grouped(skipped)) blank column\(skipped == 1 ? "" : "s") left out"))
        }
        let cells = places.map { $0 < titles.count ? titles[$0] : Sniffer.Cell(text: "", isQuoted: false) }
        let titled = Sniffer.names(hasHeader ? cells : nil, given: options.columns, columns: places.count)
        names = titled.names
        notes += titled.notes
        if let given = options.columns, given.count != places.count {
            throw Diagnostic(
                "excel.columns",
                "`columns=` names \(given.count), expected \(places.count) as the sheet of `\(file)` has")
        }
        if Set(names).count != names.count {
            throw Diagnostic("table.duplicate-column", "`columns=` has a name twice")
        }
    }

    /// The rows of the table, from 1, that name the columns; ascending, empty where none does.
    private func headerRows(
        _ options: ExcelOptions, _ table: [[Sniffer.Cell]], _ reading: Reading, _ file: String
    ) throws(Diagnostic) -> [Int] {
        guard let rows = options.headerRows else {
            return options.header ?? Sniffer.hasHeader(table, reading) ? [1] : []
        }
        guard !rows.isEmpty, rows.allSatisfy({ $0 > 0 && $0 <= table.count }) else {
            throw Diagnostic(
                "excel.header", "the sheet of `\(file)` has fewer rows than `header=` names",
                subject: .parameter("header"), help: ["rows are counted from 1, where the table begins"])
        }
        return rows.sorted()
    }

    private static let headRows = 100

    /// The first rows as text, by the sheet's columns.
    private static func records(_ data: SheetData, _ rows: [Int]) -> [[Sniffer.Cell]] {
        let places = Dictionary(rows.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var records = rows.map { _ in
            [Sniffer.Cell](repeating: .init(text: "", isQuoted: false), count: data.columns.count)
        }
        guard let first = rows.first, let last = rows.last else { return records }
        for (column, store) in data.columns.enumerated() {
            var index = store.firstIndex(from: first)
            while index < store.count, store.row(index) <= last {
                if let place = places[store.row(index)], let text = data.text(store, index) {
                    records[place][column].text = text
                }
                index += 1
            }
        }
        return records
    }

    /// The row in which the table begins: above it stand titles and remarks, which fill two thirds of its columns at most.
    private static func start(of widths: [Int]) -> Int {
        var times: [Int: Int] = [:]
        for width in widths { times[width, default: 0] += 1 }
        guard let usual = times.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else { return 0 }
        return widths.firstIndex { $0 * 3 > usual * 2 } ?? 0
    }
}
