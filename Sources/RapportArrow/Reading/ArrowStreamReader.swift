public import RapportDiagnostics
public import RapportTable
public import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Bytes that come one behind the other: from a pipe, a socket, memory.
public protocol ArrowInput {
    /// Puts up to `room.count` bytes there and says how many; 0 is the end.
    @unsafe mutating func read(into room: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int
}

/// A file descriptor that somebody else opens and closes.
public struct ArrowHandle: ArrowInput {
    private let descriptor: Int32
    public init(descriptor: Int32) { self.descriptor = descriptor }

    @unsafe public mutating func read(into room: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
        while true {
            let got = unsafe systemRead(descriptor, room.baseAddress, room.count)
            if got >= 0 { return got }
            if errno != EINTR {
                let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
                throw Diagnostic("file.unreadable", "the stream could not be read: \(reason.lowercased())")
            }
        }
    }
}

/// `read` of the system, which the method of that name would hide.
@unsafe private func systemRead(_ descriptor: Int32, _ room: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    unsafe read(descriptor, room, count)
}

/// An Arrow IPC stream, a batch at a time, as a process at the other end of a pipe writes it.
///
/// ```swift
/// var reader = try ArrowStreamReader(ArrowHandle(descriptor: 0), name: "the plugin", work: work)
/// while let table = try reader.next(work: work) { … }
/// ```
/// Reads no byte past the end of the stream, so that another may follow.
public struct ArrowStreamReader<Input: ArrowInput> {
    public let schema: ArrowSchema
    public let columns: [ArrowColumn]
    /// What its tables have.
    public let tableSchema: Schema
    private var input: Input
    private let name: String
    private var scan = MessageScan()
    /// Decoded, until a message brings others.
    private var dictionaries: DictionaryStore?
    private var hasEnded = false

    /// Reads the schema.
    ///
    /// - Throws: `arrow.damaged`, `arrow.unsupported` where a column has no type, `file.cut-short`.
    public init(_ input: Input, name: String = "the stream") throws(Diagnostic) {
        (self.input, self.name) = (input, name)
        guard let (message, body) = try Self.message(&self.input, name) else {
            throw .damaged(name, "its begin, which is no schema,")
        }
        try scan.take(message, body, body: 0..<body.count)
        guard let schema = scan.schema else { throw .damaged(name, "its begin, which is no schema,") }
        self.schema = schema
        columns = ArrowColumn.columns(of: scan.layouts)
        tableSchema = ArrowColumn.tableSchema(of: columns)
        try ArrowColumn.requireTypes(columns, name)
    }

    /// The rows of the next batch; nil at the end, which is the mark or that of the input.
    ///
    /// - Throws: as ``ArrowReader/table(work:)``, `file.cut-short`.
    public mutating func next(work: Work) throws(Diagnostic) -> Table? {
        while !hasEnded {
            try work.check()
            guard let (message, body) = try Self.message(&input, name) else {
                hasEnded = true
                break
            }
            try scan.take(message, body, body: 0..<body.count)
            if case .dictionary = message.header {
                scan.forgetReplaced()
                dictionaries = nil
            }
            guard let batch = scan.batches.popLast() else { continue }
            guard batch.rows < Int(Int32.max) else { throw .damaged(name, "the length of a batch") }
            let dictionaries = dictionaries ?? DictionaryStore(name: name, scan.dictionaries)
            self.dictionaries = dictionaries
            let segment = Segment(batch: batch, rows: 0..<batch.rows)
            var made: [Column] = []
            for column in columns { made.append(try column.read([segment], dictionaries, work: work).column) }
            return Table(tableSchema, made, count: batch.rows)
        }
        return nil
    }

    /// All batches that are left as one table.
    public mutating func rest(work: Work) throws(Diagnostic) -> Table {
        var parts: [Table] = []
        while let table = try next(work: work) { parts.append(table) }
        guard !parts.isEmpty else {
            return Table(tableSchema, tableSchema.fields.map { Column($0.type, scalars: []) }, count: 0)
        }
        return try .concatenated(parts, work: work)
    }

    private static func message(
        _ input: inout Input, _ name: String
    ) throws(Diagnostic) -> (ArrowMessage, ArrowMemory)? {
        var head = try take(4, from: &input, name, mayBeNone: true)
        if head.count == 0 { return nil }
        if ArrowFormat.int32(try head.bytes(0..<4), 0) == ArrowFormat.continuation {
            head = try take(4, from: &input, name)
            guard let (length, _) = try ArrowFormat.prefix(try head.bytes(0..<4), name) else { return nil }
            return try message(of: length, &input, name)
        }
        guard let (length, _) = try ArrowFormat.prefix(try head.bytes(0..<4), name) else { return nil }
        return try message(of: length, &input, name)
    }

    private static func message(
        of length: Int, _ input: inout Input, _ name: String
    ) throws(Diagnostic) -> (ArrowMessage, ArrowMemory) {
        let metadata = try take(length, from: &input, name).bytes(0..<length)
        let message = try reading(name) { () throws(ArrowFault) in try ArrowMessage(metadata) }
        return (message, try take(message.bodyLength, from: &input, name))
    }

    /// The next `count` bytes.
    ///
    /// A length may lie: room is made for what has come, and as much again.
    private static func take(
        _ count: Int, from input: inout Input, _ name: String, mayBeNone: Bool = false
    ) throws(Diagnostic) -> ArrowMemory {
        var room = BufferBuilder<UInt8>(uninitialized: min(count, 1 << 24))
        var done = 0
        while done < count {
            if done == room.count {
                let larger = BufferBuilder<UInt8>(uninitialized: min(count, done * 2))
                // SAFETY: the larger one has room for what is done.
                unsafe larger.shared.pointer.update(from: room.shared.pointer, count: done)
                room = larger
            }
            let cells = room.shared
            // SAFETY: the room that is left in the builder.
            let got = unsafe try input.read(
                into: UnsafeMutableRawBufferPointer(start: cells.pointer + done, count: room.count - done))
            if got == 0 {
                if mayBeNone, done == 0 { return ArrowMemory([], name: name) }
                throw Diagnostic(
                    "file.cut-short", "`\(name)` ends within a message",
                    help: ["who writes it may have failed"])
            }
            done += got
        }
        return ArrowMemory(room.freeze(count: count), name: name)
    }
}
