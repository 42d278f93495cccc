import RapportContract
import RapportPluginKit
import RapportTestKit
import RapportWork
import Testing

/// The manifest that the guide's reader has in `LoyaltyPlugin.swift`.
private let loyalty = PluginManifest(
    "loyalty", "Tell what part each category holds, and who is overdue.",
    [
        Overdue.self
    ])

/// What every analysis of the manifest owes.
@Suite struct GuideContractTests {
    @Test("keeps the contract", arguments: loyalty.stages.map(\.signature.name), ContractCheck.allCases)
    func keeps(_ name: String, _ check: ContractCheck) async throws {
        let stage = try #require(loyalty.stage(name))
        for violation in await ContractSuite(stage, among: loyalty.stages).violations(of: check) {
            Issue.record("\(violation)")
        }
    }
}

/// Holds the analysis to numbers worked out by hand.
@Suite struct OverdueTests {
    private let overdue: any Stage

    init() throws { overdue = try #require(loyalty.stage("overdue")) }

    /// Days of January 2026, by customer.
    private func purchases(_ rows: [(String, Int32)]) -> Table {
        Table(["customer": .texts(rows.map(\.0)), "date": .dates(rows.map { 20_453 + $0.1 })])
    }

    @Test func `the gap is the median, and the limit is not overdue yet`() async throws {
        let outcome = try await overdue.outcome(
            of: purchases([("ada", 1), ("ada", 3), ("ada", 4), ("ada", 8), ("bea", 12)]))
        let (gap, status) = (try #require(outcome.output["gap"]), try #require(outcome.output["status"]))
        // Gaps of 2, 1 and 4 days; 4 days of silence are 2 × 2.
        #expect(gap.isIdentical(to: .floats([2, nil])))
        #expect(status.isIdentical(to: .texts(["on time", "no rhythm"])))
        #expect(outcome.caveats.contains { $0.code == "customers.few-purchases" && $0.count == 1 })
        let strict = try await overdue.outcome(
            of: purchases([("ada", 1), ("ada", 3), ("ada", 4), ("ada", 8), ("bea", 12)]),
            ["factor": .float(1.9)])
        #expect(strict.metrics.first { $0.name == "overdue" }?.value == 1)
    }

    @Test func `a row after as_of is refused`() async {
        let error = await #expect(throws: Diagnostic.self) {
            try await overdue.outcome(of: purchases([("ada", 9)]), asOf: 0)
        }
        #expect(error?.code == "parameter.range")
        #expect(error?.help.first?.text == "`… | where date <= $as_of` leaves them out")
    }
}
