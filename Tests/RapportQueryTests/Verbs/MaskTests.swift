import RapportContract
import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct MaskTests {
    let catalog = MemoryCatalog([
        "people": Table(csv: "id,name,phone,n\n1,Ann,13800138000,5\n2,Bob,77,6\n3,Ann,,7\n4,,13800138000,8")
    ])

    @Test func `a hash is the same for the same value, and a missing one stays missing`() async throws {
        let run = try await catalog.run("people | roles customer=name private=[name, phone] | mask name")
        let table = try #require(run.table)
        #expect(table.csv.hasPrefix("id,name,phone,n\n1,0000000000000Ann,13800138000,5\n2,0000000000000Bob"))
        #expect(table["name"]?[0] == table["name"]?[2])
        #expect(table["name"]?[3] == .missing)
        // Masked is private no longer; what tells customers apart still does.
        #expect(table.schema["name"]?.isPrivate == false)
        #expect(table.schema["name"]?.role == "customer")
        #expect(table.schema["phone"]?.isPrivate == true)
        #expect(catalog.masked == ["name method=hash"])
    }

    @Test func `numbers are masked as text`() async throws {
        #expect(
            try await catalog.table("people | mask phone keep_last=4 | select phone").csv
                == "phone\n***8000\n***\n\n***8000")
        #expect(try await catalog.table("people | mask n method=redact | select n | take 1").csv == "n\n***")
        #expect(
            try await catalog.table(
                "people | derive h = hash(n) == hash(5), r = redact(phone, 2) | select h, r | take 2"
            ).csv
                == "h,r\ntrue,***00\nfalse,***")
    }

    @Test func `what is computed from a private text is private, unless it is masked`() async throws {
        let plan = try await catalog.plan(
            "people | cast phone=text | roles private=[name, phone] | derive a = left(name, 1), b = hash(name), c = redact(phone)"
        )
        #expect(plan.schema.fields.filter(\.isPrivate).map(\.name) == ["name", "phone", "a"])
    }

    @Test func `two ways at once are refused`() async {
        #expect(
            await catalog.refusal("people | mask name method=redact keep_last=4")?.message
                == "`keep_last` is a method of its own")
        #expect(await catalog.refusal("people | mask name method=has")?.code == "parameter.choice")
        #expect(await catalog.refusal("people | mask nam")?.code == "table.unknown-column")
    }
}
