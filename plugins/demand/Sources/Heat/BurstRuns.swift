import RapportPluginKit
import RapportText

/// In which periods a demand bursts.
struct BurstRuns: Sendable {
    let states: [Bool]
    /// Periods without a gap, in their order.
    let runs: [Range<Int>]

    init(_ counts: [Int], of totals: [Int], s: Double, gamma: Double) throws(Diagnostic) {
        let states = try BurstDetection(counts: counts, totals: totals, ratio: s, gamma: gamma).isBurst
        var runs: [Range<Int>] = []
        for index in states.indices where states[index] {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        (self.states, self.runs) = (states, runs)
    }
}
