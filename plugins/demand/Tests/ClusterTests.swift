import RapportPluginKit
import RapportTestKit
import Testing

@testable import DemandPlugin

/// What is asked for is found, in two languages, whatever the order of rows and the number of threads.
@Suite struct ClusterTests {
    @Test func `matters that were drawn are found again`() async throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("seed \(seed)")
        let drawn = drawnMessages(300, seed: seed)
        let outcome = try await stage("cluster").outcome(
            of: messages(drawn.texts), ["n_clusters": .int(5)])
        let found = outcome.output.ints("cluster").map { $0 ?? 0 }
        #expect(agreement(found, drawn.matters) > 0.9, "seed \(seed)")
        let clusters = try outcome.table("clusters")
        #expect(clusters.ints("n").compactMap(\.self).reduce(0, +) == 300)
        #expect(clusters.ints("n").map { $0 ?? 0 } == clusters.ints("n").map { $0 ?? 0 }.sorted(by: >))
        let words = lists(clusters, "top_terms").map(Set.init)
        #expect(words.contains { $0.contains("发票") } && words.contains { $0.contains("refund") })
    }

    @Test(arguments: [3, 4, 5] as [UInt64])
    func `the order of rows and the number of threads change nothing`(_ seed: UInt64) async throws {
        let drawn = drawnMessages(160, seed: seed)
        var random = SeededRandom(seed: seed)
        let order = drawn.texts.indices.shuffled(using: &random)
        let plain = try await stage("cluster").outcome(of: messages(drawn.texts), width: 1)
        let again = try await stage("cluster").outcome(of: messages(drawn.texts), width: 2)
        let other = try await stage("cluster").outcome(
            of: messages(order.map { drawn.texts[$0] }), width: 2)
        #expect(plain.output.isIdentical(to: again.output))
        for (a, b) in zip(plain.tables, again.tables) {
            #expect(a.table.isIdentical(to: b.table), "\(a.name)")
        }
        let (mine, theirs) = (plain.output.texts("label"), other.output.texts("label"))
        #expect(order.indices.allSatisfy { mine[order[$0]] == theirs[$0] }, "seed \(seed)")
        let similarities = plain.output.floats("similarity")
        #expect(
            order.indices.allSatisfy { similarities[order[$0]] == other.output.floats("similarity")[$0] })
    }

    @Test func `all numbers of groups that are tried stand in the curve, and the best is taken`() async throws
    {
        let drawn = drawnMessages(300, seed: 21)
        let outcome = try await stage("cluster").outcome(of: messages(drawn.texts))
        let curve = try outcome.table("k_curve")
        #expect(curve.ints("k") == Array(2...15))
        let silhouettes = curve.floats("silhouette").map { $0 ?? -1 }
        let chosen = try #require(curve.bools("is_chosen").firstIndex(of: true))
        #expect(silhouettes[chosen] == silhouettes.max())
        #expect(outcome.value(of: "clusters") == Double(chosen + 2))
        #expect((outcome.value(of: "stability") ?? 0) > 0.7)
        let share = outcome.metrics.filter { $0.name == "share" }.compactMap(\.value).reduce(0, +)
        #expect(abs(share - 1) < 1e-12)
    }

    @Test(arguments: ["spherical", "kmeans", "nmf"])
    func `each algorithm finds two matters`(_ algorithm: String) async throws {
        let outcome = try await stage("cluster").outcome(
            of: messages([
                "refund to my card", "refund on the card", "card refund", "parcel late",
                "late parcel tracking",
                "tracking the parcel",
            ]), ["n_clusters": .int(2), "algorithm": .text(algorithm)])
        let found = outcome.output.ints("cluster")
        #expect(found[0] == found[1] && found[1] == found[2] && found[3] == found[4] && found[4] == found[5])
        #expect(found[0] != found[3])
    }

    @Test func `names, customers, ratings and trends are of the groups`() async throws {
        var (rows, customers, times, ratings): ([String?], [String?], [Int32?], [Int?]) = ([], [], [], [])
        for week in 0..<12 {
            for number in 0...week {
                rows.append("refund to my card \(["please", "now", "today"][number % 3])")
                customers.append("a\(number)")
                times.append(day(2026, 1, 5) + Int32(week * 7 + number % 5))
                ratings.append(1)
            }
            rows.append("parcel tracking late \(["again", "still", "more"][week % 3])")
            customers.append(week == 0 ? nil : "b")
            times.append(day(2026, 1, 5) + Int32(week * 7))
            ratings.append(week == 3 ? nil : 5)
        }
        let table = Table([
            "text": .texts(rows), "customer": .texts(customers), "date": .dates(times),
            "rating": .ints(ratings),
        ])
        let outcome = try await stage("cluster").outcome(
            of: table, ["n_clusters": .int(2), "every": .text("week")])
        let clusters = try outcome.table("clusters")
        #expect(clusters.ints("n") == [78, 12])
        #expect(clusters.ints("customers") == [12, 1])
        #expect(lists(clusters, "top_customers") == [["a0", "a1", "a2"], ["b"]])
        #expect(clusters.floats("mean_rating") == [1, 5])
        #expect(clusters.texts("trend") == ["rising", "none"])
        #expect(clusters.floats("sen_slope") == [1, 0])
        #expect(
            outcome.findings.contains { $0.code == "cluster.trend" && $0.text.contains("rising by about 1") })
        #expect(outcome.findings.contains { $0.code == "cluster.mood" })
        let periods = try outcome.table("periods")
        #expect(periods.count == 24)
        #expect(periods.ints("n").compactMap(\.self).reduce(0, +) == 90)
        #expect(outcome.charts.contains { $0.table == "periods" })
    }

    @Test func `no name comes from a word that less than a tenth of a group has`() {
        let terms = [
            GroupTerm(term: "rare", ctfidf: 9, centerWeight: 1, df: 9, g2: 1),
            GroupTerm(term: "shared", ctfidf: 5, centerWeight: 1, df: 10, g2: 1),
            GroupTerm(term: "common", ctfidf: 4, centerWeight: 1, df: 90, g2: 1),
        ]
        #expect(ClusterSummary.label(terms, of: 100) == "shared / common")
        #expect(ClusterSummary.label([terms[0]], of: 100) == ClusterSummary.mixed)
    }

    @Test func `quoted mail, numbers and addresses are no words`() async throws {
        let outcome = try await stage("cluster").outcome(
            of: messages([
                "Refund for order 002887 please\n\nOn 2026-01-02 10:00 Willow wrote:\n> engraving engraving engraving",
                "refund: mail ada@example.com or see https://example.com/secretpath", "refund 13800138000",
                "parcel late", "the parcel is late",
            ]), ["n_clusters": .int(2)])
        let terms = Set(try outcome.table("model").texts("term").compactMap(\.self))
        #expect(terms.contains("refund") && terms.contains("parcel"))
        for word in ["engraving", "002887", "ada", "secretpath", "13800138000"] {
            #expect(!terms.contains { $0.contains(word) }, "\(word)")
        }
    }

    @Test func `the example is private and no other table has a customer's words`() async throws {
        let signature = try stage("cluster").signature
        for output in signature.outputs.dropFirst() {
            for field in output.fields where field.name == "example" { #expect(field.isPrivate) }
        }
        let outcome = try await stage("cluster").outcome(of: messages(drawnMessages(60, seed: 5).texts))
        let field = try #require(try outcome.table("clusters").schema["example"])
        #expect(field.isPrivate)
        let rows = try outcome.table("clusters").ints("example_row").compactMap(\.self)
        let all = drawnMessages(60, seed: 5).texts
        #expect(try outcome.table("clusters").texts("example") == rows.map { all[$0 - 1] })
    }
}
