import RapportPluginKit
import RapportTestKit
import RapportText
import Testing

@testable import DemandPlugin

/// Counts, heat, growth and bursts of demands over time.
@Suite struct HeatTests {
    private func table(_ rows: [(Int32, String?)]) -> Table {
        Table(["date": .dates(rows.map(\.0)), "label": .texts(rows.map(\.1))])
    }
    private let start = day(2026, 1, 5)

    @Test func `periods without a message are filled, and the denominator has all messages`() async throws {
        let outcome = try await stage("heat").outcome(
            of: table([(start, "a"), (start, nil), (start + 21, "b"), (start + 22, "a")]),
            ["every": .text("week")])
        let output = outcome.output
        #expect(output.count == 8)
        let rows = (0..<8).filter { output.texts("label")[$0] == "a" }
        #expect(rows.map { output.ints("n")[$0] } == [1, 0, 0, 1])
        #expect(rows.map { output.ints("total")[$0] } == [2, 0, 0, 2])
        #expect(rows.map { output.floats("share")[$0] } == [0.5, nil, nil, 0.5])
        #expect(outcome.caveat("rows.unlabelled")?.count == 1)
        #expect(outcome.caveat("periods.empty")?.count == 2)
        #expect(outcome.caveat("periods.partial") != nil)
    }

    @Test func `heat agrees with the sum over all messages`() async throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let times = (0..<200).map { _ in Int64.random(in: 0..<90 * 86_400, using: &random) * 1_000_000 }
        let periods = try Periods(covering: times, every: .week)
        let heats = HeatCounts.heat(of: times.sorted(), in: periods, halfLife: 14 * 86_400_000_000)
        for index in 0..<periods.count {
            let end = min(periods.end(of: index), periods.last + 1)
            let ages = times.filter { $0 < end }.map { Double(end - $0) / 86_400_000_000 }
            let expected = TopicHeat.heat(agesInDays: ages, halfLifeDays: 14)
            #expect(abs(heats[index] - expected) < 1e-9 * max(expected, 1), "seed \(seed)")
        }
    }

    @Test func `growth, trend and burst of a demand that rises`() async throws {
        // The counts of the golden burst, of 50 messages a week.
        let counts = [2, 1, 3, 2, 2, 12, 15, 11, 3, 2, 1, 2]
        var rows: [(Int32, String?)] = []
        for (week, count) in counts.enumerated() {
            for number in 0..<50 {
                rows.append((start + Int32(week * 7 + number % 7), number < count ? "a" : "b"))
            }
        }
        let outcome = try await stage("heat").outcome(of: table(rows), ["every": .text("week")])
        let mine = (0..<outcome.output.count).filter { outcome.output.texts("label")[$0] == "a" }
        #expect(
            mine.map { outcome.output.bools("is_burst")[$0] }
                == [false, false, false, false, false, true, true, true, false, false, false, false])
        #expect(outcome.output.floats("growth")[mine[0]] == nil)
        #expect(outcome.output.floats("growth")[mine[5]] == 13 / (2.0 + 1))
        let bursts = try outcome.table("bursts")
        #expect(bursts.count == 1)
        #expect(bursts.ints("n") == [38])
        #expect(bursts.ints("total") == [150])
        #expect(
            outcome.findings.contains {
                $0.code == "heat.burst" && $0.text.contains("25% of the messages then")
            })
    }

    @Test func `rows later than as_of are an error, or left out`() async throws {
        let rows = table([(start, "a"), (start + 1, "a"), (start + 40, "a")])
        let asOf = Int64(start + 10) * 86_400_000_000
        let error = try await stage("heat").refusal(of: rows, asOf: asOf)
        #expect(error?.code == "parameter.range")
        #expect(error?.message == "1 of 3 rows are later than `as_of`, 2026-01-15; expected none")
        let outcome = try await stage("heat").outcome(of: rows, ["future": .text("drop")], asOf: asOf)
        #expect(outcome.caveat("rows.future")?.count == 1)
        #expect(outcome.rows == .init(input: 3, used: 2))
        // The silent days up to as_of are there too.
        #expect(outcome.output.ints("n") == [1, 1] + Array(repeating: 0, count: 9))
    }

    @Test(arguments: [
        ("tea", "Green TEA, please", true), ("tea", "our team", false),
        ("refund card", "refund  card now", true),
        ("退款", "我要退款啊", true), ("ml", "500ml", false), ("café", "Café au lait", true), ("", "x", false),
    ])
    func `a keyword is found as a whole word, in Chinese anywhere`(
        _ word: String, _ text: String, _ found: Bool
    ) {
        #expect(KeywordPattern(word).matches(KeywordPattern.folded(text)) == found)
    }

    @Test func `what cannot be counted is refused`() async throws {
        let plain = Table(["date": .dates([start]), "text": .texts(["refund"])])
        #expect(try await stage("heat").refusal(of: plain)?.code == "role.missing")
        let words = { (words: [String]) in ["keywords": Value.list(words.map { .text($0) })] }
        #expect(try await stage("heat").refusal(of: plain, words(["a", "a"]))?.code == "parameter.twice")
        #expect(try await stage("heat").refusal(of: plain, words([" "]))?.code == "parameter.range")
        let half = try await stage("heat").refusal(
            of: table([(start, "a")]), ["half_life": .duration(Period(days: 0))])
        #expect(half?.code == "parameter.range")
        let missing = try await stage("heat").refusal(of: table([(start, nil), (start, nil)]))
        #expect(missing?.code == "column.all-missing")
        let far = table([(-300_000, "a"), (start, "a")])
        #expect(
            try await stage("heat").refusal(of: far, ["every": .text("day")])?.code
                == "table.too-many-periods")
    }

    @Test func `weeks begin on Monday, months at their first day`() throws {
        let moments = [day(2026, 1, 31), day(2026, 3, 1)].map { Int64($0) * 86_400_000_000 }
        let months = try Periods(covering: moments, every: .month)
        #expect(months.starts == [day(2026, 1, 1), day(2026, 2, 1), day(2026, 3, 1)])
        #expect(months.isPartial(0) && !months.isPartial(1) && months.isPartial(2))
        #expect(months.whole == 1..<2)
        let weeks = try Periods(covering: moments, every: .week)
        #expect(weeks.starts.first == day(2026, 1, 26))
        #expect(weeks.starts.count == 5)
        #expect(moments.map(weeks.index) == [0, 4])
    }
}
