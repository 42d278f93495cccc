internal import RapportDiagnostics
internal import RapportReport
public import RapportWorkbench

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The prompt: takes lines from a person, shows what they give.
///
/// Ctrl-C cancels the line that is typed or the statement that runs, never the session; Ctrl-D ends it.
public struct Shell {
    private let bench: Workbench
    private let watcher: Watcher
    private let errorsAsJSON: Bool
    private let showsTimings: Bool

    public init(_ bench: Workbench, errorsAsJSON: Bool = false, showsTimings: Bool = false) {
        (self.bench, self.errorsAsJSON, self.showsTimings) = (bench, errorsAsJSON, showsTimings)
        watcher = Watcher(
            .init(interrupt: { bench.interrupt() }, progress: { bench.progress }),
            showsProgress: Terminal.errorIsTerminal)
    }

    public func run(greeting: String) async {
        let editor = LineEditor(historyPath: Self.historyPath())
        Terminal.print(greeting + "\n")
        var pending = ""
        while true {
            editor.complete(with: await bench.completions())
            let color = Terminal.style.color
            let prompt = pending.isEmpty ? "rapport> " : "    ...> "
            switch editor.read(prompt: color ? "\u{1}\u{1B}[36m\u{2}\(prompt)\u{1}\u{1B}[0m\u{2}" : prompt) {
            case .end:
                Terminal.print("\n")
                await bench.close()
                return
            case .interrupted: pending = ""
            case .line(let line):
                let text = pending.isEmpty ? line : pending + "\n" + line
                if text.allSatisfy(\.isWhitespace) {
                    pending = ""
                    continue
                }
                // An empty line always gets one out.
                if !line.allSatisfy(\.isWhitespace), Workbench.isIncomplete(text) {
                    pending = text
                    continue
                }
                pending = ""
                editor.remember(text)
                if await execute(text) {
                    await bench.close()
                    return
                }
            }
        }
    }

    /// Runs one entry.
    ///
    /// - Returns: whether the session ends.
    private func execute(_ text: String) async -> Bool {
        let text = text == "\\q" ? "quit" : text
        for response in await bench.run(text) {
            watcher.erase()
            show(response)
            if response.asksToQuit { return true }
        }
        return false
    }

    private func show(_ response: Response) {
        let renderer = TerminalRenderer(Terminal.style)
        let notes = response.notes.isEmpty ? "" : renderer.render(.notes(response.notes)) + "\n"
        var parts = response.blocks.map { renderer.render($0) }.filter { !$0.isEmpty }
        if let failure = response.failure {
            parts.append(
                errorsAsJSON
                    ? failure.json(source: response.source)
                    : renderer.render(.error(failure, source: response.source)))
        }
        Terminal.print(notes + (parts.isEmpty ? "" : parts.joined(separator: "\n\n") + "\n"))
        if showsTimings { Terminal.print("\(response.seconds) s\n", to: 2) }
    }

    private static func historyPath() -> String? {
        if let named = unsafe getenv("RAPPORT_HISTORY") { return unsafe String(cString: named) }
        guard let home = unsafe getenv("HOME") else { return nil }
        return unsafe String(cString: home) + "/.rapport_history"
    }
}
