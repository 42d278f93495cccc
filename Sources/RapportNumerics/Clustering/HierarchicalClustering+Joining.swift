internal import RapportDiagnostics
internal import RapportWork

extension HierarchicalClustering {
    /// Follows nearest neighbours until two are each other's, and joins them.
    ///
    /// For ward, average and complete two that are each other's nearest are joined in the end whatever is joined
    /// before, so that no search for the nearest pair of all is needed.
    /// - Complexity: O(points²): a chain grows by at most one cluster for each that is joined.
    static func nearestNeighbourChain(
        _ distances: borrowing HierarchicalDistances, _ linkage: Linkage, work: Work
    ) throws(Diagnostic) -> [Join] {
        let count = distances.count
        var (sizes, alive) = ([Double](repeating: 1, count: count), Array(0..<count))
        var (chain, joins): ([Int], [Join]) = ([], [])
        joins.reserveCapacity(count - 1)
        while joins.count < count - 1 {
            if chain.isEmpty { chain.append(alive[0]) }
            while let x = chain.last {
                // The one before comes first, so that equal distances never lead in a circle.
                let before = chain.count > 1 ? chain[chain.count - 2] : nil
                let found = nearest(to: x, before, alive: alive, in: distances)
                if found.cluster == before {
                    chain.removeLast(2)
                    let (gone, kept) = (min(x, found.cluster), max(x, found.cluster))
                    joins.append(Join(first: gone, second: kept, height: found.distance))
                    let place = alive.partitioningIndex { $0 >= gone }
                    alive.remove(at: place)
                    update(
                        distances, alive: alive, sizes: sizes, gone: gone, kept: kept,
                        apart: found.distance, linkage)
                    sizes[kept] += sizes[gone]
                    break
                }
                chain.append(found.cluster)
                try work.check()
            }
            work.advance(by: 1)
            try work.check()
        }
        return joins
    }

    /// The nearest of the clusters that are alive, the lowest number of equals; `before` of all equals.
    private static func nearest(
        to x: Int, _ before: Int?, alive: [Int], in distances: borrowing HierarchicalDistances
    ) -> (cluster: Int, distance: Double) {
        var least = before.map { distances[x, $0] } ?? .infinity
        var nearest = before ?? -1
        let split = alive.partitioningIndex { $0 >= x }
        let (alive, starts) = (alive.span, distances.starts.span)
        for place in 0..<split {
            let other = alive[place]
            let distance = distances[at: starts[other] + x]
            if distance < least { (least, nearest) = (distance, other) }
        }
        let start = starts[x]
        for place in min(split + 1, alive.count)..<alive.count {
            let other = alive[place]
            let distance = distances[at: start + other]
            if distance < least { (least, nearest) = (distance, other) }
        }
        // Where no distance is a number below infinity any other will do.
        if nearest < 0 { nearest = alive[alive[0] == x ? 1 : 0] }
        return (nearest, least)
    }

    /// How far all others are from what was joined (Lance & Williams).
    private static func update(
        _ distances: borrowing HierarchicalDistances, alive: [Int], sizes: [Double], gone: Int, kept: Int,
        apart: Double, _ linkage: Linkage
    ) {
        let (a, b) = (sizes[gone], sizes[kept])
        for other in alive where other != kept {
            let (x, y) = (distances[other, gone], distances[other, kept])
            let joined: Double
            switch linkage {
            case .single: joined = min(x, y)
            case .complete: joined = max(x, y)
            case .average: joined = (a * x + b * y) / (a + b)
            case .ward:
                let size = sizes[other]
                let share = 1 / (a + b + size)
                let square =
                    (size + a) * share * x * x + (size + b) * share * y * y - size * share * apart * apart
                // Rounding may leave less than nothing between points that lie on each other.
                joined = max(square, 0).squareRoot()
            }
            distances[other, kept] = joined
        }
    }

    /// Prim's tree from the first point: its edges, sorted, are the merges of single linkage.
    ///
    /// Source: Gower & Ross, *Minimum spanning trees and single linkage cluster analysis*, Applied Statistics 18
    /// (1969).
    static func spanningTree(
        of distances: borrowing HierarchicalDistances, work: Work
    ) throws(Diagnostic) -> [Join] {
        let count = distances.count
        var (outside, reach) = (Array(1..<count), [Double](repeating: .infinity, count: count))
        var (joins, from): ([Join], Int) = ([], 0)
        while let first = outside.first {
            var (least, nearest, place) = (Double.infinity, first, 0)
            for (index, other) in outside.enumerated() {
                reach[other] = min(reach[other], distances[from, other])
                if reach[other] < least { (least, nearest, place) = (reach[other], other, index) }
            }
            outside.remove(at: place)
            // Which of the points inside is the near one does not matter: they are one cluster by then.
            joins.append(Join(first: from, second: nearest, height: least))
            from = nearest
            work.advance(by: 1)
            try work.check()
        }
        return joins
    }
}

extension [Int] {
    /// The first place from which on the condition holds, in an array where it does from some place on.
    fileprivate func partitioningIndex(where holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
