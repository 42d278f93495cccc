import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

@testable import SegmentationPlugin

/// Facts of real tables that scikit-learn computed with the same seed, scales and starts.
@Suite struct RealClusterTests {
    static let goods = ["Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"]

    private func wholesale() throws -> Table? {
        guard let text = SharedFiles.text("data/wholesale/wholesale.csv") else { return nil }
        let csv = try CSVText(text)
        let columns = try csv.header.map { name in
            let cells = try #require(csv.column(name))
            return Column.ints(cells.map { Int($0) })
        }
        let fields = csv.header.map { Field($0, .int, kind: Self.goods.contains($0) ? .measure : .category) }
        return Table(Schema(fields), columns)
    }

    @Test(
        "the wholesale customers fall apart as scikit-learn has them",
        arguments: [
            (3, [213, 147, 80], 1553.4213271044878, 0.25941565559741453, 131_854),
            (6, [114, 101, 99, 55, 51, 20], 1174.7586330617391, 0.20088699307469401, 242_988),
        ])
    func wholesale(
        _ clusters: Int, _ sizes: [Int], _ inertia: Double, _ silhouette: Double, _ sum: Int
    ) async throws {
        guard let table = try wholesale() else { return }
        // Two columns of codes: which trade, and which region.
        #expect(await kmeans.refusal(of: table)?.code == "role.ambiguous")
        let outcome = try await kmeans.outcome(
            of: table,
            [
                "features": .columns(Self.goods), "n_clusters": .int(Int64(clusters)), "refits": .int(2),
            ])
        #expect(try outcome.table("clusters").ints("n") == sizes)
        func metric(_ name: String) -> Double {
            outcome.metrics.first { $0.name == name && $0.group.isEmpty }?.value ?? .nan
        }
        #expect(abs(metric("inertia") - inertia) < 1e-8)
        #expect(abs(metric("silhouette") - silhouette) < 1e-10)
        // Every row has the label that scikit-learn gave it.
        let labels = outcome.output.ints("raw_label").compactMap(\.self)
        #expect(labels.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } == sum)
        #expect(outcome.caveat("features.scaled")?.text.contains("logarithm") == true)
    }

    @Test func `the customers of France are grouped by what RFM measured`() async throws {
        guard let text = SharedFiles.text("data/online_retail/france.csv") else { return }
        let customers = try await rfm.outcome(
            of: try OnlineRetailTests().orders(text),
            ["refunds": .text("net"), "time": .column("InvoiceDate")])
        let outcome = try await kmeans.outcome(
            of: customers.output, ["n_clusters": .int(3), "refits": .int(2)])
        #expect(Set(try outcome.table("centers").texts("feature")) == ["recency", "frequency", "monetary"])
        #expect(try outcome.table("clusters").ints("n") == [35, 28, 24])
        let inertia = outcome.metrics.first { $0.name == "inertia" }?.value ?? .nan
        #expect(abs(inertia - 78.92880530197212) < 1e-9)
        #expect(outcome.findings[0].text.contains("87 customers fall into 3 clusters"))
        #expect(outcome.output.schema["segment"] != nil, "what RFM found stays beside it")

        let again = try await stage("segmentation.assign").outcome(
            of: customers.output, ["model": .table("model")], named: ["model": try outcome.table("model")])
        #expect(again.output.ints("cluster") == outcome.output.ints("cluster"))
    }
}
