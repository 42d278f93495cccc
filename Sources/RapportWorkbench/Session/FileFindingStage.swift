internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable

/// An analysis whose files are found as those of `load` are: beside the notebook, else where the program was started.
///
/// The plan and the record of a run keep the paths as typed.
struct FileFindingStage: RapportContract.Stage {
    let stage: any RapportContract.Stage
    let configuration: Configuration

    var signature: Signature { stage.signature }

    func check(_ call: Call<Schema>) async throws(Diagnostic) -> Outline {
        try await stage.check(Call(call.inputs, call.arguments.mapValues(found)))
    }

    func run(_ call: Call<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        try await stage.run(Call(call.inputs, call.arguments.mapValues(found)), in: context)
    }

    /// A file that is nowhere keeps its name, so that the error shows what was typed.
    private func found(_ value: Value) -> Value {
        switch value {
        case .file(let typed):
            let path = configuration.readPath(typed)
            return fileExists(path) ? .file(path) : value
        case .list(let values): return .list(values.map(found))
        case .map(let entries): return .map(entries.map { Value.Entry($0.key, found($0.value)) })
        default: return value
        }
    }
}
