import RapportPluginKit
import Testing

/// Roles of a table that a parameter names.
@Suite struct NamedTableRoleTests {
    static let schema = Schema([
        Field("客户编号", .text), Field("sent_at", .datetime(zone: nil)), Field("compound", .float),
        Field("order_date", .text), Field("points", .int, role: "amount"),
    ])

    @Test func `what is stated comes before an alias, and an alias must fit`() throws {
        #expect(try Self.schema.column(for: "customer", of: "texts") == "客户编号")
        // `order_date` is an alias too, but no time.
        #expect(try Self.schema.column(for: "time", types: [.time], of: "texts") == "sent_at")
        #expect(try Self.schema.column(for: "amount", types: [.number], of: "texts") == "points")
        #expect(try Self.schema.column(for: "rating", of: "texts", isOptional: true) == nil)
        #expect(try Self.schema.column(for: "rating", given: "points", of: "texts") == "points")
    }

    @Test func `what is not certain is an error that names the table`() {
        func refusal(_ role: Role, _ types: [ColumnRequirement.TypeClass] = [], given: String? = nil)
            -> Diagnostic?
        {
            do throws(Diagnostic) {
                _ = try Self.schema.column(for: role, types: types, given: given, of: "texts")
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal("time")?.code == "role.ambiguous")
        #expect(refusal("time")?.help.count == 2)
        #expect(refusal("rating")?.message == "no column of the table of `texts` is known to be `rating`")
        #expect(refusal("rating", given: "compund")?.help.first?.text == "`compound`?")
        #expect(refusal("amount", [.text])?.code == "column.type")
    }
}
