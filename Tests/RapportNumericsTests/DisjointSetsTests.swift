import RapportNumerics
import Testing

@Suite struct DisjointSetsTests {
    /// Against labels that are all rewritten at each joining.
    @Test func `what was joined belongs together, whatever the order`() {
        var random = NumpyRandom(seed: 3)
        for _ in 0..<20 {
            let count = random.int(in: 1..<60)
            var sets = DisjointSets(count)
            var labels = Array(0..<count)
            for _ in 0..<random.int(in: 0..<count + 1) {
                let (a, b) = (random.int(in: 0..<count), random.int(in: 0..<count))
                let (low, high) = (min(labels[a], labels[b]), max(labels[a], labels[b]))
                #expect(sets.join(a, b) == (low != high))
                for place in labels.indices where labels[place] == high { labels[place] = low }
                #expect((0..<count).map { sets.root(of: $0) } == labels, "the lowest number is the root")
            }
        }
    }
}
