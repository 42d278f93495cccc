import RapportPluginKit
import RapportTestKit
import Testing

@testable import SatisfactionPlugin

/// Answers in words, and scales that values alone would get wrong.
@Suite struct AnswerTests {
    private func asked(_ cells: [String?], name: String = "answer") -> Table {
        Table(Schema([Field(name, .text)]), [.texts(cells)])
    }

    private let byAnswer: [String: Value] = ["ratings": .columns(["answer"])]

    // MARK: - Words

    @Test(arguments: [
        [
            "Very satisfied", "Satisfied", "Neither satisfied nor dissatisfied", "Dissatisfied",
            "Very dissatisfied",
        ],
        ["非常满意", "满意", "一般", "不满意", "非常不满意"], ["很滿意", "比較滿意", "普通", "不太滿意", "很不滿意"],
        ["5 - Excellent", "4 - Good", "3 - Average", "2 - Fair", "1 - Poor"],
        ["Excellent (5)", "good (4)", "so (3)", "meh (2)", "no (1)"], ["５分", "4 stars", "3星", "2 颗星", "1.0"],
        ["★★★★★", "★★★★☆", "★★★☆☆", "★★☆☆☆", "★☆☆☆☆"], ["五星好评", "四星", "三星", "二星", "一星"],
        ["Excellent", "Very good", "Good", "Fair", "Poor"], ["很好", "好", "一般", "差", "很差"],
        ["非常满意", "Satisfied", "一般", "Dissatisfied", "Very dissatisfied"],
        ["Very satisfied", "4", "3", "2", "Very dissatisfied"],
    ])
    func `words stand for the points of a scale`(_ words: [String]) async throws {
        let outcome = try await survey.outcome(
            of: asked(words + [nil, "N/A", "(跳过)"]),
            byAnswer.merging(
                ["unanswered": .text("count")]) { $1 })
        #expect(outcome.output.texts("metric") == ["csat"])
        #expect(outcome.output.floats("value") == [0.4] && outcome.output.floats("mean") == [3])
        #expect(outcome.output.ints("n") == [5])
        #expect(outcome.caveat("answers.none")?.count == 2)
        let told = outcome.caveat("answers.words") ?? outcome.caveat("answers.numbers")
        #expect(told?.text.contains("`answer`") == true)
    }

    @Test func `what words were taken for is told from the worst to the best`() async throws {
        let outcome = try await survey.outcome(of: asked(["Satisfied", "Very dissatisfied"]), byAnswer)
        #expect(
            outcome.caveat("answers.words")?.text
                == "`answer` is answered in words, taken as very dissatisfied 1 and satisfied 4")
    }

    @Test func `good and bad of a help desk leave out what was not rated`() async throws {
        let cells = ["Good", "Good with comment", "Bad", "Offered", "Unoffered", "Good"]
        let outcome = try await survey.outcome(
            of: asked(cells), byAnswer.merging(["unanswered": .text("count")]) { $1 })
        #expect(outcome.output.texts("metric") == ["good"] && outcome.output.floats("value") == [0.75])
        #expect(agree(outcome.output.floats("response_rate")[0], 4.0 / 6))
    }

    @Test func `answers to recommend hold their numbers at either end`() async throws {
        let cells = ["0 - Not at all likely", "5", "Extremely likely - 10", "9", "8"]
        let outcome = try await survey.outcome(of: asked(cells), byAnswer)
        #expect(outcome.output.texts("metric") == ["nps"] && outcome.output.floats("value") == [0])
    }

    @Test func `unknown words are counted, and never guessed`() async throws {
        let error = await survey.refusal(of: asked(["Satisfied", "Fine", "meh"]), byAnswer)
        #expect(error?.code == "column.type")
        #expect(error?.message.contains("3 of 3 answers") == true && error?.message.contains("row 1") == true)
        #expect(error?.help.first?.text.contains("recode answer = ") == true)
        let mixed = await survey.refusal(of: asked(["4", "5", "later"]), byAnswer)
        #expect(mixed?.message.contains("1 of 3 answers") == true && mixed?.message.contains("row 3") == true)
        #expect(
            mixed?.help.first?.text == "`… | cast answer=float on_error=missing` before it leaves them out")
        // Seven steps: which of them are five, nobody knows.
        let seven = await survey.refusal(
            of: asked(["Extremely satisfied", "Very satisfied", "Somewhat satisfied"]), byAnswer)
        #expect(seven?.code == "column.type")
    }

    @Test func `numbers that run against their words are refused`() async throws {
        let error = await survey.refusal(
            of: asked(["1 - Very satisfied", "5 - Very dissatisfied", "3 - Neutral"]), byAnswer)
        #expect(error?.code == "survey.wording")
        #expect(error?.help.first?.text.contains("derive answer = 6 - number(extract(answer, ") == true)
    }

    // MARK: - Numbers

    @Test func `a flag is good or bad, and no score of eleven points`() async throws {
        for name in ["label", "recommended", "satisfied"] {
            let outcome = try await survey.outcome(
                of: ratings([1, 0, 1, 1], name: name), ["ratings": .columns([name])])
            #expect(outcome.output.texts("metric") == ["good"] && outcome.output.floats("value") == [0.75])
        }
        #expect(await survey.refusal(of: ratings([1, 1]), byRating)?.code == "survey.scale")
    }

    @Test func `numbers between the points of a scale are another measure`() async throws {
        let shares = ratings([0.33, 0.71, 1, 0.84], name: "confidence")
        let error = await survey.refusal(of: shares, ["ratings": .columns(["confidence"])])
        #expect(error?.code == "survey.scale")
        #expect(error?.message.contains("3 of 4 answers of `confidence`") == true)
        // Half stars are answers, and so is what is said to be.
        _ = try await survey.outcome(of: ratings([4.5, 3.5, 2]), byRating)
        _ = try await survey.outcome(
            of: shares, ["ratings": .columns(["confidence"]), "scale": .text("nps")])
    }

    @Test func `two scales in one column are found where another column parts them`() async throws {
        var schema = Schema([
            Field("customer_id", .int), Field("survey", .text), Field("score", .int),
        ])
        schema.fields[1].kind = .category
        let kinds: [String?] = (0..<60).map { $0 < 30 ? "CSAT" : "NPS" }
        let points: [Int?] = (0..<60).map { row in row < 30 ? 1 + row % 5 : row % 11 }
        let table = Table(schema, [.ints((0..<60).map { $0 }), .texts(kinds), .ints(points)])
        let ratings: [String: Value] = ["ratings": .columns(["score"])]
        let error = await survey.refusal(of: table, ratings)
        #expect(error?.code == "survey.mixed-scales" && error?.message.contains("`survey`") == true)
        #expect(error?.help.contains { $0.text.contains("`by=survey`") } == true)
        let scored = ratings.merging(["customer": .column("customer_id"), "half_life": .text("none")]) { $1 }
        let other = await score.refusal(of: table, scored)
        #expect(other?.code == "survey.mixed-scales")
        #expect(other?.help.contains { $0.text.contains("`scale_column=survey`") } == true)
        let apart = try await score.outcome(
            of: table, scored.merging(["scale_column": .text("survey")]) { $1 })
        #expect(apart.output.count == 60)
    }

    @Test func `the score says which way it took effort, and takes words too`() async throws {
        let effort = Table(["customer": .ints([1, 2]), "effort": .ints([7, 2])])
        let none: [String: Value] = ["half_life": .text("none")]
        let outcome = try await score.outcome(
            of: effort, none.merging(["ratings": .columns(["effort"])]) { $1 })
        #expect(outcome.caveat("scale.direction")?.text.contains("7 is taken as the easiest") == true)
        let words = Table(["customer": .ints([1, 2]), "满意度": .texts(["非常满意", "不满意"])])
        let found = try await score.outcome(
            of: words, none.merging(["ratings": .columns(["满意度"]), "prior_strength": .float(0)]) { $1 })
        #expect(found.output.floats("survey") == [1, 0.25])
    }
}

/// Words and stars as help desks, staff surveys and film sites give them.
@Suite struct FoundAnswerTests {
    private func asked(_ cells: [String?]) -> Table {
        Table(Schema([Field("answer", .text)]), [.texts(cells)])
    }
    private let byAnswer: [String: Value] = ["ratings": .columns(["answer"])]

    @Test(arguments: [
        ["Extremely Happy", "Happy", "Neutral", "Unhappy", "Extremely Unhappy"],
        ["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"],
        ["非常同意", "同意", "一般", "不同意", "非常不同意"],
    ])
    func `five steps of other words`(_ words: [String]) async throws {
        let outcome = try await survey.outcome(of: asked(words), byAnswer)
        #expect(outcome.output.texts("metric") == ["csat"])
        #expect(outcome.output.floats("value") == [0.4] && outcome.output.floats("mean") == [3])
        let speaksOfAgreement = words[1] != "Happy"
        #expect((outcome.caveat("answers.agreement") != nil) == speaksOfAgreement)
    }

    @Test func `who is neutral or dissatisfied is not satisfied`() async throws {
        let cells = [
            "satisfied", "neutral or dissatisfied", "neutral or dissatisfied", "satisfied", "satisfied",
        ]
        let outcome = try await survey.outcome(of: asked(cells), byAnswer)
        #expect(outcome.output.texts("metric") == ["good"] && outcome.output.floats("value") == [0.6])
    }

    @Test func `half stars up to five are no recommendation`() async throws {
        let table = ratings([0.5, 3, 3.5, 4, 4.5, 5, 2, 1])
        var found: Diagnostic?
        do throws(Diagnostic) { _ = try await survey.outcome(of: table, byRating) } catch { found = error }
        #expect(found?.code == "survey.scale")
        #expect(found?.help.first?.text.contains("max_of(1, rating)") == true)
        let outcome = try await survey.outcome(of: ratings([1, 3, 3.5, 4, 4.5, 5, 2, 1]), byRating)
        #expect(outcome.output.texts("metric") == ["csat"] && outcome.output.floats("value") == [0.375])
    }
}
