public import RapportContract
internal import RapportDiagnostics
internal import RapportPluginKit
internal import RapportTable
internal import Synchronization

extension StageSample {
    /// The call that the first example of a stage makes: where it needs a second table or a model, the lines before
    /// make it.
    ///
    /// `stages` are the analyses that the lines use, the stage itself among them; nil where the example makes no call.
    public static func shown(by stage: any Stage, among stages: [any Stage]) async -> StageSample? {
        guard let example = stage.signature.examples.first, let given = try? Table(exampleCSV: example.given)
        else { return nil }
        let overheard = OverheardStage(stage)
        let others = stages.filter { $0.signature.name != stage.signature.name }
        _ = try? await ExampleRunner([overheard] + others).run(example.line, given: given)
        return overheard.calls.withLock { $0.first }.map {
            StageSample($0.inputs.piped, named: $0.inputs.named, arguments: $0.arguments)
        }
    }
}

/// A stage that keeps the calls it gets.
private final class OverheardStage: Stage {
    private let stage: any Stage
    let calls = Mutex([Call<Table>]())

    init(_ stage: any Stage) { self.stage = stage }

    var signature: Signature { stage.signature }

    func check(_ call: Call<Schema>) async throws(Diagnostic) -> Outline { try await stage.check(call) }

    func run(_ call: Call<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        calls.withLock { $0.append(call) }
        return try await stage.run(call, in: context)
    }
}
