import Foundation
import RapportPluginKit
import RapportTestKit
import Testing

@testable import SentimentPlugin

@Suite struct RatingTests {
    @Test func `scores are compared with ratings by thirds of the scale`() async throws {
        let table = Table([
            "text": .texts(["great", "fine", "terrible", "good", "table", "awful"]),
            "csat": .ints([5, 4, 1, 2, 3, nil]),
        ])
        let outcome = try await score.outcome(of: table)
        let agreement = try outcome.table("agreement")
        func n(_ third: String, _ feeling: String) -> Double? {
            (0..<agreement.count).first { row in
                agreement.texts("rating_third")[row] == third && agreement.texts("class")[row] == feeling
            }.flatMap { agreement.floats("n")[$0] }
        }
        #expect(n("high", "positive") == 2)
        #expect(n("low", "positive") == 1)
        #expect(n("low", "negative") == 1)
        #expect(n("middle", "neutral") == 1)
        #expect(outcome.value(of: "agreement") == 0.8)
        // Ranks 5 4 1 2 3 of ratings, and of compounds .6249 .2023 -.4767 .4404 0: 1 - 6·6/120.
        let correlation = try #require(outcome.value(of: "rank_correlation"))
        #expect(abs(correlation - 0.7) < 1e-12)
        #expect(outcome.caveat("rating.scale")?.text.contains("from 1 to 5") == true)
    }

    @Test(arguments: [
        ([0, 10, 3, 4, 6, 7], nil as [Double]?, ["low", "high", "low", "middle", "middle", "high"]),
        ([0, 1], nil, ["low", "high"]), ([1, 1], nil, ["low", "low"]),
        ([0, 3, 5], nil, ["low", "middle", "high"]),
        ([1, 3, 5, 7], nil, ["low", "low", "high", "high"]),
        ([1, 2, 3, 4, 5], nil, ["low", "low", "middle", "high", "high"]),
        ([0, 1, 2, 3], [0, 3], ["low", "low", "high", "high"]),
    ])
    func `thirds are those of the survey's scale`(
        _ ratings: [Double], _ scale: [Double]?, _ thirds: [String]
    ) throws {
        let found = Ratings(values: ratings, scale: try Score.scale(of: ratings, given: scale))
        #expect(ratings.indices.map { found.third(of: $0)?.rawValue } == thirds)
    }

    @Test func `votes are no ratings`() async throws {
        let votes = (0..<20).map { $0 * 3 - 7 }
        let table = Table([
            "text": .texts(votes.map { $0 > 20 ? "good" : "bad" }), "score": .ints(votes.map { $0 }),
        ])
        let outcome = try await score.outcome(of: table)
        #expect(outcome.value(of: "agreement") == nil)
        #expect(outcome.caveat("rating.no-scale")?.text.contains("from -7 to 50") == true)
        let given = try await score.outcome(
            of: table, ["rating_scale": .list([.float(-7), .float(50)])])
        #expect(given.value(of: "agreement") != nil && given.caveat("rating.no-scale") == nil)
    }

    @Test func `texts of both sides are told`() async throws {
        let table = Table([
            "text": .texts(["good", "bad", "thanks"]), "inbound": .bools([true, false, true]),
        ])
        let outcome = try await score.outcome(of: table)
        #expect(outcome.caveat("text.sides")?.text.contains("`… | where inbound`") == true)
        let own = Table(["text": .texts(["good", "bad"]), "inbound": .bools([true, true])])
        #expect(try await score.outcome(of: own).caveat("text.sides") == nil)
    }

    @Test func `the head of a mail is told`() async throws {
        let mail =
            "Message-ID: <1@x>\r\nDate: Fri, 1 Jun 2001\r\nTo: a@x,\r\n\tb@x\r\nSubject: great\r\n\r\nbad"
        let outcome = try await score.outcome(of: texted([mail, "Note: good\nPrice: fine\nSize: ok\n\nbad"]))
        #expect(outcome.caveat("text.mail-head")?.count == 1)
    }

    @Test func `a scale that does not hold the ratings is an error`() async {
        let table = Table(["text": .texts(["good", "bad"]), "rating": .ints([5, 9])])
        let error = await score.refusal(of: table, ["rating_scale": .list([.float(1), .float(5)])])
        #expect(error?.code == "column.range")
        let turned = await score.refusal(of: table, ["rating_scale": .list([.float(5), .float(1)])])
        #expect(turned?.code == "parameter.range")
    }

    @Test func `the column's name tells the scale where it holds all`() throws {
        #expect(try Score.scale(of: [2, 5], given: nil, column: "nps") == 0...10)
        #expect(try Score.scale(of: [2, 5], given: nil, column: "满意度") == 1...5)
        #expect(try Score.scale(of: [0, 100], given: nil, column: "satisfaction") == 0...100)
    }

    @Test func `ratings that are all the same cannot be compared, and turned ones are told`() async throws {
        let same = Table(["text": .texts(["good", "bad", "awful"]), "rating": .ints([3, 3, 3])])
        let constant = try await score.outcome(of: same)
        #expect(constant.caveat("agreement.unknown")?.count == 3)
        #expect(constant.value(of: "rank_correlation") == nil)
        let turned = Table([
            "text": .texts((0..<20).map { $0 % 2 == 0 ? "good tea" : "awful tea" }),
            "rating": .ints((0..<20).map { $0 % 2 == 0 ? 1 : 5 }),
        ])
        #expect(try await score.outcome(of: turned).caveat("agreement.reversed")?.count == 20)
    }

    @Test func `ratings on which 1 is the best teach nothing`() async throws {
        // Each text its own, pleased by its words where the mark is low.
        let table = Table([
            "text": .texts((0..<240).map { "第\($0)次买，\($0 % 2 == 0 ? "非常满意" : "太失望了")" }),
            "rating": .ints((0..<240).map { $0 % 2 == 0 ? 1 : 5 }),
        ])
        let found = try await score.outcome(of: table)
        #expect(found.caveat("training.reversed")?.text.hasPrefix("not trained") == true)
        #expect(Set(found.output.texts("method")) == ["rules"])
        #expect(found.output.texts("class").prefix(2) == ["positive", "negative"])
        let forced = try await score.outcome(of: table, ["method": .text("trained")])
        #expect(forced.caveat("training.reversed")?.text.contains("wrong sign") == true)
        let one = await score.refusal(
            of: Table(["text": .texts(["很好", "不错"]), "rating": .ints([5, 4])]), ["method": .text("trained")])
        #expect(
            one?.code == "class.single" && one?.message.contains("2 are pleased and 0 displeased") == true)
    }

    // MARK: - Training

    @Test(arguments: [1, 2])
    func `200 rated texts teach, and the better method is taken`(_ width: Int) async throws {
        let outcome = try await score.outcome(of: ratedComments(400), width: width)
        #expect(Set(outcome.output.texts("method")) == ["trained"])
        #expect(try #require(outcome.value(of: "auc")) > 0.99)
        #expect(outcome.caveat("training.used")?.count == 400)
        #expect(try #require(outcome.value(of: "rank_correlation")) > 0.7)
        // The lexicon knows none of these words, and coverage says so.
        #expect(outcome.value(of: "coverage") == 0)
        #expect(try outcome.table("model").count > 10)
    }

    @Test func `fewer teach nothing, and ratings by chance neither`() async throws {
        let few = try await score.outcome(of: ratedComments(120))
        #expect(Set(few.output.texts("method")) == ["rules"])
        #expect(few.caveat("training.too-few")?.count == 120)
        #expect(try few.table("model").count == 1)

        let table = ratedComments(400)
        var random = SeededRandom(seed: 4)
        let chance = Table([
            "text": try table.column("text"),
            "rating": .ints((0..<400).map { _ in Bool.random(using: &random) ? 1 : 5 }),
        ])
        let weak = try await score.outcome(of: chance)
        #expect(Set(weak.output.texts("method")) == ["rules"])
        #expect(weak.caveat("training.weak") != nil)
        let rules = try await score.outcome(of: table, ["method": .text("rules")])
        #expect(Set(rules.output.texts("method")) == ["rules"])
    }

    @Test func `a rated text is scored by a fit that had not seen it`() async throws {
        // Every text is its own word, so that what was learnt by heart would show.
        let alphabet = (0..<800).compactMap { Unicode.Scalar(0x4E00 + $0 * 7).map(Character.init) }
        let table = Table([
            "text": .texts((0..<400).map { String([alphabet[$0 * 2], alphabet[$0 * 2 + 1]]) }),
            "rating": .ints((0..<400).map { $0 % 2 == 0 ? 1 : 5 }),
        ])
        let outcome = try await score.outcome(of: table, ["method": .text("trained")])
        #expect(abs(try #require(outcome.value(of: "auc")) - 0.5) < 0.1)
    }

    @Test func `repeated texts teach once`() async throws {
        let once = ratedComments(300)
        let twice = try Table.concatenated([once, once], work: Work())
        let outcome = try await score.outcome(of: twice)
        #expect(outcome.caveat("training.duplicates")?.count == 300)
        #expect(outcome.caveat("training.used")?.count == 300)
    }

    @Test func `a kept model scores another month alike, without ratings`() async throws {
        let lexicon = try temporaryFile("word,valence\nlukewarm,-2\n回甘,3\n")
        defer { try? FileManager.default.removeItem(atPath: lexicon) }
        let march = try await score.outcome(
            of: ratedComments(400), ["user_lexicon": .file(lexicon)])
        let model = try march.table("model")
        var april = ratedComments(50, seed: 9)
        april = Table(["text": try april.column("text")])
        let extra = try Table.concatenated([april, texted(["lukewarm tea"])], work: Work())
        let kept = try await score.outcome(
            of: extra, ["model": .table("march")], named: ["model": model])
        #expect(kept.output.texts("method").dropLast().allSatisfy { $0 == "trained" })
        #expect(kept.output.floats("compound").last == -0.4588)
        // The model of the new run is the one that came in.
        let again = try kept.table("model")
        for name in ["part", "term", "value"] { #expect(cells(again, name) == cells(model, name)) }
        #expect(kept.caveat("training.kept") != nil)
    }

    @Test func `a model of another shape is refused`() async {
        let error = await score.refusal(
            of: texted(["good"]), ["model": .table("x")], named: ["model": texted(["a"])])
        #expect(error?.code == "model.shape")
        let broken = Table(["part": .texts(["weight"]), "term": .texts(["三个字"]), "value": .floats([1])])
        #expect(
            await score.refusal(of: texted(["good"]), ["model": .table("x")], named: ["model": broken])?.code
                == "model.shape")
        let old = Table(["part": .texts(["rules"]), "term": .texts([nil]), "value": .floats([99])])
        #expect(
            await score.refusal(of: texted(["good"]), ["model": .table("x")], named: ["model": old])?.code
                == "model.version")
        let both = await score.refusal(
            of: texted(["good"]), ["model": .table("x"), "method": .text("rules")], named: ["model": old])
        #expect(both?.code == "parameter.conflict")
        #expect(
            await score.refusal(of: texted(["good"]), ["method": .text("trained")])?.code
                == "parameter.missing")
    }

    // MARK: - Lexicon

    @Test(arguments: [
        ("word,valence\n", "lexicon.empty"), ("a,b\n1,2\n", "lexicon.columns"),
        ("word,valence\nbad,9\n", "lexicon.valence"),
        ("word,valence\nbad,x\n", "lexicon.valence"),
    ])
    func `a lexicon that is none is an error`(_ text: String, _ code: String) async throws {
        let path = try temporaryFile(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = await score.refusal(of: texted(["good"]), ["user_lexicon": .file(path)])
        #expect(error?.code.name == code)
        #expect(error?.subject == .parameter("user_lexicon"))
    }

    @Test func `an English phrase is left out and counted`() async throws {
        let path = try temporaryFile("word,valence\nto die for,3\nstale,-2\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let outcome = try await score.outcome(of: texted(["stale biscuits"]), ["user_lexicon": .file(path)])
        #expect(outcome.caveat("lexicon.phrases")?.count == 1)
        #expect(outcome.caveat("lexicon.user")?.count == 1)
        #expect(outcome.output.texts("class") == ["negative"])
    }

    private func temporaryFile(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv")
            .path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
