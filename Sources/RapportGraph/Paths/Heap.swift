/// A binary heap of nodes by distance, the nearest first; of equal distances the one that came first.
///
/// Nodes are pushed again where their distance falls; whoever pops skips those that are settled.
struct DistanceHeap {
    struct Entry {
        var distance: Double
        var number: Int
        var node: Int32
    }

    private var entries: [Entry] = []
    private var pushed = 0

    mutating func clear() {
        entries.removeAll(keepingCapacity: true)
        pushed = 0
    }

    mutating func push(_ node: Int32, at distance: Double) {
        var place = entries.count
        entries.append(Entry(distance: distance, number: pushed, node: node))
        pushed += 1
        while place > 0 {
            let parent = (place - 1) / 2
            if !isBefore(place, parent) { break }
            entries.swapAt(place, parent)
            place = parent
        }
    }

    mutating func pop() -> Entry? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        if entries.isEmpty { return first }
        entries[0] = last
        var place = 0
        while true {
            var best = place
            for child in [2 * place + 1, 2 * place + 2] where child < entries.count && isBefore(child, best) {
                best = child
            }
            if best == place { return first }
            entries.swapAt(place, best)
            place = best
        }
    }

    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        let (left, right) = (entries[a], entries[b])
        return left.distance < right.distance || left.distance == right.distance && left.number < right.number
    }
}
