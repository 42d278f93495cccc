internal import RapportDiagnostics
internal import RapportWork

/// The distance of every pair of points, each pair once: what the linkages update in place.
///
/// Pair (i, j) with i < j lies at `starts[i] + j`, so that the partners behind a point are one run of memory.
/// 8 bytes a pair: 400 MB for 10,000 points, which is why the linkages have a cap.
@safe struct HierarchicalDistances: ~Copyable {
    let count: Int
    /// Of each point; below 0 of the first, for its first partner is point 1.
    let starts: [Int]
    private let cells: UnsafeMutablePointer<Double>
    private let memory: MemoryBudget

    private static func pairs(of count: Int) -> Int { count * (count - 1) / 2 }

    /// Euclidean distances of points in rows of `dimension` numbers.
    /// - Throws: `memory.limit`, `run.cancelled`.
    init(_ points: [Double], dimension: Int, work: Work) throws(Diagnostic) {
        let count = points.count / dimension
        let pairs = Self.pairs(of: count)
        try work.memory.reserve(pairs * 8, for: "the distances of \(count) points")
        let target = unsafe SharedCells(cells: .allocate(capacity: max(pairs, 1)))
        let starts = (0..<count).map { $0 * count - $0 * ($0 + 1) / 2 - $0 - 1 }
        // Rows in fixed chunks of about as many pairs each; who fills a chunk does not matter.
        let chunks = Self.chunks(of: count)
        do throws(Diagnostic) {
            try work.pieces(chunks.count) { (chunk) throws(Diagnostic) in
                let points = points.span
                for row in chunks[chunk] {
                    for other in (row + 1)..<count {
                        var sum = 0.0
                        for place in 0..<dimension {
                            let step = points[row * dimension + place] - points[other * dimension + place]
                            sum += step * step
                        }
                        // SAFETY: row < other < count, so the cell is one of the pairs; chunks share no row.
                        unsafe target.cells[starts[row] + other] = sum.squareRoot()
                    }
                    try work.check()
                }
            }
        } catch {
            unsafe target.cells.deallocate()
            work.memory.release(pairs * 8)
            throw error
        }
        (self.count, self.starts, memory) = (count, starts, work.memory)
        unsafe cells = target.cells
    }

    deinit {
        unsafe cells.deallocate()
        memory.release(Self.pairs(of: count) * 8)
    }

    /// Of two different points below ``count``.
    subscript(i: Int, j: Int) -> Double {
        get { i < j ? self[at: starts[i] + j] : self[at: starts[j] + i] }
        nonmutating set {
            // SAFETY: as of `self[at:]`.
            if i < j {
                unsafe cells[starts[i] + j] = newValue
            } else {
                unsafe cells[starts[j] + i] = newValue
            }
        }
    }

    /// The distance at a place that ``starts`` gives.
    subscript(at place: Int) -> Double {
        assert(place >= 0 && place < Self.pairs(of: count))
        // SAFETY: for i < j < count, starts[i] + j runs from 0 to the number of pairs less 1.
        return unsafe cells[place]
    }

    /// The memory that threads fill in parts of their own.
    @safe private struct SharedCells: @unchecked Sendable {
        // SAFETY: every thread writes the pairs of its own rows only, and nobody reads before all are done.
        let cells: UnsafeMutablePointer<Double>
    }

    /// Ranges of rows with about 32 K pairs each; a function of the count alone.
    static func chunks(of count: Int) -> [Range<Int>] {
        var chunks: [Range<Int>] = []
        var (start, pairs) = (0, 0)
        for row in 0..<max(count - 1, 0) {
            pairs += count - 1 - row
            if pairs >= 32_768 || row == count - 2 {
                chunks.append(start..<row + 1)
                (start, pairs) = (row + 1, 0)
            }
        }
        return chunks
    }
}
