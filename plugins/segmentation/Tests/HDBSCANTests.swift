import RapportPluginKit
import RapportTestKit
import Testing

@testable import SegmentationPlugin

/// Crowds and noise.
@Suite struct HDBSCANTests {
    private func run(_ table: Table, _ arguments: [String: Value] = [:]) async throws -> Outcome {
        try await stage(HDBSCANAnalysis.name).outcome(of: table, arguments)
    }

    private func refusal(_ table: Table, _ arguments: [String: Value] = [:]) async -> Diagnostic? {
        await stage(HDBSCANAnalysis.name).refusal(of: table, arguments)
    }

    /// Two crowds of 20 and 30, and 3 far from both.
    private func crowds(_ seed: UInt64 = 1) -> Table {
        var random = SeededRandom(seed: seed)
        func near(_ x: Double, _ y: Double) -> (Double, Double) {
            (x + Double.random(in: 0...1, using: &random), y + Double.random(in: 0...1, using: &random))
        }
        let points =
            (0..<20).map { _ in near(0, 0) } + (0..<30).map { _ in near(8, 3) } + [
                (50, 50), (-40, 9), (20, -60),
            ]
        return Table([
            "customer": .texts(points.indices.map { "c\($0)" }), "visits": .floats(points.map(\.0)),
            "spend": .floats(points.map(\.1)),
        ])
    }

    @Test func `crowds are numbered by size, and noise is called noise`() async throws {
        let outcome = try await run(crowds(), ["scale": .text("none"), "min_cluster_size": .int(8)])
        let clusters = outcome.output.ints("cluster")
        #expect(Set(clusters.prefix(20)) == [2] && Set(clusters[20..<50]) == [1])
        #expect(clusters.suffix(3) == [-1, -1, -1])
        #expect(outcome.output.texts("cluster_name").suffix(3) == ["(noise)", "(noise)", "(noise)"])
        #expect(outcome.output.floats("probability").suffix(3).allSatisfy { $0 == 0 })
        let table = try outcome.table("clusters")
        #expect(table.ints("cluster") == [1, 2, -1] && table.ints("n") == [30, 20, 3])
        #expect(table.floats("mean_probability").last == .some(nil))
        let shares = table.floats("share").compactMap(\.self)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
        let caveat = try #require(outcome.caveat("clusters.noise"))
        #expect(caveat.count == 3 && caveat.text.contains("5.7%"))
        #expect(outcome.findings.first?.text == "50 of 53 rows lie in 2 crowds; 3 (5.7%) belong to none.")
        #expect(outcome.metrics.first { $0.name == "n_clusters" }?.value == 2)
        #expect(outcome.rows == .init(input: 53, used: 53), "noise is a result, and no dropped row")
    }

    @Test func `where there is no crowd, all is noise and nothing is made up`() async throws {
        var random = SeededRandom(seed: 3)
        let table = Table(["x": .floats((0..<40).map { _ in Double.random(in: 0...1, using: &random) })])
        let outcome = try await run(table, ["min_cluster_size": .int(15), "scale": .text("none")])
        #expect(Set(outcome.output.ints("cluster")) == [-1])
        #expect(outcome.metrics.first { $0.name == "noise_share" }?.value == 1)
        #expect(outcome.caveat("clusters.none") != nil && outcome.caveat("clusters.noise") == nil)
        #expect(outcome.findings.count == 1)
        #expect(try outcome.table("centers").count == 0)
        let single = try await run(
            table,
            ["min_cluster_size": .int(15), "scale": .text("none"), "allow_single_cluster": .bool(true)])
        #expect(single.metrics.first { $0.name == "n_clusters" }?.value == 1)
    }

    @Test func `the least size is a hundredth of the rows, at least five`() async throws {
        #expect(
            try await run(crowds()).caveat("features.scaled")?.text.contains("at least 5 (min_cluster_size)")
                == true)
        var random = SeededRandom(seed: 5)
        let table = Table([
            "x": .floats((0..<1_000).map { Double($0 % 2) * 50 + Double.random(in: 0...1, using: &random) })
        ])
        let outcome = try await run(table, ["scale": .text("none")])
        #expect(outcome.caveat("features.scaled")?.text.contains("at least 10 (min_cluster_size)") == true)
    }

    @Test func `sizes that cannot be are refused`() async {
        let few = await refusal(crowds().prefix(4))
        #expect(few?.code == "table.too-few-rows")
        #expect(few?.help.first?.text == "`min_cluster_size=2` or less")
        #expect(await refusal(crowds(), ["min_samples": .int(54)])?.code == "parameter.range")
        #expect(await refusal(crowds(), ["min_cluster_size": .int(1)])?.code == "parameter.range")
    }

    @Test func `more rows than every two of can be measured are refused`() async {
        let error = await refusal(Table(["x": .floats((0...100_000).map { Double($0) })]))
        #expect(error?.code == "table.too-many-rows")
        #expect(error?.message.contains("100001") == true && error?.message.contains("100000") == true)
        #expect(error?.help.first?.text.contains("sample 100000") == true)
    }

    @Test("the order of rows changes nothing", arguments: [1, 2, 3] as [UInt64])
    func order(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let table = crowds(seed)
        let order = (0..<Int32(table.count)).shuffled(using: &random)
        let shuffled = try table.gathered(at: Buffer(order), work: Work())
        let (one, two) = (try await run(table), try await run(shuffled))
        #expect(
            order.map { one.output.ints("cluster")[Int($0)] } == two.output.ints("cluster"), "seed \(seed)")
        #expect(try one.table("clusters").isIdentical(to: two.table("clusters")), "seed \(seed)")
    }
}
