import RapportPluginKit
import RapportTestKit
import SharedFiles
import Testing

/// Facts of real orders that were computed by another program.
@Suite struct OnlineRetailTests {
    @Test func `the segments of France are the known ones`() async throws {
        guard let text = SharedFiles.text("data/online_retail/france.csv") else { return }
        let outcome = try await rfm.outcome(
            of: try orders(text), ["refunds": .text("net"), "time": .column("InvoiceDate")])
        #expect(outcome.output.count == 87)
        #expect(outcome.caveat("rows.refunds")?.count == 149)
        #expect(outcome.rows == .init(input: 8_491, used: 8_491))
        let total = try #require(outcome.metrics.first { $0.name == "revenue" && $0.group.isEmpty }?.value)
        #expect(abs(total - 196_712.84) < 1e-6)

        let segments = try outcome.table("segments")
        let known: [(String, Int, Double)] = [
            ("Champions", 10, 53_162.79), ("Loyal Customers", 15, 86_147.91),
            ("Potential Loyalists", 14, 21_864.68), ("New Customers", 1, 314.44), ("Promising", 1, 245.10),
            ("Need Attention", 4, 7_680.20), ("About To Sleep", 7, 2_576.85), ("At Risk", 6, 7_805.28),
            ("Can't Lose Them", 1, 5_953.25), ("Hibernating", 28, 10_962.34),
        ]
        #expect(segments.texts("segment") == known.map(\.0))
        #expect(segments.ints("n") == known.map(\.1))
        for (revenue, fact) in zip(segments.floats("revenue"), known) {
            #expect(abs((revenue ?? 0) - fact.2) < 1e-6, "\(fact.0)")
        }
        #expect(outcome.output.texts("customer").first == "12413")
        #expect(outcome.output.ints("recency").prefix(3) == [67, 2, 367])
        #expect(outcome.output.ints("frequency").prefix(3) == [3, 18, 1])

        let limits = try outcome.table("cuts")
        let frequency = (0..<limits.count).filter { limits.texts("measure")[$0] == "frequency" }
        #expect(frequency.map { limits.floats("up_to")[$0] } == [1, 2, 4, 7, nil])
        #expect(outcome.findings.first?.text.contains("as of 2011-12-10 12:50") == true)
    }

    /// Rows with a customer, `amount` = quantity × price.
    func orders(_ text: String) throws -> Table {
        let csv = try CSVText(text)
        func column(_ name: String) throws -> [String] { try #require(csv.column(name)) }
        let customers = try column("CustomerID")
        let rows = customers.indices.filter { !customers[$0].isEmpty }
        let (invoices, dates) = (try column("InvoiceNo"), try column("InvoiceDate"))
        let (quantities, prices) = (try column("Quantity"), try column("UnitPrice"))
        return Table([
            "CustomerID": .texts(rows.map { customers[$0] }), "InvoiceNo": .texts(rows.map { invoices[$0] }),
            "InvoiceDate": .datetimes(rows.map { moment(dates[$0]) }),
            "amount": .floats(rows.map { (Double(quantities[$0]) ?? 0) * (Double(prices[$0]) ?? 0) }),
        ])
    }

    /// `12/1/2010 8:45`, month first.
    private func moment(_ text: String) -> Int64? {
        let parts = text.split { "/ :".contains($0) }.compactMap { Int($0) }
        guard parts.count == 5 else { return nil }
        let minutes = Int64(day(parts[2], parts[0], parts[1])) * 1_440 + Int64(parts[3] * 60 + parts[4])
        return minutes * 60_000_000
    }
}
