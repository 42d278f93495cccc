internal import RapportDiagnostics
internal import RapportStore

struct EditCommand: Command {
    let name = "edit"
    let usage = "edit"
    let summary = "Opens the last entry in the editor ($VISUAL, $EDITOR) and runs what it is saved as."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        try call.expectNothing()
        guard bench.configuration.origin.mode == .repl else {
            throw Diagnostic(
                "command.prompt-only", "`edit` works at the prompt, where there is a line to edit",
                at: call.span)
        }
        var response = call.response()
        response.asksToEdit = true
        return response
    }
}
