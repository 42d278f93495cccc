import RapportPluginKit
import RapportTestKit
import Testing

@testable import SegmentationPlugin

/// The tree of accounts, and where it is cut.
@Suite struct HierarchicalTests {
    private func run(
        _ table: Table, _ arguments: [String: Value] = [:], width: Int = 1
    ) async throws -> Outcome {
        try await stage(Hierarchical.name).outcome(of: table, arguments, width: width)
    }

    private func refusal(_ table: Table, _ arguments: [String: Value] = [:]) async -> Diagnostic? {
        await stage(Hierarchical.name).refusal(of: table, arguments)
    }

    /// Accounts with one measure each.
    private func accounts(_ rows: [(String, Double)]) -> Table {
        Table(["customer": .texts(rows.map(\.0)), "orders": .floats(rows.map(\.1))])
    }

    private let plain: [String: Value] = ["scale": .text("none")]

    private var five: Table { accounts([("甲", 1), ("乙", 4), ("丙", 20), ("丁", 24), ("戊", 27)]) }

    @Test func `merges, leaves and clusters carry the names of accounts`() async throws {
        let outcome = try await run(
            five, plain.merging(["linkage": .text("single"), "n_clusters": .int(2)]) { $1 })
        let merges = try outcome.table("merges")
        #expect(merges.floats("height") == [3, 3, 4, 16])
        #expect(merges.ints("size") == [2, 2, 3, 5] && merges.ints("groups") == [4, 3, 2, 1])
        // Leaves are counted as ids sort: 丁, 丙, 乙, 戊, 甲.
        #expect(merges.ints("first") == [0, 2, 1, 6] && merges.ints("second") == [3, 4, 5, 7])
        #expect(
            Set(merges.texts("first_name").prefix(2) + merges.texts("second_name").prefix(2)) == [
                "甲", "乙", "丁", "戊",
            ])
        #expect(merges.texts("second_name").compactMap(\.self).last?.contains("more") == true)
        let leaves = try outcome.table("leaves")
        #expect(Set(leaves.texts("name")) == ["甲", "乙", "丙", "丁", "戊"])
        // Within a drawing the heights between leaves are those of the merges, each once.
        #expect(leaves.floats("height_to_next").compactMap(\.self).sorted() == [3, 3, 4, 16])
        #expect(leaves.floats("height_to_next").last == .some(nil))
        #expect(outcome.output.ints("cluster") == [2, 2, 1, 1, 1])
        let clusters = try outcome.table("clusters")
        #expect(clusters.ints("n") == [3, 2] && clusters.floats("height") == [4, 3])
        #expect(
            Set((clusters.texts("members").compactMap(\.self).last ?? "").split(separator: ", ")) == [
                "甲", "乙",
            ])
        #expect(outcome.metrics.first { $0.name == "cut_height" }?.value == 4)
    }

    @Test func `a cut by distance and one by number are the same where they should be`() async throws {
        let single = plain.merging(["linkage": .text("single")]) { $1 }
        let byHeight = try await run(five, single.merging(["distance": .float(3.5)]) { $1 })
        let byNumber = try await run(five, single.merging(["n_clusters": .int(3)]) { $1 })
        #expect(byHeight.output.ints("cluster") == byNumber.output.ints("cluster"))
        #expect(byHeight.caveat("clusters.automatic") == nil)
        let both = await refusal(five, ["distance": .float(3), "n_clusters": .int(3)])
        #expect(both?.code == "parameter.conflict")
    }

    @Test func `tied heights give fewer groups, and say so`() async throws {
        let table = accounts([("a", 1), ("b", 2), ("c", 3), ("d", 4)])
        let outcome = try await run(
            table, plain.merging(["linkage": .text("single"), "n_clusters": .int(3)]) { $1 })
        #expect(outcome.output.ints("cluster") == [1, 1, 1, 1])
        #expect(outcome.caveat("clusters.tied")?.text.hasPrefix("1 group in place of 3") == true)
        #expect(outcome.output.floats("silhouette").allSatisfy { $0 == nil })
    }

    @Test func `the number is found where groups are plain to see`() async throws {
        var random = SeededRandom(seed: 9)
        let rows = (0..<60).map { index -> (String, Double) in
            ("c\(index)", Double(index % 3) * 100 + Double.random(in: 0...5, using: &random))
        }
        let outcome = try await run(accounts(rows), plain)
        #expect(outcome.metrics.first { $0.name == "n_clusters" }?.value == 3)
        #expect(outcome.caveat("clusters.automatic")?.count == 3)
        let clusters = outcome.output.ints("cluster")
        for index in rows.indices { #expect(clusters[index] == clusters[index % 3]) }
        #expect(outcome.findings.first?.text.contains("3 groups, which are clearly apart") == true)
    }

    @Test func `one account like no other is named`() async throws {
        let table = accounts((0..<9).map { ("c\($0)", Double($0)) } + [("Goliath", 500)])
        let outcome = try await run(table, plain.merging(["n_clusters": .int(2)]) { $1 })
        #expect(outcome.findings.last?.text.hasPrefix("Goliath is like no other") == true)
    }

    @Test func `accounts in several rows are told, and so is a poor tree`() async throws {
        let outcome = try await run(accounts([("a", 1), ("a", 2), ("b", 30), ("c", 31)]), plain)
        #expect(outcome.caveat("customers.repeated")?.count == 1)
        var random = SeededRandom(seed: 4)
        let noise = (0..<80).map { ("c\($0)", Double.random(in: 0...1, using: &random)) }
        let table = accounts(noise).adding(
            Field("b", .float), .floats((0..<80).map { _ in Double.random(in: 0...1, using: &random) }))
        let poor = try await run(table, ["linkage": .text("single")])
        #expect(poor.caveat("tree.poor") != nil)
    }

    @Test func `too few rows, missing cells and equal rows are refused`() async {
        #expect(await refusal(five.prefix(2))?.code == "table.too-few-rows")
        let many = await refusal(five, ["n_clusters": .int(6)])
        #expect(many?.message == "5 rows; a tree that is cut into groups needs at least 6")
        #expect(many?.help.first?.text == "`n_clusters=5` or fewer")
        let missing = Table(["customer": .texts(["a", "b", "c"]), "orders": .floats([1, nil, 3])])
        #expect(await refusal(missing)?.code == "column.missing-values")
        let nameless = Table(["customer": .texts(["a", nil, "c"]), "orders": .floats([1, 2, 3])])
        #expect(await refusal(nameless)?.code == "column.missing-values")
        #expect(await refusal(accounts([("a", 1), ("b", 1), ("c", 1)]))?.code == "column.constant")
    }

    @Test("the order of rows and the number of threads change nothing", arguments: [1, 2, 3] as [UInt64])
    func order(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let rows = (0..<90).map { ("c\($0)", Double(Int.random(in: 0...40, using: &random))) }
        let plainOutcome = try await run(accounts(rows))
        let shuffled = rows.shuffled(using: &random)
        let other = try await run(accounts(shuffled), width: 2)
        let clusters = Dictionary(
            uniqueKeysWithValues: zip(
                plainOutcome.output.texts("customer"), plainOutcome.output.ints("cluster")))
        for (name, cluster) in zip(other.output.texts("customer"), other.output.ints("cluster")) {
            #expect(clusters[name] == cluster, "seed \(seed)")
        }
        #expect(try plainOutcome.table("merges").isIdentical(to: other.table("merges")), "seed \(seed)")
    }
}
