internal import ArgumentParser
internal import BundledPlugins
internal import RapportPluginKit
internal import RapportDiagnostics
internal import RapportReport
internal import RapportShell
internal import RapportStore
internal import RapportWorkbench

/// `rapport run notebook.md`: replays a notebook and writes its report.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Replay a notebook, and write its report as HTML and Markdown.",
        discussion:
            "A relative path in the notebook is looked for beside the notebook, then where the program runs.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The notebook, a Markdown file with `rapport` cells.")
    var notebook: String

    @Option(
        name: .customShort("p"), help: ArgumentHelp("A parameter of the notebook.", valueName: "name=value"))
    var parameter: [String] = []

    @Option(
        help: ArgumentHelp(
            "The folder of the report, and of files that the notebook writes.", valueName: "folder"))
    var out = "out"

    @Flag(help: "Write nothing; end with 3 where the report differs from the one in the folder.")
    var verify = false

    func run() async throws {
        var given: [(name: String, text: String)] = []
        for each in parameter {
            guard let sign = each.firstIndex(of: "="), sign > each.startIndex else {
                throw ValidationError("-p takes name=value, found `\(each)`")
            }
            given.append((String(each[..<sign]), String(each[each.index(after: sign)...])))
        }
        let status: ExitStatus
        do throws(Diagnostic) {
            status = try await replay(given)
        } catch {
            report(error, source: "", as: common.errors)
            throw error.code.name.hasPrefix("parameter.") ? ExitStatus.usage.code : ExitStatus.failed.code
        }
        if status != .done { throw status.code }
    }

    private func replay(_ given: [(name: String, text: String)]) async throws(Diagnostic) -> ExitStatus {
        let file = NotebookFile(notebook)
        let document = try file.read()
        var configuration = common.configuration(mode: .batch)
        configuration.readFolders = [file.folder, "."]
        configuration.isNotebook = true
        try ReportFile.makeFolder(out)
        let bench = Workbench(configuration, stages: bundledPlugins.flatMap(\.stages))
        let watcher = watching(bench)
        let run = try await NotebookRunner.run(document, given: given, on: bench)
        watcher.erase()
        let warnings = run.notes.filter(\.isWarning)
        if !warnings.isEmpty {
            let plain = TerminalRenderer(TerminalStyle(width: 100))
            Terminal.print(plain.render(.notes(warnings)) + "\n", to: 2)
        }
        if let failure = run.failure {
            Terminal.print("\(notebook) stopped in cell \(failure.cell)\n", to: 2)
            report(failure.diagnostic, source: failure.source, as: common.errors)
        }
        return try finish(run, named: file.stem)
    }

    /// Writes the reports, or compares them.
    private func finish(_ run: NotebookRun, named stem: String) throws(Diagnostic) -> ExitStatus {
        let files = ReportFile.reports(of: run, stem: stem, in: out)
        if verify, run.failure == nil {
            let different = files.filter { !$0.isSame }
            for file in different { Terminal.print("\(file.path) differs\n", to: 2) }
            Terminal.print("\(files.count - different.count) of \(files.count) files are the same\n")
            return different.isEmpty ? .done : .differs
        }
        for file in files {
            if run.writtenPaths.contains(where: { ReportFile.isSamePath($0, file.path) }) {
                throw Diagnostic(
                    "report.taken",
                    "a line of the notebook wrote `\(file.path)`, where its report would stand",
                    help: ["another folder with `--out`"])
            }
            try file.write()
            Terminal.print("wrote \(file.path)\n")
        }
        guard let failure = run.failure else { return .done }
        return failure.diagnostic.code == Diagnostic.cancelled.code ? .interrupted : .failed
    }
}
