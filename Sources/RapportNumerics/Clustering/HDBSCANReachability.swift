internal import RapportDiagnostics
internal import RapportWork

/// How far points are apart where the thin air around a point counts as distance too.
///
/// The mutual reachability of two points is the largest of their distance and their two core distances. Squares are
/// compared throughout: the root keeps their order, and is taken once an edge.
enum HDBSCANReachability {
    /// The square of the distance within which each point has `samples` points, itself among them.
    /// - Throws: `run.cancelled`.
    static func coreSquares(
        _ points: Matrix, samples: Int, work: Work
    ) throws(Diagnostic) -> [Double] {
        let count = points.rows
        guard samples > 1 else { return [Double](repeating: 0, count: count) }
        work.begin("density around each point", of: count, unit: "points")
        let columns = Columns(points)
        let rowsAPiece = 16
        let parts = try work.map((count + rowsAPiece - 1) / rowsAPiece) { (piece) throws(Diagnostic) in
            var squares = [Double](repeating: 0, count: count)
            var found: [Double] = []
            for row in piece * rowsAPiece..<min((piece + 1) * rowsAPiece, count) {
                columns.squares(from: row, into: &squares)
                found.append(NearestSquares.last(of: samples, in: squares))
                work.advance(by: 1)
                try work.check()
            }
            return found
        }
        return parts.flatMap(\.self)
    }

    /// Prim's tree of mutual reachability from the first point, in the order in which points come in.
    ///
    /// Points outside lie side by side, column by column, so that a step is one pass over each column; who comes in
    /// gives its place to the last one.
    /// - Throws: `run.cancelled`.
    static func spanningTree(
        _ points: Matrix, coreSquares: [Double], work: Work
    ) throws(Diagnostic) -> [HierarchicalClustering.Join] {
        let count = coreSquares.count
        work.begin("tree of neighbours", of: count - 1, unit: "points")
        var outside = Outside(points, coreSquares: coreSquares)
        var joins: [HierarchicalClustering.Join] = []
        joins.reserveCapacity(count - 1)
        while joins.count < count - 1 {
            joins.append(outside.takeNearest())
            work.advance(by: 1)
            try work.check()
        }
        return joins
    }

    /// Points, column by column.
    private struct Columns: Sendable {
        let cells: [Double]
        let count: Int
        let dimension: Int

        init(_ points: Matrix) {
            (count, dimension) = (points.rows, points.columns)
            cells = (0..<points.columns).flatMap { points.column($0) }
        }

        /// Squares of the distances from one point to all.
        func squares(from row: Int, into squares: inout [Double]) {
            var squares = squares.mutableSpan
            let cells = cells.span
            for other in 0..<count { squares[other] = 0 }
            for place in 0..<dimension {
                let start = place * count
                let own = cells[start + row]
                for other in 0..<count {
                    let step = cells[start + other] - own
                    squares[other] += step * step
                }
            }
        }
    }

    /// The points that are not in the tree yet.
    private struct Outside {
        private let dimension: Int
        /// Column after column, `capacity` apart.
        private var cells: [Double]
        private let capacity: Int
        private var count: Int
        private var names: [Int]
        private var cores: [Double]
        /// How near the tree is, and which of its points.
        private var reach: [Double]
        private var sources: [Int]
        /// Who came in last, not yet seen by those outside.
        private var last: (name: Int, core: Double, cells: [Double])
        private var squares: [Double]

        init(_ points: Matrix, coreSquares: [Double]) {
            let all = coreSquares.count
            (dimension, capacity, count) = (points.columns, all - 1, all - 1)
            cells = (0..<points.columns).flatMap { points.column($0).dropFirst() }
            (names, cores) = (Array(1..<all), Array(coreSquares.dropFirst()))
            reach = [Double](repeating: .infinity, count: all - 1)
            sources = [Int](repeating: 0, count: all - 1)
            last = (0, coreSquares[0], Array(points.row(0)))
            squares = [Double](repeating: 0, count: all - 1)
        }

        /// Measures from who came in last, and lets in the nearest: of equals the lowest number.
        mutating func takeNearest() -> HierarchicalClustering.Join {
            measure()
            var (place, least) = (0, Double.infinity)
            do {
                let (reach, names) = (reach.span, names.span)
                for other in 0..<count
                where reach[other] < least || (reach[other] == least && names[other] < names[place]) {
                    (place, least) = (other, reach[other])
                }
            }
            let join = HierarchicalClustering.Join(
                first: sources[place], second: names[place], height: reach[place].squareRoot())
            last = (
                names[place], cores[place], (0..<dimension).map { cells[$0 * capacity + place] }
            )
            count -= 1
            names[place] = names[count]
            (cores[place], reach[place], sources[place]) = (cores[count], reach[count], sources[count])
            for column in 0..<dimension {
                cells[column * capacity + place] = cells[column * capacity + count]
            }
            return join
        }

        private mutating func measure() {
            Self.add(squaresFrom: last.cells, to: &squares, count: count, cells, capacity: capacity)
            Self.shorten(&reach, &sources, to: last.name, last.core, squares: squares, cores, count: count)
        }

        private static func add(
            squaresFrom own: [Double], to squares: inout [Double], count: Int, _ cells: [Double],
            capacity: Int
        ) {
            var squares = squares.mutableSpan
            let cells = cells.span
            for other in 0..<count { squares[other] = 0 }
            for (place, own) in own.enumerated() {
                let start = place * capacity
                for other in 0..<count {
                    let step = cells[start + other] - own
                    squares[other] += step * step
                }
            }
        }

        private static func shorten(
            _ reach: inout [Double], _ sources: inout [Int], to name: Int, _ core: Double, squares: [Double],
            _ cores: [Double], count: Int
        ) {
            var reach = reach.mutableSpan
            var sources = sources.mutableSpan
            let (squares, cores) = (squares.span, cores.span)
            for other in 0..<count {
                let apart = max(squares[other], max(cores[other], core))
                if apart < reach[other] { (reach[other], sources[other]) = (apart, name) }
            }
        }
    }
}

/// The few smallest of many numbers.
private enum NearestSquares {
    /// The number at place `rank`, counted from 1, in ascending order.
    ///
    /// Few ranks: a sorted window of the smallest so far, which most numbers do not enter. Many: a selection.
    static func last(of rank: Int, in squares: [Double]) -> Double {
        let squares = squares.span
        var window: [Double] = []
        window.reserveCapacity(rank + 1)
        for index in squares.indices {
            let square = squares[index]
            if window.count == rank {
                guard square < window[rank - 1] else { continue }
                window.removeLast()
            }
            var (low, high) = (0, window.count)
            while low < high {
                let middle = (low + high) / 2
                if window[middle] <= square { low = middle + 1 } else { high = middle }
            }
            window.insert(square, at: low)
        }
        return window[rank - 1]
    }
}
