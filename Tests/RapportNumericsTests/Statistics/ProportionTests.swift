import Foundation
import RapportNumerics
import SharedFiles
import Testing

@Suite struct ProportionTests {
    @Test func `intervals of a share agree with statsmodels`() throws {
        for golden in try GoldenCase.all("sat_csat_intervals") {
            let (count, trials) = (golden.input["count"] as? Double, golden.input["nobs"] as? Double)
            for method in ProportionInterval.Method.allCases {
                let found = try #require(
                    ProportionInterval(successes: count ?? .nan, trials: trials ?? .nan, method))
                let expected = golden.numbers(method.rawValue)
                #expect(isClose(found.low, expected[0]) && isClose(found.high, expected[1]), "\(method)")
                #expect(isClose(found.portion, golden.number("proportion")))
            }
        }
    }

    @Test func `the NPS and its intervals agree with the formulas of Rocks`() throws {
        for golden in try GoldenCase.all("sat_nps") {
            let scores = golden.inputs("scores")
            func count(_ name: String, _ holds: (Double) -> Bool) -> Double {
                (golden.input[name] as? NSNumber)?.doubleValue ?? Double(scores.count(where: holds))
            }
            let (promoters, detractors) = (count("promoters") { $0 >= 9 }, count("detractors") { $0 <= 6 })
            let passives = count("passives") { $0 > 6 && $0 < 9 }
            let found = try #require(
                NetPromoterScore(
                    promoters: promoters, detractors: detractors, answers: promoters + passives + detractors))
            #expect(isClose(found.value, golden.number("nps")))
            #expect(isClose(found.standardError, golden.number("se")))
            #expect(isClose(found.adjustedValue, golden.number("adjusted_wald_point")))
            for (interval, name) in [(found.wald(), "wald"), (found.adjustedWald(), "adjusted_wald")] {
                let expected = golden.numbers(name)
                #expect(isClose(interval.low, expected[0]) && isClose(interval.high, expected[1]), "\(name)")
            }
        }
    }

    @Test func `two shares agree with statsmodels and scipy`() throws {
        for golden in try GoldenCase.all("cam_two_proportions") {
            let (a, b) = (golden.inputs("control"), golden.inputs("treatment"))
            let found = try #require(ProportionComparison(first: (a[0], a[1]), second: (b[0], b[1])))
            #expect(isClose(found.difference, golden.number("diff")))
            #expect(isClose(found.z, golden.number("z_pooled")))
            #expect(isClose(found.p, golden.number("p_two_sided")))
            for (interval, name) in [(found.wald, "ci_wald"), (found.newcombe, "ci_newcombe")] {
                let expected = golden.numbers(name)
                #expect(isClose(interval.low, expected[0]) && isClose(interval.high, expected[1]), "\(name)")
            }
            let whole = [a[0], a[1] - a[0], b[0], b[1] - b[0]].map { Int($0) }
            #expect(
                isClose(
                    FisherExact.p(whole[0], whole[1], whole[2], whole[3]), golden.number("fisher_p"), 1e-9))
        }
    }

    @Test("intervals hold the share, widen with confidence and mirror", arguments: 0..<60 as Range<UInt32>)
    func intervals(_ seed: UInt32) throws {
        var random = MersenneTwister(seed: seed)
        let trials = Double(Int.random(in: 1...400, using: &random))
        let successes = Double(Int.random(in: 0...Int(trials), using: &random))
        for method in ProportionInterval.Method.allCases {
            let narrow = try #require(
                ProportionInterval(successes: successes, trials: trials, confidence: 0.8, method))
            let wide = try #require(
                ProportionInterval(successes: successes, trials: trials, confidence: 0.99, method))
            let mirrored = try #require(
                ProportionInterval(successes: trials - successes, trials: trials, confidence: 0.8, method))
            // Jeffreys' leaves out an end where all agree, as statsmodels' does.
            if method != .jeffreys || (successes > 0 && successes < trials) {
                #expect(
                    narrow.low <= narrow.portion && narrow.portion <= narrow.high,
                    "seed \(seed): \(method) of \(successes)/\(trials)")
            }
            #expect(wide.low <= narrow.low && narrow.high <= wide.high, "seed \(seed): \(method)")
            #expect(isClose(narrow.low, 1 - mirrored.high, 1e-12), "seed \(seed): \(method)")
        }
    }

    @Test func `Clopper-Pearson covers at least what it says`() throws {
        // Exactly, for each share: the sum of the probabilities of the counts whose interval holds it.
        let trials = 20.0
        let intervals = try (0...20).map {
            try #require(ProportionInterval(successes: Double($0), trials: trials, .beta))
        }
        for step in 1..<50 {
            let share = Double(step) / 50
            var covered = 0.0
            for (count, interval) in intervals.enumerated()
            where interval.low <= share && share <= interval.high {
                let k = Double(count)
                let choose =
                    GammaFunction.logarithm(trials + 1) - GammaFunction.logarithm(k + 1)
                    - GammaFunction.logarithm(trials - k + 1)
                covered += exp(choose + k * log(share) + (trials - k) * log(1 - share))
            }
            #expect(covered >= 0.95, "share \(share)")
        }
    }

    @Test func `counts that do not fit give nothing`() {
        #expect(ProportionInterval(successes: 0, trials: 0) == nil)
        #expect(ProportionInterval(successes: 3, trials: 2) == nil)
        #expect(ProportionInterval(successes: 1, trials: 2, confidence: 1) == nil)
        #expect(NetPromoterScore(promoters: 2, detractors: 2, answers: 3) == nil)
        #expect(ProportionComparison(first: (1, 2), second: (0, 0)) == nil)
        #expect(FisherExact.p(-1, 1, 1, 1) == nil && FisherExact.p(0, 0, 0, 0) == 1)
        let none = ProportionComparison(first: (0, 30), second: (0, 20))
        #expect(none?.z == 0 && none?.p == 1)
    }

    @Test func `two scores on which all agree are compared by their adjusted errors`() throws {
        let all = try #require(NetPromoterScore(promoters: 40, detractors: 0, answers: 40))
        let none = try #require(NetPromoterScore(promoters: 0, detractors: 40, answers: 40))
        let found = NetPromoterScore.comparison(none, all)
        #expect(found.difference == 200 && found.z.isFinite && found.p < 1e-6)
        #expect(NetPromoterScore.comparison(all, all).p == 1)
    }
}
