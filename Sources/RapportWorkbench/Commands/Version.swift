internal import RapportDiagnostics
internal import RapportStore

struct VersionCommand: Command {
    let name = "version"
    let usage = "version"
    let summary = "Says which version of the program this is."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        try call.expectNothing()
        return call.response(notes: [Note("version", "rapport \(bench.configuration.origin.appVersion)")])
    }
}
