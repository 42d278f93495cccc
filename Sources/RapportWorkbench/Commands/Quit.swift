internal import RapportDiagnostics

struct QuitCommand: Command {
    let name: String
    var usage: String { name }
    let summary = "Ends the session; kept runs stay."

    init(_ name: String) { self.name = name }

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        var response = call.response()
        response.asksToQuit = true
        return response
    }
}
