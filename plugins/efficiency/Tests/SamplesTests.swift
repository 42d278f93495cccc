import RapportNumerics
import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

@testable import EfficiencyPlugin

/// The help desk of the samples: two years, four channels, two languages, one agent who takes days.
@Suite struct SamplesTests {
    private func table(_ name: String) throws -> Table {
        let root = try #require(PackageFiles.root())
        return try Table(exampleCSV: try #require(PackageFiles.text("\(root)/samples/\(name).csv")))
    }

    private func measured(_ arguments: [String: Value] = [:]) async throws -> Outcome {
        let root = try #require(PackageFiles.root())
        let given: [String: Value] = [
            "tickets": .table("tickets"), "ignore": .text("thanks"),
            "calendar": .file("\(root)/samples/hours.csv"),
        ]
        return try await conversations.outcome(
            of: try table("messages"), given.merging(arguments) { $1 },
            named: ["tickets": try table("conversations")])
    }

    @Test func `conversations and their waits hold together`() async throws {
        let outcome = try await measured()
        let output = outcome.output
        #expect(output.count == 430)
        #expect(outcome.caveat("rows.bots") != nil)
        let (calendar, business) = (
            output.floats("first_response_seconds"), output.floats("first_response_business_seconds")
        )
        for (all, open) in zip(calendar, business) {
            #expect((all == nil) == (open == nil))
            if let all, let open { #expect(open >= 0 && open <= all) }
        }
        // Every reply of a conversation is in its list, and the first of them is the first response.
        for row in 0..<output.count {
            let replies = lists(output, "reply_seconds")[row] ?? []
            #expect(replies.count == output.ints("replies")[row])
            #expect(replies.first == calendar[row])
        }
        #expect(
            (outcome.value(of: "resolution_km_median") ?? 0)
                >= (outcome.value(of: "resolution_median") ?? 1))
        for finding in outcome.findings { print("samples: \(finding.text)") }
        for caveat in outcome.caveats { print("samples: \(caveat.text)") }
    }

    @Test func `thanks are most of what would seem to wait`() async throws {
        let plain = try await measured(["ignore": .text("none")])
        let ignoring = try await measured()
        let (all, open) = (
            plain.value(of: "awaiting_reply") ?? 0, ignoring.value(of: "awaiting_reply") ?? 0
        )
        #expect(open < all)
        #expect(Double(plain.caveat("thanks.waiting")?.count ?? 0) == all - open)
        print("samples: \(all) wait with thanks, \(open) without")
    }

    @Test func `the agent who takes days stands out, and no other`() async throws {
        let outcome = try await stage("groups").outcome(
            of: try await measured().output, ["per": .list([.text("agent"), .text("channel")])])
        let comparisons = try outcome.table("comparisons")
        let slow = (0..<comparisons.count).filter { (comparisons.floats("shift_low")[$0] ?? 0) > 6 * 3_600 }
        #expect(slow.count == 1)
        #expect(slow.allSatisfy { comparisons.texts("by")[$0] == "agent" })
        for finding in outcome.findings { print("samples: \(finding.text)") }
        for row in 0..<outcome.output.count {
            print(
                "samples:", (0..<18).map { outcome.output.columns[$0].text(at: row) }.joined(separator: " | ")
            )
        }
    }

    @Test func `a backlog and scores come of it`() async throws {
        let output = try await measured().output
        let backlog = try await stage("backlog").outcome(of: output, ["every": .text("month")])
        let open = backlog.output.ints("open").compactMap(\.self)
        #expect(open.last == output.bools("censored").count { $0 == true })
        let scored = try await stage("score").outcome(of: output)
        #expect(scored.output.floats("efficiency_score").allSatisfy { (0...100).contains($0 ?? 0) })
        for finding in backlog.findings + scored.findings { print("samples: \(finding.text)") }
        for caveat in scored.caveats { print("samples: \(caveat.text)") }
    }

    @Test func `dialogues without times are an error that names the role`() async throws {
        guard let text = SharedFiles.text("data/crosswoz/crosswoz_messages.csv") else { return }
        let lines = text.split(separator: "\n", maxSplits: 40, omittingEmptySubsequences: false).prefix(40)
        let error = await conversations.refusal(of: try Table(exampleCSV: lines.joined(separator: "\n")))
        #expect(error?.code == "role.missing")
        #expect(
            error?.message
                == "`efficiency.conversations` needs a column for `time`: when a message was sent; a log without times tells no response times"
        )
        #expect(error?.help.isEmpty == false)
    }
}
