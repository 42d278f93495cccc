import Foundation
import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

/// Words that matter, by each method.
@Suite struct KeywordTests {
    private struct Recorded: Decodable {
        struct Input: Decodable { var classes: [String: String] }
        struct Expected: Decodable {
            var terms: [String], ctfidf: [[Double]], keyness_g2: [String: [String: Double]]
        }
        var input: Input, expected: Expected
    }

    @Test func `what sets groups apart agrees with the reference`() async throws {
        guard let golden = try GoldenCase.all("txt_class_keywords", as: Recorded.self).first else { return }
        let names = golden.input.classes.keys.sorted()
        let table = Table([
            "group": .texts(names.map(Optional.some)), "text": .texts(names.map { golden.input.classes[$0] }),
        ])
        let g2 = try await stage("keywords").outcome(of: table, ["stop_words": .text("none")]).output
        for row in 0..<g2.count {
            let (group, term) = (g2.texts("group")[row] ?? "", g2.texts("term")[row] ?? "")
            let expected = golden.expected.keyness_g2[group]?[term] ?? 0
            #expect(abs((g2.floats("score")[row] ?? 0) - expected) < 1e-10)
            #expect(expected > 0 && (g2.floats("p")[row] ?? 2) <= 1)
        }
        #expect(g2.count == golden.expected.keyness_g2.values.reduce(0) { $0 + $1.values.count { $0 > 0 } })
        let ctfidf = try await stage("keywords").outcome(
            of: table, ["stop_words": .text("none"), "method": .text("ctfidf")]
        ).output
        let scores = Set(
            golden.expected.ctfidf.flatMap(\.self).filter { $0 > 0 }.map { ($0 * 1e9).rounded() })
        #expect(Set(ctfidf.floats("score").map { (($0 ?? 0) * 1e9).rounded() }) == scores)
    }

    @Test func `groups that differ by chance alone are not said to differ`() async throws {
        let same = (0..<12).map { ["refund card", "parcel late", "invoice wrong"][$0 % 3] }
        let outcome = try await stage("keywords").outcome(
            of: Table(["text": .texts(same), "group": .texts((0..<12).map { $0 < 6 ? "web" : "phone" })]))
        #expect(outcome.findings.map(\.code) == ["keywords.no-difference"])
        let apart = (0..<40).map { $0 < 20 ? "refund card" : "parcel late" }
        let told = try await stage("keywords").outcome(
            of: Table(["text": .texts(apart), "group": .texts((0..<40).map { $0 < 20 ? "web" : "phone" })]))
        #expect(told.findings.first?.text.contains("is set apart from the rest by") == true)
    }

    @Test func `the marks of a web page are told, and the line that takes them out`() async throws {
        let table = messages([
            "Late again.<br />Refund please", "Fish &amp; chips", "a < b & c > d", "refund",
        ])
        for name in ["keywords", "cluster", "topics"] {
            let outcome = try await stage(name).outcome(of: table)
            let caveat = outcome.caveats.first { $0.code == "texts.markup" }
            #expect(caveat?.count == 2, "\(name)")
            #expect(caveat?.text.contains("derive text = strip_html(text)") == true)
        }
    }

    @Test func `examples are ids, each once`() async throws {
        let table = Table([
            "message_id": .texts(["m3", "m1", "m1", "m2"]),
            "text": .texts(["refund card", "refund", "refund", "parcel"]),
        ])
        let outcome = try await stage("keywords").outcome(of: table, ["id": .column("message_id")])
        let place = try #require(outcome.output.texts("term").firstIndex(of: "refund"))
        #expect(lists(outcome.output, "examples")[place] == ["m1", "m3"])
        #expect(outcome.output.ints("df")[place] == 3)
        #expect(outcome.output.ints("rank") == Array(1...outcome.output.count))
    }

    @Test(arguments: ["tfidf", "rake", "textrank"])
    func `each method reads Chinese`(_ method: String) async throws {
        let outcome = try await stage("keywords").outcome(
            of: messages(["发票抬头写错了，请重新开发票", "退款一直没有到账", "The refund is late"]), ["method": .text(method)])
        let words = outcome.output.texts("term").compactMap(\.self)
        #expect(words.contains { $0.contains("发票") } && words.contains { $0.contains("refund") })
        #expect(outcome.output.floats("score").allSatisfy { ($0 ?? 0) > 0 })
    }

    @Test func `what cannot be done is refused`() async throws {
        let rows = messages(["refund", "parcel"])
        #expect(
            try await stage("keywords").refusal(of: rows, ["method": .text("g2")])?.code == "role.missing")
        #expect(
            try await stage("keywords").refusal(of: messages(["the", ""]))?.code == "text.empty-vocabulary")
        let rare = try await stage("keywords").refusal(of: rows, ["min_df": .int(2)])
        #expect(rare?.code == "text.empty-vocabulary" && rare?.help.map(\.text) == ["lower `min_df`"])
        let silent = try await stage("keywords").refusal(of: messages(["the", ""]))
        #expect(silent?.help.map(\.text) == ["`stop_words=none` keeps common words"])
        #expect(silent?.message.contains("1 text") == false)
        let many = Table([
            "text": .texts((0..<201).map { "word\($0)" }), "group": .texts((0..<201).map { "g\($0)" }),
        ])
        #expect(try await stage("keywords").refusal(of: many)?.code == "column.range")
    }

    @Test(arguments: ["ctfidf", "g2"])
    func `a group without a text is none of the groups`(_ method: String) async throws {
        func found(_ extra: [(String, String?)]) async throws -> Outcome {
            let rows: [(String, String?)] =
                [("a", "refund card"), ("a", "refund"), ("b", "parcel late"), ("b", "card parcel")] + extra
            return try await stage("keywords").outcome(
                of: Table(["group": .texts(rows.map(\.0)), "text": .texts(rows.map(\.1))]),
                ["method": .text(method)])
        }
        let (plain, blank) = (try await found([]), try await found([("c", nil), ("d", " ")]))
        #expect(blank.output.isIdentical(to: plain.output))
        #expect(blank.value(of: "groups") == 2 && blank.caveat("rows.unread")?.count == 2)
        #expect(blank.caveat("rows.without-group") == nil)
    }

    @Test func `rows without a group or a text are counted`() async throws {
        let table = Table([
            "group": .texts(["a", nil, "b", "b"]),
            "text": .texts(["refund card", "parcel", nil, "parcel late"]),
        ])
        let outcome = try await stage("keywords").outcome(of: table)
        #expect(outcome.caveat("rows.without-group")?.count == 1)
        #expect(outcome.caveat("rows.unread")?.count == 1)
        #expect(outcome.rows == .init(input: 4, used: 2))
        #expect(outcome.value(of: "groups") == 2)
    }
}
