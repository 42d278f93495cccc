internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

/// Frames of which both ends only move forward, as those of a window do.
struct SlidingFrames: Folding {
    private let first: Buffer<Int32>
    private let end: Buffer<Int32>
    private let longest: Int
    private let total: Int

    init(_ frames: WindowFrames) {
        (first, end) = (frames.first, frames.end)
        (longest, total) = frames.sizes
    }

    var anyCells: Buffer<Int32> { first }
    var count: Int { first.count }
    /// Whether to write out the rows of all frames is more work than to keep counts.
    var areLong: Bool { total > 16 * count }

    func sizes(work: Work) throws(Diagnostic) -> Buffer<Int32> {
        try work.fill(count, for: "the window") { range, out in
            let (first, end) = (first.span.extracting(range), end.span.extracting(range))
            for index in out.indices { out[index] = end[index] &- first[index] }
        }
    }

    /// The state of each frame, in which its cells are merged in their order.
    ///
    /// Two stacks: of the older cells of the frame there are states to their end, one for each that may be
    /// the first; of the newer one state. When all older ones have left, the newer take their place. So
    /// each cell is added twice, and none is taken away. Stretches of places start on their own; where, is
    /// of the frames alone, so the same bits come out at any width.
    /// Source: K. Tangwongsan, M. Hirzel, S. Schneider, *Low-Latency Sliding-Window Aggregation*, 2017.
    /// - Complexity: O(rows).
    func folded<Each: Fold>(
        _: Each.Type, _ values: Buffer<Each.Value>, validity: Bitmap?, work: Work
    ) throws(Diagnostic) -> Buffer<Each.State> {
        let builder = try BufferBuilder<Each.State>(uninitialized: count, for: "the window", work: work)
        let cells = builder.shared
        // Twice the longest frame, which every stretch reads once more.
        let stretch = max(Work.morsel, 2 * longest)
        try work.pieces((count + stretch - 1) / stretch) { (piece) throws(Diagnostic) in
            let range = piece * stretch..<min(count, (piece + 1) * stretch)
            // SAFETY: stretches do not overlap.
            var out = unsafe cells.mutableSpan(range)
            let (first, end, values) = (first.span, end.span, values.span)
            let present = Presence(validity)
            var older: [Each.State] = []
            var newer = Each.initial
            var (start, middle, behind) = (0, 0, 0)
            for place in range {
                if place % Work.morsel == 0 { try work.check() }
                let (low, high) = (Int(first[place]), Int(end[place]))
                if low == high {
                    out[place &- range.lowerBound] = Each.initial
                    continue
                }
                if low >= middle {
                    let size = high &- low
                    if older.count < size {
                        older = [Each.State](repeating: Each.initial, count: max(size, 2 * older.count))
                    }
                    var state = Each.initial
                    for member in stride(from: high &- 1, through: low, by: -1) {
                        var own = Each.initial
                        if present[member] {
                            Each.step(&own, values[member], Int32(truncatingIfNeeded: member))
                        }
                        Each.merge(&own, state)
                        state = own
                        older[member &- low] = state
                    }
                    (start, middle, behind, newer) = (low, high, high, Each.initial)
                }
                while behind < high {
                    if present[behind] {
                        Each.step(&newer, values[behind], Int32(truncatingIfNeeded: behind))
                    }
                    behind &+= 1
                }
                var state = older[low &- start]
                Each.merge(&state, newer)
                out[place &- range.lowerBound] = state
            }
            try work.check()
        }
        return builder.freeze()
    }

    /// What `counter` says of each frame, which cells enter and leave one by one.
    func counted<Counter: FrameCounter>(
        by counter: Counter, work: Work
    ) throws(Diagnostic) -> Buffer<Counter.Value> {
        let builder = try BufferBuilder<Counter.Value>(uninitialized: count, for: "the window", work: work)
        let cells = builder.shared
        // Each stretch has counts of its own.
        let stretch = max(Work.morsel, 2 * longest, (count + 7) / 8)
        try work.pieces((count + stretch - 1) / stretch) { (piece) throws(Diagnostic) in
            let range = piece * stretch..<min(count, (piece + 1) * stretch)
            // SAFETY: stretches do not overlap.
            var out = unsafe cells.mutableSpan(range)
            var counter = counter
            let (first, end) = (first.span, end.span)
            var (low, high) = (0, 0)
            for place in range {
                if place % 4096 == 0 { try work.check() }
                let (nextLow, nextHigh) = (Int(first[place]), Int(end[place]))
                while low < min(nextLow, high) {
                    counter.leave(low)
                    low &+= 1
                }
                if high <= nextLow { (low, high) = (nextLow, nextLow) }
                while high < nextHigh {
                    counter.enter(high)
                    high &+= 1
                }
                out[place &- range.lowerBound] = counter.value
            }
            try work.check()
        }
        return builder.freeze()
    }
}

/// Which cells are present, one at a time.
struct Presence: Sendable {
    private let words: Buffer<UInt64>?
    private let firstBit: Int

    init(_ validity: Bitmap?) { (words, firstBit) = (validity?.words, validity?.firstBit ?? 0) }

    @inline(__always) subscript(row: Int) -> Bool {
        guard let words else { return true }
        let bit = firstBit &+ row
        return words.span[bit / 64] &>> UInt64(bit % 64) & 1 == 1
    }
}

/// Counts of the cells in a frame.
protocol FrameCounter: Sendable {
    associatedtype Value: BitwiseCopyable & Sendable
    mutating func enter(_ place: Int)
    mutating func leave(_ place: Int)
    var value: Value { get }
}
