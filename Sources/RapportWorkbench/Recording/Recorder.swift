internal import RapportDiagnostics
internal import RapportStore
internal import RapportTable
internal import RapportWork

/// Writes statements to the workspace, which it opens when there is something to keep.
///
/// A workspace that is locked or read-only costs no work: records wait here and are tried again before the
/// next statement.
final class Recorder {
    private let configuration: Configuration
    private var opened: Workspace?
    private var waiting: [StatementRecord] = []
    /// Numbers of this session's runs, in order: a notebook's `run 3` is its own third.
    private(set) var sessionRuns: [Int] = []
    var stamps = FileStamps()

    init(_ configuration: Configuration) { self.configuration = configuration }

    var keepsNothing: Bool { configuration.workspacePath == ":memory:" }

    /// Whether there is a workspace to look into, without making one.
    var hasFile: Bool { opened != nil || fileExists(configuration.workspacePath) }

    /// The workspace, opened now where it was not.
    func workspace() throws(Diagnostic) -> Workspace {
        if let opened { return opened }
        let workspace = try Workspace(path: configuration.workspacePath, origin: configuration.origin)
        opened = workspace
        return workspace
    }

    /// Writes a record, after those that wait.
    ///
    /// - Returns: the numbers of its runs, and a warning where it has to wait.
    func write(_ record: StatementRecord) -> (runs: [Int], warning: Note?) {
        // A one-line call that ran no analysis leaves no file behind.
        if configuration.origin.mode == .once, record.runs.isEmpty, record.audits.isEmpty, opened == nil {
            return ([], nil)
        }
        waiting.append(record)
        return flush()
    }

    /// Tries again what waits.
    @discardableResult
    func flush() -> (runs: [Int], warning: Note?) {
        var last: [Int] = []
        while let next = waiting.first {
            do throws(Diagnostic) {
                last = try workspace().record(next, width: configuration.width ?? Work.processors)
                sessionRuns += last
                waiting.removeFirst()
            } catch {
                let count = waiting.count == 1 ? "the record waits" : "\(waiting.count) records wait"
                return (
                    [],
                    Note(
                        error.code, "\(error.message); \(count), and the result stays bound", isWarning: true)
                )
            }
        }
        return (last, nil)
    }

    func close(at time: String) {
        flush()
        opened?.close(at: time)
    }
}
