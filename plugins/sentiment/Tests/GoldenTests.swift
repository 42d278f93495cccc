import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

/// The whole analysis against vaderSentiment 3.3.2, recorded in `golden/sat_vader.json`.
@Suite struct GoldenTests {
    private struct Recorded: Decodable {
        struct Input: Decodable { var text: String }
        struct Expected: Decodable { var neg, neu, pos, compound: Double }
        var input: Input, expected: Expected
    }

    @Test(arguments: [1, 2])
    func `English texts have the reference's four numbers`(_ width: Int) async throws {
        let cases = try GoldenCase.all("sat_vader", as: Recorded.self)
        if cases.isEmpty { return }
        let outcome = try await score.outcome(
            of: texted(cases.map(\.input.text)), ["language": .text("en")], width: width)
        #expect(outcome.output.floats("neg") == cases.map(\.expected.neg))
        #expect(outcome.output.floats("neu") == cases.map(\.expected.neu))
        #expect(outcome.output.floats("pos") == cases.map(\.expected.pos))
        #expect(outcome.output.floats("compound") == cases.map(\.expected.compound))
    }
}
