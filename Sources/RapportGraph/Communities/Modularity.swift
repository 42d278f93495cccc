extension Graph {
    /// How many more edges lie within communities than chance would put there, by weight; 0 without edges.
    ///
    /// A self loop adds twice to its node's degree and once to the weight inside. Sources: M. Newman & M. Girvan,
    /// Phys. Rev. E 69 (2004); of directed graphs E. Leicht & M. Newman, Phys. Rev. Lett. 100 (2008).
    /// `communities` has of each node the number of its community, from 0.
    public func modularity(of communities: [Int], resolution: Double = 1) -> Double {
        let parts = (communities.max() ?? -1) + 1
        var inside = [Double](repeating: 0, count: parts)
        var (out, into) = (inside, inside)
        var total = 0.0
        let scale = weightScale
        for edge in edges {
            let (a, b, weight) = (
                communities[Int(edge.source)], communities[Int(edge.target)], edge.weight * scale
            )
            total += weight
            if a == b { inside[a] += weight }
            out[a] += weight
            into[b] += weight
        }
        guard total > 0 else { return 0 }
        var sum = 0.0
        for part in 0..<parts {
            let expected =
                isDirected
                ? out[part] * into[part] / (total * total)
                : (out[part] + into[part]) * (out[part] + into[part]) / (4 * total * total)
            sum += inside[part] / total - resolution * expected
        }
        return sum
    }

    /// The communities renumbered by size, the largest 0, of equal sizes the one whose first node comes first.
    public static func bySize(_ communities: [Int]) -> [Int] {
        var first: [Int: Int] = [:]
        var sizes: [Int: Int] = [:]
        for (node, part) in communities.enumerated() {
            sizes[part, default: 0] += 1
            if first[part] == nil { first[part] = node }
        }
        let order = first.keys.sorted {
            let (a, b) = (sizes[$0] ?? 0, sizes[$1] ?? 0)
            return a != b ? a > b : (first[$0] ?? 0) < (first[$1] ?? 0)
        }
        let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        return communities.map { ranks[$0] ?? 0 }
    }

    /// The weight within communities over all weight; 1 without edges.
    public func coverage(of communities: [Int]) -> Double {
        let scale = weightScale
        var (inside, total) = (0.0, 0.0)
        for edge in edges {
            total += edge.weight * scale
            if communities[Int(edge.source)] == communities[Int(edge.target)] {
                inside += edge.weight * scale
            }
        }
        return total > 0 ? inside / total : 1
    }
}
