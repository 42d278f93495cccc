internal import RapportDiagnostics
internal import RapportWork

/// Rows with their keys, distributed over partitions by some bits of the key.
///
/// Inside a partition rows keep their order: the parallel step of grouping and of the radix sort.
struct Scattered: Sendable {
    let keys: Buffer<UInt64>
    let rows: Buffer<Int32>
    /// Where each partition begins; one more than there are partitions.
    let bounds: [Int]
    /// Where each morsel's rows begin in each partition, partitions innermost; empty where nothing was moved.
    var starts: [Int32] = []

    /// `keys` writes the keys of places `range` (it is called twice); `rows` are the rows at the places,
    /// nil where they are the places themselves.
    ///
    /// The partition is `key >> shift & (partitions - 1)`.
    ///
    /// Nil where all keys are of one partition, and nothing had to move.
    static func scattered(
        _ count: Int, partitions: Int, shift: UInt64, rows: Buffer<Int32>?, for purpose: String, work: Work,
        keys: @Sendable (Range<Int>, inout MutableSpan<UInt64>) -> Void
    ) throws(Diagnostic) -> Scattered? {
        let mask = UInt64(partitions - 1)
        let morsels = (count + Work.morsel - 1) / Work.morsel
        let histogram = try BufferBuilder<Int32>(
            uninitialized: morsels * partitions, for: purpose, work: work)
        let histogramCells = histogram.shared
        try work.morsels(of: count) { index, range in
            // SAFETY: each morsel has its own counts, and `histogram` outlives the call.
            var own = unsafe histogramCells.mutableSpan(index * partitions..<(index + 1) * partitions)
            own.update(repeating: 0)
            forBlocks(of: range) { block, words in
                keys(block, &words)
                for index in words.indices { own[Int(words[index] &>> shift & mask)] &+= 1 }
            }
        }
        let counts = histogram.freeze()
        guard let (starts, bounds) = places(counts, morsels: morsels, partitions: partitions) else {
            return nil
        }

        let newKeys = try BufferBuilder<UInt64>(uninitialized: count, for: purpose, work: work)
        let newRows = try BufferBuilder<Int32>(uninitialized: count, for: purpose, work: work)
        let (keyCells, rowCells) = (newKeys.shared, newRows.shared)
        try work.morsels(of: count) { index, range in
            var next = Array(starts[index * partitions..<(index + 1) * partitions])
            var places = next.mutableSpan
            // SAFETY: the histogram gave each (morsel, partition) places of its own.
            let (keyOut, rowOut) = unsafe (keyCells.pointer, rowCells.pointer)
            forBlocks(of: range) { block, words in
                keys(block, &words)
                if let rows {
                    let rows = rows.span.extracting(block)
                    for index in words.indices {
                        let partition = Int(words[index] &>> shift & mask)
                        let place = Int(places[partition])
                        places[partition] &+= 1
                        unsafe keyOut[place] = words[index]
                        unsafe rowOut[place] = rows[index]
                    }
                } else {
                    for index in words.indices {
                        let partition = Int(words[index] &>> shift & mask)
                        let place = Int(places[partition])
                        places[partition] &+= 1
                        unsafe keyOut[place] = words[index]
                        unsafe rowOut[place] = Int32(truncatingIfNeeded: block.lowerBound &+ index)
                    }
                }
            }
        }
        return Scattered(keys: newKeys.freeze(), rows: newRows.freeze(), bounds: bounds, starts: starts)
    }

    /// Where each (morsel, partition) begins, partitions outermost; nil where one partition has all.
    private static func places(
        _ counts: Buffer<Int32>, morsels: Int, partitions: Int
    ) -> (starts: [Int32], bounds: [Int])? {
        let counts = counts.span
        var starts = [Int32](repeating: 0, count: counts.count)
        var bounds = [0]
        var total: Int32 = 0
        for partition in 0..<partitions {
            for morsel in 0..<morsels {
                starts[morsel * partitions + partition] = total
                total += counts[morsel * partitions + partition]
            }
            bounds.append(Int(total))
        }
        let isOne = partitions > 1 && (0..<partitions).contains { bounds[$0 + 1] - bounds[$0] == Int(total) }
        return isOne ? nil : (starts, bounds)
    }
}

/// Calls `body` for blocks of `rows`, each with room for a word a row that stays in the first-level cache.
@inline(__always) func forBlocks(
    of rows: Range<Int>, _ body: (Range<Int>, inout MutableSpan<UInt64>) -> Void
) {
    let block = 2048
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: block) { memory in
        // SAFETY: the memory is initialised here, and the spans end with the closure.
        unsafe memory.initialize(repeating: 0)
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: block) {
            let range = start..<min(start &+ block, rows.upperBound)
            let window = unsafe UnsafeMutableBufferPointer(rebasing: memory[0..<range.count])
            var words = unsafe MutableSpan(_unsafeElements: window)
            body(range, &words)
        }
    }
}
