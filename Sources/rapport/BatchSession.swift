internal import ArgumentParser
internal import BundledPlugins
internal import RapportPluginKit
internal import RapportDiagnostics
internal import RapportFormats
internal import RapportReport
internal import RapportShell
internal import RapportStore
internal import RapportTable
internal import RapportWorkbench
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Runs text without a person: tables go to standard output, everything else to standard error.
struct BatchSession: Sendable {
    private let bench: Workbench
    private let format: OutputFormat
    private let errors: ErrorFormat
    private let watcher: Watcher

    init(_ common: CommonOptions, mode: Workspace.Origin.Mode, format: OutputFormat) {
        let bench = Workbench(common.configuration(mode: mode), stages: bundledPlugins.flatMap(\.stages))
        (self.bench, self.format, errors) = (bench, format, common.errors)
        watcher = watching(bench)
    }

    func run(_ text: String) async throws {
        let timings = unsafe getenv("RAPPORT_TIMINGS") != nil
        let failure = Mutex<Diagnostic?>(nil)
        let number = Mutex(0)
        await bench.run(text) { response in
            watcher.erase()
            show(response)
            let place = number.withLock { number in
                number += 1
                return number
            }
            if timings {
                Terminal.print("{\"statement\": \(place), \"seconds\": \(response.seconds)}\n", to: 2)
            }
            failure.withLock { $0 = response.failure }
        }
        if let warning = await bench.close() { show([warning]) }
        if let failure = failure.withLock({ $0 }) {
            throw failure.code == Diagnostic.cancelled.code
                ? ExitStatus.interrupted.code : ExitStatus.failed.code
        }
    }

    private func show(_ response: Response) {
        let plain = TerminalRenderer(TerminalStyle(width: 100))
        show(response.notes)
        if let table = response.table, format != .table {
            Terminal.write(bytes(of: table))
        } else {
            let isData = format == .table
            let renderer = isData ? TerminalRenderer(Terminal.style) : plain
            let text = response.blocks.map { renderer.render($0) }.filter { !$0.isEmpty }.joined(
                separator: "\n\n")
            if !text.isEmpty { Terminal.print(text + "\n", to: isData ? 1 : 2) }
        }
        if let failure = response.failure { report(failure, source: response.source, as: errors) }
    }

    private func show(_ notes: [Note]) {
        if notes.isEmpty { return }
        let text = TerminalRenderer(TerminalStyle(width: 100)).render(.notes(notes))
        Terminal.print(text + "\n", to: 2)
    }

    private func bytes(of table: Table) -> [UInt8] {
        var text = ""
        switch format {
        case .csv: return CSVWriter.text(of: table)
        case .json: JSONTable.write(table, to: &text)
        case .md, .table: MarkdownTable.write(table, to: &text)
        }
        return Array(text.utf8)
    }
}

/// Prints a failure to standard error.
func report(_ failure: Diagnostic, source: String, as format: ErrorFormat) {
    let text =
        format == .json
        ? failure.json(source: source)
        : TerminalRenderer(TerminalStyle(width: 100)).render(.error(failure, source: source))
    Terminal.print(text + "\n", to: 2)
}

/// Ctrl-C stops the statement that runs; between two it ends the process.
func watching(_ bench: Workbench) -> Watcher {
    Watcher(
        .init(interrupt: { bench.interrupt() }, progress: { bench.progress }),
        showsProgress: Terminal.errorIsTerminal, idleInterrupt: { exit(ExitStatus.interrupted.rawValue) })
}
