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
///
/// A candidate is multiplied with the rows that share a column with it, and no others: it has few columns.
struct SparseSeeding {
    private let matrix: SparseMatrix
    private let weights: [Double]
    private let squaredNorms: [Double]
    /// A row a column of ``matrix``.
    private let byColumn: SparseMatrix

    private static let pieceSize = 4_096

    init(_ problem: SparseClusterProblem) {
        (matrix, weights, squaredNorms) = (problem.matrix, problem.weights, problem.squaredNorms)
        byColumn = problem.matrix.transposed()
    }

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
                min(
                    cumulative.firstPlace(notBelow: random.double() * total, in: cumulative.indices), rows - 1
                )
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
        let (weights, norms, count) = (weights, squaredNorms, candidates.count)
        let pieces = (matrix.rowCount + Self.pieceSize - 1) / Self.pieceSize
        let parts = try work.map(pieces) { (piece) throws(Diagnostic) in
            let rows = piece * Self.pieceSize..<min(matrix.rowCount, (piece + 1) * Self.pieceSize)
            var found: [[Double]] = []
            var potentials = [Double](repeating: 0, count: count)
            for (each, candidate) in candidates.enumerated() {
                var near = products(ofRow: candidate, with: rows)
                for row in rows {
                    let place = row - rows.lowerBound
                    // A centre is at no distance from itself, whatever the rounding.
                    let distance =
                        row == candidate ? 0 : max(norms[candidate] - 2 * near[place] + norms[row], 0)
                    near[place] = below.map { min($0[row], distance) } ?? distance
                    potentials[each] += near[place] * weights[row]
                }
                found.append(near)
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

    /// The product of a row with each of some others.
    private func products(ofRow candidate: Int, with rows: Range<Int>) -> [Double] {
        var sums = [Double](repeating: 0, count: rows.count)
        for place in matrix.range(ofRow: candidate) {
            let (value, entries) = (matrix.values[place], byColumn.range(ofRow: Int(matrix.columns[place])))
            var entry = byColumn.columns.firstPlace(
                notBelow: Int32(truncatingIfNeeded: rows.lowerBound), in: entries)
            while entry < entries.upperBound {
                let row = Int(byColumn.columns[entry])
                if row >= rows.upperBound { break }
                sums[row - rows.lowerBound] += byColumn.values[entry] * value
                entry += 1
            }
        }
        return sums
    }
}

extension Array where Element: Comparable {
    /// The first place of a rising part with a value that is not below; its end where there is none.
    func firstPlace(notBelow value: Element, in part: Range<Int>) -> Int {
        var (low, high) = (part.lowerBound, part.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
