/// Places for the members of a network: ties pull, all push one another away, and the middle holds what has no tie.
///
/// Source: Fruchterman & Reingold, *Graph Drawing by Force-Directed Placement*, 1991, with their cooling. No random
/// start: places begin on a sequence that fills the square evenly, so that one network always has one picture.
enum ForceLayout {
    /// In the unit square.
    ///
    /// `ties` are pairs of numbers below `nodes`. O(rounds · nodes²).
    static func positions(nodes: Int, ties: [(Int, Int)], rounds: Int = 150) -> [Scene.Point] {
        guard nodes > 1 else { return [Scene.Point](repeating: Scene.Point(x: 0.5, y: 0.5), count: nodes) }
        // Steps of the plastic number's powers (Roberts' R2 sequence).
        var places = (0..<nodes).map { node -> Scene.Point in
            let step = Double(node + 1)
            return Scene.Point(
                x: (step * 0.754_877_666_246_692_8).truncatingRemainder(dividingBy: 1),
                y: (step * 0.569_840_290_998_053_3).truncatingRemainder(dividingBy: 1))
        }
        let spacing = (1 / Double(nodes)).squareRoot()
        for round in 0..<rounds {
            let heat = 0.1 * (1 - Double(round) / Double(rounds))
            var forces = places.map { Scene.Point(x: (0.5 - $0.x) * 0.3, y: (0.5 - $0.y) * 0.3) }
            for one in 0..<nodes {
                for other in one + 1..<nodes {
                    let (x, y) = (places[one].x - places[other].x, places[one].y - places[other].y)
                    let push = spacing * spacing / max(x * x + y * y, 1e-6)
                    forces[one].x += x * push
                    forces[one].y += y * push
                    forces[other].x -= x * push
                    forces[other].y -= y * push
                }
            }
            for (one, other) in ties {
                let (x, y) = (places[one].x - places[other].x, places[one].y - places[other].y)
                let pull = (x * x + y * y).squareRoot() / spacing
                forces[one].x -= x * pull
                forces[one].y -= y * pull
                forces[other].x += x * pull
                forces[other].y += y * pull
            }
            for node in 0..<nodes {
                let force = forces[node]
                let length = (force.x * force.x + force.y * force.y).squareRoot()
                guard length > 0 else { continue }
                let step = min(length, heat) / length
                places[node].x += force.x * step
                places[node].y += force.y * step
            }
        }
        return fitted(places)
    }

    /// Stretched to the square, with a little room at its edges.
    private static func fitted(_ places: [Scene.Point]) -> [Scene.Point] {
        let (xs, ys) = (places.map(\.x), places.map(\.y))
        func scaled(_ value: Double, _ values: [Double]) -> Double {
            let (low, high) = (values.min() ?? 0, values.max() ?? 1)
            return high > low ? 0.04 + 0.92 * (value - low) / (high - low) : 0.5
        }
        return places.map { Scene.Point(x: scaled($0.x, xs), y: scaled($0.y, ys)) }
    }
}
