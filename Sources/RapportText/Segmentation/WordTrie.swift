#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Words of a dictionary by their scalars: the children of a node lie side by side, ascending.
///
/// Every character of every Chinese text walks down here, so it is arrays without pointers: 136,547 words take 160,000
/// nodes of 20 bytes and 10 ms to make, from words in ascending order, without a hash or a string.
struct WordTrie: Sendable {
    /// The last scalar of the prefix that a node stands for; roots first, then their children, and so on.
    private(set) var scalars: [UInt32] = []
    /// Where the children of a node begin; those of the next node begin where they end.
    private(set) var firstChild: [Int32] = [0]
    /// How often the word was counted; 0 for a prefix that is no word.
    private(set) var counts: [UInt32] = []
    /// ln(count) - ln(total), what a word adds to the score of a cut.
    private(set) var weights: [Double] = []
    /// The root of each scalar below ``directLimit``, -1 where there is none.
    private var roots = [Int32](repeating: -1, count: WordTrie.directLimit)
    private var rootCount = 0
    private(set) var total: Double

    private static let directLimit = 0xA000

    /// Takes `words` ascending by scalars, of the same word the last; `total` is the count of all words, nil for their sum.
    init(words: (inout Builder) -> Void, total: Double?) {
        var builder = Builder()
        words(&builder)
        self.total = max(total ?? builder.sum, 1)
        var offset = 0
        firstChild = []
        for level in builder.levels {
            offset += level.scalars.count
            scalars += level.scalars
            counts += level.counts
            firstChild += level.firstChild.map { $0 + Int32(truncatingIfNeeded: offset) }
        }
        firstChild.append(Int32(truncatingIfNeeded: scalars.count))
        let logTotal = log(self.total)
        weights = counts.map { log(Double(max($0, 1))) - logTotal }
        rootCount = builder.levels.first?.scalars.count ?? 0
        for root in 0..<rootCount where scalars[root] < Self.directLimit {
            roots[Int(scalars[root])] = Int32(truncatingIfNeeded: root)
        }
    }

    /// What an unknown character adds to the score of a cut: as if it was counted once.
    var unknownWeight: Double { -log(total) }

    func weight(ofCount count: Int) -> Double { log(Double(max(count, 1))) - log(total) }
    func share(ofWeight weight: Double) -> Double { exp(weight) }

    @inline(__always) func root(_ scalar: UInt32) -> Int {
        if scalar < Self.directLimit { return Int(roots[Int(scalar)]) }
        return find(scalar, in: 0..<rootCount)
    }

    /// The node one scalar further; -1 where no word goes on so.
    @inline(__always) func child(of node: Int, _ scalar: UInt32) -> Int {
        find(scalar, in: Int(firstChild[node])..<Int(firstChild[node + 1]))
    }

    @inline(__always) private func find(_ scalar: UInt32, in range: Range<Int>) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while high - low > 8 {
            let middle = (low + high) / 2
            if scalars[middle] <= scalar { low = middle } else { high = middle }
        }
        while low < high {
            let found = scalars[low]
            if found >= scalar { return found == scalar ? low : -1 }
            low += 1
        }
        return -1
    }

    /// How often a word was counted; 0 where it is none.
    func count(of word: [UInt32]) -> UInt32 {
        guard let first = word.first else { return 0 }
        var node = root(first)
        for scalar in word.dropFirst() where node >= 0 { node = child(of: node, scalar) }
        return node < 0 ? 0 : counts[node]
    }

    /// All words, ascending.
    func forEachWord(_ body: ([UInt32], UInt32) -> Void) {
        var path: [UInt32] = []
        func visit(_ node: Int) {
            path.append(scalars[node])
            if counts[node] > 0 { body(path, counts[node]) }
            for child in Int(firstChild[node])..<Int(firstChild[node + 1]) { visit(child) }
            path.removeLast()
        }
        for root in 0..<rootCount { visit(root) }
    }

    /// Takes words in ascending order.
    struct Builder {
        struct Level {
            var scalars: [UInt32] = []
            var firstChild: [Int32] = []
            var counts: [UInt32] = []
        }
        fileprivate var levels: [Level] = []
        private var last: [UInt32] = []
        fileprivate var sum = 0.0

        mutating func add(_ word: [UInt32], count: UInt32) {
            var common = 0
            while common < word.count, common < last.count, word[common] == last[common] { common += 1 }
            for depth in common..<word.count {
                if depth == levels.count { levels.append(Level()) }
                // Every child that the next level gets before this one's neighbour is its own.
                let below = depth + 1 < levels.count ? levels[depth + 1].scalars.count : 0
                levels[depth].scalars.append(word[depth])
                levels[depth].firstChild.append(Int32(truncatingIfNeeded: below))
                levels[depth].counts.append(0)
            }
            if !word.isEmpty {
                let node = levels[word.count - 1].counts.count - 1
                sum += Double(count) - Double(levels[word.count - 1].counts[node])
                levels[word.count - 1].counts[node] = count
            }
            last.removeAll(keepingCapacity: true)
            last.append(contentsOf: word)
        }
    }
}
