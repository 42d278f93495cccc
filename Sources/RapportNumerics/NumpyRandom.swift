#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The stream of numpy's `RandomState(seed)`: scikit-learn's with `random_state=seed`.
public struct NumpyRandom: Sendable {
    public private(set) var generator: MersenneTwister
    /// The second number of a polar pair, kept for the next call.
    private var spareNormal: Double?

    public init(seed: UInt32) { generator = MersenneTwister(seed: seed) }

    /// `random_sample`: in 0..<1.
    public mutating func double() -> Double { generator.nextDouble() }

    /// `rk_interval`: in 0…largest, by masking and rejecting.
    public mutating func interval(_ largest: UInt64) -> UInt64 {
        if largest == 0 { return 0 }
        let mask = UInt64.max >> UInt64(largest.leadingZeroBitCount)
        while true {
            let draw = largest <= 0xFFFF_FFFF ? UInt64(generator.nextUInt32()) : generator.next()
            if draw & mask <= largest { return draw & mask }
        }
    }

    /// `randint(low, high)`: in `range`, which must not be empty.
    ///
    /// One 32-bit draw a try where the range is below 2^32: numpy's default `dtype=int`.
    public mutating func int(in range: Range<Int>) -> Int {
        precondition(!range.isEmpty)
        let width = UInt64(bitPattern: Int64(range.upperBound)) &- UInt64(bitPattern: Int64(range.lowerBound))
        return range.lowerBound &+ Int(truncatingIfNeeded: interval(width - 1))
    }

    /// `shuffle`: from the last place to the second, each changes with one at or before it.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, Int(interval(UInt64(last))))
        }
    }

    /// `permutation(count)`.
    public mutating func permutation(_ count: Int) -> [Int] {
        var all = Array(0..<count)
        shuffle(&all)
        return all
    }

    /// Up to `most` of `count` places, drawn by a seed, ascending; all where there are no more.
    public static func drawn(_ most: Int, of count: Int, seed: UInt32) -> [Int] {
        guard count > most else { return Array(0..<count) }
        var random = NumpyRandom(seed: seed)
        return random.permutation(count).prefix(most).sorted()
    }

    /// `choice(n, p=weights)`: one index; `weights` are not negative, and not all 0.
    public mutating func choice(weights: [Double]) -> Int {
        precondition(!weights.isEmpty)
        var running = 0.0
        let cumulative = weights.map { weight in
            running += weight
            return running
        }
        let draw = double()
        // The first place whose share is above the draw.
        return min(cumulative.firstIndex { $0 / running > draw } ?? weights.count - 1, weights.count - 1)
    }

    /// `standard_normal`: polar pairs, of which the second number is given first.
    public mutating func standardNormal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        while true {
            let (x, y) = (2 * double() - 1, 2 * double() - 1)
            let square = x * x + y * y
            guard square < 1, square != 0 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            spareNormal = factor * x
            return factor * y
        }
    }
}

/// The stream of Python's `random.Random(seed)`: networkx's with `seed=seed`.
public struct PythonRandom: Sendable {
    public private(set) var generator: MersenneTwister

    public init(seed: UInt64) {
        let (low, high) = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        generator = MersenneTwister(key: high == 0 ? [low] : [low, high])
    }

    /// `random()`: in 0..<1.
    public mutating func double() -> Double { generator.nextDouble() }

    /// `_randbelow(limit)`: as many high bits as `limit` has, rejected from `limit` on.
    public mutating func below(_ limit: Int) -> Int {
        precondition(limit > 0)
        let bits = Int.bitWidth - limit.leadingZeroBitCount
        while true {
            let draw = getBits(bits)
            if draw < UInt64(limit) { return Int(draw) }
        }
    }

    /// `getrandbits(count)` for 1…64 bits: words of 32, the lowest first.
    public mutating func getBits(_ count: Int) -> UInt64 {
        precondition((1...64).contains(count))
        let low = UInt64(generator.nextUInt32() >> UInt32(max(32 - count, 0)))
        return count <= 32 ? low : low | UInt64(generator.nextUInt32() >> UInt32(64 - count)) << 32
    }

    /// `shuffle(elements)`.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, below(last + 1))
        }
    }
}
