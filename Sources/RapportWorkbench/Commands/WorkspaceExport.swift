internal import FoundationEssentials
internal import RapportContract
public import RapportDiagnostics
internal import RapportFormats
internal import RapportReport
public import RapportStore
internal import RapportTable

/// Everything that a workspace keeps, as a folder of plain files: CSV, and Markdown that says what is what.
///
/// | file | what it holds |
/// |---|---|
/// | `index.md` | what is here, with links |
/// | `runs.csv`, `metrics.csv`, `history.csv`, `tables.csv` | the nouns of those names, `tables.csv` every version of the kept tables |
/// | `tables/NAME.csv` | the rows of a kept table, its last version |
/// | `runs/N/run.md` | the recipe of a run, its parameters, inputs, findings and caveats |
/// | `runs/N/NAME.csv` | a table that the run gave |
///
/// Private columns are masked.
public struct WorkspaceExport {
    private let workspace: Workspace
    private let folder: String
    private var masked: [String] = []
    /// Files so far.
    public private(set) var count = 0

    /// Writes the files into `folder`, which is made where it is not there.
    ///
    /// - Throws: `export.exists` where it holds anything, `file.write`.
    public init(of workspace: Workspace, to folder: String) throws(Diagnostic) {
        (self.workspace, self.folder) = (workspace, folder)
        if let there = try? FileManager.default.contentsOfDirectory(atPath: folder), !there.isEmpty {
            throw Diagnostic(
                "export.exists", "the folder `\(folder)` is not empty",
                help: ["name a folder that is not there yet"])
        }
        try make("runs")
        try make("tables")
        try write(workspace.runs(), to: "runs.csv")
        try write(workspace.metrics(), to: "metrics.csv")
        try write(workspace.history(), to: "history.csv")
        try write(workspace.datasets(), to: "tables.csv")
        var blocks: [Block] = [
            .paragraph(
                "All that the workspace `\(workspace.path)` keeps: `runs.csv`, `metrics.csv` and `history.csv` list the "
                    + "runs, their numbers and the lines; `tables.csv` lists the versions of the kept tables."
            )
        ]
        let tables = try writeTables()
        if !tables.isEmpty { blocks += [.heading(level: 2, "Kept tables")] + Block.list("", tables) }
        let runs = try writeRuns()
        if !runs.isEmpty { blocks += [.heading(level: 2, "Runs")] + Block.list("", runs) }
        if !masked.isEmpty {
            blocks.append(.paragraph("Private columns are masked: " + masked.joined(separator: "; ") + "."))
        }
        try write(Document(title: "Workspace", blocks: blocks), to: "index.md")
    }

    private mutating func writeTables() throws(Diagnostic) -> [(name: String, text: String)] {
        var listed: [(name: String, text: String)] = []
        var taken = Set<String>()
        let latest = try workspace.latestDatasets()
        for name in latest.keys.sorted() {
            guard let version = latest[name], let table = try workspace.dataset(name) else { continue }
            // The name as a word, told apart where two become the same, or differ by case alone.
            var (stem, number) = (tableName(ofFile: name.replacing("/", with: "_")), 2)
            while !taken.insert(stem.lowercased()).inserted {
                stem = "\(tableName(ofFile: name.replacing("/", with: "_")))_\(number)"
                number += 1
            }
            try write(table, to: "tables/\(stem).csv")
            listed.append(
                (
                    name: name,
                    text: "`tables/\(stem).csv`, \(counted(table.count, "row")), version \(version.version)"
                ))
        }
        return listed
    }

    private mutating func writeRuns() throws(Diagnostic) -> [(name: String, text: String)] {
        var listed: [(name: String, text: String)] = []
        let all = try workspace.runs()
        for row in 0..<all.count {
            guard case .int(let number)? = all["id"]?[row] else { continue }
            let run = try workspace.run(Int(number))
            try make("runs/\(number)")
            var files: [String] = []
            for name in run.tables {
                let table: Table
                do throws(Diagnostic) { table = try workspace.output(ofRun: run.id, named: name) } catch {
                    // Only its digest was kept.
                    if error.code == "run.not-kept" { continue }
                    throw error
                }
                try write(table, to: "runs/\(number)/\(name).csv")
                files.append("`\(name).csv`")
            }
            try write(document(of: run, files), to: "runs/\(number)/run.md")
            listed.append(
                (name: "run \(number)", text: "\(run.analysis), \(run.status), `runs/\(number)/run.md`"))
        }
        return listed
    }

    private func document(of run: KeptRun, _ files: [String]) -> Document {
        var blocks: [Block] = [
            .paragraph("\(run.analysis), version \(run.analysisVersion), \(run.startedAt), \(run.status)"),
            .code(run.recipe),
        ]
        if let error = run.error { blocks.append(.paragraph(error)) }
        if !run.findings.isEmpty { blocks.append(.findings(run.findings)) }
        if !run.caveats.isEmpty { blocks.append(.caveats(run.caveats)) }
        blocks += Block.list(
            "Parameters",
            run.parameters.map { ($0.name, ($0.value ?? "missing") + ($0.isDefault ? " (default)" : "")) })
        blocks += Block.list(
            "Inputs",
            run.inputs.map { input in
                let digest =
                    input.sha256.map { ", sha256 \($0)" } ?? input.contentDigest.map { ", digest \($0)" }
                    ?? ""
                return (
                    input.tableName.isEmpty ? "piped" : input.tableName, counted(input.rows, "row") + digest
                )
            })
        if !run.metrics.isEmpty { blocks.append(.metrics(run.metrics)) }
        if !files.isEmpty { blocks.append(.paragraph("Tables: " + files.joined(separator: ", "))) }
        return Document(title: "Run \(run.id)", blocks: blocks)
    }

    // MARK: - Files

    private func make(_ name: String) throws(Diagnostic) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder + "/" + name, withIntermediateDirectories: true)
        } catch {
            throw Diagnostic(
                "file.write", "cannot make the folder `\(folder)/\(name)`",
                help: ["name a folder that may be written to"])
        }
    }

    private mutating func write(_ table: Table, to name: String) throws(Diagnostic) {
        let shown = try PrivateColumns.masked(table, settings: Settings())
        if !shown.names.isEmpty { masked.append("`\(name)`: \(shown.names.joined(separator: ", "))") }
        try writeFile(CSVWriter.text(of: shown.table), to: folder + "/" + name, typed: folder + "/" + name)
        count += 1
    }

    private mutating func write(_ document: Document, to name: String) throws(Diagnostic) {
        try writeFile(
            Array(MarkdownRenderer().render(document).utf8), to: folder + "/" + name,
            typed: folder + "/" + name)
        count += 1
    }
}
