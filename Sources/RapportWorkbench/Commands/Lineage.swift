internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportReport
internal import RapportStore
internal import RapportQuery

struct LineageCommand: Command {
    let name = "lineage"
    let usage = "lineage TABLE"
    let summary = "Shows the line that gives a table again, with all bindings written out."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        let item = call.arguments.items.first
        if case .run(let reference)? = item?.value.form {
            let kept = try bench.recorder.workspace().run(reference.number)
            return call.response([.code(kept.recipe)])
        }
        let word = try call.word(item, "a table's name or `run N`")
        guard let binding = bench.state[word.text] else {
            throw Diagnostic.unknownTable(word, among: bench.state.bindings.map(\.name))
        }
        return call.response([.code(binding.result?.recipe ?? binding.table.plan.printed)])
    }
}
