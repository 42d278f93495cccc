internal import Dispatch
internal import RapportDiagnostics
internal import RapportStore
internal import RapportWork
internal import Synchronization

/// Writes records to the workspace in their order, on a thread of its own.
///
/// The numbers of a record's runs are known as soon as its transaction has begun; digests and rows follow while the
/// analyst reads on. A record that cannot be written stays, and those behind it: the next attempt begins with it.
final class RecordWriter: Sendable {
    private struct State {
        var records: [Entry] = []
        var isWriting = false
        var failure: Diagnostic?
        /// Numbers that were told and then given to others, by another process's doing.
        var moved: [(told: Int, kept: Int)] = []
        var runs: [Int] = []
    }
    private let configuration: Configuration
    private let opened = Mutex<Workspace?>(nil)
    private let state = Mutex(State())
    private let thread = DispatchQueue(label: "rapport.record")

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// Numbers of this session's runs, in order.
    var runs: [Int] { state.withLock { $0.runs } }
    var isOpen: Bool { opened.withLock { $0 != nil } }
    var isWriting: Bool { state.withLock { $0.isWriting } }
    var hasFailed: Bool { state.withLock { $0.failure != nil } }

    /// The workspace, opened now where it was not.
    func workspace() throws(Diagnostic) -> Workspace {
        try opened.withLock { (opened) throws(Diagnostic) in
            if let opened { return opened }
            let workspace = try Workspace(path: configuration.workspacePath, origin: configuration.origin)
            opened = workspace
            return workspace
        }
    }

    /// Hands a record over; the numbers of its runs can be asked of what comes back.
    func add(_ record: StatementRecord) -> Numbers {
        let entry = Entry(record: record, numbers: Numbers())
        state.withLock { $0.records.append(entry) }
        start()
        return entry.numbers
    }

    /// Writes what is there, after those that are being written.
    func start() {
        state.withLock { state in
            state.isWriting = !state.records.isEmpty
            state.failure = nil
        }
        thread.async { [self] in writeAll() }
    }

    /// Waits until all is written that can be.
    func settle() { thread.sync {} }

    /// What became of the records since the last call: why one waits, or is kept under another number.
    func news() -> (failure: Diagnostic?, waiting: Int, moved: [(told: Int, kept: Int)]) {
        state.withLock { state in
            defer { state.moved = [] }
            return (state.failure, state.records.count, state.moved)
        }
    }

    func close(at time: String) { opened.withLock { $0?.close(at: time) } }

    private func writeAll() {
        while let next = next() {
            do throws(Diagnostic) {
                let width = configuration.width ?? Work.processors
                try workspace().record(next.record, width: width) { note($0, of: next) }
                state.withLock { _ = $0.records.removeFirst() }
            } catch {
                state.withLock { state in
                    state.failure = error
                    for entry in state.records { entry.numbers.give([]) }
                }
            }
        }
    }

    private func next() -> Entry? {
        state.withLock { state in
            let next = state.failure == nil ? state.records.first : nil
            state.isWriting = next != nil
            return next
        }
    }

    /// Numbers of a second attempt take the place of those that the first one told.
    private func note(_ numbers: [Int], of entry: Entry) {
        let told = entry.numbers.told
        state.withLock { state in
            if told.isEmpty { state.runs += numbers }
            for (told, kept) in zip(told, numbers) where told != kept {
                state.runs = state.runs.map { $0 == told ? kept : $0 }
                state.moved.append((told, kept))
            }
        }
        entry.numbers.give(numbers)
    }

    private struct Entry: Sendable {
        var record: StatementRecord
        var numbers: Numbers
    }

    /// The numbers of a record's runs, once SQLite has given them; none where the record has to wait.
    final class Numbers: Sendable {
        private let given = Mutex<[Int]?>(nil)
        private let isGiven = DispatchSemaphore(value: 0)

        /// What was told so far.
        var told: [Int] { given.withLock { $0 } ?? [] }

        /// Waits for them.
        var value: [Int] {
            isGiven.wait()
            isGiven.signal()
            return told
        }

        func give(_ numbers: [Int]) {
            given.withLock { $0 = $0.flatMap { $0.isEmpty ? nil : $0 } ?? numbers }
            isGiven.signal()
        }
    }
}
