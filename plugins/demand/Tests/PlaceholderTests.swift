import RapportPluginKit
import RapportTestKit
import Testing

/// What a shop or form puts where nobody wrote makes no group and no word.
@Suite struct PlaceholderTests {
    private static let placeholders = ["此用户没有填写评价", "系统默认好评", "[deleted]"]
    private static let nothings = ["无意见", "N/A", "no comment", "-"]
    private static let rows =
        placeholders + nothings + ["parcel late again", "parcel late", "refund card", "refund on the card"]
    private static let reasons: [String?] =
        Array(repeating: "placeholder", count: 3) + Array(repeating: "says none", count: 4)
        + [nil, nil, nil, nil]

    private func outcome(
        _ name: String, _ arguments: [String: Value], named: [String: Table] = [:]
    ) async throws -> Outcome {
        try await stage(name).outcome(of: messages(Self.rows), arguments, named: named)
    }

    @Test func `they make no cluster, and are counted`() async throws {
        let found = try await outcome("cluster", ["n_clusters": .int(2)])
        #expect(found.output.texts("reason") == Self.reasons)
        #expect(found.output.ints("cluster").prefix(7).allSatisfy { $0 == nil })
        #expect(found.caveat("rows.placeholder")?.count == 3)
        #expect(found.caveat("rows.says-none")?.count == 4)
        #expect(found.caveat("rows.dropped") == nil)
        #expect(found.rows == .init(input: 11, used: 4))
        let read = try await outcome("cluster", ["n_clusters": .int(2), "skip_placeholders": .bool(false)])
        #expect(!read.output.texts("reason").contains("placeholder"))
        #expect(try read.table("model").texts("term").contains("默认"))
    }

    @Test func `a kept model leaves out what it was made without`() async throws {
        for skips in [true, false] {
            let call: [String: Value] = ["n_clusters": .int(2), "skip_placeholders": .bool(skips)]
            let model = try (try await outcome("cluster", call)).table("model")
            let again = try await outcome("assign", ["model": .table("run 1")], named: ["model": model])
            #expect(again.output.texts("reason").contains("placeholder") == skips)
        }
    }

    @Test func `they are in no topic`() async throws {
        let found = try await outcome("topics", ["n_components": .int(2)])
        #expect(found.output.texts("reason") == Self.reasons)
        #expect(found.caveat("rows.placeholder")?.count == 3)
    }

    @Test func `they give no keyword`() async throws {
        let found = try await outcome("keywords", [:])
        #expect(
            found.caveat("rows.unread")?.text.hasSuffix(
                "3 placeholders of a shop or form and 4 say there is nothing to say") == true)
        #expect(!found.output.texts("term").contains("默认"))
        let read = try await outcome("keywords", ["skip_placeholders": .bool(false)])
        #expect(read.output.texts("term").contains("默认"))
    }

    @Test func `they are no need to match`() async throws {
        let found = try await outcome(
            "match", ["solutions": .table("kb")], named: ["solutions": MatchTests.solutions])
        #expect(found.output.texts("match_reason").prefix(7) == Self.reasons.prefix(7))
        #expect(found.caveat("rows.unread")?.count == 7)
    }
}
