import RapportPluginKit
import RapportTestKit
import Testing

@testable import SatisfactionPlugin

/// The surveys of the samples; what is expected was computed with Python's csv and its own arithmetic.
@Suite struct SampleTests {
    /// Cells that say `N/A` are missing, as `load` reads them.
    private func surveys() throws -> Table {
        let root = try #require(PackageFiles.root())
        let text = try #require(PackageFiles.text("\(root)/samples/surveys.csv"))
        return try Table(
            exampleCSV: text.split(separator: "N/A", omittingEmptySubsequences: false).joined())
    }

    @Test func `the shop's surveys sum up as counted`() async throws {
        let found = try await survey.outcome(
            of: try surveys().selecting(["customer_id", "occasion", "score", "recommend"]),
            [
                "ratings": .columns(["score", "recommend"]), "unanswered": .text("count"),
                "compare": .columns(["occasion"]),
            ])
        let output = found.output
        #expect(output.texts("metric") == ["csat", "csat", "csat", "nps", "nps"])
        #expect(output.ints("n") == [262, 143, 119, 127, 127])
        let values = [155.0 / 262, 83.0 / 143, 72.0 / 119, -1_300.0 / 127, -1_300.0 / 127]
        #expect(zip(output.floats("value"), values).allSatisfy { agree($0, $1) })
        #expect(agree(output.floats("mean")[1], 3.6433566433566433))
        #expect(agree(output.floats("response_rate")[0], 270.0 / 569))
        #expect(try found.table("response").ints("sent") == [569, 289, 280])
        #expect(try found.table("response").ints("answered") == [270, 143, 127])
        #expect(
            found.findings[0].text
                == "59% are satisfied in `score` (95% interval 53% to 65%, 262 answers); the net promoter score of "
                + "`recommend` is -10 (95% interval -24 to 4, 127 answers).")
    }

    @Test func `the shop's customers score as computed`() async throws {
        let found = try await score.outcome(
            of: try surveys(),
            [
                "customer": .column("customer_id"), "time": .column("answered_at"),
                "ratings": .columns(["score", "recommend"]),
            ])
        let mean = try found.table("parts").floats("mean")[0]
        #expect(agree(mean, 0.6231869832731142, 1e-9), "\(mean ?? .nan)")
        // 181 of 262 customers answered; the silent have no score.
        #expect(try found.table("labels").ints("n") == [16, 46, 12, 107 + 262 - 181])
        let level = try found.table("summary").floats("value")[0]
        #expect(agree(level, 61.58063886546183, 1e-9), "\(level ?? .nan)")
    }
}
