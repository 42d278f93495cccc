internal import RapportDiagnostics
internal import RapportStore
internal import RapportTable
internal import RapportWork

/// Keeps statements in the workspace, which it opens when there is something to keep.
///
/// A workspace that is locked or read-only costs no work: records wait and are tried again before the next
/// statement. The prompt waits for what is quickly written; long tables are written while the analyst goes on, and
/// whoever reads the workspace waits for them.
final class Recorder {
    private let configuration: Configuration
    private let writer: RecordWriter
    private var hasWarned = false
    let stamps = FileStamps()

    /// Rows of a record, in and out, past which the prompt does not wait for its transaction to end.
    private static let awaitedRows = 50_000

    init(_ configuration: Configuration) {
        self.configuration = configuration
        writer = RecordWriter(configuration)
    }

    var keepsNothing: Bool { configuration.workspacePath == ":memory:" }

    /// Whether there is a workspace to look into, without making one.
    var hasFile: Bool { writer.isOpen || fileExists(configuration.workspacePath) }

    /// Numbers of this session's runs, in order: a notebook's `run 3` is its own third.
    var sessionRuns: [Int] { writer.runs }

    /// The workspace, opened now where it was not, with all in it that was told.
    func workspace() throws(Diagnostic) -> Workspace {
        writer.settle()
        return try writer.workspace()
    }

    /// The names of kept tables, which no record changes: nothing is waited for.
    func datasetNames() -> [String] {
        hasFile ? (try? writer.workspace().datasetNames()) ?? [] : []
    }

    /// Writes a record, after those that wait.
    ///
    /// - Returns: the numbers of its runs, and a warning where it has to wait.
    func write(_ record: StatementRecord) -> (runs: [Int], warning: Note?) {
        // A one-line call that ran no analysis leaves no file behind.
        if configuration.origin.mode == .once, record.runs.isEmpty, record.audits.isEmpty, !writer.isOpen {
            return ([], nil)
        }
        let isBehind = writer.isWriting
        let numbers = writer.add(record)
        if record.runs.isEmpty, isBehind { return ([], nil) }
        let runs = numbers.value
        if record.rows <= Self.awaitedRows { writer.settle() }
        return (runs, warning())
    }

    /// Tries again what waits, and says what became of records that nobody waited for.
    func retry() -> Note? {
        if writer.isWriting { return nil }
        if writer.hasFailed {
            writer.start()
            writer.settle()
        }
        return warning()
    }

    /// Waits for what is being written, and ends the session.
    ///
    /// - Returns: a warning where something could not be kept, which nobody has said yet.
    func close(at time: String) -> Note? {
        let isSaid = hasWarned
        writer.settle()
        let warning = retry()
        writer.close(at: time)
        return isSaid ? nil : warning
    }

    private func warning() -> Note? {
        let news = writer.news()
        hasWarned = news.failure != nil
        if let failure = news.failure {
            let count = news.waiting == 1 ? "the record waits" : "\(news.waiting) records wait"
            return Note(
                failure.code, "\(failure.message); \(count), and the result stays bound", isWarning: true)
        }
        guard !news.moved.isEmpty else { return nil }
        let moved = news.moved.map { "run \($0.told) is kept as run \($0.kept)" }.joined(separator: ", ")
        return Note("workspace.moved", "\(moved): another process wrote in between", isWarning: true)
    }
}

extension StatementRecord {
    /// Rows that are read for digests, and written.
    fileprivate var rows: Int {
        runs.reduce(0) { sum, run in
            run.inputs.reduce(sum) { $0 + $1.table.count } + run.outputs.reduce(0) { $0 + $1.table.count }
        }
    }
}
