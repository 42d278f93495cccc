import RapportPluginKit
import RapportTestKit
import Testing

@testable import SentimentPlugin

@Suite struct AspectTests {
    private let reviews = texted([
        "The tea is wonderful. The delivery was terrible.", "Delivery was late and awful!",
        "Lovely TEAS, lovely box.",
        "I steamed rice.", "茶很好喝。物流太慢了", nil,
    ])

    private func aspects(_ value: Value, named: [String: Table] = [:]) async throws -> Table {
        try await score.outcome(of: reviews, ["by_aspect": value], named: named).table("aspects")
    }

    @Test func `sentences that mention an aspect are scored alone`() async throws {
        let table = try await aspects(.list([.text("tea"), .text("Delivery"), .text("price")]))
        #expect(table.texts("aspect") == ["tea", "Delivery", "price"])
        #expect(table.floats("n") == [2, 2, 0])
        #expect(table.floats("sentences") == [2, 2, 0])
        let means = table.floats("mean")
        #expect(try #require(means[0]) > 0.5)
        #expect(try #require(means[1]) < -0.4)
        #expect(means[2] == nil)
        let single = try await score.outcome(
            of: texted(["The delivery was terrible.", "Delivery was late and awful!"])
        ).output.floats("compound").compactMap(\.self)
        #expect(abs(try #require(means[1]) - (single[0] + single[1]) / 2) < 1e-12)
        // Two values: t of one degree of freedom is 12.706, so the interval reaches beyond the scale and is cut.
        let reach = 12.706204736 * abs(single[0] - single[1]) / 2
        let low = try #require(table.floats("low")[1])
        #expect(abs(low - max(-1, (single[0] + single[1]) / 2 - reach)) < 1e-6)
    }

    @Test(arguments: [
        ("The delivery was terrible but the tea is wonderful.", "delivery", "tea"),
        ("物流太慢了，茶很好喝", "物流", "茶"), ("物流太慢但茶很好喝", "物流", "茶"), ("物流慢，一直没到；不过茶不错", "物流", "茶"),
    ])
    func `the clauses of a sentence about two aspects are told apart`(
        _ text: String, _ worse: String, _ better: String
    ) async throws {
        let outcome = try await score.outcome(
            of: texted([text]), ["by_aspect": .list([.text(worse), .text(better)])])
        let means = try outcome.table("aspects").floats("mean")
        #expect(try #require(means[0]) < 0 && #require(means[1]) > 0, "\(means)")
        #expect(try outcome.table("aspects").floats("sentences") == [1, 1])
        #expect(outcome.caveat("aspects.together") == nil)
    }

    @Test func `what cannot be parted counts for each, and words of several aspects are named`() async throws
    {
        let outcome = try await score.outcome(
            of: texted(["Tea and delivery were wonderful.", "物流，茶都很好", "Lovely box"]),
            [
                "by_aspect": .map([
                    .init(.text("goods"), .list([.text("tea"), .text("茶"), .text("box")])),
                    .init(.text("delivery"), .list([.text("delivery"), .text("物流"), .text("Box")])),
                ])
            ])
        let table = try outcome.table("aspects")
        #expect(table.floats("n") == [3, 3])
        #expect(table.floats("mean")[0] == table.floats("mean")[1])
        #expect(outcome.caveat("aspects.together")?.count == 3)
        #expect(outcome.caveat("aspects.overlap")?.text.contains("`box` stand") == true)
    }

    @Test func `an aspect may have words of both languages, as a map or a table`() async throws {
        let words: Value = .list([.text("delivery"), .text("物流")])
        let map = try await aspects(.map([.init(.text("shipping"), words)]))
        #expect(map.floats("n") == [3])
        let named = Table(["aspect": .texts(["shipping", "shipping"]), "term": .texts(["delivery", "物流"])])
        let table = try await aspects(.table("a"), named: ["by_aspect": named])
        for name in ["aspect", "n", "sentences", "mean"] { #expect(cells(map, name) == cells(table, name)) }
        let products = try await aspects(
            .table("p"),
            named: [
                "by_aspect": Table(["product": .texts(["tea", "茶", nil]), "note": .texts(["x", "y", "z"])])
            ])
        #expect(products.texts("aspect") == ["tea", "茶"])
        #expect(products.floats("n") == [2, 1])
    }

    @Test func `a line names a list, a map or a table`() async {
        for (value, count) in [
            ("[\"tea\"]", 2), ("\"tea\"", 2), ("given", 2), ("{tea: [\"tea\", \"box\"]}", 2),
        ] {
            let example = Example(
                "By \(value).",
                run: "given | sentiment.score text=note by_aspect=\(value) | summarize n=count()",
                given: "aspect,note\ntea,good tea\nbox,bad box\n", gives: "n\n\(count)")
            #expect(await ExampleRunner(sentiment.stages).violation(of: example) == nil, "\(value)")
        }
    }

    @Test(arguments: [
        ("I like tea", "tea", true), ("teas", "tea", true), ("steam", "tea", false), ("team", "tea", false),
        ("TEA!", "tea", true), ("茶叶很好", "茶", true), ("iPad很好", "ipad", true), ("", "tea", false),
        ("black tea box", "black tea", true), ("tea-pot", "tea", true),
    ])
    func `Latin words stand whole, ideographs anywhere`(_ text: String, _ term: String, _ isThere: Bool) {
        #expect(Aspects.mentions(text.utf8Span.span, Array(term.utf8)) == isThere)
    }

    @Test func `an aspect without a word is refused, and a table without a column of them`() async {
        #expect(await score.refusal(of: reviews, ["by_aspect": .list([])])?.code == "parameter.range")
        #expect(
            await score.refusal(of: reviews, ["by_aspect": .list([.text(" ")])])?.code == "parameter.range")
        let table = Table(["a": .texts(["x"]), "b": .texts(["y"])])
        let error = await score.refusal(of: reviews, ["by_aspect": .table("t")], named: ["by_aspect": table])
        #expect(error?.code == "role.missing")
    }
}
