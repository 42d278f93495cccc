import RapportPluginKit
import Testing

@Suite struct GroupedFitTests {
    static let arguments: [String: Value] = ["amount": .column("amount"), "by": .columns(["region"])]

    @Test func `each group has its own fit, keys in front, in order`() async throws {
        let outcome = try await run(shift, twoRegions, Self.arguments)
        #expect(outcome.output.schema.names == ["region", "amount", "label", "shifted"])
        #expect(outcome.output["region"]?.isIdentical(to: .texts(["east", "east", "west", nil])) == true)
        #expect(outcome.output["shifted"]?.isIdentical(to: .floats([3, 5, 2, 4])) == true)
        let facts = try #require(outcome.tables.first?.table)
        #expect(facts.schema.names == ["region", "rows", "least"])
        #expect(facts["rows"]?.isIdentical(to: .ints([2, 1, 1])) == true)
        #expect(outcome.rows == .init(input: 4, used: 4))
    }

    @Test func `check promises the keys, and says how it is fitted`() async throws {
        let outline = try await shift.check(Call(Inputs(twoRegions.schema), Self.arguments))
        let outcome = try await run(shift, twoRegions, Self.arguments)
        #expect(outline.output == outcome.output.schema)
        #expect(outline.tables.map(\.schema) == outcome.tables.map(\.table.schema))
        #expect(outline.warnings.map(\.text) == ["fitted: per region"])
    }

    @Test func `sentences and metrics are marked, caveats summed`() async throws {
        let outcome = try await run(shift, twoRegions, Self.arguments)
        #expect(outcome.metrics.map(\.group) == ["east", "west", "missing"])
        #expect(outcome.metrics.map(\.value) == [4, 2, 4])
        #expect(outcome.findings.first?.text == "east: 2 numbers moved by 1.0.")
        let small = try #require(outcome.caveats.first { $0.code == "rows.small" })
        #expect(small.count == 4)
        #expect(small.text == "east: 2 rows are few (as in 3 of 3 groups, 4 in all)")
        #expect(outcome.caveats.last?.text == "fitted: per region (3 groups)")
    }

    @Test func `groups that are too small are named and left out`() async throws {
        let outcome = try await run(
            shift, twoRegions, Self.arguments.merging(["at_least": .int(2)]) { $1 })
        #expect(outcome.output.count == 2)
        let caveat = try #require(outcome.caveats.first { $0.code == "groups.too-small" })
        #expect(caveat.count == 2)
        #expect(caveat.text.contains("west and missing"))
        #expect(outcome.rows == .init(input: 4, used: 2))
        let error = await #expect(throws: Diagnostic.self) {
            try await run(shift, twoRegions, Self.arguments.merging(["at_least": .int(9)]) { $1 })
        }
        #expect(error?.code == "table.too-few-rows")
    }

    @Test func `a model with the keys serves each group with its own rows, another serves all`() async throws
    {
        let keyed = Table(["region": .texts(["east", "west"]), "rows": .ints([1, 2])])
        for (model, shifted) in [
            (keyed, [4.0, 6, 3, 4]), (keyed.selecting(["rows"]), [5, 7, 4, 6]),
        ] {
            let call = Call(
                Inputs(twoRegions, named: ["learnt": model]),
                Self.arguments.merging(["learnt": .table("run 1")]) { $1 })
            let outcome = try await shift.run(call, in: Context(work: Work(width: 1)))
            #expect(outcome.output["shifted"]?.isIdentical(to: .floats(shifted)) == true)
        }
    }

    @Test func `a key that the result has already is refused`() async {
        let table = twoRegions.adding(Field("shifted", .text), .texts(["x", "y", "x", "y"]))
        let error = await #expect(throws: Diagnostic.self) {
            try await run(shift, table, ["amount": .column("amount"), "by": .columns(["shifted"])])
        }
        #expect(error?.code == "table.duplicate-column")
    }
}
