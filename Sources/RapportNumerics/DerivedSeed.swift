/// The seed of one of many generators that a run begins, by its number from 0.
///
/// Runs of seeds that lie side by side have no generator in common, which `seed + index` would give them: who moves the
/// seed by one to see how far chance goes sees all of it. The number is the one of that index of SplitMix64 begun at
/// `seed`. Source: Steele, Lea & Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014.
public func derivedSeed(_ seed: UInt64, _ index: Int) -> UInt64 {
    var mixed = seed &+ (UInt64(truncatingIfNeeded: index) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
}

/// As ``derivedSeed(_:_:)`` for generators that take 32 bits: the high half.
public func derivedSeed(_ seed: UInt32, _ index: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: derivedSeed(UInt64(seed), index) >> 32)
}
