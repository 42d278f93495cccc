/// MT19937: the generator of numpy's legacy `RandomState` and of Python's `random`.
///
/// It is here for exact agreement with seeded references, not for speed or secrecy. The streams that the
/// references derive from it are ``NumpyRandom`` and ``PythonRandom``.
/// Source: Matsumoto & Nishimura, *Mersenne Twister*, ACM TOMACS 8 (1998); seeding of 2002.
public struct MersenneTwister: RandomNumberGenerator, Sendable {
    private var state: [UInt32]
    private var place = 624

    /// `init_genrand`: by one number.
    public init(seed: UInt32) {
        state = [seed]
        state.reserveCapacity(624)
        for index in 1..<624 {
            let last = state[index - 1]
            state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
        }
    }

    /// `init_by_array`: by several numbers, at least one.
    public init(key: [UInt32]) {
        precondition(!key.isEmpty)
        self.init(seed: 19_650_218)
        var (i, j) = (1, 0)
        for _ in 0..<max(624, key.count) {
            let last = state[i - 1]
            state[i] = (state[i] ^ (last ^ last >> 30) &* 1_664_525) &+ key[j] &+ UInt32(j)
            i += 1
            j += 1
            if i >= 624 {
                state[0] = state[623]
                i = 1
            }
            if j >= key.count { j = 0 }
        }
        for _ in 0..<623 {
            let last = state[i - 1]
            state[i] = (state[i] ^ (last ^ last >> 30) &* 1_566_083_941) &- UInt32(i)
            i += 1
            if i >= 624 {
                state[0] = state[623]
                i = 1
            }
        }
        state[0] = 0x8000_0000
    }

    public mutating func nextUInt32() -> UInt32 {
        if place >= 624 { twist() }
        var y = state[place]
        place += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C_5680
        y ^= y << 15 & 0xEFC6_0000
        return y ^ y >> 18
    }

    /// The high half is drawn first, as both references do.
    public mutating func next() -> UInt64 {
        let high = UInt64(nextUInt32())
        return high << 32 | UInt64(nextUInt32())
    }

    /// In 0..<1, with 53 bits.
    public mutating func nextDouble() -> Double {
        let (a, b) = (nextUInt32() >> 5, nextUInt32() >> 6)
        return (Double(a) * 67_108_864 + Double(b)) / 9_007_199_254_740_992
    }

    private mutating func twist() {
        for index in 0..<624 {
            let y = state[index] & 0x8000_0000 | state[(index + 1) % 624] & 0x7FFF_FFFF
            state[index] = state[(index + 397) % 624] ^ y >> 1 ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
        }
        place = 0
    }
}
