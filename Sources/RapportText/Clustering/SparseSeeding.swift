internal import RapportDiagnostics
internal import RapportNumerics
internal import RapportWork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The first centres: rows far from one another, drawn with a seed.
///
/// Greedy k-means++: the first by weight, each next from 2 + ⌊ln k⌋ candidates drawn by weight times squared distance,
/// of which the one stays that leaves the least in all (the first on ties). On rows of length 1 the squared distance is
/// twice 1 - cos, so that the same rows are drawn for either.
/// Source: Arthur & Vassilvitskii, *k-means++* (SODA 2007); candidates and draws as scikit-learn's.
struct SparseSeeding {
    let matrix: SparseMatrix
    let weights: [Double]
    let squaredNorms: [Double]

    static let pieceSize = 4_096

    func rows(_ count: Int, _ random: inout NumpyRandom, work: Work) throws(Diagnostic) -> [Int] {
        let rows = matrix.rowCount
        let trials = 2 + Int(log(Double(count)))
        var chosen = [random.choice(weights: weights)]
        var closest = try distances(to: chosen, below: nil, work: work).closest
        var potential = closest.distances
        while chosen.count < count {
            var running = 0.0
            let cumulative = zip(weights, potential).map { weight, distance in
                running += weight * distance
                return running
            }
            let total = try weighted(potential, work: work)
            let candidates = (0..<trials).map { _ in
                min(cumulative.firstPlace(notBelow: random.double() * total), rows - 1)
            }
            closest = try distances(to: candidates, below: potential, work: work).closest
            chosen.append(candidates[closest.candidate])
            potential = closest.distances
        }
        return chosen
    }

    /// Σ weight · distance, piece by piece.
    private func weighted(_ distances: [Double], work: Work) throws(Diagnostic) -> Double {
        var total = 0.0
        for start in stride(from: 0, to: distances.count, by: Self.pieceSize) {
            var sum = 0.0
            for row in start..<min(start + Self.pieceSize, distances.count) {
                sum += weights[row] * distances[row]
            }
            total += sum
        }
        try work.check()
        return total
    }

    private struct Closest {
        /// Which candidate leaves the least.
        var candidate: Int
        /// The squared distance of each row to the nearest centre, this one among them.
        var distances: [Double]
    }

    private func distances(to candidates: [Int], below: [Double]?, work: Work) throws(Diagnostic) -> (
        closest: Closest, potentials: [Double]
    ) {
        let lanes = RowLanes(rows: candidates, of: matrix)
        let (matrix, weights, norms) = (matrix, weights, squaredNorms)
        let count = candidates.count
        let pieces = (matrix.rowCount + Self.pieceSize - 1) / Self.pieceSize
        let parts = try work.map(pieces) { (piece) throws(Diagnostic) in
            let rows = piece * Self.pieceSize..<min(matrix.rowCount, (piece + 1) * Self.pieceSize)
            var found = [[Double]](repeating: [], count: count)
            var potentials = [Double](repeating: 0, count: count)
            for each in 0..<count { found[each].reserveCapacity(rows.count) }
            unsafe lanes.products(of: matrix, rows: rows) { row, products in
                for each in 0..<count {
                    // SAFETY: `each` is below the number of vectors, whose lanes the products fill.
                    let product = unsafe products[each]
                    // A centre is at no distance from itself, whatever the rounding.
                    let distance =
                        row == candidates[each]
                        ? 0 : max(norms[candidates[each]] - 2 * product + norms[row], 0)
                    let near = below.map { min($0[row], distance) } ?? distance
                    found[each].append(near)
                    potentials[each] += near * weights[row]
                }
            }
            try work.check()
            return (found, potentials)
        }
        var potentials = [Double](repeating: 0, count: count)
        for part in parts {
            for each in 0..<count { potentials[each] += part.1[each] }
        }
        var best = 0
        for each in potentials.indices where potentials[each] < potentials[best] { best = each }
        return (Closest(candidate: best, distances: parts.flatMap { $0.0[best] }), potentials)
    }
}

extension [Double] {
    /// The first place of a rising array with a value that is not below.
    func firstPlace(notBelow value: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
