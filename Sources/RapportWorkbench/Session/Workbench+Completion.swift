internal import RapportContract
internal import RapportQuery
internal import RapportStore
internal import RapportTable

extension Workbench {
    /// Words that Tab may complete now: tables and their columns, verbs, analyses, functions, commands, nouns.
    public func completions() -> [String] {
        var words = state.bindings.map(\.name)
        for binding in state.bindings {
            words += binding.table.schema.names
            words += binding.table.outputs.map { "\(binding.name).\($0.name)" }
        }
        words += recorder.datasetNames()
        words += stages.map(\.signature.name)
        words += stages.flatMap { $0.signature.parameters.map { $0.name + "=" } }
        words += languagePages().map { page in
            page.group == .function || page.group == .aggregate ? page.name + "(" : page.name
        }
        return words + ["help", "check"]
    }
}
