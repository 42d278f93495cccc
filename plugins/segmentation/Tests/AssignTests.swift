import RapportPluginKit
import RapportTestKit
import Testing

@testable import SegmentationPlugin

@Suite struct AssignTests {
    private let assign = stage("segmentation.assign")

    private func model(_ arguments: [String: Value] = ["n_clusters": .int(3)]) async throws -> Table {
        try await kmeans.outcome(of: KMeansTests.groups, arguments).table("model")
    }

    private func given(_ table: Table, _ model: Table) async throws -> Outcome {
        try await assign.outcome(of: table, ["model": .table("model")], named: ["model": model])
    }

    @Test("the rows of the run get their clusters again", arguments: 1...7)
    func roundtrip(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let words = ["home", "cafe", "office"]
        let table = Table([
            "a": .floats((0..<90).map { _ in Double.random(in: -5...50, using: &random) }),
            "b": .ints((0..<90).map { _ in Int.random(in: 0...900, using: &random) }),
            "kind": .texts((0..<90).map { _ in words[Int.random(in: 0...2, using: &random)] }),
        ])
        let scale = ["auto", "standard", "minmax", "robust", "none", "auto", "yeo_johnson"][Int(seed) - 1]
        let fit = try await kmeans.outcome(
            of: table,
            [
                "features": .columns(["a", "kind", "b"]), "encode": .bool(true), "n_clusters": .int(5),
                "scale": .text(scale), "refits": .int(0), "n_init": .int(2), "tol": .float(0),
            ])
        let outcome = try await given(table, try fit.table("model"))
        #expect(outcome.output.ints("cluster") == fit.output.ints("cluster"), "seed \(seed)")
        #expect(outcome.caveat("rows.outside") == nil, "seed \(seed)")
        #expect(outcome.caveat("model.drift") == nil, "seed \(seed)")
        for (a, b) in zip(
            outcome.output.floats("distance_to_center"), fit.output.floats("distance_to_center"))
        {
            #expect(abs((a ?? -1) - (b ?? -2)) < 1e-9)
        }
        #expect(
            try outcome.table("clusters").floats("share")
                == (try outcome.table("clusters")).floats("share_then"))
    }

    @Test func `a row has its cluster whatever rows stand beside it`() async throws {
        let model = try await model()
        let one = try await given(KMeansTests.groups[12..<13], model)
        #expect(one.output.ints("cluster") == [3])
    }

    @Test func `drift and rows outside are said with their numbers`() async throws {
        let table = Table([
            "name": .texts((0..<6).map { "n\($0)" }), "orders": .ints([50, 51, 52, 400, 50, 51]),
            "spend": .floats([200, 205, 207, 210, 3_000, 204]),
        ])
        let outcome = try await given(table, try await model())
        #expect(Set(outcome.output.ints("cluster")) == [3])
        #expect(outcome.caveat("rows.outside")?.count == 2)
        #expect(outcome.caveat("model.drift")?.text.contains("`orders`") == true)
        #expect(try outcome.table("drift").ints("outside") == [1, 1])
        #expect(
            outcome.findings.contains { $0.text.contains("Cluster 3 has grown most: 27% then, 100% now") })
    }

    @Test func `a kind never seen is none of the kinds, and counted`() async throws {
        let table = Table([
            "n": .ints([1, 2, 1, 9, 8, 9]), "kind": .texts(["a", "a", "a", "b", "b", "b"]),
        ])
        let fit = try await kmeans.outcome(
            of: table,
            [
                "features": .columns(["n", "kind"]), "encode": .bool(true), "n_clusters": .int(2),
                "refits": .int(0),
            ])
        let new = Table(["n": .ints([1, 9]), "kind": .texts(["a", "zz"])])
        let outcome = try await given(new, try fit.table("model"))
        #expect(outcome.caveat("rows.outside")?.text.contains("`kind` in 1") == true)
        #expect(outcome.caveats.allSatisfy { !$0.text.contains("zz") }, "no value of the customers'")
    }

    @Test func `what does not fit the model is refused`() async throws {
        let model = try await model()
        func refused(_ table: Table, _ model: Table) async -> Diagnostic? {
            await assign.refusal(of: table, ["model": .table("model")], named: ["model": model])
        }
        let groups = KMeansTests.groups
        let unknown = await refused(groups.selecting(["name", "orders"]), model)
        #expect(unknown?.code == "table.unknown-column")
        let texts = groups.adding(Field("spend", .text), .texts((0..<15).map { "\($0)" }))
        #expect(await refused(texts, model)?.code == "column.type")
        let gaps = groups.adding(Field("spend", .float), .floats([nil] + (1..<15).map(Double.init)))
        #expect(await refused(gaps, model)?.code == "column.missing-values")
        #expect(await refused(groups, groups)?.code == "model.shape")
        #expect(await refused(groups, model.prefix(model.count / 2))?.code == "model.shape")
        #expect(await refused(groups, model.prefix(0))?.code == "model.shape")
    }
}
