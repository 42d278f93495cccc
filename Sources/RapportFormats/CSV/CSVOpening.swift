internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// What the beginning of a file says, before any column is read.
struct CSVOpening {
    let file: ByteFile
    let dialect: Dialect
    private(set) var reading: Reading
    let hasHeader: Bool
    /// Of all columns of the file.
    let names: [String]
    /// The columns that are read, by their place in the file.
    let picked: [Int]
    let start: Handoff
    let encodingName: String
    /// Bytes that are no text in the file's encoding.
    let problems: Problems
    private(set) var notes: [Note]
    /// Comment lines up to the header.
    private(set) var comments = 0

    static let headSize = 256 << 10

    init(_ path: String, _ options: CSVOptions, _ work: Work) throws(Diagnostic) {
        let opened = try ByteFile.opening(path: path, work: work)
        guard opened.size > 0 else {
            throw Diagnostic(
                "csv.empty", "`\(opened.name)` is empty", help: ["a CSV file has at least a header"])
        }
        let raw = try opened.bytes(0..<min(opened.size, Self.headSize))
        let text: ByteFile
        let mark: Int
        (text, mark, encodingName, problems) = try Self.decoded(opened, raw, options, work)
        var told = Dialect()
        told.quote = try Self.quote(options)
        told.comment = try options.comment.map { (sign) throws(Diagnostic) in
            try Self.ascii(sign, "comment")
        }
        let head = try text.bytes(mark..<min(text.size, mark + Self.headSize))
        let isWhole = mark + head.count == text.size
        told.terminator = Sniffer(head: head, isWhole: isWhole).terminator
        let skipped = try Self.length(ofLines: options.skip, head, told.terminator, text.name)
        var reading = Reading(codes: MissingCodes(options.missing), quote: told.quote)
        reading.toldDecimal = try options.decimal.map { (sign) throws(Diagnostic) in
            try Self.ascii(sign, "decimal")
        }
        reading.thousands = options.thousands
        let sniffer = FormSniffer(Array(head[skipped...]), isWhole: isWhole, options, reading)
        let form = try sniffer.form(told)
        if let sign = form.commentSign {
            throw TableLayout.comments(Character(Unicode.Scalar(sign)), file: text.name, cells: nil)
        }
        var place = mark + skipped
        if let rewriting = form.rewriting {
            file = try text.rewritten(rewriting, from: place, work: work)
            place = 0
        } else {
            file = text
        }
        (reading.quote, reading.delimiter) = (form.dialect.quote, form.dialect.delimiter)
        var line = options.skip > 0 ? options.skip + 1 : 1
        let beginning = try file.bytes(place..<min(file.size, place + Self.headSize))
        let layout = try TableLayout(
            beginning, isWhole: place + beginning.count == file.size, form.dialect, options, reading,
            file: file.name, line: line)
        (hasHeader, names, picked) = (layout.hasHeader, layout.names, layout.picked)
        dialect = layout.dialect
        notes = form.notes + layout.notes
        for _ in 0..<layout.headerRecords {
            let found = try Self.behindRecord(file, place, line, layout.dialect)
            (place, line) = (found.place, found.line)
            comments += found.comments
        }
        start = Handoff(place: place, row: 0, line: line)
        self.reading = reading
        if file.size == place, hasHeader {
            notes.append(Note("csv.no-rows", "a header and no rows: all columns are text"))
        }
    }

    /// Lines to leave out are lines, whatever quotes stand in them.
    private static func length(
        ofLines count: Int, _ head: [UInt8], _ terminator: UInt8, _ file: String
    ) throws(Diagnostic) -> Int {
        var place = 0
        for _ in 0..<max(count, 0) {
            guard let end = head[place...].firstIndex(of: terminator) else {
                throw Diagnostic(
                    "csv.skip", "`\(file)` has fewer than \(count) lines at its beginning",
                    subject: .parameter("skip"), help: ["`skip=` counts lines before the header"])
            }
            place = end + 1
        }
        return place
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
        case .sniffed: UInt8(ascii: "\"")
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

    /// Where the record behind the one at `start` begins, and its line.
    private static func behindRecord(_ file: ByteFile, _ start: Int, _ line: Int, _ dialect: Dialect)
        throws(Diagnostic) -> (place: Int, line: Int, comments: Int)
    {
        var form = dialect
        // Whatever the header has, it is one record.
        form.columns = max(dialect.columns, 2)
        let buffer = BlockBuffer()
        try buffer.load(file, start, start + headSize, terminator: form.terminator)
        var (place, lines, comments) = (0, line, 0)
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
            comments += buffer.irregular.comments
            if isRecord || place >= buffer.available { break }
        }
        return (min(start + place, file.size), lines, comments)
    }
}
