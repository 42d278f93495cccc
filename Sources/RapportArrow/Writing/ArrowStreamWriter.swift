public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// Where an Arrow stream or file goes.
public protocol ArrowOutput: AnyObject {
    func write(_ bytes: [UInt8]) throws(Diagnostic)
}

/// Keeps what is written in memory.
public final class ArrowMemoryOutput: ArrowOutput {
    public private(set) var bytes: [UInt8] = []
    public init() {}
    public func write(_ bytes: [UInt8]) throws(Diagnostic) { self.bytes += bytes }
}

/// Writes tables of one schema as an Arrow IPC stream, a batch for each 64 K rows.
///
/// ```swift
/// var writer = ArrowStreamWriter(table.schema, to: output)
/// try writer.write(table, work: work)
/// try writer.finish()
/// ```
/// Text is `utf8`, which every reader knows; text that lies as codes is a dictionary of the values that rows have,
/// in the order in which they come up. Kinds, roles, units and the like stand in the metadata of the fields under
/// `rapport.…`. The same tables give the same bytes, whatever the width.
public struct ArrowStreamWriter {
    private let schema: Schema
    private var messages: MessageWriter
    /// By column, the dictionary that the stream has now.
    private var written: [Int: TextColumn] = [:]
    private var arrow: ArrowSchema?

    public init(_ schema: Schema, to output: any ArrowOutput) {
        (self.schema, messages) = (schema, MessageWriter(output))
    }

    /// - Throws: `internal.error` where the table has another schema, `arrow.too-long` for a text of 2 GB and more,
    ///   `run.cancelled`, and what the output throws.
    public mutating func write(_ table: Table, work: Work) throws(Diagnostic) {
        let types = schema.fields.map(\.type)
        guard table.schema.names == schema.names, table.schema.fields.map(\.type) == types else {
            throw .internalError("a table of another schema than its stream")
        }
        let arrow = try begin(table.columns.map { if case .codes = $0.layout { true } else { false } })
        let table = try EncodedTable(table, arrow, work: work)
        for (index, dictionary) in table.dictionaries.sorted(by: { $0.key < $1.key }) {
            if let last = written[index],
                Column(.text, .text(last)).isIdentical(to: Column(.text, .text(dictionary)))
            {
                continue
            }
            try messages.write(dictionary, id: Int64(index))
            written[index] = dictionary
        }
        try messages.write(table, work: work)
    }

    /// Writes the mark of the end, and the schema where no table came.
    public mutating func finish() throws(Diagnostic) {
        _ = try begin(schema.fields.map { _ in false })
        try messages.end()
    }

    /// The first table decides which columns are coded.
    private mutating func begin(_ isCoded: [Bool]) throws(Diagnostic) -> ArrowSchema {
        if let arrow { return arrow }
        let made = ArrowSchema(schema, isCoded: isCoded)
        try messages.write(made)
        arrow = made
        return made
    }
}

/// Writes a table as an Arrow IPC file, also known as Feather of version 2.
public enum ArrowFileWriter {
    /// - Throws: as ``ArrowStreamWriter/write(_:work:)``.
    public static func write(_ table: Table, to output: any ArrowOutput, work: Work) throws(Diagnostic) {
        let schema = ArrowSchema(
            table.schema, isCoded: table.columns.map { if case .codes = $0.layout { true } else { false } })
        var messages = MessageWriter(output)
        try messages.write(raw: ArrowFormat.magic + [0, 0])
        try messages.write(schema)
        let table = try EncodedTable(table, schema, work: work)
        for (index, dictionary) in table.dictionaries.sorted(by: { $0.key < $1.key }) {
            try messages.write(dictionary, id: Int64(index))
        }
        try messages.write(table, work: work)
        try messages.end()
        var footer = FlatNode.footer(
            schema, dictionaries: messages.dictionaryBlocks, batches: messages.batchBlocks
        ).message()
        footer.append(integer: Int32(footer.count))
        try messages.write(raw: footer + ArrowFormat.magic)
    }
}

extension ArrowSchema {
    init(_ schema: Schema, isCoded: [Bool]) {
        fields = schema.fields.enumerated().map { index, field in
            ArrowField(field, dictionary: isCoded[index] ? Int64(index) : nil, rowGrain: schema.rowGrain)
        }
        metadata = []
    }
}

/// Frames messages, and notes where they are.
struct MessageWriter {
    private let output: any ArrowOutput
    private var place = 0
    private(set) var dictionaryBlocks: [Int64] = []
    private(set) var batchBlocks: [Int64] = []

    init(_ output: any ArrowOutput) { self.output = output }

    mutating func write(raw bytes: [UInt8]) throws(Diagnostic) {
        try output.write(bytes)
        place += bytes.count
    }

    mutating func write(_ schema: ArrowSchema) throws(Diagnostic) {
        _ = try write(.message(.schema, schema.node, bodyLength: 0), [])
    }

    mutating func write(_ dictionary: TextColumn, id: Int64) throws(Diagnostic) {
        var body = BatchBody(rows: dictionary.count)
        body.append(Column(.text, .text(dictionary)))
        let header = FlatNode.table([0: .int64(id), 1: .node(.records(body))])
        dictionaryBlocks += try write(
            .message(.dictionary, header, bodyLength: body.bytes.count), body.bytes)
    }

    /// Encodes a few batches at once and writes them in order.
    mutating func write(_ table: EncodedTable, work: Work) throws(Diagnostic) {
        let batches = try table.batches()
        var start = 0
        while start < batches.count {
            let group = Array(batches[start..<min(start + work.width * 2, batches.count)])
            let bodies = try work.map(group.count) { (index) throws(Diagnostic) in
                try work.check()
                return table.body(group[index])
            }
            for body in bodies {
                batchBlocks += try write(
                    .message(.records, .records(body), bodyLength: body.bytes.count), body.bytes)
                work.advance(by: body.rows)
            }
            start += group.count
        }
    }

    /// No more messages.
    mutating func end() throws(Diagnostic) {
        try write(raw: [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
    }

    /// Writes a message; where it is, as a footer says it.
    private mutating func write(_ message: FlatNode, _ body: [UInt8]) throws(Diagnostic) -> [Int64] {
        let metadata = message.message()
        var head: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
        head.append(integer: Int32(metadata.count))
        let block = [Int64(place), Int64(8 + metadata.count), Int64(body.count)]
        try write(raw: head + metadata)
        if !body.isEmpty { try write(raw: body) }
        return block
    }
}
