internal import RapportDiagnostics
internal import RapportTable

/// A message of rows, or of a dictionary's entries, with its buffers found.
struct Batch: Sendable {
    let header: BatchHeader
    let bytes: any ArrowBytes
    let bodyStart: Int
    let bodyCount: Int
    /// For each dictionary, how many times it was replaced before this batch came.
    var generations: [Int64: Int] = [:]

    var rows: Int { header.rows }

    /// - Throws: `arrow.damaged` where a buffer lies outside the body.
    init(_ header: BatchHeader, _ bytes: any ArrowBytes, body: Range<Int>) throws(Diagnostic) {
        (self.header, self.bytes) = (header, bytes)
        (bodyStart, bodyCount) = (body.lowerBound, body.count)
        for range in header.buffers where range.upperBound > body.count && !range.isEmpty {
            throw .damaged(bytes.name, "a buffer's place")
        }
    }

    /// Holds the batch against the parts that a schema asks for; before it, nothing may be read.
    ///
    /// - Throws: `arrow.damaged` where it has others.
    func check(_ counter: FieldLayout.Counter) throws(Diagnostic) {
        var more = 0
        for count in header.variadic {
            guard count <= header.buffers.count else { throw .damaged(bytes.name, "a count of a batch") }
            more += count
        }
        guard header.nodes.count == counter.nodes, header.variadic.count == counter.variadic,
            header.buffers.count == counter.buffers + more
        else { throw .damaged(bytes.name, "a batch, which has other parts than the schema,") }
    }

    /// The number of a field's first buffer: those of views before it count too.
    private func first(_ layout: FieldLayout) -> Int {
        header.variadic[..<layout.variadic].reduce(layout.buffer, +)
    }

    /// A buffer of a field, unpacked where it was packed.
    func window(_ layout: FieldLayout, _ number: Int) throws(Diagnostic) -> Window {
        let place = header.buffers[first(layout) + number]
        if place.isEmpty { return Window(ArrowMemory([]), 0, 0) }
        let start = bodyStart + place.lowerBound
        guard let codec = header.codec else { return Window(bytes, start, place.count) }
        guard place.count >= 8 else { throw .damaged(bytes.name, "a packed buffer") }
        let head = try bytes.bytes(start..<start + 8)
        let size = head.reversed().reduce(Int64(0)) { ($0 << 8) | Int64($1) }
        // What packing would not make smaller is left as it is.
        if size == -1 { return Window(bytes, start + 8, place.count - 8) }
        let packed = try bytes.buffer(start + 8..<start + place.count)
        if size == 0 { return Window(ArrowMemory([]), 0, 0) }
        guard let count = Int(exactly: size), let unpacked = codec.unpacked(packed, count: count) else {
            throw .damaged(bytes.name, "a buffer packed by \(codec.name)")
        }
        return Window(ArrowMemory(unpacked, name: bytes.name), 0, count)
    }

    /// The buffers that hold the text of a view.
    func texts(_ layout: FieldLayout) throws(Diagnostic) -> [Buffer<UInt8>] {
        var texts: [Buffer<UInt8>] = []
        for number in 0..<header.variadic[layout.variadic] {
            let window = try window(layout, 2 + number)
            texts.append(try window.bytes.buffer(window.start..<window.start + window.count))
        }
        return texts
    }
}

/// A buffer, in a file or in memory.
struct Window: Sendable {
    let bytes: any ArrowBytes
    let start: Int
    let count: Int

    init(_ bytes: any ArrowBytes, _ start: Int, _ count: Int) {
        (self.bytes, self.start, self.count) = (bytes, start, count)
    }

    /// Copies the values of `rows` to `target`.
    @unsafe func read<Value>(
        _ rows: Range<Int>, of type: Value.Type, into target: UnsafeMutablePointer<Value>
    ) throws(Diagnostic) {
        let width = MemoryLayout<Value>.stride
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count / width)
        // SAFETY: the rows lie inside the buffer; the caller has room for them.
        unsafe try bytes.read(
            start + rows.lowerBound * width..<start + rows.upperBound * width,
            into: UnsafeMutableRawPointer(target))
    }

    func values<Value: BitwiseCopyable & Sendable>(
        _ rows: Range<Int>, of type: Value.Type
    ) throws(Diagnostic) -> Buffer<Value> {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count / MemoryLayout<Value>.stride)
        if let shared = bytes.memory?.viewed(
            as: Value.self, from: start + rows.lowerBound * MemoryLayout<Value>.stride, count: rows.count)
        {
            return shared
        }
        let builder = BufferBuilder<Value>(uninitialized: rows.count)
        let cells = builder.shared
        // SAFETY: the builder has room for the rows.
        unsafe try read(rows, of: Value.self, into: cells.pointer)
        return builder.freeze()
    }

    /// The bits of `rows`, which lie inside.
    func bits(_ rows: Range<Int>) throws(Diagnostic) -> Bitmap {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count * 8)
        let first = rows.lowerBound / 8
        let last = (rows.upperBound + 7) / 8
        let words = BufferBuilder<UInt64>(repeating: 0, count: (last - first + 7) / 8)
        let cells = words.shared
        // SAFETY: the words have room for the bytes.
        unsafe try bytes.read(start + first..<start + last, into: UnsafeMutableRawPointer(cells.pointer))
        return Bitmap(words: words.freeze(), firstBit: rows.lowerBound % 8, count: rows.count)
    }
}

/// Rows of one batch.
struct Segment: Sendable {
    let batch: Batch
    let rows: Range<Int>
}
