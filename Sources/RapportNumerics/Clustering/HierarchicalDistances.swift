internal import RapportDiagnostics
internal import RapportWork

/// The distance of every pair of points, each pair once: what the linkages update in place.
///
/// Pair (i, j) with i < j lies at `starts[i] + j`, so that the partners behind a point are one run of memory.
/// 8 bytes a pair: 400 MB for 10,000 points, which is why the linkages have a cap.
struct HierarchicalDistances: ~Copyable {
    let count: Int
    /// Of each point; below 0 of the first, for its first partner is point 1.
    let starts: [Int]
    private let cells: SharedRows<Double>
    private let memory: MemoryBudget

    /// Euclidean distances.
    /// - Throws: `memory.limit`, `run.cancelled`.
    init(_ points: Matrix, work: Work) throws(Diagnostic) {
        let (count, columns) = (points.rows, points.columns)
        let pairs = count * (count - 1) / 2
        try work.memory.reserve(pairs * 8, for: "the distances of \(count) points")
        let cells = SharedRows(repeating: 0.0, count: pairs)
        let starts = (0..<count).map { $0 * count - $0 * ($0 + 1) / 2 - $0 - 1 }
        // Rows in fixed chunks of about as many pairs each; who fills a chunk does not matter.
        let chunks = Self.chunks(of: count)
        do throws(Diagnostic) {
            try work.pieces(chunks.count) { (chunk) throws(Diagnostic) in
                let values = points.values.span
                for row in chunks[chunk] {
                    for other in (row + 1)..<count {
                        var sum = 0.0
                        for column in 0..<columns {
                            let step = values[row * columns + column] - values[other * columns + column]
                            sum += step * step
                        }
                        cells[starts[row] + other] = sum.squareRoot()
                    }
                    work.advance(by: 1)
                    try work.check()
                }
            }
        } catch {
            work.memory.release(pairs * 8)
            throw error
        }
        (self.count, self.starts, self.cells, memory) = (count, starts, cells, work.memory)
    }

    deinit { memory.release(cells.count * 8) }

    /// Of two different points below ``count``.
    subscript(i: Int, j: Int) -> Double {
        get { cells[i < j ? starts[i] + j : starts[j] + i] }
        nonmutating set { cells[i < j ? starts[i] + j : starts[j] + i] = newValue }
    }

    /// The distance at a place that ``starts`` gives.
    subscript(at place: Int) -> Double { cells[place] }

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
