internal import RapportDiagnostics

/// Where in a file's first records the table begins, and what its columns are called.
struct TableLayout {
    private(set) var dialect: Dialect
    private(set) var hasHeader = false
    /// Records up to the last that names columns.
    private(set) var headerRecords = 0
    /// Of all columns of the file.
    private(set) var names: [String] = []
    /// The columns that are read, by their place in the file.
    private(set) var picked: [Int] = []
    private(set) var notes: [Note] = []

    private let options: CSVOptions
    private let reading: Reading
    private let file: String

    init(
        _ head: [UInt8], isWhole: Bool, _ dialect: Dialect, _ options: CSVOptions, _ reading: Reading,
        file: String, line: Int
    ) throws(Diagnostic) {
        (self.dialect, self.options, self.reading, self.file) = (dialect, options, reading, file)
        let sniffer = Sniffer(head: head, isWhole: isWhole)
        var placed = sniffer.placed(dialect, limit: 300)
        if placed.isEmpty, !isWhole { placed = [(sniffer.record(at: 0, dialect).cells, 0)] }
        guard !placed.isEmpty else {
            throw Diagnostic(
                "csv.empty", "`\(file)` has no lines but blank ones",
                help: ["a CSV file has at least a header"])
        }
        let records = placed.map(\.cells)
        let common = FormSniffer.Fit(records).cells
        if options.header == .sniffed, let first = Self.tableStart(records, common, reading) {
            let lines = head[..<placed[first].place].count { $0 == dialect.terminator }
            throw preamble(records[..<first], lines: lines, line: line, cells: common)
        }
        noteComments(records, common)
        var header: [Sniffer.Cell]?
        switch options.header {
        case .none: break
        case .rows(let rows): header = try joined(rows, records)
        case .sniffed:
            if Sniffer.hasHeader(records, reading) { (header, headerRecords) = (records[0], 1) }
            if header == nil {
                noteNoHeader(records)
            } else if let marks = records.prefix(4).firstIndex(where: Sniffer.isMarks), marks > 0 {
                headerRecords = marks + 1
                notes.append(
                    Note(
                        "csv.marks",
                        "lines 2 to \(marks + 1) hold what a survey program writes below its names, and are no rows: "
                            + "`load … header=2` names columns by the questions"))
            } else {
                noteHeader(records)
            }
        }
        // Whichever line gives the names, a program's marks below it are no row.
        if headerRecords > 0, headerRecords < records.count, Sniffer.isMarks(records[headerRecords]) {
            headerRecords += 1
        }
        hasHeader = header != nil
        let body = Array(records.dropFirst(headerRecords))
        self.dialect.columns = columnCount(header, body)
        if let own = header, options.places == nil { header = withRowNames(own, body) }
        try name(header, records)
    }

    // MARK: - What stands in front

    /// The first record of a table that does not begin at once; nil where it does.
    private static func tableStart(_ records: [[Sniffer.Cell]], _ cells: Int, _ reading: Reading) -> Int? {
        guard cells > 1, let first = records.first else { return nil }
        func filled(_ record: [Sniffer.Cell]) -> Int { record.count { !$0.isBlank } }
        let starts = records.indices.prefix(60).filter { index in
            let record = records[index]
            return record.count >= cells && filled(record) * 2 >= min(cells, record.count)
                && filled(record) >= 2
        }
        guard let start = starts.first, start > 0 else { return nil }
        let proved = starts.prefix(10).first { isHeaderProved(Array(records[$0...]), reading) }
        // A header with a name or two less than there are columns is one all the same.
        let isNearly = first.count * 2 > cells && first.count >= 2 && filled(first) >= 2
        if first.count >= cells || isNearly { return proved }
        let found = proved ?? start
        return records[found...].count { $0.count == cells } >= 2 ? found : nil
    }

    /// Words above a column of numbers or times.
    private static func isHeaderProved(_ records: [[Sniffer.Cell]], _ reading: Reading) -> Bool {
        guard records.count > 1, Sniffer.hasHeader(records, reading) else { return false }
        return records[0].indices.contains { column in
            let cells = records.dropFirst().compactMap { $0.indices.contains(column) ? $0[column].text : nil }
            return !records[0][column].isBlank && isTyped(Tally(of: cells, reading))
        }
    }

    private static func isTyped(_ tally: Tally) -> Bool {
        tally.present > 0
            && (tally.isNumeric || tally.times == tally.present || tally.bools == tally.present)
    }

    private func preamble(
        _ records: ArraySlice<[Sniffer.Cell]>, lines: Int, line: Int, cells: Int
    ) -> Diagnostic {
        let sign = records.first?.first?.text.first
        let isComment = sign.map { "#%!".contains($0) } ?? false
        if isComment, let sign, records.allSatisfy({ $0.first?.text.first == sign }) {
            return Self.comments(sign, file: file, cells: cells)
        }
        let last = line + lines - 1
        let which = lines == 1 ? "line \(last) is" : "lines \(line) to \(last) are"
        return Diagnostic(
            "csv.preamble",
            "`\(file)`: the table of \(cells) columns begins in line \(last + 1), \(which) no part of it",
            help: ["leave them out: `load … skip=\(last)`"])
    }

    static func comments(_ sign: Character, file: String, cells: Int?) -> Diagnostic {
        Diagnostic(
            "csv.comments",
            "`\(file)` has lines in front of its table that begin with `\(sign)`, expected rows of "
                + (cells.map { "\($0) cells" } ?? "cells between blanks"),
            help: ["they are comments: `load … comment=\"\(sign)\"`"])
    }

    private mutating func noteComments(_ records: [[Sniffer.Cell]], _ cells: Int) {
        guard options.comment == nil, cells > 1 else { return }
        let count = records.dropFirst().count { $0.count != cells && $0.first?.text.first == "#" }
        guard count > 0 else { return }
        notes.append(
            Note(
                "csv.comments",
                "lines begin with `#`, as comments do: `load … comment=\"#\"` leaves them out",
                isWarning: true))
    }

    // MARK: - The header

    private mutating func joined(
        _ rows: [Int], _ records: [[Sniffer.Cell]]
    ) throws(Diagnostic) -> [Sniffer.Cell] {
        guard let last = rows.max(), last <= records.count, rows.allSatisfy({ $0 > 0 }) else {
            throw Diagnostic(
                "csv.header", "`\(file)` has fewer rows than `header=` names",
                subject: .parameter("header"), help: ["rows are counted from 1, behind `skip=`"])
        }
        headerRecords = last
        return rows.count == 1 ? records[last - 1] : Sniffer.joined(rows.map { records[$0 - 1] })
    }

    private mutating func noteNoHeader(_ records: [[Sniffer.Cell]]) {
        guard let first = records.first else { return }
        let place = first.firstIndex { cell in
            let tally = Tally(of: [cell.text], reading)
            return Self.isTyped(tally) || tally.leadingZeros + tally.huge > 0
        }
        let isRow = Sniffer.holdsValue(records)
        let why =
            place.map { "cell \($0 + 1) of the first line is a value" }
            ?? (isRow ? "the first line holds values of its columns" : "the first line holds no names")
        notes.append(Note("csv.no-header", "no header: \(why); `header=true` reads it as names"))
    }

    /// A header that nothing proves, and a second one below the first.
    private mutating func noteHeader(_ records: [[Sniffer.Cell]]) {
        let body = Array(records.dropFirst())
        guard body.count > 1 else { return }
        let width = records[0].count
        func cells(_ column: Int, _ records: ArraySlice<[Sniffer.Cell]>) -> [String] {
            records.compactMap { $0.indices.contains(column) ? $0[column].text : nil }
        }
        var (typed, words) = (0, 0)
        for column in 0..<min(width, 500) {
            if !Self.isTyped(Tally(of: cells(column, body.dropFirst()), reading)) { continue }
            typed += 1
            let second = Tally(of: cells(column, body.prefix(1)), reading)
            if second.present > 0, !Self.isTyped(second) { words += 1 }
        }
        if Sniffer.completes(records[0], body[0]) {
            notes.append(
                Note(
                    "csv.second-header",
                    "the second line holds the names that the first lacks, as the choices of a question do, and is read "
                        + "as a row: `load … header=[1, 2]` joins both lines",
                    isWarning: true))
        } else if words > 0, words * 2 > typed, body.count > 2 || words == typed {
            notes.append(
                Note(
                    "csv.second-header",
                    "the second line holds words above numbers, as units or more names do: "
                        + "`load … header=[1, 2]` joins both lines",
                    isWarning: true))
        } else if typed == 0,
            !(0..<min(width, 500)).contains(where: { Self.isTyped(Tally(of: cells($0, body[...]), reading)) })
        {
            notes.append(
                Note(
                    "csv.header-assumed",
                    "the first line is taken for names, though all cells are words: `header=false` reads it as a row"
                ))
        }
    }

    /// The header's cells; without one, the number that most of the first records have.
    private mutating func columnCount(_ header: [Sniffer.Cell]?, _ body: [[Sniffer.Cell]]) -> Int {
        var times: [Int: Int] = [:]
        for record in body { times[record.count, default: 0] += 1 }
        let common = times.max { ($0.value, $0.key) < ($1.value, $1.key) }
        guard let header else { return common?.key ?? 1 }
        guard let common, common.key != header.count else { return header.count }
        if common.key < header.count {
            // A comma at the end of the header makes no column where no row has it.
            let surplus = header.dropFirst(common.key)
            let isLeft = surplus.allSatisfy { $0.isBlank && !$0.isQuoted } && common.key == times.keys.max()
            return isLeft && common.key > 0 ? common.key : header.count
        }
        guard header.count > 1, times[header.count] == nil, common.value * 10 >= body.count * 8 else {
            return header.count
        }
        let surplus = body.allSatisfy { $0.dropFirst(header.count).allSatisfy { $0.isBlank && !$0.isQuoted } }
        return surplus ? header.count : common.key
    }

    /// A header of one name less than the rows have cells names all but the first, where that one numbers the rows.
    private mutating func withRowNames(_ header: [Sniffer.Cell], _ body: [[Sniffer.Cell]]) -> [Sniffer.Cell] {
        guard header.count < dialect.columns, options.columns == nil else { return header }
        let missing = dialect.columns - header.count
        let numbers = body.map { $0.first.flatMap { Int($0.text) } }
        let isNumbered = missing == 1 && numbers.enumerated().allSatisfy { $0.element == $0.offset + 1 }
        let which =
            isNumbered
            ? "the first column numbers the rows"
            : "the last \(missing == 1 ? "has" : "\(missing) have") none"
        notes.append(
            Note(
                "csv.header-short",
                "the header has \(header.count) names, rows have \(dialect.columns) cells: \(which)",
                isWarning: true))
        return isNumbered ? [Sniffer.Cell(text: "", isQuoted: false)] + header : header
    }

    // MARK: - Names

    private mutating func name(_ header: [Sniffer.Cell]?, _ records: [[Sniffer.Cell]]) throws(Diagnostic) {
        let columns = dialect.columns
        guard let given = options.columns else {
            (names, notes) = { ($0.names, notes + $0.notes) }(
                Sniffer.names(header, given: nil, columns: columns))
            picked = Array(names.indices)
            return try checkTypes()
        }
        if Set(given).count != given.count {
            throw Diagnostic("table.duplicate-column", "`columns=` has a name twice")
        }
        let own = Sniffer.names(header, given: nil, columns: columns)
        let places = given.compactMap { own.names.firstIndex(of: $0) }
        if header != nil, places.count == given.count {
            (names, picked) = (own.names, places)
            notes += own.notes
            if places.count < columns {
                let left = columns - places.count
                notes.append(
                    Note(
                        "csv.columns-left-out",
                        "\(left) column\(left == 1 ? "" : "s") left out, as `columns=` says"))
            }
            return try checkTypes()
        }
        guard given.count == columns else {
            let known = own.names.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
            throw Diagnostic(
                "csv.columns",
                "`columns=` names \(given.count), expected \(columns) as `\(file)` has",
                subject: .parameter("columns"),
                help: [header == nil ? "name all of them" : .init("name all of them, or some of: \(known)")])
        }
        let renamed = Sniffer.names(header, given: given, columns: columns)
        (names, picked) = (renamed.names, Array(given.indices))
        notes += renamed.notes
        try checkTypes()
    }

    private func checkTypes() throws(Diagnostic) {
        for name in options.types.keys.sorted() where !names.contains(name) {
            throw Diagnostic(
                "table.unknown-column", "no column named `\(name)` in `\(file)`",
                subject: .parameter("columns"),
                help: name.nearest(in: names).map { ["`\($0)`"] } ?? [])
        }
    }
}
