public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// An Arrow IPC file or stream whose bytes can be read at any place.
///
/// Opening reads the messages' heads alone; columns and rows are read when they are asked for, and no others.
/// Versions 4 and 5 of the metadata are read, buffers packed by LZ4 or zstd, dictionaries that grow or are replaced.
public final class ArrowReader: Sendable {
    public enum Form: Sendable { case file, stream }

    public let form: Form
    public let schema: ArrowSchema
    public let columns: [ArrowColumn]
    /// How many rows each batch has.
    public var batchRows: [Int] { batches.map(\.rows) }
    public let rows: Int
    /// `LZ4`, `zstd` where buffers are packed.
    public let packing: [String]
    private let batches: [Batch]
    private let dictionaries: DictionaryStore
    private let name: String

    /// Whether a file that begins so is one of the format; a stream has no sign of its own but the first length.
    public static func looksLikeArrow(_ head: [UInt8]) -> Bool {
        head.starts(with: ArrowFormat.magic) || head.starts(with: [0xFF, 0xFF, 0xFF, 0xFF])
    }

    /// - Throws: `arrow.damaged`, `arrow.feather-1`, `file.cut-short`, `table.too-many-rows`, and what `bytes` throws.
    public init(_ bytes: any ArrowBytes) throws(Diagnostic) {
        name = bytes.name
        let head = try bytes.bytes(0..<min(8, bytes.count))
        var scan = MessageScan()
        if head.starts(with: Array("FEA1".utf8)) {
            throw Diagnostic(
                "arrow.feather-1", "`\(name)` is Feather of version 1; expected version 2, which is Arrow",
                help: ["pandas writes it so: `pandas.read_feather(…).to_feather(…)`"])
        }
        if head.starts(with: ArrowFormat.magic) {
            form = .file
            try scan.scanFile(bytes)
        } else {
            form = .stream
            // Before Arrow 0.15 a stream began with a length alone, and so does a text, if by chance.
            if !Self.looksLikeArrow(head), head.count < 8 || ArrowFormat.int32(head, 0) > bytes.count {
                throw .damaged(name, "its begin")
            }
            try scan.scanStream(bytes, from: 0)
        }
        guard let schema = scan.schema else { throw .damaged(name, "its schema") }
        self.schema = schema
        columns = ArrowColumn.columns(of: scan.layouts)
        batches = scan.batches
        dictionaries = DictionaryStore(name: name, scan.dictionaries)
        var rows = 0
        for batch in batches {
            guard batch.rows < Int(Int32.max) - rows else {
                throw Diagnostic(
                    "table.too-many-rows",
                    "`\(name)` has \(batch.rows) rows and more; expected at most 2147483646",
                    help: ["write it as several files"])
            }
            rows += batch.rows
        }
        self.rows = rows
        var packing: Set<String> = []
        for batch in batches { if let codec = batch.header.codec { packing.insert(codec.name) } }
        self.packing = packing.sorted()
    }

    /// The table that all readable columns make, described as far as the file does.
    public var tableSchema: Schema { ArrowColumn.tableSchema(of: columns) }

    /// One column of `rows`, which lie inside ``rows``.
    ///
    /// Traps where the column has no type.
    /// - Throws: `arrow.damaged`, `arrow.encoding`, `arrow.out-of-range`, `arrow.too-many-rows`, `memory.limit`,
    ///   `run.cancelled`, and what the bytes throw.
    public func read(
        _ column: ArrowColumn, rows wanted: Range<Int>, work: Work
    ) throws(Diagnostic) -> (column: Column, facts: ArrowFacts) {
        precondition(wanted.lowerBound >= 0 && wanted.upperBound <= rows)
        var segments: [Segment] = []
        var start = 0
        for batch in batches {
            let rows = wanted.clamped(to: start..<start + batch.rows)
            if !rows.isEmpty {
                segments.append(
                    Segment(batch: batch, rows: rows.lowerBound - start..<rows.upperBound - start))
            }
            start += batch.rows
        }
        return try column.read(segments, dictionaries, work: work)
    }

    /// All columns and rows.
    ///
    /// - Throws: as ``read(_:rows:work:)``; `arrow.unsupported` where a column has no type.
    public func table(work: Work) throws(Diagnostic) -> Table {
        try ArrowColumn.requireTypes(columns, name)
        var made: [Column] = []
        for column in columns { made.append(try read(column, rows: 0..<rows, work: work).column) }
        return Table(tableSchema, made, count: rows)
    }
}

extension ArrowColumn {
    func read(
        _ segments: [Segment], _ dictionaries: DictionaryStore, work: Work
    ) throws(Diagnostic) -> (column: Column, facts: ArrowFacts) {
        guard let type else { throw .internalError("`\(name)` has no type") }
        let decoder = Decoder(
            name: name, layout: layout, type: type, ancestors: ancestors, dictionaries: dictionaries,
            work: work)
        var facts = ArrowFacts()
        return (try decoder.column(segments, &facts), facts)
    }

    static func tableSchema(of columns: [ArrowColumn]) -> Schema {
        let grain = columns.compactMap { column -> (place: Int, name: String)? in
            guard let text = column.field[metadata: "rapport.row-grain"], let place = Int(text) else {
                return nil
            }
            return (place, column.name)
        }
        return Schema(
            columns.compactMap(\.described), rowGrain: grain.sorted { $0.place < $1.place }.map(\.name))
    }

    /// - Throws: `arrow.unsupported`, which names the columns that have no type, and what they are.
    public static func requireTypes(_ columns: [ArrowColumn], _ file: String) throws(Diagnostic) {
        let refused = columns.filter { $0.type == nil }
        guard let first = refused.first else { return }
        let shown = refused.prefix(5).map { "`\($0.name)` (\($0.field.typeName))" }.joined(separator: ", ")
        let readable = columns.filter { $0.type != nil }.prefix(5).map { jsonQuoted($0.name) }
        throw Diagnostic(
            "arrow.unsupported",
            "\(refused.count == 1 ? "a column" : "\(refused.count) columns") of `\(file)` "
                + "\(refused.count == 1 ? "has" : "have") values that no column here holds: \(shown)"
                + (refused.count > 5 ? ", …" : ""),
            subject: .column(first.name),
            help: readable.isEmpty
                ? []
                : [
                    Diagnostic.Help(
                        "read the others: columns=[\(readable.joined(separator: ", "))\(columns.count - refused.count > 5 ? ", …" : "")]"
                    )
                ])
    }
}
