import RapportPluginKit
import RapportTestKit
import Testing

/// The invented shop of `samples/`: eight matters in two languages, of which engraving has no solution.
@Suite struct SampleTests {
    /// What conversations begin with, where a customer begins them; the file is in the order of time.
    private func openings() throws -> Table {
        let csv = try sample("samples/messages.csv")
        func column(_ name: String) throws -> [String] { try #require(csv.column(name)) }
        let (senders, conversations) = (try column("sender_type"), try column("conversation_id"))
        let (ids, customers) = (try column("message_id"), try column("customer_id"))
        let (times, texts) = (try column("sent_at"), try column("text"))
        var seen: Set<String> = []
        let firsts = senders.indices.filter { seen.insert(conversations[$0]).inserted }
        let rows = firsts.filter { senders[$0] == "customer" }
        return Table([
            "message_id": .texts(rows.map { ids[$0] }), "customer_id": .texts(rows.map { customers[$0] }),
            "sent_at": .dates(rows.map { date(times[$0]) }), "text": .texts(rows.map { texts[$0] }),
        ])
    }

    private func solutions() throws -> Table {
        let csv = try sample("samples/solutions.csv")
        func column(_ name: String) throws -> [String?] { try #require(csv.column(name)) }
        return Table([
            "方案编号": .texts(try column("方案编号")), "标题": .texts(try column("标题")),
            "内容": .texts(try column("内容")), "标签": .texts(try column("标签")),
        ])
    }

    private func date(_ text: String) -> Int32? {
        let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
        return parts.count == 3 ? day(parts[0], parts[1], parts[2]) : nil
    }

    @Test func `the matters are found in both languages`() async throws {
        let outcome = try await stage("cluster").outcome(of: try openings(), ["n_clusters": .int(14)])
        let words = lists(try outcome.table("clusters"), "top_terms").map(Set.init)
        for word in ["invoice", "tracking", "brew", "发票", "快递", "退款", "登录"] {
            #expect(words.contains { $0.contains(word) }, "no group has \(word) among its words")
        }
        #expect(outcome.caveat("texts.languages") != nil)
        #expect(outcome.value(of: "clusters") == 14)
        #expect((outcome.value(of: "silhouette") ?? 0) > 0.1)
        #expect((outcome.value(of: "npmi") ?? 0) > 0.2)
        let periods = try outcome.table("periods")
        #expect(Set(periods.texts("label")).count == 14)
        #expect(periods.ints("n").compactMap(\.self).reduce(0, +) == Int(outcome.value(of: "messages") ?? 0))
    }

    @Test func `engraving is asked for and has no solution`() async throws {
        let needs = try openings()
        let outcome = try await stage("match").outcome(
            of: needs, ["solutions": .table("kb"), "id": .column("message_id")],
            named: ["solutions": try solutions()])
        let status = outcome.output.texts("match_status")
        let engraving = (0..<needs.count).filter { row in
            let text = (needs.texts("text")[row] ?? "").lowercased()
            return text.contains("engrav") || text.contains("刻字")
        }
        let rest = Set(0..<needs.count).subtracting(engraving)
        #expect(engraving.count >= 8)
        #expect(engraving.count { status[$0] == "matched" } * 4 <= engraving.count)
        #expect(Double(rest.count { status[$0] == "matched" }) > 0.8 * Double(rest.count))
    }
}
