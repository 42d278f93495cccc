public import RapportDiagnostics
public import RapportWork

extension BufferBuilder {
    /// Room for `count` values, announced to the budget of `work` until the last buffer on it is gone.
    ///
    /// - Throws: `memory.limit`, which names `purpose`.
    public init(uninitialized count: Int, for purpose: String, work: Work) throws(Diagnostic) {
        let bytes = count * MemoryLayout<Element>.stride
        try work.memory.reserve(bytes, for: purpose)
        self.init(storage: Storage(uninitialized: bytes, announcedTo: work.memory), count: count)
    }
}

extension Work {
    /// Builds `count` values, a morsel a call.
    ///
    /// `body` must write every value of the span, whose index 0 is the first of the rows.
    package func fill<Value: BitwiseCopyable & Sendable>(
        _ count: Int, for purpose: String,
        _ body: @Sendable (Range<Int>, inout MutableSpan<Value>) throws(Diagnostic) -> Void
    ) throws(Diagnostic) -> Buffer<Value> {
        let builder = try BufferBuilder<Value>(uninitialized: count, for: purpose, work: self)
        let cells = builder.shared
        try morsels(of: count) { (_, rows) throws(Diagnostic) in
            // SAFETY: morsels do not overlap, and `builder` outlives the call.
            var own = unsafe cells.mutableSpan(rows)
            try body(rows, &own)
        }
        return builder.freeze()
    }

    /// Builds what stands in stretches one behind the other, each of which one call writes.
    ///
    /// `body` must write every value of the span, which is the stretch from `bounds[stretch]` to the next bound; bounds
    /// ascend from 0.
    /// - Throws: `memory.limit`, which names `purpose`, and what `body` throws.
    public func fill<Value: BitwiseCopyable & Sendable>(
        stretches bounds: [Int], for purpose: String,
        _ body: @Sendable (_ stretch: Int, inout MutableSpan<Value>) throws(Diagnostic) -> Void
    ) throws(Diagnostic) -> Buffer<Value> {
        precondition(bounds.first == 0 && zip(bounds, bounds.dropFirst()).allSatisfy { $0 <= $1 })
        let builder = try BufferBuilder<Value>(
            uninitialized: bounds[bounds.count - 1], for: purpose, work: self)
        let cells = builder.shared
        try pieces(bounds.count - 1) { (stretch) throws(Diagnostic) in
            // SAFETY: bounds ascend, so stretches do not overlap, and `builder` outlives the call.
            var own = unsafe cells.mutableSpan(bounds[stretch]..<bounds[stretch + 1])
            try body(stretch, &own)
        }
        return builder.freeze()
    }

    /// Builds a bit for each of `rows`, a morsel a call.
    ///
    /// `body` must write every word of the span; the first bit of its word 0 is the first of the rows.
    /// Morsels are multiples of 64 rows, so they share no word. Bits past the end may be anything.
    package func bits(
        _ rows: Int, for purpose: String,
        _ body: @Sendable (Range<Int>, inout MutableSpan<UInt64>) throws(Diagnostic) -> Void
    ) throws(Diagnostic) -> Bitmap {
        let builder = try BufferBuilder<UInt64>(uninitialized: (rows + 63) / 64, for: purpose, work: self)
        let cells = builder.shared
        try morsels(of: rows) { (_, rows) throws(Diagnostic) in
            // SAFETY: as above.
            var own = unsafe cells.mutableSpan(rows.lowerBound / 64..<(rows.upperBound + 63) / 64)
            try body(rows, &own)
        }
        return Bitmap(words: builder.freeze(), count: rows)
    }
}

extension Bitmap {
    /// Itself, or nil where every bit is set: the form of a validity in which nothing is missing.
    package var ifAnyClear: Bitmap? { setCount == count ? nil : self }
}
