internal import ArgumentParser
internal import RapportDiagnostics
internal import RapportShell
internal import RapportStore
internal import RapportWorkbench

/// `rapport workspace …`: care of the file that keeps the runs.
struct WorkspaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace", abstract: "Check, back up, prune, compact or export the workspace.",
        subcommands: [Check.self, Backup.self, Prune.self, Vacuum.self, Export.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look for damage and for tables no run owns.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let found = try on(common) { (workspace) throws(Diagnostic) in try workspace.check() }
            for line in found { Terminal.print(line + "\n") }
            Terminal.print(found.isEmpty ? "all is well\n" : "")
            if !found.isEmpty { throw ExitStatus.differs.code }
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write a copy while others go on working.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The file to write.") var path: String

        func run() async throws {
            try on(common) { (workspace) throws(Diagnostic) in try workspace.backup(to: path) }
            Terminal.print("wrote \(path)\n")
        }
    }

    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove all runs but the last ones.")
        @OptionGroup var common: CommonOptions
        @Option(help: "How many runs to keep.") var keep: Int

        func validate() throws {
            if keep < 0 { throw ValidationError("--keep takes a number of 0 or more") }
        }

        func run() async throws {
            let removed = try on(common) { (workspace) throws(Diagnostic) in try workspace.prune(keep: keep) }
            Terminal.print("removed \(removed) run\(removed == 1 ? "" : "s")\n")
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write everything into a folder of CSV and Markdown, private columns masked.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The folder to write.") var path: String

        func run() async throws {
            let count = try on(common) { (workspace) throws(Diagnostic) in
                try WorkspaceExport(of: workspace, to: path).count
            }
            Terminal.print("wrote \(count) files to \(path)\n")
        }
    }

    struct Vacuum: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give room of removed runs back to the disk.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try on(common) { (workspace) throws(Diagnostic) in try workspace.vacuum() }
        }
    }
}

/// Opens the workspace and does one thing with it; a failure is printed and ends with 1.
private func on<Given>(_ common: CommonOptions, _ body: (Workspace) throws(Diagnostic) -> Given) throws
    -> Given
{
    do throws(Diagnostic) {
        let origin = Workspace.Origin(mode: .once, appVersion: appVersion)
        return try body(Workspace(path: common.workspacePath, origin: origin))
    } catch {
        report(error, source: "", as: common.errors)
        throw ExitStatus.failed.code
    }
}
