internal import RapportContract
internal import RapportDiagnostics
internal import RapportFormats
internal import RapportQuery
internal import RapportStore
internal import RapportTable
internal import RapportWork
internal import Synchronization

/// The session as one line sees it: a copy of its bindings, and the way to files and to the workspace.
final class SessionCatalog: Catalog {
    let stages: [any RapportContract.Stage]
    private let bindings: [SessionState.Binding]
    private let configuration: Configuration
    private let settings: Settings
    private let parameters: [(name: String, value: Scalar)]
    private let problems: [Table]
    private let lines: [String]
    private let recorder: RecorderAccess
    private let work: Work
    /// What the line read and wrote outside the workspace, for its audit.
    private let written = Mutex<[AuditRecord]>([])
    /// A file is opened once a line: binding looks at it, and execution reads what binding saw.
    private let opened = Mutex<[FileSource: any TableSource]>([:])

    /// Kept tables and outputs of runs that the line read: binding asks for the columns, and execution for the rows.
    private let kept = Mutex<[Kept: Table]>([:])

    private enum Kept: Hashable {
        case dataset(String)
        case output(run: Int, String)
    }

    init(_ bench: isolated Workbench, work: Work) {
        stages = bench.stages
        bindings = bench.state.bindings
        (configuration, settings) = (bench.configuration, bench.state.settings)
        (parameters, problems, self.work) = (bench.state.parameters, bench.problems, work)
        lines = bench.state.lines
        recorder = RecorderAccess(bench.recorder)
    }

    /// Paths of the files that the line wrote.
    var writtenPaths: [String] {
        audits.filter { $0.action == "save" }.map { configuration.writePath($0.object) }
    }

    var audits: [AuditRecord] { written.withLock { $0 } }
    private func audit(_ action: String, _ object: String, _ detail: String = "") {
        written.withLock { $0.append(AuditRecord(action: action, object: object, detail: detail)) }
    }

    // MARK: - Names

    func bound(_ name: String) -> BoundTable? { bindings.first { $0.name == name }?.table }
    var boundNames: [String] { bindings.map(\.name) }
    var nouns: [String] { Noun.allCases.map(\.rawValue) }

    func noun(_ name: String) throws(Diagnostic) -> Table? {
        if let noun = Noun(rawValue: name) {
            let table = try noun.table(
                stages: stages, bindings: bindings, settings: settings, parameters: parameters,
                problems: problems, keptNames: configuration.isNotebook ? [] : savedNames,
                workspace: recorder.workspace)
            guard configuration.isNotebook else { return table }
            return noun.replayable(table, sessionRuns: recorder.sessionRuns, lines: lines)
        }
        // A table kept by `save table=…` is a name too, while nothing is bound under it.
        guard recorder.hasFile else { return nil }
        if let read = kept.withLock({ $0[.dataset(name)] }) { return read }
        let table = try recorder.workspace().dataset(name)
        kept.withLock { $0[.dataset(name)] = table }
        return table
    }

    var savedNames: [String] { recorder.datasetNames() }

    var sql: (any SQLEngine)? { SQLiteEngine() }

    func run(_ number: Int, output: String?) throws(Diagnostic) -> Table {
        let run = try recorder.number(number, isNotebook: configuration.isNotebook)
        let name = output ?? "output"
        if let read = kept.withLock({ $0[.output(run: run, name)] }) { return read }
        let table = try recorder.workspace().output(ofRun: run, named: name)
        kept.withLock { $0[.output(run: run, name)] = table }
        return table
    }

    // MARK: - Files

    func source(for file: FileSource) throws(Diagnostic) -> any TableSource {
        if let source = opened.withLock({ $0[file] }) { return source }
        let path = configuration.readPath(file.path)
        recorder.noteFile(path)
        let source = try openSource(try SchemaFile.resolved(file, configuration), at: path, work: work)
        audit("load", file.path)
        opened.withLock { $0[file] = source }
        return source
    }

    private func saveSchema(of table: Table, _ files: [FileSource], to path: String) throws(Diagnostic)
        -> Note
    {
        guard files.count == 1, let file = files.first else {
            throw Diagnostic(
                "schema.source",
                "a schema is of a table from one file, found \(counted(files.count, "file"))",
                help: ["`customers | save schema=\"customers.schema.yml\"`, right behind its `load`"])
        }
        let source = try source(for: file)
        let names = source.schema.names
        guard table.schema.names.allSatisfy(names.contains), table.columns.count == names.count else {
            throw Diagnostic(
                "schema.source",
                "the table has other columns than `\(file.path)`, which the schema would be of",
                help: ["`save schema=…` right behind `load` or `roles`"])
        }
        let report = (source as? any ReportingSource)?.loadReport
        let schema = SchemaFile(file: file, choices: report?.choices ?? [], fields: table.schema.fields)
        try writeFile(Array(schema.text.utf8), to: configuration.writePath(path), typed: path)
        audit("save", path)
        return Note(
            "save.schema", "wrote how `\(file.path)` is read to `\(path)`: `load … schema=\"\(path)\"`")
    }

    /// Writes several tables as the sheets of one Excel file.
    func save(sheets: [(name: String, table: Table)], title: String, to path: String) throws(Diagnostic)
        -> Note
    {
        var masked: [String] = []
        var shown: [ExcelWriter.Sheet] = []
        for sheet in sheets {
            let safe = try PrivateColumns.masked(sheet.table, settings: settings)
            shown.append(.init(sheet.name, safe.table))
            masked += safe.names.filter { !masked.contains($0) }
        }
        let file = try FileReplacement(configuration.writePath(path), typed: path)
        let remarks = try ExcelWriter.write(shown, title: title, to: file, work: work)
        try file.commit()
        audit("save", path, settings.includePrivate ?? "")
        let counts = shown.map { "`\($0.name)` \(counted($0.table.count, "row"))" }.joined(separator: ", ")
        let said =
            remarks + (masked.isEmpty ? [] : ["private columns masked: \(masked.joined(separator: ", "))"])
        return Note(
            "save.file",
            "wrote \(counted(shown.count, "sheet")) to `\(path)`: \(counts)" + said.map { "; " + $0 }.joined()
        )
    }

    func hashed(_ texts: Column, work: Work) throws(Diagnostic) -> Column {
        try PrivateColumns.hashed(texts)
    }

    func noteMasked(_ columns: [String], how: String) {
        audit("mask", columns.joined(separator: ", "), how)
    }

    func save(_ table: Table, to target: SaveTarget) throws(Diagnostic) -> Note {
        switch target {
        case .dataset(let name, let options): return try keep(table, as: name, options)
        case .schema(let path, let files):
            return try saveSchema(of: table, files, to: path)
        case .file(let path, let options):
            let shown = try PrivateColumns.masked(table, settings: settings)
            let remark = try writeTable(
                shown.table, to: configuration.writePath(path), typed: path, options: options, work: work)
            audit("save", path, settings.includePrivate ?? "")
            let mask =
                shown.names.isEmpty ? "" : "; private columns masked: \(shown.names.joined(separator: ", "))"
            return Note("save.file", "wrote \(counted(table.count, "row")) to `\(path)`" + remark + mask)
        }
    }

    /// Keeps the rows in the workspace, and says what that changed there.
    private func keep(_ table: Table, as name: String, _ options: [String: Value]) throws(Diagnostic) -> Note
    {
        var mode = DatasetSave.Mode.replace
        switch options["mode"] {
        case .text("append"): mode = .append
        case .text("upsert"):
            switch options["key"] {
            case .columns(let names): mode = .upsert(key: names)
            case .column(let name): mode = .upsert(key: [name])
            default: break
            }
        case .text("replace_period"):
            if case .column(let column) = options["period"] { mode = .replacePeriod(of: column) }
        default: break
        }
        // One file behind the line: its bytes are the rows' origin.
        let files = opened.withLock { $0.keys.map(\.path) }
        var sha256: String?
        if files.count == 1 { sha256 = try recorder.sha256(configuration.readPath(files[0]), work: work) }
        let change = try recorder.workspace().saveDataset(
            DatasetSave(
                name, mode, source: files.count == 1 ? files[0] : nil, sha256: sha256,
                at: momentText(configuration.clock())), table, work: work)
        kept.withLock { $0 = [:] }
        audit("keep", name, change.isSame ? "" : "version \(change.version), \(mode.name)")
        let place = recorder.keepsNothing ? "; the workspace is `:memory:` and ends with the session" : ""
        return Note("save.table", sentence(change, name, mode, of: table) + place)
    }

    private func sentence(
        _ change: DatasetChange, _ name: String, _ mode: DatasetSave.Mode, of table: Table
    ) -> String {
        if mode == .replace {
            let rows = "kept `\(name)`: \(counted(table.count, "row"))"
            // What was there before is of the workspace: a notebook says the same whatever it was.
            if change.version == 1 || configuration.isNotebook { return rows }
            return change.isSame
                ? rows + ", as version \(change.version) has them"
                : rows + " as version \(change.version), in the place of \(counted(change.removed, "row"))"
        }
        var parts = ["\(counted(change.added, "row")) added"]
        if case .upsert = mode { parts.append("\(counted(change.changed, "row")) changed") }
        if case .replacePeriod = mode { parts.append("\(counted(change.removed, "row")) taken out") }
        parts.append("\(counted(change.left, "row")) left as they were")
        return "kept `\(name)` as version \(change.version): " + parts.joined(separator: ", ")
    }
}

/// The recorder, for a catalog that is handed across: used by one statement at a time.
struct RecorderAccess: @unchecked Sendable {
    // SAFETY: the workbench runs one statement at a time and waits for it, so that no two threads use the
    // recorder at once.
    private let recorder: Recorder
    init(_ recorder: Recorder) { self.recorder = recorder }

    var keepsNothing: Bool { recorder.keepsNothing }
    var sessionRuns: [Int] { recorder.sessionRuns }
    var hasFile: Bool { recorder.hasFile }
    func workspace() throws(Diagnostic) -> Workspace { try recorder.workspace() }
    func datasetNames() -> [String] { recorder.datasetNames() }
    func noteFile(_ path: String) { recorder.stamps.note(path) }
    func sha256(_ path: String, work: Work) throws(Diagnostic) -> String? {
        try recorder.stamps.sha256(path, work: work)
    }

    /// The workspace's number of what the analyst calls `run 3`: in a notebook its own third.
    func number(_ typed: Int, isNotebook: Bool) throws(Diagnostic) -> Int {
        guard isNotebook else { return typed }
        guard recorder.sessionRuns.indices.contains(typed - 1) else {
            throw Diagnostic(
                "run.unknown",
                "this notebook has made \(counted(recorder.sessionRuns.count, "run")), not \(typed)",
                help: ["in a notebook `run 1` is its own first run"])
        }
        return recorder.sessionRuns[typed - 1]
    }
}
