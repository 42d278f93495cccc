internal import RapportDiagnostics
internal import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Greedy k-means++: the first centre by weight, each next the best of 2 + ⌊ln k⌋ points drawn by their weighted
/// squared distance to the nearest centre so far.
///
/// Draws are those of scikit-learn's `_kmeans_plusplus` on numpy's stream.
extension CenteredRows {
    func seeded(
        _ clusters: Int, _ random: inout NumpyRandom, work: Work
    ) throws(Diagnostic) -> (centers: Matrix, rows: [Int]) {
        let trials = 2 + Int(log(Double(max(clusters, 1))))
        let closest = SharedRows<Double>(repeating: .infinity, count: count)
        var chosen = [firstRow(&random)]
        var potentials = try update(closest, with: chosen[0], work: work)
        while chosen.count < clusters {
            let whole = potentials.reduce(0, +)
            let candidates = (0..<trials).map { _ in
                row(at: random.double() * whole, potentials, closest)
            }
            let best = try bestCandidate(candidates, closest, work: work)
            chosen.append(best)
            potentials = try update(closest, with: best, work: work)
        }
        var centers = Matrix(rows: clusters, columns: columns)
        for (center, row) in chosen.enumerated() {
            for column in 0..<columns { centers[center, column] = values[row * columns + column] }
        }
        return (centers, chosen)
    }

    /// `choice(n, p = weights / sum)`.
    private func firstRow(_ random: inout NumpyRandom) -> Int {
        let draw = random.double()
        var whole = 0.0
        for row in 0..<count { whole += weight(row) }
        var last = 0.0
        for row in 0..<count { last += weight(row) / whole }
        var running = 0.0
        for row in 0..<count {
            running += weight(row) / whole
            if running / last > draw { return row }
        }
        return max(count - 1, 0)
    }

    /// Brings the squared distances to the nearest centre up to date; their weighted sums, one a piece.
    private func update(
        _ closest: SharedRows<Double>, with chosen: Int, work: Work
    ) throws(Diagnostic) -> [Double] {
        let center = SharedRows((0..<columns).map { values[chosen * columns + $0] }, or: 0)
        return try work.map(pieces) { (piece) throws(Diagnostic) -> Double in
            // SAFETY: this loop holds both; a piece has its rows for itself.
            let (center, closest) = unsafe (center.pointer, closest.pointer)
            var sum = 0.0
            for row in range(piece) {
                let nearest = unsafe min(closest[row], squaredDistance(row, to: center))
                unsafe closest[row] = nearest
                sum += nearest * weight(row)
            }
            return sum
        }
    }

    /// `searchsorted(cumsum(weight · closest), target)`: the first row whose running sum reaches the target.
    private func row(at target: Double, _ potentials: [Double], _ closest: SharedRows<Double>) -> Int {
        var before = 0.0
        for (piece, potential) in potentials.enumerated() {
            if before + potential < target, piece < potentials.count - 1 {
                before += potential
                continue
            }
            var running = before
            for row in range(piece) {
                running += closest[row] * weight(row)
                if running >= target { return row }
            }
            // The sum within the piece may end an ulp below the sum of the piece.
            if piece < potentials.count - 1 { return range(piece).upperBound }
        }
        return max(count - 1, 0)
    }

    /// The candidate that would leave least, the first of equals.
    private func bestCandidate(
        _ candidates: [Int], _ closest: SharedRows<Double>, work: Work
    ) throws(Diagnostic) -> Int {
        var best: (row: Int, left: Double)?
        for start in stride(from: 0, to: candidates.count, by: 8) {
            let part = Array(candidates[start..<min(start + 8, candidates.count)])
            let left =
                part.count <= 4
                ? try potentials(of: part, closest, SIMD4<Double>.self, work: work)
                : try potentials(of: part, closest, SIMD8<Double>.self, work: work)
            for (place, row) in part.enumerated() {
                if let best, left[place] >= best.left { continue }
                best = (row, left[place])
            }
        }
        return best?.row ?? 0
    }

    /// What candidates, no more than there are lanes, would leave, in one pass over the points.
    private func potentials<Lanes: SIMD & BitwiseCopyable & Sendable>(
        of candidates: [Int], _ closest: SharedRows<Double>, _: Lanes.Type, work: Work
    ) throws(Diagnostic) -> [Double] where Lanes.Scalar == Double {
        let centers = SharedRows<Lanes>(repeating: .zero, count: columns)
        for (lane, row) in candidates.enumerated() {
            for column in 0..<columns { centers[column][lane] = values[row * columns + column] }
        }
        let parts = try work.map(pieces) { (piece) throws(Diagnostic) -> Lanes in
            // SAFETY: this loop holds all three; there is one center's lane a column.
            let (points, closest) = unsafe (values.pointer, closest.pointer)
            let lanes = unsafe centers.pointer
            var sums = Lanes.zero
            for row in range(piece) {
                let point = unsafe points + row * columns
                var distance = Lanes.zero
                for column in 0..<columns {
                    let step = unsafe Lanes(repeating: point[column]) - lanes[column]
                    distance += step * step
                }
                let nearest = unsafe Lanes(repeating: closest[row])
                let left = nearest.replacing(with: distance, where: distance .< nearest)
                sums += left * weight(row)
            }
            return sums
        }
        let left = parts.reduce(Lanes.zero) { $0 + $1 }
        return candidates.indices.map { left[$0] }
    }
}
