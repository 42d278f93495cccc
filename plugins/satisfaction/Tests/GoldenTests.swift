import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

@testable import SatisfactionPlugin

/// Agreement with statsmodels, the formulas of Rocks, and the worked example of the score.
@Suite struct GoldenTests {
    @Test("the share satisfied has the interval of statsmodels", arguments: Survey.Interval.allCases)
    func shares(_ interval: Survey.Interval) async throws {
        for golden in try GoldenCase.all("sat_csat_intervals") {
            let (count, trials) = (number(golden.input["count"]) ?? 0, number(golden.input["nobs"]) ?? 0)
            let answers = (0..<Int(trials)).map { Double($0) < count ? 5.0 : 2 }
            let found = try await survey.outcome(
                of: ratings(answers),
                byRating.merging(["scale": .text("csat"), "interval": .text(interval.rawValue)]) { $1 })
            let expected = numbers(golden.expected[interval.rawValue])
            #expect(agree(found.output.floats("value")[0], number(golden.expected["proportion"])))
            #expect(agree(found.output.floats("low")[0], expected[0]), "\(interval) of \(count)/\(trials)")
            #expect(agree(found.output.floats("high")[0], expected[1]), "\(interval) of \(count)/\(trials)")
        }
    }

    @Test func `the net promoter score has the adjusted Wald interval`() async throws {
        for golden in try GoldenCase.all("sat_nps") {
            var answers = numbers(golden.input["scores"])
            for (name, answer) in [("promoters", 10.0), ("passives", 7), ("detractors", 3)] {
                answers += Array(repeating: answer, count: Int(number(golden.input[name]) ?? 0))
            }
            let found = try await survey.outcome(
                of: ratings(answers), byRating.merging(["scale": .text("nps")]) { $1 })
            let expected = numbers(golden.expected["adjusted_wald"])
            #expect(agree(found.output.floats("value")[0], number(golden.expected["nps"])))
            #expect(agree(found.output.floats("low")[0], expected[0]))
            #expect(agree(found.output.floats("high")[0], expected[1]))
        }
    }

    @Test func `the score of each customer is that of the worked example`() async throws {
        let cases = try GoldenCase.all("sat_composite_score")
        for golden in cases {
            let answers = golden.input["surveys"] as? [[Any]] ?? []
            let tones = golden.input["sentiments"] as? [[Any]] ?? []
            func text(_ value: Any) -> String { value as? String ?? "" }
            let surveys = Table([
                "customer": .texts(answers.map { text($0[0]) }),
                "date": .dates(answers.map { day(text($0[1])) }),
                "kind": .texts(answers.map { text($0[2]) }), "rating": .floats(answers.map { number($0[3]) }),
            ])
            let texts = Table([
                "customer": .texts(tones.map { text($0[0]) }), "date": .dates(tones.map { day(text($0[1])) }),
                "compound": .floats(tones.map { number($0[2]) }),
            ])
            let halfLife = number(golden.params["half_life_days"])
            let found = try await score.outcome(
                of: surveys,
                [
                    "ratings": .columns(["rating"]), "scale_column": .text("kind"), "texts": .table("texts"),
                    "half_life": halfLife.map { .float($0) } ?? .text("none"),
                    "prior_strength": .float(number(golden.params["prior_strength"]) ?? -1),
                    "snapshot_date": .date(day(text(golden.input["as_of"] ?? ""))),
                    "min_confidence": .float(0),
                ], named: ["texts": texts])
            let parts = try found.table("parts")
            #expect(agree(parts.floats("mean")[0], number(golden.expected["survey_mean"])))
            #expect(agree(parts.floats("mean")[1], number(golden.expected["sentiment_mean"])))
            let customers = golden.expected["customers"] as? [String: [String: Any]] ?? [:]
            #expect(found.output.count == customers.count)
            for (name, expected) in customers {
                let row = try found.output.row("customer", name)
                #expect(
                    agree(
                        found.output.floats("satisfaction_score")[row], number(expected["satisfaction_score"])
                    ),
                    "\(name)")
                #expect(found.output.texts("label")[row] == expected["label"] as? String, "\(name)")
                var effective = 0.0
                for part in ["survey", "sentiment"] {
                    let values = expected[part] as? [String: Any]
                    #expect(
                        agree(found.output.floats(part)[row], number(values?["value"])), "\(name) \(part)")
                    #expect(
                        agree(
                            found.output.floats("\(part)_confidence")[row], number(values?["confidence"])))
                    #expect(found.output.ints("\(part)_n")[row] == Int(number(values?["n"]) ?? 0))
                    effective += number(values?["n_eff"]) ?? 0
                }
                #expect(agree(found.output.floats("n_eff")[row], effective), "\(name)")
            }
        }
    }
}
