import Foundation
import RapportNumerics
import RapportWork
import SharedFiles
import Testing

@Suite struct ComparisonTests {
    @Test func `tests of means and ranks agree with scipy and statsmodels`() throws {
        for golden in try GoldenCase.all("cam_mean_tests") {
            if golden.input["control"] != nil {
                let (a, b) = (golden.inputs("control"), golden.inputs("treatment"))
                let welch = try #require(WelchTest(a, b))
                #expect(isClose(welch.t, golden.number("welch_t")) && isClose(welch.df, golden.number("df")))
                #expect(isClose(welch.p, golden.number("p")))
                #expect(isClose(welch.difference, golden.number("mean_diff")))
                let interval = golden.numbers("ci_diff")
                #expect(isClose(welch.low, interval[0]) && isClose(welch.high, interval[1]))
                let ranks = try #require(MannWhitney(b, a))
                #expect(isClose(ranks.u, golden.number("mannwhitney_u")))
                #expect(isClose(ranks.p, golden.number("mannwhitney_p")))
                #expect(isClose(MannWhitney(a, b)?.p, ranks.p, 1e-15))
            }
            if let groups = golden.input["groups"] as? [Any] {
                let values = groups.map(doubles)
                #expect(isClose(VarianceAnalysis(values)?.f, golden.number("anova_f")))
                #expect(isClose(VarianceAnalysis(values)?.p, golden.number("anova_p")))
                #expect(isClose(KruskalWallis(values)?.h, golden.number("kruskal_h")))
                #expect(isClose(KruskalWallis(values)?.p, golden.number("kruskal_p")))
            }
            let p = golden.inputs("p_values")
            if !p.isEmpty {
                for (found, name) in [
                    (MultipleTesting.holm(p), "holm"), (MultipleTesting.benjaminiHochberg(p), "fdr_bh"),
                    (MultipleTesting.bonferroni(p), "bonferroni"),
                ] {
                    let expected = golden.numbers(name)
                    #expect(
                        zip(found, expected).allSatisfy { isClose($0, $1) } && found.count == expected.count)
                }
            }
        }
    }

    @Test("adjusted chances follow the order of the raw ones", arguments: 0..<30 as Range<UInt32>)
    func adjusted(_ seed: UInt32) {
        var random = MersenneTwister(seed: seed)
        let p = (0..<Int.random(in: 1...30, using: &random)).map { _ in
            Double(Int.random(in: 0...20, using: &random)) / 20
        }
        for adjusted in [MultipleTesting.holm(p), MultipleTesting.benjaminiHochberg(p)] {
            for (a, b) in zip(p.indices, p.indices.dropFirst()) where p[a] <= p[b] {
                #expect(adjusted[a] <= adjusted[b], "seed \(seed)")
            }
            #expect(zip(p, adjusted).allSatisfy { $0 <= $1 && $1 <= 1 }, "seed \(seed)")
        }
        #expect(MultipleTesting.holm([]).isEmpty && MultipleTesting.holm([0.03]) == [0.03])
    }

    @Test("the shift is the median of all differences", arguments: 0..<60 as Range<UInt32>)
    func shift(_ seed: UInt32) throws {
        var random = MersenneTwister(seed: seed)
        let scales: [Double] = [1, 1e-3, 1e12]
        let scale = scales[Int(seed) % 3]
        func drawn() -> [Double] {
            (0..<Int.random(in: 1...25, using: &random)).map { _ in
                Double(Int.random(in: -9...9, using: &random)) * scale
            }
        }
        let (a, b) = (drawn(), drawn())
        let all = b.flatMap { y in a.map { y - $0 } }.sorted()
        let expected = try #require(Quantile.type7(0.5, of: all))
        let found = try #require(try HodgesLehmann(a, b, work: Work()))
        #expect(isClose(found.shift, expected, 1e-12 * scale), "seed \(seed): \(found.shift) \(expected)")
        #expect(found.low <= found.shift && found.shift <= found.high, "seed \(seed)")
        #expect(all.contains(found.low) && all.contains(found.high), "seed \(seed)")
        let other = try #require(try HodgesLehmann(b, a, work: Work()))
        #expect(isClose(other.shift, -found.shift, 1e-12 * scale), "seed \(seed)")
    }

    @Test func `the interval of the shift is R's`() throws {
        // wilcox.test(b, a, conf.int = TRUE): 95 percent confidence interval: 13 49.
        let (a, b) = ([1.0, 3, 6, 10, 15], [21.0, 28, 36, 45, 55])
        let found = try #require(try HodgesLehmann(a, b, work: Work()))
        #expect(found.low == 13 && found.shift == 30 && found.high == 49)
        // Of so few pairs no interval has 95 in a hundred: R takes the smallest and the largest difference.
        let few = try #require(try HodgesLehmann([1, 2], [11, 14], work: Work()))
        #expect(few.low == 9 && few.high == 13)
    }

    /// In how many orders of two groups so many pairs ascend, by ``orders``[m][n][u].
    private static func orders(_ m: Int, _ n: Int) -> [Double] {
        var rows = Array(repeating: [1.0], count: n + 1)
        for a in 1...m {
            var next = [[1.0]]
            for b in 1...n {
                // The last of all is of the first group, above `b` of the second, or of the second.
                next.append(
                    (0...a * b).map { u in
                        (u >= b && u - b < rows[b].count ? rows[b][u - b] : 0)
                            + (u < next[b - 1].count ? next[b - 1][u] : 0)
                    })
            }
            rows = next
        }
        return rows[n]
    }

    @Test("the interval covers the shift in 95 of a hundred orders", arguments: 4...15)
    func coverage(_ m: Int) throws {
        for n in m...15 {
            // No two differences are equal, so that the interval's ends tell their ranks.
            let (a, b) = ((0..<m).map { Double($0 * 100) }, (0..<n).map { Double($0) })
            let all = b.flatMap { y in a.map { y - $0 } }
            let found = try #require(try HodgesLehmann(a, b, work: Work()))
            let (below, above) = (all.count { $0 <= found.low }, all.count { $0 >= found.high })
            #expect(below == above)
            let orders = Self.orders(m, n)
            let missed = orders.prefix(below).reduce(0, +) / orders.reduce(0, +)
            #expect(1 - 2 * missed >= 0.95, "\(m) against \(n)")
            // One rank further in, it would be none, or hardly.
            let wider = orders.prefix(below + 2).reduce(0, +) / orders.reduce(0, +)
            #expect(1 - 2 * wider < 0.95, "\(m) against \(n)")
        }
    }

    @Test func `groups that say nothing give nothing`() throws {
        #expect(WelchTest([1], [1, 2]) == nil && WelchTest([1, 1], [2, 2]) == nil)
        #expect(MannWhitney([], [1]) == nil && MannWhitney([1, 1], [1])?.p == 1)
        #expect(KruskalWallis([[1, 1], [1]]) == nil && KruskalWallis([[1, 2]]) == nil)
        #expect(VarianceAnalysis([[1, 1], [2, 2]]) == nil && VarianceAnalysis([[1], []]) == nil)
        #expect(try HodgesLehmann([], [1], work: Work()) == nil)
        #expect(try HodgesLehmann([1], [.nan], work: Work()) == nil)
        #expect(MeanInterval([]) == nil && MeanInterval([3])?.low == nil)
        let mean = try #require(MeanInterval([1, 2, 3, 4]))
        // 2.5 ± t(0.975, 3) √(5/3/4)
        #expect(isClose(mean.low, 0.44573974323947924, 1e-12) && mean.mean == 2.5)
    }
}
