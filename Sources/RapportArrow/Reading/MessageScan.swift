internal import RapportDiagnostics

/// What a stream or file holds, found without reading any column.
struct MessageScan {
    var schema: ArrowSchema?
    var layouts: [FieldLayout] = []
    var counter = FieldLayout.Counter()
    var batches: [Batch] = []
    var dictionaries: [Int64: [[Batch]]] = [:]

    mutating func begin(_ schema: ArrowSchema, _ name: String) throws(Diagnostic) {
        guard self.schema == nil else { throw .damaged(name, "a second schema") }
        self.schema = schema
        (layouts, counter) = FieldLayout.layouts(of: schema.fields, isVersion5: schema.isVersion5)
    }

    /// Takes in a message, whose body is at `body`.
    mutating func take(
        _ message: ArrowMessage, _ bytes: any ArrowBytes, body: Range<Int>
    ) throws(Diagnostic) {
        switch message.header {
        case .schema(let schema): try begin(schema, bytes.name)
        case .records(let header):
            guard schema != nil else { throw .damaged(bytes.name, "a batch before the schema") }
            var batch = try Batch(header, bytes, body: body)
            try batch.check(counter)
            batch.generations = dictionaries.mapValues { $0.count - 1 }
            batches.append(batch)
        case .dictionary(let id, let isDelta, let header):
            let batch = try Batch(header, bytes, body: body)
            if isDelta, let last = dictionaries[id]?.indices.last {
                dictionaries[id]?[last].append(batch)
            } else {
                dictionaries[id, default: []].append([batch])
            }
        case .other: break
        }
    }

    /// Keeps of each dictionary what the next batch needs.
    mutating func forgetReplaced() {
        dictionaries = dictionaries.mapValues { $0.suffix(1) }
    }

    /// The messages of a stream one behind the other, up to its end.
    mutating func scanStream(_ bytes: any ArrowBytes, from start: Int) throws(Diagnostic) {
        var place = start
        while place < bytes.count {
            guard let (message, body) = try Self.message(bytes, at: place) else { break }
            try take(message, bytes, body: body)
            place = body.upperBound
        }
        guard schema != nil else { throw .damaged(bytes.name, "its begin, which is no schema,") }
    }

    /// The messages that the footer of a file names.
    mutating func scanFile(_ bytes: any ArrowBytes) throws(Diagnostic) {
        let name = bytes.name
        guard bytes.count >= 8 + 10, try bytes.bytes(bytes.count - 6..<bytes.count) == ArrowFormat.magic
        else {
            throw Diagnostic(
                "file.cut-short", "`\(name)` ends before its footer",
                help: ["`load` it again once it is whole"])
        }
        let size = Int(ArrowFormat.int32(try bytes.bytes(bytes.count - 10..<bytes.count - 6), 0))
        guard size > 0, size <= bytes.count - 18 else { throw .damaged(name, "the length of its footer") }
        let tail = try bytes.bytes(bytes.count - 10 - size..<bytes.count - 10)
        let footer = try reading(name) { () throws(ArrowFault) in try ArrowFooter(tail) }
        try begin(footer.schema, name)
        for block in footer.dictionaries + footer.batches {
            guard block.place < bytes.count, let (message, body) = try Self.message(bytes, at: block.place)
            else {
                throw .damaged(name, "a place in its footer")
            }
            try take(message, bytes, body: body)
        }
        // In which batch each would be replaced, a footer does not say.
        for (_, generations) in dictionaries where generations.count > 1 {
            throw .damaged(name, "a dictionary, of which a file has one,")
        }
    }

    /// The message at `place` and where its body is; nil at the mark of the end.
    private static func message(
        _ bytes: any ArrowBytes, at place: Int
    ) throws(Diagnostic) -> (ArrowMessage, body: Range<Int>)? {
        let cut = Diagnostic(
            "file.cut-short", "`\(bytes.name)` ends within a message",
            help: ["`load` it again once it is whole"])
        guard place <= bytes.count - 4 else { throw cut }
        let head = try bytes.bytes(place..<min(place + 8, bytes.count))
        guard let (length, start) = try ArrowFormat.prefix(head, bytes.name) else { return nil }
        guard length <= bytes.count - place - start else { throw cut }
        let begin = place + start
        let metadata = try bytes.bytes(begin..<begin + length)
        let message = try reading(bytes.name) { () throws(ArrowFault) in try ArrowMessage(metadata) }
        guard message.bodyLength <= bytes.count - begin - length else { throw cut }
        return (message, begin + length..<begin + length + message.bodyLength)
    }
}

/// Signs of the format.
enum ArrowFormat {
    /// At the begin and the end of a file: `ARROW1`.
    static let magic = Array("ARROW1".utf8)
    /// In front of the length of each message, but for those of Arrow before 0.15.
    static let continuation: Int32 = -1

    static func int32(_ bytes: [UInt8], _ place: Int) -> Int32 {
        (0..<4).reversed().reduce(Int32(0)) { ($0 << 8) | Int32(bytes[place + $1]) }
    }

    /// What stands before a message: the length of its metadata and where they begin; nil: no more messages.
    static func prefix(_ head: [UInt8], _ name: String) throws(Diagnostic) -> (length: Int, start: Int)? {
        var (length, start) = (int32(head, 0), 4)
        if length == continuation {
            guard head.count >= 8 else { throw .damaged(name, "the length of a message") }
            (length, start) = (int32(head, 4), 8)
        }
        if length == 0 { return nil }
        guard length > 0 else { throw .damaged(name, "the length of a message") }
        return (Int(length), start)
    }
}
