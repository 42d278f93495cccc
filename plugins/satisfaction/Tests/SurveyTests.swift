import RapportNumerics
import RapportPluginKit
import RapportTestKit
import Testing

@testable import SatisfactionPlugin

@Suite struct SurveyTests {
    // MARK: - Scales

    @Test func `the scale comes from the name, else from the values, and the caveat says so`() async throws {
        for (name, values, scale) in [
            ("csat", [5.0, 4, 3], "csat"), ("净推荐值", [5, 4, 3], "nps"), ("customer_effort", [5, 4, 3], "ces"),
            ("满意度", [5, 1], "csat"), ("score", [5, 4, 1], "csat"), ("score", [6, 4, 1], "ces"),
            ("score", [0, 7], "nps"), ("score", [0, 1, 1], "good"), ("q7", [10, 4], "nps"),
            ("dissatisfaction", [7, 2], "ces"),
        ] {
            let found = try await survey.outcome(
                of: ratings(values, name: name), ["ratings": .columns([name])])
            #expect(found.output.texts("metric") == [scale], "\(name) \(values)")
            #expect(found.caveat("scale.detected")?.text.contains("`\(name)` is taken for") == true)
        }
        let given = try await survey.outcome(
            of: ratings([5, 4]), byRating.merging(["scale": .text("nps")]) { $1 })
        #expect(given.caveat("scale.detected") == nil)
        let beyond = await survey.refusal(of: ratings([5, 40]), byRating)
        #expect(beyond?.code == "survey.scale")
    }

    @Test func `a 0 on a scale from 1 to 5 is an error that names the row and suggests the scale that fits`()
        async
    {
        let zero = await survey.refusal(
            of: ratings([5, 4, 0, 3], name: "csat"), ["ratings": .columns(["csat"])])
        #expect(zero?.code == "column.range")
        #expect(zero?.message.contains("in row 3, below it; expected 1 to 5") == true)
        #expect(zero?.help.first?.text.contains("scale=nps") == true)
        // Nothing fits -1: only the line that leaves it out is left.
        let none = await survey.refusal(of: ratings([5, -1], name: "csat"), ["ratings": .columns(["csat"])])
        #expect(none?.help.count == 1 && none?.help[0].text.contains("where csat >= 1 and csat <= 5") == true)
    }

    @Test(arguments: [
        ([0.0, 5, 4], "stars from 0 to 5"), ([0, 1, 0.5], "stars from 0 to 5"),
        ([1, 1], "all answers of `rating` are 1"),
        ([0, 0], "all answers of `rating` are 0"),
    ])
    func `values on which one number is good and bad are asked about`(_ values: [Double], _ words: String)
        async throws
    {
        let error = await survey.refusal(of: ratings(values), byRating)
        #expect(error?.code == "survey.scale" && error?.message.contains(words) == true)
        #expect(error?.help.count == 2 && error?.subject == .column("rating"))
        for scale in ["nps", "good"] where scale == "nps" || !values.contains(where: { $0 != 0 && $0 != 1 }) {
            _ = try await survey.outcome(
                of: ratings(values), byRating.merging(["scale": .text(scale)]) { $1 })
        }
    }

    @Test func `effort can be turned round, and nothing else`() async throws {
        let table = ratings([7, 7, 1, 2], name: "effort")
        let columns: [String: Value] = ["ratings": .columns(["effort"])]
        let easy = try await survey.outcome(of: table, columns)
        #expect(easy.output.floats("value") == [0.5] && easy.output.floats("mean") == [4.25])
        let hard = try await survey.outcome(of: table, columns.merging(["reverse": .bool(true)]) { $1 })
        #expect(hard.output.floats("value") == [0.5] && hard.output.floats("mean") == [3.75])
        #expect(try hard.table("answers").floats("answer") == [1, 6, 7])
        let other = await survey.refusal(of: ratings([5]), byRating.merging(["reverse": .bool(true)]) { $1 })
        #expect(other?.code == "parameter.conflict")
    }

    @Test func `two scales in one column are refused where groups show them`() async throws {
        let values: [Double] = (0..<30).map { Double(1 + $0 % 5) } + (0..<30).map { Double($0 % 11) }
        let table = Table([
            "rating": .floats(values), "kind": .texts((0..<60).map { $0 < 30 ? "csat" : "nps" }),
        ])
        let arguments = byRating.merging(["compare": .columns(["kind"])]) { $1 }
        let error = await survey.refusal(of: table, arguments)
        #expect(error?.code == "survey.mixed-scales")
        _ = try await survey.outcome(of: table, arguments.merging(["scale": .text("nps")]) { $1 })
        let apart = try await survey.outcome(of: table, byRating.merging(["by": .columns(["kind"])]) { $1 })
        #expect(apart.output.texts("metric") == ["csat", "nps"])
    }

    // MARK: - Edge cases

    @Test func `five tens: a score of 100, and the interval that says how little five tell`() async throws {
        let found = try await survey.outcome(
            of: ratings([10, 10, 10, 10, 10]), byRating.merging(["scale": .text("nps")]) { $1 })
        #expect(found.output.floats("value") == [100] && found.output.floats("high") == [100])
        #expect(agree(found.output.floats("low")[0], 17.49145303416897))
        #expect(found.output.texts("note") == ["fewer than 30 answers"])
        #expect(found.caveat("groups.small") != nil)
    }

    @Test func `a row without an answer is an error, or a survey that nobody answered`() async throws {
        let table = ratings([5, nil, 4, nil])
        let error = await survey.refusal(of: table, byRating)
        #expect(error?.code == "column.missing-values")
        #expect(error?.message.contains("missing in 2 of 4 rows, the first is row 2") == true)
        let counted = try await survey.outcome(
            of: table, byRating.merging(["unanswered": .text("count")]) { $1 })
        #expect(counted.output.floats("response_rate") == [0.5])
        #expect(counted.rows == .init(input: 4, used: 2))
        #expect(counted.findings.last?.text == "50% of 4 surveys were answered.")
        let none = await survey.refusal(of: ratings([nil, nil]), byRating)
        #expect(none?.code == "column.all-missing")
    }

    @Test func `response rates come from the surveys sent, groups that nobody answered in too`() async throws
    {
        let table = Table([
            "rating": .ints([5, 4, 2]), "channel": .texts(["chat", "chat", "email"]),
        ])
        let sent = Table(["channel": .texts(["chat", "chat", "chat", "email", "phone"])])
        let arguments = byRating.merging(["compare": .columns(["channel"]), "sent": .table("sent")]) { $1 }
        let found = try await survey.outcome(of: table, arguments, named: ["sent": sent])
        let response = try found.table("response")
        #expect(response.texts("group") == ["all", "chat", "email", "phone"])
        #expect(response.ints("sent") == [5, 3, 1, 1] && response.ints("answered") == [3, 2, 1, 0])
        #expect(found.output.floats("response_rate") == [0.6, 2.0 / 3, 1])
        let few = await survey.refusal(of: table, arguments, named: ["sent": sent.prefix(1)])
        #expect(few?.code == "survey.sent")
        let other = await survey.refusal(
            of: table, arguments, named: ["sent": Table(["canal": .texts(["chat"])])])
        #expect(other?.code == "table.unknown-column")
    }

    @Test func `the latest answer of a person counts, and of two on a day the lower`() async throws {
        let table = Table([
            "customer": .texts(["a", "a", "b", "b", "c"]), "date": .dates([1, 2, 5, 5, 1]),
            "rating": .ints([1, 5, 4, 2, 4]),
        ])
        let found = try await survey.outcome(of: table, byRating.merging(["answers": .text("latest")]) { $1 })
        #expect(found.output.ints("n") == [3] && found.output.floats("value") == [2.0 / 3])
        #expect(found.caveat("answers.superseded")?.count == 2 && found.caveat("answers.tied")?.count == 1)
        let all = try await survey.outcome(of: table, byRating)
        #expect(all.caveat("answers.repeated")?.text.hasPrefix("2 customers gave 4 answers") == true)
        let untimed = await survey.refusal(
            of: table.selecting(["customer", "rating"]),
            byRating.merging(["answers": .text("latest")]) { $1 })
        #expect(untimed?.message == "`answers=latest` needs a column for `time`: when they answered")
    }

    @Test func `of two answers on one day the later counts where times tell it`() async throws {
        let morning = Int64(day(2026, 6, 1)) * 86_400_000_000 + 9 * 3_600_000_000
        for zone in [nil, "Europe/Berlin"] {
            let table = Table(
                Schema([
                    Field("customer", .text), Field("time", .datetime(zone: zone)),
                    Field("rating", .int),
                ]),
                [
                    .texts(["a", "a", "b", "b"]),
                    Column(
                        .datetime(zone: zone),
                        .int64(
                            FixedColumn(
                                values: Buffer([morning + 1, morning, morning, morning]), validity: nil))),
                    .ints([5, 1, 4, 2]),
                ])
            let found = try await survey.outcome(
                of: table, byRating.merging(["answers": .text("latest")]) { $1 })
            // Of a the 5 that came later, of b the lower of two at one moment.
            #expect(found.output.floats("mean") == [3.5])
            #expect(found.caveat("answers.superseded")?.count == 2)
            #expect(found.caveat("answers.tied")?.count == 1)
        }
    }

    @Test func `intervals of response rates hold what confidence asks for`() async throws {
        let table = ratings([5, 4, nil, nil, 2])
        let arguments = byRating.merging(["unanswered": .text("count"), "confidence": .float(0.8)]) { $1 }
        let found = try await survey.outcome(of: table, arguments)
        let wilson = try #require(ProportionInterval(successes: 3, trials: 5, confidence: 0.8))
        let response = try found.table("response")
        #expect(response.floats("low") == [wilson.low] && response.floats("high") == [wilson.high])
        let metric = try #require(found.metrics.first { $0.name == "response_rate" })
        #expect(metric.low == wilson.low && metric.high == wilson.high)
    }

    @Test func `negative weights are refused, and all 0 too`() async {
        func weighted(_ weights: [Double]) -> Table {
            Table(["rating": .ints(weights.map { _ in 4 }), "weight": .floats(weights)])
        }
        #expect(await survey.refusal(of: weighted([1, -1]), byRating)?.code == "weight.negative")
        #expect(await survey.refusal(of: weighted([0, 0]), byRating)?.code == "weight.zero")
        // Sums that leave the range of numbers would leave no row, and say nothing.
        for weight in [1e308, 1e160, 1e-200] {
            #expect(
                await survey.refusal(of: weighted([weight, weight]), byRating)?.code == "weight.range",
                "\(weight)")
        }
    }

    @Test func `answers of nobody in particular are not one person's`() async throws {
        let table = Table([
            "customer": .texts([nil, nil, nil, "a", "a"]), "rating": .ints([5, 4, 2, 3, 3]),
        ])
        let found = try await survey.outcome(of: table, byRating)
        #expect(found.caveat("answers.repeated")?.text.hasPrefix("1 customer gave 2 answers") == true)
        #expect(found.caveat("customers.missing")?.count == 3)
    }

    @Test func `weights decide what is too little, and those of 0 are told`() async throws {
        let rows = (0..<80).map { ($0 < 40 ? "a" : $0 < 79 ? "b" : "c", $0 % 3 == 0 ? 2 : 5) }
        let table = Table([
            "rating": .ints(rows.map(\.1)), "group": .texts(rows.map(\.0)),
            "weight": .floats((0..<80).map { $0 < 40 ? 1 : $0 == 40 ? 1_000 : $0 < 79 ? 1 : 0 }),
        ])
        let found = try await survey.outcome(
            of: table, byRating.merging(["compare": .columns(["group"])]) { $1 })
        #expect(found.output.texts("group") == ["all", "a", "b"])
        #expect(found.output.texts("note").map { $0 != nil } == [true, false, true])
        #expect(try found.table("comparisons").texts("test") == ["too few answers"])
        #expect(found.caveat("weights.zero")?.count == 1 && found.caveat("groups.weightless")?.count == 1)
    }

    @Test func `parameters that change nothing are told, and confidence is not rounded to all`() async throws
    {
        let given: [String: Value] = ["easy_from": .float(6), "confidence": .float(0.999)]
        let found = try await survey.outcome(of: ratings([5, 4, 1]), byRating.merging(given) { $1 })
        #expect(found.caveat("parameter.unused")?.text.hasPrefix("`easy_from` changed nothing") == true)
        #expect(found.output.texts("method") == ["wilson 99.9%"])
        #expect(found.findings[0].text.contains("(99.9% interval "))
        let nps = try await survey.outcome(
            of: ratings([10, 9]), byRating.merging(["scale": .text("nps"), "interval": .text("beta")]) { $1 })
        #expect(nps.caveat("parameter.unused")?.text.hasPrefix("`interval=beta`") == true)
    }

    // MARK: - Groups and periods

    @Test func `a period that is not over, one that is missing, and the latest answers are told`()
        async throws
    {
        let table = Table([
            "customer": .texts(["a", "b", "a", "c"]), "rating": .ints([5, 4, 2, 3]),
            "date": .dates([day(2026, 1, 3), day(2026, 1, 30), day(2026, 3, 2), day(2026, 3, 9)]),
        ])
        let monthly = byRating.merging(["period": .text("month")]) { $1 }
        let found = try await survey.outcome(of: table, monthly)
        #expect(
            found.caveat("period.partial")?.text.hasPrefix(
                "2026-03 is not over on 2026-03-09: it rests on 2 rows") == true)
        #expect(found.caveat("period.gap")?.count == 1 && found.caveat("period.latest") == nil)
        let latest = try await survey.outcome(of: table, monthly.merging(["answers": .text("latest")]) { $1 })
        #expect(latest.caveat("period.latest")?.count == 1)
        let whole = try await survey.outcome(
            of: table.prefix(2).selecting(["rating", "date"]),
            monthly.merging(["period": .text("year")]) { $1 })
        #expect(whole.caveat("period.partial")?.count == 2 && whole.caveat("period.gap") == nil)
    }

    @Test func `months in which surveys were sent and none answered count, and rates above 1 are none`()
        async throws
    {
        let table = Table([
            "rating": .ints([5, 4, 2]), "date": .dates([day(2026, 1, 3), day(2026, 1, 4), day(2026, 2, 2)]),
        ])
        let sent = Table([
            "date": .dates([day(2026, 1, 2), day(2026, 2, 2), day(2026, 2, 3), day(2026, 3, 1), nil])
        ])
        let arguments = byRating.merging(["period": .text("month"), "sent": .table("sent")]) { $1 }
        let found = try await survey.outcome(of: table, arguments, named: ["sent": sent])
        let response = try found.table("response")
        #expect(response.texts("group") == ["all", "2026-01", "2026-02", "2026-03"])
        #expect(response.ints("sent") == [5, 1, 2, 1] && response.ints("answered") == [3, 2, 1, 0])
        #expect(response.floats("response_rate") == [0.6, nil, 0.5, 0])
        #expect(found.output.texts("group") == ["all", "2026-01", "2026-02"])
        #expect(found.caveat("response.above-one")?.text.contains("sent in 2026-01") == true)
        #expect(found.caveat("response.undated")?.count == 1)
        let timeless = try await survey.outcome(
            of: table, arguments, named: ["sent": Table(["id": .ints([1, 2, 3])])])
        #expect(timeless.caveat("response.periods-unknown") != nil)
        #expect(try timeless.table("response").texts("by") == ["all"])
    }

    @Test func `groups are compared with the rest, periods with the one before, adjusted by Holm`()
        async throws
    {
        // Three channels of 60: 50, 30 and 30 satisfied.
        let rows = [("chat", 50), ("email", 30), ("phone", 30)].flatMap { channel, satisfied in
            (0..<60).map { (channel, $0 < satisfied ? 5 : 2, Int32($0 % 2 == 0 ? 10 : 45)) }
        }
        let table = Table([
            "channel": .texts(rows.map(\.0)), "rating": .ints(rows.map(\.1)), "date": .dates(rows.map(\.2)),
        ])
        let found = try await survey.outcome(
            of: table,
            byRating.merging(["compare": .columns(["channel"]), "period": .text("month")]) { $1 })
        let pairs = try found.table("comparisons")
        #expect(pairs.texts("group") == ["chat", "email", "phone", "1970-02"])
        #expect(pairs.texts("other") == ["the rest", "the rest", "the rest", "1970-01"])
        // 50 of 60 against 60 of 120, pooled.
        let z = 1.0 / 3 / (110.0 / 180 * 70 / 180 * (1.0 / 60 + 1.0 / 120)).squareRoot()
        #expect(agree(pairs.floats("z")[0], z))
        let (p, adjusted) = (pairs.floats("p"), pairs.floats("p_adjusted"))
        #expect(agree(adjusted[0], (p[0] ?? 0) * 3, 1e-15))
        #expect(found.output.ints("rank") == [nil, 1, 2, 2, nil, nil])
        #expect(found.findings[1].text.hasPrefix("Channel chat is 33 points above the rest"))
        #expect(found.caveat("comparisons.adjusted")?.count == 4)
    }

    @Test func `too few are not compared, and few hits take Fisher's test`() async throws {
        func table(_ n: Int, _ hits: [Int]) -> Table {
            Table([
                "group": .texts((0..<2 * n).map { $0 < n ? "a" : "b" }),
                "rating": .ints((0..<2 * n).map { $0 % n < hits[$0 / n] ? 5 : 1 }),
            ])
        }
        let arguments = byRating.merging(["compare": .columns(["group"])]) { $1 }
        let small = try await survey.outcome(of: table(29, [1, 20]), arguments).table("comparisons")
        #expect(small.texts("test") == ["too few answers"] && small.floats("p") == [nil])
        let fisher = try await survey.outcome(of: table(30, [0, 3]), arguments).table("comparisons")
        #expect(fisher.texts("test") == ["Fisher's exact"] && fisher.texts("other") == ["a"])
        // cam_two_proportions: 0/30 against 3/30.
        #expect(agree(fisher.floats("p")[0], 0.23728813559322035, 1e-9))
    }

    @Test func `a few happy answers do not rank before many`() async throws {
        let rows = [("few", 3, 3), ("many", 300, 285), ("bad", 100, 20)].flatMap { name, n, hits in
            (0..<n).map { (name, $0 < hits ? 5 : 2) }
        }
        let table = Table(["agent": .texts(rows.map(\.0)), "rating": .ints(rows.map(\.1))])
        for rank in Survey.RankBy.allCases {
            let found = try await survey.outcome(
                of: table,
                byRating.merging(["compare": .columns(["agent"]), "rank_by": .text(rank.rawValue)]) { $1 })
            #expect(found.output.texts("group") == ["all", "bad", "few", "many"])
            #expect(found.output.ints("rank") == [nil, 3, 2, 1], "\(rank)")
        }
    }

    @Test func `groups that answer at different rates are told`() async throws {
        let rows = [("网页", 60), ("微信", 20)].flatMap { channel, answered -> [(String, Int?)] in
            (0..<100).map { (channel, $0 < answered ? 4 : nil) }
        }
        let table = Table(["渠道": .texts(rows.map(\.0)), "满意度": .ints(rows.map(\.1))])
        let found = try await survey.outcome(
            of: table,
            [
                "ratings": .columns(["满意度"]), "compare": .columns(["渠道"]), "unanswered": .text("count"),
            ])
        #expect(found.output.texts("group") == ["all", "微信", "网页"])
        #expect(found.caveat("response.uneven")?.text.contains("from 20% to 60%") == true)
        #expect(found.findings.last?.text == "40% of 200 surveys were answered, from 20% (微信) to 60% (网页).")
    }

    // MARK: - Properties

    @Test(
        "order does not matter, weights of 1 are none, and the interval holds the share",
        arguments: 0..<25 as Range<UInt64>)
    func properties(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let n = Int.random(in: 1...200, using: &random)
        let scale = seed % 3 == 0 ? "nps" : "csat"
        let rows = (0..<n).map { row in
            (
                ["a", "b", "c"][Int.random(in: 0..<3, using: &random)],
                Int.random(in: scale == "nps" ? 0...10 : 1...5, using: &random),
                Int32.random(in: 0..<200, using: &random), row
            )
        }
        func table(_ rows: [(String, Int, Int32, Int)], weight: Double? = nil) -> Table {
            let table = Table([
                "group": .texts(rows.map(\.0)), "rating": .ints(rows.map(\.1)), "date": .dates(rows.map(\.2)),
                "customer": .texts(rows.map { "c\($0.3 % 40)" }),
            ])
            guard let weight else { return table }
            return table.adding(Field("weight", .float), .floats(rows.map { _ in weight }))
        }
        let arguments: [String: Value] = [
            "ratings": .columns(["rating"]), "compare": .columns(["group"]), "period": .text("month"),
            "scale": .text(scale),
            "answers": .text(seed % 2 == 0 ? "all" : "latest"),
        ]
        let found = try await survey.outcome(of: table(rows), arguments)
        let shuffled = try await survey.outcome(of: table(rows.shuffled(using: &random)), arguments, width: 2)
        for weight in [1.0, 3] {
            let weighted = try await survey.outcome(of: table(rows, weight: weight), arguments)
            for name in ["value", "low", "high", "mean"] {
                #expect(
                    zip(found.output.floats(name), weighted.output.floats(name)).allSatisfy {
                        agree($0, $1, 1e-9)
                    },
                    "seed \(seed), weight \(weight), \(name)")
            }
        }
        for name in ["value", "low", "high", "mean", "n", "rank"] {
            #expect(
                zip(found.output.floats(name), shuffled.output.floats(name)).allSatisfy {
                    agree($0, $1, 1e-9)
                },
                "seed \(seed), \(name)")
        }
        let (values, low, high) = (
            found.output.floats("value"), found.output.floats("low"), found.output.floats("high")
        )
        // The adjusted interval of the net promoter score is not around the raw one.
        for row in 0..<found.output.count where scale == "csat" {
            let (value, low, high) = (values[row] ?? .nan, low[row] ?? .nan, high[row] ?? .nan)
            #expect(low <= value + 1e-9 && value <= high + 1e-9, "seed \(seed), row \(row)")
        }
        let two = try await survey.outcome(of: table(rows), arguments, width: 2)
        #expect(two.output.isIdentical(to: found.output), "seed \(seed)")
    }
}
