import RapportDiagnostics
import RapportText
import SharedFiles
import Testing

@Suite struct TrendTests {
    @Test func burstsAreThoseOfTheReference() throws {
        for golden in try GoldenCase.all("fc_burst_kleinberg") {
            let counts = try #require(golden.input["relevant"] as? [Int])
            let totals = try #require(golden.input["total"] as? [Int])
            let found = try BurstDetection(counts: counts, totals: totals, ratio: 2, gamma: 1)
            #expect(found.isBurst.map { $0 ? 1 : 0 } == golden.expected["states"] as? [Int])
            expectClose([found.usualShare], [try golden.number("p0")], within: 1e-12, "p0")
            expectClose([found.cost], [try golden.number("cost")], within: 1e-9, "cost")
        }
    }

    @Test func nothingAndEverythingAreNoBurst() throws {
        #expect(try BurstDetection(counts: [0, 0], totals: [5, 0]).isBurst == [false, false])
        #expect(try BurstDetection(counts: [5, 5], totals: [5, 5]).isBurst == [false, false])
        #expect(try BurstDetection(counts: [], totals: []).isBurst.isEmpty)
        let error = try #require(throws: Diagnostic.self) { try BurstDetection(counts: [3], totals: [2]) }
        #expect(error.code == "parameter.range")
    }

    @Test func heatHalvesAndGrowthComparesWithWhatWas() {
        #expect(TopicHeat.heat(agesInDays: [0, 14, 28, -1]) == 1.75)
        #expect(TopicHeat.growth([1, 3, 8], window: 2) == [nil, 2, 3])
    }
}
