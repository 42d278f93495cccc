/// Which of some numbers belong together, joined pair by pair: paths are halved on the way to a root.
///
/// The root of a set is its lowest number, so that roots do not depend on the order of joining.
/// Source: R. Tarjan & J. van Leeuwen, *Worst-case analysis of set union algorithms*, J. ACM 31 (1984).
public struct DisjointSets: Sendable {
    @usableFromInline var parent: [Int32]

    /// Of `count` numbers from 0, each alone; at most as many as 32 bits count.
    public init(_ count: Int) {
        precondition(count <= Int(Int32.max), "a set takes up to \(Int32.max) numbers")
        parent = (0..<max(count, 0)).map { Int32(truncatingIfNeeded: $0) }
    }

    @inlinable public mutating func root(of number: Int) -> Int {
        var number = number
        while Int(parent[number]) != number {
            let above = parent[Int(parent[number])]
            parent[number] = above
            number = Int(above)
        }
        return number
    }

    /// - Returns: whether they were apart.
    @discardableResult
    @inlinable public mutating func join(_ a: Int, _ b: Int) -> Bool {
        let (first, second) = (root(of: a), root(of: b))
        if first == second { return false }
        parent[max(first, second)] = Int32(truncatingIfNeeded: min(first, second))
        return true
    }
}
