/// One bit a row, least significant first; a slice may begin inside a word.
public struct Bitmap: Sendable {
    public let words: Buffer<UInt64>
    public let firstBit: Int
    public let count: Int

    public init(words: Buffer<UInt64>, firstBit: Int = 0, count: Int) {
        precondition(firstBit >= 0 && count >= 0 && firstBit + count <= words.count * 64)
        (self.words, self.firstBit, self.count) = (words, firstBit, count)
    }

    @inlinable public init(_ bits: some Collection<Bool>) {
        var words = [UInt64](repeating: 0, count: (bits.count + 63) / 64)
        for (row, bit) in bits.enumerated() where bit { words[row / 64] |= 1 << UInt64(row % 64) }
        self.init(words: Buffer(words), count: bits.count)
    }

    public init(repeating bit: Bool, count: Int) {
        let words = BufferBuilder<UInt64>(repeating: bit ? .max : 0, count: (count + 63) / 64)
        self.init(words: words.freeze(), count: count)
    }

    /// Whether each row is what `isSet` says: a word at a time, without an array of truths.
    @inlinable public init(count: Int, _ isSet: (_ row: Int) -> Bool) {
        var builder = BufferBuilder<UInt64>(uninitialized: (count + 63) / 64)
        var words = builder.mutableSpan
        for index in words.indices {
            let first = index &* 64
            var word: UInt64 = 0
            for bit in 0..<min(64, count &- first) {
                word |= (isSet(first &+ bit) ? 1 : 0) &<< UInt64(bit)
            }
            words[index] = word
        }
        self.init(words: builder.freeze(), count: count)
    }

    public subscript(rows: Range<Int>) -> Bitmap {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
        return Bitmap(words: words, firstBit: firstBit + rows.lowerBound, count: rows.count)
    }

    /// Traps outside `0..<count`.
    ///
    /// For a few rows; loops take ``word(_:in:)``.
    public subscript(row: Int) -> Bool {
        precondition(row >= 0 && row < count)
        let bit = firstBit + row
        return words.span[bit / 64] >> UInt64(bit % 64) & 1 == 1
    }

    /// The bits of rows `64 * index ..< 64 * index + 64`, whatever bit the slice begins at; clear past
    /// the end.
    @inlinable public func word(_ index: Int, in span: Span<UInt64>) -> UInt64 {
        let bit = firstBit + index * 64
        let (place, shift) = (bit / 64, UInt64(bit % 64))
        guard place < span.count else { return 0 }
        var word = span[place] >> shift
        if shift != 0, place + 1 < span.count { word |= span[place + 1] << (64 - shift) }
        let left = count - index * 64
        return left >= 64 ? word : word & ((1 << UInt64(max(left, 0))) - 1)
    }

    /// How many bits are set.
    public var setCount: Int {
        let span = words.span
        var total = 0
        for index in 0..<(count + 63) / 64 { total += word(index, in: span).nonzeroBitCount }
        return total
    }

    public var clearCount: Int { count - setCount }
}
