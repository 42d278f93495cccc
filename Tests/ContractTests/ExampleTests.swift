import RapportContract
import RapportPluginKit
import RapportTable
import RapportTestKit
import Testing

@Suite struct ExampleTests {
    @Test func `cells of an example have the types they all fit`() throws {
        let table = try Table(
            exampleCSV:
                "id,n,x,ok,day,at,empty\n007,1,2,true,2026-01-31,2026-01-31 09:30:00,\n12,,0.5,false,2026-02-01,2026-01-31T10:00,"
        )
        #expect(
            table.schema.fields.map(\.type) == [
                .text, .int, .float, .bool, .date, .datetime(zone: nil), .text,
            ])
        #expect(table["n"]?[1].isMissing == true)
    }

    @Test(
        "an example that shows something else is found",
        arguments: [
            ("customer,total\nada,30\nbea,5", nil), ("customer,total\nada,30.00\nbea,5", nil),
            ("customer,total\nada,31\nbea,5", "`30.0` in row 1 of `total`, expected `31`"),
            ("customer,sum\nada,30\nbea,5", "columns customer,total, expected customer,sum"),
            ("customer,total\nada,30", "2 rows, expected 1"),
            ("customer,total\nbea,5\nada,30", "the rows are those of the example in another order"),
            ("customer,total\nada,\nbea,5", "`30.0` in row 1 of `total`, expected ``"),
        ] as [(String, String?)])
    func compares(gives: String, says: String?) async {
        let stage = PluginManifest("test", "For tests.", [Totals.self]).stages[0]
        let example = Example(
            "Two customers.", run: "given | totals | sort customer",
            given: "customer,amount\nbea,5\nada,10\nada,20",
            gives: gives)
        let found = await ExampleRunner([stage]).violation(of: example)
        if let says {
            #expect(found?.contains(says) == true, "\(found ?? "holds")")
        } else {
            #expect(found == nil)
        }
    }

    @Test func `a line that fails says why`() async {
        let stage = PluginManifest("test", "For tests.", [Totals.self]).stages[0]
        let example = Example(
            "Wrong.", run: "given | totals factor=9", given: "customer,amount\na,1", gives: "x\n1")
        #expect(await ExampleRunner([stage]).violation(of: example)?.contains("parameter.range") == true)
    }
}
