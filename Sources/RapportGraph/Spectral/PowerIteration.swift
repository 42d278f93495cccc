/// What an iteration ended with.
public struct Convergence: Sendable, Hashable {
    public var iterations: Int
    /// The sum of the last changes.
    public var residual: Double
    public var hasConverged: Bool
}

extension Graph.Adjacency {
    /// The sum of `values` over each node's neighbours, by weight: a row of the matrix at a time, in the order of
    /// the neighbours, so that sums do not depend on anything else.
    func sums(of values: [Double], into result: inout [Double]) {
        for node in result.indices {
            var sum = 0.0
            for place in range(of: node) { sum += weights[place] * values[Int(neighbours[place])] }
            result[node] = sum
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
