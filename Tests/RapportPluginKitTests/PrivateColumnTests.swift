import RapportPluginKit
import Testing

/// Counts ties and the orders of who has them; what it declares is private nowhere.
private struct Ties: Analysis {
    static let name = "test.ties", version = 1
    static let summary = "Count the ties of each node."
    static let outputs = [
        Signature.Output(
            "output", "One row a node.",
            [
                Field("node", .text, kind: .id), Field("buyer", .text, role: "customer"),
                Field("channel", .text, kind: .id, role: "channel"), Field("state", .text, kind: .category),
            ]),
        Signature.Output("best", "One row.", [Field("buyer", .text, role: "customer"), Field("n", .int)]),
    ]

    @Input("Who bought.", "customer") var customer: String
    @Input("Where.", "channel") var channel: String?
    @Input("How much.", "amount", types: [.number]) var amount: String?

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline { Outline(declared: Self.outputs) }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let buyers = try inputs.piped.column(customer)
        let states = Column.texts(Array(repeating: "known", count: buyers.count))
        let output = Table(Schema(Self.outputs[0].fields), [buyers, buyers, buyers, states])
        let best = Table(
            Schema(Self.outputs[1].fields),
            [try buyers.gathered(at: Buffer([Int32(0)]), work: context.work), .ints([1])])
        return Outcome(
            output, tables: [.init("best", best)], findings: [.init("ties.count", "There are ties.")],
            caveats: [.init("rows.dropped", "none dropped")],
            rows: .init(input: buyers.count, used: buyers.count))
    }
}

/// What is private before an analysis is private behind it, whatever the analysis declares.
@Suite struct PrivateColumnTests {
    private let ties = PluginManifest("test", "For tests.", [Ties.self]).stages[0]
    private let arguments: [String: Value] = [
        "customer": .column("who"), "channel": .column("way"), "amount": .column("paid"),
    ]

    private func table(hiding names: String...) -> Table {
        let columns: [(String, Column)] = [
            ("who", .texts(["ada", "bea"])), ("way", .texts(["web", "shop"])), ("paid", .floats([1, 2])),
            ("part", .texts(["north", "south"])),
        ]
        return Table(
            Schema(columns.map { Field($0.0, $0.1.type, isPrivate: names.contains($0.0)) }), columns.map(\.1))
    }

    private func hidden(_ schema: Schema) -> [String] { schema.fields.filter(\.isPrivate).map(\.name) }

    @Test func `columns of the role, and ids of no input's role, are private`() async throws {
        let table = table(hiding: "who")
        let outcome = try await run(ties, table, arguments)
        #expect(hidden(outcome.output.schema) == ["node", "buyer"])
        #expect(hidden(outcome.tables[0].table.schema) == ["buyer"])
        let outline = try await ties.check(Call(Inputs(table.schema), arguments))
        #expect(outline.output == outcome.output.schema)
    }

    @Test func `a private amount hides no id, and without private columns nothing is`() async throws {
        #expect(hidden(try await run(ties, table(hiding: "paid"), arguments).output.schema).isEmpty)
        #expect(hidden(try await run(ties, table(), arguments).output.schema).isEmpty)
    }

    @Test func `private columns that flow through stay so, and their neighbours stay open`() async throws {
        let output = try await run(
            shift, table(hiding: "who"), ["amount": .column("paid"), "label": .column("who")]
        ).output
        #expect(hidden(output.schema) == ["who"])
    }

    @Test func `groups of a private key are numbered in sentences`() async throws {
        let byPart = arguments.merging(["by": .columns(["part"])]) { $1 }
        let plain = try await run(ties, table(), byPart)
        #expect(plain.findings.map(\.text) == ["north: There are ties.", "south: There are ties."])
        let outcome = try await run(ties, table(hiding: "part"), byPart)
        #expect(outcome.findings.map(\.text) == ["group 1: There are ties.", "group 2: There are ties."])
        #expect(hidden(outcome.output.schema).first == "part")
    }

    @Test func `a manifest finds an analysis by its name, whole or short`() {
        let plugin = PluginManifest("test", "For tests.", [Shift.self, Ties.self])
        #expect(plugin.stage("ties")?.signature.name == "test.ties")
        #expect(plugin.stage("test.shift")?.signature.name == "test.shift")
        #expect(plugin.stage("tie") == nil)
    }
}
