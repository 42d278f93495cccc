import Foundation
import RapportDiagnostics
import RapportNumerics
import SharedFiles
import Testing

@Suite struct KaplanMeierTests {
    private struct Recorded: Decodable {
        struct Input: Decodable {
            var durations: [Double]?
            var event_observed: [Int]?
            var durations_a: [Double]?
            var event_a: [Int]?
            var durations_b: [Double]?
            var event_b: [Int]?
        }
        struct Expected: Decodable {
            var timeline: [Double]?
            var survival: [Double]?
            var ci_lower: [Double]?
            var ci_upper: [Double]?
            var median: Double?
            var at_risk: [Int]?
            var observed: [Int]?
            var censored: [Int]?
            var chi2: Double?
            var p: Double?
        }
        var input: Input
        var expected: Expected
    }

    private func cases() throws -> [Recorded] { try GoldenCase.all("chu_survival", as: Recorded.self) }

    @Test func `curves agree with lifelines`() throws {
        for each in try cases() {
            guard let durations = each.input.durations, let ended = each.input.event_observed else {
                continue
            }
            let curve = try KaplanMeier(durations: durations, ended: ended.map { $0 == 1 })
            let points = curve.points
            #expect(points.map(\.time) == each.expected.timeline)
            #expect(points.map(\.atRisk) == each.expected.at_risk)
            #expect(points.map(\.events) == each.expected.observed)
            #expect(points.map(\.censored) == each.expected.censored)
            expectClose(points.map(\.survival), each.expected.survival)
            expectClose(points.map(\.low), each.expected.ci_lower)
            expectClose(points.map(\.high), each.expected.ci_upper)
            #expect(curve.median == each.expected.median)
        }
    }

    private func expectClose(_ found: [Double], _ expected: [Double]?) {
        #expect(found.count == expected?.count)
        for (a, b) in zip(found, expected ?? []) { #expect(abs(a - b) <= 1e-9) }
    }

    @Test func `the log-rank test agrees with lifelines`() throws {
        for each in try cases() {
            guard let a = each.input.durations_a, let endedA = each.input.event_a,
                let b = each.input.durations_b, let endedB = each.input.event_b,
                let chi2 = each.expected.chi2, let p = each.expected.p
            else { continue }
            let test = try LogRank((a, endedA.map { $0 == 1 }), (b, endedB.map { $0 == 1 }))
            #expect(abs(test.chiSquare - chi2) <= 1e-9)
            #expect(abs(test.p - p) <= 1e-12)
        }
    }

    @Test func `where nothing ended the curve stays at one`() throws {
        let curve = try KaplanMeier(durations: [3, 5, 5], ended: [false, false, false])
        #expect(curve.points.map(\.survival) == [1, 1, 1])
        #expect(curve.points.last?.censored == 2)
        #expect(curve.median == nil && curve.medianInterval == (nil, nil))
        let none = try KaplanMeier(durations: [], ended: [])
        #expect(none.points.count == 1 && none.median == nil)
    }

    @Test func `ends at time 0 count`() throws {
        let curve = try KaplanMeier(durations: [0, 0, 4], ended: [true, false, true])
        #expect(curve.points.map(\.events) == [1, 1])
        #expect(curve.points.map(\.atRisk) == [3, 1])
        #expect(curve.points[1].survival == 0)
        #expect(curve.median == 4)
    }

    /// The k-th of n ends leaves (n - k) / n, whatever the products round to.
    @Test("without censoring the median is the middle value", arguments: 1...60)
    func median(count: Int) throws {
        let curve = try KaplanMeier(
            durations: (1...count).map(Double.init), ended: Array(repeating: true, count: count))
        #expect(curve.median == Double((count + 1) / 2))
    }

    @Test(
        "what lasts no time is refused",
        arguments: [
            ([-1.0], [true], "survival.duration"), ([.nan], [true], "survival.duration"),
            ([.infinity], [true], "survival.duration"), ([1], [], "survival.length"),
        ]
            as [([Double], [Bool], String)])
    func refuses(_ durations: [Double], _ ended: [Bool], code: String) {
        #expect(throws: Diagnostic.self) { try KaplanMeier(durations: durations, ended: ended) }
        do {
            _ = try KaplanMeier(durations: durations, ended: ended)
        } catch {
            #expect(error.code.name == code)
        }
    }

    @Test func `equal groups are not told apart`() throws {
        let group = (durations: [1.0, 2, 3], ended: [true, true, false])
        let test = try LogRank(group, group)
        #expect(test.chiSquare == 0 && test.p == 1)
        let none = try LogRank(([1], [false]), ([2], [false]))
        #expect(none.chiSquare == 0 && none.p == 1)
    }
}
