import RapportTable
import RapportWork
import Testing

@testable import RapportQuery

@Suite struct SuggestionTests {
    @Test func `every suggestion binds and runs`() async throws {
        let catalog = MemoryCatalog(
            [
                "orders": Table(
                    csv: "order_id,customer_id,day,amount,region\n1,a,2025-01-01,5,N\n2,b,2025-03-01,7,S"),
                "customers": Table(csv: "customer_id,name\na,Ann\nb,Bob"),
            ], stages: [SpendStage()])
        let found = await suggestions(
            for: "orders", catalog: catalog, settings: QuerySettings(), work: Work())
        #expect(
            found.map(\.line).contains(
                "orders | summarize orders=count(), revenue=sum(amount), last=max(day) by customer_id | sort -revenue | take 10"
            ))
        #expect(found.map(\.line).contains("orders | join customers on customer_id"))
        #expect(
            found.map(\.line).contains(
                "orders | summarize revenue=sum(amount) by month(day) gaps=zero | chart line x=month y=revenue"
            ))
        for each in found {
            let failure = try await catalog.run(each.line).failure
            #expect(failure == nil, "\(each.line)")
        }
    }

    @Test func `weak names are offered as roles, and what does not bind falls out`() async throws {
        let catalog = MemoryCatalog(
            ["t": Table(csv: "buyer_customer_ref,paid_total_net,note\na,5,x")], stages: [SpendStage()])
        let found = await suggestions(for: "t", catalog: catalog, settings: QuerySettings(), work: Work())
        #expect(found.first?.line == "t = t | roles customer=buyer_customer_ref amount=paid_total_net")
        #expect(!found.contains { $0.line.hasPrefix("t | chart") || $0.line.contains("join") })
        #expect(
            await suggestions(for: "x", catalog: catalog, settings: QuerySettings(), work: Work()).isEmpty)
    }
}
