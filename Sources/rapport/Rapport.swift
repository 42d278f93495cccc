internal import ArgumentParser
internal import BundledPlugins
internal import RapportPluginKit
internal import RapportDiagnostics
internal import RapportShell
internal import RapportStore
internal import RapportWorkbench

let appVersion = "0.1.0"

/// The program without a subcommand: one line with `-c`, a script on standard input, or the prompt.
struct Rapport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rapport",
        abstract: "An analysis workbench for customer relationships.",
        discussion: """
            Without arguments it opens the prompt, or runs the script on standard input.
            Exit status: 0 done, 1 a statement failed, 2 wrong usage, 3 a verification differs, 130 interrupted.
            """,
        version: "rapport \(appVersion)",
        subcommands: [RunCommand.self, WorkspaceCommand.self, ReferenceCommand.self])

    @OptionGroup var common: CommonOptions

    @Option(name: .customShort("c"), help: ArgumentHelp("Run this line and end.", valueName: "line"))
    var line: String?

    @Option(help: "How tables are printed: table, csv, json or md.")
    var format: OutputFormat = .table

    func run() async throws {
        if let line { return try await BatchSession(common, mode: .once, format: format).run(line) }
        if Terminal.inputIsTerminal {
            var configuration = common.configuration(mode: .repl)
            configuration.screenRows = { Terminal.tableRows }
            let bench = Workbench(configuration, stages: bundledPlugins.flatMap(\.stages))
            let greeting =
                "Rapport \(appVersion); workspace \(configuration.workspacePath)"
                + (configuration.workspacePath == ":memory:" ? ", which keeps nothing" : "")
                + "\n`help` shows how to begin, `quit` ends"
            await Shell(bench, errorsAsJSON: common.errors == .json).run(greeting: greeting)
            return
        }
        guard let script = String(validating: Terminal.readAll(), as: UTF8.self) else {
            Terminal.print("error[file.encoding]: the script on standard input is not UTF-8\n", to: 2)
            throw ExitStatus.failed.code
        }
        try await BatchSession(common, mode: .batch, format: format).run(script)
    }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case table, csv, json, md }
enum ErrorFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
