internal import RapportDiagnostics

/// What the first bytes of a file say of its form.
struct Sniffer {
    /// In UTF-8, from behind the byte order mark, with whole records but perhaps the last.
    let head: [UInt8]
    /// The head is the whole file.
    let isWhole: Bool

    /// The records of the head as text: an obvious parser, for a few rows.
    ///
    /// A cell is nil where it is blank without quotes.
    func records(_ dialect: Dialect, limit: Int) -> [[Cell]] {
        placed(dialect, limit: limit).map(\.cells)
    }

    /// With the place in the head that each begins at.
    func placed(_ dialect: Dialect, limit: Int) -> [(cells: [Cell], place: Int)] {
        var records: [(cells: [Cell], place: Int)] = []
        var place = 0
        while place < head.count, records.count < limit {
            let (record, next, isEnded) = record(at: place, dialect)
            guard isEnded || isWhole else { break }
            let start = place
            place = next
            if let comment = dialect.comment, record.first?.text.utf8.first == comment, !record[0].isQuoted {
                continue
            }
            if record.count == 1, record[0].text.isEmpty, !record[0].isQuoted { continue }
            records.append((record, start))
        }
        return records
    }

    struct Cell: Equatable {
        var text: String
        var isQuoted: Bool
        /// Letters stand behind the closing quote.
        var isStray = false

        var isBlank: Bool { text.utf8.allSatisfy(\.isBlank) }
    }

    /// The record that begins at `place`, and the place behind it.
    func record(at start: Int, _ dialect: Dialect) -> (cells: [Cell], next: Int, isEnded: Bool) {
        var cells: [Cell] = []
        var place = start
        var bytes: [UInt8] = []
        var isQuoted = false
        var isStray = false
        func close() {
            cells.append(
                Cell(text: String(decoding: bytes, as: UTF8.self), isQuoted: isQuoted, isStray: isStray))
            bytes = []
            (isQuoted, isStray) = (false, false)
        }
        while place < head.count {
            if bytes.isEmpty, !isQuoted, let quote = dialect.quote, head[place] == quote {
                isQuoted = true
                place += 1
                while place < head.count {
                    if head[place] == quote {
                        place += 1
                        guard place < head.count, head[place] == quote else { break }
                    }
                    bytes.append(head[place])
                    place += 1
                }
                if place >= head.count { break }
            }
            let byte = head[place]
            place += 1
            if byte == dialect.terminator {
                if dialect.terminator == .lineFeed, bytes.last == .carriageReturn { bytes.removeLast() }
                close()
                return (cells, place, true)
            }
            if byte == dialect.delimiter {
                close()
            } else {
                if isQuoted, byte != .carriageReturn { isStray = true }
                bytes.append(byte)
            }
        }
        close()
        return (cells, place, false)
    }

    /// Line feed, unless the only line ends are carriage returns.
    var terminator: UInt8 {
        head.contains(.carriageReturn) && !head.contains(.lineFeed) ? .carriageReturn : .lineFeed
    }

    /// Whether the first record names the columns, from how it looks beside the others.
    ///
    /// It does not where one of its cells is a number, a time, long prose or a value of its column; a year above
    /// a column of numbers is a name.
    static func hasHeader(_ records: [[Cell]], _ reading: Reading) -> Bool {
        guard let first = records.first else { return false }
        if first.allSatisfy({ $0.text.isEmpty }) { return false }
        for cell in first where !cell.text.isEmpty {
            if cell.text.utf8.count > 100 { return false }
            let tally = Tally(of: [cell.text], reading)
            guard tally.numbers > 0 || tally.times > 0 else { continue }
            let isYear = Int(cell.text).map { (1900...2100).contains($0) } ?? false
            if !isYear || first.allSatisfy({ Int($0.text) != nil }) { return false }
        }
        return !holdsValue(records)
    }

    /// Names for all columns: blanks folded, empty ones `column_3`, repeated ones `x_2`; and what was changed.
    static func names(_ header: [Cell]?, given: [String]?, columns: Int) -> (names: [String], notes: [Note]) {
        var names: [String] = []
        var (folded, empty, repeated) = (0, 0, [String]())
        for index in 0..<columns {
            let written: String
            if let given, index < given.count {
                written = given[index]
            } else if let header, index < header.count {
                written = header[index].text
            } else {
                written = ""
            }
            let name = written.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if name != written, !name.isEmpty { folded += 1 }
            if name.isEmpty, header != nil { empty += 1 }
            names.append(name.isEmpty ? "column_\(index + 1)" : name)
        }
        var known = Set(names)
        var seen: Set<String> = []
        for (index, name) in names.enumerated() where !seen.insert(name).inserted {
            var number = 2
            while known.contains("\(name)_\(number)") { number += 1 }
            names[index] = "\(name)_\(number)"
            known.insert(names[index])
            seen.insert(names[index])
            repeated.append(names[index])
        }
        var notes: [Note] = []
        func count(_ number: Int) -> String { "\(number) column name\(number == 1 ? "" : "s")" }
        if folded > 0 {
            notes.append(
                Note("csv.names-folded", "\(count(folded)): blanks and line ends folded to one blank"))
        }
        if empty > 0 {
            notes.append(Note("csv.names-empty", "\(count(empty)) empty: named by place, `column_…`"))
        }
        if !repeated.isEmpty {
            let shown = repeated.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
            notes.append(
                Note(
                    "csv.names-repeated",
                    "\(count(repeated.count)) twice: now \(shown)"
                        + (repeated.count > 5 ? ", …" : "")))
        }
        return (names, notes)
    }
}

extension Tally {
    /// Of cells given as text.
    init(of texts: [String], _ reading: Reading) {
        self.init()
        for (row, text) in texts.enumerated() {
            let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: CellBytes.overread)
            unsafe bytes.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                // SAFETY: the array holds the cell and the bytes that may be read over.
                let cell = unsafe CellBytes(base, count: buffer.count - CellBytes.overread).trimmed
                if cell.count == 0 || reading.codes.index(of: cell) != nil {
                    missing += 1
                } else {
                    count(cell, reading) { Misfits.Cell(row: row, line: 0, text: "") }
                }
            }
        }
    }
}
