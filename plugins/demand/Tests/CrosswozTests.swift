import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

/// Real requests in Chinese: dialogues with a travel guide, five domains, and no times.
@Suite struct CrosswozTests {
    private func requests(_ limit: Int) throws -> Table? {
        guard let text = SharedFiles.text("data/crosswoz/crosswoz_messages.csv") else { return nil }
        let csv = try CSVText(text)
        let (roles, contents) = (try #require(csv.column("role")), try #require(csv.column("content")))
        let dialogues = try #require(csv.column("dialog_id"))
        let rows = roles.indices.filter { roles[$0] == "usr" }.prefix(limit)
        return Table([
            "dialog_id": .texts(rows.map { dialogues[$0] }), "content": .texts(rows.map { contents[$0] }),
        ])
    }

    @Test func `requests fall into the domains that they were made of`() async throws {
        guard let table = try requests(4_000) else { return print("skipped: no crosswoz beside the package") }
        let outcome = try await stage("cluster").outcome(of: table, ["n_clusters": .int(8)])
        let clusters = try outcome.table("clusters")
        let labels = lists(clusters, "top_terms").joined().joined(separator: " ")
        #expect(clusters.ints("n").compactMap(\.self).reduce(0, +) == outcome.rows.used)
        #expect((outcome.value(of: "npmi") ?? 0) > 0)
        for word in ["酒店", "景点", "地铁"] { #expect(labels.contains(word), "\(word)") }
    }

    @Test func `a log without times has no heat, and says what is missing`() async throws {
        guard let table = try requests(20) else { return print("skipped: no crosswoz beside the package") }
        let error = try await stage("heat").refusal(of: table, ["keywords": .list([.text("酒店")])])
        #expect(error?.code == "role.missing")
        #expect(error?.message.contains("`time`") == true)
    }
}
