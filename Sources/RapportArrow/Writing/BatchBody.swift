internal import RapportTable

/// The body of a batch, with what its head says of it.
///
/// Buffers begin at multiples of 64 bytes. What is under a missing value is written as 0, so that the same table
/// gives the same bytes and nothing leaves that nobody sees.
struct BatchBody: Sendable {
    private(set) var bytes: [UInt8] = []
    let rows: Int
    /// Length and missing values of each column.
    private(set) var nodes: [Int64] = []
    /// Place and length of each buffer.
    private(set) var buffers: [Int64] = []

    init(rows: Int) { self.rows = rows }

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    mutating func append(_ column: Column) {
        beginColumn(column.count, column.validity)
        switch column.layout {
        case .bits(let values, let validity): appendBits(values, and: validity)
        case .int32(let fixed): appendValues(fixed)
        case .int64(let fixed): appendValues(fixed)
        case .float64(let fixed): appendValues(fixed)
        case .text(let text): appendText(text)
        case .codes(let codes): appendValues(codes.codes)
        case .list(let list):
            appendEnds(list.offsets)
            append(list.flat)
        }
    }

    private mutating func beginColumn(_ count: Int, _ validity: Bitmap?) {
        let missing = validity?.clearCount ?? 0
        nodes += [Int64(count), Int64(missing)]
        guard missing > 0, let validity else {
            buffers += [Int64(bytes.count), 0]
            return
        }
        appendBits(validity, and: nil)
    }

    /// Adds a buffer that `body` appends.
    private mutating func buffer(_ body: (inout [UInt8]) -> Void) {
        let start = bytes.count
        body(&bytes)
        buffers += [Int64(start), Int64(bytes.count - start)]
        bytes.pad(to: 64)
    }

    private mutating func appendBits(_ bits: Bitmap, and validity: Bitmap?) {
        buffer { bytes in
            let words = bits.words.span
            for slot in 0..<(bits.count + 63) / 64 {
                var word = bits.word(slot, in: words)
                if let validity { word &= validity.word(slot, in: validity.words.span) }
                for place in 0..<min(8, (bits.count - slot * 64 + 7) / 8) {
                    bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * place)))
                }
            }
        }
    }

    private mutating func appendValues<Value: BitwiseCopyable & Sendable & AdditiveArithmetic>(
        _ column: FixedColumn<Value>
    ) {
        guard let validity = column.validity, validity.clearCount > 0 else {
            return buffer { bytes in Self.append(column.values, to: &bytes) }
        }
        var values = BufferBuilder<Value>(uninitialized: column.count)
        let source = column.values
        var out = values.mutableSpan
        let (cells, words) = (source.span, validity.words.span)
        for slot in 0..<(cells.count + 63) / 64 {
            let word = validity.word(slot, in: words)
            for row in slot * 64..<min(slot * 64 + 64, cells.count) {
                out[row] = word >> UInt64(row % 64) & 1 == 1 ? cells[row] : .zero
            }
        }
        let clean = values.freeze()
        buffer { bytes in Self.append(clean, to: &bytes) }
    }

    private mutating func appendText(_ text: TextColumn) {
        appendEnds(text.offsets)
        let (first, last) = (text.offsets[0], text.offsets[text.count])
        buffer { bytes in Self.append(text.bytes[Int(first)..<Int(last)], to: &bytes) }
    }

    private mutating func appendEnds(_ offsets: Buffer<Int64>) {
        var ends = BufferBuilder<Int32>(uninitialized: offsets.count)
        var out = ends.mutableSpan
        let source = offsets.span
        // The writer has seen to it that a batch has less than 2 GB of text, and as few elements.
        for index in out.indices { out[index] = Int32(truncatingIfNeeded: source[index] - source[0]) }
        let written = ends.freeze()
        buffer { bytes in Self.append(written, to: &bytes) }
    }

    private static func append<Value>(_ values: Buffer<Value>, to bytes: inout [UInt8]) {
        unsafe values.withUnsafeElements { elements in
            // SAFETY: raw bytes of trivial values, read while the buffer is held.
            unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(elements))
        }
    }
}
