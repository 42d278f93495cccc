import RapportPluginKit
import RapportTestKit
import Testing

@Suite struct ScoringTests {
    @Test func `blank and missing texts are kept, 0 and neutral or without a score`() async throws {
        let outcome = try await score.outcome(of: texted(["", "   ", nil, "good"]))
        #expect(outcome.output.floats("compound") == [0, 0, nil, 0.4404])
        #expect(outcome.output.floats("neu") == [0, 0, nil, 0])
        #expect(outcome.output.texts("class") == ["neutral", "neutral", nil, "positive"])
        #expect(outcome.output.floats("hits") == [0, 0, nil, 1])
        #expect(outcome.output.texts("reason") == ["blank", "blank", "no text", nil])
        #expect(outcome.rows == .init(input: 4, used: 3))
        #expect(outcome.caveat("text.missing")?.count == 1)
        #expect(outcome.caveat("text.blank")?.count == 2)
    }

    @Test func `a family of emoji comes out as in the reference`() async throws {
        let outcome = try await score.outcome(of: texted(["👨‍👩‍👧‍👦 love this", "👍🏽"]))
        #expect(outcome.output.texts("language") == ["en", "en"])
        #expect(outcome.output.floats("compound").first == 0.6369)
    }

    @Test func `each row goes by its letters, or as told`() async throws {
        let table = texted(["很好 good", "great service", "очень хорошо", "とても良い", "ok 好", "买了 iPad mini"])
        let outcome = try await score.outcome(of: table)
        #expect(outcome.output.texts("language") == ["zh", "en", nil, nil, "zh", "en"])
        #expect(
            outcome.output.texts("reason")
                == [nil, nil, "neither Latin nor Chinese letters", "Japanese", nil, nil])
        #expect(outcome.caveat("text.script")?.count == 2)
        let told = try await score.outcome(of: table, ["language": .text("en")])
        #expect(told.output.texts("language") == Array(repeating: "en", count: 6))
        #expect(told.output.texts("method") == Array(repeating: "vader", count: 6))
    }

    @Test func `the mean over sentences is that of their scores`() async throws {
        let parts = ["The tea is great.", "The box was broken!", "I will wait."]
        let whole = texted([parts.joined(separator: " ")])
        let single = try await score.outcome(of: texted(parts)).output.floats("compound").compactMap(\.self)
        let mean = try await score.outcome(of: whole, ["aggregate": .text("mean")])
        let found = try #require(mean.output.floats("compound")[0])
        #expect(abs(found - single.reduce(0, +) / 3) < 0.00005001)
        let document = try await score.outcome(of: whole)
        #expect(document.output.floats("compound")[0] != found)
    }

    @Test func `quoted mail is left out where it is asked for`() async throws {
        let mail = "Thanks, all fine now.\n\nOn 3 May 2026 Mei wrote:\n> This is terrible, horrible, awful."
        let chinese = "已收到，很满意。\n\n-----原始邮件-----\n发件人：客服\n垃圾，太差了，骗子"
        let table = texted([mail, chinese, "> only a quote"])
        let plain = try await score.outcome(of: table)
        let own = try await score.outcome(of: table, ["strip_quotes": .bool(true)])
        #expect(plain.output.texts("class")[0] == "negative")
        #expect(own.output.texts("class") == ["positive", "positive", "neutral"])
        #expect(own.output.texts("reason")[2] == "only quoted text")
        #expect(own.caveat("text.quotes")?.count == 3)
        #expect(own.caveat("text.only-quoted")?.count == 1)
    }

    @Test(arguments: [1, 2])
    func `a column of few values scores as one of many`(_ width: Int) async throws {
        let words: [String?] = ["good", "bad", nil, "很好", "good", ""]
        let plain = try await score.outcome(of: texted(words), width: width)
        let dictionary = ["good", "bad", "很好", ""]
        let coded = Table([
            "text": .categories(
                words.map { word in word.flatMap { dictionary.firstIndex(of: $0) } }, of: dictionary)
        ])
        let other = try await score.outcome(of: coded, width: width)
        for name in ["language", "method", "neg", "neu", "pos", "compound", "class", "hits", "reason"] {
            #expect(cells(plain.output, name) == cells(other.output, name), "\(name)")
        }
    }

    @Test func `names that are taken are refused, with the prefix that helps`() async throws {
        let table = Table(["text": .texts(["good"]), "class": .texts(["gold"])])
        let error = await score.refusal(of: table)
        #expect(error?.code == "table.duplicate-column")
        #expect(error?.help.first?.text.contains("prefix") == true)
        let outcome = try await score.outcome(of: table, ["prefix": .text("text_")])
        #expect(outcome.output.texts("text_class") == ["positive"])
        #expect(outcome.output.texts("class") == ["gold"])
    }

    @Test func `no text at all is an error, no rows too`() async {
        #expect(await score.refusal(of: texted([nil, nil]))?.code == "column.all-missing")
        #expect(await score.refusal(of: texted([]))?.code == "table.empty")
        #expect(await score.refusal(of: Table(["text": .ints([1])]))?.code == "role.missing")
    }

    @Test func `metrics and summary add up`() async throws {
        let outcome = try await score.outcome(of: texted(["good", "bad", "table", "很好", "太差了", nil]))
        #expect(outcome.value(of: "texts") == 5)
        #expect(outcome.value(of: "texts", group: "zh") == 2)
        #expect(outcome.value(of: "positive_share") == 0.4)
        #expect(outcome.value(of: "coverage") == 0.8)
        #expect(try outcome.table("summary").floats("n").compactMap(\.self).reduce(0, +) == 5)
        #expect(try outcome.table("distribution").floats("n").compactMap(\.self).reduce(0, +) == 5)
        #expect(outcome.findings.first?.text.contains("40% sound pleased") == true)
    }

    @Test func `where most texts hold no known word it says so`() async throws {
        let outcome = try await score.outcome(of: texted(["table", "chair", "good"]))
        #expect(outcome.caveat("coverage.low")?.count == 2)
        #expect(outcome.value(of: "rank_correlation") == nil)
    }

    @Test func `the marks of a web page are told, for they hide words`() async throws {
        let table = texted(["Loved it.<br /><br />Great", "I &lt;3 it", "2 < 3 & 4 > 1", nil, "Loved it"])
        let caveat = try await score.outcome(of: table).caveat("text.markup")
        #expect(caveat?.count == 2)
        #expect(caveat?.text.contains("derive text = strip_html(text)") == true)
        #expect(try await score.outcome(of: texted(["Loved it"])).caveat("text.markup") == nil)
    }

    @Test func `other languages in Latin letters are told`() async throws {
        let table = texted([
            "Vendedor confiável, produto ok", "não gostei, comprei gato por lebre", "The café is great",
            "Très bien",
            "3 × 2", "质量很好",
        ])
        let caveat = try await score.outcome(of: table).caveat("text.other-language")
        #expect(caveat?.count == 2)
        #expect(try await score.outcome(of: texted(["Loved it"])).caveat("text.other-language") == nil)
    }

    @Test func `what a shop or form puts in is no word of the customer's`() async throws {
        let table = Table([
            "text": .texts([
                "系统默认好评", "此用户没有填写评价。", "[deleted]", "没有", "No comment", "-", "很好", "bad", "默认好评，其实很差",
            ]),
            "rating": .ints([5, 5, 5, 5, 1, 3, 5, 1, 1]),
        ])
        let outcome = try await score.outcome(of: table)
        let reasons = ["placeholder", "placeholder", "placeholder", "says none", "says none", "says none"]
        #expect(outcome.output.texts("reason") == reasons + [nil, nil, nil])
        for name in ["language", "method", "class"] {
            #expect(outcome.output.texts(name).prefix(6).allSatisfy { $0 == nil }, "\(name)")
        }
        #expect(outcome.output.floats("compound").prefix(6).allSatisfy { $0 == nil })
        #expect(outcome.value(of: "texts") == 3)
        #expect(outcome.metrics.first { $0.name == "agreement" }?.n == 3)
        #expect(outcome.rows == .init(input: 9, used: 3))
        #expect(outcome.caveat("text.placeholder")?.count == 3)
        #expect(outcome.caveat("text.says-none")?.count == 3)

        let all = try await score.outcome(of: table, ["skip_placeholders": .bool(false)])
        #expect(all.value(of: "texts") == 9)
        #expect(all.output.texts("class")[0] == "positive")
        #expect(all.output.texts("reason").allSatisfy { $0 == nil })
        #expect(all.caveat("text.placeholder") == nil)
    }

    @Test(arguments: [1, 2])
    func `placeholders count by rows where a column has few values`(_ width: Int) async throws {
        let coded = Table(["text": .categories([0, 1, 0, nil, 2, 0], of: ["默认好评", "无", "good"])])
        let outcome = try await score.outcome(of: coded, width: width)
        #expect(outcome.caveat("text.placeholder")?.count == 3)
        #expect(outcome.caveat("text.says-none")?.count == 1)
        #expect(
            outcome.output.texts("reason")
                == ["placeholder", "says none", "placeholder", "no text", nil, "placeholder"])
    }
}
