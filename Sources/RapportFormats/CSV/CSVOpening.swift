internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// What the beginning of a file says, before any column is read.
struct CSVOpening {
    let file: ByteFile
    let dialect: Dialect
    let reading: Reading
    let header: [Sniffer.Cell]?
    let names: [String]
    let start: Handoff
    let encodingName: String
    /// Bytes that are no text in the file's encoding.
    let problems: Problems
    var notes: [Note] = []

    private static let headSize = 256 << 10

    init(_ path: String, _ options: CSVOptions, _ work: Work) throws(Diagnostic) {
        let opened = try ByteFile.opening(path: path, work: work)
        guard opened.size > 0 else {
            throw Diagnostic(
                "csv.empty", "`\(opened.name)` is empty", help: ["a CSV file has at least a header"])
        }
        let raw = try opened.bytes(0..<min(opened.size, Self.headSize))
        let (file, mark, encoding, undecoded) = try Self.decoded(opened, raw, options, work)
        problems = undecoded
        let quote = try Self.quote(options)
        var form = Dialect()
        form.quote = quote
        form.comment = try options.comment.map { (sign) throws(Diagnostic) in
            try Self.ascii(sign, "comment")
        }
        let head = try file.bytes(mark..<min(file.size, mark + Self.headSize))
        let whole = Sniffer(head: head, isWhole: mark + head.count == file.size)
        form.terminator = whole.terminator
        // Lines to leave out are lines, whatever quotes stand in them.
        var skipped = 0
        for _ in 0..<max(options.skip, 0) {
            guard let end = head[skipped...].firstIndex(of: form.terminator) else {
                throw Diagnostic(
                    "csv.skip", "`\(file.name)` has fewer than \(options.skip) lines at its beginning",
                    help: ["`skip=` counts lines before the header"])
            }
            skipped = end + 1
        }
        let sniffer = Sniffer(head: Array(head[skipped...]), isWhole: whole.isWhole)
        if let delimiter = options.delimiter {
            form.delimiter = try Self.ascii(delimiter, "delimiter")
        } else {
            form.delimiter = sniffer.delimiter(form) ?? Dialect.noDelimiter
        }
        let records = sniffer.records(form, limit: 200)
        guard let first = records.first ?? (whole.isWhole ? nil : sniffer.record(at: 0, form).cells) else {
            throw Diagnostic(
                "csv.empty", "`\(file.name)` has no lines but blank ones",
                help: ["a CSV file has at least a header"])
        }
        reading = Reading(
            codes: MissingCodes(options.missing), quote: quote,
            decimal: try Self.ascii(options.decimal, "decimal"),
            allowsThousands: options.decimal == "." && form.delimiter != UInt8(ascii: ";"))
        let hasHeader = options.header ?? Sniffer.hasHeader(records, reading)
        form.columns = Self.columnCount(records, hasHeader: hasHeader) ?? first.count
        header = hasHeader ? first : nil
        (names, notes) = Sniffer.names(header, given: options.columns, columns: form.columns)
        if let given = options.columns, given.count != form.columns {
            throw Diagnostic(
                "csv.columns",
                "`columns=` names \(given.count), expected \(form.columns) as `\(file.name)` has",
                help: ["`\(given.count < form.columns ? "name all of them" : "check `delimiter=`")`"])
        }
        if Set(names).count != names.count {
            throw Diagnostic("table.duplicate-column", "`columns=` has a name twice")
        }
        var place = mark + skipped
        var line = skipped == 0 ? 1 : options.skip + 1
        if hasHeader {
            (place, line) = try Self.behindHeader(file, place, line, form)
        }
        start = Handoff(place: place, row: 0, line: line)
        (self.file, dialect) = (file, form)
        encodingName = encoding
        if file.size == place {
            notes.append(Note("csv.no-rows", "a header and no rows: all columns are text"))
        }
    }

    /// The file in UTF-8, the length of its byte order mark, and what it was written in.
    private static func decoded(_ file: ByteFile, _ head: [UInt8], _ options: CSVOptions, _ work: Work)
        throws(Diagnostic) -> (ByteFile, Int, String, Problems)
    {
        guard let (encoding, mark) = TextEncoding.chosen(options.encoding, guess: TextEncoding.guess(head))
        else {
            throw Diagnostic(
                "csv.binary", "`\(file.name)` is not text: NUL bytes near its beginning",
                help: ["expected a CSV file; `load … encoding=…` reads text of another encoding"])
        }
        if encoding == .utf8 {
            return (file, mark, mark > 0 ? "UTF-8 with BOM" : "UTF-8", Problems(file: file.name))
        }
        let (text, problems) = try file.decoded(from: encoding, start: mark, work: work)
        if options.strict, let first = problems.kept.first {
            throw Diagnostic(
                "csv.row-does-not-fit",
                "`\(file.name)`, line \(LoadReport.grouped(first.line)): expected \(first.expected), found bytes "
                    + "that are none",
                help: ["without `strict=true` such bytes are counted, and listed by `problems`"])
        }
        let bad = problems.count
        let name =
            encoding.rawValue
            + (bad > 0
                ? ", \(LoadReport.grouped(bad)) place\(bad == 1 ? "" : "s") that are no text in it" : "")
        return (text, 0, name, problems)
    }

    private static func quote(_ options: CSVOptions) throws(Diagnostic) -> UInt8? {
        switch options.quote {
        case .character(let sign): try ascii(sign, "quote")
        case .none: nil
        }
    }

    private static func ascii(_ sign: Character, _ option: String) throws(Diagnostic) -> UInt8 {
        guard let value = sign.asciiValue, value != 0, value != .lineFeed, value != .carriageReturn else {
            throw Diagnostic(
                "csv.option", "`\(option)=` takes one ASCII character", subject: .parameter(option),
                help: ["such as `\(option)=\";\"`"])
        }
        return value
    }

    /// The header's cells; without one, the number that most of the first records have.
    private static func columnCount(_ records: [[Sniffer.Cell]], hasHeader: Bool) -> Int? {
        if hasHeader {
            guard let header = records.first else { return nil }
            // A comma at the end of every line makes no column of the header's last, empty cell.
            let counts = records.dropFirst().map(\.count)
            if header.last?.text.isEmpty == true, header.last?.isQuoted == false, header.count > 1,
                !counts.isEmpty, counts.allSatisfy({ $0 == header.count - 1 })
            {
                return header.count - 1
            }
            return header.count
        }
        var times: [Int: Int] = [:]
        for record in records { times[record.count, default: 0] += 1 }
        return times.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    }

    /// Where the first record behind the header begins.
    private static func behindHeader(_ file: ByteFile, _ start: Int, _ line: Int, _ dialect: Dialect)
        throws(Diagnostic) -> (Int, Int)
    {
        var form = dialect
        // Whatever the header has, it is one record.
        form.columns = max(dialect.columns, 2)
        let buffer = BlockBuffer()
        try buffer.load(file, start, start + headSize, terminator: form.terminator)
        var (place, lines) = (0, line)
        while true {
            while buffer.scan(from: place, limit: place + 1, form) == .needsMore {
                guard !buffer.isAtEnd else {
                    throw Diagnostic(
                        "csv.open-quote",
                        "`\(file.name)`, line \(lines), in the header: a quote is opened and not closed before the "
                            + "file ends", help: ["close it, or read quotes as letters: `load … quote=\"\"`"])
                }
                try buffer.extend(file, terminator: form.terminator)
            }
            let isRecord = buffer.rows > 0 || !buffer.irregular.long.isEmpty
            (place, lines) = (buffer.end, lines + buffer.lineCount)
            if isRecord || place >= buffer.available { break }
        }
        return (min(start + place, file.size), lines)
    }
}

/// Cells from stretches across a file, counted by the types they would fit.
struct CSVSamples {
    var tallies: [Tally]
    /// Distinct present texts.
    var distinct: [Int]
    var rows = 0
    var byteCount = 0
}

extension CSVOpening {
    private static let stretches = 8
    private static let stretchSize = 32 << 10

    /// Counts the cells of a few thousand rows: the beginning, and stretches evenly across the file.
    func sample(_ work: Work) throws(Diagnostic) -> CSVSamples {
        var samples = CSVSamples(
            tallies: names.map { _ in Tally() }, distinct: names.map { _ in 0 })
        var seen = names.map { _ in Set<String>() }
        let size = file.size - start.place
        let buffer = BlockBuffer()
        let isShort = size <= Self.stretches * Self.stretchSize
        for stretch in 0..<(isShort ? 1 : Self.stretches) {
            try work.check()
            let offset = isShort ? 0 : size / Self.stretches * stretch
            let from = start.place + offset
            let length = isShort ? size : Self.stretchSize
            guard length > 0 else { continue }
            try buffer.load(file, from, from + length + 4096, terminator: dialect.terminator)
            var first = 0
            if offset > 0 {
                guard let place = buffer.firstPlace(of: dialect.terminator, from: 0) else { continue }
                first = place + 1
            }
            // A stretch that begins inside quotes may not end: then it tells nothing.
            guard buffer.scan(from: first, limit: length, dialect) == .done else { continue }
            samples.rows += buffer.rows
            samples.byteCount += buffer.end - first
            // Of very many columns fewer rows are looked at.
            let rows = min(buffer.rows, max(2_000_000 / (names.count * Self.stretches), 20))
            let reader = BlockReader(block: buffer, reading: reading, columns: dialect.columns, rows: rows)
            for index in names.indices {
                samples.tallies[index].add(reader.tally(index, firstRow: 0) { _ in 0 })
                guard seen[index].count <= 1000 else { continue }
                for row in 0..<min(rows, 500) {
                    seen[index].insert(
                        buffer.cell(row: row, column: index, isLast: index == names.count - 1).text)
                }
            }
        }
        samples.distinct = seen.map(\.count)
        return samples
    }
}
