import RapportNumerics
import SharedFiles
import Testing

@Suite struct FunctionTests {
    @Test func `special functions and distributions agree with scipy`() throws {
        for golden in try GoldenCase.all("shared_special_functions") {
            func agrees(_ name: String, _ value: ([Double]) -> Double?) {
                let rows = golden.rows(name)
                #expect(!rows.isEmpty)
                for row in rows {
                    let found = value(row)
                    #expect(
                        isClose(found, row.last, relative: true), "\(name)\(row): \(found ?? .nan)")
                }
            }
            agrees("gammaln") { GammaFunction.logarithm($0[0]) }
            agrees("digamma") { GammaFunction.digamma($0[0]) }
            agrees("hyp2f1") { GaussHypergeometric.value($0[0], $0[1], $0[2], $0[3]) }
            agrees("betainc") { BetaFunction.regularised($0[0], $0[1], at: $0[2])?.lower }
            agrees("gammainc") { GammaFunction.regularised($0[0], $0[1])?.lower }
            agrees("norm_cdf") { NormalDistribution.cdf($0[0]) }
            agrees("norm_ppf") { NormalDistribution.quantile($0[0]) }
            agrees("t_sf_two_sided") { StudentT.twoSided($0[0], df: $0[1]) }
            agrees("chi2_sf") { ChiSquared.upperTail($0[0], df: $0[1]) }
            agrees("f_sf") { FDistribution.upperTail($0[0], df: $0[1], $0[2]) }
        }
    }

    @Test func `the normal quantile undoes the cdf, far out too`() {
        for exponent in stride(from: -300.0, through: -1, by: 0.7) {
            let portion = 0.5 * pow10(exponent)
            let x = NormalDistribution.quantile(portion)
            #expect(isClose(NormalDistribution.cdf(x), portion, 2e-13 * max(1, x * x), relative: true))
            #expect(NormalDistribution.upperTail(-x) == NormalDistribution.cdf(x))
        }
        for step in 1..<1_000 {
            let portion = Double(step) / 1_000
            #expect(isClose(NormalDistribution.cdf(NormalDistribution.quantile(portion)), portion, 4e-16))
        }
        #expect(NormalDistribution.quantile(0) == -.infinity && NormalDistribution.quantile(1) == .infinity)
        #expect(NormalDistribution.quantile(1.5).isNaN && NormalDistribution.quantile(.nan).isNaN)
    }

    @Test("beta and gamma keep their identities", arguments: 0..<40 as Range<UInt32>)
    func identities(_ seed: UInt32) throws {
        var random = MersenneTwister(seed: seed)
        for _ in 0..<50 {
            // Parameters over nine powers of ten.
            let a = pow10(Double.random(in: -3...6, using: &random))
            let b = pow10(Double.random(in: -3...6, using: &random))
            let x = Double.random(in: 0...1, using: &random)
            let here = try #require(BetaFunction.regularised(a, b, at: x))
            let mirrored = try #require(BetaFunction.regularised(b, a, at: 1 - x))
            #expect((0...1).contains(here.lower), "seed \(seed): \(a) \(b) \(x)")
            // 1 - x loses digits of x, which a steep function multiplies.
            #expect(isClose(here.lower, mirrored.upper, 1e-8), "seed \(seed): \(a) \(b) \(x)")
            let (lower, upper) = try #require(GammaFunction.regularised(a, a * (0.5 + x)))
            #expect((0...1).contains(lower) && isClose(lower + upper, 1, 1e-15), "seed \(seed)")
            // P(a, x) - P(a + 1, x) = x^a e^-x / Γ(a + 1)
            let y = a * (0.5 + x)
            let next = try #require(GammaFunction.regularised(a + 1, y)).lower
            let step = exponential(a * logarithm(y) - y - GammaFunction.logarithm(a + 1))
            #expect(isClose(lower - next, step, 1e-8), "seed \(seed): \(a) \(y)")
        }
    }

    @Test("the inverse of the beta function undoes it", arguments: 0..<20 as Range<UInt32>)
    func inverse(_ seed: UInt32) throws {
        var random = MersenneTwister(seed: seed)
        for _ in 0..<40 {
            let a = pow10(Double.random(in: -1...5, using: &random))
            let b = pow10(Double.random(in: -1...5, using: &random))
            let portion = Double.random(in: 1e-6...0.999999, using: &random)
            let x = try #require(BetaFunction.inverse(a, b, portion))
            let back = try #require(BetaFunction.regularised(a, b, at: x)).lower
            // Within what the next float would give.
            let beside = try #require(BetaFunction.regularised(a, b, at: min(x.nextUp, 1))).lower
            #expect(
                (back - portion).magnitude <= 4 * (beside - back).magnitude + 1e-12,
                "seed \(seed): \(a) \(b) \(portion)")
        }
        #expect(BetaFunction.inverse(2, 3, 0) == 0 && BetaFunction.inverse(2, 3, 1) == 1)
        #expect(BetaFunction.inverse(0, 3, 0.5) == nil && BetaFunction.inverse(1, 3, -0.1) == nil)
    }

    @Test func `critical values of t are those of tables`() throws {
        for (confidence, df, expected) in [
            (0.95, 1.0, 12.706204736432095), (0.95, 10, 2.2281388519649385),
            (0.99, 2, 0.99 * (2 / 0.0199).squareRoot()),
            (0.2, 4, 0.27072229), (0.95, 1e9, 1.959963987), (0, 3, 0),
        ] {
            let found = try #require(StudentT.criticalValue(confidence: confidence, df: df))
            #expect(isClose(found, expected, 3e-7), "\(confidence) \(df): \(found)")
            #expect(isClose(StudentT.twoSided(found, df: df), 1 - confidence, 1e-12))
        }
        #expect(StudentT.cdf(0, df: 3) == 0.5 && StudentT.twoSided(.infinity, df: 3) == 0)
        #expect(StudentT.twoSided(1, df: 0) == nil && StudentT.criticalValue(confidence: 1, df: 3) == nil)
    }

    @Test func `outside their range functions say so`() {
        #expect(GammaFunction.logarithm(-1).isNaN && GammaFunction.digamma(-2).isNaN)
        #expect(isClose(GammaFunction.digamma(-0.5), 0.03648997397857652, 1e-12))
        #expect(GammaFunction.regularised(0, 1) == nil && GammaFunction.regularised(1, -1) == nil)
        #expect(BetaFunction.regularised(1, 1, at: 1.1) == nil)
        #expect(GaussHypergeometric.value(1, 1, 1, 1) == nil && GaussHypergeometric.value(1, 1, 1, 0) == 1)
        // (1 - z)^-a where b = c; past the largest float only the logarithm is left.
        #expect(
            isClose(
                GaussHypergeometric.logarithm(2_000, 3, 3, 0.5), 2_000 * logarithm(2), 1e-12, relative: true))
        #expect(GaussHypergeometric.value(2_000, 3, 3, 0.5) == .infinity)
        #expect(ChiSquared.upperTail(-1, df: 2) == 1 && FDistribution.upperTail(.infinity, df: 1, 2) == 0)
    }
}
