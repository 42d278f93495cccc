internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportQuery
internal import RapportStore

struct UndoCommand: Command {
    let name = "undo"
    let usage = "undo"
    let summary = "Takes back the last line's bindings and settings, never files or kept runs."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        try call.expectNothing()
        guard let earlier = bench.past.popLast() else {
            return call.response(notes: [Note("undo.nothing", "nothing to undo")])
        }
        bench.future.append(Workbench.Step(state: bench.state, line: earlier.line))
        bench.state = earlier.state
        return call.response(notes: [
            Note("undo.done", "took back `\(firstLine(earlier.line))`; files and kept runs stay")
        ])
    }
}

struct RedoCommand: Command {
    let name = "redo"
    let usage = "redo"
    let summary = "Brings back what `undo` took."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        try call.expectNothing()
        guard let later = bench.future.popLast() else {
            return call.response(notes: [Note("redo.nothing", "nothing to redo")])
        }
        bench.past.append(Workbench.Step(state: bench.state, line: later.line))
        bench.state = later.state
        return call.response(notes: [Note("redo.done", "brought back `\(firstLine(later.line))`")])
    }
}

struct DropCommand: Command {
    let name = "drop"
    let usage = "drop TABLE"
    let summary = "Forgets a bound table; with `kept=true` removes one that the workspace keeps, for good."
    let isUndoable = true

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        let word = try call.word(call.arguments.items.first, "a table's name")
        if let kept = call.arguments.settings.first(where: { $0.0.text == "kept" }) {
            guard case .literal(.bool(let isKept)) = kept.1.form else {
                throw Diagnostic("parameter.type", "`kept` takes true or false", at: kept.1.span)
            }
            if isKept { return try dropKept(word, call, on: bench) }
        }
        guard bench.state.drop(word.text) else {
            let catalog = SessionCatalog(bench, work: call.work)
            if catalog.savedNames.contains(word.text) {
                throw Diagnostic(
                    "drop.kept", "`\(word.text)` is no bound table; the workspace keeps one of that name",
                    at: word.span,
                    help: [
                        Diagnostic.Help(
                            "`drop \(word.printed) kept=true` removes it with its versions, for good",
                            edit: .init(call.span, "drop \(word.printed) kept=true"))
                    ])
            }
            throw Diagnostic.unknownTable(word, among: bench.state.bindings.map(\.name))
        }
        return call.response(notes: [Note("drop.done", "`\(word.text)` is no longer bound")])
    }

    private func dropKept(_ word: Name, _ call: CommandCall, on bench: isolated Workbench) throws(Diagnostic)
        -> Response
    {
        let versions = bench.recorder.hasFile ? try bench.recorder.workspace().dropDataset(word.text) : 0
        guard versions > 0 else {
            throw Diagnostic.unknownTable(word, among: SessionCatalog(bench, work: call.work).savedNames)
        }
        var response = call.response(notes: [
            Note(
                "drop.kept",
                "removed `\(word.text)` from the workspace: \(counted(versions, "version")); `undo` cannot bring it back"
            )
        ])
        bench.keep(
            &response, ok: true, cell: nil,
            audits: [AuditRecord(action: "drop", object: word.text, detail: counted(versions, "version"))])
        return response
    }
}

extension Diagnostic {
    static func unknownTable(_ name: Name, among known: [String]) -> Diagnostic {
        let near = name.text.nearest(in: known)
        return Diagnostic(
            "table.unknown", "no table named `\(name.text)`", at: name.span,
            help: [
                near.map { Help("`\($0)`; run `fix` to run the line with it", edit: Edit(name.span, $0)) }
                    ?? Help(
                        known.isEmpty
                            ? "`load \"file.csv\"` reads one"
                            : "bound: " + known.map { "`\($0)`" }.joined(separator: ", "))
            ])
    }
}

/// A statement's first line, for messages.
func firstLine(_ text: String) -> String {
    let lines = text.split(separator: "\n", maxSplits: 1)
    return (lines.first.map(String.init) ?? "") + (lines.count > 1 ? " …" : "")
}
