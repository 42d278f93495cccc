#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Two nodes by number, the lower first; in the order of results: falling score, then ascending nodes.
struct ScoredPair: Comparable {
    var first: Int32
    var second: Int32
    var score: Double

    static func < (a: Self, b: Self) -> Bool {
        a.score != b.score ? a.score > b.score : (a.first, a.second) < (b.first, b.second)
    }
}

/// The first pairs of however many: memory for twice `limit`.
struct BestPairs {
    let limit: Int
    private var pairs: [ScoredPair] = []
    private var worst: ScoredPair?
    /// Whether a pair was left out.
    private(set) var isCut = false

    init(limit: Int) { self.limit = max(limit, 1) }

    mutating func add(_ pair: ScoredPair) {
        if let worst, worst < pair {
            isCut = true
            return
        }
        pairs.append(pair)
        if pairs.count >= 2 * limit { cut() }
    }

    private mutating func cut() {
        pairs.sort()
        isCut = isCut || pairs.count > limit
        pairs.removeLast(max(pairs.count - limit, 0))
        if pairs.count == limit { worst = pairs.last }
    }

    var ordered: [ScoredPair] {
        mutating get {
            cut()
            return pairs
        }
    }
}

/// The scores of pairs at distance 2, a node and all of its pairs at a time.
///
/// What a common neighbour says is added up over the neighbours' neighbours, in ascending order of the common ones:
/// the same sums as of a pair alone.
final class PairScores {
    private let score: LinkScore
    private let sets: [[Int32]]
    /// What each node says where it is the common one.
    private let says: [Double]
    private var sums: [Double]
    private var counts: [Int32]
    private var isNear: [Bool]
    private var met: [Int32] = []

    init(by score: LinkScore, _ sets: [[Int32]]) {
        (self.score, self.sets) = (score, sets)
        says = sets.map { set in
            switch score {
            case .adamicAdar: 1 / log(Double(set.count))
            case .resourceAllocation: 1 / Double(set.count)
            case .jaccard, .preferentialAttachment, .commonNeighbours: 0
            }
        }
        sums = [Double](repeating: 0, count: sets.count)
        counts = [Int32](repeating: 0, count: sets.count)
        isNear = [Bool](repeating: false, count: sets.count)
    }

    /// Its pairs with nodes of higher numbers.
    func forEach(of node: Int, _ body: (ScoredPair) -> Void) {
        isNear[node] = true
        for neighbour in sets[node] { isNear[Int(neighbour)] = true }
        for neighbour in sets[node] {
            let said = says[Int(neighbour)]
            for second in sets[Int(neighbour)] where Int(second) > node && !isNear[Int(second)] {
                if counts[Int(second)] == 0 { met.append(second) }
                counts[Int(second)] += 1
                sums[Int(second)] += said
            }
        }
        for neighbour in sets[node] { isNear[Int(neighbour)] = false }
        isNear[node] = false
        for second in met {
            let score = value(
                node, Int(second), common: Int(counts[Int(second)]), said: sums[Int(second)])
            body(ScoredPair(first: Int32(truncatingIfNeeded: node), second: second, score: score))
            (counts[Int(second)], sums[Int(second)]) = (0, 0)
        }
        met.removeAll(keepingCapacity: true)
    }

    /// Of one pair, whatever its distance.
    func of(_ first: Int, _ second: Int) -> Double {
        let (a, b) = (sets[first], sets[second])
        var (i, j, common, sum) = (0, 0, 0, 0.0)
        while i < a.count, j < b.count {
            if a[i] == b[j] {
                sum += says[Int(a[i])]
                (i, j, common) = (i + 1, j + 1, common + 1)
            } else if a[i] < b[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return value(first, second, common: common, said: sum)
    }

    private func value(_ first: Int, _ second: Int, common: Int, said: Double) -> Double {
        let (own, other) = (sets[first].count, sets[second].count)
        switch score {
        case .adamicAdar, .resourceAllocation: return said
        case .commonNeighbours: return Double(common)
        case .preferentialAttachment: return Double(own) * Double(other)
        case .jaccard:
            let all = own + other - common
            return all > 0 ? Double(common) / Double(all) : 0
        }
    }
}
