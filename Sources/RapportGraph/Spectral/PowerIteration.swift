/// What an iteration ended with.
public struct Convergence: Sendable, Hashable {
    public var iterations: Int
    /// The sum of the last changes.
    public var residual: Double
    public var hasConverged: Bool
    /// Whether values stayed within what a number holds.
    public var isFinite: Bool { residual.isFinite }
}

extension Graph.Adjacency {
    /// The sum of `values` over each node's neighbours, by weight times `scale`: a row of the matrix at a time, in the
    /// order of the neighbours, so that sums do not depend on anything else.
    func sums(of values: [Double], scale: Double = 1, into result: inout [Double]) {
        for node in result.indices {
            var sum = 0.0
            for place in range(of: node) { sum += weights[place] * scale * values[Int(neighbours[place])] }
            result[node] = sum
        }
    }
}

/// Cells that several threads write, each its own.
///
/// Whoever makes one keeps the memory alive and gives every thread other places.
@unsafe struct SharedCells: @unchecked Sendable {
    // SAFETY: as above: no two threads have a cell in common, and none reads what another writes before all are done.
    let base: UnsafeMutablePointer<Double>?
    init(_ base: UnsafeMutablePointer<Double>?) { unsafe self.base = base }
}

extension Graph.Adjacency {
    /// As ``sums(of:into:)`` for some nodes.
    @unsafe func sums(of values: [Double], nodes: Range<Int>, into cells: SharedCells) {
        guard let base = unsafe cells.base else { return }
        unsafe offsets.withUnsafeBufferPointer { offsets in
            unsafe neighbours.withUnsafeBufferPointer { neighbours in
                unsafe weights.withUnsafeBufferPointer { weights in
                    unsafe values.withUnsafeBufferPointer { values in
                        // SAFETY: offsets lie within the neighbours and weights, neighbours are nodes; there is a
                        // value and a cell a node.
                        for node in nodes {
                            var sum = 0.0
                            for place in unsafe offsets[node]..<offsets[node + 1] {
                                sum += unsafe weights[place] * values[Int(neighbours[place])]
                            }
                            unsafe base[node] = sum
                        }
                    }
                }
            }
        }
    }
}

extension [Double] {
    /// The Euclidean length.
    var norm: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }

    mutating func divide(by number: Double) {
        if number != 0 { for place in indices { self[place] /= number } }
    }
}

/// The sum of the sizes of the differences.
func change(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for place in a.indices { sum += abs(a[place] - b[place]) }
    return sum
}
