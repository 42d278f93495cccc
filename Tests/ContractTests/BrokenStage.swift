import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportTable
import RapportTestKit
import RapportWork
import Synchronization

/// Sums what customers paid: keeps every promise.
struct Totals: Analysis {
    static let name = "test.totals", version = 1
    static let summary = "Sum up what customers paid."
    static let outputs = [
        Signature.Output(
            "output", "One row a customer.", [Field("customer", .text), Field("total", .float)])
    ]
    static let metrics = [Signature.MetricDescription("total", "Of all customers.")]
    static let examples = [
        Example(
            "One customer.", run: "given | test.totals", given: "customer,amount\na,1",
            gives: "customer,total\na,1")
    ]

    enum Rounding: String, Choice { case none, whole }

    @Input("Who paid.", "customer", types: [.text]) var customer: String
    @Input("What they paid.", "amount", types: [.number]) var amount: String
    @Parameter("Taken times this.", in: 0.5...2) var factor = 1.0
    @Parameter("How totals are rounded.") var rounding = Rounding.none

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline { Outline(declared: Self.outputs) }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let table = inputs.piped
        try table.requirePresent([customer, amount])
        let customers = try table.column(customer)
        let grouping = try Grouping(by: [customers], count: table.count, work: context.work)
            .sortedByKeys([customers], work: context.work)
        let sums = try grouping.aggregate(.sum, of: try table.column(amount), work: context.work).column
        let totals = (0..<sums.count).map { (sums[$0].number ?? 0) * factor }
        let output = Table(
            Schema(Self.outputs[0].fields),
            [
                try customers.gathered(at: grouping.firstRows, work: context.work),
                .floats(rounding == .whole ? totals.map { $0.rounded() } : totals),
            ])
        return Outcome(
            output, metrics: [.init("total", totals.reduce(0, +))],
            findings: [.init("totals.count", "\(totals.count) customers paid.")],
            caveats: [.init("rows.dropped", "none dropped")],
            rows: .init(input: table.count, used: table.count))
    }
}

/// The stage above with one flaw a check, to show that each check can fail.
final class BrokenStage: Stage {
    let flaw: ContractCheck
    private let sound = PluginManifest("test", "For tests.", [Totals.self]).stages[0]
    /// Runs so far: what changes from run to run cannot be repeated.
    private let runs = Mutex(0)

    /// Writes into the memory of the sample.
    private let scribble: @Sendable () -> Void

    init(_ flaw: ContractCheck, scribble: @escaping @Sendable () -> Void = {}) {
        (self.flaw, self.scribble) = (flaw, scribble)
    }

    var signature: Signature {
        var signature = sound.signature
        switch flaw {
        case .declaration: signature.summary = "sums"
        case .examples: signature.examples[0].gives = "customer,total\na,2"
        case .declaredOutputs: signature.metrics.append(.init("mean", "Promised, never given."))
        case .groups: signature.parameters.removeAll { $0.name == "by" }
        default: break
        }
        return signature
    }

    func check(_ call: Call<Schema>) async throws(Diagnostic) -> Outline {
        switch flaw {
        case .bounds, .unknownParameter, .unknownColumn, .wrongType:
            return Outline(Schema(Totals.outputs[0].fields))
        default: break
        }
        var outline = try await sound.check(call)
        if flaw == .outline { outline.output.fields.append(Field("more", .int)) }
        return outline
    }

    func run(_ call: Call<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let rows = call.inputs.piped.count
        let run = runs.withLock { runs in
            runs += 1
            return runs
        }
        switch flaw {
        case .emptyTable where rows == 0, .oneRow where rows == 1, .allMissing where isAllMissing(call):
            throw .internalError("index out of range")
        case .untouchedInput: scribble()
        case .cancellation:
            // Deaf to cancellation: what it does takes longer than it may.
            try? await Task.sleep(for: .milliseconds(1_200))
            return try await sound.run(call, in: Context(work: Work(width: 1)))
        default: break
        }
        var outcome = try await sound.run(call, in: context)
        switch flaw {
        case .extraColumns: outcome.metrics[0].value = Double(call.inputs.piped.columns.count)
        case .permutedRows, .privacy:
            outcome.findings[0].text = "The first row says \(call.inputs.piped.columns[0].text(at: 0))."
        case .repeatability: outcome.metrics[0].value = Double(run)
        case .sentences: outcome.findings = []
        case .rowCount: outcome.rows = .init(input: rows, used: rows + 1)
        default: break
        }
        return outcome
    }

    private func isAllMissing(_ call: Call<Table>) -> Bool {
        rows(of: call) > 0 && call.inputs.piped.columns.allSatisfy { $0.missingCount == rows(of: call) }
    }
    private func rows(of call: Call<Table>) -> Int { call.inputs.piped.count }
}
