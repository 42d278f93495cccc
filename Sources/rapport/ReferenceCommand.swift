internal import ArgumentParser
internal import BundledPlugins
internal import RapportDiagnostics
internal import RapportPluginKit
internal import RapportShell
internal import RapportWorkbench

/// `rapport reference`: writes the reference from the code; for `make docs`.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Write the reference of verbs, functions and analyses as Markdown.")

    @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
    var out = "docs/reference"

    func run() throws {
        do throws(Diagnostic) {
            try ReportFile.makeFolder(out)
            for file in Reference.files(stages: bundledPlugins.flatMap(\.stages)) {
                try ReportFile(path: "\(out)/\(file.name)", bytes: Array(file.text.utf8)).write()
                Terminal.print("wrote \(out)/\(file.name)\n")
            }
        } catch {
            report(error, source: "", as: .text)
            throw ExitStatus.failed.code
        }
    }
}
