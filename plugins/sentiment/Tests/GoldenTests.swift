import Foundation
import RapportPluginKit
import RapportTestKit
import Testing

/// The whole analysis against vaderSentiment 3.3.2, recorded in `golden/sat_vader.json`.
@Suite struct GoldenTests {
    private struct File: Decodable {
        struct Case: Decodable {
            struct Input: Decodable { var text: String }
            struct Expected: Decodable { var neg, neu, pos, compound: Double }
            var input: Input, expected: Expected
        }
        var cases: [Case]
    }

    @Test(arguments: [1, 2])
    func `English texts have the reference's four numbers`(_ width: Int) async throws {
        guard let path = PackageFiles.shared("methods/golden/sat_vader.json"),
            let text = PackageFiles.text(path)
        else {
            print("skipped: no shared/methods/golden/sat_vader.json beside the package")
            return
        }
        let cases = try JSONDecoder().decode(File.self, from: Data(text.utf8)).cases
        let outcome = try await score.outcome(
            of: texted(cases.map(\.input.text)), ["language": .text("en")], width: width)
        #expect(numbers(outcome.output, "neg") == cases.map(\.expected.neg))
        #expect(numbers(outcome.output, "neu") == cases.map(\.expected.neu))
        #expect(numbers(outcome.output, "pos") == cases.map(\.expected.pos))
        #expect(numbers(outcome.output, "compound") == cases.map(\.expected.compound))
    }
}
