public import RapportDiagnostics
public import RapportTable
public import RapportWork
internal import Synchronization

/// A JSON document or a file of JSON Lines as a source of rows.
///
/// A record is an object, its nested objects become columns such as `user.id`, and an array a list. An array
/// of objects becomes a list for each of their keys, `items.price`, all of the same lengths; `explode items` makes
/// rows of them. What holds values and objects, or arrays in arrays, stays JSON text. Opening it reads the whole file once: it finds the columns, for a key may come up in the last
/// record for the first time, and proves their types. A scan reads it again, with the columns asked for.
///
/// Types are those of JSON: int, float, bool, text; a column of texts that are all ISO dates is one of dates.
/// Where values of several types stand under one key, all of them are text.
public final class JSONSource: ReportingSource {
    let file: ByteFile
    let form: JSONForm
    let blocks: [JSONBlock]
    let keys: KeyTree
    let columns: [JSONColumn]
    let codes: MissingCodes?
    let encoding: String
    /// What opening met.
    let openingNotes: [Note]
    public let problems: Problems
    /// Kinds that only values tell, by column, once they were read.
    private let kinds: Mutex<[Int: JSONColumn.Learnt]>

    /// Opens a file and looks through it.
    ///
    /// - Throws: `file.not-found`, `file.is-folder`, `file.not-allowed`, `file.unreadable`; `json.empty`,
    ///   `json.syntax`, `json.truncated`, `json.encoding`, `json.too-deep`, `json.too-many-columns`, each with line
    ///   and column; `json.records`; `json.value-does-not-fit` where strict; `run.cancelled`.
    public static func open(path: String, options: JSONOptions = JSONOptions(), work: Work) throws(Diagnostic)
        -> JSONSource
    {
        try JSONSource(path, options, blockSize: 1 << 20, work)
    }

    /// With another block size: for tests, which hit every boundary of a small file.
    package static func open(
        path: String, options: JSONOptions = JSONOptions(), blockSize: Int, work: Work
    ) throws(Diagnostic) -> JSONSource {
        try JSONSource(path, options, blockSize: blockSize, work)
    }

    private init(_ path: String, _ options: JSONOptions, blockSize: Int, _ work: Work) throws(Diagnostic) {
        let opened = try ByteFile.opening(path: path, work: work)
        let (file, mark, encoding) = try Self.decoded(opened, options, work)
        let stem = opened.name.lowercased()
        let isLines =
            options.lines
            ?? [".jsonl", ".ndjson"].contains { ending in
                ["", ".gz", ".zst"].contains { stem.hasSuffix(ending + $0) }
            }
        var cut: [JSONBlock]
        if isLines {
            guard options.records == nil else {
                throw Diagnostic(
                    "load.option",
                    "`records=` names an array inside a document; in JSON Lines each line is a record",
                    subject: .parameter("records"))
            }
            cut = try file.lineBlocks(from: mark, size: blockSize, work: work)
            form = .lines
        } else {
            var document = JSONDocument(file, from: mark, blockSize: blockSize, work: work)
            let path = options.records.map { $0.split(separator: ".").map(String.init) } ?? []
            try document.cut(records: path)
            (cut, form) = (document.blocks, document.form)
        }
        codes = options.missing.map { MissingCodes($0) }
        let census = try JSONCensus(file, form, cut, codes: codes, work: work)
        for (index, block) in census.blocks.enumerated() { (cut[index].rows, cut[index].lines) = block }
        var problems = census.problems
        (columns, openingNotes) = JSONColumn.columns(
            census, file: file.name, isOneObject: form == .sequence, &problems)
        (self.file, self.encoding, blocks, keys) = (file, encoding, cut, census.keys)
        self.problems = problems
        kinds = Mutex([:])
        if options.strict, let first = problems.kept.first {
            throw Diagnostic(
                "json.value-does-not-fit",
                "`\(file.name)`, line \(LoadReport.grouped(first.line)), column `\(first.column ?? "")`: expected "
                    + "\(first.expected), found another value",
                help: ["without `strict=true` such values are counted, and listed by `problems`"])
        }
    }

    /// The file in UTF-8, the length of its byte order mark, and what it was written in.
    private static func decoded(_ file: ByteFile, _ options: JSONOptions, _ work: Work) throws(Diagnostic)
        -> (
            ByteFile, Int, String
        )
    {
        guard file.size > 0 else {
            throw Diagnostic(
                "json.empty", "`\(file.name)` is empty", help: ["a JSON file has at least `[]`"])
        }
        let head = try file.bytes(0..<min(file.size, 4096))
        // By RFC 8259 it is UTF-8; UTF-16 is told by its first bytes, and nothing else looks like it.
        var guess = TextEncoding.guess(head)
        if let found = guess, !found.encoding.isWide, found.encoding != .utf8 { guess = (.utf8, 0) }
        let (encoding, mark) = TextEncoding.chosen(options.encoding, guess: guess) ?? (.utf8, 0)
        if encoding == .utf8 { return (file, mark, mark > 0 ? "UTF-8 with BOM" : "UTF-8") }
        let (text, problems) = try file.decoded(from: encoding, start: mark, work: work)
        if let first = problems.kept.first {
            throw Diagnostic(
                "json.encoding",
                "`\(file.name)`, line \(LoadReport.grouped(first.line)): not valid \(encoding.rawValue)",
                help: ["`load … encoding=…` says what it is written in"])
        }
        return (text, 0, encoding.rawValue)
    }

    public var schema: Schema {
        let learnt = learnt
        return Schema(
            columns.enumerated().map { index, column in
                Field(column.name, column.type, kind: learnt[index]?.kind ?? column.kind)
            })
    }

    var rows: Int { blocks.reduce(0) { $0 + $1.rows } }
    var learnt: [Int: JSONColumn.Learnt] { kinds.withLock { $0 } }
    func learn(_ index: Int, _ learnt: JSONColumn.Learnt) { kinds.withLock { $0[index] = learnt } }
}

/// One column: the key it comes from, and what its values are.
struct JSONColumn: Sendable {
    var name: String
    var node: Int
    var tally: JSONTally
    var decision: Decision
    var kind: Kind?
    var rows: Int
    /// Of the arrays, where its values are elements of arrays.
    var arrays: JSONTally?

    var isList: Bool { arrays != nil }
    var type: ColumnType { isList ? .list(of: decision.type.type) : decision.type.type }

    /// What only the values themselves tell.
    struct Learnt: Sendable {
        var kind: Kind?
        var isUnique: Bool
        var distinct: Int?
    }

    static func columns(
        _ census: JSONCensus, file: String, isOneObject: Bool, _ problems: inout Problems
    ) -> ([JSONColumn], [Note]) {
        let rows = census.blocks.reduce(0) { $0 + $1.rows }
        var columns: [JSONColumn] = []
        var used: Set<String> = []
        var notes: [Note] = []
        var (emptyObjects, renamed, arrays, objectArrays) = (0, [String](), 0, [String]())
        let shapes = JSONArrays(census)
        for node in census.keys.inOrder {
            let tally = census.tallies[node]
            emptyObjects += tally.emptyObjects
            if tally.arraysOfObjects > 0, census.keys.elementsAbove(node) == nil {
                objectArrays.append(census.keys.path(of: node))
            }
            guard shapes.isColumn(node) else { continue }
            // A key that holds objects, and null where there is none, is no column itself.
            let holdsObjects = census.keys.nodes[node].firstChild != 0 || tally.emptyObjects > 0
            let isEmptyList = tally.isEmpty && census.keys.nodes[node].isElements
            if !isEmptyList, tally.isEmpty || (holdsObjects && tally.present + tally.coded == 0) { continue }
            let path = census.keys.path(of: node)
            let folded = path.split { $0.isWhitespace || $0.isNewline || $0 == "\0" }.joined(separator: " ")
            var name = folded.isEmpty ? "column_\(columns.count + 1)" : folded
            var number = 2
            let stem = name
            while used.contains(name) { (name, number) = ("\(stem)_\(number)", number + 1) }
            used.insert(name)
            if name != path { renamed.append(name) }
            let decision = tally.decide(column: name)
            var column = JSONColumn(
                name: name, node: node, tally: tally, decision: decision, kind: nil, rows: rows)
            column.arrays = shapes.arrays(above: node)
            column.kind =
                column.isList
                ? .category
                : KindGuess.kind(
                    name: name, type: decision.type,
                    stats: decision.type.isText ? nil : tally.stats(rows: rows), hasLeadingZeros: false)
            columns.append(column)
            arrays += tally.arrays
            guard let misfits = decision.misfits else { continue }
            let most = JSONTally.Class.allCases.map { tally.count(of: $0) }.max() ?? 0
            problems.append(
                misfits.cells.map {
                    Problem(
                        line: $0.line, row: $0.row + 1, column: name, found: $0.text,
                        expected: decision.expected)
                }, outOf: tally.present - most)
        }
        func counted(_ count: Int, _ word: String) -> String {
            "\(LoadReport.grouped(count)) \(word)\(count == 1 ? "" : "s")"
        }
        if rows == 0 { notes.append(Note("json.no-rows", "no records")) }
        if arrays > 0 {
            notes.append(
                Note(
                    "json.arrays",
                    "\(counted(arrays, "array")) kept as JSON text: inside others, beside other values, or of values and objects"
                ))
        }
        if isOneObject, rows == 1, let path = objectArrays.first {
            notes.append(
                Note(
                    "json.one-object",
                    "one object, one row; `records=\"\(path)\"` reads the rows of an array in it"))
        }
        if emptyObjects > 0 {
            notes.append(
                Note(
                    "json.empty-objects",
                    "\(counted(emptyObjects, "empty object")) `{}`, which give no column"))
        }
        if !renamed.isEmpty {
            let shown = renamed.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
            notes.append(
                Note(
                    "json.names",
                    "\(counted(renamed.count, "column name")) empty, twice or with line ends: now \(shown)"
                        + (renamed.count > 5 ? ", …" : "")))
        }
        if census.problems.count > 0 {
            notes.append(
                Note(
                    "json.problems",
                    "\(counted(census.problems.count, "key")) twice in a record or mended text\(census.problems.count == 1 ? "" : "s"): see `problems`",
                    isWarning: true))
        }
        return (columns, notes)
    }
}
