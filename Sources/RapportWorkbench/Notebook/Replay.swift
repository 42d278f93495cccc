public import RapportContract
public import RapportDiagnostics
internal import RapportReport
internal import RapportTable

/// Runs a document's `rapport` cells and puts what they print into the `output` fences behind them.
///
/// README, manuals and notebooks are held to this: replayed, they must be what they were. Unlike a notebook, a
/// document goes on after a failing line, because it may show an error on purpose.
public enum Replay {
    /// Columns of the screen that documents are written for.
    public static let width = 100

    /// The document with its outputs as they are now.
    public static func replayed(
        _ text: String, configuration: Configuration, stages: [any Stage]
    ) async throws(Diagnostic) -> String {
        let bench = Workbench(configuration, stages: stages)
        let notebook = try Notebook(text: text, path: "")
        try await bench.pin(notebook.frontMatter, notebook.frontMatter.defaults)
        var replayed: [Substring] = []
        var printed = ""
        var body: [Substring]?
        var fence = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let inside = body else {
                replayed.append(line)
                if line.hasPrefix("```") {
                    fence = String(line.dropFirst(3).prefix { $0 != " " })
                    body = []
                }
                continue
            }
            guard line == "```" else {
                body = inside + [line]
                continue
            }
            switch fence {
            case "rapport":
                replayed += inside
                printed = await shown(inside.joined(separator: "\n"), on: bench)
            case "output":
                replayed +=
                    printed.isEmpty ? [] : printed.split(separator: "\n", omittingEmptySubsequences: false)
            default: replayed += inside
            }
            replayed.append(line)
            body = nil
        }
        return (replayed + (body ?? [])).joined(separator: "\n")
    }

    private static func shown(_ source: String, on bench: Workbench) async -> String {
        let style = TerminalStyle(width: width)
        let parts = await bench.run(source).map { $0.rendered(style) }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension FrontMatter {
    /// The parameters at their defaults; those without one are left out.
    var defaults: [(name: String, value: Scalar)] {
        parameters.compactMap { parameter in parameter.standard.map { (parameter.name, $0) } }
    }
}
