import RapportNumerics
import SharedFiles
import Testing

@Suite struct QuantileTests {
    @Test func `type 7 as numpy has it`() throws {
        let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
        #expect(
            Quantile.type7([0, 0.1, 0.25, 0.5, 0.9, 1], of: values) == [
                1, 1, 1.75, 3.5, 6.8999999999999995, 9,
            ])
        #expect(Quantile.type7(0.5, of: [7.0]) == 7)
        #expect(Quantile.type7(0.5, of: []) == nil && Quantile.type7(1.1, of: values) == nil)
        #expect(Quantile.type7(.nan, of: values) == nil)
    }

    @Test("selection agrees with sorting", arguments: 0..<60 as Range<UInt64>)
    func selects(_ seed: UInt64) throws {
        var random = MersenneTwister(seed: UInt32(seed))
        let count = Int.random(in: 1...400, using: &random)
        let spread = [1, 3, 1_000_000].randomElement(using: &random) ?? 1
        var values = (0..<count).map { _ in Double(Int.random(in: -spread...spread, using: &random)) }
        if seed % 3 == 0 { values.sort() }
        for portion in [0, 0.01, 0.5, 0.77, 1] {
            #expect(
                Quantile.type7(portion, of: values) == Quantile.type7([portion], of: values)?[0],
                "seed \(seed)")
        }
    }

    private struct Recorded: Decodable {
        struct Input: Decodable { var x: [Double] }
        struct Parameters: Decodable { var q: [Double] }
        struct Expected: Decodable { var quantile: [Double] }
        var input: Input, params: Parameters, expected: Expected
    }

    @Test func `agrees with the recorded quantiles of numpy`() throws {
        for each in try GoldenCase.all("shared_quantiles", as: Recorded.self) {
            let found = try #require(Quantile.type7(each.params.q, of: each.input.x))
            #expect(zip(found, each.expected.quantile).allSatisfy { abs($0 - $1) <= 1e-12 })
        }
    }
}
