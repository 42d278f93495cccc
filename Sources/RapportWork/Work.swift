internal import Dispatch
public import RapportDiagnostics
internal import Synchronization

/// What every long loop carries: whether to stop, how far it is, how many threads it may use, and how
/// much memory is left.
///
/// Passed explicitly, because `Task.isCancelled` is false on the threads of `concurrentPerform`. A loop
/// calls ``check()`` at least every 100 ms.
public final class Work: Sendable {
    private let stop = Atomic<Bool>(false)
    private let meter = Mutex(Progress())
    private let done = Atomic<Int>(0)

    /// Threads that ``pieces(_:_:)`` may use.
    ///
    /// Results never depend on it.
    public let width: Int
    public let memory: MemoryBudget

    public init(width: Int = Work.processors, memory: MemoryBudget = MemoryBudget()) {
        (self.width, self.memory) = (max(width, 1), memory)
    }

    /// Asks every loop that carries this to stop; safe from any thread, and from a signal's watcher.
    public func cancel() { stop.store(true, ordering: .relaxed) }
    public var isCancelled: Bool { stop.load(ordering: .relaxed) }

    /// Throws `run.cancelled` once somebody has called ``cancel()``.
    public func check() throws(Diagnostic) {
        if isCancelled { throw .cancelled }
    }

    // MARK: - Progress

    /// How far the present step is.
    ///
    /// `total` is nil where nobody knows.
    public struct Progress: Sendable, Equatable {
        public var label = ""
        public var unit = ""
        public var done = 0
        public var total: Int?

        public init(label: String = "", unit: String = "", done: Int = 0, total: Int? = nil) {
            (self.label, self.unit, self.done, self.total) = (label, unit, done, total)
        }
    }

    /// Names the step that begins now and starts its count at 0.
    public func begin(_ label: String, of total: Int? = nil, unit: String = "") {
        done.store(0, ordering: .relaxed)
        meter.withLock { $0 = Progress(label: label, unit: unit, total: total) }
    }
    public func advance(by amount: Int) { done.add(amount, ordering: .relaxed) }
    public var progress: Progress {
        var snapshot = meter.withLock { $0 }
        snapshot.done = done.load(ordering: .relaxed)
        return snapshot
    }
}
