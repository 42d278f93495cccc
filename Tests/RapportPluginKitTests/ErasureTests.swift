import RapportPluginKit
import Testing

@Suite struct ErasureTests {
    @Test func `a signature is made of the wrapped properties`() {
        let signature = shift.signature
        #expect(
            signature.parameters.map(\.name) == [
                "amount", "label", "further", "how_far", "sign", "keep", "at_least", "cuts_by", "since",
                "learnt", "by",
            ])
        #expect(signature[parameter: "distance"]?.name == "how_far")
        #expect(signature[parameter: "how_far"]?.kind == .int(Bounds(0...100)))
        #expect(signature[parameter: "how_far"]?.unit == "points")
        #expect(signature[parameter: "sign"]?.kind == .choice(["plus", "minus"]))
        #expect(signature[parameter: "keep"]?.isAdvanced == true)
        #expect(signature[parameter: "at_least"]?.kind == .either(.choice(["auto"]), .int(Bounds(1...1_000))))
        #expect(signature[parameter: "at_least"]?.standard == .text("auto"))
        #expect(signature[parameter: "cuts_by"]?.kind == .map(.list(.float(Bounds()))))
        #expect(signature[parameter: "since"]?.standard == .missing)
        #expect(signature[parameter: "learnt"]?.kind == .model(output: "facts"))
        #expect(
            signature[parameter: "label"]?.kind
                == .column(ColumnRequirement(roles: ["label"], isOptional: true)))
        #expect(signature.version == 3)
    }

    @Test func `defaults and given values reach the analysis`() async throws {
        let plain = try await run(shift, twoRegions, ["amount": .column("amount")])
        #expect(plain.output["shifted"]?.isIdentical(to: .floats([2, 3, 4, 5])) == true)
        let given = try await run(
            shift, twoRegions,
            ["amount": .column("amount"), "how_far": .int(10), "sign": .text("minus"), "keep": .int(2)])
        #expect(given.output["shifted"]?.isIdentical(to: .floats([-19, -18, -17, -16])) == true)
        #expect(given.metrics.first?.unit == "points")
        #expect(given.metrics.first?.direction == .higher)
        #expect(given.caveats.last?.text == "fitted: pooled (all rows together)")
    }

    @Test(
        "a value that will not do is refused by code",
        arguments: [
            ("how_far", Value.int(101), "parameter.range"), ("how_far", .text("far"), "parameter.type"),
            ("keep", .float(0), "parameter.range"), ("keep", .float(.infinity), "parameter.range"),
            ("sign", .text("minsu"), "parameter.choice"), ("at_least", .int(0), "parameter.range"),
            ("at_least", .text("all"), "parameter.choice"),
            ("amount", .column("amuont"), "table.unknown-column"),
            ("amount", .column("label"), "column.type"), ("nonsense", .int(1), "parameter.unknown"),
            ("further", .columns(["amount", "amount"]), "parameter.twice"),
            ("cuts_by", .map([.init(.text("a"), .list([.text("x")]))]), "parameter.type"),
            ("by", .columns(["amount"]), "parameter.conflict"),
            ("by", .columns(["regoin"]), "table.unknown-column"),
        ] as [(String, Value, String)])
    func refuses(name: String, value: Value, code: String) async throws {
        var arguments: [String: Value] = ["amount": .column("amount")]
        arguments[name] = value
        let error = await #expect(throws: Diagnostic.self) { try await run(shift, twoRegions, arguments) }
        #expect(error?.code.name == code)
        #expect(
            error?.message.contains(name == "by" && code == "parameter.conflict" ? "amount" : name) == true)
        await #expect(throws: Diagnostic.self) {
            try await shift.check(Call(Inputs(twoRegions.schema), arguments))
        }
    }

    @Test func `messages say what was found and what will do`() async throws {
        func message(_ name: String, _ value: Value) async -> Diagnostic? {
            do {
                _ = try await run(
                    shift, twoRegions, ["amount": .column("amount")].merging([name: value]) { $1 })
                return nil
            } catch { return error }
        }
        let range = await message("how_far", .int(101))
        #expect(range?.message == "`how_far` takes an int from 0 to 100; found 101")
        let choice = await message("sign", .text("minsu"))
        #expect(choice?.message == "`sign` takes one of `plus`, `minus`; found `minsu`")
        #expect(choice?.help.first?.text == "`sign=minus`?")
        let type = await message("amount", .column("label"))
        #expect(type?.message == "`amount` takes a number; column `label` is of type text")
        #expect(type?.help.first?.text == "`… | cast label=float on_error=missing` before it")
    }

    @Test func `bounds are said in words, with plain numbers`() {
        #expect(Signature.ParameterKind.float(Bounds(0.0...100.0)).word == "a number from 0 to 100")
        #expect(Signature.ParameterKind.float(Bounds(0.25..<1.0)).word == "a number from 0.25, below 1")
        #expect(Signature.ParameterKind.float(Bounds(above: 0.0)).word == "a number above 0")
        #expect(Signature.ParameterKind.int(Bounds(1...)).word == "an int of 1 or more")
        #expect(Signature.ParameterKind.int(Bounds()).word == "an int")
        #expect(
            Signature.ParameterKind.list(.int(Bounds(1...5))).word == "a list, each an int from 1 to 5")
    }

    @Test func `a required column that nothing names is asked for`() async {
        let error = await #expect(throws: Diagnostic.self) { try await run(shift, twoRegions, [:]) }
        #expect(error?.code == "role.missing")
        #expect(error?.message == "`test.shift` needs a column for `amount`: what is shifted.")
    }

    @Test func `no rows is an error before the analysis runs`() async {
        let error = await #expect(throws: Diagnostic.self) {
            try await run(shift, twoRegions.prefix(0), ["amount": .column("amount")])
        }
        #expect(error?.code == "table.empty")
    }

    @Test func `an analysis that breaks its promise is a fault of its own`() async {
        let error = await #expect(throws: Diagnostic.self) {
            try await run(testPlugin.stages[1], twoRegions, [:])
        }
        #expect(error?.code == "internal.error")
    }
}
