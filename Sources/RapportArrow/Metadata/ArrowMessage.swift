/// What one message of a stream carries, without its body.
struct ArrowMessage: Sendable {
    enum Header: Sendable {
        case schema(ArrowSchema)
        case records(BatchHeader)
        case dictionary(id: Int64, isDelta: Bool, BatchHeader)
        /// Tensors and what the format may get one day.
        case other
    }
    var header: Header
    /// Bytes that follow the metadata.
    var bodyLength: Int

    init(_ bytes: [UInt8]) throws(ArrowFault) {
        let table = try FlatTable(root: bytes)
        let version = try table.int(0, or: Int16(0))
        guard version == 3 || version == 4 else {
            throw ArrowFault("its metadata version, which is none of 4 and 5")
        }
        guard let length = Int(exactly: try table.int(3, or: Int64(0))), length >= 0 else {
            throw ArrowFault("the length of a body")
        }
        bodyLength = length
        let body = try table.table(2)
        switch (try table.int(1, or: UInt8(0)), body) {
        case (1, let body?): header = .schema(try ArrowSchema(body, isVersion5: version == 4))
        case (2, let body?):
            guard let records = try body.table(1) else { throw ArrowFault("a dictionary's message") }
            header = .dictionary(
                id: try body.int(0, or: 0), isDelta: try body.bool(2), try BatchHeader(records))
        case (3, let body?):
            // How Arrow 0.17 marked compressed buffers, before the format had a place for it.
            for pair in try ArrowPair.pairs(table.tables(4))
            where pair.key.hasPrefix("ARROW:experimental_compression") {
                throw ArrowFault("its compression, which is that of Arrow 0.17")
            }
            header = .records(try BatchHeader(body))
        default: header = .other
        }
    }
}

/// The lengths of a batch and where in its body the buffers are.
struct BatchHeader: Sendable {
    var rows: Int
    /// Values of each field and of each part of one, in the order of the schema, parents first.
    var nodes: [Node]
    /// Inside the body, as far as the batch says so; ``Batch`` checks it.
    var buffers: [Range<Int>]
    var codec: Codec?
    /// Of each view column, how many buffers of text it has.
    var variadic: [Int]

    struct Node: Sendable {
        var length: Int
        var missing: Int
    }

    init(_ table: FlatTable) throws(ArrowFault) {
        func checked(_ value: Int64) throws(ArrowFault) -> Int {
            guard value >= 0, value < 1 << 40 else { throw ArrowFault("a length in a batch") }
            return Int(value)
        }
        rows = try checked(table.int(0, or: 0))
        let numbers = try table.integers(1, words: 2)
        (nodes, buffers, variadic) = ([], [], [])
        for index in stride(from: 0, to: numbers.count, by: 2) {
            nodes.append(Node(length: try checked(numbers[index]), missing: Int(numbers[index + 1])))
        }
        let places = try table.integers(2, words: 2)
        for index in stride(from: 0, to: places.count, by: 2) {
            let start = try checked(places[index])
            buffers.append(start..<start + (try checked(places[index + 1])))
        }
        if let compression = try table.table(3) {
            guard let codec = Codec(rawValue: try compression.int(0, or: 0)),
                try compression.int(1, or: UInt8(0)) == 0
            else { throw ArrowFault("its compression") }
            self.codec = codec
        }
        for count in try table.integers(4) { variadic.append(try checked(count)) }
    }
}

/// The places of a file's messages, which stand at its end.
struct ArrowFooter {
    var schema: ArrowSchema
    var dictionaries: [Block]
    var batches: [Block]

    struct Block {
        var place: Int
        var metadataLength: Int
        var bodyLength: Int
    }

    init(_ bytes: [UInt8]) throws(ArrowFault) {
        let table = try FlatTable(root: bytes)
        guard let schema = try table.table(1) else { throw ArrowFault("its footer, which has no schema") }
        self.schema = try ArrowSchema(schema, isVersion5: try table.int(0, or: Int16(0)) == 4)
        dictionaries = try Self.blocks(table.integers(2, words: 3))
        batches = try Self.blocks(table.integers(3, words: 3))
    }

    private static func blocks(_ numbers: [Int64]) throws(ArrowFault) -> [Block] {
        var blocks: [Block] = []
        for index in stride(from: 0, to: numbers.count, by: 3) {
            // The second number is one of 32 bits, and padding.
            let metadata = Int32(truncatingIfNeeded: numbers[index + 1])
            guard (0..<1 << 62).contains(numbers[index]), metadata >= 0,
                (0..<1 << 62).contains(numbers[index + 2])
            else { throw ArrowFault("a place in its footer") }
            blocks.append(
                Block(
                    place: Int(numbers[index]), metadataLength: Int(metadata),
                    bodyLength: Int(numbers[index + 2])))
        }
        return blocks
    }
}
