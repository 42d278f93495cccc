import RapportContract
import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

/// Names of columns as shops, help desks, chats and surveys export them.
@Suite struct RoleNameTests {
    private func match(
        _ names: [String], _ role: Role, types: [ColumnRequirement.TypeClass] = [],
        type: ColumnType = .text, kind: Kind? = nil
    ) -> RoleMatching.Match {
        RoleMatching(schema: Schema(names.map { Field($0, type, kind: kind) }))
            .match(ColumnRequirement(roles: [role], types: types))
    }

    @Test(
        arguments: [
            ("customer", "Requester"), ("customer", "reviewerID"), ("customer", "会员编号"),
            ("customer", "Member"),
            ("text", "reviewText"), ("text", "Review Text"), ("text", "评论内容"), ("text", "Ticket Description"),
            ("text", "问题描述"), ("text", "Consumer complaint narrative"), ("message_text", "聊天内容"),
            ("rating", "Customer Satisfaction Rating"), ("rating", "Conversation rating"),
            ("rating", "review_score"), ("source", "Referrer ID"), ("source", "推荐人编号"), ("source", "发送人"),
            ("target", "Referee ID"), ("target", "被推荐人编号"), ("conversation", "工单编号"),
            ("conversation", "Issue key"),
            ("side", "发送人身份"), ("agent", "处理人"), ("agent", "assigned_to"), ("agent", "agent_id"),
            ("channel", "Via"), ("channel", "Ticket Channel"), ("team", "assignment_group"),
            ("status", "incident_state"), ("membership", "Club"), ("order", "Invoice Number"),
        ] as [(Role, String)])
    func `what other programs call a column is known`(_ role: Role, _ name: String) {
        #expect(match([name, "something"], role) == .found(name, .name))
    }

    @Test(
        arguments: [
            ("created_at", "Created"), ("created_at", "Created time"), ("created_at", "提交时间"),
            ("created_at", "Conversation started at (UTC)"), ("resolved_at", "Resolved time"),
            ("resolved_at", "Last closed at (UTC)"), ("first_response_at", "Initial response time"),
            ("first_response_at", "First admin reply at (UTC)"), ("time", "消息时间"),
            ("time", "order_purchase_timestamp"),
            ("time", "Complete Timestamp"),
        ] as [(Role, String)])
    func `and so are its times`(_ role: Role, _ name: String) {
        let found = match([name, "Due by"], role, types: [.time], type: .datetime(zone: nil))
        #expect(found == .found(name, .name))
        // A word of a time is nothing where the column holds none.
        #expect(match([name], role, types: [.time], type: .bool) == .none(weak: []))
    }

    @Test func `an alias goes before another program's word, and two words are a question`() {
        #expect(match(["customer_id", "Requester", "会员编号"], "customer") == .found("customer_id", .alias))
        #expect(match(["agent", "agent_id"], "agent") == .found("agent", .alias))
        #expect(match(["Requester", "Buyer"], "customer") == .ambiguous(["Requester", "Buyer"]))
        #expect(match(["source", "from"], "source") == .ambiguous(["source", "from"]))
        // When a case was resolved goes before when it was closed.
        let times = ["closed_at", "resolved_at"]
        #expect(
            match(times, "resolved_at", types: [.time], type: .datetime(zone: nil))
                == .found("resolved_at", .alias))
    }

    @Test(arguments: [
        "Customer Type", "Customer Age", "Customer Satisfaction", "Dt_Customer", "客户类型", "会员等级",
    ])
    func `what is said of customers is no customer`(_ name: String) {
        let type: ColumnType = name == "Dt_Customer" ? .date : .text
        #expect(match([name], "customer", type: type) == .none(weak: []))
        #expect(match(["Main Customer"], "customer") == .none(weak: ["Main Customer"]))
    }

    @Test func `prices, discounts and ids stay no amounts`() {
        for name in ["unit_price", "discount_amount", "运费金额"] {
            #expect(match([name], "amount", types: [.number], type: .float) == .none(weak: []))
        }
        #expect(match(["Sales"], "amount", types: [.number], type: .float) == .found("Sales", .name))
    }

    @Test func `what was taken by a name is told`() async throws {
        let sales = Table([
            "Buyer": .texts(["a", "b"]), "Order Date": .dates([20_000, 20_001]), "Sales": .floats([1, 2]),
        ])
        let catalog = MemoryCatalog(["sales": sales], stages: [SpendStage()])
        let notes = try await catalog.plan("sales | spend").notes.value
        #expect(
            notes.contains {
                $0.code == "role.named" && $0.text == "taken by their names: `customer=Buyer`, `amount=Sales`"
            })
    }
}
