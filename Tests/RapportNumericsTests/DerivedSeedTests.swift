import RapportNumerics
import Testing

@Suite struct DerivedSeedTests {
    @Test func `derived seeds are the numbers of SplitMix64`() {
        // The reference implementation's first numbers (S. Vigna, prng.di.unimi.it/splitmix64.c).
        let zero = (0..<3).map { derivedSeed(0 as UInt64, $0) }
        #expect(zero == [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F])
        #expect(derivedSeed(1_234_567 as UInt64, 0) == 6_457_827_717_110_365_317)
        #expect(derivedSeed(0 as UInt32, 0) == 0xE220_A839)
    }

    @Test func `seeds side by side have no derived one in common`() {
        let wide = (0..<20 as Range<UInt64>).flatMap { seed in (0..<1_000).map { derivedSeed(seed, $0) } }
        #expect(Set(wide).count == wide.count)
    }
}
