internal import RapportDiagnostics
public import RapportReport

extension Response {
    /// The response as a terminal shows it: notes, then blocks with a line between them, then the failure.
    ///
    /// Ends without a line end; empty where there is nothing to show.
    public func rendered(_ style: TerminalStyle) -> String {
        let renderer = TerminalRenderer(style)
        var parts = blocks.map { renderer.render($0) }.filter { !$0.isEmpty }
        if let failure { parts.append(renderer.render(.error(failure, source: source))) }
        let body = parts.joined(separator: "\n\n")
        if notes.isEmpty { return body }
        return renderer.render(.notes(notes)) + (body.isEmpty ? "" : "\n" + body)
    }
}
