internal import RapportDiagnostics
internal import RapportLanguage

struct IncludeCommand: Command {
    let name = "include"
    let usage = "include \"FILE\""
    let summary = "Runs the lines of a script, or the cells of a notebook, in this session."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        let typed = try call.text(call.arguments.items.first, "a file's name")
        let path = bench.configuration.readPath(typed)
        guard !bench.including.contains(path) else {
            throw Diagnostic("include.circle", "`\(typed)` includes itself", at: call.span)
        }
        let text = try readText(path, typed: typed)
        let source =
            path.hasSuffix(".md")
            ? try Notebook(text: text, path: typed).cells.map(\.source).joined(separator: "\n\n") : text
        bench.including.append(path)
        defer { bench.including.removeLast() }
        var response = call.response()
        for each in await bench.run(source) {
            response.blocks += each.blocks
            response.notes += each.notes
            if let failure = each.failure {
                (response.failure, response.source) = (failure, each.source)
            }
        }
        return response
    }
}

struct RecordCommand: Command {
    let name = "record"
    let usage = "record \"FILE.md\""
    let summary = "Writes the session's lines, those taken back left out, as a notebook."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        let typed = try call.text(call.arguments.items.first, "a file's name")
        var head = "---\ntitle: Session\n"
        if let asOf = bench.state.settings.asOf ?? bench.latestMoment {
            head += "as_of: \(isoMoment(asOf))\n"
        }
        head += "seed: \(bench.state.settings.seed)\n---\n"
        let cells = bench.state.lines.map { "\n```rapport\n\($0)\n```\n" }
        try writeFile(
            Array((head + cells.joined()).utf8), to: bench.configuration.writePath(typed), typed: typed)
        return call.response(notes: [
            Note(
                "record.done", "wrote \(counted(cells.count, "line")) to `\(typed)`; `rapport run` replays it"
            )
        ])
    }
}
