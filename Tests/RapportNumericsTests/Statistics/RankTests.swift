import Foundation
import RapportDiagnostics
import RapportNumerics
import RapportWork
import SharedFiles
import Testing

@Suite struct RankTests {
    @Test func `correlations agree with scipy`() throws {
        for golden in try GoldenCase.all("shared_rank_correlation") {
            let (x, y) = (golden.inputs("x"), golden.inputs("y"))
            let kendall = try #require(KendallTau(x, y))
            #expect(isClose(kendall.tau, golden.number("kendall_tau_b"), 1e-12))
            #expect(isClose(kendall.p, golden.number("kendall_p_asymptotic"), 1e-12))
            #expect(isClose(Correlation.spearman(x, y)?.coefficient, golden.number("spearman"), 1e-12))
            #expect(isClose(Correlation.pearson(x, y)?.coefficient, golden.number("pearson"), 1e-12))
        }
    }

    @Test("τ-b is what counting all pairs gives", arguments: 0..<80 as Range<UInt32>)
    func kendallAgainstPairs(_ seed: UInt32) throws {
        var random = MersenneTwister(seed: seed)
        let n = Int.random(in: 2...60, using: &random)
        let spread = [2, 5, 1_000_000][Int(seed) % 3]
        func drawn() -> [Double] { (0..<n).map { _ in Double(Int.random(in: 0...spread, using: &random)) } }
        let (x, y) = (drawn(), drawn())
        var (score, xDiffer, yDiffer) = (0.0, 0.0, 0.0)
        for i in 0..<n {
            for j in 0..<i {
                let (a, b) = ((x[i] - x[j]).direction, (y[i] - y[j]).direction)
                score += a * b
                xDiffer += a * a
                yDiffer += b * b
            }
        }
        guard xDiffer > 0, yDiffer > 0 else {
            #expect(KendallTau(x, y) == nil, "seed \(seed)")
            return
        }
        let found = try #require(KendallTau(x, y))
        #expect(found.score == score, "seed \(seed)")
        #expect(isClose(found.tau, score / (xDiffer * yDiffer).squareRoot(), 1e-14), "seed \(seed)")
        // Neither the order of the pairs nor which side is first matters.
        let order = (0..<n).shuffled(using: &random)
        let permuted = try #require(KendallTau(order.map { y[$0] }, order.map { x[$0] }))
        #expect(
            isClose(permuted.tau, found.tau, 1e-15) && isClose(permuted.p, found.p, 1e-12), "seed \(seed)")
    }

    @Test func `where one side is constant there is no correlation`() {
        #expect(KendallTau([1, 1, 1], [1, 2, 3]) == nil && Correlation.spearman([1, 2], [3, 3]) == nil)
        #expect(Correlation.pearson([0.1, 0.1, 0.1], [1, 2, 3]) == nil)
        #expect(
            KendallTau([1, .nan], [1, 2]) == nil && Correlation.spearman([1, .infinity], [1, 2]) == nil)
        #expect(KendallTau([1], [1]) == nil && Correlation.pearson([1, 2], [1, 2])?.p == nil)
        #expect(Correlation.pearson([1, 2, 3], [2, 4, 6])?.p == 0)
    }

    @Test func `equal values share the mean of their ranks`() {
        let ranks = Ranks(of: [3, 1, 3, 2, 3, 1])
        #expect(ranks.ranks == [5, 1.5, 5, 3, 5, 1.5])
        #expect(ranks.ties == [2, 3] && ranks.tieTerm == 30)
        #expect(Ranks(of: []).ranks.isEmpty)
    }

    @Test func `Mann-Kendall and Sen's slope agree with pymannkendall`() throws {
        for golden in try GoldenCase.all("fc_mann_kendall") {
            let period = (golden.params["period"] as? NSNumber)?.intValue ?? 1
            let found = try #require(try MannKendall(golden.inputs("x"), period: period, work: Work()))
            for (value, name) in [
                (found.s, "s"), (found.variance, "var_s"), (found.z, "z"), (found.p, "p"), (found.tau, "tau"),
                (found.slope, "slope"),
            ] {
                #expect(isClose(value, golden.number(name)), "\(name): \(value)")
            }
            if let intercept = golden.number("intercept") { #expect(isClose(found.intercept, intercept)) }
            let words: [MannKendall.Trend: String] = [
                .none: "no trend", .rising: "increasing", .falling: "decreasing",
            ]
            #expect(words[found.trend()] == golden.expected["trend"] as? String)
        }
        #expect(try MannKendall([1], work: Work()) == nil && MannKendall([1, .nan], work: Work()) == nil)
    }

    @Test func `Sen's slope is over time, the test over the order`() throws {
        let values: [Double] = [1, 4, 3, 9, 8, 12]
        let even = try #require(try MannKendall(values, work: Work()))
        let wide = try #require(
            try MannKendall(values, at: values.indices.map { Double($0) * 6 + 100 }, work: Work()))
        #expect(isClose(wide.slope, even.slope / 6) && wide.p == even.p && wide.s == even.s)
        #expect(isClose(wide.intercept, even.intercept))
        // One a unit of time, though the units between them differ.
        let times: [Double] = [0, 1, 5, 6, 30]
        let line = try #require(try MannKendall(times.map { 2 * $0 + 1 }, at: times, work: Work()))
        #expect(line.slope == 2 && line.intercept == 1)
        #expect(try MannKendall([1, 2], at: [1, 1], work: Work()) == nil)
        #expect(try MannKendall([1, 2], at: [1], work: Work()) == nil)
    }

    @Test func `slopes are counted before they are made, and can be stopped`() throws {
        let values = (0..<2_000).map { Double($0 * 7 % 13) }
        let memory = MemoryBudget(limit: 1_000_000)
        let error = #expect(throws: Diagnostic.self) {
            try MannKendall(values, work: Work(width: 1, memory: memory))
        }
        #expect(error?.code == "memory.limit" && memory.usedBytes == 0)
        let work = Work()
        work.cancel()
        let stopped = #expect(throws: Diagnostic.self) { try MannKendall(values, work: work) }
        #expect(stopped?.code == "run.cancelled")
    }

    @Test func `control limits agree with the textbook's`() throws {
        for golden in try GoldenCase.all("mon_control_charts") {
            if golden.params["chart"] as? String == "XmR" {
                let chart = try #require(ControlChart(individuals: golden.inputs("x")))
                #expect(isClose(chart.centre, golden.number("center"), 1e-12))
                #expect(isClose(chart.meanRange, golden.number("mr_bar"), 1e-12))
                #expect(isClose(chart.low[0], golden.number("lcl"), 1e-12))
                #expect(isClose(chart.high[0], golden.number("ucl"), 1e-12))
                #expect(chart.outside.map(Double.init) == golden.numbers("signals"))
            } else {
                let chart = try #require(ControlChart(shares: golden.inputs("p"), of: golden.inputs("n")))
                #expect(isClose(chart.centre, golden.number("center"), 1e-12))
                for (place, limits) in golden.rows("limits").enumerated() {
                    #expect(isClose(chart.low[place], limits[0], 1e-12))
                    #expect(isClose(chart.high[place], limits[1], 1e-12))
                }
                #expect(chart.outside.map(Double.init) == golden.numbers("signals"))
            }
        }
        let steps = [1.0, 1, 1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9, 9, 9]
        #expect(ControlChart(individuals: steps)?.runs == [7, 8, 16, 17])
        #expect(ControlChart(individuals: [1]) == nil && ControlChart(shares: [0.5], of: [0]) == nil)
    }
}

extension Double {
    fileprivate var direction: Double { self > 0 ? 1 : self < 0 ? -1 : 0 }
}
