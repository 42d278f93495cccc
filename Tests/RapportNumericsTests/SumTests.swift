import RapportNumerics
import Testing

@Suite struct SumTests {
    @Test func `small values stay among large ones`() {
        #expect([1, 1e100, 1, -1e100].compensatedSum() == 2)
        #expect([Double](repeating: 0.1, count: 1_000_000).compensatedSum() == 100_000.0)
        #expect([Double]().compensatedSum() == 0)
        #expect([1e308, 1e308].compensatedSum() == .infinity)
    }

    @Test func `parts add up as the whole does`() {
        var (whole, first, second) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
        for index in 0..<1000 {
            let value = index % 2 == 0 ? 1e16 / Double(index + 1) : -3.7 * Double(index)
            whole.add(value)
            if index < 321 { first.add(value) } else { second.add(value) }
        }
        first.add(second)
        #expect(abs(first.total - whole.total) <= whole.total.ulp)
    }
}
