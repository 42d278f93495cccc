import RapportPluginKit
import RapportTestKit
import Testing

@testable import SegmentationPlugin

/// Rows of 7.1 and 7.2 of methods.md's matrix for k-means, and what its tables say.
@Suite struct KMeansTests {
    /// Three groups on a line, of 6, 5 and 4 rows.
    static let groups = Table([
        "name": .texts((0..<15).map { "c\($0)" }),
        "orders": .ints([1, 2, 1, 3, 2, 1, 20, 21, 22, 20, 23, 50, 52, 51, 50]),
        "spend": .floats([5, 6, 7, 5, 6, 6, 80, 82, 85, 79, 81, 200, 210, 205, 207]),
    ])

    // MARK: - Edge cases

    @Test func `fewer distinct rows than clusters are counted`() async {
        let table = Table(["x": .ints([1, 1, 2, 2, 3, 3]), "y": .ints([1, 1, 2, 2, 3, 3])])
        let error = await kmeans.refusal(of: table, ["n_clusters": .int(5)])
        #expect(error?.code == "table.too-few-rows")
        #expect(error?.message.contains("3 distinct rows") == true)
        #expect(error?.help.first?.text.contains("n_clusters=3") == true)
    }

    @Test func `missing cells are counted by column, and nothing is put in their place`() async {
        let table = Table(["x": .floats([1, nil, 2, 9]), "y": .floats([nil, nil, 2, 9])])
        let error = await kmeans.refusal(of: table, ["n_clusters": .int(2)])
        #expect(error?.code == "column.missing-values")
        #expect(error?.message.contains("`x` is missing in 1 and `y` is missing in 2 of 4 rows") == true)
        #expect(error?.help.contains { $0.text.contains("fill") } == true)
    }

    @Test func `a constant column is left out with a caveat, unless all are`() async throws {
        var table = Self.groups.adding(Field("same", .int), .ints(Array(repeating: 7, count: 15)))
        let outcome = try await kmeans.outcome(of: table, ["n_clusters": .int(3)])
        #expect(outcome.caveat("column.constant")?.text.contains("`same`") == true)
        #expect(Set(try outcome.table("centers").texts("feature")) == ["orders", "spend"])
        table = table.selecting(["same"])
        #expect(await kmeans.refusal(of: table, ["n_clusters": .int(2)])?.code == "column.constant")
    }

    @Test func `rows of the same customers are no customers`() async throws {
        let lines = Self.groups.adding(Field("customer_id", .int), .ints((0..<15).map { $0 / 3 }))
        for stage in [kmeans, stage("segmentation.hdbscan")] {
            let outcome = try await stage.outcome(of: lines, ["features": .columns(["orders", "spend"])])
            let caveat = outcome.caveat("customers.repeated")
            #expect(caveat?.count == 10)
            #expect(caveat?.text.hasPrefix("15 rows are of 5 customers (`customer_id`)") == true)
        }
        let once = Self.groups.adding(Field("customer_id", .int), .ints((0..<15).map { $0 }))
        let outcome = try await kmeans.outcome(of: once, ["features": .columns(["orders", "spend"])])
        #expect(outcome.caveat("customers.repeated") == nil)
    }

    @Test func `a number that stands for none is told`() async throws {
        func found(_ days: [Int?]) async throws -> Outcome.Caveat? {
            let table = Table(["days": .ints(days), "x": .ints((0..<20).map { $0 * $0 % 7 })])
            return try await kmeans.outcome(of: table, ["n_clusters": .int(2)]).caveat("features.stand-in")
        }
        let rows = 0..<20
        let never = try await found(rows.map { $0 < 15 ? -1 : $0 * 10 })
        #expect(never?.count == 15)
        #expect(never?.text.contains("-1 stands in 75% of the rows of `days`") == true)
        #expect(try await found(rows.map { $0 < 15 ? 999 : $0 })?.count == 15)
        // One of several negative numbers, a number among its like, and a rare one, are numbers.
        #expect(try await found(rows.map { $0 - 5 }) == nil)
        #expect(try await found(rows.map { $0 < 3 ? 999 : $0 * 50 }) == nil)
        #expect(try await found(rows.map { $0 == 3 ? -1 : $0 }) == nil)
    }

    @Test func `the most clusters that were tried are told for what they are`() async throws {
        let spread = Table(["x": .floats((0..<60).map { Double($0 / 5 * 100 + $0 % 5) })])
        let outcome = try await kmeans.outcome(of: spread, ["scale": .text("none")])
        #expect(outcome.caveat("clusters.automatic")?.count == 10)
        #expect(outcome.caveat("clusters.most")?.count == 10)
        let few = try await kmeans.outcome(of: Self.groups)
        #expect(few.caveat("clusters.most") == nil)
    }

    @Test func `a text among the features is refused unless it is encoded`() async throws {
        let table = Self.groups.adding(
            Field("kind", .text), .texts((0..<15).map { $0 < 11 ? "home" : "cafe" }))
        let features = Value.columns(["orders", "kind"])
        let error = await kmeans.refusal(of: table, ["features": features, "n_clusters": .int(2)])
        #expect(error?.code == "column.type")
        #expect(error?.help.first?.text.contains("encode=true") == true)
        let outcome = try await kmeans.outcome(
            of: table, ["features": features, "n_clusters": .int(2), "encode": .bool(true)])
        #expect(
            try outcome.table("centers").texts("feature").prefix(3) == [
                "orders", "kind = cafe", "kind = home",
            ])
        #expect(outcome.caveat("features.encoded")?.count == 2)
        let when = table.adding(Field("day", .date), .dates((0..<15).map { Int32($0) }))
        let time = await kmeans.refusal(of: when, ["features": .columns(["day"])])
        #expect(time?.code == "column.type")
    }

    @Test func `too many values of a text are refused with their number and no value`() async {
        let table = Table(["word": .texts((0..<60).map { "secret\($0)" })])
        let error = await kmeans.refusal(
            of: table, ["features": .columns(["word"]), "encode": .bool(true)])
        #expect(error?.code == "column.levels")
        #expect(error?.message.contains("60") == true && error?.message.contains("secret") == false)
    }

    @Test func `numbers that look like codes are asked for`() async throws {
        let schema = Schema([
            Field("Channel", .int, kind: .category), Field("Fresh", .int, kind: .measure),
            Field("Milk", .int, kind: .measure), Field("shop_id", .int, kind: .id),
        ])
        let table = Table(
            schema, [.ints([1, 2, 1]), .ints([5, 6, 90]), .ints([1, 2, 30]), .ints([1, 2, 3])])
        let error = await kmeans.refusal(of: table, ["n_clusters": .int(2)])
        #expect(error?.code == "role.ambiguous")
        #expect(error?.message.contains("`Channel`") == true)
        #expect(error?.help.first?.text.contains("features=[Fresh, Milk]") == true)
        let outcome = try await kmeans.outcome(
            of: table.selecting(["Fresh", "Milk", "shop_id"]), ["n_clusters": .int(2)])
        #expect(outcome.caveat("features.left-out")?.text.contains("shop_id") == true)
        let none = await kmeans.refusal(of: table.selecting(["shop_id"]))
        #expect(none?.code == "role.missing")
    }

    @Test func `infinite numbers and weights of nothing are refused`() async {
        // No loader lets these in; an expression or another program's file may.
        let cells = Column(.float, .float64(FixedColumn(values: Buffer([1, 2, .infinity, 4]))))
        let infinite = Table(["x": cells])
        #expect(await kmeans.refusal(of: infinite, ["n_clusters": .int(2)])?.code == "column.non-finite")
        let weighted = Table(["x": .floats([1, 2, 3, 4]), "w": .floats([1, 0, 1, 1])])
        let error = await kmeans.refusal(
            of: weighted, ["n_clusters": .int(2), "sample_weight": .column("w")])
        #expect(error?.code == "column.range" && error?.message.contains("row 2") == true)
        let negative = Table(["x": .floats([-3, 2, 3, 4])])
        let logarithm = await kmeans.refusal(
            of: negative, ["n_clusters": .int(2), "scale": .text("log1p")])
        #expect(logarithm?.code == "column.range")
    }

    @Test func `one cluster has no silhouette`() async throws {
        let outcome = try await kmeans.outcome(of: Self.groups, ["n_clusters": .int(1)])
        #expect(outcome.output.floats("silhouette").allSatisfy { $0 == nil })
        #expect(outcome.caveat("silhouette.none") != nil)
        #expect(outcome.metrics.first { $0.name == "silhouette" }?.value == nil)
    }

    // MARK: - Results

    @Test func `three groups are found, numbered by size and described`() async throws {
        let outcome = try await kmeans.outcome(of: Self.groups)
        #expect(
            outcome.output.ints("cluster") == Array(repeating: 1, count: 6) + Array(repeating: 2, count: 5)
                + Array(repeating: 3, count: 4))
        let clusters = try outcome.table("clusters")
        #expect(clusters.ints("n") == [6, 5, 4])
        #expect(clusters.texts("description")[0]?.contains("low") == true)
        #expect(clusters.texts("description")[2]?.contains("high spend") == true)
        let curve = try outcome.table("k_curve")
        #expect(curve.ints("k") == Array(1...10))
        #expect(curve.floats("gap").allSatisfy { $0 != nil })
        let means = try outcome.table("centers").floats("mean").compactMap(\.self)
        #expect(abs(means[0] - 10.0 / 6) < 1e-12)
        #expect(outcome.findings.count == 3)
        #expect(outcome.findings[0].text.contains("15 rows fall into 3 clusters"))
        #expect(outcome.caveat("clusters.unstable") == nil)
    }

    @Test("runs with one and two threads are the same bytes", arguments: [1, 2, 8])
    func widths(_ width: Int) async throws {
        var random = SeededRandom(seed: 3)
        let table = Table([
            "a": .floats((0..<600).map { _ in Double.random(in: 0...1, using: &random) }),
            "b": .floats((0..<600).map { _ in Double.random(in: 0...9, using: &random) }),
        ])
        let arguments: [String: Value] = ["n_clusters": .int(4), "refits": .int(4)]
        let one = try await kmeans.outcome(of: table, arguments, width: 1)
        let other = try await kmeans.outcome(of: table, arguments, width: width)
        #expect(one.output.isIdentical(to: other.output))
        for (a, b) in zip(one.tables, other.tables) { #expect(a.table.isIdentical(to: b.table), "\(a.name)") }
        #expect(one.metrics == other.metrics && one.caveats == other.caveats)
    }

    @Test func `a cloud is called what it is`() async throws {
        var random = SeededRandom(seed: 5)
        func cells() -> [Double?] { (0..<120).map { _ in Double.random(in: 0...1, using: &random) } }
        let table = Table([
            "a": .floats(cells()), "b": .floats(cells()), "c": .floats(cells()), "d": .floats(cells()),
        ])
        let outcome = try await kmeans.outcome(of: table, ["boxes": .int(8), "n_init": .int(3)])
        #expect(outcome.caveat("clusters.none") != nil || outcome.caveat("clusters.weak") != nil)
    }

    @Test func `the scale decides, and says what it did`() async throws {
        let skewed = Table(["x": .floats([0, 1, 1, 2, 2, 3, 400]), "y": .floats([1, 2, 3, 4, 5, 6, 7])])
        let outcome = try await kmeans.outcome(of: skewed, ["n_clusters": .int(2)])
        let said = try #require(outcome.caveat("features.scaled")).text
        #expect(said.contains("the logarithm is taken of `x`"))
        #expect(!said.contains("`x` and `y`;"))
        let both = Table(["x": .floats([-400, -3, -1, 0, 1, 2, 9]), "y": .floats([1, 2, 3, 4, 5, 6, 7])])
        let bent = try await kmeans.outcome(of: both, ["n_clusters": .int(2), "scale": .text("yeo_johnson")])
        #expect(
            bent.caveat("features.scaled")?.text.contains(
                "scale=yeo_johnson; a power of 1 + x is taken of `x` (")
                == true)
        #expect(
            try bent.table("centers").floats("mean").allSatisfy {
                $0.map { (-400...9).contains($0) } == true
            })
        let plain = try await kmeans.outcome(of: skewed, ["n_clusters": .int(2), "scale": .text("none")])
        #expect(plain.output.ints("cluster") == [1, 1, 1, 1, 1, 1, 2])
        #expect(plain.caveat("features.unscaled") != nil)
    }
}
