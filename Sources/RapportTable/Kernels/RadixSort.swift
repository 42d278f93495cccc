internal import RapportDiagnostics
internal import RapportWork
internal import Synchronization

/// Sorts rows by unsigned keys, stably.
///
/// One pass over all rows scatters them by the highest bits that differ; each part then fits a cache and is
/// sorted there by one thread, from its lowest byte to its highest. A part that is still too large (keys
/// that crowd together) is scattered again.
enum RadixSort {
    /// Rows that one thread sorts: keys and rows, twice, are 1.5 MB.
    private static let part = 1 << 16

    /// Where what is sorted goes: rows and their keys, to the places of each part.
    private struct Sorted: Sendable {
        let rows: SharedCells<Int32>
        let keys: SharedCells<UInt64>
    }

    /// Whether no key is smaller than the one before it.
    static func isSorted(_ keys: Buffer<UInt64>, work: Work) throws(Diagnostic) -> Bool {
        let fails = Atomic<Bool>(false)
        try work.morsels(of: keys.count) { _, rows in
            if fails.load(ordering: .relaxed) { return }
            let keys = keys.span.extracting(max(rows.lowerBound - 1, 0)..<rows.upperBound)
            for index in 1..<max(keys.count, 1) where keys[index] < keys[index &- 1] {
                return fails.store(true, ordering: .relaxed)
            }
        }
        return !fails.load(ordering: .relaxed)
    }

    /// The rows in the order of their keys, and the keys in theirs.
    ///
    /// `rows` are the rows of the keys, nil where they are the places; keys are below 2^`bits`.
    static func order(
        _ keys: Buffer<UInt64>, rows: Buffer<Int32>?, bits: Int, work: Work
    ) throws(Diagnostic) -> (rows: Buffer<Int32>, keys: Buffer<UInt64>) {
        let count = keys.count
        let order = try BufferBuilder<Int32>(uninitialized: count, for: "the sort", work: work)
        let inOrder = try BufferBuilder<UInt64>(uninitialized: count, for: "the sort", work: work)
        let sorted = Sorted(rows: order.shared, keys: inOrder.shared)
        if count <= part {
            try sortParts(keys, rows, bounds: [0, count], bits: bits, into: sorted, first: 0, work: work)
        } else {
            try scatter(keys, rows, bits: bits, into: sorted, first: 0, work: work)
        }
        return (order.freeze(), inOrder.freeze())
    }

    /// Writes the rows in order to the places from `first` on.
    private static func scatter(
        _ keys: Buffer<UInt64>, _ rows: Buffer<Int32>?, bits: Int, into sorted: Sorted, first: Int, work: Work
    ) throws(Diagnostic) {
        var shift = max(bits - 8, 0)
        while true {
            let scattered = try Scattered.scattered(
                keys.count, partitions: 256, shift: UInt64(shift), rows: rows, for: "the sort", work: work
            ) { range, out in
                let keys = keys.span.extracting(range)
                for index in out.indices { out[index] = keys[index] }
            }
            if let scattered {
                let isSmall = scattered.bounds.indices.dropLast().map {
                    scattered.bounds[$0 + 1] - scattered.bounds[$0] <= part
                }
                try sortParts(
                    scattered.keys, scattered.rows, bounds: scattered.bounds, bits: shift, into: sorted,
                    first: first, work: work)
                for index in isSmall.indices where !isSmall[index] && shift > 0 {
                    let range = scattered.bounds[index]..<scattered.bounds[index + 1]
                    try scatter(
                        scattered.keys[range], scattered.rows[range], bits: shift, into: sorted,
                        first: first + range.lowerBound, work: work)
                }
                return
            }
            if shift == 0 { break }
            shift = max(shift - 8, 0)
        }
        // All keys are the same.
        try work.morsels(of: keys.count) { _, range in
            let places = first + range.lowerBound..<first + range.upperBound
            // SAFETY: the caller gave this call its own places.
            var rowsOut = unsafe sorted.rows.mutableSpan(places)
            var keysOut = unsafe sorted.keys.mutableSpan(places)
            let keys = keys.span.extracting(range)
            for index in keys.indices {
                let place = range.lowerBound + index
                rowsOut[index] = rows.map { $0.span[place] } ?? Int32(truncatingIfNeeded: place)
                keysOut[index] = keys[index]
            }
        }
    }

    /// Sorts each part that is small enough by the lowest `bits`.
    private static func sortParts(
        _ keys: Buffer<UInt64>, _ rows: Buffer<Int32>?, bounds: [Int], bits: Int, into sorted: Sorted,
        first: Int, work: Work
    ) throws(Diagnostic) {
        try work.pieces(bounds.count - 1) { index in
            let range = bounds[index]..<bounds[index + 1]
            if range.isEmpty || range.count > part && bits > 0 { return }
            let own = keys.span.extracting(range)
            var pairs = unsafe [Pair](unsafeUninitializedCapacity: range.count) { memory, count in
                for place in own.indices {
                    let row = rows.map { $0.span[range.lowerBound + place] }
                    // SAFETY: the capacity is the count of the part.
                    unsafe memory.initializeElement(
                        at: place,
                        to: Pair(
                            key: own[place],
                            row: row ?? Int32(truncatingIfNeeded: range.lowerBound &+ place)))
                }
                count = own.count
            }
            sort(&pairs, bits: bits)
            let places = first + range.lowerBound..<first + range.upperBound
            // SAFETY: parts have their own places.
            var rowsOut = unsafe sorted.rows.mutableSpan(places)
            var keysOut = unsafe sorted.keys.mutableSpan(places)
            let found = pairs.span
            for place in found.indices {
                rowsOut[place] = found[place].row
                keysOut[place] = found[place].key
            }
        }
    }

    private struct Pair: BitwiseCopyable {
        var key: UInt64
        var row: Int32
    }

    private static func sort(_ pairs: inout [Pair], bits: Int) {
        if pairs.count <= 32 {
            insertionSort(&pairs)
            return
        }
        var other = pairs
        var source = pairs.mutableSpan
        var target = other.mutableSpan
        var isSwapped = false
        for shift in stride(from: 0, to: bits, by: 8) {
            let moved =
                isSwapped
                ? pass(target, &source, shift: UInt64(shift)) : pass(source, &target, shift: UInt64(shift))
            if moved { isSwapped.toggle() }
        }
        if isSwapped { pairs = other }
    }

    /// One counting pass; false where all keys have the same byte, and nothing moved.
    @inline(__always) private static func pass(
        _ source: borrowing MutableSpan<Pair>, _ target: inout MutableSpan<Pair>, shift: UInt64
    ) -> Bool {
        var places = InlineArray<256, Int32>(repeating: 0)
        for index in source.indices { places[Int(source[index].key &>> shift & 255)] &+= 1 }
        var total: Int32 = 0
        for byte in 0..<256 {
            let count = places[byte]
            if Int(count) == source.count { return false }
            places[byte] = total
            total &+= count
        }
        for index in source.indices {
            let pair = source[index]
            let byte = Int(pair.key &>> shift & 255)
            target[Int(places[byte])] = pair
            places[byte] &+= 1
        }
        return true
    }

    private static func insertionSort(_ pairs: inout [Pair]) {
        for end in pairs.indices.dropFirst() {
            let pair = pairs[end]
            var place = end
            while place > 0, pairs[place - 1].key > pair.key {
                pairs[place] = pairs[place - 1]
                place -= 1
            }
            pairs[place] = pair
        }
    }
}
