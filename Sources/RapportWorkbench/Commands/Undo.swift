internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportQuery

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
    let summary = "Forgets a bound table; files and kept runs stay."
    let isUndoable = true

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        let word = try call.word(call.arguments.items.first, "a table's name")
        guard bench.state.drop(word.text) else {
            throw Diagnostic.unknownTable(word, among: bench.state.bindings.map(\.name))
        }
        return call.response(notes: [Note("drop.done", "`\(word.text)` is no longer bound")])
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
