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

    public init(_ bench: Workbench, errorsAsJSON: Bool = false) {
        (self.bench, self.errorsAsJSON) = (bench, errorsAsJSON)
        watcher = Watcher(
            .init(interrupt: { bench.interrupt() }, progress: { bench.progress }),
            showsProgress: Terminal.errorIsTerminal)
    }

    public func run(greeting: String) async {
        let editor = LineEditor(historyPath: Self.historyPath())
        Terminal.print(greeting + "\n")
        var (pending, last) = ("", "")
        var target: String?
        while true {
            editor.complete(with: await bench.completions())
            let color = Terminal.style.color
            let prompt = pending.isEmpty ? "rapport> " : "    ...> "
            switch editor.read(prompt: color ? "\u{1}\u{1B}[36m\u{2}\(prompt)\u{1}\u{1B}[0m\u{2}" : prompt) {
            case .end:
                Terminal.print("\n")
                await close()
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
                if await execute(continuing(text, target), binding: &target, last: &last, editor) {
                    await close()
                    return
                }
            }
        }
    }

    private func close() async {
        guard let warning = await bench.close() else { return }
        Terminal.print(TerminalRenderer(Terminal.style).render(.notes([warning])) + "\n", to: 2)
    }

    /// A line that begins with `|` goes on from the line before, whose table it takes up and gives back.
    private func continuing(_ text: String, _ target: String?) -> String {
        guard let target, text.drop(while: \.isWhitespace).first == "|" else { return text }
        return target == "it" ? "it \(text)" : "\(target) = \(target) \(text)"
    }

    /// Runs one entry.
    ///
    /// - Returns: whether the session ends.
    private func execute(
        _ text: String, binding target: inout String?, last: inout String, _ editor: LineEditor
    ) async -> Bool {
        let before = last
        last = text
        for response in await bench.run(Self.acting[text.filter { $0 != " " }] ?? text) {
            watcher.erase()
            show(response)
            target = response.failure == nil ? response.target ?? target : nil
            if response.asksToQuit { return true }
            if response.asksToEdit {
                last = before
                guard let edited = Terminal.edited(before), !edited.isEmpty else { continue }
                editor.remember(edited)
                Terminal.print(edited + "\n")
                return await execute(edited, binding: &target, last: &last, editor)
            }
        }
        return false
    }

    /// Ways to end a session that are no lines of the language.
    private static let acting = ["\\q": "quit", "quit()": "quit", "exit()": "exit", "q()": "quit"]

    private func show(_ response: Response) {
        var response = response
        let failure = errorsAsJSON ? response.failure?.json(source: response.source) : nil
        if failure != nil { response.failure = nil }
        let text = [response.rendered(Terminal.style), failure ?? ""].filter { !$0.isEmpty }
        if !text.isEmpty { Terminal.print(text.joined(separator: "\n") + "\n") }
    }

    private static func historyPath() -> String? {
        if let named = unsafe getenv("RAPPORT_HISTORY") { return unsafe String(cString: named) }
        guard let home = unsafe getenv("HOME") else { return nil }
        return unsafe String(cString: home) + "/.rapport_history"
    }
}
