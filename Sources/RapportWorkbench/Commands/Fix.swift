internal import RapportDiagnostics

struct FixCommand: Command {
    let name = "fix"
    let usage = "fix"
    let summary = "Runs the last line that failed, as its help mends it."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        try call.expectNothing()
        guard let (source, diagnostic) = bench.failureToFix else {
            throw Diagnostic("fix.nothing", "no line has failed", at: call.span)
        }
        guard let edit = diagnostic.help.lazy.compactMap(\.edit).first else {
            throw Diagnostic(
                "fix.no-edit", "the last error has no fix that can be run", at: call.span,
                help: diagnostic.help)
        }
        let mended = source.applying(edit)
        var response = call.response(notes: [Note("fix.runs", mended)])
        for each in await bench.run(mended) {
            response.blocks += each.blocks
            response.notes += each.notes
            (response.table, response.failure) = (each.table ?? response.table, each.failure)
            response.source = mended
        }
        return response
    }
}

extension String {
    /// The text with one edit made; unchanged where the edit lies outside.
    func applying(_ edit: Diagnostic.Edit) -> String {
        var bytes = Array(utf8)
        guard edit.span.lower >= 0, edit.span.lower <= edit.span.upper, edit.span.upper <= bytes.count else {
            return self
        }
        bytes.replaceSubrange(edit.span.range, with: Array(edit.replacement.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }
}
