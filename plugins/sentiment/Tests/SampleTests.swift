import RapportPluginKit
import RapportTestKit
import Testing

/// The shop's comments, in both languages, with the marks that came with them.
@Suite struct SampleTests {
    @Test func `comments feel as their marks say`() async throws {
        let root = try #require(PackageFiles.root())
        let csv = try CSVText(file: FilePath("\(root)/samples/surveys.csv"))
        let (comments, scores) = (try #require(csv.column("comment")), try #require(csv.column("score")))
        let rows = comments.indices.filter { !comments[$0].isEmpty }
        let table = Table([
            "comment": .texts(rows.map { comments[$0] }), "score": .ints(rows.map { Int(scores[$0]) }),
        ])
        let outcome = try await score.outcome(of: table)
        #expect(outcome.rows == .init(input: rows.count, used: rows.count))
        #expect(try #require(outcome.value(of: "texts", group: "zh")) > 30)
        #expect(try #require(outcome.value(of: "texts", group: "en")) > 60)
        // Marks and words of the samples are drawn apart: they go together, and not too well.
        print(
            "rank correlation \(outcome.value(of: "rank_correlation") ?? 0), coverage \(outcome.value(of: "coverage") ?? 0)"
        )
        #expect(try #require(outcome.value(of: "rank_correlation")) > 0.4)
        #expect(try #require(outcome.value(of: "coverage")) > 0.8)
        #expect(outcome.caveat("training.too-few") != nil)

        var texts: [String: String?] = [:]
        for (text, feeling) in zip(rows.map { comments[$0] }, SentimentTexts.classes(outcome)) {
            texts[text] = feeling
        }
        for (text, feeling) in [
            ("客服很耐心，回复也快，很满意。", "positive"), ("等了两天才回复，根本没解决问题。", "negative"),
            ("价格贵，服务又差，不值。", "negative"), ("Friendly and quick, thank you!", "positive"),
            ("Terrible packaging, the box was wet and crushed.", "negative"),
            ("茶具做工很好，家里老人特别喜欢。", "positive"),
        ] {
            #expect(texts[text] == feeling, "\(text)")
        }
    }
}

private enum SentimentTexts {
    static func classes(_ outcome: Outcome) -> [String?] { outcome.output.texts("class") }
}
