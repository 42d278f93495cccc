import RapportPluginKit

/// Adds a constant to a number column: shows columns that flow through, a list, bounds and a choice.
struct Shift: Analysis {
    static let name = "test.shift", version = 3
    static let summary = "Add a constant to a number."
    static let outputs = [
        Signature.Output("output", "The input and one column more.", [Field("shifted", .float)]),
        Signature.Output("facts", "One row.", [Field("rows", .int), Field("least", .float)]),
    ]
    static let metrics = [
        Signature.MetricDescription("mean", "Of the result.", unit: "points", direction: .higher)
    ]

    enum Sign: String, Choice { case plus, minus }

    @Input("What is shifted.", "amount", types: [.number]) var amount: String
    @Input("A name for it.", "label") var label: String?
    @InputSet("Further numbers.", "measure", types: [.number], optional: true) var further: [String]
    @Parameter("How far.", in: 0...100, aliases: "distance", unit: "points") var howFar = 1
    @Parameter("Which way.") var sign = Sign.plus
    @Parameter("How much is kept of it.", above: 0, advanced: true) var keep = 1.0
    @Parameter("Rows that must be there.", in: 1...1_000) var atLeast: Auto<Int> = .auto
    @Parameter("Cut points by name.") var cutsBy = NamedValues<[Double]>()
    @Parameter("Since when.") var since: Moment? = nil
    @ModelInput("What was learnt.", output: "facts") var learnt: String?

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        Outline(declared: Self.outputs, output: inputs.piped.adding(Field("shifted", .float)))
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let numbers = try inputs.piped.numbers(in: amount)
        if let least = atLeast.given, numbers.count < least {
            throw Diagnostic("table.too-few-rows", "\(numbers.count) rows; expected \(least)")
        }
        let offset = (sign == .plus ? 1.0 : -1.0) * Double(howFar) * keep
        // The model is only counted: enough to see which of its rows a group gets.
        let learntRows = learnt.flatMap { inputs.named[$0] }?.count ?? 0
        let shifted = numbers.map { $0 + offset + Double(learntRows) }
        let facts = Table(
            Schema(Self.outputs[1].fields), [.ints([shifted.count]), .floats([shifted.min()])])
        var outcome = Outcome(
            inputs.piped.adding(Field("shifted", .float), .floats(shifted)),
            tables: [.init("facts", facts)],
            caveats: [.init("rows.small", count: numbers.count, "\(numbers.count) rows are few")],
            rows: .init(input: numbers.count, used: numbers.count))
        outcome.metrics = [.init("mean", shifted.reduce(0, +) / Double(shifted.count))]
        outcome.findings = [.init("shifted", "\(numbers.count) numbers moved by \(offset).")]
        return outcome
    }
}

/// Promises one thing and gives another.
struct Liar: Analysis {
    static let name = "test.liar", version = 1
    static let summary = "Promise one thing and give another."
    static let outputs = [Signature.Output("output", "One row.", [Field("n", .int)])]

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline { Outline(declared: Self.outputs) }
    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        Outcome(Table(["n": .floats([1])]), caveats: [], rows: .init(input: 1, used: 1))
    }
}

let testPlugin = PluginManifest("test", "For tests.", [Shift.self, Liar.self])
let shift = testPlugin.stages[0]

let twoRegions = Table([
    "region": .texts(["west", "east", nil, "east"]), "amount": .floats([1, 2, 3, 4]),
    "label": .texts(["a", "b", "c", "d"]),
])

func run(_ stage: any Stage, _ table: Table, _ arguments: [String: Value]) async throws(Diagnostic) -> Outcome
{
    try await stage.run(Call(Inputs(table), arguments), in: Context(work: Work(width: 1)))
}
