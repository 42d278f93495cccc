import RapportNumerics
import RapportPluginKit
import RapportTestKit
import Testing

@testable import SatisfactionPlugin

@Suite struct ScoreTests {
    static let surveys = Table([
        "customer_id": .texts(["ada", "bea", "cyd", "dan"]),
        "sent_at": .dates([day(2026, 6, 1), day(2026, 6, 20), day(2026, 6, 29), day(2026, 6, 29)]),
        "csat": .ints([5, 2, 1, nil]),
    ])
    static let texts = Table([
        "客户编号": .texts(["ada", "eva", "eva", "cyd"]),
        "日期": .dates([day(2026, 6, 2), day(2026, 6, 10), day(2026, 6, 11), day(2026, 6, 12)]),
        "compound": .floats([0.8, -0.5, 0.9, nil]),
        "发送方": .texts(["客户", "客户", "客服", "客户"]),
    ])
    static let arguments: [String: Value] = [
        "ratings": .columns(["csat"]), "texts": .table("scored"), "snapshot_date": .date(day(2026, 6, 30)),
    ]

    // MARK: - Edge cases

    @Test func `who wrote only is scored by the tone, and who did nothing has no score`() async throws {
        let found = try await score.outcome(of: Self.surveys, Self.arguments, named: ["texts": Self.texts])
        let output = found.output
        #expect(output.texts("customer") == ["ada", "bea", "cyd", "dan", "eva"])
        let (dan, eva) = (3, 4)
        #expect(output.floats("satisfaction_score")[dan] == nil)
        #expect(output.texts("label")[dan] == "not enough evidence")
        #expect(output.texts("reason")[dan] == "no survey, no text")
        #expect(output.floats("confidence")[dan] == nil && output.ints("survey_n")[dan] == 0)
        #expect(output.floats("survey")[eva] == nil && output.texts("reason")[eva] == "no survey")
        let sentiment = try #require(output.floats("sentiment")[eva])
        #expect(agree(output.floats("satisfaction_score")[eva], 100 * sentiment, 1e-9))
        #expect(agree(output.floats("confidence")[eva], output.floats("sentiment_confidence")[eva], 1e-12))
        // The agent's text is not eva's, and one of cyd's has no tone.
        #expect(output.ints("sentiment_n") == [1, 0, 0, 0, 1])
        #expect(found.caveat("texts.other-side")?.count == 1 && found.caveat("texts.toneless")?.count == 1)
        #expect(found.caveat("customers.no-evidence")?.count == 1)
        #expect(found.rows == .init(input: 4, used: 3))
        #expect(found.caveat("score.own-definition")?.text.contains("no outside standard exists") == true)
    }

    @Test func `the interval of a few far apart ends where scores do`() async throws {
        let table = Table(["customer": .texts(["ada", "bea"]), "csat": .ints([1, 5])])
        let found = try await score.outcome(
            of: table,
            ["ratings": .columns(["csat"]), "half_life": .text("none"), "prior_strength": .float(0)])
        #expect(found.output.floats("satisfaction_score") == [0, 100])
        let level = try #require(found.findings.first { $0.code == "score.level" })
        #expect(level.text.contains("the mean is 50 of 100 (95% interval 0 to 100)"), "\(level.text)")
    }

    @Test func `a text without words is no evidence, and effort says which end is hard`() async throws {
        let texts = Table([
            "customer": .texts(["ada", "ada", "bea"]),
            "date": .dates([day(2026, 6, 1), day(2026, 6, 2), day(2026, 6, 2)]),
            "compound": .floats([0.8, 0, 0]), "hits": .ints([1, 0, 0]),
            "reason": .texts([nil, "blank", nil]),
        ])
        let effort = Table([
            "customer": .texts(["ada"]), "date": .dates([day(2026, 6, 1)]), "effort": .ints([7]),
        ])
        let arguments: [String: Value] = ["ratings": .columns(["effort"]), "texts": .table("t")]
        let found = try await score.outcome(of: effort, arguments, named: ["texts": texts])
        #expect(found.output.ints("sentiment_n") == [1, 1])
        #expect(found.caveat("texts.toneless")?.count == 1)
        #expect(found.caveat("scale.direction")?.text.contains("7 is taken as the easiest") == true)
        let csat = Table(["customer": .texts(["a"]), "date": .dates([1]), "csat": .ints([4])])
        let turned = await score.refusal(of: csat, ["ratings": .columns(["csat"]), "reverse": .bool(true)])
        #expect(turned?.code == "parameter.conflict" && turned?.help.count == 2)
    }

    @Test func `one joined table gives what two tables give`() async throws {
        // Rows of texts have no answer, rows of answers no tone.
        let joined = Table([
            "customer": .texts(["ada", "bea", "cyd", "dan", "ada", "eva", "eva"]),
            "time": .dates([
                day(2026, 6, 1), day(2026, 6, 20), day(2026, 6, 29), day(2026, 6, 29), day(2026, 6, 2),
                day(2026, 6, 10), day(2026, 6, 11),
            ]),
            "csat": .ints([5, 2, 1, nil, nil, nil, nil]),
            "compound": .floats([nil, nil, nil, nil, 0.8, -0.5, 0.9]),
            "sender_type": .texts([nil, nil, nil, nil, "customer", "Customer", "agent"]),
        ])
        let one = try await score.outcome(
            of: joined,
            ["ratings": .columns(["csat"]), "snapshot_date": .date(day(2026, 6, 30))])
        let two = try await score.outcome(of: Self.surveys, Self.arguments, named: ["texts": Self.texts])
        for name in ["satisfaction_score", "survey", "sentiment", "confidence", "n_eff"] {
            #expect(
                zip(one.output.floats(name), two.output.floats(name)).allSatisfy { agree($0, $1, 1e-12) },
                "\(name)")
        }
        #expect(one.output.texts("reason") == two.output.texts("reason"))
    }

    @Test func `service is a third part, and its weight may be 0`() async throws {
        let served = Table([
            "customer": .texts(["ada", "cyd"]), "created_at": .dates([day(2026, 6, 3), day(2026, 6, 4)]),
            "efficiency_score": .floats([90, 10]),
        ])
        let arguments = Self.arguments.merging(["texts": .missing, "conversations": .table("served")]) { $1 }
        let found = try await score.outcome(of: Self.surveys, arguments, named: ["conversations": served])
        let output = found.output
        let (survey, service) = (output.floats("survey")[0] ?? .nan, output.floats("service")[0] ?? .nan)
        #expect(
            agree(output.floats("satisfaction_score")[0], 100 * (0.6 * survey + 0.2 * service) / 0.8, 1e-9))
        #expect(try found.table("sensitivity").count == 4)
        #expect(output.texts("reason")[1] == "no conversation")
        let unweighted = try await score.outcome(
            of: Self.surveys,
            arguments.merging(["weights": .map([.init(.text("survey"), .float(1))])]) { $1 },
            named: ["conversations": served])
        #expect(agree(unweighted.output.floats("satisfaction_score")[0], 100 * survey, 1e-9))
        #expect(agree(unweighted.output.floats("service")[0], service, 1e-12))
        #expect(try unweighted.table("sensitivity").count == 0)
        let beyond = served.adding(Field("efficiency_score", .float), .floats([0.9, 101]))
        #expect(
            await score.refusal(of: Self.surveys, arguments, named: ["conversations": beyond])?.code
                == "column.range")
    }

    @Test func `the list of customers counts the silent, names segments, and says who left`() async throws {
        let listed = Table([
            "customer": .texts(["ada", "bea", "cyd", "fay"]),
            "segment": .texts(["gold", "gold", "blue", "blue"]),
            "churned": .bools([false, true, true, nil]),
        ])
        let described = listed.described(
            by: Schema([
                Field("customer", .text), Field("segment", .text), Field("churned", .bool, role: "event"),
            ]))
        let found = try await score.outcome(
            of: Self.surveys, Self.arguments.merging(["customers": .table("all")]) { $1 },
            named: ["texts": Self.texts, "customers": described])
        #expect(found.output.texts("customer").last == "fay" && found.output.texts("segment")[0] == "gold")
        #expect(found.caveat("customers.listed-only")?.count == 1)
        #expect(try found.table("summary").texts("group") == ["all", "blue", "gold", "missing"])
        // ada stayed, bea and cyd left: all of these scored below her.
        #expect(found.metrics.first { $0.name == "churn_auc" }?.value == 1)
    }

    @Test func `months without an answer lengthen the time and do not steepen the trend`() async throws {
        let days = (0..<9).map { day(2020 + $0 / 2, $0 % 2 == 0 ? 1 : 7, 15) }
        let arguments: [String: Value] = ["ratings": .columns(["csat"]), "half_life": .text("none")]
        func found(_ days: [Int32]) async throws -> Outcome {
            let table = Table([
                "customer": .texts(days.flatMap { _ in ["a", "b"] }),
                "date": .dates(days.flatMap { [$0, $0] }),
                "csat": .floats(days.indices.flatMap { [1 + Double($0) / 2, 1 + Double($0) / 2] }),
            ])
            return try await score.outcome(of: table, arguments)
        }
        // A half of four points a half-year: 12.5 of 100 in six months.
        let gaps = try await found(days)
        let movement = gaps.findings.first { $0.code == "score.movement" }?.text
        #expect(movement?.contains("what is said rises by 2.08 points a month") == true, "\(movement ?? "")")
        #expect(gaps.caveat("months.gap")?.count == 40)
        let monthly = try await found((1...9).map { day(2021, $0, 15) })
        let steep = monthly.findings.first { $0.code == "score.movement" }?.text
        #expect(steep?.contains("what is said rises by 12.50 points a month") == true, "\(steep ?? "")")
        #expect(monthly.caveat("months.gap") == nil)
    }

    @Test func `little evidence is labelled so, and age is what makes it little`() async throws {
        let old = Table([
            "customer": .texts(["ada", "bea"]), "date": .dates([day(2025, 6, 30), day(2026, 6, 30)]),
            "csat": .ints([1, 5]),
        ])
        let columns: [String: Value] = ["ratings": .columns(["csat"])]
        let found = try await score.outcome(of: old, columns)
        #expect(found.output.texts("label") == ["not enough evidence", "satisfied"])
        #expect(found.output.texts("reason") == ["little or old evidence", nil])
        #expect(found.output.floats("satisfaction_score")[0] != nil)
        let undated = try await score.outcome(of: old, columns.merging(["half_life": .text("none")]) { $1 })
        #expect(undated.output.texts("label") == ["dissatisfied", "neutral"])
        let without = try await score.outcome(
            of: old.selecting(["customer", "csat"]), columns.merging(["half_life": .text("none")]) { $1 })
        #expect(without.output.floats("satisfaction_score") == undated.output.floats("satisfaction_score"))
        #expect(try without.table("months").count == 0)
    }

    @Test func `the score of before rests on what was known then`() async throws {
        let rows = Table([
            "customer": .texts(["ada", "ada", "bea"]),
            "date": .dates([day(2026, 1, 1), day(2026, 6, 30), day(2026, 6, 1)]), "csat": .ints([5, 1, 3]),
        ])
        let found = try await score.outcome(of: rows, ["ratings": .columns(["csat"])])
        // 90 days before the last answer only ada's 5 was there: its mean is 1, and so is she.
        #expect(found.output.floats("previous_score") == [100, nil])
        #expect(
            agree(found.output.floats("change")[0], (found.output.floats("satisfaction_score")[0] ?? 0) - 100)
        )
    }

    // MARK: - Refusals

    @Test func `what is later than the snapshot is an error, or left out`() async throws {
        let early = Self.arguments.merging(["snapshot_date": .date(day(2026, 6, 15))]) { $1 }
        let error = await score.refusal(of: Self.surveys, early, named: ["texts": Self.texts])
        #expect(error?.code == "parameter.range")
        #expect(
            error?.message.hasPrefix("2 of the answers and texts are later than the snapshot, 2026-06-15")
                == true)
        let dropped = try await score.outcome(
            of: Self.surveys, early.merging(["future": .text("drop")]) { $1 }, named: ["texts": Self.texts])
        #expect(dropped.caveat("rows.future")?.count == 2)
    }

    @Test func `a table without evidence, without times or with strange sides is refused`() async {
        let bare = Self.surveys.selecting(["customer_id", "sent_at"])
        #expect(await score.refusal(of: bare)?.code == "role.missing")
        let untimed = Self.surveys.selecting(["customer_id", "csat"])
        let error = await score.refusal(of: untimed, ["ratings": .columns(["csat"])])
        #expect(error?.message == "`half_life` needs a column for `time`: when they answered")
        let toneless = Self.texts.selecting(["客户编号", "日期", "发送方"])
        let lacking = await score.refusal(of: Self.surveys, Self.arguments, named: ["texts": toneless])
        #expect(lacking?.message == "no column of the table of `texts` is known to be `sentiment`")
        let strange = Self.texts.adding(Field("发送方", .text), .texts(["x", "y", "x", "y"]))
        #expect(
            await score.refusal(of: Self.surveys, Self.arguments, named: ["texts": strange])?.code
                == "column.levels")
        let wild = Self.texts.adding(Field("compound", .float), .floats([0, 2, 0, 0]))
        #expect(
            await score.refusal(of: Self.surveys, Self.arguments, named: ["texts": wild])?.code
                == "column.range")
        let undated = Self.texts.adding(Field("日期", .date), .dates([nil, 1, 1, 1]))
        #expect(
            await score.refusal(of: Self.surveys, Self.arguments, named: ["texts": undated])?.message
                == "`日期` is missing in 1 row with evidence of the table of `texts`, the first is row 1")
        let numbered = Self.texts.adding(Field("客户编号", .int), .ints([1, 2, 3, 4]))
        #expect(
            await score.refusal(of: Self.surveys, Self.arguments, named: ["texts": numbered])?.code
                == "column.type")
    }

    @Test(
        "arguments that do not fit are refused",
        arguments: [
            ("weights", Value.map([.init(.text("survy"), .float(1))])),
            ("weights", .map([.init(.text("survey"), .float(-1))])),
            ("weights", .map([.init(.text("survey"), .float(0))])),
            ("thresholds", .list([.float(70), .float(50)])), ("thresholds", .list([.float(50)])),
            ("half_life", .float(0)),
        ])
    func arguments(_ name: String, _ value: Value) async {
        let error = await score.refusal(of: Self.surveys, ["ratings": .columns(["csat"]), name: value])
        #expect(error?.code == "parameter.range", "\(error?.message ?? "none")")
    }

    @Test func `equal answers of different age are ties of the order`() async throws {
        let places = Array(0..<24)
        let answers = places.map { [3, 7, 6, 9, 1][$0 % 5] }
        let tones = places.map { Double(($0 * 7) % 24) / 12 - 0.95 }
        let table = Table([
            "customer": .texts(places.map { "c\($0 + 10)" }),
            "date": .dates(places.map { day(2026, 1, 1) + Int32($0 * 3) }),
            "nps": .ints(answers), "compound": .floats(tones),
        ])
        let found = try await score.outcome(
            of: table, ["ratings": .columns(["nps"]), "sentiment": .column("compound")])
        let expected = try #require(Correlation.spearman(answers.map(Double.init), tones))
        let metric = try #require(found.metrics.first { $0.name == "survey_sentiment_spearman" })
        #expect(agree(metric.value, expected.coefficient, 1e-12))
    }

    // MARK: - Properties

    @Test(
        "neither order nor names matter, and weights count by their ratio", arguments: 0..<20 as Range<UInt64>
    )
    func properties(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let rows = (0..<Int.random(in: 1...150, using: &random)).map { _ in
            (
                "客户\(Int.random(in: 0..<20, using: &random))",
                Int32.random(in: 20_000..<20_400, using: &random),
                Bool.random(using: &random) ? Int.random(in: 1...5, using: &random) : nil,
                Bool.random(using: &random) ? Double.random(in: -1...1, using: &random) : nil
            )
        }
        guard rows.contains(where: { $0.2 != nil }) else { return }
        func table(_ rows: [(String, Int32, Int?, Double?)]) -> Table {
            Table([
                "客户": .texts(rows.map(\.0)), "日期": .dates(rows.map(\.1)), "满意度": .ints(rows.map(\.2)),
                "情感": .floats(rows.map(\.3)),
            ])
        }
        func weights(_ survey: Double, _ sentiment: Double) -> Value {
            .map([.init(.text("survey"), .float(survey)), .init(.text("sentiment"), .float(sentiment))])
        }
        let arguments: [String: Value] = ["ratings": .columns(["满意度"])]
        let found = try await score.outcome(
            of: table(rows), arguments.merging(["weights": weights(0.6, 0.4)]) { $1 })
        for (other, width) in [(rows.shuffled(using: &random), 2), (rows, 1)] {
            let again = try await score.outcome(
                of: table(other), arguments.merging(["weights": weights(6, 4)]) { $1 }, width: width)
            for name in ["satisfaction_score", "confidence", "previous_score", "n_eff"] {
                #expect(
                    zip(found.output.floats(name), again.output.floats(name)).allSatisfy {
                        agree($0, $1, 1e-9)
                    },
                    "seed \(seed), \(name)")
            }
            #expect(found.output.texts("label") == again.output.texts("label"), "seed \(seed)")
        }
        for value in found.output.floats("satisfaction_score").compactMap(\.self) {
            #expect((0...100).contains(value), "seed \(seed)")
        }
        let wide = try await score.outcome(
            of: table(rows), arguments.merging(["weights": weights(0.6, 0.4)]) { $1 }, width: 2)
        #expect(wide.output.isIdentical(to: found.output), "seed \(seed)")
    }
}
